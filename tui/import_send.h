/* Sending a sheet from the console. It is looked through first (tui/import_survey.h), piece by
 * piece between keys; then its rows go by several calls at a time (tui/import_pipe.h), each durable
 * when its answer has come. What was sent in part goes on when the same file is sent again. */
#pragma once

#include "tui/app.h"
#include "tui/import_pipe.h"
#include "tui/import_survey.h"

struct import_send {
	struct import_survey *survey; /* NULL: idle */
	struct sheet *sheet;          /* the survey's; NULL: it is being looked through, or begun */
	struct import_pipe *pipe;
	bool is_at_end;        /* of the sheet: all its rows are in the pipe */
	char notice[WHY_SIZE]; /* what should be known of the sheet; "" for nothing */
	Xueji__V1__Import *import;
	char *path, *unit;
	bool is_dry_run, is_provisional;
	uint64_t starting, finishing;
	Xueji__V1__Import *shown; /* how far the picture says that it is, since shown_us */
	int64_t shown_us;
};

struct import_order {
	const char *path, *unit;
	bool is_dry_run, is_provisional;
};
/* From now on it has work. */
void import_send_begin(struct app *app, struct import_send *send, const struct import_order *order);
/* The next piece of work, if there is any: what app_soon calls. True: there is more. */
bool import_send_work(struct app *app, struct import_send *send);
enum import_sent { IMPORT_SENT_NOT_MINE, IMPORT_SENT_ON, IMPORT_SENT_STOPPED, IMPORT_SENT_ALL };
/* ON: there is work again. STOPPED: it was said why. */
enum import_sent import_send_loaded(
	struct app *app, struct import_send *send, const struct client_reply *reply);
bool import_send_is_busy(const struct import_send *send);
/* Three lines: how far it is, what became of the rows, what should be known of the sheet. */
void import_send_draw(struct app *app, const struct import_send *send, struct area area);
/* Idle again; import and notice stay known until the next one or import_send_free. Calls that are
 * on their way are given up; what they brought in all the same is known when it goes on. */
void import_send_stop(struct app *app, struct import_send *send);
void import_send_free(struct app *app, struct import_send *send);
/* "40 new, 2 changed, 0 as before, 3 refused". */
const char *import_counts(struct app *app, const Xueji__V1__Import *import);
