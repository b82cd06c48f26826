/* What lies over the screen on top and takes all keys while it does: questions, choices, prompts,
 * the command line, the filter, pages of text. There is one at a time; one that is asked for over
 * another takes its place. */
#pragma once

#include "tui/app.h"
#include "tui/widgets/line.h"

enum overlay_kind {
	OVERLAY_NONE,
	OVERLAY_CONFIRM,
	OVERLAY_CHOOSE,
	OVERLAY_PROMPT,
	OVERLAY_COMMAND,
	OVERLAY_FILTER,
	OVERLAY_PAGE,
	OVERLAY_COUNT
};

struct level;

struct overlay {
	enum overlay_kind kind;
	struct level *level; /* whose state `done` is given; NULL: the frame's own */
	char *title;
	struct line line; /* what is being typed */
	struct question question;
	struct choice *choices;
	char **texts; /* of the choices, copied */
	size_t n_choices;
	size_t at;     /* from 1: where the arrows stand; 0: nowhere, and Enter takes none */
	size_t chosen; /* from 1, once the number is there and a text is asked for */
	void (*chosen_done)(struct app *app, void *state, size_t chosen, const char *text);
	void (*prompt_done)(struct app *app, void *state, const char *text);
	void (*prompt_turn)(struct app *app, void *state);
	int64_t due_us; /* of a filter: when what is typed is asked for; 0: it has been */
	char *before;   /* of a filter: what Esc goes back to */
	int top;        /* of a page, in texts[0]: lines scrolled away */
	int top_most;   /* with which its end is seen, as it was drawn last */
	int history;    /* of the command line: how far back */
};

/* Opens an empty overlay for the running screen. */
struct overlay *overlay_open(struct app *app, enum overlay_kind kind, const char *title);
void overlay_close(struct app *app);
void overlay_key(struct app *app, struct key key);
/* Asks for what is typed into the filter, once its time has come; gives when that is. */
int64_t overlay_tick(struct app *app);
/* Draws what lies over the body; what stands on the message line, overlay_draw_line draws. */
void overlay_draw(struct app *app, struct area body);
/* True: the message line is the overlay's. */
bool overlay_draw_line(struct app *app, struct area line);
