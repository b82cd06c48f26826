#include "server/demo/settling.h"

#include <stdlib.h>
#include <string.h>

#include "domain/roles.h"
#include "server/demo/picking.h"
#include "server/demo/scans.h"
#include "server/demo/serials.h"
#include "server/service/services.h"
#include "server/store/ids.h"
#include "server/store/number_store.h"
#include "server/store/problem_list_store.h"
#include "server/store/student_record.h"

#define US_PER_HOUR INT64_C(3600000000)

enum {
	LIST_MOST = 500,
	RECHECKED = 2,
	DISPUTED = 1,
	TWICE = 1,
	GHOSTS = 2,
	GHOST_TRIES = 200,
	LEFT = 4
};

/* ---- moves ---- */

enum err settling_answer(struct ctx *ctx, const struct problem_entry *entry,
	Xueji__V1__AnswerProblemRequest *in, bool *done_out)
{
	Xueji__V1__GetProblemResponse out = XUEJI__V1__GET_PROBLEM_RESPONSE__INIT;
	struct case_row row;
	enum err err = case_get(ctx, entry->problem.id, &row);
	if (err == OK)
		err = acting_as(ctx, row.school, ROLE_REGISTRAR);
	in->problem_id = ids_format(ctx->arena, row.id);
	in->rev = row.rev;
	return err == OK ? deed_try(ctx, &problems_service, "AnswerProblem", in, &out, done_out)
			 : err;
}

enum err settling_deny(struct ctx *ctx, const struct problem_entry *entry, bool *done_out)
{
	Xueji__V1__AnswerProblemRequest in = XUEJI__V1__ANSWER_PROBLEM_REQUEST__INIT;
	in.answer = XUEJI__V1__PROBLEM_ANSWER__PROBLEM_ANSWER_DELETE;
	in.delete_ground = XUEJI__V1__DELETE_GROUND__DELETE_GROUND_NEVER_CAME;
	in.note = "经班主任与家长核实，该生未到校就读。";
	return settling_answer(ctx, entry, &in, done_out);
}

static char *reason_for(enum case_event event)
{
	return event == CASE_REFUSE  ? "请补充核实经过后重新提交。"
	       : event == CASE_REFER ? "两校均称学生在校，材料齐全，请省级裁定。"
				     : "";
}

enum err settling_decide(struct ctx *ctx, int64_t problem, enum case_event event)
{
	Xueji__V1__DecideProblemsRequest in = XUEJI__V1__DECIDE_PROBLEMS_REQUEST__INIT;
	Xueji__V1__DecideProblemsResponse out = XUEJI__V1__DECIDE_PROBLEMS_RESPONSE__INIT;
	Xueji__V1__CaseRef ref = XUEJI__V1__CASE_REF__INIT, *refs[] = {&ref};
	struct case_row row;
	enum err err = case_get(ctx, problem, &row);
	if (err == OK)
		err = acting_for(ctx, &row, row.turn);
	if (err != OK)
		return err;
	ref.case_id = ids_format(ctx->arena, problem);
	ref.rev = row.rev;
	in.event = (Xueji__V1__CaseEvent)(event + 1);
	in.n_problems = 1;
	in.problems = refs;
	in.reason = reason_for(event);
	return deed_call(ctx, &problems_service, "DecideProblems", &in, &out);
}

/* ---- those that must be seen ---- */

struct settling {
	const struct school_plan *plan;
	const struct unit_node *province;
	uint64_t seed;
};

/* Those of a kind that wait for their schools: the home county's first. */
static enum err waiting(
	struct ctx *ctx, const struct settling *s, enum problem_kind kind, struct problem_list *out)
{
	const int64_t units[] = {s->plan->home->unit->id, s->province->id};
	enum err err = OK;
	*out = (struct problem_list){NULL, 0};
	for (size_t i = 0; err == OK && i < 2 && out->n == 0; i++) {
		const struct problem_filter filter = {.unit = units[i],
			.is_open = true,
			.kind = (int)kind,
			.state = CASE_SCHOOL_TODO,
			.cause = "",
			.name = ""};
		err = problem_list_seen(ctx, &filter, 0, 0, LIST_MOST, out);
	}
	return err;
}

/* With both papers that an answer needs (R46); the school's approver signs. */
static enum err answer_with_papers(struct ctx *ctx, const struct problem_entry *entry,
	Xueji__V1__AnswerProblemRequest *in, bool *done_out)
{
	static const enum attachment_kind kinds[] = {
		ATTACHMENT_ATTENDANCE_CERTIFICATE, ATTACHMENT_HOUSEHOLD_PAGE};
	enum { PAPERS = sizeof kinds / sizeof *kinds };
	enum err err = acting_as(ctx, entry->kase.school, ROLE_REGISTRAR);
	in->attachment_ids = arena_array(ctx->arena, char *, PAPERS);
	for (; err == OK && in->n_attachment_ids < PAPERS; in->n_attachment_ids++)
		err = scan_attach(ctx, entry->problem.student, kinds[in->n_attachment_ids],
			&in->attachment_ids[in->n_attachment_ids]);
	*done_out = false;
	if (err == OK)
		err = settling_answer(ctx, entry, in, done_out);
	return err == OK && *done_out ? settling_decide(ctx, entry->problem.id, CASE_APPROVE) : err;
}

/* The school has found the slip; the police have not looked again yet (R50). */
static enum err amend_numbers(struct ctx *ctx, void *of, int step)
{
	const struct settling *s = of;
	struct problem_list list;
	struct student_record child;
	enum err err = waiting(ctx, s, PROBLEM_ID_NOT_FOUND, &list);
	(void)step;
	for (size_t i = 0, n = 0; err == OK && i < list.n && n < RECHECKED; i++) {
		Xueji__V1__AnswerProblemRequest in = XUEJI__V1__ANSWER_PROBLEM_REQUEST__INIT;
		Xueji__V1__StudentItems items = XUEJI__V1__STUDENT_ITEMS__INIT;
		bool is_done = false;
		err = student_read(ctx, list.rows[i].problem.student, &child);
		if (err != OK)
			break;
		char *number = arena_array(ctx->arena, char, RESIDENT_ID_SIZE);
		serials_beside(child.items->id_number, number);
		items.id_number = number;
		in.answer = XUEJI__V1__PROBLEM_ANSWER__PROBLEM_ANSWER_AMEND;
		in.items = &items;
		in.note = "户口簿上的号码与录入不同，已按户口簿更正。";
		err = answer_with_papers(ctx, &list.rows[i], &in, &is_done);
		if (err == OK && is_done)
			err = settling_decide(ctx, list.rows[i].problem.id, CASE_APPROVE);
		n += is_done;
	}
	return err;
}

/* ---- two records of one number ---- */

/* The two sides of a group, when there are two and both wait for their schools. */
static enum err sides_of(
	struct ctx *ctx, const struct problem_entry *entry, struct problem_list *out)
{
	enum err err = problem_list_group(ctx, entry->problem.group, out);
	if (err == OK && (out->n != 2 || out->rows[0].kase.state != CASE_SCHOOL_TODO ||
				 out->rows[1].kase.state != CASE_SCHOOL_TODO))
		out->n = 0;
	return err;
}

static enum err uphold_both(struct ctx *ctx, const struct problem_list *sides, bool *done_out)
{
	enum err err = OK;
	*done_out = true;
	for (size_t i = 0; err == OK && *done_out && i < sides->n; i++) {
		Xueji__V1__AnswerProblemRequest in = XUEJI__V1__ANSWER_PROBLEM_REQUEST__INIT;
		in.answer = XUEJI__V1__PROBLEM_ANSWER__PROBLEM_ANSWER_SUBSTANTIATE;
		in.note = "该生在我校就读，户口簿号码无误。";
		err = answer_with_papers(ctx, &sides->rows[i], &in, done_out);
	}
	return err == OK && *done_out ? settling_decide(ctx, sides->rows[0].problem.id, CASE_REFER)
				      : err;
}

/* The record with a temporary number goes, and its guardian wants the other one here (R52). */
static enum err merge_twins(struct ctx *ctx, const struct problem_list *sides, bool *done_out)
{
	struct student_row rows[2];
	Xueji__V1__AnswerProblemRequest in = XUEJI__V1__ANSWER_PROBLEM_REQUEST__INIT;
	enum err err = OK;
	for (size_t i = 0; err == OK && i < 2; i++)
		err = student_get(ctx, sides->rows[i].problem.student, &rows[i]);
	size_t gone = rows[1].number_kind == NUMBER_L ? 1 : 0;
	*done_out = false;
	if (err != OK || rows[gone].number_kind != NUMBER_L ||
		strcmp(rows[0].name, rows[1].name) != 0)
		return err;
	in.answer = XUEJI__V1__PROBLEM_ANSWER__PROBLEM_ANSWER_DELETE;
	in.delete_ground = XUEJI__V1__DELETE_GROUND__DELETE_GROUND_RECORDED_TWICE;
	in.guardian_choice = XUEJI__V1__GUARDIAN_CHOICE__GUARDIAN_CHOICE_MOVES;
	in.note = "随父母迁居，此前已在原校建籍，监护人同意转入。";
	return settling_answer(ctx, &sides->rows[gone], &in, done_out);
}

/* Where there are few, some are left for whoever tries the registry out. */
static enum err settle_pairs(struct ctx *ctx, const struct settling *s, size_t most,
	enum err (*settle)(struct ctx *ctx, const struct problem_list *sides, bool *done_out))
{
	struct problem_list list, sides;
	enum err err = waiting(ctx, s, PROBLEM_DUP_ID, &list);
	for (size_t i = 0, n = 0; err == OK && i + LEFT < list.n && n < most; i++) {
		bool is_done = false;
		err = sides_of(ctx, &list.rows[i], &sides);
		if (err == OK && sides.n == 2)
			err = settle(ctx, &sides, &is_done);
		n += is_done;
	}
	return err;
}

static enum err dispute(struct ctx *ctx, void *of, int step)
{
	(void)step;
	return settle_pairs(ctx, of, DISPUTED, uphold_both);
}

static enum err merge(struct ctx *ctx, void *of, int step)
{
	(void)step;
	return settle_pairs(ctx, of, TWICE, merge_twins);
}

/* ---- records without a pupil ---- */

static enum err report(struct ctx *ctx, const struct student_row *child, bool *done_out)
{
	Xueji__V1__ReportProblemRequest in = XUEJI__V1__REPORT_PROBLEM_REQUEST__INIT;
	Xueji__V1__GetProblemResponse out = XUEJI__V1__GET_PROBLEM_RESPONSE__INIT;
	enum err err = acting_as(ctx, child->school, ROLE_REGISTRAR);
	in.student_id = ids_format(ctx->arena, child->id);
	in.kind = XUEJI__V1__PROBLEM_KIND__PROBLEM_KIND_GHOST;
	return err == OK ? deed_try(ctx, &problems_service, "ReportProblem", &in, &out, done_out)
			 : err;
}

/* Its school reports it and wants it deleted, and the bureau agrees (Q11); who has a formal number
 * would have to wait for the nation. */
static enum err delete_ghost(struct ctx *ctx, const struct student_row *child)
{
	struct problem_list list;
	bool is_done = false;
	enum err err = report(ctx, child, &is_done);
	if (err == OK)
		err = problem_list_child(ctx, child->id, &list);
	if (err != OK || !is_done || list.n != 1)
		return err;
	err = settling_decide(ctx, list.rows[0].problem.id, CASE_DISPATCH);
	if (err == OK)
		err = settling_deny(ctx, &list.rows[0], &is_done);
	return err == OK && is_done ? settling_decide(ctx, list.rows[0].problem.id, CASE_APPROVE)
				    : err;
}

static enum err delete_ghosts(struct ctx *ctx, void *of, int step)
{
	const struct settling *s = of;
	struct dice dice = dice_new(s->seed, "ghosts", 0);
	enum err err = OK;
	(void)step;
	for (int i = 0, n = 0; err == OK && i < GHOST_TRIES && n < GHOSTS; i++) {
		const struct demo_school *school = pick_school(s->plan, &dice, true);
		struct student_row child = {0};
		if (school != NULL)
			err = pick_child(ctx, &dice, school, ROLL_ENROLLED, &child);
		if (err != OK || child.id == 0 || child.number_kind != NUMBER_L)
			continue;
		err = delete_ghost(ctx, &child);
		n++;
	}
	return err;
}

/* ---- the plan ---- */

void settling_plan(struct ctx *ctx, const struct school_plan *plan,
	const struct unit_node *province, uint64_t seed, int days_ago, struct deeds *deeds)
{
	static enum err (*const runs[])(struct ctx * ctx, void *of, int step) = {
		dispute, merge, amend_numbers, delete_ghosts};
	struct settling *s = arena_one(ctx->arena, struct settling);
	*s = (struct settling){plan, province, seed};
	for (size_t i = 0; plan->home != NULL && i < sizeof runs / sizeof *runs; i++)
		deeds_add(ctx, deeds,
			&(struct deed){ctx->now_us - days_ago * 24 * US_PER_HOUR +
					       (int64_t)(9 + i) * US_PER_HOUR,
				runs[i], s, 0});
}
