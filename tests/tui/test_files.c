#include <stdio.h>
#include <string.h>
#include <xueji/v1/attachments.pb-c.h>
#include <xueji/v1/tickets.pb-c.h>

#include "tests/support/scratch.h"
#include "tests/support/suite.h"
#include "tests/tui/children.h"
#include "tests/tui/stage.h"
#include "tui/keys.h"

#define ATTACHMENTS "xueji.v1.Attachments/"
#define TEXT        CHILD_TEXT

enum { PAPERS = 3, PIECE = 65536 };

static Xueji__V1__Attachment papers[PAPERS], *rows[PAPERS];
static Xueji__V1__AttachmentFacts facts[PAPERS];

static void make_papers(void)
{
	static const Xueji__V1__AttachmentKind kinds[PAPERS] = {
		XUEJI__V1__ATTACHMENT_KIND__ATTACHMENT_KIND_HOUSEHOLD_PAGE,
		XUEJI__V1__ATTACHMENT_KIND__ATTACHMENT_KIND_GUARDIAN_APPLICATION,
		XUEJI__V1__ATTACHMENT_KIND__ATTACHMENT_KIND_PHOTO};
	static const char *const ids[PAPERS] = {"501", "502", "503"};
	static const char *const issuers[PAPERS] = {"长安区公安分局", "刘国强", ""};
	static const char *const days[PAPERS] = {"2024-05-06", "2026-11-20", ""};
	for (int i = 0; i < PAPERS; i++) {
		facts[i] = (Xueji__V1__AttachmentFacts)XUEJI__V1__ATTACHMENT_FACTS__INIT;
		facts[i].issuer = TEXT(issuers[i]), facts[i].issue_date = TEXT(days[i]);
		facts[i].document_no = TEXT(i == 0 ? "******12" : "");
		facts[i].size = 100000 * (i + 1);
		papers[i] = (Xueji__V1__Attachment)XUEJI__V1__ATTACHMENT__INIT;
		papers[i].id = TEXT(ids[i]), papers[i].kind = kinds[i];
		papers[i].facts = &facts[i];
		papers[i].state = XUEJI__V1__ATTACHMENT_STATE__ATTACHMENT_STATE_COMPLETE;
		papers[i].file_type = XUEJI__V1__FILE_TYPE__FILE_TYPE_JPEG;
		rows[i] = &papers[i];
	}
	papers[0].is_relied_on = true;
	papers[2].state = XUEJI__V1__ATTACHMENT_STATE__ATTACHMENT_STATE_BEING_SENT;
	papers[2].received = 131072;
}

static void open_papers(struct stage *stage)
{
	Xueji__V1__ListAttachmentsResponse reply = XUEJI__V1__LIST_ATTACHMENTS_RESPONSE__INIT;
	make_papers();
	reply.attachments = rows, reply.n_attachments = PAPERS;
	fake_answer(stage->client, ATTACHMENTS "ListAttachments", &reply.base);
	stage_sign_in(stage);
	stage_open(stage, "files", "child 9001");
	stage_wait(stage, 1);
}

static void list_scene(struct stage *stage)
{
	open_papers(stage);
	stage_shot(stage, "files");
	const Xueji__V1__ListAttachmentsRequest *sent =
		fake_request(stage->client, ATTACHMENTS "ListAttachments");
	ck_assert_str_eq(sent->student_id, "9001");
	stage_open(stage, "files", "case 812 9001");
	sent = fake_request(stage->client, ATTACHMENTS "ListAttachments");
	ck_assert_str_eq(sent->case_id, "812");
	ck_assert_str_eq(sent->student_id, "");
}

START_TEST(papers_stand_with_what_was_stated_and_how_far_they_have_come)
{
	stage_play(list_scene);
}
END_TEST

/* ---- fetching */

static void lay_piece(struct stage *stage, size_t size, int64_t whole, char filling)
{
	static uint8_t bytes[PIECE];
	Xueji__V1__ReadAttachmentResponse piece = XUEJI__V1__READ_ATTACHMENT_RESPONSE__INIT;
	memset(bytes, filling, size);
	piece.data.data = bytes, piece.data.len = size;
	piece.size = whole, piece.reading = TEXT("r1");
	fake_answer_next(stage->client, ATTACHMENTS "ReadAttachment", &piece.base);
}

static void fetch_as(struct stage *stage, const char *path)
{
	stage_type(stage, "x");
	stage_key(stage, CTRL('U'));
	stage_type(stage, path);
	stage_type(stage, "\r");
	stage_wait(stage, 1);
	stage_wait(stage, 1);
}

static void fetch_scene(struct stage *stage)
{
	struct stat st;
	open_papers(stage);
	app_allow_files(stage->app);
	lay_piece(stage, PIECE, PIECE + 3, 'a');
	lay_piece(stage, 3, PIECE + 3, 'b');
	fetch_as(stage, scratch_path("page.jpg"));
	const Xueji__V1__ReadAttachmentRequest *sent =
		fake_request(stage->client, ATTACHMENTS "ReadAttachment");
	ck_assert_str_eq(sent->attachment_id, "501");
	ck_assert_int_eq(sent->offset, PIECE);
	ck_assert_str_eq(sent->reading, "r1");
	ck_assert_int_eq(stat(scratch_path("page.jpg"), &st), 0);
	ck_assert_int_eq(st.st_size, PIECE + 3);
	ck_assert_int_eq(st.st_mode & 077, 0);
	char *text = scratch_read("page.jpg");
	ck_assert(text[0] == 'a' && text[PIECE + 2] == 'b');
	free(text);
}

START_TEST(a_paper_is_fetched_piece_by_piece_into_a_file_of_one_s_own)
{
	stage_play_as(fetch_scene, LANG_EN, 24, 80);
}
END_TEST

static void never_over_scene(struct stage *stage)
{
	open_papers(stage);
	app_allow_files(stage->app);
	scratch_write("mine.jpg", "mine");
	lay_piece(stage, 3, 3, 'x');
	fetch_as(stage, scratch_path("mine.jpg"));
	char *text = scratch_read("mine.jpg");
	ck_assert_str_eq(text, "mine");
	free(text);
	lay_piece(stage, 0, 3, 'x'); /* the server gives nothing more */
	fetch_as(stage, scratch_path("part.jpg"));
	ck_assert(stage_shows(stage, "nothing was written"));
	ck_assert_int_ne(access(scratch_path("part.jpg"), F_OK), 0);
	stage_type(stage, "Gx"); /* what is still being sent */
	ck_assert(stage_shows(stage, "still being sent"));
}

START_TEST(no_file_is_written_over_and_none_in_part)
{
	stage_play_as(never_over_scene, LANG_EN, 24, 80);
}
END_TEST

/* ---- over SSH */

static void lay_ticket(struct stage *stage)
{
	Xueji__V1__IssueTicketResponse reply = XUEJI__V1__ISSUE_TICKET_RESPONSE__INIT;
	reply.ticket = TEXT("ABCDE-FGHJK-MNPQR-STVWX");
	fake_answer(stage->client, "xueji.v1.Tickets/IssueTicket", &reply.base);
}

static void ticket_scene(struct stage *stage)
{
	open_papers(stage);
	lay_ticket(stage);
	stage_type(stage, "x");
	stage_wait(stage, 1);
	const Xueji__V1__IssueTicketRequest *sent =
		fake_request(stage->client, "xueji.v1.Tickets/IssueTicket");
	ck_assert_int_eq(sent->purpose, XUEJI__V1__TICKET_PURPOSE__TICKET_PURPOSE_FETCH_ATTACHMENT);
	ck_assert_str_eq(sent->object_id, "501");
	ck_assert(stage_shows(stage, "ssh DESK get ABCDE-FGHJK-MNPQR-STVWX > 501.jpg"));
	stage_shot(stage, "file_ticket");
	ck_assert_uint_eq(fake_calls(stage->client, ATTACHMENTS "ReadAttachment"), 0);
}

START_TEST(over_ssh_a_paper_is_fetched_by_a_ticket)
{
	stage_play(ticket_scene);
}
END_TEST

static void ticket_for_sending_scene(struct stage *stage)
{
	open_papers(stage);
	lay_ticket(stage);
	stage_type(stage, "c");
	ck_assert(!stage_shows(stage, "File of this machine"));
	stage_key(stage, KEY_RIGHT);
	stage_type(stage, "\r12345612\r长安区公安分局\r2024-05-06");
	stage_key(stage, CTRL('S'));
	stage_wait(stage, 1);
	const Xueji__V1__IssueTicketRequest *sent =
		fake_request(stage->client, "xueji.v1.Tickets/IssueTicket");
	ck_assert_int_eq(sent->purpose, XUEJI__V1__TICKET_PURPOSE__TICKET_PURPOSE_SEND_ATTACHMENT);
	ck_assert_str_eq(sent->object_id, "9001");
	Xueji__V1__BeginAttachmentRequest *typed = xueji__v1__begin_attachment_request__unpack(
		NULL, sent->details.len, sent->details.data);
	ck_assert_ptr_nonnull(typed);
	ck_assert_str_eq(typed->student_id, "9001");
	ck_assert_str_eq(typed->facts->issuer, "长安区公安分局");
	xueji__v1__begin_attachment_request__free_unpacked(typed, NULL);
	ck_assert(stage_shows(stage, "put ABCDE-FGHJK-MNPQR-STVWX < scan.jpg"));
	stage_type(stage, "\033\033"); /* the page, then the form, which asks nothing more */
	ck_assert(stage_shows(stage, "Document no."));
	ck_assert_uint_eq(fake_calls(stage->client, ATTACHMENTS "BeginAttachment"), 0);
}

START_TEST(over_ssh_what_was_typed_of_a_paper_goes_with_the_ticket)
{
	stage_play_as(ticket_for_sending_scene, LANG_EN, 24, 80);
}
END_TEST

/* ---- sending */

static void open_send(struct stage *stage, const char *path)
{
	open_papers(stage);
	app_allow_files(stage->app);
	stage_type(stage, "c");
	stage_key(stage, KEY_RIGHT);
	stage_type(stage, "\r12345612\r长安区公安分局\r2024-05-06\r");
	stage_type(stage, path);
}

static void send_scene(struct stage *stage)
{
	static char bytes[PIECE + 11];
	Xueji__V1__SendChunkResponse piece = XUEJI__V1__SEND_CHUNK_RESPONSE__INIT;
	memset(bytes, 'j', sizeof bytes - 1);
	scratch_write("page.jpg", bytes);
	open_send(stage, scratch_path("page.jpg"));
	papers[2].received = 0;
	fake_answer(stage->client, ATTACHMENTS "BeginAttachment", &papers[2].base);
	piece.received = PIECE;
	fake_answer_next(stage->client, ATTACHMENTS "SendChunk", &piece.base);
	piece.received = PIECE + 10;
	fake_answer_next(stage->client, ATTACHMENTS "SendChunk", &piece.base);
	fake_answer(stage->client, ATTACHMENTS "FinishAttachment", &papers[0].base);
	stage_type(stage, "\r");
	stage_wait(stage, 1);
	stage_wait(stage, 1);
	const Xueji__V1__BeginAttachmentRequest *begun =
		fake_request(stage->client, ATTACHMENTS "BeginAttachment");
	ck_assert_ptr_nonnull(begun);
	ck_assert_str_eq(begun->student_id, "9001");
	ck_assert_int_eq(begun->kind, XUEJI__V1__ATTACHMENT_KIND__ATTACHMENT_KIND_HOUSEHOLD_PAGE);
	ck_assert_str_eq(begun->facts->document_no, "12345612");
	ck_assert_str_eq(begun->facts->issue_date, "2024-05-06");
	ck_assert_int_eq(begun->facts->size, PIECE + 10);
	ck_assert_uint_eq(begun->facts->sha256.len, 32);
	const Xueji__V1__SendChunkRequest *sent =
		fake_request(stage->client, ATTACHMENTS "SendChunk");
	ck_assert_str_eq(sent->attachment_id, "503");
	ck_assert_int_eq(sent->offset, PIECE);
	ck_assert_uint_eq(sent->data.len, 10);
	ck_assert_uint_eq(fake_calls(stage->client, ATTACHMENTS "FinishAttachment"), 1);
	ck_assert(stage_shows(stage, "已全部上传"));
}

START_TEST(a_paper_is_sent_piece_by_piece)
{
	stage_play_as(send_scene, LANG_ZH, 24, 80);
}
END_TEST

static void broken_scene(struct stage *stage)
{
	static char bytes[PIECE + 11];
	memset(bytes, 'j', sizeof bytes - 1);
	scratch_write("page.jpg", bytes);
	open_send(stage, scratch_path("page.jpg"));
	papers[2].received = 0;
	fake_answer_next(stage->client, ATTACHMENTS "BeginAttachment", &papers[2].base);
	fake_refuse_next(stage->client, ATTACHMENTS "SendChunk", "SERVER_BUSY", "busy", NULL);
	stage_type(stage, "\r");
	stage_wait(stage, 1);
	ck_assert(stage_shows(stage, "busy"));
	papers[2].received = PIECE; /* the first piece had arrived all the same */
	fake_answer(stage->client, ATTACHMENTS "BeginAttachment", &papers[2].base);
	stage_key(stage, CTRL('S'));
	stage_wait(stage, 1);
	const Xueji__V1__SendChunkRequest *sent =
		fake_request(stage->client, ATTACHMENTS "SendChunk");
	ck_assert_int_eq(sent->offset, PIECE);
	ck_assert_uint_eq(sent->data.len, 10);
}

START_TEST(what_was_sent_in_part_goes_on)
{
	stage_play_as(broken_scene, LANG_EN, 24, 80);
}
END_TEST

static void wrong_scene(struct stage *stage)
{
	open_send(stage, "/no/such/file.jpg");
	stage_shot(stage, "file_send");
	stage_type(stage, "\r");
	ck_assert_uint_eq(fake_calls(stage->client, ATTACHMENTS "BeginAttachment"), 0);
	ck_assert(stage_shows(stage, "/no/such/file.jpg"));
	scratch_write("page.jpg", "x");
	stage_key(stage, CTRL('U'));
	stage_type(stage, scratch_path("page.jpg"));
	fake_refuse_next(stage->client, ATTACHMENTS "BeginAttachment", "INVALID", "is required",
		"facts.document_no");
	stage_type(stage, "\r");
	stage_wait(stage, 1);
	ck_assert(stage_shows(stage, "is required"));
}

START_TEST(a_file_that_is_not_there_and_a_fault_are_said_beside_the_form)
{
	stage_play(wrong_scene);
}
END_TEST

static void drop_scene(struct stage *stage)
{
	Xueji__V1__DropAttachmentResponse reply = XUEJI__V1__DROP_ATTACHMENT_RESPONSE__INIT;
	open_papers(stage);
	fake_answer(stage->client, ATTACHMENTS "DropAttachment", &reply.base);
	stage_type(stage, "Ey");
	ck_assert_uint_eq(fake_calls(stage->client, ATTACHMENTS "DropAttachment"), 0);
	stage_type(stage, "jE\r");
	ck_assert_uint_eq(fake_calls(stage->client, ATTACHMENTS "DropAttachment"), 0);
	stage_type(stage, "Ey");
	const Xueji__V1__DropAttachmentRequest *sent =
		fake_request(stage->client, ATTACHMENTS "DropAttachment");
	ck_assert_ptr_nonnull(sent);
	ck_assert_str_eq(sent->attachment_id, "502");
	ck_assert_uint_eq(fake_calls(stage->client, ATTACHMENTS "ListAttachments"), 2);
}

START_TEST(what_nothing_relies_on_is_dropped_after_a_yes)
{
	stage_play_as(drop_scene, LANG_ZH, 24, 80);
}
END_TEST

SUITE_WITH("files", scratch_open, scratch_close,
	papers_stand_with_what_was_stated_and_how_far_they_have_come,
	a_paper_is_fetched_piece_by_piece_into_a_file_of_one_s_own,
	no_file_is_written_over_and_none_in_part, a_paper_is_sent_piece_by_piece,
	what_was_sent_in_part_goes_on, over_ssh_a_paper_is_fetched_by_a_ticket,
	over_ssh_what_was_typed_of_a_paper_goes_with_the_ticket,
	a_file_that_is_not_there_and_a_fault_are_said_beside_the_form,
	what_nothing_relies_on_is_dropped_after_a_yes)
