#include "server/service/graduation.h"

#include "domain/roles.h"
#include "domain/stages.h"
#include "server/registry/case_graduation.h"
#include "server/service/case_route.h"
#include "server/service/problem_found.h"
#include "server/service/problem_rules.h"
#include "server/store/ids.h"
#include "server/store/policy_cache.h"
#include "server/store/unit_tree.h"

#define OUTCOME(word) XUEJI__V1__GRADUATION_OUTCOME__GRADUATION_OUTCOME_##word

enum { NAMED_MOST = 20 };

/* ---- who is in it ---- */

struct part {
	Xueji__V1__GraduationOutcome outcome;
	const int64_t *ids;
	size_t n;
};
enum { PARTS = 3 };

static void parts_of(const struct case_file *file, struct part out[PARTS])
{
	const Xueji__V1__GraduationFile *in = file->graduation;
	out[0] = (struct part){OUTCOME(GRADUATES), in->graduates, in->n_graduates};
	out[1] = (struct part){OUTCOME(COMPLETES), in->completes, in->n_completes};
	out[2] = (struct part){OUTCOME(STAYS), in->stays, in->n_stays};
}

static Xueji__V1__GraduationOutcome outcome_of(const struct case_file *file, int64_t student)
{
	struct part parts[PARTS];
	parts_of(file, parts);
	for (size_t p = 0; p < PARTS; p++)
		for (size_t i = 0; i < parts[p].n; i++)
			if (parts[p].ids[i] == student)
				return parts[p].outcome;
	return OUTCOME(UNSPECIFIED);
}

static struct graduation_child *add(struct ctx *ctx, struct graduation *to,
	const struct student_row *row, Xueji__V1__GraduationOutcome outcome)
{
	to->rows = arena_grow(ctx->arena, to->rows, to->n, sizeof *to->rows);
	to->rows[to->n] = (struct graduation_child){*row, outcome, ""};
	return &to->rows[to->n++];
}

static bool has(const struct graduation *graduation, int64_t student)
{
	for (size_t i = 0; i < graduation->n; i++)
		if (graduation->rows[i].row.id == student)
			return true;
	return false;
}

/* ---- what stands in the way ---- */

static const char *word(const struct ctx *ctx, const char *en, const char *zh)
{
	return ctx->lang == LANG_ZH ? zh : en;
}

/* Somebody else's case, or a problem that its kind lets block it. */
static enum err held_up(struct ctx *ctx, struct graduation_child *child)
{
	enum problem_kind kind;
	int64_t open = 0;
	enum err err = case_open_of_student(ctx, child->row.id, &open);
	if (err == OK && open != 0)
		child->obstacle = arena_printf(ctx->arena, word(ctx, "case %s", "在办业务 %s"),
			ids_format(ctx->arena, open));
	if (err != OK || open != 0)
		return err;
	err = problem_that_blocks(ctx, child->row.id, CASE_GRADUATION, &kind);
	if (err == OK && kind != 0)
		child->obstacle = sentence_in(&problem_kind_row(kind)->title, ctx->lang);
	return err;
}

static enum err look_at(struct ctx *ctx, struct graduation_child *child)
{
	struct enrolment stay;
	bool is_open;
	if (child->outcome == OUTCOME(UNSPECIFIED))
		child->obstacle = word(ctx, "came since", "提交后新转入");
	if (child->outcome == OUTCOME(UNSPECIFIED) || child->outcome == OUTCOME(STAYS))
		return OK;
	enum err err = enrolment_get_open(ctx, child->row.id, &stay, &is_open);
	if (err != OK)
		return err;
	if (child->row.status != ROLL_ENROLLED)
		child->obstacle =
			sentence_in(&roll_status_row(child->row.status)->title, ctx->lang);
	else if (!is_open || !enrolment_is_graduating(&stay))
		child->obstacle = word(ctx, "not in the last year", "不在毕业年级");
	else
		err = held_up(ctx, child);
	return err;
}

static enum err add_roll(struct ctx *ctx, const struct case_file *file, struct graduation *out)
{
	const struct roster_page page = {.school = file->row.school,
		.grade = file->row.to_grade,
		.class_no = file->row.to_class != 0 ? file->row.to_class : -1,
		.limit = GRADUATION_MOST + 1};
	struct student_row *rows;
	size_t n = 0;
	enum err err = student_roster(ctx, &page, &rows, &n);
	if (err == OK && n > GRADUATION_MOST)
		return ctx_fail(ctx, REASON_GRADUATION_LARGE,
			arena_printf(ctx->arena, "%d", GRADUATION_MOST));
	for (size_t i = 0; err == OK && i < n; i++)
		err = look_at(ctx, add(ctx, out, &rows[i], outcome_of(file, rows[i].id)));
	return err;
}

/* Whom it decides, and who is not among those on the roll. */
static enum err add_rest(struct ctx *ctx, const struct case_file *file, struct graduation *out)
{
	struct part parts[PARTS];
	size_t before = out->n;
	enum err err = OK;
	parts_of(file, parts);
	for (size_t p = 0; p < PARTS; p++)
		for (size_t i = 0; err == OK && i < parts[p].n; i++) {
			struct student_row row;
			struct graduation known = {out->rows, before};
			if (has(&known, parts[p].ids[i]))
				continue;
			err = student_get(ctx, parts[p].ids[i], &row);
			if (err == OK)
				add(ctx, out, &row, parts[p].outcome)->obstacle =
					file->row.is_open
						? word(ctx, "no longer here", "已不在该班")
						: "";
		}
	return err;
}

enum err graduation_read(struct ctx *ctx, const struct case_file *file, struct graduation *out)
{
	*out = (struct graduation){0};
	enum err err = file->row.is_open ? add_roll(ctx, file, out) : OK;
	return err == OK ? add_rest(ctx, file, out) : err;
}

/* "陈小明（在办业务 123）": the first of them, and how many more. */
static const char *name_blocked(struct ctx *ctx, const struct graduation *graduation)
{
	const char *text = "";
	size_t n = 0;
	for (size_t i = 0; i < graduation->n; i++) {
		const struct graduation_child *child = &graduation->rows[i];
		if (child->obstacle[0] == '\0' || n++ >= NAMED_MOST)
			continue;
		text = arena_printf(ctx->arena, word(ctx, "%s%s%s (%s)", "%s%s%s（%s）"), text,
			n > 1 ? word(ctx, ", ", "、") : "", child->row.name, child->obstacle);
	}
	return n <= NAMED_MOST
		       ? text
		       : arena_printf(ctx->arena, word(ctx, "%s, and %zu more", "%s 等 %zu 人"),
				 text, ctx->lang == LANG_ZH ? n : n - NAMED_MOST);
}

/* ---- facts ---- */

enum err graduation_facts_load(
	struct ctx *ctx, const struct case_file *file, struct case_facts *out)
{
	const struct case_row *row = &file->row;
	const struct unit_node *bureau = unit_tree_get(ctx->units, row->bureau);
	const Xueji__V1__GraduationFile *in = file->graduation;
	bool is_county = bureau != NULL && bureau->tier == TIER_COUNTY;
	struct graduation graduation;
	if (in->stage == XUEJI__V1__STAGE__STAGE_SENIOR)
		out->bits |= FACT_GRADUATION_SENIOR;
	if (is_county && unit_tree_ancestor(ctx->units, row->school, TIER_CITY) != NULL &&
		policy_number(ctx, POLICY_STATUS_CITY_SIGNS, row->school) != 0)
		out->bits |= FACT_GRADUATION_CITY;
	if (in->n_graduates + in->n_completes == 0)
		out->bits |= FACT_GRADUATION_EMPTY;
	enum err err = graduation_read(ctx, file, &graduation);
	if (err != OK)
		return err;
	out->blocked = name_blocked(ctx, &graduation);
	if (out->blocked[0] != '\0')
		out->bits |= FACT_GRADUATION_BLOCKED;
	return OK;
}

/* ---- there and back ---- */

static void note(struct ctx *ctx, const struct case_file *file, enum action action, int64_t student)
{
	ctx_journal(ctx,
		&(struct note){.action = action,
			.unit = file->row.school,
			.entity = "student",
			.entity_id = student,
			.summary = arena_printf(ctx->arena, "case %lld", (long long)file->row.id)});
}

static enum err leave(
	struct ctx *ctx, const struct case_file *file, int64_t student, bool graduates)
{
	struct student_record record;
	enum err err = student_read(ctx, student, &record);
	if (err == OK)
		err = student_end(ctx, &record, graduates ? ROLL_GRADUATED : ROLL_COMPLETED,
			graduates ? ROLL_END_GRADUATED : ROLL_END_COMPLETED);
	if (err == OK)
		note(ctx, file, ACTION_STUDENT_GRADUATED, student);
	return err == OK ? problem_child_changed(ctx, student) : err;
}

enum err graduation_carry_out(struct ctx *ctx, struct case_file *file)
{
	const Xueji__V1__GraduationFile *in = file->graduation;
	enum err err = OK;
	for (size_t i = 0; err == OK && i < in->n_graduates; i++)
		err = leave(ctx, file, in->graduates[i], true);
	for (size_t i = 0; err == OK && i < in->n_completes; i++)
		err = leave(ctx, file, in->completes[i], false);
	return err;
}

static enum err gone_on(
	struct ctx *ctx, const struct case_file *file, struct graduation_child *child)
{
	int status = child->outcome == OUTCOME(GRADUATES) ? ROLL_GRADUATED : ROLL_COMPLETED;
	if (child->outcome == OUTCOME(STAYS))
		return OK;
	if (child->row.status != status || child->row.school != file->row.school)
		child->obstacle =
			sentence_in(&roll_status_row(child->row.status)->title, ctx->lang);
	return child->obstacle[0] == '\0' ? held_up(ctx, child) : OK;
}

static enum err come_back(struct ctx *ctx, const struct case_file *file, int64_t student)
{
	struct student_record record, before;
	enum err err = student_read(ctx, student, &record);
	if (err != OK)
		return err;
	before = record;
	record.row.status = ROLL_ENROLLED;
	err = student_rewrite(ctx, &before, &record);
	if (err == OK)
		err = enrolment_reopen(ctx, student);
	if (err == OK)
		note(ctx, file, ACTION_STUDENT_GRADUATION_UNDONE, student);
	return err == OK ? problem_child_changed(ctx, student) : err;
}

static enum err check_undo(struct ctx *ctx, const struct case_file *file, struct graduation *out)
{
	if (ctx->now_us - file->row.moved_us > US_PER_DAY)
		return ctx_fail(ctx, REASON_UNDO_TOO_LATE);
	enum err err = graduation_read(ctx, file, out);
	for (size_t i = 0; err == OK && i < out->n; i++)
		err = gone_on(ctx, file, &out->rows[i]);
	if (err != OK)
		return err;
	const char *blocked = name_blocked(ctx, out);
	return blocked[0] != '\0' ? ctx_fail(ctx, REASON_UNDO_RELIED_ON, blocked) : OK;
}

/* Whoever gave the last signature, or another who may. */
static enum err last_signature(
	struct ctx *ctx, const struct case_file *file, enum case_party *party_out)
{
	struct case_step_row *steps;
	size_t n = 0;
	enum err err = case_steps(ctx, file->row.id, &steps, &n);
	*party_out = err == OK && n > 0 ? steps[n - 1].party : CASE_NOBODY;
	if (err == OK && !case_caller_may(ctx, &file->row, *party_out))
		err = ctx_fail(ctx, REASON_CASE_NOT_YOUR_MOVE,
			sentence_in(case_party_title(*party_out), ctx->lang));
	return err;
}

static enum err withdraw(
	struct ctx *ctx, struct case_file *file, enum case_party party, const char *reason)
{
	struct case_row *row = &file->row;
	const struct case_step_row taken = {.from = row->state,
		.event = CASE_WITHDRAW,
		.party = party,
		.unit = case_unit_of(ctx, row, party),
		.reason = reason};
	row->state = CASE_WITHDRAWN;
	enum err err = case_move(ctx, row);
	if (err == OK)
		err = case_note_step(ctx, row, &taken);
	ctx_journal(ctx, &(struct note){.action = ACTION_CASE_STEP,
				 .unit = row->school,
				 .entity = "case",
				 .entity_id = row->id,
				 .summary = "graduation undone"});
	return err;
}

enum err graduation_undo(struct ctx *ctx, struct case_file *file, const char *reason)
{
	struct graduation graduation;
	enum case_party party;
	if (file->row.type != CASE_GRADUATION || file->row.state != CASE_DONE)
		return ctx_fail(ctx, REASON_NOT_UNDONE);
	enum err err = last_signature(ctx, file, &party);
	if (err == OK)
		err = check_undo(ctx, file, &graduation);
	for (size_t i = 0; err == OK && i < graduation.n; i++)
		if (graduation.rows[i].outcome != OUTCOME(STAYS))
			err = come_back(ctx, file, graduation.rows[i].row.id);
	return err == OK ? withdraw(ctx, file, party, reason) : err;
}

/* ---- the message ---- */

Xueji__V1__Graduation *graduation_message(struct ctx *ctx, const struct graduation *graduation)
{
	Xueji__V1__Graduation *out = arena_one(ctx->arena, Xueji__V1__Graduation);
	xueji__v1__graduation__init(out);
	out->children = arena_array(ctx->arena, Xueji__V1__GraduationChild *, graduation->n);
	for (size_t i = 0; i < graduation->n; i++) {
		const struct graduation_child *child = &graduation->rows[i];
		Xueji__V1__GraduationChild *one = arena_one(ctx->arena, Xueji__V1__GraduationChild);
		xueji__v1__graduation_child__init(one);
		one->student_id = ids_format(ctx->arena, child->row.id);
		one->student_name = (char *)child->row.name;
		one->class_number = child->row.class_no;
		one->status = (Xueji__V1__StudentStatus)child->row.status;
		one->outcome = child->outcome;
		one->obstacle = (char *)child->obstacle;
		out->graduate_count += child->outcome == OUTCOME(GRADUATES);
		out->children[out->n_children++] = one;
	}
	return out;
}
