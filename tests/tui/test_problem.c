#include <stdio.h>
#include <string.h>
#include <xueji/v1/checks.pb-c.h>
#include <xueji/v1/problems.pb-c.h>

#include "tests/support/suite.h"
#include "tests/tui/problems.h"
#include "tests/tui/stage.h"

#define GET     "xueji.v1.Problems/GetProblem"
#define COMPARE "xueji.v1.Checks/CompareStudents"

static void fill_track(Xueji__V1__GetProblemResponse *reply)
{
	static Xueji__V1__CaseStation stations[2], *track[] = {&stations[0], &stations[1]};
	static Google__Protobuf__Timestamp time;
	static Xueji__V1__CaseStep step, *steps[] = {&step};
	static Xueji__V1__ProblemMessage message, *messages[] = {&message};
	time = (Google__Protobuf__Timestamp)GOOGLE__PROTOBUF__TIMESTAMP__INIT;
	time.seconds = 1795600000;
	for (int i = 0; i < 2; i++)
		stations[i] = (Xueji__V1__CaseStation)XUEJI__V1__CASE_STATION__INIT;
	stations[0].title = CHILD_TEXT("学校核实"), stations[0].unit = &child_school;
	stations[0].is_done = true, stations[0].operator_name = CHILD_TEXT("秦老师");
	stations[0].time = &time;
	stations[1].title = CHILD_TEXT("主管部门核准"), stations[1].unit = &child_county;
	stations[1].is_current = true;
	step = (Xueji__V1__CaseStep)XUEJI__V1__CASE_STEP__INIT;
	step.number = 1, step.time = &time, step.unit = &child_school;
	step.event = XUEJI__V1__CASE_EVENT__CASE_EVENT_SUBMIT;
	step.operator_name = CHILD_TEXT("秦老师"), step.reason = CHILD_TEXT("户口簿已核对");
	message = (Xueji__V1__ProblemMessage)XUEJI__V1__PROBLEM_MESSAGE__INIT;
	message.operator_name = CHILD_TEXT("秦老师"), message.unit = &child_school;
	message.time = &time, message.text = CHILD_TEXT("家长明天把户口簿原件带来。");
	reply->track = track, reply->n_track = 2, reply->steps = steps, reply->n_steps = 1;
	reply->messages = messages, reply->n_messages = 1;
}

static void fill_answers(Xueji__V1__GetProblemResponse *reply)
{
	static Xueji__V1__ProblemKindText kind;
	static Xueji__V1__PapersNeeded papers[2], *needed[] = {&papers[0], &papers[1]};
	static Xueji__V1__AnswerOffer offers[2], *answers[] = {&offers[0], &offers[1]};
	kind = (Xueji__V1__ProblemKindText)XUEJI__V1__PROBLEM_KIND_TEXT__INIT;
	kind.word = CHILD_TEXT("DUP_ID"), kind.title = CHILD_TEXT("身份证号重复");
	kind.meaning = CHILD_TEXT("多条学籍使用同一身份证号，至多一条正确。");
	for (int i = 0; i < 2; i++) {
		papers[i] = (Xueji__V1__PapersNeeded)XUEJI__V1__PAPERS_NEEDED__INIT;
		offers[i] = (Xueji__V1__AnswerOffer)XUEJI__V1__ANSWER_OFFER__INIT;
	}
	papers[0].text = CHILD_TEXT("户口簿或身份证"), papers[0].is_there = true;
	papers[1].text = CHILD_TEXT("在校就读证明");
	offers[0].answer = XUEJI__V1__PROBLEM_ANSWER__PROBLEM_ANSWER_SUBSTANTIATE;
	offers[0].title = CHILD_TEXT("佐证：在本校且信息无误");
	offers[0].papers = needed, offers[0].n_papers = 2;
	offers[1].answer = XUEJI__V1__PROBLEM_ANSWER__PROBLEM_ANSWER_DELETE;
	offers[1].title = CHILD_TEXT("删除：不在本校就读");
	offers[1].refusal_text = CHILD_TEXT("第二阶段才能删除（Q11）。");
	reply->kind = &kind, reply->decider = &child_county;
	reply->answers = answers, reply->n_answers = 2;
	reply->note = CHILD_TEXT("学生本人在校，证件原件已核对。");
}

static Xueji__V1__ProblemParty problem_parties[PROBLEMS], *problem_sides[PROBLEMS];

/* One problem with so many children. */
static void fill_one(Xueji__V1__GetProblemResponse *reply, size_t n)
{
	*reply = (Xueji__V1__GetProblemResponse)XUEJI__V1__GET_PROBLEM_RESPONSE__INIT;
	problems_make();
	for (size_t i = 0; i < n; i++) {
		Xueji__V1__ProblemParty *party = &problem_parties[i];
		*party = (Xueji__V1__ProblemParty)XUEJI__V1__PROBLEM_PARTY__INIT;
		party->problem = &problems[i], party->bureau = &child_county;
		party->place = CHILD_TEXT("河北省 石家庄市 长安区");
		party->is_asked = i == 0, party->holds_slot = i == 1;
		party->police_text = CHILD_TEXT(i == 0 ? "相符" : "");
		problem_sides[i] = party;
	}
	reply->summary = &problems[0], reply->parties = problem_sides, reply->n_parties = n;
	fill_track(reply);
	fill_answers(reply);
}

static void answer_one(struct stage *stage, size_t n)
{
	Xueji__V1__GetProblemResponse reply;
	fill_one(&reply, n);
	fake_answer(stage->client, GET, &reply.base);
}

static void answer_why(struct stage *stage)
{
	static const char *const texts[] = {"形近字", "相同", "日期数字错位"};
	Xueji__V1__CompareStudentsResponse reply = XUEJI__V1__COMPARE_STUDENTS_RESPONSE__INIT;
	Xueji__V1__CompareResult results[3], *list[3];
	for (int i = 0; i < 3; i++) {
		results[i] = (Xueji__V1__CompareResult)XUEJI__V1__COMPARE_RESULT__INIT;
		results[i].field = (Xueji__V1__CompareField)(i + 1);
		results[i].cause = CHILD_TEXT(i == 1 ? "same" : "look_alike");
		results[i].cause_text = CHILD_TEXT(texts[i]);
		list[i] = &results[i];
	}
	reply.results = list, reply.n_results = 3, reply.guardians_in_common = 1;
	static char *ours[] = {"刘建国", "王秀英"}, *theirs[] = {"王秀英", "刘健国"};
	Xueji__V1__ComparedStudent one = XUEJI__V1__COMPARED_STUDENT__INIT, other = one;
	one.is_seen = other.is_seen = true;
	one.guardians = ours, one.n_guardians = 2;
	other.guardians = theirs, other.n_guardians = 2;
	other.student_id = CHILD_TEXT("9001");
	reply.student = &one, reply.other = &other;
	fake_answer(stage->client, COMPARE, &reply.base);
}

static void open_one(struct stage *stage)
{
	answer_why(stage);
	answer_one(stage, 2);
	stage_sign_in(stage);
	stage_open(stage, "problem", "901");
}

static void sides_scene(struct stage *stage)
{
	open_one(stage);
	ck_assert_str_eq(((const Xueji__V1__GetProblemRequest *)fake_request(stage->client, GET))
				 ->problem_id,
		"901");
	stage_shot(stage, "problem_sides");
	stage_type(stage, "\t");
	stage_shot(stage, "problem_track");
	stage_type(stage, "\t");
	stage_shot(stage, "problem_messages");
	stage_type(stage, "\t");
	stage_shot(stage, "problem_answers");
}

START_TEST(two_children_stand_side_by_side_and_each_character_that_differs_is_marked)
{
	stage_play(sides_scene);
}
END_TEST

static void more_scene(struct stage *stage)
{
	answer_one(stage, 4);
	stage_sign_in(stage);
	answer_why(stage);
	stage_open(stage, "problem", "901");
	stage_wait(stage, 1);
	ck_assert_uint_eq(fake_calls(stage->client, COMPARE), 1);
	ck_assert(stage_shows(stage, "刘佳淇"));
	ck_assert(!stage_shows(stage, "刘家琪"));
	stage_type(stage, "n");
	ck_assert(stage_shows(stage, "刘佳琪")); /* who was asked for stays */
	ck_assert(stage_shows(stage, "刘家琪"));
	ck_assert(!stage_shows(stage, "刘佳淇"));
	stage_type(stage, "nn");
	ck_assert(stage_shows(stage, "刘佳淇"));
	stage_type(stage, "NN");
	ck_assert(stage_shows(stage, "刘家琪"));
}

START_TEST(of_many_children_the_others_are_turned_beside_the_one)
{
	stage_play_as(more_scene, LANG_ZH, 24, 80);
}
END_TEST

static void amend_scene(struct stage *stage)
{
	Xueji__V1__GetProblemResponse reply;
	Xueji__V1__StudentItems amended = XUEJI__V1__STUDENT_ITEMS__INIT;
	fill_one(&reply, 2);
	amended.sex = CHILD_TEXT("1"), amended.id_number = CHILD_TEXT("****************36");
	problems[0].answer = XUEJI__V1__PROBLEM_ANSWER__PROBLEM_ANSWER_AMEND;
	reply.amended = &amended;
	fake_answer(stage->client, GET, &reply.base);
	answer_why(stage);
	stage_sign_in(stage);
	stage_open(stage, "problem", "901");
	stage_shot(stage, "problem_amend");
	problems[0].turn = XUEJI__V1__CASE_PARTY__CASE_PARTY_UNSPECIFIED;
	fake_answer(stage->client, GET, &reply.base);
	stage_type(stage, "R");
	ck_assert(!stage_shows(stage, "****************36")); /* the record itself would say it */
}

START_TEST(beside_what_a_record_says_stands_what_it_is_to_say)
{
	stage_play(amend_scene);
}
END_TEST

/* The row of a picture that begins so; -1: none. */
static int row_of(struct stage *stage, int rows, const char *beginning)
{
	for (int row = 0; row < rows; row++)
		if (strstr(stage_row(stage, row), beginning) != NULL)
			return row;
	return -1;
}

/* At whatever height there is no room left, which children are seen stands in a row of its own. */
static void low_scene(struct stage *stage)
{
	answer_why(stage);
	answer_one(stage, 4);
	stage_sign_in(stage);
	stage_open(stage, "problem", "901");
	stage_wait(stage, 1);
	for (int rows = 24; rows > 12; rows--) {
		stage_resize(stage, rows, 80);
		int row = row_of(stage, rows, "others: 1 to 1 of 3");
		ck_assert_int_eq(row, rows - 3);
		const char *text = stage_row(stage, row);
		ck_assert_ptr_null(strstr(text + 1, "  ")); /* nothing beside or behind it */
	}
}

START_TEST(which_others_are_seen_is_drawn_over_no_row)
{
	stage_play_as(low_scene, LANG_EN, 24, 80);
}
END_TEST

SUITE("problem", which_others_are_seen_is_drawn_over_no_row,
	two_children_stand_side_by_side_and_each_character_that_differs_is_marked,
	of_many_children_the_others_are_turned_beside_the_one,
	beside_what_a_record_says_stands_what_it_is_to_say)
