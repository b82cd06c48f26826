/* The province's officer makes lists and brings verdicts back. The numbers themselves: tests/node.
 */
#include "server/service/lists.h"

#include "common/date.h"
#include "domain/id_number.h"
#include "domain/roles.h"
#include "server/service/case_apply.h"
#include "server/service/services.h"
#include "server/store/ids.h"
#include "tests/office/office.h"

static struct person *province, *county, *far, *officer_of_nation;

static void set_up(void)
{
	office_open();
	province = person_make(office, "prov", PROVINCE, ROLE_OFFICER);
	county = person_make(office, "county", COUNTY, ROLE_OFFICER);
	far = person_make(office, "far", OTHER_PROVINCE, ROLE_OFFICER);
	officer_of_nation = person_make(office, "nation", NATION, ROLE_OFFICER);
}

static struct answer ask(
	const struct person *person, const char *method, const ProtobufCMessage *request)
{
	office_rest();
	return call(office, person->token, &lists_service, method, request);
}

static Xueji__V1__CreateListRequest list_wanted(void)
{
	Xueji__V1__CreateListRequest in = XUEJI__V1__CREATE_LIST_REQUEST__INIT;
	in.kind = XUEJI__V1__LIST_KIND__LIST_KIND_G_NUMBERS;
	in.reason = "春季核发";
	return in;
}

static const Xueji__V1__List *created(void)
{
	Xueji__V1__CreateListRequest in = list_wanted();
	struct answer a = ask(province, "CreateList", &in.base);
	ck_assert_msg(a.err == OK, "%s", reason_row(a.reason)->name);
	return ((const Xueji__V1__CreateListResponse *)a.reply)->list;
}

static const Xueji__V1__ListListsResponse *listed(void)
{
	Xueji__V1__ListListsRequest in = XUEJI__V1__LIST_LISTS_REQUEST__INIT;
	struct answer a = ask(province, "ListLists", &in.base);
	ck_assert_int_eq(a.err, OK);
	return a.reply;
}

static struct answer piece_of(const struct person *person, const char *id, int64_t piece)
{
	Xueji__V1__GetListRequest in = XUEJI__V1__GET_LIST_REQUEST__INIT;
	in.list_id = (char *)id;
	in.piece = piece;
	return ask(person, "GetList", &in.base);
}

/* ---- lists ---- */

START_TEST(a_list_is_made_fetched_in_pieces_and_journalled_with_its_reason)
{
	pupil("陈小明");
	const char *id = created()->id;
	ck_assert_int_eq(piece_of(province, id, 0).reason, REASON_LIST_NOT_MADE);
	work(make_all);
	const Xueji__V1__List *list = listed()->lists[0];
	ck_assert_int_eq(list->state, XUEJI__V1__LIST_STATE__LIST_STATE_MADE);
	ck_assert_int_eq(list->entries, 1);
	ck_assert_int_eq(list->number, 1);
	ck_assert_str_eq(list->reason, "春季核发");
	ck_assert_str_eq(list->made_by, province->id_text);
	struct bytes whole = {NULL, 0};
	for (int64_t i = 0; i < list->pieces; i++) {
		struct answer a = piece_of(province, id, i);
		ck_assert_int_eq(a.err, OK);
		const Xueji__V1__GetListResponse *out = a.reply;
		ck_assert_str_eq(out->file_name, "330000-nation-0000000001.parcel");
		bytes_add(&whole, out->data.data, out->data.len);
	}
	ck_assert_int_eq((int64_t)whole.size, list->size);
	struct parcel parcel;
	ck_assert_int_eq(parcel_parse(office_ctx(), whole.at, whole.size, &parcel), OK);
	ck_assert(parcel_is_signed(&parcel, &nation.ours));
	free(whole.at);
	ck_assert_int_eq(count("SELECT count(*) FROM journal WHERE action = 'list.fetched'"), 1);
	ck_assert_int_eq(count("SELECT count(*) FROM journal WHERE action = 'list.created' AND "
			       "sealed IS NOT NULL"),
		1);
	struct answer a = piece_of(province, id, list->pieces);
	ck_assert(has_fault(&a, "piece", REASON_NO_SUCH_PIECE));
}
END_TEST

START_TEST(only_an_officer_of_the_province_has_to_do_with_its_lists)
{
	pupil("陈小明");
	Xueji__V1__CreateListRequest in = list_wanted();
	struct answer a = ask(county, "CreateList", &in.base);
	ck_assert(has_fault(&a, "unit_id", REASON_NOT_A_PROVINCE));
	in.unit_id = id_text(office, PROVINCE);
	ck_assert_int_eq(ask(county, "CreateList", &in.base).err, ERR_DENIED);
	ck_assert_int_eq(ask(far, "CreateList", &in.base).err, ERR_DENIED);
	ck_assert_int_eq(ask(officer_of_nation, "CreateList", &in.base).err, ERR_DENIED);
	const char *id = created()->id;
	work(make_all);
	ck_assert_int_eq(piece_of(far, id, 0).err, ERR_DENIED);
	ck_assert_int_eq(piece_of(officer_of_nation, id, 0).err, ERR_DENIED);
	ck_assert_int_eq(piece_of(province, "77", 0).reason, REASON_NO_SUCH_LIST);
}
END_TEST

START_TEST(a_reason_is_asked_for_and_one_list_at_a_time_is_made)
{
	Xueji__V1__CreateListRequest in = list_wanted();
	in.reason = "";
	in.kind = XUEJI__V1__LIST_KIND__LIST_KIND_UNSPECIFIED;
	struct answer a = ask(province, "CreateList", &in.base);
	ck_assert(has_fault(&a, "reason", REASON_REQUIRED));
	ck_assert(has_fault(&a, "kind", REASON_REQUIRED));
	created();
	in = list_wanted();
	ck_assert_int_eq(ask(province, "CreateList", &in.base).reason, REASON_LIST_BEING_MADE);
	in.kind = XUEJI__V1__LIST_KIND__LIST_KIND_WIDER_CHECK;
	ck_assert_int_eq(ask(province, "CreateList", &in.base).reason, REASON_LIST_NOTHING_WAITS);
}
END_TEST

START_TEST(what_waits_is_told_with_its_age_and_the_day_by_which_it_goes_out)
{
	struct student_record child = pupil("陈小明");
	struct case_row row = {.type = CASE_REGISTRATION,
		.state = CASE_WAIT_NATIONAL,
		.is_open = true,
		.student = child.row.id,
		.school = SCHOOL,
		.bureau = COUNTY,
		.turn = CASE_NATION,
		.turn_unit = PROVINCE,
		.due = DUE_NEVER};
	const int64_t seers[] = {SCHOOL};
	ck_assert_int_eq(case_insert(office_ctx(), &row, seers, 1), OK);
	office_commit();
	const Xueji__V1__ListQueue *queue = listed()->queues[0];
	ck_assert_int_eq(queue->waiting, 1);
	ck_assert_int_eq(queue->oldest_days, 0);
	ck_assert_str_eq(queue->due_day, "2026-11-25");
	ck_assert(!queue->is_overdue);
	office_rest();
	house_wait(office, 4 * US_PER_DAY);
	province = person_make(office, "prov2", PROVINCE, ROLE_OFFICER);
	queue = listed()->queues[0];
	ck_assert_int_eq(queue->oldest_days, 4);
	ck_assert(queue->is_overdue);
	ck_assert_int_eq(listed()->queues[1]->waiting, 0);
	ck_assert_str_eq(listed()->queues[1]->due_day, "");
}
END_TEST

/* ---- verdicts ---- */

static struct answer send(const struct person *person, const char *upload, struct bytes whole,
	int64_t offset, size_t size)
{
	Xueji__V1__ImportVerdictsRequest in = XUEJI__V1__IMPORT_VERDICTS_REQUEST__INIT;
	in.upload_id = (char *)upload;
	in.size = (int64_t)whole.size;
	in.offset = offset;
	in.data = (ProtobufCBinaryData){size, whole.at + offset};
	return ask(person, "ImportVerdicts", &in.base);
}

START_TEST(verdicts_come_in_pieces_from_where_they_were_left)
{
	struct student_record child = pupil("陈小明");
	struct list list = made_list(PARCEL_LIST_G_NUMBERS);
	Xueji__V1__Verdict verdict = verdict_of(1, RESULT(NUMBERED), g_of(&child));
	struct bytes whole = answer_of(&nation, 1, &list, &verdict, 1, true);
	struct answer a = send(province, "", whole, 0, 100);
	const Xueji__V1__ImportVerdictsResponse *out = a.reply;
	const char *upload = out->upload_id;
	ck_assert_int_eq(out->received, 100);
	ck_assert_int_eq(send(province, upload, whole, 150, 10).reason, REASON_PIECE_NOT_NEXT);
	ck_assert_int_eq(send(far, upload, whole, 100, 10).reason, REASON_NO_SUCH_UPLOAD);
	out = send(province, upload, whole, 0, 100).reply;
	ck_assert_int_eq(out->received, 100);
	out = send(province, upload, whole, 100, whole.size - 100).reply;
	ck_assert(out->is_complete && !out->was_here_before);
	work(exchange_take_step);
	ck_assert_str_eq(number_now(child.row.id), g_of(&child));
	ck_assert_int_eq(count("SELECT count(*) FROM parcel_upload_piece"), 0);
	out = send(province, "", whole, 0, whole.size).reply;
	ck_assert(out->is_complete && out->was_here_before);
	free(whole.at);
}
END_TEST

START_TEST(who_brings_verdicts_cannot_make_them)
{
	struct student_record child = pupil("陈小明");
	struct list list = made_list(PARCEL_LIST_G_NUMBERS);
	Xueji__V1__Verdict verdict = verdict_of(1, RESULT(NUMBERED), g_of(&child));
	struct bytes whole = answer_of(&nation, 1, &list, &verdict, 1, true);
	whole.at[whole.size - 80] ^= 1;
	ck_assert_int_eq(send(province, "", whole, 0, whole.size).reason, REASON_PARCEL_FORGED);
	ck_assert_int_eq(count("SELECT count(*) FROM parcel WHERE is_incoming = 1"), 0);
	struct answer a = send(province, "", whole, 0, 0);
	ck_assert(has_fault(&a, "data", REASON_OUT_OF_RANGE));
	free(whole.at);
}
END_TEST

START_TEST(each_refused_verdict_is_shown_with_the_child_and_in_words)
{
	struct student_record child = pupil("陈小明");
	struct list list = made_list(PARCEL_LIST_G_NUMBERS);
	Xueji__V1__Verdict verdicts[] = {
		verdict_of(1, RESULT(MATCH), ""), verdict_of(5, RESULT(FAILED), "")};
	answered(&list, verdicts, 2, true);
	Xueji__V1__ListRefusalsRequest in = XUEJI__V1__LIST_REFUSALS_REQUEST__INIT;
	in.list_id = id_text(office, list.id);
	in.page_size = 1;
	const Xueji__V1__ListRefusalsResponse *out = ask(province, "ListRefusals", &in.base).reply;
	ck_assert_uint_eq(out->n_refusals, 1);
	ck_assert_str_eq(out->refusals[0]->refusal, "VERDICT_NOT_FOR_LIST");
	ck_assert_str_eq(out->refusals[0]->student_id, id_text(office, child.row.id));
	ck_assert_str_eq(out->refusals[0]->student_name, "陈小明");
	ck_assert_str_ne(out->refusals[0]->refusal_text, "");
	in.page_token = out->next_page_token;
	out = ask(province, "ListRefusals", &in.base).reply;
	ck_assert_int_eq(out->refusals[0]->row, 5);
	ck_assert_str_eq(out->refusals[0]->student_id, "");
	ck_assert_int_eq(ask(county, "ListRefusals", &in.base).err, ERR_DENIED);
}
END_TEST

/* ---- J ---- */

static const Xueji__V1__SubstituteNumberResult *given(
	const struct person *person, int64_t student, int64_t rev)
{
	Xueji__V1__GiveSubstituteNumbersRequest in =
		XUEJI__V1__GIVE_SUBSTITUTE_NUMBERS_REQUEST__INIT;
	Xueji__V1__StudentRef ref = XUEJI__V1__STUDENT_REF__INIT, *refs[] = {&ref};
	ref.student_id = id_text(office, student);
	ref.rev = rev;
	in.n_students = 1;
	in.students = refs;
	in.reason = "户口待补办";
	struct answer a = ask(person, "GiveSubstituteNumbers", &in.base);
	ck_assert_int_eq(a.err, OK);
	return ((const Xueji__V1__GiveSubstituteNumbersResponse *)a.reply)->results[0];
}

START_TEST(the_province_gives_j_to_who_has_no_id_number_and_to_nobody_else)
{
	struct student_record with = pupil("陈小明");
	struct student_record none = child_make(office->arena, "陈小花", "2016-09-02", SCHOOL);
	none.items->id_type = ID_TYPE_OTHER;
	none.items->id_number = "";
	child_enrol_in(office_ctx(), &none);
	office_commit();
	const char *temporary = number_now(none.row.id);
	ck_assert_str_eq(given(county, none.row.id, none.row.rev)->refusal, "NO_SUCH_STUDENT");
	ck_assert_str_eq(given(far, none.row.id, none.row.rev)->refusal, "NO_SUCH_STUDENT");
	ck_assert_str_eq(given(province, none.row.id, none.row.rev + 1)->refusal, "STALE");
	ck_assert_str_eq(given(province, with.row.id, with.row.rev)->refusal, "HAS_ID_NUMBER");
	const Xueji__V1__SubstituteNumberResult *result =
		given(province, none.row.id, none.row.rev);
	ck_assert(result->is_done);
	ck_assert_int_eq(result->student_no_masked[0], 'J');
	ck_assert_int_eq(number_now(none.row.id)[0], 'J');
	ck_assert_int_eq(found_by(temporary), none.row.id);
	ck_assert_str_eq(given(province, none.row.id, none.row.rev + 1)->refusal, "NOT_TEMPORARY");
	ck_assert_int_eq(
		count("SELECT count(*) FROM journal WHERE action = 'student.numbered'"), 1);
}
END_TEST

SUITE_WITH("lists", set_up, office_close,
	a_list_is_made_fetched_in_pieces_and_journalled_with_its_reason,
	only_an_officer_of_the_province_has_to_do_with_its_lists,
	a_reason_is_asked_for_and_one_list_at_a_time_is_made,
	what_waits_is_told_with_its_age_and_the_day_by_which_it_goes_out,
	verdicts_come_in_pieces_from_where_they_were_left, who_brings_verdicts_cannot_make_them,
	each_refused_verdict_is_shown_with_the_child_and_in_words,
	the_province_gives_j_to_who_has_no_id_number_and_to_nobody_else)
