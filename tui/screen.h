/* The manual page for whoever writes a screen. docs/adding.md has the recipe; tui/screens/roster.c
 * is a whole example.
 *
 * A screen is one file and one row in tui/screens.c. It *asks* (app_request) and *is told*
 * (loaded), and never waits. The frame owns everything around it: the stack of screens, header,
 * tabs, message line, legend, help, command line, filter prompt, confirmations, the idle lock, the
 * language, the terminal. A screen gets its state, zeroed, and an area to draw in; it keeps nothing
 * elsewhere and includes no curses and no gRPC.
 *
 * Life: open → (loaded | draw | on_key)* → close. draw is called for each frame and paints
 * everything anew; it changes nothing that a person or the server could notice. A screen below
 * others on the stack is told its replies all the same; when it comes to the top again, `again` is
 * called. When the session ends in between, the frame asks for the password and repeats what was
 * asked; the screen sees nothing of it. Where a call could not be made for want of a line, it runs
 * the page's VERB_REFRESH once, when the line is back and the page in sight: that action reads, and
 * does nothing else. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tui/canvas.h"
#include "tui/client/client.h"
#include "tui/keys.h"
#include "tui/text.h"

struct app;
struct form;

/* What a key does, everywhere the same: VERB_APPROVE, VERB_OPEN …; tui/verbs.def is the table. */
enum verb {
	VERB_NONE,
#define VERB(name, key, what) VERB_##name,
#include "tui/verbs.def"
#undef VERB
	VERB_COUNT
};

/* One key of a screen. Dispatch, legend and help are made from these rows, in their order; a table
 * ends with a row of zeros. Only typed keys run actions: what is pasted never decides anything. */
struct action {
	enum verb verb;
	const char *what; /* N_("sign"): a more precise word than the verb's own; NULL: that one */
	const char *help; /* N_("one sentence") for the help page; NULL: the word is enough */
	/* A method that the operator must be able to call; NULL: none. Without it the key is not
	 * shown at all. */
	const char *need;
	/* Whether it can be done at present, to the row under the cursor or to the marks. Otherwise
	 * it is grey, and pressing it says why: a sentence, _("…"). NULL: always. */
	bool (*can)(struct app *app, void *state, const char **why_out);
	void (*run)(struct app *app, void *state);
	/* Works, and is in the help, but not in the legend. */
	bool is_quiet;
	/* In the legend only while it can be done: there it is the step to take, else no use. */
	bool is_at_times;
};

struct screen {
	const char *name;  /* the command's word: ":roster", in golden files */
	const char *title; /* N_("Roster") */
	/* Its place among the tabs, 1 to 8, and the word there; 0: it is opened from others only.
	 */
	int digit;
	const char *tab; /* N_("Units") */
	/* A method that the operator must be able to call; NULL: everyone may open it. */
	const char *need;
	/* Needs no subject, so it can be opened by its name on the command line. */
	bool is_command;
	/* Rows of the desk whose method is `need` open it, with the subject "UNIT PARTY TYPE KEY":
	 * an id, two numbers of the contract's enums, and the row's stable word. */
	bool is_for_desk;
	size_t state_size;

	/* `subject` says about what: an id, or whatever the screen itself defines; never NULL, ""
	 * for none. It outlives the state. It is all that is kept of a place (after a lost line, in
	 * the command line's history), so it must be enough to come back. */
	void (*open)(struct app *app, void *state, const char *subject);
	/* A reply to something that this state asked for. CLIENT_REFUSED and CLIENT_UNKNOWN are
	 * said on the message line already; what is left to do is to place `faults` (form_faults)
	 * or to ask again. The reply lives until the function returns: copy with app_keep. */
	void (*loaded)(struct app *app, void *state, const struct client_reply *reply);
	void (*draw)(struct app *app, void *state, struct area area);
	/* Keys that no action takes: hand them to the widget. False: not mine. */
	bool (*on_key)(struct app *app, void *state, struct key key);
	/* Nothing was typed for a while, and the line can bear more: what belongs to the row under
	 * the cursor may be shown beside it, which no single key may cost. Not called in the lean
	 * look. NULL: nothing. */
	void (*rest)(struct app *app, void *state);
	/* It is on top again, after a screen that was opened from it closed. NULL: nothing to do.
	 */
	void (*again)(struct app *app, void *state);
	/* `/` was used: show what matches `text`, "" for all; ask the server, never sieve here.
	 * NULL: this screen has no filter. */
	void (*filter)(struct app *app, void *state, const char *text);
	/* The line is going for good (SIGHUP, SIGTERM): send what must not be lost and is more
	 * than a half-filled form. The frame waits up to three seconds for the answers. NULL: there
	 * is nothing. */
	void (*hang_up)(struct app *app, void *state);
	/* The form that the page is about, NULL where there is none: while something typed is not
	 * sent leaving asks first, and when the line goes it is kept on the server and offered to
	 * him again (tui/app_forms.h). */
	struct form *(*form)(void *state);
	void (*close)(struct app *app, void *state); /* frees what widgets hold; NULL: nothing */
	const struct action *actions;
};

/* The table, in tui/screens.c: one line for each screen. */
extern const struct screen *const screens[];
extern const size_t screens_count;
const struct screen *screen_find(const char *name); /* NULL: none */

/* The verb's key and its word. */
uint32_t verb_key(enum verb verb);
const char *verb_what(enum verb verb); /* translated */
