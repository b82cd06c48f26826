#include "tui/import_send.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/memory.h"
#include "tui/cells.h"
#include "tui/import_file.h"
#include "tui/widgets/bars.h"

#define IMPORTS "xueji.v1.Imports/"

enum {
	BAR = 20,              /* what stands behind it fits 80 columns */
	PIECE_ROWS = 500,      /* read in one go */
	SHOWN_US = 500 * 1000, /* between two pictures of how far it is */
	LINE_CELLS = 76        /* of the message line on the narrowest screen */
};

const char *import_counts(struct app *app, const Xueji__V1__Import *import)
{
	return app_print(app, _("%s new, %s changed, %s as before, %s refused"),
		app_number(app, import->created), app_number(app, import->updated),
		app_number(app, import->unchanged), app_number(app, import->refused));
}

/* ---- life */

bool import_send_is_busy(const struct import_send *send)
{
	return send->survey != NULL;
}

/* What is on its way would only be refused behind the one that was. */
static void forget_calls(struct app *app, const struct import_send *send)
{
	uint64_t call;
	app_forget(app, send->starting);
	app_forget(app, send->finishing);
	for (size_t i = 0; send->pipe != NULL && (call = import_pipe_call(send->pipe, i)) != 0; i++)
		app_forget(app, call);
}

void import_send_stop(struct app *app, struct import_send *send)
{
	struct import_send idle = {.import = send->import};
	forget_calls(app, send);
	app_drop(send->shown);
	memcpy(idle.notice, send->notice, sizeof idle.notice);
	import_survey_free(send->survey);
	import_pipe_free(send->pipe);
	free(send->path);
	free(send->unit);
	*send = idle;
}

void import_send_free(struct app *app, struct import_send *send)
{
	import_send_stop(app, send);
	app_drop(send->import);
	*send = (struct import_send){.import = NULL};
}

void import_send_begin(struct app *app, struct import_send *send, const struct import_order *order)
{
	import_send_free(app, send);
	send->path = memory_text(order->path);
	send->unit = memory_text(order->unit);
	send->is_dry_run = order->is_dry_run;
	send->is_provisional = order->is_provisional;
	send->survey = import_survey_new(order->path, false);
}

/* Answers may overtake each other; the one of the last row knows best. */
static void keep(struct app *app, struct import_send *send, const Xueji__V1__Import *import)
{
	if (send->import != NULL && import->last_row < send->import->last_row)
		return;
	app_drop(send->import);
	send->import = app_keep(import);
	if (send->shown != NULL && app_now_us(app) < send->shown_us + SHOWN_US)
		return;
	app_drop(send->shown);
	send->shown = app_keep(import);
	send->shown_us = app_now_us(app);
}

/* ---- looking through it */

static void tell_faults(struct app *app, const char *faults)
{
	if (strchr(faults, '\n') != NULL || cells_of(faults) > LINE_CELLS)
		app_show(app, _("The sheet has faults; nothing was sent"), faults);
	else
		app_say(app, TONE_WRONG, _("%s."), faults);
}

static void start(struct app *app, struct import_send *send)
{
	Xueji__V1__StartImportRequest request = XUEJI__V1__START_IMPORT_REQUEST__INIT;
	request.unit_id = send->unit;
	request.title = (char *)(uintptr_t)import_file_title(send->path);
	request.sha256.len = IMPORT_SURVEY_HASH;
	request.sha256.data = (uint8_t *)(uintptr_t)import_survey_sha256(send->survey);
	request.form = import_file_form(import_survey_columns(send->survey));
	request.is_dry_run = send->is_dry_run;
	request.is_provisional = send->is_provisional;
	snprintf(send->notice, sizeof send->notice, "%s", import_survey_notice(send->survey));
	send->starting = app_request(app, IMPORTS "StartImport", &request.base);
}

static bool look(struct app *app, struct import_send *send)
{
	switch (import_survey_go_on(send->survey)) {
	case SURVEY_ON:
		return true;
	case SURVEY_GOOD:
		start(app, send);
		return false;
	case SURVEY_FAULTY:
		tell_faults(app, import_survey_faults(send->survey));
		import_send_stop(app, send);
		break;
	}
	return false;
}

/* ---- rows */

static uint64_t send_rows(void *arg, const Xueji__V1__ImportRowsRequest *request)
{
	return app_request(arg, IMPORTS "ImportRows", &request->base);
}

static bool open_pipe(struct app *app, struct import_send *send)
{
	char why[WHY_SIZE];
	send->sheet = import_survey_sheet(send->survey, why);
	if (send->sheet == NULL) {
		app_say(app, TONE_WRONG, "%s", why);
		import_send_stop(app, send);
		return false;
	}
	send->pipe = import_pipe_new(send->import->id, send->import->last_row, send_rows, app);
	return true;
}

/* As much as there is room for, or as may be read in one go. False: the sheet is broken after all.
 */
static bool fill(struct app *app, struct import_send *send)
{
	const struct columns *columns = import_survey_columns(send->survey);
	int64_t behind = import_file_behind(columns, send->import);
	char why[WHY_SIZE];
	struct sheet_row row;
	for (int i = 0; i < PIECE_ROWS && !import_pipe_is_full(send->pipe); i++) {
		enum sheet_step step = sheet_next(send->sheet, &row, why);
		if (step == SHEET_BROKEN) {
			app_say(app, TONE_WRONG, "%s", why);
			return false;
		}
		send->is_at_end = step == SHEET_END;
		if (send->is_at_end)
			break;
		if (row.number > behind)
			import_pipe_put(send->pipe,
				import_file_row(import_pipe_arena(send->pipe), columns, &row));
	}
	return true;
}

static void finish(struct app *app, struct import_send *send)
{
	Xueji__V1__FinishImportRequest request = XUEJI__V1__FINISH_IMPORT_REQUEST__INIT;
	request.import_id = send->import->id;
	request.last_row = send->import->last_row;
	send->finishing = app_request(app, IMPORTS "FinishImport", &request.base);
}

bool import_send_work(struct app *app, struct import_send *send)
{
	if (!import_send_is_busy(send) || send->starting != 0 || send->finishing != 0)
		return false;
	if (send->pipe == NULL)
		return look(app, send);
	if (!send->is_at_end && !fill(app, send)) {
		import_send_stop(app, send);
		return false;
	}
	if (!send->is_at_end)
		return !import_pipe_is_full(send->pipe);
	if (!import_pipe_is_full(send->pipe))
		import_pipe_flush(send->pipe);
	if (import_pipe_call(send->pipe, 0) == 0)
		finish(app, send);
	return false;
}

/* ---- answers */

static enum import_sent stopped(struct app *app, struct import_send *send)
{
	import_send_stop(app, send);
	return IMPORT_SENT_STOPPED;
}

static enum import_sent take_rows(
	struct app *app, struct import_send *send, const struct client_reply *reply)
{
	const Xueji__V1__ImportRowsResponse *in = (const void *)reply->message;
	switch (import_pipe_take(send->pipe, reply)) {
	case PIPE_NOT_MINE:
		return IMPORT_SENT_NOT_MINE;
	case PIPE_TAKEN:
		keep(app, send, in->import);
		return IMPORT_SENT_ON;
	case PIPE_LATER:
		app_say(app, TONE_PLAIN, "%s", ""); /* the frame has said that it was refused */
		return IMPORT_SENT_ON;
	case PIPE_FAILED:
		break;
	}
	return stopped(app, send);
}

/* What has come stays, and the same file goes on from there. */
enum import_sent import_send_loaded(
	struct app *app, struct import_send *send, const struct client_reply *reply)
{
	const void *in = reply->message;
	bool is_start = send->starting != 0 && reply->call == send->starting;
	bool is_end = send->finishing != 0 && reply->call == send->finishing;
	if (!is_start && !is_end)
		return send->pipe != NULL ? take_rows(app, send, reply) : IMPORT_SENT_NOT_MINE;
	if (reply->outcome != CLIENT_OK)
		return stopped(app, send);
	if (is_end) {
		keep(app, send, ((const Xueji__V1__FinishImportResponse *)in)->import);
		import_send_stop(app, send);
		return IMPORT_SENT_ALL;
	}
	send->starting = 0;
	keep(app, send, ((const Xueji__V1__StartImportResponse *)in)->import);
	return open_pipe(app, send) ? IMPORT_SENT_ON : IMPORT_SENT_STOPPED;
}

/* ---- drawing */

static void draw_progress(struct app *app, const struct import_send *send, struct area area)
{
	const Xueji__V1__Import *shown = send->shown;
	if (shown == NULL) {
		int percent = import_survey_percent(send->survey);
		draw_print(area, 0, 1, STYLE_WARN,
			_("[%-*s] looking through it: %d%%; nothing is sent yet, Esc stops"), BAR,
			bar_print(app, BAR, percent, 100), percent);
		return;
	}
	int64_t last = import_survey_last_row(send->survey);
	draw_print(area, 0, 1, STYLE_WARN, _("[%-*s] row %s of %s; Esc stops, nothing is lost"),
		BAR, bar_print(app, BAR, shown->last_row, last), app_number(app, shown->last_row),
		app_number(app, last));
	draw_text(area, 1, 1, STYLE_PLAIN, import_counts(app, shown));
}

static void draw_outcome(struct app *app, const Xueji__V1__Import *import, struct area area)
{
	if (import->state == XUEJI__V1__IMPORT_STATE__IMPORT_STATE_RUNNING)
		draw_print(area, 0, 1, STYLE_WARN,
			_("Stopped behind row %s; send the same file to go on from there"),
			app_number(app, import->last_row));
	else
		draw_text(area, 0, 1, STYLE_HEAD,
			import->is_dry_run ? _("Nothing was stored. It would be:")
					   : _("Brought in:"));
	draw_text(area, 1, 1, STYLE_PLAIN, import_counts(app, import));
}

void import_send_draw(struct app *app, const struct import_send *send, struct area area)
{
	if (import_send_is_busy(send))
		draw_progress(app, send, area);
	else if (send->import != NULL)
		draw_outcome(app, send->import, area);
	if (send->notice[0] != '\0')
		draw_print(area, 2, 1, STYLE_WARN, "! %s", send->notice);
}
