#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "domain/roles.h"
#include "server/service/services.h"
#include "server/store/attachment_file.h"
#include "server/store/ids.h"
#include "server/store/upload_file.h"
#include "tests/calls/attaching.h"

static struct house *house;
static struct person *registrar, *officer;
static int64_t child;
static struct scan scan;

static void before(void)
{
	house = house_open();
	registrar = person_make(house, "reg", SCHOOL, ROLE_REGISTRAR);
	officer = person_make(house, "off", COUNTY, ROLE_OFFICER);
	child = attach_child(house, "陈小花", SCHOOL);
	scan = scan_new(house, FILE_TYPE_JPEG, 150000);
}

static void after(void)
{
	struct rlimit no_limit = {RLIM_INFINITY, RLIM_INFINITY};
	setrlimit(RLIMIT_FSIZE, &no_limit);
	house_close(house);
}

/* ---- asking ---- */

static struct answer ask(
	const struct person *person, const char *method, const ProtobufCMessage *request)
{
	return call(house, person->token, &attachments_service, method, request);
}

static char *begin(void)
{
	return attach_begin(house, registrar, child, ATTACHMENT_ATTENDANCE_CERTIFICATE, &scan);
}

static struct answer send(const char *id, int64_t offset, size_t size)
{
	return send_chunk(house, registrar, id, offset, scan.bytes + offset, size);
}

static void sent(const char *id, int64_t offset, size_t size)
{
	struct answer a = send(id, offset, size);
	ck_assert_msg(a.err == OK, "%s", reason_row(a.reason)->name);
	ck_assert_int_eq(
		((const Xueji__V1__SendChunkResponse *)a.reply)->received, offset + (int64_t)size);
}

static void send_all(const char *id)
{
	for (int64_t at = 0; at < (int64_t)scan.size; at += 50000)
		sent(id, at, 50000);
}

static int64_t entries(const char *action)
{
	return house_count(
		house, arena_printf(house->arena,
			       "SELECT count(*) FROM journal WHERE action = '%s' AND unit_id = %d",
			       action, SCHOOL));
}

/* ---- sending ---- */

START_TEST(a_scan_is_announced_sent_completed_and_read_back)
{
	static uint8_t back[150000];
	char *id = begin();
	ck_assert_int_eq(attachment_seen(house, officer, id)->state,
		XUEJI__V1__ATTACHMENT_STATE__ATTACHMENT_STATE_BEING_SENT);
	send_all(id);
	ck_assert_int_eq(attachment_seen(house, officer, id)->received, 150000);
	struct answer a = finish(house, registrar, id);
	ck_assert_int_eq(a.err, OK);
	const Xueji__V1__Attachment *out = a.reply;
	ck_assert_int_eq(out->state, XUEJI__V1__ATTACHMENT_STATE__ATTACHMENT_STATE_COMPLETE);
	ck_assert_int_eq(out->file_type, XUEJI__V1__FILE_TYPE__FILE_TYPE_JPEG);
	ck_assert_ptr_nonnull(out->complete_time);
	ck_assert_str_eq(out->facts->issuer, "粤海派出所");
	ck_assert_str_eq(out->made_by, registrar->id_text);
	ck_assert_int_eq(read_all(house, officer, id, back), 3);
	ck_assert_mem_eq(back, scan.bytes, scan.size);
	ck_assert_int_eq(entries("attachment.begun"), 1);
	ck_assert_int_eq(entries("attachment.completed"), 1);
	int64_t number;
	ck_assert(ids_parse(id, &number));
	ck_assert_int_eq(upload_received(&house->fixture->app, number), 0); /* not kept twice */
}
END_TEST

START_TEST(what_broke_off_goes_on_where_it_was_after_a_restart)
{
	char *id = begin();
	sent(id, 0, 65536);
	sent(id, 65536, 100);
	house_restart(house);
	ck_assert_int_eq(attachment_seen(house, officer, id)->received, 65636);
	struct answer a = finish(house, registrar, id);
	ck_assert_int_eq(a.reason, REASON_ATTACHMENT_NOT_COMPLETE);
	sent(id, 65636, 65536);
	sent(id, 65636 + 65536, scan.size - 65636 - 65536);
	ck_assert_int_eq(finish(house, registrar, id).err, OK);
	ck_assert_int_eq(finish(house, registrar, id).err, OK); /* an answer was lost */
	ck_assert_int_eq(entries("attachment.completed"), 1);
}
END_TEST

START_TEST(a_chunk_in_the_wrong_place_is_refused_with_the_right_one)
{
	char *id = begin();
	sent(id, 0, 1000);
	struct answer gap = send(id, 2000, 10), overlap = send(id, 500, 1000);
	ck_assert(has_fault(&gap, "offset", REASON_CHUNK_OUT_OF_PLACE));
	ck_assert_str_eq(gap.failure.faults->args[0], "1000");
	ck_assert(has_fault(&overlap, "offset", REASON_CHUNK_OUT_OF_PLACE));
	ck_assert_int_eq(send(id, 0, 1000).err, OK); /* sent again */
	struct answer other = send_chunk(house, registrar, id, 10, scan.bytes, 100);
	ck_assert(has_fault(&other, "data", REASON_CHUNK_DIFFERS));
	ck_assert_int_eq(attachment_seen(house, officer, id)->received, 1000);
}
END_TEST

START_TEST(a_chunk_of_no_use_is_refused)
{
	static const uint8_t big[70000];
	char *id = begin();
	struct answer a = send(id, 0, 0);
	ck_assert(has_fault(&a, "data", REASON_REQUIRED));
	a = send_chunk(house, registrar, id, 70000, big, 65537);
	ck_assert(has_fault(&a, "data", REASON_CHUNK_TOO_LARGE));
	a = send_chunk(house, registrar, id, 149999, big, 2);
	ck_assert(has_fault(&a, "data", REASON_CHUNK_BEYOND_END));
	a = send_chunk(house, registrar, id, -1, big, 2);
	ck_assert(has_fault(&a, "offset", REASON_OUT_OF_RANGE));
	a = send_chunk(house, registrar, id, INT64_MAX, big, 2);
	ck_assert(has_fault(&a, "offset", REASON_OUT_OF_RANGE));
	a = send_chunk(house, registrar, "x", 0, big, 2);
	ck_assert(has_fault(&a, "attachment_id", REASON_NOT_AN_ID));
	ck_assert_int_eq(
		send_chunk(house, registrar, "4711", 0, big, 2).reason, REASON_NO_SUCH_ATTACHMENT);
	ck_assert_int_eq(attachment_seen(house, officer, id)->received, 0);
}
END_TEST

START_TEST(what_is_no_scan_is_refused_with_its_first_bytes)
{
	char *id = begin();
	struct answer a = send_chunk(house, registrar, id, 0, "PK\3\4 a spreadsheet, really", 26);
	ck_assert(has_fault(&a, "data", REASON_NOT_A_SCAN));
	ck_assert_str_eq(a.failure.faults->args[1], "JPEG/PNG/PDF");
	char *photo = attach_begin(house, registrar, child, ATTACHMENT_PHOTO, &scan);
	a = send_chunk(house, registrar, photo, 0, "%PDF-1.4 a long document", 24);
	ck_assert(has_fault(&a, "data", REASON_NOT_A_SCAN));
	ck_assert_str_eq(a.failure.faults->args[1], "JPEG/PNG");
}
END_TEST

/* Announced rightly, sent wholly; how it is refused in the end. */
static void refused_at_the_end(const struct scan *odd)
{
	char *id = attach_begin(house, registrar, child, ATTACHMENT_ATTENDANCE_CERTIFICATE, odd);
	ck_assert_int_eq(send_chunk(house, registrar, id, 0, odd->bytes, odd->size).err, OK);
	struct answer a = finish(house, registrar, id);
	ck_assert(has_fault(&a, "attachment_id", REASON_NOT_A_SCAN));
	ck_assert_int_eq(attachment_seen(house, officer, id)->state,
		XUEJI__V1__ATTACHMENT_STATE__ATTACHMENT_STATE_BEING_SENT);
}

START_TEST(half_a_picture_or_two_things_in_one_are_no_scan)
{
	struct scan odd = scan_new(house, FILE_TYPE_JPEG, 1000);
	odd.size = 990; /* cut short */
	refused_at_the_end(&odd);
	odd = scan_new(house, FILE_TYPE_PDF, 1000); /* an archive behind a document */
	memcpy(odd.bytes + 950, "PK\5\6\0\0\0\0\1\0\1\0", 12);
	memset(odd.bytes + 962, 0, 38);
	odd.bytes[999] = 'x';
	refused_at_the_end(&odd);
	odd = scan_new(house, FILE_TYPE_PNG, 1000); /* a picture with the end of another kind */
	memcpy(odd.bytes + 998, "\xff\xd9", 2);
	refused_at_the_end(&odd);
	odd = scan_new(house, FILE_TYPE_JPEG, 1000); /* a script behind a picture */
	memcpy(odd.bytes + 900, "\xff\xd9<script>", 10);
	memcpy(odd.bytes + 991, "</script>", 9);
	refused_at_the_end(&odd);
	ck_assert_int_eq(house_count(house, "SELECT count(*) FROM attachment WHERE state = 2"), 0);
}
END_TEST

START_TEST(another_file_than_the_one_announced_is_thrown_away)
{
	char *id = begin();
	scan.bytes[140000] ^= 1;
	send_all(id);
	ck_assert_int_eq(finish(house, registrar, id).reason, REASON_NOT_AS_ANNOUNCED);
	ck_assert_int_eq(attachment_seen(house, officer, id)->received, 0);
	scan.bytes[140000] ^= 1;
	send_all(id);
	ck_assert_int_eq(finish(house, registrar, id).err, OK);
	struct answer a = send(id, 0, 100);
	ck_assert_int_eq(a.reason, REASON_ATTACHMENT_IS_COMPLETE);
}
END_TEST

START_TEST(the_largest_scan_passes_and_one_byte_more_does_not)
{
	static uint8_t back[ATTACHMENT_SIZE_MOST];
	struct scan largest = scan_new(house, FILE_TYPE_PDF, ATTACHMENT_SIZE_MOST);
	char *id = attach(house, registrar, child, ATTACHMENT_ATTENDANCE_CERTIFICATE, &largest);
	read_all(house, registrar, id, back);
	ck_assert_mem_eq(back, largest.bytes, largest.size);
	Xueji__V1__BeginAttachmentRequest *in =
		announce_new(house, child, ATTACHMENT_ID_CARD, &largest);
	in->facts->size++;
	struct answer a = announce(house, registrar, in);
	ck_assert(has_fault(&a, "facts.size", REASON_ATTACHMENT_TOO_LARGE));
}
END_TEST

START_TEST(without_room_on_the_disk_nothing_is_done_and_it_goes_on_later)
{
	struct rlimit limit = {60000, RLIM_INFINITY};
	struct scan small = scan_new(house, FILE_TYPE_JPEG, 59990);
	char *id = attach_begin(house, registrar, child, ATTACHMENT_ATTENDANCE_CERTIFICATE, &small);
	ck_assert_int_eq(send_chunk(house, registrar, id, 0, small.bytes, 59000).err, OK);
	signal(SIGXFSZ, SIG_IGN);
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
	Xueji__V1__SendChunkRequest in = XUEJI__V1__SEND_CHUNK_REQUEST__INIT;
	in.attachment_id = id;
	in.offset = 59000;
	in.data.data = small.bytes + 59000;
	in.data.len = 990;
	struct answer a = ask(registrar, "SendChunk", &in.base);
	limit.rlim_cur = RLIM_INFINITY;
	setrlimit(RLIMIT_FSIZE, &limit);
	ck_assert_int_eq(a.err, ERR_UNAVAILABLE);
	ck_assert_int_eq(attachment_seen(house, officer, id)->received, 59000);
	ck_assert_int_eq(ask(registrar, "SendChunk", &in.base).err, OK);
	ck_assert_int_eq(finish(house, registrar, id).err, OK);
}
END_TEST

/* ---- announcing ---- */

START_TEST(what_is_typed_is_judged_first_and_all_at_once)
{
	Xueji__V1__BeginAttachmentRequest *in =
		announce_new(house, child, ATTACHMENT_ID_CARD, &scan);
	in->facts->document_no = "110105194912310021";
	in->facts->issuer = "";
	in->facts->issue_date = "2026-11-23"; /* tomorrow */
	in->facts->size = 0;
	in->facts->sha256.len = 31;
	struct answer a = announce(house, registrar, in);
	ck_assert(has_fault(&a, "facts.document_no", REASON_ID_CHECK));
	ck_assert(has_fault(&a, "facts.issuer", REASON_REQUIRED));
	ck_assert(has_fault(&a, "facts.issue_date", REASON_FUTURE_DATE));
	ck_assert(has_fault(&a, "facts.size", REASON_OUT_OF_RANGE));
	ck_assert(has_fault(&a, "facts.sha256", REASON_NOT_A_SHA256));
	in->facts->issue_date = "2026-02-30";
	in->facts->issuer = "粤海\x1b[31m派出所";
	a = announce(house, registrar, in);
	ck_assert(has_fault(&a, "facts.issue_date", REASON_NO_SUCH_DAY));
	ck_assert(has_fault(&a, "facts.issuer", REASON_FORBIDDEN_CHARACTER));
	in = announce_new(house, child, ATTACHMENT_PHOTO, &scan);
	in->facts->document_no = "1";
	a = announce(house, registrar, in);
	ck_assert(has_fault(&a, "facts.document_no", REASON_ATTACHMENT_FACT_UNWANTED));
	in->facts = NULL;
	in->kind = XUEJI__V1__ATTACHMENT_KIND__ATTACHMENT_KIND_UNSPECIFIED;
	a = announce(house, registrar, in);
	ck_assert(has_fault(&a, "facts", REASON_REQUIRED));
	ck_assert(has_fault(&a, "kind", REASON_REQUIRED));
	ck_assert_int_eq(house_count(house, "SELECT count(*) FROM attachment"), 0);
}
END_TEST

START_TEST(numbers_of_identity_documents_leave_the_server_masked)
{
	char *card = attach(house, registrar, child, ATTACHMENT_ID_CARD, &scan);
	ck_assert_str_eq(
		attachment_seen(house, officer, card)->facts->document_no, "****************2X");
	Xueji__V1__BeginAttachmentRequest *in =
		announce_new(house, child, ATTACHMENT_POLICE_RECEIPT, &scan);
	in->facts->document_no = "公（2026）17";
	struct answer a = announce(house, registrar, in);
	ck_assert_str_eq(
		((const Xueji__V1__Attachment *)a.reply)->facts->document_no, "公（2026）17");
}
END_TEST

START_TEST(a_record_has_not_more_than_a_hundred)
{
	for (int i = 0; i < 100; i++)
		begin();
	struct answer a = announce(house, registrar,
		announce_new(house, child, ATTACHMENT_ATTENDANCE_CERTIFICATE, &scan));
	ck_assert_int_eq(a.reason, REASON_TOO_MANY_ATTACHMENTS);
}
END_TEST

START_TEST(enter_struck_twice_announces_one)
{
	Xueji__V1__BeginAttachmentRequest *in =
		announce_new(house, child, ATTACHMENT_ID_CARD, &scan);
	house->key = "announce-1";
	const Xueji__V1__Attachment *first = announce(house, registrar, in).reply;
	const Xueji__V1__Attachment *second = announce(house, registrar, in).reply;
	ck_assert_str_eq(first->id, second->id);
}
END_TEST

SUITE_WITH("attachments", before, after, a_scan_is_announced_sent_completed_and_read_back,
	what_broke_off_goes_on_where_it_was_after_a_restart,
	a_chunk_in_the_wrong_place_is_refused_with_the_right_one, a_chunk_of_no_use_is_refused,
	what_is_no_scan_is_refused_with_its_first_bytes,
	half_a_picture_or_two_things_in_one_are_no_scan,
	another_file_than_the_one_announced_is_thrown_away,
	the_largest_scan_passes_and_one_byte_more_does_not,
	without_room_on_the_disk_nothing_is_done_and_it_goes_on_later,
	what_is_typed_is_judged_first_and_all_at_once,
	numbers_of_identity_documents_leave_the_server_masked, a_record_has_not_more_than_a_hundred,
	enter_struck_twice_announces_one)
