#include "tui/import_send.h"

#include <stdio.h>
#include <string.h>

#include "tui/widgets/bars.h"

#define IMPORTS "xueji.v1.Imports/"

enum { BAR = 30 };

const char *import_counts(struct app *app, const Xueji__V1__Import *import)
{
	return app_print(app, _("%s new, %s changed, %s as before, %s refused"),
		app_number(app, import->created), app_number(app, import->updated),
		app_number(app, import->unchanged), app_number(app, import->refused));
}

bool import_send_is_busy(const struct import_send *send)
{
	return send->scratch != NULL;
}

void import_send_stop(struct import_send *send)
{
	struct import_send idle = {.import = send->import};
	snprintf(idle.notice, sizeof idle.notice, "%s",
		send->sheet != NULL ? sheet_notice(send->sheet) : send->notice);
	sheet_close(send->sheet);
	arena_free(send->arena);
	arena_free(send->scratch);
	*send = idle;
}

void import_send_free(struct import_send *send)
{
	import_send_stop(send);
	app_drop(send->import);
	send->import = NULL;
}

static void keep(struct import_send *send, const Xueji__V1__Import *import)
{
	app_drop(send->import);
	send->import = app_keep(import);
}

/* ---- the file */

static bool open_file(
	struct app *app, struct import_send *send, const char *path, uint8_t hash[static 32])
{
	char why[WHY_SIZE];
	const char *faults = why;
	send->arena = arena_new(0);
	send->scratch = arena_new(0);
	bool is_open = import_file_hash(path, hash, &send->lines, why) &&
		       (send->sheet = sheet_open(path, why)) != NULL;
	if (is_open &&
		import_file_headings(send->sheet, false, send->arena, &send->columns, &faults))
		return true;
	if (strchr(faults, '\n') != NULL)
		app_show(app, _("The headings of the sheet"), faults);
	else
		app_say(app, TONE_WRONG, "%s", faults);
	import_send_stop(send);
	return false;
}

bool import_send_begin(struct app *app, struct import_send *send, const struct import_order *order)
{
	Xueji__V1__StartImportRequest request = XUEJI__V1__START_IMPORT_REQUEST__INIT;
	uint8_t hash[crypto_hash_sha256_BYTES];
	import_send_free(send);
	send->notice[0] = '\0';
	if (!open_file(app, send, order->path, hash))
		return false;
	request.unit_id = (char *)(uintptr_t)order->unit;
	request.title = (char *)(uintptr_t)import_file_title(order->path);
	request.sha256 = (ProtobufCBinaryData){sizeof hash, hash};
	request.form = import_file_form(&send->columns);
	request.is_dry_run = order->is_dry_run;
	request.is_provisional = order->is_provisional;
	send->starting = app_request(app, IMPORTS "StartImport", &request.base);
	return true;
}

/* ---- rows */

/* A row that has slipped stays the next one, so that nothing behind it is sent. */
static enum sheet_step next_row(struct app *app, struct import_send *send, char why[WHY_SIZE])
{
	if (!send->has_ahead) {
		enum sheet_step step = sheet_next(send->sheet, &send->ahead, why);
		if (step != SHEET_ROW)
			return step;
		send->has_ahead = true;
	}
	const char *stray = columns_stray(&send->columns, &send->ahead, send->scratch);
	if (stray == NULL)
		return SHEET_ROW;
	snprintf(why, WHY_SIZE,
		_("row %s has a text in column %s, which has no heading; mend the sheet (in "
		  "CSV a cell with a comma needs quotes)"),
		app_number(app, send->ahead.number), stray);
	return SHEET_BROKEN;
}

/* As many as one call takes, behind what the server has. */
static enum sheet_step read_rows(struct app *app, struct import_send *send, char why[WHY_SIZE])
{
	size_t bytes = 0;
	enum sheet_step step = SHEET_ROW;
	arena_reset(send->scratch);
	send->n = send->from = 0;
	while (send->n < IMPORT_FILE_ROWS && (step = next_row(app, send, why)) == SHEET_ROW) {
		if (send->ahead.number <= send->import->last_row) {
			send->has_ahead = false; /* it has come before */
			continue;
		}
		Xueji__V1__ImportRow *row =
			import_file_row(send->scratch, &send->columns, &send->ahead);
		bytes += xueji__v1__import_row__get_packed_size(row);
		if (bytes > IMPORT_FILE_BYTES && send->n > 0)
			break; /* in the next call */
		send->rows[send->n++] = row;
		send->has_ahead = false;
	}
	return step;
}

static void send_rows(struct app *app, struct import_send *send)
{
	Xueji__V1__ImportRowsRequest request = XUEJI__V1__IMPORT_ROWS_REQUEST__INIT;
	request.import_id = send->import->id;
	request.after_row = send->import->last_row;
	request.rows = send->rows + send->from;
	request.n_rows = send->n - send->from;
	send->sending = app_request(app, IMPORTS "ImportRows", &request.base);
}

static void finish(struct app *app, struct import_send *send)
{
	Xueji__V1__FinishImportRequest request = XUEJI__V1__FINISH_IMPORT_REQUEST__INIT;
	request.import_id = send->import->id;
	request.last_row = send->import->last_row;
	send->finishing = app_request(app, IMPORTS "FinishImport", &request.base);
}

static enum import_sent go_on(struct app *app, struct import_send *send)
{
	char why[WHY_SIZE];
	if (send->from < send->n) {
		send_rows(app, send);
		return IMPORT_SENT_ON;
	}
	enum sheet_step step = read_rows(app, send, why);
	if (send->n > 0) {
		send_rows(app, send);
	} else if (step == SHEET_BROKEN) {
		app_say(app, TONE_WRONG, "%s", why);
		import_send_stop(send);
		return IMPORT_SENT_STOPPED;
	} else {
		finish(app, send);
	}
	return IMPORT_SENT_ON;
}

/* Fewer than were sent when too much was asked about children elsewhere; none is an answer to
 * something else. */
static bool take_verdicts(struct import_send *send, const Xueji__V1__ImportRowsResponse *in)
{
	if (in->n_verdicts == 0 || in->n_verdicts > send->n - send->from)
		return false;
	send->from += in->n_verdicts;
	return true;
}

enum import_sent import_send_loaded(
	struct app *app, struct import_send *send, const struct client_reply *reply)
{
	const void *in = reply->message;
	bool is_mine = import_send_is_busy(send) &&
		       (reply->call == send->starting || reply->call == send->sending ||
			       reply->call == send->finishing);
	if (!is_mine)
		return IMPORT_SENT_NOT_MINE;
	const Xueji__V1__Import *import =
		reply->outcome != CLIENT_OK ? NULL
		: reply->call == send->starting
			? ((const Xueji__V1__StartImportResponse *)in)->import
		: reply->call == send->sending
			? ((const Xueji__V1__ImportRowsResponse *)in)->import
			: ((const Xueji__V1__FinishImportResponse *)in)->import;
	if (import == NULL) { /* what has come stays, and the same file goes on from there */
		import_send_stop(send);
		return IMPORT_SENT_STOPPED;
	}
	bool was_rows = reply->call == send->sending, is_over = reply->call == send->finishing;
	keep(send, import);
	if (was_rows && !take_verdicts(send, in)) {
		import_send_stop(send);
		return IMPORT_SENT_STOPPED;
	}
	if (!is_over)
		return go_on(app, send);
	import_send_stop(send);
	return IMPORT_SENT_ALL;
}

/* ---- drawing */

void import_send_draw(struct app *app, const struct import_send *send, struct area area)
{
	const Xueji__V1__Import *import = send->import;
	if (import == NULL)
		return;
	int64_t said = send->sheet != NULL && sheet_said_rows(send->sheet) > 0
			       ? sheet_said_rows(send->sheet)
			       : send->lines;
	int64_t all = said > import->last_row ? said : import->last_row;
	if (import_send_is_busy(send))
		draw_print(area, 0, 1, STYLE_WARN, _("[%-*s] row %s; Esc stops, nothing is lost"),
			BAR, bar_print(app, BAR, import->last_row, all),
			app_number(app, import->last_row));
	else
		draw_text(area, 0, 1, STYLE_HEAD,
			import->is_dry_run ? _("Nothing was stored. It would be:")
					   : _("Brought in:"));
	draw_text(area, 1, 1, STYLE_PLAIN, import_counts(app, import));
	if (send->notice[0] != '\0')
		draw_print(area, 2, 1, STYLE_WARN, "! %s", send->notice);
}
