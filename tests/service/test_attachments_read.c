/* Who sees attachments, and reads them. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "domain/roles.h"
#include "server/service/services.h"
#include "server/store/attachment_file.h"
#include "tests/calls/attaching.h"
#include "tests/support/child.h"

static struct house *house;
static struct person *registrar, *officer, *neighbour, *other_registrar;
static int64_t child;
static struct scan scan;

static void before(void)
{
	house = house_open();
	registrar = person_make(house, "reg", SCHOOL, ROLE_REGISTRAR);
	officer = person_make(house, "off", COUNTY, ROLE_OFFICER);
	neighbour = person_make(house, "near", NEIGHBOUR, ROLE_OFFICER);
	other_registrar = person_make(house, "reg2", SECOND_SCHOOL, ROLE_REGISTRAR);
	child = attach_child(house, "陈小花", SCHOOL);
	scan = scan_new(house, FILE_TYPE_JPEG, 150000);
}

static void after(void)
{
	house_close(house);
}

/* ---- asking ---- */

static struct answer ask(
	const struct person *person, const char *method, const ProtobufCMessage *request)
{
	return call(house, person->token, &attachments_service, method, request);
}

static struct answer list_answer(const struct person *person, Xueji__V1__ListAttachmentsRequest in)
{
	in.student_id = id_text(house, child);
	return ask(person, "ListAttachments", &in.base);
}

static char *begin(void)
{
	return attach_begin(house, registrar, child, ATTACHMENT_ATTENDANCE_CERTIFICATE, &scan);
}

static int64_t entries(const char *action)
{
	return house_count(
		house, arena_printf(house->arena,
			       "SELECT count(*) FROM journal WHERE action = '%s' AND unit_id = %d",
			       action, SCHOOL));
}

/* ---- whose they are ---- */

START_TEST(only_the_registrar_of_the_school_sends_and_drops)
{
	char *id = begin();
	const struct person *others[] = {other_registrar, officer, neighbour};
	for (size_t i = 0; i < 3; i++) {
		const struct person *other = others[i];
		Xueji__V1__BeginAttachmentRequest *in =
			announce_new(house, child, ATTACHMENT_ID_CARD, &scan);
		ck_assert_int_eq(announce(house, other, in).err, ERR_DENIED);
		struct answer a = send_chunk(house, other, id, 0, scan.bytes, 1000);
		ck_assert_int_eq(a.err, ERR_DENIED);
		ck_assert_int_eq(finish(house, other, id).err, ERR_DENIED);
		ck_assert_int_eq(drop_attachment(house, other, id).err, ERR_DENIED);
	}
	ck_assert_int_eq(attachment_seen(house, officer, id)->received, 0);
	ck_assert_int_eq(drop_attachment(house, registrar, id).err, OK);
	ck_assert_int_eq(get_attachment(house, registrar, id).reason, REASON_NO_SUCH_ATTACHMENT);
}
END_TEST

START_TEST(whoever_may_not_see_the_child_does_not_see_its_attachments)
{
	char *id = attach(house, registrar, child, ATTACHMENT_ID_CARD, &scan);
	const struct person *others[] = {other_registrar, neighbour};
	for (size_t i = 0; i < 2; i++) {
		ck_assert_int_eq(
			get_attachment(house, others[i], id).reason, REASON_NO_SUCH_ATTACHMENT);
		ck_assert_int_eq(
			read_piece(house, others[i], id, 0, "").reason, REASON_NO_SUCH_ATTACHMENT);
		Xueji__V1__ListAttachmentsRequest in = XUEJI__V1__LIST_ATTACHMENTS_REQUEST__INIT;
		ck_assert_int_eq(list_answer(others[i], in).err, ERR_DENIED);
	}
	ck_assert_int_eq(entries("attachment.read"), 0);
}
END_TEST

START_TEST(a_list_goes_on_page_by_page)
{
	Xueji__V1__ListAttachmentsRequest in = XUEJI__V1__LIST_ATTACHMENTS_REQUEST__INIT;
	char *ids[] = {begin(), begin(), begin()};
	int64_t other = attach_child(house, "陈小明", SCHOOL);
	attach_begin(house, registrar, other, ATTACHMENT_ID_CARD, &scan);
	in.page_size = 2;
	const Xueji__V1__ListAttachmentsResponse *out = list_answer(officer, in).reply;
	ck_assert_uint_eq(out->n_attachments, 2);
	ck_assert_str_eq(out->attachments[0]->id, ids[0]);
	in.page_token = out->next_page_token;
	out = list_answer(officer, in).reply;
	ck_assert_uint_eq(out->n_attachments, 1);
	ck_assert_str_eq(out->attachments[0]->id, ids[2]);
	ck_assert_str_eq(out->next_page_token, "");
	in.case_id = "5";
	struct answer a = list_answer(officer, in);
	ck_assert(has_fault(&a, "student_id", REASON_ONE_OF_TWO));
}
END_TEST

/* ---- reading ---- */

START_TEST(one_reading_is_one_entry_however_it_is_begun)
{
	static uint8_t back[150000];
	char *id = attach(house, registrar, child, ATTACHMENT_ID_CARD, &scan);
	read_all(house, officer, id, back);
	ck_assert_int_eq(entries("attachment.read"), 1);
	/* Without the word of a reading, from the middle, it is one of its own. */
	struct answer a = read_piece(house, officer, id, 70000, "");
	ck_assert_int_eq(entries("attachment.read"), 2);
	const char *reading = ((const Xueji__V1__ReadAttachmentResponse *)a.reply)->reading;
	a = read_piece(house, officer, id, 0, reading);
	ck_assert_int_eq(entries("attachment.read"), 2);
	/* It serves nobody else, and for no other. */
	read_piece(house, registrar, id, 0, reading);
	ck_assert_int_eq(entries("attachment.read"), 3);
	char *other = attach(house, registrar, child, ATTACHMENT_HOUSEHOLD_PAGE, &scan);
	read_piece(house, officer, other, 0, reading);
	ck_assert_int_eq(entries("attachment.read"), 4);
	read_piece(house, officer, id, 0, "forged");
	ck_assert_int_eq(entries("attachment.read"), 5);
}
END_TEST

START_TEST(a_reading_does_not_serve_for_ever)
{
	char *id = attach(house, registrar, child, ATTACHMENT_ID_CARD, &scan);
	struct answer a = read_piece(house, officer, id, 0, "");
	const char *reading = ((const Xueji__V1__ReadAttachmentResponse *)a.reply)->reading;
	house_wait(house, INT64_C(1000000) * 3601);
	struct person again = *officer;
	snprintf(again.token, sizeof again.token, "%s", person_session(house, officer->id));
	ck_assert_int_eq(read_piece(house, &again, id, 0, reading).err, OK);
	ck_assert_int_eq(entries("attachment.read"), 2);
}
END_TEST

START_TEST(only_what_is_complete_is_read_and_within_its_size)
{
	char *id = begin();
	for (int64_t at = 0; at < (int64_t)scan.size; at += 50000)
		ck_assert_int_eq(
			send_chunk(house, registrar, id, at, scan.bytes + at, 50000).err, OK);
	ck_assert_int_eq(
		read_piece(house, officer, id, 0, "").reason, REASON_ATTACHMENT_NOT_COMPLETE);
	ck_assert_int_eq(finish(house, registrar, id).err, OK);
	struct answer a = read_piece(house, officer, id, 150000, "");
	ck_assert(has_fault(&a, "offset", REASON_OUT_OF_RANGE));
	const Xueji__V1__ReadAttachmentResponse *last =
		read_piece(house, officer, id, 149999, "").reply;
	ck_assert_uint_eq(last->data.len, 1);
	ck_assert_uint_eq(last->data.data[0], scan.bytes[149999]);
}
END_TEST

START_TEST(a_damaged_file_is_told_and_never_shown)
{
	char *id = attach(house, registrar, child, ATTACHMENT_ID_CARD, &scan);
	const char *path = NULL;
	struct attachment_row *rows;
	size_t n;
	struct ctx *ctx = house_write(house);
	ck_assert_int_eq(attachment_list(ctx, child, 0, 1, &rows, &n), OK);
	path = attachment_file_path(house->arena, &house->fixture->app, rows[0].content);
	house_rollback(house);
	FILE *file = fopen(path, "r+");
	fseek(file, 70, SEEK_SET);
	fputs("damage", file);
	fclose(file);
	struct answer a = read_piece(house, officer, id, 0, "");
	ck_assert_int_eq(a.err, ERR_INTERNAL);
	ck_assert_int_eq(read_piece(house, officer, id, 65536, "").err, OK);
	unlink(path);
	ck_assert_int_eq(read_piece(house, officer, id, 65536, "").err, ERR_INTERNAL);
}
END_TEST

START_TEST(equal_scans_are_kept_once_and_go_with_the_last)
{
	char *a = attach(house, registrar, child, ATTACHMENT_HOUSEHOLD_PAGE, &scan);
	int64_t sister = attach_child(house, "陈小红", SCHOOL);
	char *b = attach(house, registrar, sister, ATTACHMENT_HOUSEHOLD_PAGE, &scan);
	ck_assert_int_eq(house_count(house, "SELECT count(DISTINCT content) FROM attachment"), 1);
	ck_assert_int_eq(drop_attachment(house, registrar, a).err, OK);
	static uint8_t back[150000];
	read_all(house, officer, b, back);
	ck_assert_mem_eq(back, scan.bytes, scan.size);
}
END_TEST

SUITE_WITH("attachments_read", before, after, only_the_registrar_of_the_school_sends_and_drops,
	whoever_may_not_see_the_child_does_not_see_its_attachments, a_list_goes_on_page_by_page,
	one_reading_is_one_entry_however_it_is_begun, a_reading_does_not_serve_for_ever,
	only_what_is_complete_is_read_and_within_its_size, a_damaged_file_is_told_and_never_shown,
	equal_scans_are_kept_once_and_go_with_the_last)
