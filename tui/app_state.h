/* The frame's own state; only tui/app*.c, tui/overlay*.c and tui/commands.c look inside. */
#pragma once

#include "tui/app.h"
#include "tui/app_calls.h"
#include "tui/frame.h"
#include "tui/overlay.h"

enum {
	LEVELS = 16,
	MODULES = 9, /* digits 1 to 8; 0: before sign-in */
	HELD_KEYS = 256,
	HISTORY = 32,
	FILTER_MAX = 60 /* characters */
};

/* A screen on a stack. */
struct level {
	const struct screen *screen;
	void *state;
	char *subject;
	char title[128];
	char filter[FILTER_MAX * 4 + 1];
	enum lang lang; /* in which the server was asked last */
	int opening;    /* unanswered calls that keys wait for: those of `open`, and app_await */
	bool is_closed;
	bool is_missed; /* a call of it never left for want of a line: it is out of date */
	/* Of its form, on the server (tui/app_forms.h): something is kept; it is what stands or
	 * stood in this form, not an older one. */
	bool is_kept, is_kept_mine, was_dirty;
	void (*work)(struct app *app, void *state); /* what app_soon asked for; NULL: nothing */
	char *offer; /* what Enter takes up; NULL: nothing is offered */
};

/* Modules keep their stacks, so that coming back to one finds it as it was. */
struct stack {
	struct level *levels[LEVELS];
	size_t n;
};

struct draft {
	char *key, *text;
};

/* What a key cost: for `:bytes`. */
struct meter {
	bool is_on;
	uint32_t tty_bytes, frames, calls, up, down; /* since the key */
	int64_t key_us, answer_us;
};

struct app {
	struct client *client;
	enum lang lang;
	struct arena *arena;
	int64_t now_us, monotonic_us; /* at the event that is being worked on */
	int64_t server_offset_us;
	bool is_typing; /* into a field of the page as it was drawn last */
	bool is_lean, is_mono, must_repaint, is_quitting, has_files;

	struct stack stacks[MODULES];
	int module, came_from; /* where one was when the door closed */
	struct level *running; /* whose function runs */
	struct level *closing[MODULES * LEVELS];
	size_t n_closing;

	struct pending *pending;
	size_t n_pending;
	uint64_t last_number;
	struct client_reply *kept; /* replies that wait until a question is answered */
	size_t n_kept;

	struct overlay overlay;
	enum tone tone;
	char message[512];

	Xueji__V1__WhoAmIResponse *who;
	char user[64];
	char *password, *token, *device; /* a password for the first sign-in alone, or NULL */
	unsigned session;                /* how many there have been */
	bool is_session_lost, is_locked;
	const struct screen *named; /* on the command line; opened once he lets go what he typed */
	bool is_place_due;          /* where he was is asked for, and no key came since */
	int64_t idle_us;            /* of monotonic: the last key */
	int64_t rest_us; /* when the screen on top may show more; 0: it has, or there is nothing */
	int idle_minutes;
	enum client_line line;

	struct draft *drafts;
	size_t n_drafts, n_history, n_held;
	char *history[HISTORY];
	struct key held[HELD_KEYS];
	struct meter meter, last_meter;
};

struct level *app_top(struct app *app);
struct stack *app_stack(struct app *app);
/* Runs behind every event: frees levels that were closed while their function ran. */
void app_sweep(struct app *app);
void app_close_level(struct app *app, struct level *level);
void app_close_all(struct app *app);             /* all modules */
void app_close_above(struct app *app, size_t n); /* keeps the first n pages of the module */
bool app_is_anything_typed(struct app *app);     /* into a page of the module, and not sent */
void app_switch(struct app *app, int module);
void app_go_to(struct app *app, int module); /* as its digit: of one's own, its first page */
void app_set_lang(struct app *app, enum lang lang);

bool app_run_action(
	struct app *app, struct level *level, const struct action *action, struct key key);
const struct action *app_action(const struct level *level, enum verb verb);
bool app_can(struct app *app, struct level *level, const struct action *action, const char **why);

/* The module of the lowest digit that the operator may open; NULL: none. */
const struct screen *app_first_module(const struct app *app);

void app_command(struct app *app, const char *line);
bool app_complete(struct app *app, struct line *line); /* false: nothing fits */

/* Scrolled by so many rows; how many are left. */
int app_draw_help(struct app *app, struct area area, int top);
