/* Sending a scan or a photo for a child's record: what it is, what is typed of it, and the file. It
 * goes in pieces, each durable when it is acknowledged; what was sent in part goes on when the same
 * file is sent again. Over SSH a ticket takes what was typed to the line that sends the file. The
 * subject is the child's id. */
#include "tui/screens/file_send.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <xueji/v1/attachments.pb-c.h>

#include "common/file.h"
#include "domain/attachment_kind.h"
#include "tui/app.h"
#include "tui/ticket.h"
#include "tui/widgets/form.h"
#include "tui/words.h"

#define ATTACHMENTS "xueji.v1.Attachments/"

enum { FILE_SIZE_MAX = 2097152, CHUNK_SIZE = 65536, ARENA = 3 << 20 };
enum { WHAT, NUMBER, ISSUER, DAY, PATH, N_FIELDS };
enum { KINDS = XUEJI__V1__ATTACHMENT_KIND__ATTACHMENT_KIND_PHOTO };

static const struct form_field fields[N_FIELDS] = {
	[WHAT] = {.name = "kind",
		.label = N_("What it is"),
		.width = 34,
		.is_required = true,
		.hint = N_("Left and Right turn")},
	[NUMBER] = {.name = "facts.document_no",
		.label = N_("Document no."),
		.max = 40,
		.width = 34},
	[ISSUER] = {.name = "facts.issuer", .label = N_("Issued by"), .max = 60, .width = 34},
	[DAY] = {.name = "facts.issue_date",
		.label = N_("Issued on"),
		.max = 10,
		.width = 12,
		.hint = N_("2026-09-01")},
	[PATH] = {.name = "path",
		.label = N_("File of this machine"),
		.max = 200,
		.is_required = true},
};

struct sending {
	struct form form;
	struct form_field fields[N_FIELDS];
	struct form_choice kinds[KINDS + 1];
	char values[KINDS][4];
	char child[40], id[40];
	struct arena *arena; /* of the bytes; NULL: nothing is under way */
	const char *bytes;
	size_t size;
	int64_t sent;
	uint64_t beginning, piece, finishing;
};

static void open_send(struct app *app, void *state, const char *subject)
{
	struct sending *s = state;
	snprintf(s->child, sizeof s->child, "%s", subject);
	memcpy(s->fields, fields, sizeof fields);
	for (int i = 0; i < KINDS; i++) {
		snprintf(s->values[i], sizeof s->values[i], "%d", i + 1);
		s->kinds[i].value = s->values[i];
		s->kinds[i].label = words_attachment(app, (Xueji__V1__AttachmentKind)(i + 1));
	}
	s->fields[WHAT].choices = s->kinds;
	form_init(&s->form, s->fields, app_has_files(app) ? N_FIELDS : PATH);
}

static void stop(struct sending *s)
{
	if (s->bytes != NULL)
		explicit_bzero((char *)(uintptr_t)s->bytes, s->size);
	arena_free(s->arena);
	s->arena = NULL;
	s->bytes = NULL;
	s->beginning = s->piece = s->finishing = 0;
}

static bool read_file(struct app *app, struct sending *s)
{
	char why[WHY_SIZE];
	s->arena = arena_new(ARENA);
	s->bytes = file_read(s->arena, form_text(&s->form, "path"), FILE_SIZE_MAX, &s->size, why);
	if (s->bytes != NULL)
		return true;
	form_focus(&s->form, "path");
	app_say(app, TONE_WRONG, "%s", why);
	stop(s);
	return false;
}

static void ask_for_ticket(struct app *app, struct sending *s)
{
	Xueji__V1__BeginAttachmentRequest request = XUEJI__V1__BEGIN_ATTACHMENT_REQUEST__INIT;
	Xueji__V1__AttachmentFacts facts = XUEJI__V1__ATTACHMENT_FACTS__INIT;
	request.facts = &facts;
	form_fill(&s->form, &request.base);
	request.student_id = s->child;
	ticket_ask(app, XUEJI__V1__TICKET_PURPOSE__TICKET_PURPOSE_SEND_ATTACHMENT, s->child,
		&request.base);
}

static void begin(struct app *app, struct sending *s)
{
	Xueji__V1__BeginAttachmentRequest request = XUEJI__V1__BEGIN_ATTACHMENT_REQUEST__INIT;
	Xueji__V1__AttachmentFacts facts = XUEJI__V1__ATTACHMENT_FACTS__INIT;
	uint8_t hash[crypto_hash_sha256_BYTES];
	crypto_hash_sha256(hash, (const uint8_t *)s->bytes, s->size);
	request.facts = &facts;
	form_fill(&s->form, &request.base);
	request.student_id = s->child;
	facts.size = (int64_t)s->size;
	facts.sha256 = (ProtobufCBinaryData){sizeof hash, hash};
	s->beginning = app_request(app, ATTACHMENTS "BeginAttachment", &request.base);
}

static void submit(struct app *app, void *state)
{
	struct sending *s = state;
	if (s->arena != NULL || !form_check(&s->form, app))
		return;
	if (!app_has_files(app))
		ask_for_ticket(app, s);
	else if (read_file(app, s))
		begin(app, s);
}

static void send_piece(struct app *app, struct sending *s)
{
	Xueji__V1__SendChunkRequest piece = XUEJI__V1__SEND_CHUNK_REQUEST__INIT;
	size_t left = s->size - (size_t)s->sent;
	piece.attachment_id = s->id;
	piece.offset = s->sent;
	piece.data.data = (uint8_t *)(uintptr_t)s->bytes + s->sent;
	piece.data.len = left < CHUNK_SIZE ? left : CHUNK_SIZE;
	s->piece = app_request(app, ATTACHMENTS "SendChunk", &piece.base);
}

static void finish(struct app *app, struct sending *s)
{
	Xueji__V1__FinishAttachmentRequest request = XUEJI__V1__FINISH_ATTACHMENT_REQUEST__INIT;
	request.attachment_id = s->id;
	s->finishing = app_request(app, ATTACHMENTS "FinishAttachment", &request.base);
}

/* The server has so much of it. */
static void go_on(struct app *app, struct sending *s, int64_t received)
{
	bool is_less = received < 0 || received > (int64_t)s->size;
	s->sent = received;
	if (is_less)
		stop(s);
	else if (received < (int64_t)s->size)
		send_piece(app, s);
	else
		finish(app, s);
}

static void done(struct app *app, struct sending *s)
{
	stop(s);
	s->form.is_changed = false;
	app_back(app);
	app_say(app, TONE_DONE, _("All of it has arrived."));
}

static void loaded(struct app *app, void *state, const struct client_reply *reply)
{
	struct sending *s = state;
	if (reply->call == s->beginning)
		form_faults(&s->form, app, reply, "");
	if (ticket_loaded(app, reply, "< scan.jpg", "")) {
		s->form.is_changed = false;
	} else if (reply->outcome != CLIENT_OK) {
		stop(s); /* what has arrived stays, and Ctrl-S goes on from there */
	} else if (reply->call == s->beginning) {
		const Xueji__V1__Attachment *one = (const void *)reply->message;
		snprintf(s->id, sizeof s->id, "%s", one->id);
		go_on(app, s, one->received);
	} else if (reply->call == s->piece) {
		int64_t received = ((const Xueji__V1__SendChunkResponse *)reply->message)->received;
		go_on(app, s, received > s->sent ? received : -1);
	} else if (reply->call == s->finishing) {
		done(app, s);
	}
}

static void draw(struct app *app, void *state, struct area area)
{
	struct sending *s = state;
	form_draw(&s->form, app, area_rows(area, 1, area.rows - 1));
	if (s->arena != NULL)
		draw_print(area, area.rows - 1, 1, STYLE_HEAD, _("Sent %s of %s kB."),
			app_number(app, s->sent / 1024),
			app_number(app, ((int64_t)s->size + 1023) / 1024));
}

static bool on_key(struct app *app, void *state, struct key key)
{
	struct sending *s = state;
	if (s->arena != NULL)
		return false;
	enum form_answer answer = form_key(&s->form, app, key);
	if (answer == FORM_SUBMIT)
		submit(app, s);
	return answer != FORM_IGNORED;
}

static struct form *form_of(void *state)
{
	return &((struct sending *)state)->form;
}

static void close_send(struct app *app, void *state)
{
	struct sending *s = state;
	(void)app;
	stop(s);
	form_free(&s->form);
}

static const struct action actions[] = {
	{VERB_SUBMIT, .what = N_("send it"), .run = submit},
	{0},
};

const struct screen file_send_screen = {
	.name = "send",
	.title = N_("Send a paper"),
	.need = ATTACHMENTS "BeginAttachment",
	.state_size = sizeof(struct sending),
	.open = open_send,
	.loaded = loaded,
	.draw = draw,
	.on_key = on_key,
	.form = form_of,
	.close = close_send,
	.actions = actions,
};
