/* Making lists, and the cases that wait for the nation (R16, R41). */
#include "server/node/lists.h"

#include "domain/id_number.h"
#include "server/registry/student_items.h"
#include "server/service/services.h"
#include "server/service/case_apply.h"
#include "server/store/ids.h"
#include "tests/office/office.h"
#include "server/unpack.h"
#include "tests/support/form.h"
#include "xueji/v1/cases.pb-c.h"

static struct person *registrar, *approver, *officer;
static int next_serial;

static void set_up(void)
{
	office_open();
	registrar = person_make(office, "reg", SCHOOL, ROLE_REGISTRAR);
	approver = person_make(office, "app", SCHOOL, ROLE_APPROVER);
	officer = person_make(office, "off", COUNTY, ROLE_OFFICER);
	next_serial = 100;
}

/* ---- cases ---- */

static const void *reply(
	const struct person *person, const char *method, const ProtobufCMessage *request)
{
	office_rest();
	struct answer a = call(office, person->token, &cases_service, method, request);
	ck_assert_msg(a.err == OK, "%s: %s", method, reason_row(a.reason)->name);
	return a.reply;
}

static int64_t decided(const struct person *person, const char *id, int64_t rev)
{
	Xueji__V1__DecideCasesRequest in = XUEJI__V1__DECIDE_CASES_REQUEST__INIT;
	Xueji__V1__CaseRef ref = XUEJI__V1__CASE_REF__INIT, *refs[] = {&ref};
	ref.case_id = (char *)id;
	ref.rev = rev;
	in.event = XUEJI__V1__CASE_EVENT__CASE_EVENT_APPROVE;
	in.n_cases = 1;
	in.cases = refs;
	const Xueji__V1__DecideCasesResponse *out = reply(person, "DecideCases", &in.base);
	ck_assert_msg(out->results[0]->is_done, "%s", out->results[0]->refusal);
	return out->results[0]->summary->rev;
}

static int64_t signed_and_confirmed(const Xueji__V1__Case *one)
{
	int64_t id;
	decided(officer, one->id, decided(approver, one->id, one->rev));
	ck_assert(ids_parse(one->id, &id));
	return id;
}

/* A registration in grade 4 that the bureau has confirmed; the case's id. */
static int64_t waiting_registration(void)
{
	char *number = arena_printf(office->arena, "41058120160802%03dX", 2 * next_serial++);
	Xueji__V1__StudentItems *items = arena_one(office->arena, Xueji__V1__StudentItems);
	Xueji__V1__SaveRegistrationRequest in = XUEJI__V1__SAVE_REGISTRATION_REQUEST__INIT;
	student_items_from_values(form_good, items);
	items->birth_date = "2016-08-02";
	number[17] = id_number_check_character(number);
	items->id_number = number;
	items->admission_month = "2026-09";
	in.school_id = id_text(office, SCHOOL);
	in.grade = 4;
	in.class_number = 1;
	in.items = items;
	in.submit = true;
	const Xueji__V1__GetCaseResponse *out = reply(registrar, "SaveRegistration", &in.base);
	return signed_and_confirmed(out->summary);
}

static struct case_row case_now(int64_t id)
{
	struct case_row row;
	ck_assert_int_eq(case_get(office_ctx(), id, &row), OK);
	return row;
}

/* ---- the wider check ---- */

START_TEST(whoever_the_nation_does_not_know_is_on_the_roll)
{
	int64_t id = waiting_registration();
	struct list list = made_list(PARCEL_LIST_WIDER_CHECK);
	Xueji__V1__ListRow *row;
	ck_assert_uint_eq(node_reads(&nation, &list, &row, 1), 1);
	ck_assert_str_eq(row->name, "刘佳琪");
	ck_assert_uint_eq(strspn(row->id_number, "0123456789X"), 18);
	ck_assert_str_eq(row->student_no, "");
	ck_assert_str_eq(row->school_code, "2144000001");
	Xueji__V1__Verdict verdict = verdict_of(1, RESULT(PASSED), "");
	answered(&list, &verdict, 1, true);
	ck_assert_int_eq(case_now(id).state, CASE_DONE);
	ck_assert_int_eq(count("SELECT count(*) FROM student WHERE status = 2"), 1);
	ck_assert_int_eq(count("SELECT count(*) FROM number WHERE kind = 1"), 1);
}
END_TEST

START_TEST(a_hit_goes_back_to_the_registrar_with_what_the_nation_says)
{
	struct case_step_row *steps;
	size_t n;
	int64_t id = waiting_registration();
	struct list list = made_list(PARCEL_LIST_WIDER_CHECK);
	Xueji__V1__Verdict verdict = verdict_of(1, RESULT(FAILED), "浙江省杭州市已建籍");
	answered(&list, &verdict, 1, true);
	ck_assert_int_eq(case_now(id).state, CASE_DRAFT);
	ck_assert_int_eq(case_steps(office_ctx(), id, &steps, &n), OK);
	ck_assert_str_eq(steps[n - 1].reason, "浙江省杭州市已建籍");
	ck_assert_int_eq(count("SELECT count(*) FROM student WHERE status = 2"), 0);
}
END_TEST

START_TEST(a_note_that_no_line_may_hold_is_left_out)
{
	struct case_step_row *steps;
	size_t n;
	int64_t id = waiting_registration();
	struct list list = made_list(PARCEL_LIST_WIDER_CHECK);
	Xueji__V1__Verdict verdict = verdict_of(1, RESULT(FAILED), "\x1b[2J");
	answered(&list, &verdict, 1, true);
	ck_assert_int_eq(case_now(id).state, CASE_DRAFT);
	ck_assert_int_eq(case_steps(office_ctx(), id, &steps, &n), OK);
	ck_assert_str_eq(steps[n - 1].reason, "");
}
END_TEST

START_TEST(a_case_waits_on_one_list_and_nobody_makes_an_empty_one)
{
	struct list list;
	waiting_registration();
	made_list(PARCEL_LIST_WIDER_CHECK);
	ck_assert_int_eq(ask_for(PARCEL_LIST_WIDER_CHECK, &list), ERR_PRECONDITION);
	ck_assert_int_eq(office_ctx()->failure.reason, REASON_LIST_NOTHING_WAITS);
	ck_assert_int_eq(ask_for(PARCEL_LIST_KEY_DATA, &list), ERR_PRECONDITION);
}
END_TEST

/* A first answer sends it back, it is corrected and waits again: the old list's second word on it
 * does not count. */
START_TEST(a_case_that_came_again_waits_for_the_new_list)
{
	int64_t id = waiting_registration();
	struct list first = made_list(PARCEL_LIST_WIDER_CHECK);
	Xueji__V1__Verdict verdict = verdict_of(1, RESULT(FAILED), "");
	answered(&first, &verdict, 1, false);
	struct case_row row = case_now(id);
	Xueji__V1__DecideCasesRequest in = XUEJI__V1__DECIDE_CASES_REQUEST__INIT;
	Xueji__V1__CaseRef ref = XUEJI__V1__CASE_REF__INIT, *refs[] = {&ref};
	ref.case_id = id_text(office, id);
	ref.rev = row.rev;
	in.event = XUEJI__V1__CASE_EVENT__CASE_EVENT_SUBMIT;
	in.n_cases = 1;
	in.cases = refs;
	const Xueji__V1__DecideCasesResponse *out = reply(registrar, "DecideCases", &in.base);
	signed_and_confirmed(out->results[0]->summary);
	verdict = verdict_of(1, RESULT(PASSED), "");
	answered(&first, &verdict, 1, true);
	ck_assert_int_eq(case_now(id).state, CASE_WAIT_NATIONAL);
	struct list second = made_list(PARCEL_LIST_WIDER_CHECK);
	answered(&second, &verdict, 1, true);
	ck_assert_int_eq(case_now(id).state, CASE_DONE);
}
END_TEST

/* ---- key data ---- */

START_TEST(a_new_name_of_a_g_holder_is_asked_about_with_the_old_one)
{
	struct student_record child = pupil("陈小明");
	ck_assert_int_eq(student_give_g(office_ctx(), &child, g_of(&child)), OK);
	struct case_row row = {.type = CASE_KEY_DATA,
		.state = CASE_WAIT_NATIONAL,
		.is_open = true,
		.student = child.row.id,
		.school = SCHOOL,
		.bureau = COUNTY,
		.turn = CASE_NATION,
		.turn_unit = PROVINCE,
		.due = DUE_NEVER};
	Xueji__V1__KeyDataChange change = XUEJI__V1__KEY_DATA_CHANGE__INIT;
	Xueji__V1__StudentItems items = XUEJI__V1__STUDENT_ITEMS__INIT;
	items.name = "陈晓明";
	change.items = &items;
	row.payload = pack_message(office->arena, &change.base, &row.payload_size);
	const int64_t seers[] = {SCHOOL};
	ck_assert_int_eq(case_insert(office_ctx(), &row, seers, 1), OK);
	office_commit();
	struct list list = made_list(PARCEL_LIST_KEY_DATA);
	Xueji__V1__ListRow *asked;
	ck_assert_uint_eq(node_reads(&nation, &list, &asked, 1), 1);
	ck_assert_str_eq(asked->name, "陈晓明");
	ck_assert_str_eq(asked->name_before, "陈小明");
	ck_assert_str_eq(asked->student_no, g_of(&child));
	Xueji__V1__Verdict verdict = verdict_of(1, RESULT(PASSED), "");
	answered(&list, &verdict, 1, true);
	ck_assert_int_eq(case_now(row.id).state, CASE_DONE);
	ck_assert_int_eq(student_read(office_ctx(), child.row.id, &child), OK);
	ck_assert_str_eq(child.row.name, "陈晓明");
	ck_assert_str_eq(number_now(child.row.id), g_of(&child));
}
END_TEST

/* ---- making ---- */

static enum err make_small(struct ctx *ctx, bool *again_out)
{
	return list_make_step(ctx, 2, again_out);
}

START_TEST(a_full_list_is_followed_by_another_and_nobody_is_on_two)
{
	struct list list, *lists;
	Xueji__V1__ListRow *rows[3];
	size_t n;
	for (int i = 0; i < 5; i++)
		pupil("陈小明");
	ck_assert_int_eq(ask_for(PARCEL_LIST_G_NUMBERS, &list), OK);
	work(make_small);
	ck_assert_int_eq(list_page(office_ctx(), PROVINCE, 0, 10, &lists, &n), OK);
	ck_assert_uint_eq(n, 3);
	ck_assert_int_eq(lists[0].entries, 1);
	ck_assert_int_eq(lists[2].entries, 2);
	ck_assert_str_eq(lists[0].reason, "月度上报");
	ck_assert_uint_eq(node_reads(&nation, &lists[0], rows, 3), 1);
	ck_assert_int_eq(count("SELECT count(DISTINCT student_id) FROM list_entry"), 5);
}
END_TEST

START_TEST(many_children_go_out_in_bounded_steps)
{
	struct list list;
	bool again;
	struct ctx *ctx = office_ctx();
	for (int i = 0; i < 450; i++) {
		struct student_record child = child_make(
			office->arena, "陈小明", i % 2 ? "2016-09-02" : "2017-03-04", SCHOOL);
		child_enrol_in(ctx, &child);
	}
	office_commit();
	ck_assert_int_eq(ask_for(PARCEL_LIST_G_NUMBERS, &list), OK);
	ck_assert_int_eq(make_all(office_ctx(), &again), OK);
	office_commit();
	ck_assert_int_eq(list_now(list.id).entries, LIST_STEP);
	office_rest();
	house_restart(office);
	work(make_all);
	list = list_now(list.id);
	ck_assert_int_eq(list.entries, 450);
	ck_assert_int_eq(list.state, LIST_MADE);
	Xueji__V1__ListRow **rows = arena_array(office->arena, Xueji__V1__ListRow *, 451);
	ck_assert_uint_eq(node_reads(&nation, &list, rows, 451), 450);
	ck_assert_int_eq(rows[449]->row, 450);
}
END_TEST

START_TEST(who_has_no_checked_number_of_his_own_is_not_asked_about)
{
	struct student_record twin = pupil("陈小明");
	struct student_record none = child_make(office->arena, "陈小花", "2016-09-02", SCHOOL);
	none.items->id_type = ID_TYPE_OTHER;
	none.items->id_number = "";
	child_enrol_in(office_ctx(), &none);
	struct student_record second = child_make(office->arena, "陈小明", "2016-09-02", SCHOOL);
	second.items->id_number = twin.items->id_number;
	child_enrol_in(office_ctx(), &second);
	office_commit();
	struct list list = made_list(PARCEL_LIST_G_NUMBERS);
	ck_assert_int_eq(list.entries, 1);
	ck_assert_int_eq(made_list(PARCEL_LIST_POLICE).entries, 2);
}
END_TEST

START_TEST(without_a_trusted_nation_there_is_no_list)
{
	struct list list;
	pupil("陈小明");
	ck_assert_int_eq(peer_revoke(office_ctx(), "nation"), OK);
	office_commit();
	ck_assert_int_eq(ask_for(PARCEL_LIST_G_NUMBERS, &list), ERR_PRECONDITION);
	ck_assert_int_eq(office_ctx()->failure.reason, REASON_PEER_MISSING);
}
END_TEST

START_TEST(a_list_whose_receiver_is_no_longer_trusted_waits)
{
	struct list list;
	pupil("陈小明");
	ck_assert_int_eq(ask_for(PARCEL_LIST_G_NUMBERS, &list), OK);
	ck_assert_int_eq(peer_revoke(office_ctx(), "nation"), OK);
	office_commit();
	ck_assert_int_eq(work(make_all), 0);
	ck_assert_int_eq(list_now(list.id).state, LIST_BEING_MADE);
	office_rest();
	node_trusted(office->fixture, &nation, "nation", PEER_NATION);
	work(make_all);
	ck_assert_int_eq(list_now(list.id).state, LIST_MADE);
}
END_TEST

START_TEST(one_list_of_a_kind_is_made_at_a_time)
{
	struct list list;
	pupil("陈小明");
	ck_assert_int_eq(ask_for(PARCEL_LIST_G_NUMBERS, &list), OK);
	ck_assert_int_eq(ask_for(PARCEL_LIST_G_NUMBERS, &list), ERR_PRECONDITION);
	ck_assert_int_eq(office_ctx()->failure.reason, REASON_LIST_BEING_MADE);
}
END_TEST

SUITE_WITH("lists", set_up, office_close, whoever_the_nation_does_not_know_is_on_the_roll,
	a_hit_goes_back_to_the_registrar_with_what_the_nation_says,
	a_note_that_no_line_may_hold_is_left_out,
	a_case_waits_on_one_list_and_nobody_makes_an_empty_one,
	a_case_that_came_again_waits_for_the_new_list,
	a_new_name_of_a_g_holder_is_asked_about_with_the_old_one,
	a_full_list_is_followed_by_another_and_nobody_is_on_two,
	many_children_go_out_in_bounded_steps,
	who_has_no_checked_number_of_his_own_is_not_asked_about,
	without_a_trusted_nation_there_is_no_list, one_list_of_a_kind_is_made_at_a_time,
	a_list_whose_receiver_is_no_longer_trusted_waits)
