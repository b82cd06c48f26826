/* A list of rows that the server gives out page by page: the heart of most screens.
 *
 * The request is any message with `page_size` and `page_token`, the reply any with a repeated field
 * of messages and `next_page_token`; the list fills in and reads these by their names. Pages are
 * fetched when the cursor comes near their end, some are kept, older ones are fetched again when
 * one goes back. Rows are drawn in columns; where the screen is too narrow, those of the highest
 * `drop` go first. The cursor is a `>` (and, unless lean, the first column in reverse).
 *
 * Keys that it takes: arrows, j k, PgUp PgDn, Space b, Home End, g G, and `t` where `can_mark` is
 * set. */
#pragma once

#include "tui/app.h"

enum {
	LIST_PAGE = 100,  /* rows asked for at a time */
	LIST_KEPT = 12,   /* pages in memory */
	LIST_EMPTY = 16,  /* empty pages that are passed over before one moves again */
	LIST_HEIGHT = 40, /* rows that are taken for seen before the first drawing */
	LIST_ID = 40
};

struct list_column {
	const char *title; /* N_("Name") */
	int width;         /* cells; 0: what is left, shared among such columns */
	int least;         /* of such a column: fewer cells do not do; 0: 10 */
	int most;          /* of such a column: wider, the eye loses the row; 0: 44 */
	bool is_number;    /* to the right */
	int drop;          /* 0: never; else dropped on narrow screens, the highest first */
	/* The cell's text, from app_print or from the message itself. */
	const char *(*cell)(struct app *app, const void *row);
	enum style (*style)(struct app *app, const void *row); /* NULL: plain */
};

struct list_spec {
	const struct list_column *columns; /* ends with a row of zeros */
	const char *rows;                  /* the reply's field: "students" */
	/* Marks and the cursor hang on it: at most 39 bytes. */
	const char *(*id)(struct app *app, const void *row);
	/* Whether a row may be marked; if not, why. NULL: rows cannot be marked. */
	bool (*can_mark)(struct app *app, const void *row, const char **why_out);
	const char *empty; /* N_("Nobody is on this roll.") */
	/* Before a row that begins a new group: its heading; NULL: it goes on. */
	const char *(*group)(struct app *app, const void *row, const void *before);
};

struct list_page {
	ProtobufCMessage *reply; /* NULL: not here at present */
	size_t n;
	bool is_known; /* it has come before; empty ones may lie between full ones */
	char *token;   /* that it is asked for with */
};

struct list {
	const struct list_spec *spec;
	const char *method;
	ProtobufCMessage *request;
	struct list_page *pages;
	size_t n_pages;
	uint64_t call;
	size_t call_page; /* that is, or was last, fetched */
	bool is_fresh /* the first page is awaited */, is_told /* it came */, is_failed;
	bool is_other; /* what is awaited is not what stands here: it begins at its first row */
	size_t cursor, top;
	size_t n_empty;  /* pages that came without rows, one after another */
	size_t to_end;   /* pages to come through which the cursor stays on the last row */
	int height;      /* rows at the last drawing */
	uint32_t sorted; /* columns by which the rows come, as bits of 1 << index: "Name^" */
	char (*marks)[LIST_ID];
	size_t n_marks;
	char wanted[LIST_ID]; /* the id that the cursor shall return to */
};

void list_init(struct list *list, const struct list_spec *spec);
void list_free(struct list *list);
/* The same list with other columns and rows; what was there goes, unless they are the same. */
void list_turn(struct list *list, const struct list_spec *spec);

/* Asks from the first page on; the request is copied. Asked for the same again, the cursor goes
 * back to its row, if that is still there; another list begins at its first. Marks stay. */
void list_ask(
	struct list *list, struct app *app, const char *method, const ProtobufCMessage *request);
void list_refresh(struct list *list, struct app *app); /* the same request anew */
/* True: the reply was the list's own. */
bool list_loaded(struct list *list, struct app *app, const struct client_reply *reply);
/* Headings, rows, and at the right of the area's last row "5 marked  3/120+"; where the reply has
 * total_count and matching_count, or total and found, "3/37 of 4,812". */
void list_draw(struct list *list, struct app *app, struct area area);
/* The same list as a narrow column, beside one that was opened from it: of its rows the first two
 * cells, under a heading; what all names begin with is left out. */
void list_draw_column(
	const struct list *list, struct app *app, const char *heading, struct area area);
bool list_key(struct list *list, struct app *app, struct key key);

/* For the row of a screen whose state begins with its list, and has nothing else to free. */
bool list_on_key(struct app *app, void *state, struct key key);
void list_on_reply(struct app *app, void *state, const struct client_reply *reply);
void list_draw_page(struct app *app, void *state, struct area area);
bool list_has_row(struct app *app, void *state, const char **why_out);
void list_again(struct app *app, void *state);
void list_close(struct app *app, void *state);

const void *list_current(const struct list *list);       /* NULL: there is none */
const void *list_row(const struct list *list, size_t n); /* NULL: not here */
size_t list_count(const struct list *list);              /* rows known of */
bool list_has_more(const struct list *list);
/* The reply that came last: for what stands beside its rows. NULL: none. */
const void *list_reply(const struct list *list);
void list_move(struct list *list, struct app *app, int64_t by); /* "the next" after a decision */

/* What a key is about: the ids of what is marked, at most `most`; else of the row under the cursor,
 * which there must be, and from there it goes on to the next. */
size_t list_picked(struct list *list, struct app *app, const char **ids_out, size_t most);

/* Marks outlive paging and refreshing. */
bool list_is_marked(const struct list *list, const char *id);
void list_mark(struct list *list, const char *id, bool is_marked);
void list_mark_none(struct list *list);
size_t list_marks(const struct list *list);
const char *list_mark_at(const struct list *list, size_t n);
