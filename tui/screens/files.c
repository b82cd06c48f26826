/* The papers of a child, or those on which a case relies: what was stated of each, and how far it
 * has come. One is fetched into a new file, piece by piece; the registrar sends and drops them. The
 * subject is "child ID" or "case ID CHILD". */
#include "tui/screens/files.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xueji/v1/attachments.pb-c.h>

#include "common/file.h"
#include "common/memory.h"
#include "tui/app.h"
#include "tui/screens/file_send.h"
#include "tui/ticket.h"
#include "tui/widgets/list.h"
#include "tui/words.h"

#define ATTACHMENTS "xueji.v1.Attachments/"

enum { PATH_MOST = 200 /* characters */, FILE_SIZE_MAX = 2097152 };

/* What is being fetched; bytes NULL: nothing is. */
struct fetch {
	uint64_t call;
	char id[LIST_ID], path[PATH_MOST * 4 + 1];
	char *reading; /* of the server, so that one reading is one entry of the journal */
	uint8_t *bytes;
	size_t size;
};

struct files {
	struct list list;
	char child[40], of_case[40]; /* "": of the child */
	struct fetch fetch;
	char ticket_file[LIST_ID + 8]; /* how a file is called for which a ticket was asked */
};

/* ---- rows */

static const char *id_of(struct app *app, const void *row)
{
	(void)app;
	return ((const Xueji__V1__Attachment *)row)->id;
}

static const char *kind_cell(struct app *app, const void *row)
{
	return words_attachment(app, ((const Xueji__V1__Attachment *)row)->kind);
}

static const char *number_cell(struct app *app, const void *row)
{
	const Xueji__V1__Attachment *one = row;
	(void)app;
	return one->facts != NULL && one->facts->document_no[0] != '\0' ? one->facts->document_no
									: "-";
}

static const char *issuer_cell(struct app *app, const void *row)
{
	const Xueji__V1__Attachment *one = row;
	(void)app;
	return one->facts != NULL && one->facts->issuer[0] != '\0' ? one->facts->issuer : "-";
}

static const char *day_cell(struct app *app, const void *row)
{
	const Xueji__V1__Attachment *one = row;
	return app_date(app, one->facts != NULL ? one->facts->issue_date : "", false);
}

static const char *kilobytes(struct app *app, int64_t bytes)
{
	return app_print(app, "%s kB", app_number(app, (bytes + 1023) / 1024));
}

static const char *size_cell(struct app *app, const void *row)
{
	const Xueji__V1__Attachment *one = row;
	return kilobytes(app, one->facts != NULL ? one->facts->size : 0);
}

static bool is_complete(const Xueji__V1__Attachment *one)
{
	return one->state == XUEJI__V1__ATTACHMENT_STATE__ATTACHMENT_STATE_COMPLETE;
}

static const char *state_cell(struct app *app, const void *row)
{
	const Xueji__V1__Attachment *one = row;
	int64_t size = one->facts != NULL ? one->facts->size : 0;
	if (is_complete(one))
		return one->is_relied_on ? _("relied on") : _("complete");
	return app_print(app, _("? %d %% sent"),
		size > 0 ? (int)((double)one->received * 100 / (double)size) : 0);
}

static enum style state_style(struct app *app, const void *row)
{
	(void)app;
	return is_complete(row) ? STYLE_PLAIN : STYLE_WARN;
}

static const struct list_column columns[] = {
	{.title = N_("What it is"), .width = 0, .least = 22, .cell = kind_cell},
	{.title = N_("Document no."), .width = 12, .cell = number_cell, .drop = 2},
	{.title = N_("Issued by"), .width = 18, .cell = issuer_cell, .drop = 1},
	{.title = N_("Day"), .width = 10, .cell = day_cell, .drop = 3},
	{.title = N_("Size"), .width = 8, .is_number = true, .cell = size_cell},
	{.title = N_("State"), .width = 12, .cell = state_cell, .style = state_style},
	{0},
};

static const struct list_spec spec = {
	.columns = columns,
	.rows = "attachments",
	.id = id_of,
	.empty = N_("There are no papers yet."),
};

/* ---- the screen */

static void ask(struct app *app, struct files *f)
{
	Xueji__V1__ListAttachmentsRequest request = XUEJI__V1__LIST_ATTACHMENTS_REQUEST__INIT;
	if (f->of_case[0] != '\0')
		request.case_id = f->of_case;
	else
		request.student_id = f->child;
	list_ask(&f->list, app, ATTACHMENTS "ListAttachments", &request.base);
}

static void open_files(struct app *app, void *state, const char *subject)
{
	struct files *f = state;
	list_init(&f->list, &spec);
	if (sscanf(subject, "case %39s %39s", f->of_case, f->child) < 1)
		sscanf(subject, "child %39s", f->child);
	ask(app, f);
}

static void end_fetch(struct fetch *fetch)
{
	if (fetch->bytes != NULL)
		explicit_bzero(fetch->bytes, fetch->size);
	free(fetch->bytes);
	free(fetch->reading);
	*fetch = (struct fetch){0};
}

static void ask_piece(struct app *app, struct fetch *fetch)
{
	Xueji__V1__ReadAttachmentRequest request = XUEJI__V1__READ_ATTACHMENT_REQUEST__INIT;
	request.attachment_id = fetch->id;
	request.offset = (int64_t)fetch->size;
	request.reading = fetch->reading;
	fetch->call = app_request(app, ATTACHMENTS "ReadAttachment", &request.base);
}

static void write_file(struct app *app, struct fetch *fetch)
{
	char why[WHY_SIZE];
	if (file_create(fetch->path, 0600, fetch->bytes, fetch->size, why))
		app_say(app, TONE_DONE, _("Written: %s, %s."), fetch->path,
			kilobytes(app, (int64_t)fetch->size));
	else
		app_say(app, TONE_WRONG, "%s", why);
	end_fetch(fetch);
}

static void take_piece(struct app *app, struct fetch *fetch, const struct client_reply *reply)
{
	const Xueji__V1__ReadAttachmentResponse *piece = (const void *)reply->message;
	if (reply->outcome != CLIENT_OK) {
		end_fetch(fetch);
		return;
	}
	if (piece->data.len == 0 || fetch->size + piece->data.len > FILE_SIZE_MAX) {
		app_say(app, TONE_WRONG,
			_("What comes is not the whole file; nothing was written."));
		end_fetch(fetch);
		return;
	}
	memcpy(fetch->bytes + fetch->size, piece->data.data, piece->data.len);
	fetch->size += piece->data.len;
	free(fetch->reading);
	fetch->reading = memory_text(piece->reading);
	if ((int64_t)fetch->size < piece->size) {
		app_say(app, TONE_PLAIN, _("Fetched %s of %s."),
			kilobytes(app, (int64_t)fetch->size), kilobytes(app, piece->size));
		ask_piece(app, fetch);
	} else {
		write_file(app, fetch);
	}
}

static void loaded(struct app *app, void *state, const struct client_reply *reply)
{
	struct files *f = state;
	if (reply->call == f->fetch.call && f->fetch.bytes != NULL)
		take_piece(app, &f->fetch, reply);
	else if (ticket_loaded(app, reply, f->ticket_file, ""))
		return;
	else if (!list_loaded(&f->list, app, reply) && reply->outcome == CLIENT_OK)
		ask(app, f); /* one was dropped */
}

static void close_files(struct app *app, void *state)
{
	struct files *f = state;
	(void)app;
	list_free(&f->list);
	end_fetch(&f->fetch);
}

/* ---- what keys do */

static const Xueji__V1__Attachment *current(const void *state)
{
	return list_current(&((const struct files *)state)->list);
}

static bool can_fetch(struct app *app, void *state, const char **why_out)
{
	if (!list_has_row(app, state, why_out))
		return false;
	*why_out = _("It is still being sent.");
	if (!is_complete(current(state)))
		return false;
	*why_out = _("One is being fetched; wait for it.");
	return ((const struct files *)state)->fetch.bytes == NULL;
}

static void path_typed(struct app *app, void *state, const char *text)
{
	struct files *f = state;
	if (text[0] == '\0') {
		app_say(app, TONE_PLAIN, _("Nothing was done."));
		return;
	}
	snprintf(f->fetch.id, sizeof f->fetch.id, "%s", current(f)->id);
	snprintf(f->fetch.path, sizeof f->fetch.path, "%s", text);
	f->fetch.bytes = memory_new(FILE_SIZE_MAX);
	f->fetch.reading = memory_text("");
	ask_piece(app, &f->fetch);
}

static void fetch(struct app *app, void *state)
{
	static const char *const ends[] = {"", ".jpg", ".png", ".pdf"};
	const Xueji__V1__Attachment *one = current(state);
	struct files *f = state;
	unsigned type = one->file_type;
	const char *name = app_print(
		app, "%s%s", one->id, type < sizeof ends / sizeof *ends ? ends[type] : "");
	if (!app_has_files(app)) {
		snprintf(f->ticket_file, sizeof f->ticket_file, "> %s", name);
		ticket_ask(app, XUEJI__V1__TICKET_PURPOSE__TICKET_PURPOSE_FETCH_ATTACHMENT, one->id,
			NULL);
		return;
	}
	app_prompt(app, &(struct prompt){.label = _("Into the new file:"),
				.text = name,
				.max = PATH_MOST,
				.done = path_typed});
}

static bool can_send(struct app *app, void *state, const char **why_out)
{
	(void)app;
	*why_out = _("The child's record is not known here; open its file.");
	return ((const struct files *)state)->child[0] != '\0';
}

static void send(struct app *app, void *state)
{
	app_open(app, &file_send_screen, ((const struct files *)state)->child);
}

static bool can_drop(struct app *app, void *state, const char **why_out)
{
	if (!list_has_row(app, state, why_out))
		return false;
	*why_out = _("A case or the record relies on it.");
	return !current(state)->is_relied_on;
}

static void dropped(struct app *app, void *state)
{
	Xueji__V1__DropAttachmentRequest request = XUEJI__V1__DROP_ATTACHMENT_REQUEST__INIT;
	request.attachment_id = current(state)->id;
	app_request(app, ATTACHMENTS "DropAttachment", &request.base);
}

static void drop(struct app *app, void *state)
{
	app_confirm(app, &(struct question){.done = dropped}, _("Drop it for good: %s?"),
		kind_cell(app, current(state)));
}

static const struct action actions[] = {
	{VERB_EXPORT, .what = N_("fetch"), .can = can_fetch, .run = fetch,
		.need = ATTACHMENTS "ReadAttachment",
		.help = N_("into a new file of your own machine; the journal notes it")},
	{VERB_CREATE, .what = N_("send one"), .can = can_send, .run = send,
		.need = ATTACHMENTS "BeginAttachment",
		.help = N_("a scan or a photo from a file of your own machine")},
	{VERB_END, .what = N_("drop"), .can = can_drop, .run = drop,
		.need = ATTACHMENTS "DropAttachment"},
	{VERB_REFRESH, .run = list_again},
	{0},
};

const struct screen files_screen = {
	.name = "files",
	.title = N_("Papers"),
	.need = ATTACHMENTS "ListAttachments",
	.state_size = sizeof(struct files),
	.open = open_files,
	.loaded = loaded,
	.draw = list_draw_page,
	.on_key = list_on_key,
	.again = list_again,
	.close = close_files,
	.actions = actions,
};
