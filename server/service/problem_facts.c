#include "server/service/problem_facts.h"

#include <string.h>

#include "domain/attachment_kind.h"
#include "server/registry/case_problem.h"
#include "server/registry/student_items.h"
#include "server/service/case_papers.h"
#include "server/service/items.h"
#include "server/service/problem_rules.h"
#include "server/service/problem_steps.h"
#include "server/store/identity_store.h"
#include "server/store/number_store.h"
#include "server/store/policy_cache.h"
#include "server/store/unit_tree.h"

/* ---- the answer ---- */

struct papers_needed problem_papers(enum problem_answer answer, enum guardian_choice choice)
{
	struct papers_needed needed = {.n = 0};
	if (answer != ANSWER_SUBSTANTIATE && answer != ANSWER_AMEND)
		return needed;
	needed.sets[needed.n++] = ATTACHMENT_BIT(ATTACHMENT_ATTENDANCE_CERTIFICATE);
	/* What the guardian renounces he signs (R52); that is a proof of who he is, too. */
	needed.sets[needed.n++] = choice == GUARDIAN_STAYS && answer == ANSWER_SUBSTANTIATE
					  ? ATTACHMENT_BIT(ATTACHMENT_GUARDIAN_WAIVER)
					  : ATTACHMENT_IDENTITY_PROOFS;
	return needed;
}

static const char *titles_of(struct ctx *ctx, const char *text, uint32_t kinds)
{
	const char *between = ctx->lang == LANG_EN ? " or " : "或";
	const char *names = "";
	for (int kind = 1; kind < ATTACHMENT_KIND_END; kind++)
		if (kinds & ATTACHMENT_BIT(kind))
			names = arena_printf(ctx->arena, "%s%s%s", names, names[0] ? between : "",
				sentence_in(&attachment_kind_row(kind)->title, ctx->lang));
	return arena_printf(ctx->arena, "%s%s%s", text,
		text[0] == '\0'        ? ""
		: ctx->lang == LANG_EN ? "; "
				       : "；",
		names);
}

static enum err paper_facts(struct ctx *ctx, const struct case_file *file, struct case_facts *out)
{
	enum guardian_choice choice =
		file->answer ? (enum guardian_choice)file->answer->guardian_choice : GUARDIAN_NONE;
	struct papers_needed needed = problem_papers(file->problem.answer, choice);
	uint32_t kinds;
	enum err err = case_papers_kinds(ctx, file->row.id, &kinds);
	out->papers = "";
	for (size_t i = 0; err == OK && i < needed.n; i++)
		if (!(kinds & needed.sets[i])) {
			out->bits |= PROBLEM_NO_PAPERS;
			out->papers = titles_of(ctx, out->papers, needed.sets[i]);
		}
	return err;
}

/* Is one of the controlled items to become another? */
static bool is_changed(const struct case_file *file)
{
	for (int item = 0; file->change != NULL && item < ITEM_COUNT; item++) {
		const char *value = student_item(file->change->items, (enum item)item);
		if (value[0] != '\0' &&
			strcmp(value, student_item(file->student.items, (enum item)item)) != 0)
			return true;
	}
	return false;
}

static enum err amend_facts(struct ctx *ctx, const struct case_file *file, struct case_facts *out)
{
	const struct items_form form = {.form = FORM_SCHOOL,
		.stage = (enum stage)file->student.row.stage,
		.today = ctx_today(ctx),
		.is_provisional = true}; /* what else is missing is another kind's business */
	const Xueji__V1__StudentItems *after = case_items_after(ctx, file);
	if (!is_changed(file))
		out->bits |= PROBLEM_UNCHANGED;
	out->faulty = items_faulty(ctx, &form, after);
	if (out->faulty[0] != '\0')
		out->bits |= FACT_FAULTY;
	/* Who shares a number and amends his name keeps the number for the moment. */
	if (strcmp(after->id_number, file->student.items->id_number) == 0)
		return OK;
	enum err err = case_identity_holder(ctx, file->row.student, after, &out->held_by);
	if (err == OK && out->held_by != NULL)
		out->bits |= FACT_IDENTITY_HELD;
	return err;
}

static enum err answer_facts(struct ctx *ctx, const struct case_file *file, struct case_facts *out)
{
	static const uint32_t bits[ANSWER_COUNT] = {
		[ANSWER_SUBSTANTIATE] = PROBLEM_UPHOLDS,
		[ANSWER_AMEND] = PROBLEM_AMENDS,
		[ANSWER_DELETE] = PROBLEM_DELETES,
		[ANSWER_APPLY_J] = PROBLEM_APPLIES_J,
	};
	const struct problem_kind_row *kind = problem_kind_row(file->problem.kind);
	enum problem_answer answer = file->problem.answer;
	int phase = (int)policy_number(ctx, POLICY_PROBLEM_PHASE, file->row.school);
	bool has_g = file->student.row.number_kind == NUMBER_G;
	out->kind = sentence_in(&kind->title, ctx->lang);
	out->rule = kind->rule;
	out->bits |= bits[answer];
	if (!(problem_answers(kind, has_g, phase) & UINT32_C(1) << answer))
		out->bits |= PROBLEM_NOT_OFFERED;
	if (file->answer != NULL && answer == ANSWER_DELETE) {
		int ground = (int)file->answer->delete_ground;
		if (ground == DELETE_NONE)
			out->bits |= PROBLEM_NO_GROUND;
		if (ground >= DELETE_DROPPED_OUT)
			out->bits |= PROBLEM_IS_STATUS;
		if (ground == DELETE_RECORDED_TWICE &&
			(int)file->answer->guardian_choice != GUARDIAN_MOVES)
			out->bits |= PROBLEM_NO_CHOICE;
	}
	enum err err = paper_facts(ctx, file, out);
	return err == OK && answer == ANSWER_AMEND ? amend_facts(ctx, file, out) : err;
}

/* ---- the other sides ---- */

static int64_t bureau_of(const struct ctx *ctx, int64_t school)
{
	const struct unit_node *node = unit_tree_get(ctx->units, school);
	return node != NULL ? node->bureau : 0;
}

static int64_t province_of(const struct ctx *ctx, int64_t school)
{
	const struct unit_node *node = unit_tree_ancestor(ctx->units, school, TIER_PROVINCE);
	return node != NULL ? node->id : 0;
}

static bool is_silent(const struct case_row *row)
{
	return row->state == CASE_FOUND || row->state == CASE_SCHOOL_TODO ||
	       row->state == CASE_SCHOOL_REVIEW;
}

static void add_silent(struct ctx *ctx, const struct case_row *side, struct case_facts *out)
{
	const struct unit_node *school = unit_tree_get(ctx->units, side->school);
	const char *name = school != NULL ? school->name : "";
	out->bits |= PROBLEM_SIDE_SILENT;
	out->silent = out->silent == NULL ? name
					  : arena_printf(ctx->arena, "%s%s%s", out->silent,
						    ctx->lang == LANG_EN ? ", " : "、", name);
}

static void side_facts(struct ctx *ctx, const struct case_file *file,
	const struct problem_entry *side, struct case_facts *out)
{
	int64_t here = file->row.school, there = side->kase.school;
	if (side->problem.is_upheld && file->problem.kind == PROBLEM_DUP_ID)
		out->bits |= PROBLEM_UPHELD;
	if (!side->kase.is_open)
		return;
	if (bureau_of(ctx, here) != bureau_of(ctx, there))
		out->bits |= PROBLEM_BUREAUS_DIFFER;
	if (province_of(ctx, here) != province_of(ctx, there))
		out->bits |= PROBLEM_CROSSES;
	if (here != there && is_silent(&side->kase))
		add_silent(ctx, &side->kase, out);
	if (side->problem.answer == ANSWER_SUBSTANTIATE && !is_silent(&side->kase))
		out->bits |= PROBLEM_DISPUTED;
}

static bool is_barred(const struct case_file *file, const struct problem_twin *twin)
{
	enum reason refusal;
	const struct delete_facts facts = {.status = file->student.row.status,
		.stage = file->student.row.stage,
		.has_g = file->student.row.number_kind == NUMBER_G,
		.has_twin = twin->id != 0,
		.why = problem_absence(file)};
	return !delete_is_allowed(&facts, DELETE_BY_NATION, &refusal);
}

static enum err group_facts(struct ctx *ctx, const struct case_file *file, struct case_facts *out)
{
	struct problem_list sides;
	struct problem_twin twin;
	enum err err = problem_list_group(ctx, file->problem.group, &sides);
	for (size_t i = 0; err == OK && i < sides.n; i++)
		if (sides.rows[i].problem.id != file->problem.id)
			side_facts(ctx, file, &sides.rows[i], out);
	if (err == OK)
		err = problem_twin(ctx, file, &twin);
	if (err == OK && twin.is_sure)
		out->bits |= PROBLEM_HAS_TWIN;
	if (err == OK && twin.is_unclear)
		out->bits |= PROBLEM_TWIN_UNCLEAR;
	if (err == OK && file->problem.answer == ANSWER_DELETE && is_barred(file, &twin))
		out->bits |= PROBLEM_BARRED;
	return err;
}

static enum err police_fact(struct ctx *ctx, const struct case_file *file, struct case_facts *out)
{
	const char *text;
	if (file->problem.kind != PROBLEM_DUP_ID)
		return OK;
	enum err err = problem_police_text(ctx, &file->student, &text);
	if (err == OK && text[0] == '\0')
		out->bits |= PROBLEM_NO_POLICE;
	return err;
}

enum err problem_facts_load(struct ctx *ctx, const struct case_file *file, struct case_facts *out)
{
	if (file->student.row.number_kind == NUMBER_G)
		out->bits |= FACT_HAS_G;
	if (file->problem.kind == PROBLEM_NEAR_DUP)
		out->bits |= PROBLEM_NEAR;
	enum err err = answer_facts(ctx, file, out);
	if (err == OK)
		err = group_facts(ctx, file, out);
	return err == OK ? police_fact(ctx, file, out) : err;
}
