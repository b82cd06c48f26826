#include <string.h>

#include "common/date.h"
#include "domain/roles.h"
#include "server/service/services.h"
#include "server/store/ids.h"
#include "tests/calls/attaching.h"
#include "xueji/v1/exports.pb-c.h"
#include "xueji/v1/imports.pb-c.h"
#include "xueji/v1/operators.pb-c.h"
#include "xueji/v1/sessions.pb-c.h"
#include "xueji/v1/tickets.pb-c.h"

#define MINUTES (60 * US_PER_SECOND)
#define KEY     "AAAAAAAAAAAAAAAAAAAAAA"
#define OTHER   "BBBBBBBBBBBBBBBBBBBBBA"

enum {
	SEND = XUEJI__V1__TICKET_PURPOSE__TICKET_PURPOSE_SEND_ATTACHMENT,
	FETCH = XUEJI__V1__TICKET_PURPOSE__TICKET_PURPOSE_FETCH_ATTACHMENT,
	IMPORT = XUEJI__V1__TICKET_PURPOSE__TICKET_PURPOSE_IMPORT,
	EXPORT = XUEJI__V1__TICKET_PURPOSE__TICKET_PURPOSE_FETCH_EXPORT
};

static struct house *house;
static struct person *registrar, *security;
static int64_t child, other_child;
static struct scan scan;

static void before(void)
{
	house = house_open();
	registrar = person_make(house, "reg", SCHOOL, ROLE_REGISTRAR);
	security = person_make(house, "sec", SCHOOL, ROLE_SECURITY);
	child = attach_child(house, "陈小花", SCHOOL);
	other_child = attach_child(house, "李小明", SCHOOL);
	scan = scan_new(house, FILE_TYPE_JPEG, 1000);
}

static void after(void)
{
	house_close(house);
}

/* ---- asking ---- */

static struct answer issue(const char *token, int purpose, int64_t object)
{
	Xueji__V1__IssueTicketRequest in = XUEJI__V1__ISSUE_TICKET_REQUEST__INIT;
	in.purpose = (Xueji__V1__TicketPurpose)purpose;
	in.object_id = id_text(house, object);
	in.details = (ProtobufCBinaryData){4, (uint8_t *)"typd"};
	return call(house, token, &tickets_service, "IssueTicket", &in.base);
}

static char *issued(int purpose, int64_t object)
{
	struct answer a = issue(registrar->token, purpose, object);
	ck_assert_msg(a.err == OK, "%s", reason_row(a.reason)->name);
	return ((const Xueji__V1__IssueTicketResponse *)a.reply)->ticket;
}

static struct answer spend(const char *ticket, const char *key)
{
	Xueji__V1__SpendTicketRequest in = XUEJI__V1__SPEND_TICKET_REQUEST__INIT;
	in.ticket = (char *)ticket;
	in.key = (char *)key;
	return call(house, NULL, &tickets_service, "SpendTicket", &in.base);
}

/* Somebody with the session that a ticket opens, for the calls of tests/calls. */
static struct person spent(const char *ticket)
{
	struct person out = *registrar;
	struct answer a = spend(ticket, KEY);
	ck_assert_msg(a.err == OK, "%s", reason_row(a.reason)->name);
	memcpy(out.token, ((const Xueji__V1__SpendTicketResponse *)a.reply)->session_token,
		sizeof out.token);
	return out;
}

static int64_t entries(const char *action)
{
	return house_count(
		house, arena_printf(house->arena,
			       "SELECT count(*) FROM journal WHERE action = '%s'", action));
}

static void check_refused(struct answer a, enum reason reason)
{
	ck_assert_msg(a.err != OK && a.reason == reason, "%s",
		a.err == OK ? "OK" : reason_row(a.reason)->name);
}

static struct answer sign_out(const struct person *person)
{
	Xueji__V1__SignOutRequest in = XUEJI__V1__SIGN_OUT_REQUEST__INIT;
	return call(house, person->token, &sessions_service, "SignOut", &in.base);
}

/* ---- what it is good for ---- */

START_TEST(a_ticket_sends_one_scan_without_a_password)
{
	char *ticket = issued(SEND, child);
	struct answer a = spend(ticket, KEY);
	ck_assert_int_eq(a.err, OK);
	const Xueji__V1__SpendTicketResponse *out = a.reply;
	ck_assert_int_eq(out->purpose, SEND);
	ck_assert_str_eq(out->object_id, id_text(house, child));
	ck_assert_mem_eq(out->details.data, "typd", 4);
	struct person errand = *registrar;
	memcpy(errand.token, out->session_token, sizeof errand.token);
	char *id = attach(house, &errand, child, ATTACHMENT_ATTENDANCE_CERTIFICATE, &scan);
	ck_assert_str_eq(attachment_seen(house, registrar, id)->made_by, registrar->id_text);
	ck_assert_int_eq(sign_out(&errand).err, OK);
	ck_assert_int_eq(
		announce(house, &errand, announce_new(house, child, ATTACHMENT_ID_CARD, &scan)).err,
		ERR_UNAUTHENTICATED);
	ck_assert_int_eq(entries("ticket.issued"), 1);
	ck_assert_int_eq(entries("ticket.spent"), 1);
}
END_TEST

START_TEST(a_ticket_fetches_one_scan)
{
	uint8_t back[1000];
	char *id = attach(house, registrar, child, ATTACHMENT_ID_CARD, &scan), *ticket;
	char *other = attach(house, registrar, child, ATTACHMENT_PHOTO, &scan);
	int64_t number;
	ck_assert(ids_parse(id, &number));
	ticket = issued(FETCH, number);
	struct person errand = spent(ticket);
	ck_assert_int_eq(read_all(house, &errand, id, back), 1);
	ck_assert_mem_eq(back, scan.bytes, scan.size);
	check_refused(read_piece(house, &errand, other, 0, ""), REASON_NOT_THIS_ERRAND);
	check_refused(get_attachment(house, &errand, id), REASON_NOT_THIS_ERRAND);
	check_refused(
		announce(house, &errand, announce_new(house, child, ATTACHMENT_ID_CARD, &scan)),
		REASON_NOT_THIS_ERRAND);
}
END_TEST

START_TEST(it_reaches_no_other_child_and_no_other_attachment)
{
	char *theirs = attach_begin(house, registrar, other_child, ATTACHMENT_ID_CARD, &scan);
	struct person errand = spent(issued(SEND, child));
	check_refused(announce(house, &errand,
			      announce_new(house, other_child, ATTACHMENT_ID_CARD, &scan)),
		REASON_NOT_THIS_ERRAND);
	check_refused(
		send_chunk(house, &errand, theirs, 0, scan.bytes, 100), REASON_NOT_THIS_ERRAND);
	check_refused(finish(house, &errand, theirs), REASON_NOT_THIS_ERRAND);
	check_refused(drop_attachment(house, &errand, theirs), REASON_NOT_THIS_ERRAND);
}
END_TEST

/* Every method of the contract that needs a session, but those on whose rows the errand stands. */
START_TEST(every_other_method_is_closed_to_it)
{
	struct person errand = spent(issued(SEND, child));
	int open = 0;
	for (size_t i = 0; i < services_count; i++)
		for (size_t j = 0; j < services[i]->n_methods; j++) {
			const struct method *method = &services[i]->methods[j];
			if (method->who & WHO_PUBLIC || method->run == NULL)
				continue;
			if (method->errands & UINT32_C(1) << ERRAND_SEND_ATTACHMENT) {
				open++;
				continue;
			}
			const ProtobufCMessageDescriptor *input =
				protobuf_c_service_descriptor_get_method_by_name(
					services[i]->descriptor, method->name)
					->input;
			ProtobufCMessage *empty = arena_alloc(house->arena, input->sizeof_message);
			input->message_init(empty);
			check_refused(call(house, errand.token, services[i], method->name, empty),
				REASON_NOT_THIS_ERRAND);
		}
	ck_assert_int_eq(open, 4); /* announce, send, finish; and sign out */
}
END_TEST

START_TEST(a_sheet_goes_to_the_unit_of_the_ticket_only)
{
	Xueji__V1__StartImportRequest in = XUEJI__V1__START_IMPORT_REQUEST__INIT;
	uint8_t hash[32] = {1};
	in.title = "sheet";
	in.sha256 = (ProtobufCBinaryData){sizeof hash, hash};
	in.form = XUEJI__V1__SHEET_FORM__SHEET_FORM_SCHOOL;
	struct person errand = spent(issued(IMPORT, SCHOOL));
	ck_assert_int_eq(
		call(house, errand.token, &imports_service, "StartImport", &in.base).err, OK);
	in.unit_id = id_text(house, SECOND_SCHOOL);
	check_refused(call(house, errand.token, &imports_service, "StartImport", &in.base),
		REASON_OUTSIDE_SCOPE);
	errand = spent(issued(IMPORT, SECOND_SCHOOL));
	check_refused(call(house, errand.token, &imports_service, "StartImport", &in.base),
		REASON_OUTSIDE_SCOPE);
}
END_TEST

START_TEST(an_export_is_that_of_the_ticket)
{
	Xueji__V1__AskExportRequest ask = XUEJI__V1__ASK_EXPORT_REQUEST__INIT;
	Xueji__V1__FetchExportRequest fetch = XUEJI__V1__FETCH_EXPORT_REQUEST__INIT;
	char *columns[] = {"name"};
	const char *ids[2];
	int64_t number;
	ask.columns = columns;
	ask.n_columns = 1;
	ask.purpose = "class list";
	for (int i = 0; i < 2; i++) {
		struct answer a =
			call(house, registrar->token, &exports_service, "AskExport", &ask.base);
		ck_assert_int_eq(a.err, OK);
		ids[i] = ((const Xueji__V1__AskExportResponse *)a.reply)->export->id;
	}
	ck_assert(ids_parse(ids[0], &number));
	struct person errand = spent(issued(EXPORT, number));
	fetch.export_id = (char *)ids[0]; /* reached, and not approved: the ticket does not help */
	check_refused(call(house, errand.token, &exports_service, "FetchExport", &fetch.base),
		REASON_EXPORT_NOT_APPROVED);
	fetch.export_id = (char *)ids[1];
	check_refused(call(house, errand.token, &exports_service, "FetchExport", &fetch.base),
		REASON_NOT_THIS_ERRAND);
}
END_TEST

/* ---- once ---- */

START_TEST(it_is_spent_once_and_answers_again_only_to_the_same_key)
{
	char *ticket = issued(SEND, child);
	struct person first = spent(ticket), again = spent(ticket);
	ck_assert_str_eq(first.token, again.token);
	check_refused(spend(ticket, OTHER), REASON_TICKET_NOT_GOOD);
	ck_assert_int_eq(entries("ticket.spent"), 1);
	ck_assert_int_eq(entries("ticket.refused"), 1);
	ck_assert_int_eq(sign_out(&first).err, OK);
	check_refused(spend(ticket, KEY), REASON_TICKET_NOT_GOOD); /* what it opened is over */
}
END_TEST

START_TEST(it_can_be_typed_in_small_letters_and_without_hyphens)
{
	char plain[30] = "", *ticket = issued(SEND, child);
	for (const char *c = ticket; *c != '\0'; c++)
		if (*c != '-')
			plain[strlen(plain)] = (char)(*c >= 'A' ? *c | 0x20 : *c);
	ck_assert_str_eq(spent(ticket).token, spent(plain).token);
}
END_TEST

START_TEST(guesses_learn_nothing_and_leave_no_entry)
{
	static const char *const guesses[] = {"", "-", "7F3K", "00000-00000-00000-00000",
		"00000-00000-00000-00000-00000", "張張張張張", "00000-00000-00000-0000\x1b"};
	issued(SEND, child);
	for (size_t i = 0; i < sizeof guesses / sizeof *guesses; i++)
		check_refused(spend(guesses[i], KEY), REASON_TICKET_NOT_GOOD);
	struct answer a = spend("00000-00000-00000-00000", "short");
	ck_assert(has_fault(&a, "key", REASON_NOT_AN_ID));
	ck_assert_int_eq(entries("ticket.refused"), 0);
}
END_TEST

START_TEST(the_store_holds_neither_ticket_nor_what_was_typed)
{
	char *ticket = issued(SEND, child);
	ck_assert_int_eq(house_count(house, arena_printf(house->arena,
						    "SELECT count(*) FROM ticket WHERE "
						    "instr(ticket_hash, '%.5s') > 0 OR "
						    "instr(details, 'typd') > 0",
						    ticket)),
		0);
	ck_assert_int_eq(house_count(house, "SELECT count(*) FROM ticket"), 1);
}
END_TEST

/* ---- no longer ---- */

START_TEST(it_is_dead_after_ten_minutes)
{
	char *ticket = issued(SEND, child), *late = issued(SEND, child);
	house_wait(house, 10 * MINUTES - 1);
	spent(ticket);
	house_wait(house, 1);
	check_refused(spend(late, KEY), REASON_TICKET_NOT_GOOD);
	ck_assert_int_eq(entries("ticket.refused"), 1);
}
END_TEST

START_TEST(it_is_dead_when_its_maker_has_signed_out)
{
	char *ticket = issued(SEND, child);
	ck_assert_int_eq(sign_out(registrar).err, OK);
	check_refused(spend(ticket, KEY), REASON_TICKET_NOT_GOOD);
}
END_TEST

static void seal(void)
{
	Xueji__V1__SealOperatorRequest in = XUEJI__V1__SEAL_OPERATOR_REQUEST__INIT;
	in.id = registrar->id_text;
	in.rev = person_rev(house, registrar);
	in.reason = "离岗";
	ck_assert_int_eq(
		call(house, security->token, &operators_service, "SealOperator", &in.base).err, OK);
}

START_TEST(a_sealed_operators_ticket_is_dead_and_so_is_what_one_opened)
{
	char *ticket = issued(SEND, child);
	struct person errand = spent(issued(SEND, child));
	seal();
	check_refused(spend(ticket, KEY), REASON_TICKET_NOT_GOOD);
	check_refused(
		announce(house, &errand, announce_new(house, child, ATTACHMENT_ID_CARD, &scan)),
		REASON_SESSION_ENDED);
}
END_TEST

START_TEST(what_it_opened_is_over_after_an_hour_and_survives_a_restart_bound)
{
	struct person errand = spent(issued(SEND, child));
	house_restart(house);
	check_refused(announce(house, &errand,
			      announce_new(house, other_child, ATTACHMENT_ID_CARD, &scan)),
		REASON_NOT_THIS_ERRAND);
	attach(house, &errand, child, ATTACHMENT_ID_CARD, &scan);
	house_wait(house, 60 * MINUTES);
	check_refused(
		announce(house, &errand, announce_new(house, child, ATTACHMENT_ID_CARD, &scan)),
		REASON_SESSION_ENDED);
}
END_TEST

/* ---- never more than he has ---- */

START_TEST(nobody_makes_one_for_what_his_roles_do_not_include)
{
	check_refused(issue(security->token, SEND, child), REASON_NO_RIGHT);
	check_refused(issue(NULL, SEND, child), REASON_NOT_SIGNED_IN);
}
END_TEST

START_TEST(it_does_not_reach_beyond_his_scope)
{
	int64_t far = attach_child(house, "赵远", SECOND_SCHOOL);
	struct person errand = spent(issued(SEND, far));
	check_refused(announce(house, &errand, announce_new(house, far, ATTACHMENT_ID_CARD, &scan)),
		REASON_OUTSIDE_SCOPE);
}
END_TEST

START_TEST(a_ticket_makes_no_tickets)
{
	struct person errand = spent(issued(SEND, child));
	check_refused(issue(errand.token, SEND, child), REASON_NOT_THIS_ERRAND);
}
END_TEST

START_TEST(nobody_has_more_than_twenty_at_a_time)
{
	char *ticket = NULL;
	for (int i = 0; i < 20; i++)
		ticket = issued(SEND, child);
	check_refused(issue(registrar->token, SEND, child), REASON_TOO_MANY_TICKETS);
	spent(ticket);
	issued(SEND, child);
}
END_TEST

START_TEST(faults_of_what_is_asked_are_named_at_once)
{
	Xueji__V1__IssueTicketRequest in = XUEJI__V1__ISSUE_TICKET_REQUEST__INIT;
	in.details = (ProtobufCBinaryData){4097, arena_alloc(house->arena, 4097)};
	struct answer a = call(house, registrar->token, &tickets_service, "IssueTicket", &in.base);
	ck_assert(has_fault(&a, "purpose", REASON_REQUIRED));
	ck_assert(has_fault(&a, "object_id", REASON_NOT_AN_ID) ||
		  has_fault(&a, "object_id", REASON_REQUIRED));
	ck_assert(has_fault(&a, "details", REASON_TOO_MANY_BYTES));
}
END_TEST

SUITE_WITH("tickets", before, after, a_ticket_sends_one_scan_without_a_password,
	a_ticket_fetches_one_scan, it_reaches_no_other_child_and_no_other_attachment,
	every_other_method_is_closed_to_it, a_sheet_goes_to_the_unit_of_the_ticket_only,
	an_export_is_that_of_the_ticket, it_is_spent_once_and_answers_again_only_to_the_same_key,
	it_can_be_typed_in_small_letters_and_without_hyphens,
	guesses_learn_nothing_and_leave_no_entry, the_store_holds_neither_ticket_nor_what_was_typed,
	it_is_dead_after_ten_minutes, it_is_dead_when_its_maker_has_signed_out,
	a_sealed_operators_ticket_is_dead_and_so_is_what_one_opened,
	what_it_opened_is_over_after_an_hour_and_survives_a_restart_bound,
	nobody_makes_one_for_what_his_roles_do_not_include, it_does_not_reach_beyond_his_scope,
	a_ticket_makes_no_tickets, nobody_has_more_than_twenty_at_a_time,
	faults_of_what_is_asked_are_named_at_once)
