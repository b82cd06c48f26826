/* The papers that cases carry. */
#include <string.h>

#include "common/han_reading.h"
#include "domain/id_number.h"
#include "domain/roles.h"
#include "server/registry/student_items.h"
#include "server/service/services.h"
#include "server/store/unit_store.h"
#include "tests/calls/attaching.h"
#include "tests/support/child.h"
#include "tests/support/form.h"
#include "xueji/v1/cases.pb-c.h"

static struct house *house;
static struct person *registrar, *approver, *officer, *neighbour;
static int64_t child;

static void set_up(void)
{
	static const struct school_class classes[] = {{1, 1}};
	const struct programme primary = {.years = {[STAGE_PRIMARY] = 6}};
	house = house_open();
	house->fixture->app.readings = han_readings_open();
	struct ctx *ctx = house_write(house);
	ck_assert_int_eq(unit_set_programme(ctx, SCHOOL, &primary), OK);
	ck_assert_int_eq(unit_set_classes(ctx, SCHOOL, classes, 1), OK);
	house_commit(house);
	registrar = person_make(house, "reg", SCHOOL, ROLE_REGISTRAR);
	approver = person_make(house, "app", SCHOOL, ROLE_APPROVER);
	officer = person_make(house, "off", COUNTY, ROLE_OFFICER);
	neighbour = person_make(house, "near", NEIGHBOUR, ROLE_OFFICER);
	child = attach_child(house, "陈小花", SCHOOL);
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

static char *paper(int64_t student, int kind)
{
	struct scan scan = scan_new(house, FILE_TYPE_JPEG, 1000);
	return attach(house, registrar, student, kind, &scan);
}

/* A change of the child's name, with these papers. */
static Xueji__V1__SaveKeyDataChangeRequest *change_new(size_t n, char *papers[])
{
	Xueji__V1__SaveKeyDataChangeRequest *in =
		arena_one(house->arena, Xueji__V1__SaveKeyDataChangeRequest);
	xueji__v1__save_key_data_change_request__init(in);
	in->student_id = id_text(house, child);
	in->items = arena_one(house->arena, Xueji__V1__StudentItems);
	xueji__v1__student_items__init(in->items);
	in->items->name = "陈晓花";
	in->n_attachment_ids = n;
	in->attachment_ids = papers;
	return in;
}

static const Xueji__V1__GetCaseResponse *saved(const Xueji__V1__SaveKeyDataChangeRequest *in)
{
	struct answer a = ask(registrar, "SaveKeyDataChange", &in->base);
	ck_assert_msg(a.err == OK, "%s", reason_row(a.reason)->name);
	return a.reply;
}

static const Xueji__V1__CaseResult *decide(
	const struct person *person, Xueji__V1__CaseEvent event, const Xueji__V1__Case *one)
{
	Xueji__V1__DecideCasesRequest in = XUEJI__V1__DECIDE_CASES_REQUEST__INIT;
	Xueji__V1__CaseRef ref = XUEJI__V1__CASE_REF__INIT, *refs[] = {&ref};
	ref.case_id = one->id;
	ref.rev = one->rev;
	in.event = event;
	in.n_cases = 1;
	in.cases = refs;
	const Xueji__V1__DecideCasesResponse *out = ask(person, "DecideCases", &in.base).reply;
	return out->results[0];
}

#define APPROVE  XUEJI__V1__CASE_EVENT__CASE_EVENT_APPROVE
#define SUBMIT   XUEJI__V1__CASE_EVENT__CASE_EVENT_SUBMIT
#define WITHDRAW XUEJI__V1__CASE_EVENT__CASE_EVENT_WITHDRAW

static const Xueji__V1__Case *done(
	const struct person *person, Xueji__V1__CaseEvent event, const Xueji__V1__Case *one)
{
	const Xueji__V1__CaseResult *result = decide(person, event, one);
	ck_assert_msg(result->is_done, "%s: %s", result->refusal, result->refusal_text);
	return result->summary;
}

static bool is_there(const char *id)
{
	return get_attachment(house, registrar, id).err == OK;
}

/* ---- key data ---- */

START_TEST(key_data_changes_with_its_proof_which_then_stays)
{
	char *page = paper(child, ATTACHMENT_HOUSEHOLD_PAGE);
	Xueji__V1__SaveKeyDataChangeRequest *in = change_new(1, &page);
	in->submit = true;
	const Xueji__V1__GetCaseResponse *out = saved(in);
	ck_assert_uint_eq(out->n_attachment_ids, 1);
	ck_assert_str_eq(out->attachment_ids[0], page);
	const Xueji__V1__Attachment *proof = get_attachment(house, officer, page).reply;
	ck_assert(proof->is_relied_on);
	struct answer a = drop_attachment(house, registrar, page);
	ck_assert_int_eq(a.reason, REASON_ATTACHMENT_OF_CASE);
	ck_assert_str_eq(a.failure.args[0], out->summary->id);
	const Xueji__V1__Case *one = done(approver, APPROVE, out->summary);
	one = done(officer, APPROVE, one);
	ck_assert_int_eq(one->state, XUEJI__V1__CASE_STATE__CASE_STATE_DONE);
	ck_assert_int_eq(
		house_count(house, "SELECT count(*) FROM student WHERE name = '陈晓花'"), 1);
	ck_assert_int_eq(drop_attachment(house, registrar, page).reason, REASON_ATTACHMENT_OF_CASE);
}
END_TEST

START_TEST(a_draft_may_wait_for_its_proof_but_is_not_submitted_without)
{
	char *application = paper(child, ATTACHMENT_GUARDIAN_APPLICATION);
	const Xueji__V1__GetCaseResponse *draft = saved(change_new(1, &application));
	const Xueji__V1__CaseResult *result = decide(registrar, SUBMIT, draft->summary);
	ck_assert_str_eq(result->refusal, "CASE_PROOF_MISSING");
	char *papers[] = {application, paper(child, ATTACHMENT_ID_CARD)};
	Xueji__V1__SaveKeyDataChangeRequest *in = change_new(2, papers);
	in->case_id = draft->summary->id;
	in->rev = draft->summary->rev;
	draft = saved(in);
	done(registrar, SUBMIT, draft->summary);
}
END_TEST

START_TEST(each_paper_that_proves_nothing_is_named_with_its_place)
{
	struct scan scan = scan_new(house, FILE_TYPE_JPEG, 1000);
	char *good = paper(child, ATTACHMENT_HOUSEHOLD_PAGE),
	     *dropped = paper(child, ATTACHMENT_HOUSEHOLD_PAGE);
	ck_assert_int_eq(drop_attachment(house, registrar, dropped).err, OK);
	char *papers[] = {good, "x", "4711",
		paper(attach_child(house, "陈小明", SCHOOL), ATTACHMENT_ID_CARD),
		attach_begin(house, registrar, child, ATTACHMENT_ID_CARD, &scan), dropped,
		paper(child, ATTACHMENT_MEDICAL_CERTIFICATE), paper(child, ATTACHMENT_PHOTO), good,
		""};
	struct answer a = ask(registrar, "SaveKeyDataChange", &change_new(10, papers)->base);
	ck_assert_int_eq(a.err, ERR_INVALID);
	ck_assert_uint_eq(a.failure.n_faults, 9);
	ck_assert(has_fault(&a, "attachment_ids[1]", REASON_NOT_AN_ID));
	ck_assert(has_fault(&a, "attachment_ids[2]", REASON_PAPER_UNKNOWN));
	ck_assert(has_fault(&a, "attachment_ids[3]", REASON_PAPER_UNKNOWN));
	ck_assert(has_fault(&a, "attachment_ids[4]", REASON_PAPER_UNFINISHED));
	ck_assert(has_fault(&a, "attachment_ids[5]", REASON_PAPER_UNKNOWN));
	ck_assert(has_fault(&a, "attachment_ids[6]", REASON_PAPER_UNFIT));
	ck_assert(has_fault(&a, "attachment_ids[7]", REASON_PAPER_UNFIT));
	ck_assert(has_fault(&a, "attachment_ids[8]", REASON_PAPER_TWICE));
	ck_assert(has_fault(&a, "attachment_ids[9]", REASON_REQUIRED));
	ck_assert_int_eq(house_count(house, "SELECT count(*) FROM kase"), 0);
	ck_assert_int_eq(house_count(house, "SELECT count(*) FROM attachment_use"), 0);
}
END_TEST

START_TEST(a_change_of_nothing_is_told_together_with_its_papers)
{
	char *papers[] = {"4711"};
	Xueji__V1__SaveKeyDataChangeRequest *in = change_new(1, papers);
	in->items = NULL;
	struct answer a = ask(registrar, "SaveKeyDataChange", &in->base);
	ck_assert(has_fault(&a, "items", REASON_REQUIRED));
	ck_assert(has_fault(&a, "attachment_ids[0]", REASON_PAPER_UNKNOWN));
}
END_TEST

START_TEST(what_a_draft_no_longer_names_may_be_dropped)
{
	char *old = paper(child, ATTACHMENT_HOUSEHOLD_PAGE),
	     *new = paper(child, ATTACHMENT_ID_CARD);
	const Xueji__V1__GetCaseResponse *draft = saved(change_new(1, &old));
	ck_assert_int_eq(drop_attachment(house, registrar, old).reason, REASON_ATTACHMENT_OF_CASE);
	Xueji__V1__SaveKeyDataChangeRequest *in = change_new(1, &new);
	in->case_id = draft->summary->id;
	in->rev = draft->summary->rev;
	saved(in);
	ck_assert_int_eq(drop_attachment(house, registrar, old).err, OK);
	ck_assert(is_there(new));
}
END_TEST

START_TEST(with_a_withdrawn_draft_go_its_papers_and_no_others)
{
	char *page = paper(child, ATTACHMENT_HOUSEHOLD_PAGE),
	     *apart = paper(child, ATTACHMENT_HOUSEHOLD_PAGE);
	done(registrar, WITHDRAW, saved(change_new(1, &page))->summary);
	ck_assert(!is_there(page));
	ck_assert(is_there(apart));
	ck_assert_int_eq(house_count(house, "SELECT count(*) FROM attachment_use"), 0);
	ck_assert_int_eq(house_count(house, "SELECT count(*) FROM journal WHERE action = "
					    "'attachment.dropped'"),
		1);
}
END_TEST

START_TEST(what_others_have_seen_stays_when_it_is_withdrawn)
{
	char *page = paper(child, ATTACHMENT_HOUSEHOLD_PAGE);
	Xueji__V1__SaveKeyDataChangeRequest *in = change_new(1, &page);
	in->submit = true;
	done(registrar, WITHDRAW, saved(in)->summary);
	ck_assert(is_there(page));
}
END_TEST

/* ---- registrations ---- */

static Xueji__V1__SaveRegistrationRequest form_new(void)
{
	Xueji__V1__SaveRegistrationRequest in = XUEJI__V1__SAVE_REGISTRATION_REQUEST__INIT;
	in.school_id = id_text(house, SCHOOL);
	in.grade = 1;
	in.class_number = 1;
	in.items = arena_one(house->arena, Xueji__V1__StudentItems);
	student_items_from_values(form_good, in.items);
	in.items->birth_date = "2020-08-02";
	in.items->id_type = "Z";
	in.items->id_number = "";
	in.items->family_1_id_type = "1";
	in.items->family_1_id_number = "11010519491231002X";
	in.items->admission_month = "2026-09";
	return in;
}

START_TEST(a_registration_carries_papers_of_the_child_that_is_to_come)
{
	Xueji__V1__SaveRegistrationRequest in = form_new();
	const Xueji__V1__GetCaseResponse *draft =
		ask(registrar, "SaveRegistration", &in.base).reply;
	ck_assert_ptr_nonnull(draft);
	int64_t pending = strtoll(draft->summary->student_id, NULL, 10);
	char *papers[] = {paper(pending, ATTACHMENT_ID_CARD),
		paper(pending, ATTACHMENT_ATTENDANCE_CERTIFICATE)};
	in.case_id = draft->summary->id;
	in.rev = draft->summary->rev;
	in.n_attachment_ids = 2;
	in.attachment_ids = papers;
	in.submit = true;
	const Xueji__V1__GetCaseResponse *out = ask(registrar, "SaveRegistration", &in.base).reply;
	ck_assert_ptr_nonnull(out);
	ck_assert_uint_eq(out->n_attachment_ids, 2);
	ck_assert_int_eq(
		drop_attachment(house, registrar, papers[1]).reason, REASON_ATTACHMENT_OF_CASE);
	done(approver, APPROVE, out->summary);
	Xueji__V1__ListAttachmentsRequest list = XUEJI__V1__LIST_ATTACHMENTS_REQUEST__INIT;
	list.case_id = out->summary->id;
	struct answer a =
		call(house, officer->token, &attachments_service, "ListAttachments", &list.base);
	ck_assert_int_eq(a.err, OK);
	const Xueji__V1__ListAttachmentsResponse *listed = a.reply;
	ck_assert_uint_eq(listed->n_attachments, 2);
	ck_assert_int_eq(read_piece(house, officer, papers[0], 0, "").err, OK);
	a = call(house, neighbour->token, &attachments_service, "ListAttachments", &list.base);
	ck_assert_int_eq(a.reason, REASON_NO_SUCH_CASE);
}
END_TEST

START_TEST(who_has_no_document_is_submitted_with_a_proof_of_attendance)
{
	Xueji__V1__SaveRegistrationRequest in = form_new();
	in.submit = true;
	struct answer a = ask(registrar, "SaveRegistration", &in.base);
	ck_assert_int_eq(a.reason, REASON_ATTENDANCE_PROOF_MISSING);
	ck_assert_int_eq(house_count(house, "SELECT count(*) FROM kase"), 0);
	in.submit = false;
	const Xueji__V1__GetCaseResponse *draft =
		ask(registrar, "SaveRegistration", &in.base).reply;
	int64_t pending = strtoll(draft->summary->student_id, NULL, 10);
	char *papers[] = {paper(pending, ATTACHMENT_HOUSEHOLD_PAGE),
		paper(pending, ATTACHMENT_ATTENDANCE_CERTIFICATE)};
	in.case_id = draft->summary->id;
	in.rev = draft->summary->rev;
	in.n_attachment_ids = 1;
	in.attachment_ids = papers;
	in.submit = true;
	a = ask(registrar, "SaveRegistration", &in.base); /* another paper does not do */
	ck_assert_int_eq(a.reason, REASON_ATTENDANCE_PROOF_MISSING);
	in.n_attachment_ids = 2;
	ck_assert_int_eq(ask(registrar, "SaveRegistration", &in.base).err, OK);
}
END_TEST

START_TEST(papers_of_a_file_that_is_still_to_be_confirmed_may_follow)
{
	Xueji__V1__SaveRegistrationRequest in = form_new();
	in.is_provisional = true;
	in.submit = true;
	ck_assert_int_eq(ask(registrar, "SaveRegistration", &in.base).err, OK);
}
END_TEST

START_TEST(a_new_registration_has_no_papers_yet_and_a_withdrawn_one_none_any_more)
{
	Xueji__V1__SaveRegistrationRequest in = form_new();
	char *foreign = paper(child, ATTACHMENT_ID_CARD);
	in.n_attachment_ids = 1;
	in.attachment_ids = &foreign;
	struct answer a = ask(registrar, "SaveRegistration", &in.base);
	ck_assert(has_fault(&a, "attachment_ids[0]", REASON_PAPER_UNKNOWN));
	in.n_attachment_ids = 0;
	const Xueji__V1__GetCaseResponse *draft =
		ask(registrar, "SaveRegistration", &in.base).reply;
	char *own = paper(strtoll(draft->summary->student_id, NULL, 10), ATTACHMENT_ID_CARD);
	in.case_id = draft->summary->id;
	in.rev = draft->summary->rev;
	in.n_attachment_ids = 1;
	in.attachment_ids = &own;
	draft = ask(registrar, "SaveRegistration", &in.base).reply;
	done(registrar, WITHDRAW, draft->summary);
	ck_assert(!is_there(own));
	ck_assert(is_there(foreign));
}
END_TEST

/* ---- who sees a case sees its papers ---- */

START_TEST(a_bureau_elsewhere_sees_what_its_case_relies_on_and_no_more)
{
	char *page = paper(child, ATTACHMENT_HOUSEHOLD_PAGE),
	     *apart = paper(child, ATTACHMENT_HOUSEHOLD_PAGE);
	saved(change_new(1, &page));
	ck_assert_int_eq(get_attachment(house, neighbour, page).reason, REASON_NO_SUCH_ATTACHMENT);
	/* As with a school that another county's bureau is competent for (R3). */
	static const struct sql move = {"test_move", "UPDATE kase SET bureau_id = $1"};
	ck_assert_int_eq(db_run(house_write(house), &move, ARGS(arg_int(NEIGHBOUR)), NULL), OK);
	house_commit(house);
	ck_assert_int_eq(get_attachment(house, neighbour, page).err, OK);
	ck_assert_int_eq(read_piece(house, neighbour, page, 0, "").err, OK);
	ck_assert_int_eq(get_attachment(house, neighbour, apart).reason, REASON_NO_SUCH_ATTACHMENT);
}
END_TEST

SUITE_WITH("case_papers", set_up, tear_down, key_data_changes_with_its_proof_which_then_stays,
	a_draft_may_wait_for_its_proof_but_is_not_submitted_without,
	each_paper_that_proves_nothing_is_named_with_its_place,
	a_change_of_nothing_is_told_together_with_its_papers,
	what_a_draft_no_longer_names_may_be_dropped,
	with_a_withdrawn_draft_go_its_papers_and_no_others,
	what_others_have_seen_stays_when_it_is_withdrawn,
	a_registration_carries_papers_of_the_child_that_is_to_come,
	who_has_no_document_is_submitted_with_a_proof_of_attendance,
	papers_of_a_file_that_is_still_to_be_confirmed_may_follow,
	a_new_registration_has_no_papers_yet_and_a_withdrawn_one_none_any_more,
	a_bureau_elsewhere_sees_what_its_case_relies_on_and_no_more)
