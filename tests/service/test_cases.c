#include <string.h>

#include "common/han_reading.h"
#include "domain/id_number.h"
#include "domain/roles.h"
#include "server/service/services.h"
#include "server/store/policy_cache.h"
#include "tests/calls/registering.h"

static struct house *house;
static struct person *registrar, *approver, *officer, *city, *province, *neighbour;

static void set_up(void)
{
	house = house_open();
	house->fixture->app.readings = han_readings_open();
	case_classes(house, SCHOOL);
	registrar = person_make(house, "reg", SCHOOL, ROLE_REGISTRAR);
	approver = person_make(house, "app", SCHOOL, ROLE_APPROVER);
	officer = person_make(house, "off", COUNTY, ROLE_OFFICER);
	city = person_make(house, "city", CITY, ROLE_OFFICER);
	province = person_make(house, "prov", PROVINCE, ROLE_OFFICER);
	neighbour = person_make(house, "near", NEIGHBOUR, ROLE_OFFICER);
}

static void tear_down(void)
{
	han_readings_close(house->fixture->app.readings);
	house_close(house);
}

/* ---- asking ---- */

static struct answer ask(
	const struct person *person, const char *method, const ProtobufCMessage *request)
{
	return call(house, person->token, &cases_service, method, request);
}

static struct answer save(const Xueji__V1__SaveRegistrationRequest *in)
{
	return form_save(house, registrar, in);
}

static const Xueji__V1__Case *registered(Xueji__V1__StudentItems *items)
{
	Xueji__V1__SaveRegistrationRequest in = form_of(house, items);
	return form_saved(house, registrar, &in);
}

static int64_t on_roll(void)
{
	return house_count(house, "SELECT count(*) FROM student WHERE status = 2");
}

/* ---- registrations ---- */

START_TEST(a_child_is_entered_signed_confirmed_and_has_a_number)
{
	const Xueji__V1__Case *one = registered(pupil_items(house));
	ck_assert_int_eq(one->state, XUEJI__V1__CASE_STATE__CASE_STATE_SCHOOL_REVIEW);
	ck_assert_str_eq(one->student_name, "刘佳琪");
	ck_assert_int_eq(on_roll(), 0);
	one = case_done(house, approver, APPROVE, one, "");
	ck_assert_int_eq(one->turn, XUEJI__V1__CASE_PARTY__CASE_PARTY_BUREAU);
	one = case_done(house, officer, APPROVE, one, "");
	ck_assert_int_eq(one->state, XUEJI__V1__CASE_STATE__CASE_STATE_DONE);
	ck_assert_int_eq(on_roll(), 1);
	ck_assert_int_eq(house_count(house, "SELECT count(*) FROM number WHERE kind = 1 AND "
					    "is_current = 1"),
		1);
	ck_assert_int_eq(house_count(house, "SELECT sum(boys + girls) FROM school_stat"), 1);
	const Xueji__V1__GetCaseResponse *whole = case_get_whole(house, officer, one);
	ck_assert_uint_eq(whole->n_steps, 4);
	ck_assert_int_eq(whole->steps[3]->party, XUEJI__V1__CASE_PARTY__CASE_PARTY_BUREAU);
	ck_assert_uint_eq(whole->n_moves, 0);
	ck_assert_uint_eq(strspn(whole->items->id_number, "*"), 16);
}
END_TEST

START_TEST(only_the_party_on_turn_moves_never_a_tier_above)
{
	const Xueji__V1__Case *one = registered(pupil_items(house));
	case_refused(house, officer, APPROVE, one, "CASE_NOT_YOUR_MOVE");
	one = case_done(house, approver, APPROVE, one, "");
	case_refused(house, city, APPROVE, one, "CASE_NOT_YOUR_MOVE");
	case_refused(house, province, APPROVE, one, "CASE_NOT_YOUR_MOVE");
	case_refused(house, approver, APPROVE, one, "CASE_NOT_YOUR_MOVE");
	ck_assert_int_eq(case_get_whole(house, city, one)->n_moves, 0);
	ck_assert_int_eq(on_roll(), 0);
}
END_TEST

START_TEST(whoever_entered_it_does_not_sign_it)
{
	struct person *both = person_make(house, "both", SCHOOL, ROLE_REGISTRAR | ROLE_APPROVER);
	Xueji__V1__SaveRegistrationRequest in = form_of(house, pupil_items(house));
	struct answer a = ask(both, "SaveRegistration", &in.base);
	ck_assert_int_eq(a.err, OK);
	const Xueji__V1__GetCaseResponse *whole = a.reply;
	ck_assert_uint_eq(whole->n_moves, 0);
	case_refused(house, both, APPROVE, whole->summary, "SAME_PERSON_SIGNS");
	case_done(house, approver, APPROVE, whole->summary, "");
}
END_TEST

START_TEST(to_others_a_case_does_not_exist)
{
	const Xueji__V1__Case *one = registered(pupil_items(house));
	Xueji__V1__GetCaseRequest in = XUEJI__V1__GET_CASE_REQUEST__INIT;
	in.case_id = one->id;
	ck_assert_int_eq(ask(neighbour, "GetCase", &in.base).err, ERR_NOT_FOUND);
	case_refused(house, neighbour, APPROVE, one, "NO_SUCH_CASE");
	ck_assert_ptr_null(case_try(house, neighbour, APPROVE, one, "")->summary);
}
END_TEST

START_TEST(all_faults_of_a_form_come_at_once)
{
	Xueji__V1__StudentItems *items = pupil_items(house);
	items->id_number = "410581202008020021";
	items->ethnic_group = "77";
	items->phone = "";
	Xueji__V1__SaveRegistrationRequest in = form_of(house, items);
	in.class_number = 7;
	struct answer a = save(&in);
	ck_assert_int_eq(a.err, ERR_INVALID);
	ck_assert(has_fault(&a, "class_number", REASON_NO_SUCH_CLASS));
	ck_assert(has_fault(&a, "items.phone", REASON_REQUIRED));
	ck_assert_uint_ge(a.failure.n_faults, 4);
	in.class_number = INT32_MIN;
	a = save(&in);
	ck_assert(has_fault(&a, "class_number", REASON_OUT_OF_RANGE));
	ck_assert_int_eq(house_count(house, "SELECT count(*) FROM student"), 0);
	ck_assert_int_eq(house_count(house, "SELECT count(*) FROM kase"), 0);
}
END_TEST

START_TEST(a_second_record_is_refused_with_where_the_first_is)
{
	Xueji__V1__StudentItems *items = pupil_items(house);
	const Xueji__V1__Case *one = case_done(house, approver, APPROVE, registered(items), "");
	case_done(house, officer, APPROVE, one, "");
	Xueji__V1__SaveRegistrationRequest in = form_of(house, items);
	struct answer a = save(&in);
	ck_assert_int_eq(a.err, ERR_PRECONDITION);
	ck_assert_int_eq(a.reason, REASON_IDENTITY_HELD);
	ck_assert_str_eq(a.failure.args[0], "第一小学");
}
END_TEST

START_TEST(a_form_is_no_way_to_try_numbers)
{
	Xueji__V1__StudentItems *items = pupil_items(house);
	const Xueji__V1__Case *one = case_done(house, approver, APPROVE, registered(items), "");
	case_done(house, officer, APPROVE, one, "");
	house_policy(house, POLICY_DUPLICATES_PER_HOUR, 2);
	Xueji__V1__SaveRegistrationRequest in = form_of(house, items),
					   other = form_of(house, pupil_items(house));
	ck_assert_int_eq(save(&in).reason, REASON_IDENTITY_HELD);
	ck_assert_int_eq(save(&other).err, OK); /* costs nothing */
	ck_assert_int_eq(save(&in).reason, REASON_IDENTITY_HELD);
	ck_assert_int_eq(save(&in).reason, REASON_QUOTA_USED);
	ck_assert_int_eq(house_count(house, "SELECT count(*) FROM journal WHERE action = "
					    "'student.checked' AND unit_id = 8"),
		2);
	house_wait(house, INT64_C(3600000000));
	registrar = &(struct person){.id = registrar->id};
	memcpy(registrar->token, person_session(house, registrar->id), sizeof registrar->token);
	ck_assert_int_eq(save(&in).reason, REASON_IDENTITY_HELD);
}
END_TEST

START_TEST(the_age_of_entry_is_a_policy)
{
	Xueji__V1__StudentItems *items = pupil_items(house);
	char *number = arena_strdup(house->arena, items->id_number);
	memcpy(number + 6, "20200901", 8);
	number[17] = id_number_check_character(number);
	items->id_number = number;
	items->birth_date = "2020-09-01";
	Xueji__V1__SaveRegistrationRequest in = form_of(house, items);
	struct answer a = save(&in);
	ck_assert_int_eq(a.reason, REASON_WRONG_AGE);
	ck_assert_str_eq(a.failure.args[2], "2026-08-31");
	house_policy(house, POLICY_ENTRY_CUT_OFF, 1231);
	ck_assert_int_eq(save(&in).err, OK);
}
END_TEST

START_TEST(a_full_class_takes_nobody)
{
	house_policy(house, POLICY_CLASS_SIZE, 1);
	case_done(house, officer, APPROVE,
		case_done(house, approver, APPROVE, registered(pupil_items(house)), ""), "");
	Xueji__V1__SaveRegistrationRequest in = form_of(house, pupil_items(house));
	ck_assert_int_eq(save(&in).reason, REASON_CLASS_FULL);
	in.class_number = 2;
	ck_assert_int_eq(save(&in).err, OK);
}
END_TEST

/* Both had a place when they were submitted. */
START_TEST(the_last_place_of_a_class_is_taken_once)
{
	house_policy(house, POLICY_CLASS_SIZE, 1);
	const Xueji__V1__Case *first = registered(pupil_items(house));
	const Xueji__V1__Case *second = registered(pupil_items(house));
	first = case_done(house, approver, APPROVE, first, "");
	second = case_done(house, approver, APPROVE, second, "");
	const Xueji__V1__ListCasesResponse *list =
		case_waiting(house, officer, XUEJI__V1__CASE_PARTY__CASE_PARTY_BUREAU);
	ck_assert_uint_eq(list->n_cases, 2);
	ck_assert(!list->cases[0]->is_class_full);
	case_done(house, officer, APPROVE, first, "");
	list = case_waiting(house, officer, XUEJI__V1__CASE_PARTY__CASE_PARTY_BUREAU);
	ck_assert_uint_eq(list->n_cases, 1);
	ck_assert(list->cases[0]->is_class_full); /* before anybody signs */
	case_refused(house, officer, APPROVE, second, "CLASS_FULL");
	case_done(house, officer, RETURN, second, "1-1 is full");
	ck_assert_int_eq(on_roll(), 1);
}
END_TEST

START_TEST(a_child_may_be_registered_before_there_are_classes)
{
	Xueji__V1__SaveRegistrationRequest in = form_of(house, pupil_items(house));
	in.class_number = 0;
	const Xueji__V1__GetCaseResponse *saved = save(&in).reply;
	ck_assert_ptr_nonnull(saved);
	case_done(house, officer, APPROVE, case_done(house, approver, APPROVE, saved->summary, ""),
		"");
	ck_assert_int_eq(on_roll(), 1);
}
END_TEST

START_TEST(what_is_returned_is_mended_and_submitted_again)
{
	const Xueji__V1__Case *one =
		case_done(house, approver, APPROVE, registered(pupil_items(house)), "");
	struct answer a = case_decide_answer(house, officer, RETURN, one->id, one->rev, "");
	ck_assert(has_fault(&a, "reason", REASON_CASE_REASON_MISSING));
	one = case_done(house, officer, RETURN, one, "户口簿与姓名不符");
	ck_assert_int_eq(one->state, XUEJI__V1__CASE_STATE__CASE_STATE_DRAFT);
	ck_assert_str_eq(
		case_get_whole(house, registrar, one)->steps[3]->reason, "户口簿与姓名不符");
	Xueji__V1__SaveRegistrationRequest in = form_of(house, pupil_items(house));
	in.case_id = one->id;
	in.rev = one->rev;
	in.items->name = "刘佳淇";
	in.submit = false;
	one = ((const Xueji__V1__GetCaseResponse *)save(&in).reply)->summary;
	ck_assert_str_eq(one->student_name, "刘佳淇");
	ck_assert_int_eq(save(&in).reason, REASON_STALE);
	one = case_done(house, registrar, SUBMIT, one, "");
	case_done(house, officer, APPROVE, case_done(house, approver, APPROVE, one, ""), "");
	ck_assert_int_eq(on_roll(), 1);
}
END_TEST

START_TEST(a_draft_sent_back_as_it_was_read_keeps_its_numbers)
{
	Xueji__V1__SaveRegistrationRequest in = form_of(house, pupil_items(house));
	in.submit = false;
	const Xueji__V1__GetCaseResponse *read = (const void *)save(&in).reply;
	in.case_id = read->summary->id, in.rev = read->summary->rev;
	in.items = read->items; /* numbers are masked */
	in.submit = true;
	const Xueji__V1__Case *one = ((const Xueji__V1__GetCaseResponse *)save(&in).reply)->summary;
	case_done(house, officer, APPROVE, case_done(house, approver, APPROVE, one, ""), "");
	ck_assert_int_eq(house_count(house, "SELECT count(*) FROM identity WHERE claimant = 0"), 1);
	in = form_of(house, pupil_items(house));
	in.items->id_number = "****************18"; /* of whom? */
	struct answer a = save(&in);
	ck_assert(has_fault(&a, "items.id_number", REASON_MASKED_NUMBER));
}
END_TEST

START_TEST(a_withdrawn_draft_leaves_no_child)
{
	Xueji__V1__SaveRegistrationRequest in = form_of(house, pupil_items(house));
	in.submit = false;
	const Xueji__V1__GetCaseResponse *draft = save(&in).reply;
	const Xueji__V1__Case *one = case_done(house, registrar, WITHDRAW, draft->summary, "");
	ck_assert_int_eq(one->state, XUEJI__V1__CASE_STATE__CASE_STATE_WITHDRAWN);
	ck_assert_int_eq(house_count(house, "SELECT count(*) FROM student"), 0);
	in.case_id = "";
	ck_assert_int_eq(save(&in).err, OK);
}
END_TEST

START_TEST(a_child_without_document_goes_up_to_the_province)
{
	Xueji__V1__StudentItems *items = pupil_items(house);
	items->id_type = "Z";
	items->id_number = "";
	items->family_1_id_type = "1";
	items->family_1_id_number = "11010519491231002X";
	Xueji__V1__SaveRegistrationRequest in = form_of(house, items);
	in.is_provisional = true; /* the proof of attendance is to follow (R18) */
	const Xueji__V1__Case *one = ((const Xueji__V1__GetCaseResponse *)save(&in).reply)->summary;
	one = case_done(house, officer, APPROVE, case_done(house, approver, APPROVE, one, ""), "");
	ck_assert_int_eq(one->state, XUEJI__V1__CASE_STATE__CASE_STATE_CITY_REVIEW);
	one = case_done(house, city, APPROVE, one, "");
	one = case_done(house, province, APPROVE, one, "");
	ck_assert_int_eq(one->state, XUEJI__V1__CASE_STATE__CASE_STATE_DONE);
	ck_assert_int_eq(on_roll(), 1);
}
END_TEST

START_TEST(a_later_grade_waits_for_the_nation)
{
	Xueji__V1__SaveRegistrationRequest in = form_of(house, pupil_items(house));
	in.grade = 4;
	const Xueji__V1__Case *one = ((const Xueji__V1__GetCaseResponse *)save(&in).reply)->summary;
	one = case_done(house, officer, APPROVE, case_done(house, approver, APPROVE, one, ""), "");
	ck_assert_int_eq(one->state, XUEJI__V1__CASE_STATE__CASE_STATE_WAIT_NATIONAL);
	ck_assert_int_eq(on_roll(), 0);
	Xueji__V1__ListCasesRequest list = XUEJI__V1__LIST_CASES_REQUEST__INIT;
	list.waiting_for = XUEJI__V1__CASE_PARTY__CASE_PARTY_NATION;
	const Xueji__V1__ListCasesResponse *out = ask(province, "ListCases", &list.base).reply;
	ck_assert_uint_eq(out->n_cases, 1);
	case_refused(house, province, APPROVE, one, "CASE_NO_SUCH_STEP");
}
END_TEST

/* ---- many at once ---- */

START_TEST(what_changed_meanwhile_is_said_and_the_rest_is_done)
{
	const Xueji__V1__Case *many[3];
	Xueji__V1__CaseRef refs[3], *at[3];
	for (int i = 0; i < 3; i++) {
		many[i] = registered(pupil_items(house));
		xueji__v1__case_ref__init(&refs[i]);
		refs[i].case_id = many[i]->id;
		refs[i].rev = many[i]->rev;
		at[i] = &refs[i];
	}
	case_done(house, approver, RETURN, many[1], "名字");
	Xueji__V1__DecideCasesRequest in = XUEJI__V1__DECIDE_CASES_REQUEST__INIT;
	in.event = APPROVE;
	in.n_cases = 3;
	in.cases = at;
	house->key = "approve-all-3";
	const Xueji__V1__DecideCasesResponse *out = ask(approver, "DecideCases", &in.base).reply;
	ck_assert(out->results[0]->is_done && out->results[2]->is_done);
	ck_assert(!out->results[1]->is_done);
	ck_assert_str_eq(out->results[1]->refusal, "STALE");
	/* Enter struck twice: the same answer, and nothing is done again. */
	const Xueji__V1__DecideCasesResponse *again = ask(approver, "DecideCases", &in.base).reply;
	ck_assert(again->results[0]->is_done);
	ck_assert_int_eq(house_count(house, "SELECT count(*) FROM case_step WHERE event = 2"), 2);
}
END_TEST

START_TEST(a_list_shows_what_waits_longest_first_and_goes_on)
{
	Xueji__V1__ListCasesRequest in = XUEJI__V1__LIST_CASES_REQUEST__INIT;
	char *first = registered(pupil_items(house))->id;
	for (int i = 0; i < 2; i++) {
		house_wait(house, 1000000);
		registered(pupil_items(house));
	}
	in.waiting_for = XUEJI__V1__CASE_PARTY__CASE_PARTY_APPROVER;
	in.page_size = 2;
	const Xueji__V1__ListCasesResponse *out = ask(approver, "ListCases", &in.base).reply;
	ck_assert_uint_eq(out->n_cases, 2);
	ck_assert_str_eq(out->cases[0]->id, first);
	in.page_token = out->next_page_token;
	out = ask(approver, "ListCases", &in.base).reply;
	ck_assert_uint_eq(out->n_cases, 1);
	ck_assert_str_eq(out->next_page_token, "");
	in = (Xueji__V1__ListCasesRequest)XUEJI__V1__LIST_CASES_REQUEST__INIT;
	ck_assert_uint_eq(
		((const Xueji__V1__ListCasesResponse *)ask(city, "ListCases", &in.base).reply)
			->n_cases,
		3);
	in.unit_id = id_text(house, CITY);
	ck_assert_int_eq(ask(neighbour, "ListCases", &in.base).err, ERR_DENIED);
}
END_TEST

/* Three that wait for the school's approver; the second is called 王若曦. */
static void three_wait(const Xueji__V1__Case *cases[3])
{
	for (int i = 0; i < 3; i++) {
		Xueji__V1__StudentItems *items = pupil_items(house);
		if (i == 1)
			items->name = "王若曦";
		house_wait(house, 1000000);
		cases[i] = registered(items);
	}
}

static const Xueji__V1__ListCasesResponse *listed(
	const struct person *person, const Xueji__V1__ListCasesRequest *in)
{
	struct answer answer = ask(person, "ListCases", &in->base);
	ck_assert_int_eq(answer.err, OK);
	return answer.reply;
}

START_TEST(a_list_is_filtered_by_name_and_says_how_many_of_how_many)
{
	Xueji__V1__ListCasesRequest in = XUEJI__V1__LIST_CASES_REQUEST__INIT;
	const Xueji__V1__Case *cases[3];
	three_wait(cases);
	for (int waits = 0; waits < 2; waits++) {
		in.waiting_for = waits ? XUEJI__V1__CASE_PARTY__CASE_PARTY_APPROVER
				       : XUEJI__V1__CASE_PARTY__CASE_PARTY_UNSPECIFIED;
		in.filter = "若曦";
		const Xueji__V1__ListCasesResponse *out = listed(approver, &in);
		ck_assert_uint_eq(out->n_cases, 1);
		ck_assert_str_eq(out->cases[0]->id, cases[1]->id);
		ck_assert_int_eq(out->matching_count, 1);
		ck_assert_int_eq(out->total_count, 3);
		in.filter = "WR";
		ck_assert_uint_eq(listed(approver, &in)->n_cases, 1);
		in.filter = "rx"; /* of the initials only the beginning */
		ck_assert_uint_eq(listed(approver, &in)->n_cases, 0);
		in.filter = "%";
		ck_assert_uint_eq(listed(approver, &in)->n_cases, 0);
	}
	in.filter = "若曦";
	in.unit_id = id_text(house, CITY); /* a name is found nowhere that one does not see */
	ck_assert_int_eq(ask(neighbour, "ListCases", &in.base).err, ERR_DENIED);
	in.unit_id = "";
	ck_assert_uint_eq(listed(neighbour, &in)->n_cases, 0);
}
END_TEST

START_TEST(a_list_goes_on_in_the_order_that_was_asked_for)
{
	static const Xueji__V1__CaseOrder orders[] = {XUEJI__V1__CASE_ORDER__CASE_ORDER_OLDEST,
		XUEJI__V1__CASE_ORDER__CASE_ORDER_NEWEST, XUEJI__V1__CASE_ORDER__CASE_ORDER_DUE};
	const Xueji__V1__Case *cases[3];
	three_wait(cases);
	for (int i = 0; i < 6; i++) {
		Xueji__V1__ListCasesRequest in = XUEJI__V1__LIST_CASES_REQUEST__INIT;
		bool is_newest = orders[i / 2] == XUEJI__V1__CASE_ORDER__CASE_ORDER_NEWEST;
		in.order = orders[i / 2], in.page_size = 1;
		in.waiting_for = i % 2 ? XUEJI__V1__CASE_PARTY__CASE_PARTY_APPROVER
				       : XUEJI__V1__CASE_PARTY__CASE_PARTY_UNSPECIFIED;
		for (int page = 0; page < 3; page++) {
			const Xueji__V1__ListCasesResponse *out = listed(approver, &in);
			ck_assert_uint_eq(out->n_cases, 1);
			ck_assert_str_eq(out->cases[0]->id, cases[is_newest ? 2 - page : page]->id);
			ck_assert_int_eq(out->total_count, page == 0 ? 3 : 0);
			in.page_token = out->next_page_token;
		}
		ck_assert_str_eq(in.page_token, "");
	}
}
END_TEST

START_TEST(closed_cases_are_found_by_name_newest_first)
{
	Xueji__V1__ListCasesRequest in = XUEJI__V1__LIST_CASES_REQUEST__INIT;
	const Xueji__V1__Case *cases[3];
	three_wait(cases);
	for (int i = 0; i < 3; i++)
		case_done(house, officer, APPROVE,
			case_done(house, approver, APPROVE, cases[i], ""), "");
	in.closed = true, in.page_size = 1;
	ck_assert_str_eq(listed(approver, &in)->cases[0]->id, cases[2]->id);
	in.filter = "若曦";
	const Xueji__V1__ListCasesResponse *out = listed(approver, &in);
	ck_assert_uint_eq(out->n_cases, 1);
	ck_assert_str_eq(out->cases[0]->id, cases[1]->id);
	ck_assert_str_eq(out->next_page_token, "");
	in.order = XUEJI__V1__CASE_ORDER__CASE_ORDER_DUE;
	struct answer answer = ask(approver, "ListCases", &in.base);
	ck_assert(has_fault(&answer, "order", REASON_CLOSED_NEWEST_FIRST));
}
END_TEST

SUITE_WITH("cases", set_up, tear_down, a_list_is_filtered_by_name_and_says_how_many_of_how_many,
	a_list_goes_on_in_the_order_that_was_asked_for, closed_cases_are_found_by_name_newest_first,
	a_child_is_entered_signed_confirmed_and_has_a_number,
	only_the_party_on_turn_moves_never_a_tier_above, whoever_entered_it_does_not_sign_it,
	to_others_a_case_does_not_exist, all_faults_of_a_form_come_at_once,
	a_second_record_is_refused_with_where_the_first_is, a_form_is_no_way_to_try_numbers,
	the_age_of_entry_is_a_policy, a_full_class_takes_nobody,
	the_last_place_of_a_class_is_taken_once, a_child_may_be_registered_before_there_are_classes,
	what_is_returned_is_mended_and_submitted_again,
	a_draft_sent_back_as_it_was_read_keeps_its_numbers, a_withdrawn_draft_leaves_no_child,
	a_child_without_document_goes_up_to_the_province, a_later_grade_waits_for_the_nation,
	what_changed_meanwhile_is_said_and_the_rest_is_done,
	a_list_shows_what_waits_longest_first_and_goes_on)
