#include "server/service/problem_steps.h"

#include <string.h>

#include "domain/roll.h"
#include "server/registry/case_problem.h"
#include "server/service/child_delete.h"
#include "server/service/problem_found.h"
#include "server/service/problem_rules.h"
#include "server/store/identity_store.h"
#include "server/store/number_store.h"
#include "server/store/student_number.h"
#include "server/store/tombstone_store.h"
#include "server/store/unit_tree.h"
#include "server/unpack.h"

/* ---- opening ---- */

static enum err open_answer(struct ctx *ctx, struct case_file *file)
{
	if (file->row.payload == NULL)
		return OK;
	file->answer = unpack_message(ctx->arena, &xueji__v1__problem_answer_given__descriptor,
		file->row.payload, file->row.payload_size);
	if (file->answer == NULL)
		return ctx_broken(ctx, ERR_INTERNAL, "the problem's answer is damaged");
	if (file->answer->items == NULL)
		return OK;
	file->change = arena_one(ctx->arena, Xueji__V1__KeyDataChange);
	xueji__v1__key_data_change__init(file->change);
	file->change->items = file->answer->items;
	return OK;
}

enum err problem_open(struct ctx *ctx, struct case_file *file)
{
	bool is_found;
	enum err err = problem_get(ctx, file->row.id, &file->problem, &is_found);
	if (err == OK && !is_found)
		return ctx_broken(
			ctx, ERR_INTERNAL, "case %lld has no problem", (long long)file->row.id);
	return err == OK ? open_answer(ctx, file) : err;
}

/* ---- effects ---- */

/* Whether another record of the group is this child's own second one, as far as can be told. */
static enum err weigh_twin(struct ctx *ctx, const struct student_row *child, int64_t other,
	size_t *n_others, struct problem_twin *out)
{
	struct student_row row;
	bool is_same, is_apart;
	enum err err = student_get(ctx, other, &row);
	if (err == OK)
		err = problem_is_same(ctx, child->id, other, &is_same);
	if (err == OK)
		err = problem_is_apart(ctx, child->id, other, &is_apart);
	if (err != OK || is_apart || !roll_is_kept_here(row.status))
		return err;
	is_same |= child->sex == row.sex && strcmp(child->name, row.name) == 0 &&
		   strcmp(child->birth, row.birth) == 0;
	if (!is_same)
		++*n_others;
	if (!out->is_sure && (is_same || out->id == 0))
		*out = (struct problem_twin){.id = other, .is_sure = is_same};
	return OK;
}

enum err problem_twin(struct ctx *ctx, const struct case_file *file, struct problem_twin *out)
{
	struct problem_list sides;
	size_t n_others = 0;
	bool is_twice =
		file->answer != NULL && (int)file->answer->delete_ground == DELETE_RECORDED_TWICE;
	*out = (struct problem_twin){.id = 0};
	if (!is_twice || !problem_kind_row(file->problem.kind)->is_shared)
		return OK;
	enum err err = problem_list_group(ctx, file->problem.group, &sides);
	for (size_t i = 0; err == OK && i < sides.n; i++)
		if (sides.rows[i].problem.student != file->row.student &&
			sides.rows[i].problem.student != out->id)
			err = weigh_twin(ctx, &file->student.row, sides.rows[i].problem.student,
				&n_others, out);
	if (!out->is_sure && n_others > 1)
		*out = (struct problem_twin){.is_unclear = true};
	return err;
}

/* Of several records of one number this one is right, so the slot is its own (R47, Q4). */
static enum err take_slot(struct ctx *ctx, const struct student_record *child)
{
	struct identity_key key =
		identity_key(ctx->app->keys, child->items->id_type, child->items->id_number);
	struct identity_claims claims;
	bool holds;
	if (key.is_empty)
		return OK;
	enum err err = identity_find(ctx, &key, &claims);
	if (err == OK && claims.n > 0 && claims.of[0].holds &&
		claims.of[0].student != child->row.id)
		err = identity_yield(ctx, claims.of[0].student, &key);
	return err == OK ? identity_take(ctx, child->row.id, &key, &holds) : err;
}

enum err problem_uphold(struct ctx *ctx, struct case_file *file)
{
	file->problem.is_upheld = true;
	return file->problem.kind == PROBLEM_DUP_ID ? take_slot(ctx, &file->student) : OK;
}

enum absence problem_absence(const struct case_file *file)
{
	static const enum absence absences[DELETE_GROUND_COUNT] = {
		[DELETE_RECORDED_TWICE] = ABSENCE_NONE,
		[DELETE_NEVER_CAME] = ABSENCE_NEVER_HERE,
		[DELETE_ELSEWHERE] = ABSENCE_ELSEWHERE,
	};
	unsigned ground = file->answer != NULL ? (unsigned)file->answer->delete_ground : 0;
	return ground < DELETE_GROUND_COUNT ? absences[ground] : ABSENCE_NONE;
}

enum err problem_delete_child(struct ctx *ctx, struct case_file *file)
{
	struct child_delete order = {.student = file->row.student,
		.why = problem_absence(file),
		.reason = file->answer->note};
	struct problem_twin twin;
	enum err err = problem_twin(ctx, file, &twin);
	if (err != OK)
		return err;
	order.twin = twin.id;
	/* The guardian wants the old record here: the place of the one that goes is kept (R52). */
	order.takes_place = order.twin != 0 && (int)file->answer->guardian_choice == GUARDIAN_MOVES;
	bool has_g = file->student.row.number_kind == NUMBER_G;
	order.approved = has_g          ? DELETE_BY_NATION
			 : twin.is_sure ? DELETE_BY_SCHOOL
					: DELETE_BY_BUREAU;
	return child_delete(ctx, &order);
}

enum err problem_give_j(struct ctx *ctx, struct case_file *file)
{
	char student_no[STUDENT_NO_SIZE];
	enum err err = student_give_j(ctx, &file->student, student_no);
	if (err == OK)
		ctx_journal(ctx, &(struct note){.action = ACTION_STUDENT_NUMBERED,
					 .unit = file->row.school,
					 .entity = "student",
					 .entity_id = file->row.student,
					 .summary = "L -> J"});
	return err;
}

static enum err judge_pair(struct ctx *ctx, int64_t one, int64_t other, bool is_same)
{
	return is_same ? problem_judge_same(ctx, one, other) : problem_judge_apart(ctx, one, other);
}

static bool is_among(const int64_t *students, size_t n, int64_t student)
{
	for (size_t i = 0; i < n; i++)
		if (students[i] == student)
			return true;
	return false;
}

/* One person becomes a duplicate that schools settle (Q14). */
static enum err judge(struct ctx *ctx, const struct case_file *file, bool is_same)
{
	struct problem_list sides;
	int64_t students[PROBLEM_GROUP_MOST];
	size_t n = 0;
	enum err err = problem_list_group(ctx, file->problem.group, &sides);
	for (size_t i = 0; err == OK && i < sides.n; i++) {
		int64_t other = sides.rows[i].problem.student;
		if (is_among(students, n, other)) /* found before, settled, and found again */
			continue;
		students[n++] = other;
		if (other != file->row.student)
			err = judge_pair(ctx, file->row.student, other, is_same);
	}
	const struct problem_finding finding = {.kind = PROBLEM_DUP_PERSON,
		.cause = "judged_same",
		.score = 1000,
		.students = students,
		.n = n};
	return err == OK && is_same ? problem_found(ctx, &finding, NULL) : err;
}

enum err problem_judge_one(struct ctx *ctx, struct case_file *file)
{
	return judge(ctx, file, true);
}

enum err problem_judge_two(struct ctx *ctx, struct case_file *file)
{
	return judge(ctx, file, false);
}

/* ---- at another school ---- */

/* School, answer and note, in the language of what the registry stores. */
static const char *said(struct ctx *ctx, const struct case_file *file, int64_t school)
{
	const struct unit_node *node = unit_tree_get(ctx->units, school);
	const char *note = file->answer != NULL ? file->answer->note : "";
	const char *answer = sentence_in(problem_answer_title(file->problem.answer), LANG_ZH);
	return arena_printf(ctx->arena, "%s: %s%s%s%s", node != NULL ? node->name : "", answer,
		note[0] != '\0' ? " (" : "", note, note[0] != '\0' ? ")" : "");
}

enum err problem_answer_anew(struct ctx *ctx, int64_t id, int64_t before)
{
	struct case_file file;
	enum err err = case_open(ctx, id, &file);
	if (err != OK || !(case_moves(&case_problem, file.row.state, CASE_CLOCK) &
				 UINT32_C(1) << CASE_MOVED))
		return err;
	return case_decide_as(ctx, &file, CASE_MOVED, CASE_CLOCK, said(ctx, &file, before));
}

/* ---- afterwards ---- */

static enum err recheck(struct ctx *ctx, struct case_file *file)
{
	bool fits;
	if (problem_kind_row(file->problem.kind)->is_by_police)
		return OK; /* until they have answered */
	enum err err = problem_still_fits(ctx, &file->problem, &file->student, &fits);
	return err == OK ? case_decide_as(ctx, file, fits ? CASE_FAIL : CASE_PASS, CASE_CLOCK, NULL)
			 : err;
}

/* The other problems of the record that goes are over; those of the one that it has joined go with
 * that to its new school. */
static enum err follow_deletion(struct ctx *ctx, int64_t gone)
{
	int64_t survivor = 0;
	enum err err = problem_check_child(ctx, gone);
	if (err == OK)
		err = tombstone_survivor(ctx, gone, &survivor);
	return err == OK && survivor != 0 ? problem_child_changed(ctx, survivor) : err;
}

enum err problem_moved(struct ctx *ctx, struct case_file *file, const struct case_transition *step)
{
	if (step->to == CASE_FOUND) {
		file->problem.answer = ANSWER_NONE;
		file->problem.campaign = 0; /* to be handed down anew */
	}
	enum err err = problem_follow(ctx, &file->problem, &file->row);
	if (err == OK && step->to == CASE_RECHECK)
		err = recheck(ctx, file);
	if (err == OK && step->effects & EFFECT_APPLY_CHANGE)
		err = problem_check_child(ctx, file->row.student);
	if (err == OK && step->effects & EFFECT_DELETE)
		err = follow_deletion(ctx, file->row.student);
	if (err == OK && !file->row.is_open)
		err = problem_recheck_group(ctx, file->problem.group);
	return err;
}
