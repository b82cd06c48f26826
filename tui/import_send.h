/* Sending a sheet from the console: rows go in calls of at most 200, each durable when its answer
 * has come, and the next is read while the frame is drawn. What was sent in part goes on when the
 * same file is sent again. */
#pragma once

#include "tui/app.h"
#include "tui/import_file.h"

struct import_send {
	struct sheet *sheet;
	struct columns columns;
	struct arena *arena, *scratch; /* of the columns, of the rows of one call; NULL: idle */
	Xueji__V1__ImportRow *rows[IMPORT_FILE_ROWS];
	size_t n, from;         /* rows that are read, and that the server has taken of them */
	struct sheet_row ahead; /* read, but in no call yet */
	bool has_ahead, is_at_end;
	int64_t lines;         /* of the file, as a measure of how far it is; 0: not known */
	char notice[WHY_SIZE]; /* what a reader should know of the sheet; "" for nothing */
	Xueji__V1__Import *import;
	uint64_t starting, sending, finishing;
};

struct import_order {
	const char *path, *unit;
	bool is_dry_run, is_provisional;
};
/* False: it was said why not. */
bool import_send_begin(struct app *app, struct import_send *send, const struct import_order *order);
enum import_sent { IMPORT_SENT_NOT_MINE, IMPORT_SENT_ON, IMPORT_SENT_STOPPED, IMPORT_SENT_ALL };
enum import_sent import_send_loaded(
	struct app *app, struct import_send *send, const struct client_reply *reply);
bool import_send_is_busy(const struct import_send *send);
/* Three lines: how far it is, what became of the rows, what should be known of the sheet. */
void import_send_draw(struct app *app, const struct import_send *send, struct area area);
/* Idle again; import and notice stay known until the next one or import_send_free. */
void import_send_stop(struct import_send *send);
void import_send_free(struct import_send *send);
/* "40 new, 2 changed, 0 as before, 3 refused". */
const char *import_counts(struct app *app, const Xueji__V1__Import *import);
