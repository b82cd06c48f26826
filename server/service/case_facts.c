#include "server/service/case_facts.h"

#include <stdlib.h>
#include <string.h>

#include "common/date.h"
#include "domain/roles.h"
#include "server/auth/access.h"
#include "server/service/case_papers.h"
#include "server/service/graduation.h"
#include "server/service/items.h"
#include "server/service/problem_facts.h"
#include "server/service/status_facts.h"
#include "server/service/transfer_facts.h"
#include "server/store/campaign_store.h"
#include "server/store/identity_store.h"
#include "server/store/number_store.h"
#include "server/store/policy_cache.h"
#include "server/store/unit_tree.h"

static const char *whereabouts(struct ctx *ctx, int64_t school)
{
	const struct unit_node *node = unit_tree_get(ctx->units, school);
	const struct unit_node *city = unit_tree_ancestor(ctx->units, school, TIER_CITY);
	const struct unit_node *province = unit_tree_ancestor(ctx->units, school, TIER_PROVINCE);
	if (node != NULL && access_right(ctx, ROLES_BUSINESS, SCOPE_SUBTREE, school) != NULL)
		return node->name;
	return arena_printf(ctx->arena, "%s%s", province ? province->name : "",
		city && city != province ? city->name : "");
}

enum err case_identity_holder(struct ctx *ctx, int64_t student,
	const Xueji__V1__StudentItems *items, const char **held_by_out)
{
	struct identity_key key = identity_key(ctx->app->keys, items->id_type, items->id_number);
	struct identity_claims claims;
	struct student_row holder;
	*held_by_out = NULL;
	if (key.is_empty)
		return OK;
	enum err err = identity_find(ctx, &key, &claims);
	if (err != OK || claims.n == 0 || !claims.of[0].holds || claims.of[0].student == student)
		return err;
	err = student_get(ctx, claims.of[0].student, &holder);
	if (err == OK)
		*held_by_out = whereabouts(ctx, holder.school);
	return err;
}

static uint32_t route_facts(const struct ctx *ctx, const struct case_row *row)
{
	const struct unit_node *bureau = unit_tree_get(ctx->units, row->bureau);
	uint32_t facts = 0;
	if (unit_tree_ancestor(ctx->units, row->school, TIER_CITY) == NULL)
		facts |= FACT_NO_CITY;
	if (bureau != NULL && bureau->tier == TIER_CITY)
		facts |= FACT_BUREAU_IS_CITY;
	if (bureau != NULL && bureau->tier == TIER_PROVINCE)
		facts |= FACT_BUREAU_IS_PROVINCE;
	return facts;
}

enum err case_room_facts(
	struct ctx *ctx, int64_t school, int grade, int class_no, struct case_facts *out)
{
	int64_t taken, most = policy_number(ctx, POLICY_CLASS_SIZE, school);
	if (class_no == 0)
		return OK;
	enum err err = student_class_size(ctx, school, grade, class_no, &taken);
	if (err != OK || taken < most)
		return err;
	out->bits |= FACT_NO_ROOM;
	out->class_no = arena_printf(ctx->arena, "%d-%d", grade, class_no);
	out->taken = arena_number(ctx->arena, taken);
	out->of = arena_number(ctx->arena, most);
	return OK;
}

/* The age that counts is the one on the cut-off day of the school year's beginning. */
static void age_facts(
	struct ctx *ctx, const struct student_row *child, const char *birth, struct case_facts *out)
{
	char today[DATE_TEXT_SIZE];
	date_format(ctx_today(ctx), today);
	int cut_off = (int)policy_number(ctx, POLICY_ENTRY_CUT_OFF, child->school);
	int year = (int)strtol(today, NULL, 10) - (strcmp(today + 5, "07-01") < 0);
	int youngest = (int)policy_number(ctx, POLICY_ENTRY_AGE, child->school);
	int oldest = (int)policy_number(ctx, POLICY_ENTRY_AGE_MOST, child->school);
	int day = (int)(100 * strtol(birth + 5, NULL, 10) + strtol(birth + 8, NULL, 10));
	int age = year - (int)strtol(birth, NULL, 10) - (day > cut_off);
	if (child->grade != 1 || (age >= youngest && age <= oldest))
		return;
	out->bits |= FACT_WRONG_AGE;
	out->youngest = arena_number(ctx->arena, youngest);
	out->oldest = arena_number(ctx->arena, oldest);
	out->cut_off = arena_printf(ctx->arena, "%d-%02d-%02d", year, cut_off / 100, cut_off % 100);
}

static uint32_t child_facts(const struct case_file *file, const Xueji__V1__StudentItems *items)
{
	uint32_t facts = 0;
	if (items->id_number[0] == '\0')
		facts |= FACT_NO_DOCUMENT;
	if (file->student.row.grade != 1)
		facts |= FACT_LATER_GRADE;
	if (file->student.row.number_kind == NUMBER_G)
		facts |= FACT_HAS_G;
	return facts;
}

/* A file that is still to be confirmed may be registered before its papers are there (R18). */
static enum err paper_facts(struct ctx *ctx, const struct case_file *file, struct case_facts *out)
{
	uint32_t kinds, proofs = case_table(file->row.type)->proofs;
	bool may_follow = file->row.type == CASE_REGISTRATION && file->student.row.is_provisional;
	enum err err = case_papers_kinds(ctx, file->row.id, &kinds);
	if (err == OK && proofs != 0 && !(kinds & proofs) && !may_follow)
		out->bits |= FACT_NO_PROOF;
	return err;
}

/* While a collection runs, later grades wait for its batch check instead (R16, Q18), and a second
 * record of one identity is taken in: it gets no slot, and a problem record settles which of them
 * is right (Q4). */
static enum err defer_wider_check(
	struct ctx *ctx, const struct case_file *file, struct case_facts *out)
{
	const uint32_t deferred = FACT_LATER_GRADE | FACT_IDENTITY_HELD;
	const struct student_row *child = &file->student.row;
	bool runs = false;
	enum err err = OK;
	if (file->row.type == CASE_REGISTRATION && out->bits & deferred)
		err = campaign_runs(ctx, CAMPAIGN_COLLECTION, child->school, child->stage, &runs);
	if (runs)
		out->bits &= ~deferred;
	return err;
}

/* Of a child's items as they will be: registrations and key-data changes. */
static enum err items_facts(struct ctx *ctx, const struct case_file *file, struct case_facts *out)
{
	const Xueji__V1__StudentItems *items = case_items_after(ctx, file);
	const struct student_row *child = &file->student.row;
	const struct items_form form = {
		.form = FORM_SCHOOL,
		.stage = (enum stage)child->stage,
		.today = ctx_today(ctx),
		/* What else is missing in the record is no change's business. */
		.is_provisional = child->is_provisional || file->change != NULL,
	};
	out->bits |= route_facts(ctx, &file->row) | child_facts(file, items);
	age_facts(ctx, child, items->birth_date, out);
	out->faulty = file->is_checked ? "" : items_faulty(ctx, &form, items);
	if (out->faulty[0] != '\0')
		out->bits |= FACT_FAULTY;
	enum err err = OK;
	if (!file->is_unclaimed)
		err = case_identity_holder(ctx, file->row.student, items, &out->held_by);
	if (err != OK)
		return err;
	if (out->held_by != NULL)
		out->bits |= FACT_IDENTITY_HELD;
	err = defer_wider_check(ctx, file, out);
	if (err == OK)
		err = paper_facts(ctx, file, out);
	return err == OK ? case_room_facts(ctx, child->school, child->grade, child->class_no, out)
			 : err;
}

const char *case_place_text(struct ctx *ctx, const struct case_row *row)
{
	const char *format = ctx->lang == LANG_ZH ? "%d年级%s" : "grade %d%s";
	const char *class_text =
		row->to_class == 0
			? ""
			: arena_printf(ctx->arena, ctx->lang == LANG_ZH ? "%d班" : ", class %d",
				  row->to_class);
	return arena_printf(ctx->arena, format, row->to_grade, class_text);
}

enum err case_facts_load(
	struct ctx *ctx, const struct case_file *file, const char *reason, struct case_facts *out)
{
	*out = (struct case_facts){0};
	if (reason == NULL || reason[0] == '\0')
		out->bits |= FACT_NO_REASON;
	if (case_table(file->row.type)->is_move)
		return transfer_facts_load(ctx, file, out);
	if (file->row.type == CASE_GRADUATION)
		return graduation_facts_load(ctx, file, out);
	if (file->row.type == CASE_STATUS)
		return status_facts_load(ctx, file, out);
	if (file->row.type == CASE_PROBLEM)
		return problem_facts_load(ctx, file, out);
	return items_facts(ctx, file, out);
}
