/* How each kind of problem is settled, and what may not be (FSM4, R42–R52, Q10–Q15). */
#include <stdlib.h>
#include <string.h>

#include "domain/attachment_kind.h"
#include "domain/roll.h"
#include "server/service/case_apply.h"
#include "server/service/problem_found.h"
#include "server/service/services.h"
#include "tests/calls/settling.h"

static struct moving *m;

static void set_up(void)
{
	m = moving_open();
}

static void tear_down(void)
{
	moving_close(m);
}

static int64_t child_of(const Xueji__V1__Problem *problem)
{
	return strtoll(problem->student_id, NULL, 10);
}

static const Xueji__V1__Problem *handed_down(int64_t student, Xueji__V1__ProblemKind kind)
{
	const Xueji__V1__Problem *problem = problem_of(m, student, kind);
	ck_assert_ptr_nonnull(problem);
	const struct person *decider =
		strcmp(problem->turn_unit->id, id_text(m->house, COUNTY)) == 0 ? m->old.officer
									       : m->city;
	return problem_done(m, decider, EVENT(DISPATCH), problem);
}

/* Two records of one number, at two schools. */
static void twins(int64_t one_school, int64_t other_school, const Xueji__V1__Problem *out[2])
{
	char *number = number_new(m);
	int64_t one = faulty_new(m, "陈小明", one_school, number);
	int64_t other = faulty_new(m, "陈小明", other_school, number);
	out[0] = handed_down(one, KIND(DUP_ID));
	out[1] = handed_down(other, KIND(DUP_ID));
}

static const Xueji__V1__Problem *signed_by(
	const struct staff *staff, const Xueji__V1__Problem *problem, Xueji__V1__ProblemAnswer what)
{
	problem = problem_answered(m, problem, staff->registrar, what);
	return problem_done(m, staff->approver, EVENT(APPROVE), problem);
}

/* ---- amending ---- */

START_TEST(an_amended_number_is_checked_again_and_frees_both_sides)
{
	const Xueji__V1__Problem *both[2];
	twins(SCHOOL, SECOND_SCHOOL, both);
	Xueji__V1__StudentItems items = XUEJI__V1__STUDENT_ITEMS__INIT;
	Xueji__V1__AnswerProblemRequest in =
		answer_new(m, both[1], m->same.registrar, ANSWER(AMEND), true);
	items.id_number = number_new(m);
	in.items = &items;
	struct answer a = answer_give(m, m->same.registrar, &in);
	ck_assert_msg(a.err == OK, "%s", reason_row(a.reason)->name);
	const Xueji__V1__Problem *one = ((const Xueji__V1__GetProblemResponse *)a.reply)->summary;
	one = problem_done(m, m->same.approver, EVENT(APPROVE), one);
	one = problem_done(m, m->same.officer, EVENT(APPROVE), one);
	ck_assert_int_eq(STATE(SETTLED), one->state);
	ck_assert_ptr_null(problem_of(m, child_of(both[0]), KIND(DUP_ID)));
	struct student_record child = mover_now(m, child_of(both[1]));
	ck_assert_str_eq(items.id_number, child.items->id_number);
}
END_TEST

START_TEST(an_amendment_that_changes_nothing_or_breaks_the_form_is_refused)
{
	const Xueji__V1__Problem *both[2];
	twins(SCHOOL, SECOND_SCHOOL, both);
	Xueji__V1__StudentItems items = XUEJI__V1__STUDENT_ITEMS__INIT;
	Xueji__V1__AnswerProblemRequest in =
		answer_new(m, both[0], m->old.registrar, ANSWER(AMEND), true);
	in.items = &items;
	ck_assert_int_eq(
		REASON_REQUIRED, answer_give(m, m->old.registrar, &in).failure.faults->reason);
	items.name = "陈小明";
	ck_assert_int_eq(REASON_PROBLEM_UNCHANGED, answer_give(m, m->old.registrar, &in).reason);
	items.name = "";
	items.id_number = number_wrong(m);
	struct answer a = answer_give(m, m->old.registrar, &in);
	ck_assert_int_eq(ERR_INVALID, a.err);
}
END_TEST

/* ---- substantiating ---- */

START_TEST(one_record_of_a_number_is_upheld_and_takes_the_slot_the_other_not)
{
	const Xueji__V1__Problem *both[2];
	twins(SCHOOL, SECOND_SCHOOL, both);
	const Xueji__V1__Problem *second = signed_by(&m->same, both[1], ANSWER(SUBSTANTIATE));
	/* within one bureau the other school has to answer, too (R44) */
	problem_refused(m, m->same.officer, EVENT(APPROVE), second, "PROBLEM_SIDE_SILENT");
	const Xueji__V1__Problem *first = signed_by(&m->old, both[0], ANSWER(SUBSTANTIATE));
	second = problem_done(m, m->same.officer, EVENT(APPROVE), second);
	ck_assert_int_eq(STATE(SETTLED), second->state);
	ck_assert(problem_whole(m, m->same.officer, second->id)->parties[0]->holds_slot);
	problem_refused(m, m->old.officer, EVENT(APPROVE), first, "PROBLEM_UPHELD");
	/* looked at again, what was upheld is not raised again */
	struct ctx *ctx = settling_begin(m);
	ck_assert_int_eq(problem_check_child(ctx, child_of(both[1])), OK);
	settling_commit(m, ctx);
	ck_assert_ptr_null(problem_of(m, child_of(both[1]), KIND(DUP_ID)));
	ck_assert_ptr_nonnull(problem_of(m, child_of(both[0]), KIND(DUP_ID)));
}
END_TEST

START_TEST(papers_that_are_missing_are_named)
{
	const Xueji__V1__Problem *both[2];
	twins(SCHOOL, SECOND_SCHOOL, both);
	Xueji__V1__AnswerProblemRequest in =
		answer_new(m, both[0], m->old.registrar, ANSWER(SUBSTANTIATE), false);
	char *paper = paper_new(
		m, m->old.registrar, child_of(both[0]), ATTACHMENT_ATTENDANCE_CERTIFICATE);
	in.attachment_ids = &paper;
	in.n_attachment_ids = 1;
	struct answer a = answer_give(m, m->old.registrar, &in);
	ck_assert_int_eq(REASON_PROBLEM_NO_PAPERS, a.reason);
	ck_assert_ptr_nonnull(strstr(a.failure.args[0], "ousehold"));
	ck_assert_ptr_null(strstr(a.failure.args[0], "ttendance"));
	const Xueji__V1__GetProblemResponse *whole =
		problem_whole(m, m->old.registrar, both[0]->id);
	ck_assert_uint_eq(2, whole->answers[0]->n_papers);
	ck_assert(!whole->answers[0]->papers[0]->is_there); /* nothing was kept of it */
}
END_TEST

START_TEST(between_counties_the_city_decides_once_all_answered_and_the_police_were_asked)
{
	const Xueji__V1__Problem *both[2];
	twins(SCHOOL, NEIGHBOUR_SCHOOL, both);
	const Xueji__V1__Problem *one = signed_by(&m->old, both[0], ANSWER(SUBSTANTIATE));
	problem_refused(m, m->old.officer, EVENT(APPROVE), one, "CASE_NOT_YOUR_MOVE");
	problem_refused(m, m->city, EVENT(APPROVE), one, "PROBLEM_SIDE_SILENT");
	const Xueji__V1__Problem *other = signed_by(&m->near, both[1], ANSWER(SUBSTANTIATE));
	problem_refused(m, m->city, EVENT(APPROVE), one, "PROBLEM_NO_POLICE");
	/* they do not agree: the province judges (R51) */
	one = problem_done(m, m->city, EVENT(REFER), one);
	ck_assert_int_eq(STATE(ARBITRATION), one->state);
	problem_refused(m, m->city, EVENT(MAINTAIN), one, "CASE_NOT_YOUR_MOVE");
	one = problem_done(m, m->province, EVENT(MAINTAIN), one);
	ck_assert_int_eq(STATE(SETTLED), one->state);
	other = problem_done(m, m->city, EVENT(REFUSE), other);
	ck_assert_int_eq(STATE(SCHOOL_TODO), other->state);
}
END_TEST

START_TEST(a_dispute_needs_two_sides_and_who_gives_up_answers_again)
{
	const Xueji__V1__Problem *both[2];
	twins(SCHOOL, SECOND_SCHOOL, both);
	const Xueji__V1__Problem *one = signed_by(&m->old, both[0], ANSWER(SUBSTANTIATE));
	problem_refused(m, m->old.officer, EVENT(REFER), one, "PROBLEM_NO_DISPUTE");
	signed_by(&m->same, both[1], ANSWER(SUBSTANTIATE));
	one = problem_done(m, m->old.officer, EVENT(REFER), one);
	one = problem_done(m, m->province, EVENT(GIVE_UP), one);
	ck_assert_int_eq(STATE(SCHOOL_TODO), one->state);
}
END_TEST

/* ---- deleting ---- */

START_TEST(a_record_made_twice_joins_the_other_at_once_when_the_guardian_chose)
{
	const Xueji__V1__Problem *both[2];
	twins(SCHOOL, SECOND_SCHOOL, both);
	Xueji__V1__AnswerProblemRequest in =
		answer_new(m, both[1], m->same.registrar, ANSWER(DELETE), false);
	ck_assert_int_eq(REASON_PROBLEM_NO_GROUND, answer_give(m, m->same.registrar, &in).reason);
	in.delete_ground = XUEJI__V1__DELETE_GROUND__DELETE_GROUND_RECORDED_TWICE;
	ck_assert_int_eq(REASON_PROBLEM_NO_CHOICE, answer_give(m, m->same.registrar, &in).reason);
	in.guardian_choice = XUEJI__V1__GUARDIAN_CHOICE__GUARDIAN_CHOICE_MOVES;
	struct answer a = answer_give(m, m->same.registrar, &in);
	ck_assert_msg(a.err == OK, "%s", reason_row(a.reason)->name);
	ck_assert_int_eq(
		STATE(DELETED), ((const Xueji__V1__GetProblemResponse *)a.reply)->summary->state);
	/* the record that goes on is now where the child is, and has no rival */
	ck_assert_int_eq(SECOND_SCHOOL, mover_now(m, child_of(both[0])).row.school);
	ck_assert_ptr_null(problem_of(m, child_of(both[0]), KIND(DUP_ID)));
}
END_TEST

START_TEST(who_dropped_out_is_not_deleted_and_a_stray_record_is_by_its_bureau)
{
	const Xueji__V1__Problem *both[2];
	twins(SCHOOL, SECOND_SCHOOL, both);
	Xueji__V1__AnswerProblemRequest in =
		answer_new(m, both[1], m->same.registrar, ANSWER(DELETE), false);
	in.delete_ground = XUEJI__V1__DELETE_GROUND__DELETE_GROUND_DROPPED_OUT;
	ck_assert_int_eq(REASON_STATUS_NOT_DELETION, answer_give(m, m->same.registrar, &in).reason);
	in.delete_ground = XUEJI__V1__DELETE_GROUND__DELETE_GROUND_NEVER_CAME;
	struct answer a = answer_give(m, m->same.registrar, &in);
	ck_assert_int_eq(a.err, OK);
	const Xueji__V1__Problem *one = ((const Xueji__V1__GetProblemResponse *)a.reply)->summary;
	ck_assert_int_eq(STATE(BUREAU_REVIEW), one->state);
	one = problem_done(m, m->same.officer, EVENT(APPROVE), one);
	ck_assert_int_eq(STATE(DELETED), one->state);
	ck_assert_ptr_null(problem_of(m, child_of(both[0]), KIND(DUP_ID)));
}
END_TEST

START_TEST(a_record_with_a_formal_number_needs_province_and_nation)
{
	const Xueji__V1__Problem *both[2];
	char *number = number_new(m);
	int64_t one = faulty_new(m, "陈小明", SCHOOL, number);
	give_g(m, one, number);
	faulty_new(m, "陈小明", SECOND_SCHOOL, number);
	both[0] = handed_down(one, KIND(DUP_ID));
	Xueji__V1__AnswerProblemRequest in =
		answer_new(m, both[0], m->old.registrar, ANSWER(DELETE), false);
	in.delete_ground = XUEJI__V1__DELETE_GROUND__DELETE_GROUND_NEVER_CAME;
	struct answer a = answer_give(m, m->old.registrar, &in);
	ck_assert_msg(a.err == OK, "%s", reason_row(a.reason)->name);
	const Xueji__V1__Problem *now = ((const Xueji__V1__GetProblemResponse *)a.reply)->summary;
	ck_assert_int_eq(STATE(PROVINCE_REVIEW), now->state);
	problem_refused(m, m->old.officer, EVENT(APPROVE), now, "CASE_NOT_YOUR_MOVE");
	now = problem_done(m, m->province, EVENT(APPROVE), now);
	ck_assert_int_eq(STATE(WAIT_NATIONAL), now->state);
	/* the nation says yes, by list */
	struct ctx *ctx = settling_begin(m);
	struct case_file file;
	ck_assert_int_eq(case_open(ctx, strtoll(now->id, NULL, 10), &file), OK);
	ck_assert_int_eq(case_decide_as(ctx, &file, CASE_PASS, CASE_NATION, NULL), OK);
	settling_commit(m, ctx);
	ck_assert_int_eq(ROLL_DELETED, mover_now(m, one).row.status);
}
END_TEST

/* ---- one record alone ---- */

START_TEST(a_wrong_number_is_amended_or_the_record_deleted_but_not_substantiated)
{
	int64_t child = faulty_new(m, "陈小明", SCHOOL, number_wrong(m));
	const Xueji__V1__Problem *one = handed_down(child, KIND(ID_FORMAT));
	ck_assert_str_eq("checksum", one->cause);
	Xueji__V1__AnswerProblemRequest in =
		answer_new(m, one, m->old.registrar, ANSWER(SUBSTANTIATE), true);
	struct answer a = answer_give(m, m->old.registrar, &in);
	ck_assert_int_eq(REASON_PROBLEM_NOT_OFFERED, a.reason);
	ck_assert_str_eq("R48", a.failure.args[1]);
	Xueji__V1__StudentItems items = XUEJI__V1__STUDENT_ITEMS__INIT;
	in.answer = ANSWER(AMEND);
	items.id_number = number_new(m);
	in.items = &items;
	a = answer_give(m, m->old.registrar, &in);
	ck_assert_msg(a.err == OK, "%s", reason_row(a.reason)->name);
	one = ((const Xueji__V1__GetProblemResponse *)a.reply)->summary;
	one = problem_done(m, m->old.approver, EVENT(APPROVE), one);
	one = problem_done(m, m->old.officer, EVENT(APPROVE), one);
	ck_assert_int_eq(STATE(SETTLED), one->state);
}
END_TEST

START_TEST(who_will_have_no_number_gets_a_j_from_the_province)
{
	int64_t child = faulty_new(m, "陈小明", SCHOOL, "");
	const Xueji__V1__Problem *one = handed_down(child, KIND(NO_ID));
	one = signed_by(&m->old, one, ANSWER(APPLY_J));
	one = problem_done(m, m->old.officer, EVENT(APPROVE), one);
	one = problem_done(m, m->province, EVENT(APPROVE), one);
	ck_assert_int_eq(STATE(SETTLED), one->state);
	ck_assert_int_eq(3, mover_now(m, child).row.number_kind); /* J */
}
END_TEST

START_TEST(the_police_find_a_number_and_clear_it_once_it_is_amended)
{
	char *number = number_new(m);
	int64_t child = faulty_new(m, "陈小明", SCHOOL, number);
	const uint8_t facts[BLIND_SIZE] = {1}, later[BLIND_SIZE] = {2};
	struct ctx *ctx = settling_begin(m);
	ck_assert_int_eq(problem_police_says(ctx, child,
				 XUEJI__V1__VERDICT_RESULT__VERDICT_RESULT_NOT_FOUND, facts),
		OK);
	settling_commit(m, ctx);
	const Xueji__V1__Problem *one = handed_down(child, KIND(ID_NOT_FOUND));
	Xueji__V1__StudentItems items = XUEJI__V1__STUDENT_ITEMS__INIT;
	Xueji__V1__AnswerProblemRequest in =
		answer_new(m, one, m->old.registrar, ANSWER(AMEND), true);
	items.id_number = number_new(m);
	in.items = &items;
	struct answer a = answer_give(m, m->old.registrar, &in);
	ck_assert_int_eq(a.err, OK);
	one = ((const Xueji__V1__GetProblemResponse *)a.reply)->summary;
	one = problem_done(m, m->old.approver, EVENT(APPROVE), one);
	one = problem_done(m, m->old.officer, EVENT(APPROVE), one);
	ck_assert_int_eq(STATE(RECHECK), one->state); /* until they have looked again (R50) */
	ctx = settling_begin(m);
	ck_assert_int_eq(problem_police_says(ctx, child,
				 XUEJI__V1__VERDICT_RESULT__VERDICT_RESULT_NOT_FOUND, later),
		OK);
	settling_commit(m, ctx);
	one = problem_of(m, child, KIND(ID_NOT_FOUND));
	ck_assert_int_eq(STATE(FOUND), one->state);
}
END_TEST

START_TEST(a_suspicion_is_judged_once_for_both)
{
	int64_t pair[] = {faulty_new(m, "陈小明", SCHOOL, number_new(m)),
		faulty_new(m, "陈晓明", SECOND_SCHOOL, number_new(m))};
	const struct problem_finding near = {.kind = PROBLEM_NEAR_DUP,
		.cause = "homophone",
		.score = 870,
		.students = pair,
		.n = 2};
	struct ctx *ctx = settling_begin(m);
	ck_assert_int_eq(problem_found(ctx, &near, NULL), OK);
	settling_commit(m, ctx);
	const Xueji__V1__Problem *one = problem_of(m, pair[0], KIND(NEAR_DUP));
	problem_refused(m, m->old.officer, EVENT(DISPATCH), one, "PROBLEM_IS_SUSPICION");
	one = problem_done(m, m->old.officer, EVENT(SAME), one);
	ck_assert_int_eq(STATE(SETTLED), one->state);
	ck_assert_ptr_null(problem_of(m, pair[1], KIND(NEAR_DUP)));
	ck_assert_str_eq("judged_same", problem_of(m, pair[1], KIND(DUP_PERSON))->cause);
	/* and is not raised again */
	int64_t group;
	ctx = settling_begin(m);
	ck_assert_int_eq(problem_found(ctx, &near, &group), OK);
	ck_assert_int_eq(0, group);
	settling_commit(m, ctx);
}
END_TEST

/* ---- good and bad ---- */

START_TEST(a_good_record_has_no_problem_and_each_bad_one_its_own)
{
	int64_t good = faulty_new(m, "陈小明", SCHOOL, number_new(m));
	int64_t bad[] = {faulty_new(m, "陈小红", SCHOOL, number_wrong(m)),
		faulty_new(m, "陈小军", SCHOOL, ""), faulty_new(m, "陈小林", SCHOOL, ""),
		faulty_new(m, "陈小林", SECOND_SCHOOL, "")};
	for (int kind = 1; kind < PROBLEM_KIND_COUNT; kind++)
		ck_assert(kind == PROBLEM_MISSING_ITEM ||
			  problem_of(m, good, (Xueji__V1__ProblemKind)kind) == NULL);
	ck_assert_ptr_nonnull(problem_of(m, bad[0], KIND(ID_FORMAT)));
	ck_assert_ptr_nonnull(problem_of(m, bad[1], KIND(NO_ID)));
	ck_assert_ptr_null(problem_of(m, bad[1], KIND(DUP_PERSON)));
	ck_assert_ptr_nonnull(problem_of(m, bad[2], KIND(DUP_PERSON)));
	ck_assert_ptr_nonnull(problem_of(m, bad[3], KIND(DUP_PERSON)));
}
END_TEST

START_TEST(two_children_of_one_name_and_birthday_are_both_upheld)
{
	const Xueji__V1__Problem *both[2];
	int64_t one = faulty_new(m, "陈小林", SCHOOL, ""),
		other = faulty_new(m, "陈小林", SECOND_SCHOOL, "");
	both[0] = handed_down(one, KIND(DUP_PERSON));
	both[1] = handed_down(other, KIND(DUP_PERSON));
	both[0] = signed_by(&m->old, both[0], ANSWER(SUBSTANTIATE));
	both[1] = signed_by(&m->same, both[1], ANSWER(SUBSTANTIATE));
	ck_assert_int_eq(
		STATE(SETTLED), problem_done(m, m->old.officer, EVENT(APPROVE), both[0])->state);
	ck_assert_int_eq(
		STATE(SETTLED), problem_done(m, m->old.officer, EVENT(APPROVE), both[1])->state);
}
END_TEST

START_TEST(in_the_first_phase_what_the_police_found_is_not_substantiated)
{
	int64_t child = faulty_new(m, "陈小明", SCHOOL, number_new(m));
	const uint8_t facts[BLIND_SIZE] = {1};
	house_policy(m->house, POLICY_PROBLEM_PHASE, 1);
	struct ctx *ctx = settling_begin(m);
	ck_assert_int_eq(problem_police_says(ctx, child,
				 XUEJI__V1__VERDICT_RESULT__VERDICT_RESULT_NAME_DIFFERS, facts),
		OK);
	settling_commit(m, ctx);
	const Xueji__V1__Problem *one = handed_down(child, KIND(ID_NAME_MISMATCH));
	Xueji__V1__AnswerProblemRequest in =
		answer_new(m, one, m->old.registrar, ANSWER(SUBSTANTIATE), true);
	ck_assert_int_eq(REASON_PROBLEM_NOT_OFFERED, answer_give(m, m->old.registrar, &in).reason);
	house_policy(m->house, POLICY_PROBLEM_PHASE, 2);
	ck_assert_int_eq(OK, answer_give(m, m->old.registrar, &in).err);
}
END_TEST

/* ---- blocks, reports, messages ---- */

START_TEST(an_open_problem_blocks_a_transfer_but_not_its_own_cure)
{
	struct mover child = mover_new(m, "陈小明");
	struct ctx *ctx = settling_begin(m);
	const struct problem_finding wrong = {.kind = PROBLEM_ID_NOT_FOUND,
		.cause = "not_found",
		.score = 1000,
		.students = &child.id,
		.n = 1};
	ck_assert_int_eq(problem_found(ctx, &wrong, NULL), OK);
	settling_commit(m, ctx);
	Xueji__V1__ApplyTransferRequest in = application(m, &child, NEIGHBOUR_SCHOOL);
	ck_assert_int_eq(REASON_PROBLEM_OPEN_2003, apply(m, m->near.registrar, &in).reason);
	Xueji__V1__ReportProblemRequest report = XUEJI__V1__REPORT_PROBLEM_REQUEST__INIT;
	report.student_id = id_text(m->house, child.id);
	report.kind = KIND(SEPARATED);
	struct answer a = call(m->house, m->old.registrar->token, &problems_service,
		"ReportProblem", &report.base);
	ck_assert_msg(a.err == OK, "%s", reason_row(a.reason)->name);
	ck_assert_int_eq(OK, apply(m, m->near.registrar, &in).err);
}
END_TEST

START_TEST(a_pupil_who_was_elsewhere_is_settled_by_the_transfer_and_the_rest_follows)
{
	struct mover child = mover_new(m, "陈小明");
	Xueji__V1__ReportProblemRequest report = XUEJI__V1__REPORT_PROBLEM_REQUEST__INIT;
	report.student_id = id_text(m->house, child.id);
	report.kind = KIND(NEAR_DUP);
	struct answer a = call(m->house, m->old.registrar->token, &problems_service,
		"ReportProblem", &report.base);
	ck_assert(has_fault(&a, "kind", REASON_NOT_REPORTED));
	report.kind = KIND(NO_RECORD);
	a = call(m->house, m->old.registrar->token, &problems_service, "ReportProblem",
		&report.base);
	ck_assert_int_eq(REASON_PROBLEM_DOES_NOT_FIT, a.reason);
	report.kind = KIND(SEPARATED);
	a = call(m->house, m->old.registrar->token, &problems_service, "ReportProblem",
		&report.base);
	ck_assert_int_eq(a.err, OK);
	const Xueji__V1__Case *move = applied(m, &child, NEIGHBOUR_SCHOOL, m->near.registrar);
	carried(m, move, STATE(PAPER_OUT));
	ck_assert_ptr_null(problem_of(m, child.id, KIND(SEPARATED)));
	ck_assert_int_eq(0, house_count(m->house, "SELECT count(*) FROM problem_seen s JOIN kase k "
						  "ON k.id = s.problem_id WHERE s.unit_id = 8 AND "
						  "s.is_open = 1"));
}
END_TEST

START_TEST(both_sides_read_what_each_writes)
{
	const Xueji__V1__Problem *both[2];
	twins(SCHOOL, NEIGHBOUR_SCHOOL, both);
	Xueji__V1__AddProblemMessageRequest in = XUEJI__V1__ADD_PROBLEM_MESSAGE_REQUEST__INIT;
	in.problem_id = both[0]->id;
	in.text = "我校学生有出生证原件。";
	struct answer a = call(m->house, m->old.registrar->token, &problems_service,
		"AddProblemMessage", &in.base);
	ck_assert_int_eq(a.err, OK);
	const Xueji__V1__GetProblemResponse *whole =
		problem_whole(m, m->near.registrar, both[1]->id);
	ck_assert_uint_eq(1, whole->n_messages);
	ck_assert_str_eq(in.text, whole->messages[0]->text);
	in.text = "";
	a = call(m->house, m->old.registrar->token, &problems_service, "AddProblemMessage",
		&in.base);
	ck_assert_int_eq(ERR_INVALID, a.err);
	a = call(m->house, m->far.registrar->token, &problems_service, "AddProblemMessage",
		&in.base);
	ck_assert_int_ne(OK, a.err);
}
END_TEST

SUITE_WITH("problem_settling", set_up, tear_down,
	an_amended_number_is_checked_again_and_frees_both_sides,
	an_amendment_that_changes_nothing_or_breaks_the_form_is_refused,
	one_record_of_a_number_is_upheld_and_takes_the_slot_the_other_not,
	papers_that_are_missing_are_named,
	between_counties_the_city_decides_once_all_answered_and_the_police_were_asked,
	a_dispute_needs_two_sides_and_who_gives_up_answers_again,
	a_record_made_twice_joins_the_other_at_once_when_the_guardian_chose,
	who_dropped_out_is_not_deleted_and_a_stray_record_is_by_its_bureau,
	a_record_with_a_formal_number_needs_province_and_nation,
	a_wrong_number_is_amended_or_the_record_deleted_but_not_substantiated,
	who_will_have_no_number_gets_a_j_from_the_province,
	the_police_find_a_number_and_clear_it_once_it_is_amended,
	a_suspicion_is_judged_once_for_both, a_good_record_has_no_problem_and_each_bad_one_its_own,
	two_children_of_one_name_and_birthday_are_both_upheld,
	in_the_first_phase_what_the_police_found_is_not_substantiated,
	an_open_problem_blocks_a_transfer_but_not_its_own_cure,
	a_pupil_who_was_elsewhere_is_settled_by_the_transfer_and_the_rest_follows,
	both_sides_read_what_each_writes)
