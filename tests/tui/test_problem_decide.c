#include <stdio.h>
#include <xueji/v1/attachments.pb-c.h>
#include <xueji/v1/problems.pb-c.h>

#include "tests/support/suite.h"
#include "tests/tui/problems.h"
#include "tests/tui/stage.h"
#include "tui/keys.h"

#define GET     "xueji.v1.Problems/GetProblem"
#define DECIDE  "xueji.v1.Problems/DecideProblems"
#define ANSWER  "xueji.v1.Problems/AnswerProblem"
#define MESSAGE "xueji.v1.Problems/AddProblemMessage"

static void answer_decided(struct stage *stage, size_t n, bool last_fails)
{
	Xueji__V1__DecideProblemsResponse reply = XUEJI__V1__DECIDE_PROBLEMS_RESPONSE__INIT;
	Xueji__V1__ProblemResult results[PROBLEMS], *list[PROBLEMS];
	for (size_t i = 0; i < n; i++) {
		results[i] = (Xueji__V1__ProblemResult)XUEJI__V1__PROBLEM_RESULT__INIT;
		results[i].problem_id = problem_ids[i], results[i].summary = &problems[i];
		results[i].is_done = !(last_fails && i == n - 1);
		if (!results[i].is_done)
			results[i].refusal_text = CHILD_TEXT("已由他人办理，请重新查看。");
		list[i] = &results[i];
	}
	reply.results = list, reply.n_results = n;
	fake_answer(stage->client, DECIDE, &reply.base);
}

static void open_list(struct stage *stage)
{
	problems_answer_list(stage);
	stage_sign_in(stage);
	stage_open(stage, "problems", "");
}

static const Xueji__V1__DecideProblemsRequest *decided(struct stage *stage)
{
	const Xueji__V1__DecideProblemsRequest *sent = fake_request(stage->client, DECIDE);
	ck_assert_ptr_nonnull(sent);
	return sent;
}

static void plan_scene(struct stage *stage)
{
	open_list(stage);
	answer_decided(stage, 2, true);
	stage_type(stage, "ttgja");
	ck_assert_uint_eq(fake_calls(stage->client, DECIDE), 0);
	stage_shot(stage, "problem_plan"); /* the first is late */
	stage_type(stage, "1\r");
	ck_assert_uint_eq(decided(stage)->n_problems, 1);
	ck_assert_str_eq(decided(stage)->problems[0]->case_id, "902");
	ck_assert_int_eq(decided(stage)->problems[0]->rev, 4);
}

START_TEST(many_are_decided_over_a_plan_and_a_part_of_them_by_its_number)
{
	stage_play(plan_scene);
}
END_TEST

static void changed_scene(struct stage *stage)
{
	open_list(stage);
	answer_decided(stage, 2, true);
	stage_type(stage, "tt");
	problems[1].rev++; /* someone else was faster */
	Xueji__V1__ListProblemsResponse reply = XUEJI__V1__LIST_PROBLEMS_RESPONSE__INIT;
	reply.problems = problem_list, reply.n_problems = PROBLEMS;
	fake_answer(stage->client, PROBLEMS_LIST, &reply.base);
	stage_type(stage, "ga");
	ck_assert(stage_shows(stage, "标记后已有变动"));
	stage_type(stage, "2\r");
	ck_assert_uint_eq(decided(stage)->n_problems, 2);
	ck_assert(stage_shows(stage, "已由他人办理"));
}

START_TEST(what_changed_meanwhile_is_named_before_and_after)
{
	stage_play_as(changed_scene, LANG_ZH, 24, 80);
}
END_TEST

static void suspicion_scene(struct stage *stage)
{
	problems_make();
	problems[1].state = XUEJI__V1__CASE_STATE__CASE_STATE_FOUND;
	Xueji__V1__ListProblemsResponse reply = XUEJI__V1__LIST_PROBLEMS_RESPONSE__INIT;
	reply.problems = problem_list, reply.n_problems = PROBLEMS;
	fake_answer(stage->client, PROBLEMS_LIST, &reply.base);
	answer_decided(stage, 1, false);
	stage_sign_in(stage);
	stage_open(stage, "problems", "");
	stage_type(stage, "ja\r");
	ck_assert_uint_eq(fake_calls(stage->client, DECIDE), 0); /* No is what Enter means */
	stage_type(stage, "ay");
	ck_assert_int_eq(decided(stage)->event, XUEJI__V1__CASE_EVENT__CASE_EVENT_SAME);
	stage_type(stage, "gjr1\r");
	ck_assert_int_eq(decided(stage)->event, XUEJI__V1__CASE_EVENT__CASE_EVENT_APART);
	ck_assert_str_eq(decided(stage)->problems[0]->case_id, "902");
}

START_TEST(a_suspicion_is_judged_to_be_one_person_or_two)
{
	stage_play_as(suspicion_scene, LANG_ZH, 24, 80);
}
END_TEST

static void back_scene(struct stage *stage)
{
	open_list(stage);
	answer_decided(stage, 1, false);
	stage_type(stage, "r1\r");
	ck_assert_uint_eq(fake_calls(stage->client, DECIDE), 0); /* a reason is needed */
	stage_type(stage, "户口页不清\r");
	ck_assert_int_eq(decided(stage)->event, XUEJI__V1__CASE_EVENT__CASE_EVENT_REFUSE);
	ck_assert_str_eq(decided(stage)->reason, "户口页不清");
}

START_TEST(an_answer_goes_back_to_the_school_with_a_reason)
{
	stage_play_as(back_scene, LANG_ZH, 24, 80);
}
END_TEST

static void alike_scene(struct stage *stage)
{
	problems_make();
	problems[3].kind = problems[2].kind, problems[3].cause = problems[2].cause;
	Xueji__V1__ListProblemsResponse reply = XUEJI__V1__LIST_PROBLEMS_RESPONSE__INIT;
	reply.problems = problem_list, reply.n_problems = PROBLEMS;
	fake_answer(stage->client, PROBLEMS_LIST, &reply.base);
	stage_sign_in(stage);
	stage_open(stage, "problems", "");
	stage_type(stage, "jjT");
	ck_assert(stage_shows(stage, "已标记 2"));
}

START_TEST(what_has_one_cause_is_marked_with_one_key)
{
	stage_play_as(alike_scene, LANG_ZH, 24, 80);
}
END_TEST

/* ---- the school */

static Xueji__V1__GetProblemResponse reply;

static void answer_one(struct stage *stage)
{
	static Xueji__V1__CaseEvent moves[] = {XUEJI__V1__CASE_EVENT__CASE_EVENT_SUBMIT};
	static Xueji__V1__ProblemParty party, *parties[] = {&party};
	static Xueji__V1__PapersNeeded papers, *needed[] = {&papers};
	static Xueji__V1__AnswerOffer offer, *offers[] = {&offer};
	Xueji__V1__ListAttachmentsResponse files = XUEJI__V1__LIST_ATTACHMENTS_RESPONSE__INIT;
	Xueji__V1__Attachment file = XUEJI__V1__ATTACHMENT__INIT, *list[] = {&file};
	reply = (Xueji__V1__GetProblemResponse)XUEJI__V1__GET_PROBLEM_RESPONSE__INIT;
	party = (Xueji__V1__ProblemParty)XUEJI__V1__PROBLEM_PARTY__INIT;
	papers = (Xueji__V1__PapersNeeded)XUEJI__V1__PAPERS_NEEDED__INIT;
	offer = (Xueji__V1__AnswerOffer)XUEJI__V1__ANSWER_OFFER__INIT;
	problems_make();
	problems[0].state = XUEJI__V1__CASE_STATE__CASE_STATE_SCHOOL_TODO;
	party.problem = &problems[0], party.is_asked = true;
	papers.text = CHILD_TEXT("户口簿或身份证");
	offer.answer = XUEJI__V1__PROBLEM_ANSWER__PROBLEM_ANSWER_AMEND;
	offer.title = CHILD_TEXT("变更：在本校但信息有误");
	offer.papers = needed, offer.n_papers = 1;
	reply.summary = &problems[0], reply.parties = parties, reply.n_parties = 1;
	reply.answers = offers, reply.n_answers = 1;
	reply.moves = moves, reply.n_moves = 1, reply.can_write = true;
	file.id = CHILD_TEXT("555");
	file.kind = XUEJI__V1__ATTACHMENT_KIND__ATTACHMENT_KIND_HOUSEHOLD_PAGE;
	files.attachments = list, files.n_attachments = 1;
	fake_answer(stage->client, GET, &reply.base);
	fake_answer(stage->client, ANSWER, &reply.base);
	fake_answer(stage->client, MESSAGE, &reply.base);
	fake_answer(stage->client, "xueji.v1.Attachments/ListAttachments", &files.base);
}

static const Xueji__V1__AnswerProblemRequest *answered(struct stage *stage)
{
	const Xueji__V1__AnswerProblemRequest *sent = fake_request(stage->client, ANSWER);
	ck_assert_ptr_nonnull(sent);
	return sent;
}

static void amend_scene(struct stage *stage)
{
	answer_one(stage);
	stage_sign_in(stage);
	stage_open(stage, "problem", "901");
	stage_type(stage, "A");
	stage_wait(stage, 1);
	stage_type(stage, "2\t\t\t1\t已核对户口簿\t刘嘉琪");
	stage_shot(stage, "problem_answer");
	fake_refuse_next(stage->client, ANSWER, "INVALID", "与学籍相同", "items.name");
	stage_key(stage, CTRL('S'));
	ck_assert(stage_shows(stage, "与学籍相同"));
	stage_key(stage, CTRL('S'));
	ck_assert_str_eq(answered(stage)->problem_id, "901");
	ck_assert_int_eq(answered(stage)->rev, 3);
	ck_assert_int_eq(answered(stage)->answer, XUEJI__V1__PROBLEM_ANSWER__PROBLEM_ANSWER_AMEND);
	ck_assert_str_eq(answered(stage)->items->name, "刘嘉琪");
	ck_assert_int_eq(answered(stage)->delete_ground, 0);
	ck_assert_uint_eq(answered(stage)->n_attachment_ids, 1);
	ck_assert_str_eq(answered(stage)->attachment_ids[0], "555");
	ck_assert_str_eq(answered(stage)->note, "已核对户口簿");
}

START_TEST(the_school_amends_with_its_papers)
{
	stage_play(amend_scene);
}
END_TEST

static void delete_scene(struct stage *stage)
{
	answer_one(stage);
	stage_sign_in(stage);
	stage_open(stage, "problem-answer", "901");
	stage_type(stage, "3\t1\t2\t\t\t刘嘉琪");
	ck_assert(
		stage_shows(stage, "不能这样处理")); /* it is not offered; the server refuses it */
	stage_key(stage, CTRL('S'));
	ck_assert_int_eq(answered(stage)->answer, XUEJI__V1__PROBLEM_ANSWER__PROBLEM_ANSWER_DELETE);
	ck_assert_int_eq(answered(stage)->delete_ground,
		XUEJI__V1__DELETE_GROUND__DELETE_GROUND_RECORDED_TWICE);
	ck_assert_int_eq(answered(stage)->guardian_choice,
		XUEJI__V1__GUARDIAN_CHOICE__GUARDIAN_CHOICE_STAYS);
	ck_assert_ptr_null(answered(stage)->items); /* new values go with an amendment alone */
}

START_TEST(the_school_deletes_on_a_ground_and_with_the_guardians_choice)
{
	stage_play_as(delete_scene, LANG_ZH, 24, 80);
}
END_TEST

static void message_scene(struct stage *stage)
{
	answer_one(stage);
	stage_sign_in(stage);
	stage_open(stage, "problem", "901");
	stage_type(stage, "c原件明天到\r");
	const Xueji__V1__AddProblemMessageRequest *sent = fake_request(stage->client, MESSAGE);
	ck_assert_ptr_nonnull(sent);
	ck_assert_str_eq(sent->problem_id, "901");
	ck_assert_str_eq(sent->text, "原件明天到");
	ck_assert(stage_shows(stage, "[留言]"));
	stage_type(stage, "a");
	ck_assert_uint_eq(fake_calls(stage->client, DECIDE), 0); /* not among the moves */
}

START_TEST(one_side_writes_to_the_others)
{
	stage_play_as(message_scene, LANG_ZH, 24, 80);
}
END_TEST

SUITE("problem_decide", many_are_decided_over_a_plan_and_a_part_of_them_by_its_number,
	what_changed_meanwhile_is_named_before_and_after,
	a_suspicion_is_judged_to_be_one_person_or_two,
	an_answer_goes_back_to_the_school_with_a_reason, what_has_one_cause_is_marked_with_one_key,
	the_school_amends_with_its_papers,
	the_school_deletes_on_a_ground_and_with_the_guardians_choice, one_side_writes_to_the_others)
