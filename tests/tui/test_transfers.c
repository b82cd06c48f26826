#include <stdio.h>
#include <string.h>
#include <xueji/v1/cases.pb-c.h>
#include <xueji/v1/transfers.pb-c.h>

#include "tests/support/suite.h"
#include "tests/tui/children.h"
#include "tests/tui/stage.h"
#include "tui/keys.h"

#define LIST   "xueji.v1.Cases/ListCases"
#define GET    "xueji.v1.Cases/GetCase"
#define DECIDE "xueji.v1.Cases/DecideCases"
#define APPLY  "xueji.v1.Transfers/ApplyTransfer"
#define RECORD "xueji.v1.Students/GetStudent"

#define EVENT(word)  XUEJI__V1__CASE_EVENT__CASE_EVENT_##word
#define PARTY(word)  XUEJI__V1__CASE_PARTY__CASE_PARTY_##word
#define GROUND(word) XUEJI__V1__REFUSAL_GROUND__REFUSAL_GROUND_##word

enum { CASES = 4 };

static Xueji__V1__UnitName far_school, far_bureau;
static Xueji__V1__Case cases[CASES], *rows[CASES];
static char ids[CASES][8];

/* Four that come to a school of the county: one is clean, one late, one in its last year, one into
 * a class that is full. */
static void make_cases(Xueji__V1__CaseParty turn)
{
	static const char *const names[CASES] = {"刘佳琪", "买买提江", "张欣怡", "欧阳子轩"};
	static const int left[CASES] = {5, -2, 3, 4};
	child_make();
	far_school = far_bureau = (Xueji__V1__UnitName)XUEJI__V1__UNIT_NAME__INIT;
	far_school.id = CHILD_TEXT("3001"), far_school.name = CHILD_TEXT("林州市第一小学");
	far_bureau.id = CHILD_TEXT("3000"), far_bureau.name = CHILD_TEXT("林州市");
	for (int i = 0; i < CASES; i++) {
		Xueji__V1__Case *one = &cases[i];
		*one = (Xueji__V1__Case)XUEJI__V1__CASE__INIT;
		snprintf(ids[i], sizeof ids[i], "81%d", i);
		one->id = ids[i], one->rev = 3, one->student_id = CHILD_TEXT("9001");
		one->type = XUEJI__V1__CASE_TYPE__CASE_TYPE_TRANSFER;
		one->state = XUEJI__V1__CASE_STATE__CASE_STATE_BUREAU_REVIEW;
		one->state_title = CHILD_TEXT("转入主管部门待核办");
		one->student_name = CHILD_TEXT(names[i]);
		one->school = &child_school, one->from_school = &far_school;
		one->grade = 3, one->class_number = 2, one->to_grade = 3, one->to_class = i + 1;
		one->turn = turn, one->turn_unit = &child_county;
		one->due_date = CHILD_TEXT("2026-12-04"), one->working_days_left = left[i];
		one->is_overdue = left[i] < 0;
		one->is_graduating = i == 2, one->is_class_full = i == 3;
		rows[i] = one;
	}
}

static void lay_list(struct stage *stage, bool is_next)
{
	Xueji__V1__ListCasesResponse reply = XUEJI__V1__LIST_CASES_RESPONSE__INIT;
	reply.cases = rows, reply.n_cases = CASES;
	if (is_next)
		fake_answer_next(stage->client, LIST, &reply.base);
	else
		fake_answer(stage->client, LIST, &reply.base);
}

static void lay_decided(struct stage *stage, size_t n)
{
	Xueji__V1__DecideCasesResponse reply = XUEJI__V1__DECIDE_CASES_RESPONSE__INIT;
	Xueji__V1__CaseResult results[CASES], *list[CASES];
	for (size_t i = 0; i < n; i++) {
		results[i] = (Xueji__V1__CaseResult)XUEJI__V1__CASE_RESULT__INIT;
		results[i].case_id = ids[i], results[i].summary = rows[i];
		results[i].is_done = i != 1;
		if (i == 1)
			results[i].refusal_text = CHILD_TEXT("已由他人办理，请重新查看。");
		list[i] = &results[i];
	}
	reply.results = list, reply.n_results = n;
	fake_answer(stage->client, DECIDE, &reply.base);
}

static void open_list(struct stage *stage, Xueji__V1__CaseParty turn)
{
	char subject[40];
	make_cases(turn);
	lay_list(stage, false);
	stage_sign_in(stage);
	snprintf(subject, sizeof subject, "1001 %d 3", (int)turn);
	stage_open(stage, "cases", subject);
}

/* ---- many */

static void list_scene(struct stage *stage)
{
	open_list(stage, PARTY(BUREAU));
	stage_type(stage, "T");
	stage_shot(stage, "transfers");
	stage_type(stage, "\t");
	ck_assert(stage_shows(stage, "Whose move") || stage_shows(stage, "待办单位"));
}

START_TEST(a_list_shows_where_from_where_to_what_to_look_at_and_else_whose_move)
{
	stage_play(list_scene);
}
END_TEST

static void plan_scene(struct stage *stage)
{
	open_list(stage, PARTY(BUREAU));
	stage_type(stage, "tttt");
	stage_type(stage, "a");
	stage_shot(stage, "plan");
	ck_assert_uint_eq(fake_calls(stage->client, DECIDE), 0);
}

START_TEST(before_many_are_signed_a_plan_says_which_to_look_at_and_why)
{
	stage_play(plan_scene);
}
END_TEST

static void changed_scene(struct stage *stage)
{
	open_list(stage, PARTY(BUREAU));
	cases[0].is_overdue = cases[1].is_overdue = false;
	lay_list(stage, false);
	stage_type(stage, "RT");
	stage_wait(stage, 1);
	stage_type(stage, "T");
	cases[1].rev = 4; /* somebody was there meanwhile */
	lay_list(stage, true);
	lay_decided(stage, 1);
	stage_type(stage, "a");
	ck_assert(stage_shows(stage, "标记后已有变动"));
	ck_assert(stage_shows(stage, "无疑问 1 件，需留意 1 件"));
	stage_type(stage, "1\r"); /* only what is clean */
	const Xueji__V1__DecideCasesRequest *sent = fake_request(stage->client, DECIDE);
	ck_assert_ptr_nonnull(sent);
	ck_assert_uint_eq(sent->n_cases, 1);
	ck_assert_str_eq(sent->cases[0]->case_id, "810");
	ck_assert_int_eq(sent->cases[0]->rev, 3);
}

START_TEST(what_changed_since_it_was_marked_is_no_longer_clean)
{
	stage_play_as(changed_scene, LANG_ZH, 24, 80);
}
END_TEST

static void clean_scene(struct stage *stage)
{
	open_list(stage, PARTY(BUREAU));
	lay_decided(stage, 3);
	stage_type(stage, "ttta");
	stage_type(stage, "2\r"); /* neither all nor the clean ones */
	ck_assert_uint_eq(fake_calls(stage->client, DECIDE), 0);
	stage_type(stage, "a3\r");
	const Xueji__V1__DecideCasesRequest *sent = fake_request(stage->client, DECIDE);
	ck_assert_uint_eq(sent->n_cases, 3);
	ck_assert_int_eq(sent->event, EVENT(APPROVE));
	stage_shot(stage, "decided");
}

START_TEST(what_became_of_each_is_listed)
{
	stage_play(clean_scene);
}
END_TEST

/* ---- saying no */

static void ground_scene(struct stage *stage)
{
	open_list(stage, PARTY(SENDING_BUREAU));
	lay_decided(stage, 1);
	stage_type(stage, "r");
	ck_assert(stage_shows(stage, "监护人否认提出申请"));
	ck_assert(!stage_shows(stage, "退回修改"));
	stage_type(stage, "2");
	ck_assert_uint_eq(fake_calls(stage->client, DECIDE), 0);
	stage_type(stage, "\r");
	const Xueji__V1__DecideCasesRequest *sent = fake_request(stage->client, DECIDE);
	ck_assert_ptr_nonnull(sent);
	ck_assert_int_eq(sent->event, EVENT(REFUSE));
	ck_assert_int_eq(sent->ground, GROUND(GUARDIAN_DENIES));
	ck_assert_str_eq(sent->reason, "");
}

START_TEST(the_side_that_is_left_refuses_by_a_ground_from_a_closed_list)
{
	stage_play_as(ground_scene, LANG_ZH, 24, 80);
}
END_TEST

static void words_scene(struct stage *stage)
{
	open_list(stage, PARTY(BUREAU));
	lay_decided(stage, 1);
	stage_type(stage, "r2\r");
	ck_assert_uint_eq(fake_calls(stage->client, DECIDE), 0); /* it wants words */
	stage_type(stage, "无空余学位\r");
	const Xueji__V1__DecideCasesRequest *sent = fake_request(stage->client, DECIDE);
	ck_assert_int_eq(sent->event, EVENT(REFUSE));
	ck_assert_int_eq(sent->ground, GROUND(UNSPECIFIED));
	ck_assert_str_eq(sent->reason, "无空余学位");
}

START_TEST(the_receiving_side_refuses_in_words)
{
	stage_play_as(words_scene, LANG_ZH, 24, 80);
}
END_TEST

static void registrar_scene(struct stage *stage)
{
	open_list(stage, PARTY(SENDING_REGISTRAR));
	stage_type(stage, "r");
	ck_assert(stage_shows(stage, "由核办人决定是否同意"));
	ck_assert(stage_shows(stage, "Ctrl-S 提交")); /* the step to take stands at the foot */
	stage_type(stage, "a");
	ck_assert(stage_shows(stage, "此处由您提交核办"));
	lay_decided(stage, 1);
	stage_key(stage, CTRL('S'));
	stage_type(stage, "y");
	ck_assert_int_eq(
		((const Xueji__V1__DecideCasesRequest *)fake_request(stage->client, DECIDE))->event,
		EVENT(SUBMIT));
}

START_TEST(the_registrar_of_the_school_that_is_left_only_hands_on)
{
	stage_play_as(registrar_scene, LANG_ZH, 24, 80);
}
END_TEST

static void think_scene(struct stage *stage)
{
	open_list(stage, PARTY(BUREAU));
	lay_decided(stage, 1);
	fake_hold(stage->client);
	stage_type(stage, "Ra"); /* asked about the first, while the list is asked for anew */
	cases[0].id = CHILD_TEXT("999"), cases[0].student_name = CHILD_TEXT("别的孩子");
	lay_list(stage, false);
	fake_release(stage->client);
	stage_wait(stage, 1);
	ck_assert(!stage_shows(stage, "别的孩子")); /* nothing moves under a question */
	stage_type(stage, "y");
	ck_assert(stage_shows(stage, "别的孩子"));
	const Xueji__V1__DecideCasesRequest *sent = fake_request(stage->client, DECIDE);
	ck_assert_ptr_nonnull(sent);
	ck_assert_str_eq(sent->cases[0]->case_id, "810");
}

START_TEST(yes_means_the_case_that_was_asked_about_whatever_came_meanwhile)
{
	stage_play_as(think_scene, LANG_ZH, 24, 80);
}
END_TEST

/* ---- one */

struct look {
	Xueji__V1__CaseParty turn;
	Xueji__V1__CaseState state;
	const Xueji__V1__CaseEvent *moves;
	size_t n_moves;
	bool is_leaving; /* we are the bureau of the school that the child leaves */
	bool is_abroad;  /* that school is in another province, which has told nothing yet */
};

static void lay_case(struct stage *stage, const struct look *look)
{
	static const char *const titles[] = {"转入学校经办", "转入学校核办", "转入主管部门",
		"转出学校经办", "转出学校核办", "转出主管部门"};
	static const Xueji__V1__CaseParty parties[] = {PARTY(REGISTRAR), PARTY(APPROVER),
		PARTY(BUREAU), PARTY(SENDING_REGISTRAR), PARTY(SENDING_APPROVER),
		PARTY(SENDING_BUREAU)};
	Xueji__V1__GetCaseResponse reply = XUEJI__V1__GET_CASE_RESPONSE__INIT;
	Xueji__V1__CaseStation stations[6], *track[6];
	Xueji__V1__CaseStep step = XUEJI__V1__CASE_STEP__INIT, *steps[] = {&step};
	Xueji__V1__TransferApplication in = XUEJI__V1__TRANSFER_APPLICATION__INIT;
	Google__Protobuf__Timestamp time = GOOGLE__PROTOBUF__TIMESTAMP__INIT;
	char *differs[] = {CHILD_TEXT("name")};
	Xueji__V1__UnitName *to = look->is_leaving ? &far_bureau : &child_county;
	Xueji__V1__UnitName *from = look->is_leaving ? &child_county : &far_bureau;
	make_cases(look->turn);
	time.seconds = 1795600000;
	for (int i = 0; i < 6; i++) {
		Xueji__V1__UnitName *units[] = {
			&child_school, &child_school, to, &far_school, &far_school, from};
		stations[i] = (Xueji__V1__CaseStation)XUEJI__V1__CASE_STATION__INIT;
		stations[i].party = parties[i], stations[i].unit = units[i];
		stations[i].title = CHILD_TEXT(titles[i]);
		stations[i].is_current = parties[i] == look->turn;
		stations[i].is_done = parties[i] < look->turn;
		if (stations[i].is_done)
			stations[i].time = &time, stations[i].operator_name = CHILD_TEXT("秦老师");
		track[i] = &stations[i];
	}
	step.number = 1, step.time = &time, step.unit = &child_school;
	step.event = EVENT(REFUSE), step.operator_name = CHILD_TEXT("秦老师");
	step.ground = GROUND(DATA_DIFFER), step.reason = CHILD_TEXT("姓名不同");
	in.name = CHILD_TEXT("刘嘉琪"), in.student_no = CHILD_TEXT("****************14");
	in.cause = CHILD_TEXT("随父母迁居");
	rows[0]->state = look->state;
	rows[0]->grade = look->is_abroad ? 0 : rows[0]->grade;
	reply.summary = rows[0], reply.transfer = &in;
	reply.stations = track, reply.n_stations = 6, reply.steps = steps, reply.n_steps = 1;
	reply.moves = (Xueji__V1__CaseEvent *)(uintptr_t)look->moves;
	reply.n_moves = look->n_moves;
	if (look->is_leaving)
		reply.differs = differs, reply.n_differs = 1;
	fake_answer(stage->client, GET, &reply.base);
}

static void open_case(struct stage *stage, const struct look *look)
{
	lay_case(stage, look);
	stage_sign_in(stage);
	stage_open(stage, "case", "810");
}

static void track_scene(struct stage *stage)
{
	Xueji__V1__GetStudentResponse file = XUEJI__V1__GET_STUDENT_RESPONSE__INIT;
	file.student = child_make(), file.items = child_items_make();
	fake_answer(stage->client, RECORD, &file.base);
	open_case(stage, &(struct look){.turn = PARTY(SENDING_BUREAU),
				 .state = XUEJI__V1__CASE_STATE__CASE_STATE_OUT_BUREAU,
				 .is_leaving = true});
	stage_shot(stage, "transfer_track");
	ck_assert_uint_eq(fake_calls(stage->client, RECORD), 0); /* looking leaves a trace */
	stage_type(stage, "\t");
	stage_shot(stage, "transfer_sides");
	ck_assert_uint_eq(fake_calls(stage->client, RECORD), 1);
}

START_TEST(a_transfer_shows_its_track_and_the_application_beside_the_record)
{
	stage_play(track_scene);
}
END_TEST

static void receiving_scene(struct stage *stage)
{
	static const Xueji__V1__CaseEvent moves[] = {EVENT(APPROVE), EVENT(REFUSE)};
	open_case(stage, &(struct look){.turn = PARTY(BUREAU), .moves = moves, .n_moves = 2});
	stage_type(stage, "\t");
	ck_assert_uint_eq(fake_calls(stage->client, RECORD), 0); /* it is not ours to see */
	ck_assert(stage_shows(stage, "学籍内容仅转出方可见"));
	stage_type(stage, "r");
	ck_assert(stage_shows(stage, "不予通过"));
	ck_assert(!stage_shows(stage, "退回修改"));
}

START_TEST(returning_is_offered_only_where_the_moves_offer_it)
{
	stage_play_as(receiving_scene, LANG_ZH, 24, 80);
}
END_TEST

static void paper_scene(struct stage *stage)
{
	static const Xueji__V1__CaseEvent moves[] = {
		EVENT(HAND_OVER), EVENT(RECEIVE), EVENT(WITHDRAW)};
	static const struct {
		const char *keys;
		Xueji__V1__CaseEvent event;
	} of[] = {{"O", EVENT(HAND_OVER)}, {"I", EVENT(RECEIVE)}, {"w", EVENT(WITHDRAW)}};
	open_case(stage, &(struct look){.turn = PARTY(REGISTRAR), .moves = moves, .n_moves = 3});
	ck_assert(stage_shows(stage, "O 移交档案"));
	ck_assert(stage_shows(stage, "w 撤回"));
	ck_assert(!stage_shows(stage, "Ctrl-S 提交"));
	stage_type(stage, "a");
	ck_assert(stage_shows(stage, "此项当前不由您办理"));
	lay_decided(stage, 1);
	for (size_t i = 0; i < sizeof of / sizeof *of; i++) {
		stage_type(stage, of[i].keys);
		ck_assert_uint_eq(fake_calls(stage->client, DECIDE), i);
		stage_type(stage, "y");
		const Xueji__V1__DecideCasesRequest *sent = fake_request(stage->client, DECIDE);
		ck_assert_int_eq(sent->event, of[i].event);
	}
}

START_TEST(paper_files_and_withdrawing_have_keys_of_their_own)
{
	stage_play_as(paper_scene, LANG_ZH, 24, 80);
}
END_TEST

static void abroad_scene(struct stage *stage)
{
	open_case(stage, &(struct look){.turn = PARTY(BUREAU), .is_abroad = true});
	ck_assert(!stage_shows(stage, "未定年级")); /* it has a grade, which nobody here knows */
}

START_TEST(of_a_child_of_another_province_no_grade_is_made_up)
{
	stage_play_as(abroad_scene, LANG_ZH, 24, 80);
}
END_TEST

static void form_scene(struct stage *stage)
{
	open_case(stage, &(struct look){.turn = PARTY(BUREAU)});
	stage_type(stage, "p");
	stage_shot(stage, "contact_form");
}

START_TEST(the_contact_form_is_looked_at_as_it_is_printed)
{
	stage_play(form_scene);
}
END_TEST

/* ---- applying */

static void copy_scene(struct stage *stage)
{
	stage_who(stage)->duties[0]->unit_id = CHILD_TEXT("2001");
	open_case(stage, &(struct look){.state = XUEJI__V1__CASE_STATE__CASE_STATE_REFUSED});
	stage_type(stage, "c");
	stage_wait(stage, 1);
	ck_assert(stage_shows(stage, "由未获同意的申请复制"));
	fake_refuse_next(stage->client, APPLY, "CASE_OPEN", "该生有未结业务", "name");
	stage_key(stage, CTRL('S'));
	ck_assert(stage_shows(stage, "该生有未结业务"));
	const Xueji__V1__ApplyTransferRequest *sent = fake_request(stage->client, APPLY);
	ck_assert_ptr_nonnull(sent);
	ck_assert_str_eq(sent->copy_of_case_id, "810");
	ck_assert_str_eq(sent->case_id, "");
	ck_assert_str_eq(sent->student_no, "");
	ck_assert_str_eq(sent->name, "刘嘉琪");
	ck_assert_int_eq(sent->grade, 3);
}

START_TEST(a_refused_application_is_copied_to_a_new_one)
{
	stage_play_as(copy_scene, LANG_ZH, 24, 80);
}
END_TEST

static void choose_scene(struct stage *stage)
{
	open_list(stage, PARTY(BUREAU));
	stage_type(stage, "c2");
	ck_assert(stage_shows(stage, "查找外校学生"));
}

START_TEST(the_list_starts_a_transfer)
{
	stage_play_as(choose_scene, LANG_ZH, 24, 80);
}
END_TEST

SUITE("transfers", a_list_shows_where_from_where_to_what_to_look_at_and_else_whose_move,
	before_many_are_signed_a_plan_says_which_to_look_at_and_why,
	what_changed_since_it_was_marked_is_no_longer_clean, what_became_of_each_is_listed,
	the_side_that_is_left_refuses_by_a_ground_from_a_closed_list,
	the_receiving_side_refuses_in_words, the_registrar_of_the_school_that_is_left_only_hands_on,
	yes_means_the_case_that_was_asked_about_whatever_came_meanwhile,
	a_transfer_shows_its_track_and_the_application_beside_the_record,
	returning_is_offered_only_where_the_moves_offer_it,
	paper_files_and_withdrawing_have_keys_of_their_own,
	of_a_child_of_another_province_no_grade_is_made_up,
	the_contact_form_is_looked_at_as_it_is_printed,

	a_refused_application_is_copied_to_a_new_one, the_list_starts_a_transfer)
