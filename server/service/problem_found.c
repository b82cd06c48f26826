#include "server/service/problem_found.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "domain/roll.h"
#include "server/finder/cause.h"
#include "server/service/case_apply.h"
#include "server/service/case_route.h"
#include "server/service/problem_rules.h"
#include "server/service/problem_school.h"
#include "server/store/enrolment_store.h"
#include "server/store/identity_store.h"
#include "server/store/ids.h"
#include "server/store/number_store.h"

/* ---- one record ---- */

/* Whoever reads the school's journal may see one of two children only (problem_message.c). */
static void note_found(struct ctx *ctx, const struct problem_row *problem, int64_t school)
{
	const char *cause = cause_tells_number(cause_find(problem->cause))
				    ? cause_row(CAUSE_OTHER_NUMBER)->word
				    : problem->cause;
	ctx_journal(ctx, &(struct note){.action = ACTION_PROBLEM_FOUND,
				 .unit = school,
				 .entity = "case",
				 .entity_id = problem->id,
				 .summary = arena_printf(ctx->arena, "%s %s",
					 problem_kind_row(problem->kind)->word, cause)});
}

static enum err open_one(
	struct ctx *ctx, const struct problem_group *group, const struct student_row *child)
{
	struct enrolment stay;
	int64_t school, seers[CASE_SEERS];
	bool is_enrolled;
	enum err err = enrolment_get_open(ctx, child->id, &stay, &is_enrolled);
	if (err == OK)
		err = problem_school(ctx, child, &school);
	if (err != OK)
		return err;
	struct case_row kase = {.type = CASE_PROBLEM,
		.state = CASE_FOUND,
		.is_open = true,
		.student = child->id,
		.school = school,
		.bureau = problem_decider(ctx, &school, 1),
		.turn = CASE_BUREAU,
		.due = DUE_NEVER,
		.entered_by = ctx->actor.operator_id};
	kase.turn_unit = kase.bureau;
	err = case_insert(ctx, &kase, NULL, 0);
	struct problem_row problem = {.id = kase.id,
		.group = group->id,
		.kind = group->kind,
		.cause = group->cause,
		.student = child->id,
		.is_open = true,
		.state = CASE_FOUND,
		.stage = child->stage,
		.is_graduating = is_enrolled && enrolment_is_graduating(&stay)};
	if (err == OK)
		err = case_note_step(ctx, &kase,
			&(struct case_step_row){.number = 1,
				.from = CASE_NEW,
				.event = CASE_FIND,
				.party = CASE_CLOCK});
	if (err == OK)
		err = problem_insert(ctx, &problem, &kase, seers, case_seers(ctx, &kase, seers));
	if (err == OK)
		note_found(ctx, &problem, school);
	return err;
}

/* ---- a finding ---- */

/* Without a key of its own, a finding is known by its records, whatever their order. */
static void key_of(
	const struct ctx *ctx, const struct problem_finding *finding, uint8_t out[BLIND_SIZE])
{
	int64_t sorted[PROBLEM_GROUP_MOST];
	if (finding->key != NULL) {
		memcpy(out, finding->key, BLIND_SIZE);
		return;
	}
	for (size_t i = 0; i < finding->n; i++) {
		size_t at = i;
		for (; at > 0 && sorted[at - 1] > finding->students[i]; at--)
			sorted[at] = sorted[at - 1];
		sorted[at] = finding->students[i];
	}
	blind_index(
		ctx->app->keys, "problem_group.students", sorted, finding->n * sizeof *sorted, out);
}

/* The child has an open problem of the kind already, found of other facts. */
static enum err has_open(struct ctx *ctx, const struct problem_finding *finding, bool *out)
{
	struct problem_list list;
	enum err err = problem_list_child(ctx, finding->students[0], &list);
	for (size_t i = 0; err == OK && i < list.n; i++)
		*out |= list.rows[i].problem.kind == finding->kind;
	return err;
}

/* Known already, or judged. */
static enum err is_moot(struct ctx *ctx, const struct problem_finding *finding, bool *out)
{
	*out = finding->n == 0;
	if (finding->n == 1)
		return has_open(ctx, finding, out);
	if (finding->kind != PROBLEM_NEAR_DUP || finding->n != 2)
		return OK;
	return problem_is_judged(ctx, finding->students[0], finding->students[1], out);
}

static bool has_member(const struct problem_list *sides, int64_t student)
{
	for (size_t i = 0; i < sides->n; i++)
		if (sides->rows[i].problem.student == student &&
			(sides->rows[i].problem.is_open || sides->rows[i].problem.is_upheld))
			return true;
	return false;
}

static enum err group_of(
	struct ctx *ctx, const struct problem_finding *finding, struct problem_group *out)
{
	bool is_known;
	uint8_t key[BLIND_SIZE];
	key_of(ctx, finding, key);
	enum err err = problem_group_find(ctx, finding->kind, key, out, &is_known);
	if (err != OK || is_known)
		return err;
	*out = (struct problem_group){
		.kind = finding->kind, .cause = finding->cause, .score = finding->score};
	memcpy(out->key, key, BLIND_SIZE);
	return problem_group_insert(ctx, out);
}

static enum err add_members(struct ctx *ctx, const struct problem_finding *finding,
	const struct problem_group *group, bool *added_out)
{
	struct problem_list sides;
	struct student_row child;
	enum err err = problem_list_group(ctx, group->id, &sides);
	*added_out = false;
	for (size_t i = 0; err == OK && i < finding->n; i++) {
		if (has_member(&sides, finding->students[i]))
			continue;
		err = student_get(ctx, finding->students[i], &child);
		if (err != OK || child.status == ROLL_DELETED)
			continue;
		err = open_one(ctx, group, &child);
		*added_out = true;
	}
	return err;
}

enum err problem_found(struct ctx *ctx, const struct problem_finding *finding, int64_t *group_out)
{
	struct problem_group group = {.id = 0};
	bool is_moot_now, added = false;
	assert(finding->n <= PROBLEM_GROUP_MOST);
	if (group_out != NULL)
		*group_out = 0;
	enum err err = is_moot(ctx, finding, &is_moot_now);
	if (err != OK || is_moot_now)
		return err;
	err = group_of(ctx, finding, &group);
	if (err == OK)
		err = add_members(ctx, finding, &group, &added);
	if (err == OK && added)
		err = problem_settle_sides(ctx, group.id);
	if (group_out != NULL)
		*group_out = group.id;
	return err;
}

/* ---- looking again ---- */

static enum err clear_if_moot(struct ctx *ctx, const struct problem_row *problem)
{
	struct case_file file;
	bool fits;
	enum err err = case_open(ctx, problem->id, &file);
	if (err == OK && file.row.is_open)
		err = problem_still_fits(ctx, &file.problem, &file.student, &fits);
	if (err != OK || !file.row.is_open || fits)
		return err;
	return case_decide_as(ctx, &file, CASE_CLEAR, CASE_CLOCK, NULL);
}

enum err problem_recheck_group(struct ctx *ctx, int64_t group)
{
	struct problem_list sides;
	enum err err = problem_list_group(ctx, group, &sides);
	for (size_t i = 0; err == OK && i < sides.n; i++)
		if (sides.rows[i].problem.is_open)
			err = clear_if_moot(ctx, &sides.rows[i].problem);
	return err;
}

static enum err recheck_child(struct ctx *ctx, int64_t student)
{
	struct problem_list list;
	enum err err = problem_list_child(ctx, student, &list);
	for (size_t i = 0; err == OK && i < list.n; i++)
		err = problem_recheck_group(ctx, list.rows[i].problem.group);
	return err;
}

static enum err find_single(
	struct ctx *ctx, int64_t student, enum problem_kind kind, const char *cause)
{
	const struct problem_finding finding = {
		.kind = kind, .cause = cause, .score = 1000, .students = &student, .n = 1};
	return problem_found(ctx, &finding, NULL);
}

static enum err find_same_number(struct ctx *ctx, const struct student_record *child)
{
	struct record_ids same;
	struct identity_key key =
		identity_key(ctx->app->keys, child->items->id_type, child->items->id_number);
	enum err err = problem_same_number(ctx, child, &same);
	if (err != OK || same.n < 2)
		return err;
	return problem_found(ctx,
		&(struct problem_finding){.kind = PROBLEM_DUP_ID,
			.key = key.bytes,
			.cause = "same_number",
			.score = 1000,
			.students = same.ids,
			.n = same.n},
		NULL);
}

void problem_person_key(const struct keys *keys, const char *name, const char *birth, int sex,
	uint8_t out[BLIND_SIZE])
{
	char text[512];
	int size = snprintf(text, sizeof text, "%s|%s|%d", name, birth, sex);
	assert(size > 0 && (size_t)size < sizeof text);
	blind_index(keys, "problem_group.person", text, (size_t)size, out);
}

static enum err find_same_person(struct ctx *ctx, const struct student_record *child)
{
	struct record_ids same;
	uint8_t key[BLIND_SIZE];
	enum err err = problem_same_person(ctx, child, &same);
	if (err != OK || same.n < 2)
		return err;
	problem_person_key(ctx->app->keys, child->row.name, child->row.birth, child->row.sex, key);
	return problem_found(ctx,
		&(struct problem_finding){.kind = PROBLEM_DUP_PERSON,
			.key = key,
			.cause = "same_three",
			.score = 1000,
			.students = same.ids,
			.n = same.n},
		NULL);
}

static enum err find_in_child(struct ctx *ctx, const struct student_record *child)
{
	const char *fault = problem_id_fault(ctx, child);
	enum err err = OK;
	if (fault != NULL)
		err = find_single(ctx, child->row.id, PROBLEM_ID_FORMAT, fault);
	if (err == OK && problem_lacks_id(child))
		err = find_single(ctx, child->row.id, PROBLEM_NO_ID, "no_number");
	if (err == OK && problem_lacks_items(ctx, child))
		err = find_single(ctx, child->row.id, PROBLEM_MISSING_ITEM, "items_missing");
	if (err == OK)
		err = find_same_number(ctx, child);
	return err == OK ? find_same_person(ctx, child) : err;
}

enum err problem_check_child(struct ctx *ctx, int64_t student)
{
	struct student_record child;
	enum err err = student_read(ctx, student, &child);
	if (err == OK)
		err = recheck_child(ctx, student);
	if (err == OK && roll_status_row(child.row.status)->is_on_roll)
		err = find_in_child(ctx, &child);
	return err;
}

/* ---- with the child ---- */

static enum err follow(struct ctx *ctx, int64_t student)
{
	struct problem_list list;
	struct student_row child;
	int64_t school;
	enum err err = student_get(ctx, student, &child);
	if (err == OK)
		err = problem_list_child(ctx, student, &list);
	if (err == OK && list.n > 0)
		err = problem_school(ctx, &child, &school);
	for (size_t i = 0; err == OK && i < list.n; i++)
		if (list.rows[i].kase.school != school)
			err = problem_goes_to(ctx, list.rows[i].problem.id, school);
	return err;
}

enum err problem_child_changed(struct ctx *ctx, int64_t student)
{
	/* Whether it is still at the school that reported it is asked before they follow. */
	enum err err = recheck_child(ctx, student);
	if (err == OK)
		err = follow(ctx, student);
	return err == OK ? problem_check_child(ctx, student) : err;
}

/* ---- the police ---- */

static const struct {
	Xueji__V1__VerdictResult result;
	enum problem_kind kind;
	const char *cause;
} verdicts[] = {
	{XUEJI__V1__VERDICT_RESULT__VERDICT_RESULT_NOT_FOUND, PROBLEM_ID_NOT_FOUND, "not_found"},
	{XUEJI__V1__VERDICT_RESULT__VERDICT_RESULT_NAME_DIFFERS, PROBLEM_ID_NAME_MISMATCH,
		"other_name"},
	{XUEJI__V1__VERDICT_RESULT__VERDICT_RESULT_NUMBER_REPLACED, PROBLEM_ID_CHANGED, "replaced"},
};

/* What was amended and waits for them passes or fails; what stands elsewhere is cleared if it is
 * true no longer. */
static enum err end_by_police(struct ctx *ctx, const struct problem_row *problem)
{
	struct case_file file;
	bool fits;
	enum err err = case_open(ctx, problem->id, &file);
	if (err == OK)
		err = problem_still_fits(ctx, problem, &file.student, &fits);
	if (err != OK)
		return err;
	if (problem->state == CASE_RECHECK)
		return case_decide_as(ctx, &file, fits ? CASE_FAIL : CASE_PASS, CASE_NATION, NULL);
	return fits ? OK : case_decide_as(ctx, &file, CASE_CLEAR, CASE_CLOCK, NULL);
}

enum err problem_police_says(struct ctx *ctx, int64_t student, Xueji__V1__VerdictResult result,
	const uint8_t facts[BLIND_SIZE])
{
	struct problem_list list;
	enum err err = problem_list_child(ctx, student, &list);
	for (size_t i = 0; err == OK && i < list.n; i++)
		if (problem_kind_row(list.rows[i].problem.kind)->is_by_police)
			err = end_by_police(ctx, &list.rows[i].problem);
	for (size_t i = 0; err == OK && i < sizeof verdicts / sizeof *verdicts; i++)
		if (verdicts[i].result == result)
			err = problem_found(ctx,
				&(struct problem_finding){.kind = verdicts[i].kind,
					.key = facts,
					.cause = verdicts[i].cause,
					.score = 1000,
					.students = &student,
					.n = 1},
				NULL);
	return err;
}
