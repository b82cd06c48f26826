/* What a key does: first what lies over the screen, then the screen's actions, its own keys, and
 * what is the same everywhere. */
#include "tui/app_forms.h"
#include "tui/app_session.h"
#include "tui/app_state.h"

#include <string.h>

#include "common/memory.h"

static const struct {
	uint32_t key;
	const char *what;
} verbs[VERB_COUNT] = {
#define VERB(name, keys, words) [VERB_##name] = {keys, words},
#include "tui/verbs.def"
#undef VERB
};

uint32_t verb_key(enum verb verb)
{
	return verbs[verb].key;
}

const char *verb_what(enum verb verb)
{
	return verbs[verb].what != NULL ? _(verbs[verb].what) : "";
}

const struct screen *screen_find(const char *name)
{
	for (size_t i = 0; i < screens_count; i++)
		if (strcmp(screens[i]->name, name) == 0)
			return screens[i];
	return NULL;
}

/* ---- actions */

bool app_can(struct app *app, struct level *level, const struct action *action, const char **why)
{
	*why = NULL;
	if (action->need != NULL && !app_may(app, action->need)) {
		*why = _("Your roles do not include this.");
		return false;
	}
	return action->can == NULL || action->can(app, level->state, why);
}

bool app_run_action(
	struct app *app, struct level *level, const struct action *action, struct key key)
{
	const char *why;
	if (key.is_pasted)
		return true;
	if (app_can(app, level, action, &why))
		action->run(app, level->state);
	else if (why != NULL)
		app_say(app, TONE_WRONG, "%s", why);
	return true;
}

static bool run_screen(struct app *app, struct level *level, struct key key)
{
	const struct action *action = level->screen->actions;
	for (; action != NULL && action->verb != VERB_NONE; action++)
		if (verbs[action->verb].key == key.code)
			return app_run_action(app, level, action, key);
	return level->screen->on_key != NULL && level->screen->on_key(app, level->state, key);
}

const struct action *app_action(const struct level *level, enum verb verb)
{
	const struct action *action = level->screen->actions;
	for (; action != NULL && action->verb != VERB_NONE; action++)
		if (action->verb == verb)
			return action;
	return NULL;
}

/* ---- keys that are the same everywhere */

static void leave(struct app *app, void *state)
{
	(void)state;
	if (app_stack(app)->n > 1)
		app_back(app);
}

static void quit(struct app *app, void *state)
{
	(void)state;
	app->is_quitting = true;
}

static void go_back(struct app *app, struct level *level)
{
	const struct screen *first = app_first_module(app);
	if (level->filter[0] != '\0') {
		level->filter[0] = '\0';
		level->screen->filter(app, level->state, "");
	} else if (app_stack(app)->n > 1 && app_form_is_dirty(level)) {
		app_confirm(app, &(struct question){.done = leave},
			_("Leave, and lose what you typed?"));
	} else if (app_stack(app)->n > 1) {
		app_back(app);
	} else if (first != NULL && app->module != first->digit && app->module > 0) {
		app_switch(app, first->digit);
	}
}

static void ask_quit(struct app *app, struct level *level)
{
	if (app_stack(app)->n > 1)
		go_back(app, level);
	else
		app_confirm(app, &(struct question){.done = quit}, _("Sign out and quit?"));
}

void app_set_lang(struct app *app, enum lang lang)
{
	app->lang = lang;
	text_set_lang(lang);
	client_set_lang(app->client, lang);
}

static void open_filter(struct app *app, struct level *level)
{
	if (level->screen->filter == NULL) {
		app_say(app, TONE_PLAIN, _("This page has no filter."));
		return;
	}
	struct overlay *overlay = overlay_open(app, OVERLAY_FILTER, "/");
	overlay->line.max = FILTER_MAX;
	line_set(&overlay->line, level->filter);
	overlay->before = memory_text(level->filter);
}

/* Of the door (module 0): what is needed before one is signed in. */
static bool run_always(struct app *app, struct level *level, uint32_t code)
{
	if (code == verbs[VERB_LANGUAGE].key)
		app_set_lang(app, app->lang == LANG_ZH ? LANG_EN : LANG_ZH);
	else if (code == verbs[VERB_LOOK].key)
		app->is_lean = !app->is_lean;
	else if (code == verbs[VERB_REPAINT].key)
		app->must_repaint = true;
	else if (code == CTRL('C') || (code == verbs[VERB_QUIT].key && app->module > 0))
		ask_quit(app, level);
	else
		return false;
	return true;
}

void app_close_above(struct app *app, size_t n)
{
	struct stack *stack = app_stack(app);
	while (stack->n > n) {
		app_form_settle(app, stack->levels[stack->n - 1], true);
		app_close_level(app, stack->levels[--stack->n]);
	}
}

/* To the first page of the module where one is, ready to look for something where that is what the
 * module is for. */
static void go_to_first(struct app *app, void *state)
{
	(void)state;
	app_close_above(app, 2);
	if (app_stack(app)->n > 1)
		app_back(app);
	struct level *first = app_top(app);
	const struct action *search = app_action(first, VERB_SEARCH);
	app->running = first;
	if (search != NULL)
		app_run_action(app, first, search, (struct key){0});
}

bool app_is_anything_typed(struct app *app)
{
	const struct stack *stack = app_stack(app);
	for (size_t i = 1; i < stack->n; i++)
		if (app_form_is_dirty(stack->levels[i]))
			return true;
	return false;
}

void app_go_to(struct app *app, int module)
{
	if (module != app->module)
		app_switch(app, module);
	else if (app_is_anything_typed(app))
		app_confirm(app, &(struct question){.done = go_to_first},
			_("Leave, and lose what you typed?"));
	else
		go_to_first(app, NULL);
}

static void run_global(struct app *app, struct level *level, uint32_t code)
{
	const struct screen *search = screen_find("search");
	const struct screen *settings = screen_find("settings");
	if (code >= '1' && code <= '8')
		app_go_to(app, (int)(code - '0'));
	else if (code == verbs[VERB_BACK].key)
		go_back(app, level);
	else if (code == verbs[VERB_HELP].key || code == KEY_F1)
		overlay_open(app, OVERLAY_PAGE, NULL);
	else if (code == verbs[VERB_COMMAND].key)
		overlay_open(app, OVERLAY_COMMAND, ":");
	else if (code == verbs[VERB_FILTER].key)
		open_filter(app, level);
	else if (code == verbs[VERB_LOCK].key)
		app_lock(app);
	else if (code == verbs[VERB_SEARCH].key && search != NULL)
		app_open(app, search, "");
	else if (code == verbs[VERB_SETTINGS].key && settings != NULL &&
		 app_top(app)->screen != settings)
		app_open(app, settings, "");
}

static void refresh(struct app *app, struct level *level)
{
	const struct action *action = app_action(level, VERB_REFRESH);
	app->running = level;
	if (action != NULL)
		app_run_action(app, level, action, (struct key){0});
}

/* What the server words was asked for in another language. */
static void ask_in_language(struct app *app)
{
	struct level *level = app_top(app);
	if (level == NULL || level->lang == app->lang || app->overlay.kind != OVERLAY_NONE)
		return;
	level->lang = app->lang;
	refresh(app, level);
}

/* What the page in sight could not ask for want of a line, once it is back. Its reading alone is
 * done anew, whatever failed: a decision is for the person to repeat. Keys wait, for it may put
 * another row under the cursor. */
static void ask_missed(struct app *app)
{
	struct level *level = app_top(app);
	uint64_t before = app->last_number;
	if (level == NULL || !level->is_missed || app->line != LINE_UP || app->module == 0 ||
		app->overlay.kind != OVERLAY_NONE)
		return;
	level->is_missed = false;
	refresh(app, level);
	app_await_since(app, level, before);
	app->running = NULL;
}

static void run(struct app *app, struct key key)
{
	struct level *level = app_top(app);
	if (level == NULL)
		return;
	app->running = app->overlay.kind != OVERLAY_NONE ? app->overlay.level : level;
	if (app->overlay.kind != OVERLAY_NONE)
		overlay_key(app, key);
	else if (!app_form_key(app, level, key) && !run_screen(app, level, key) && !key.is_pasted &&
		 !run_always(app, level, key.code) && app->module > 0)
		run_global(app, level, key.code);
	ask_in_language(app);
	app->running = NULL;
	if (!level->is_closed)
		app_form_settle(app, level, false);
	app_sweep(app);
	app_tell_kept(app);
}

/* Keys that were typed ahead wait until the page that they are for has its first rows, digits of a
 * number like all others; at the door, until it opens. Esc does not: it gives the page up, and them
 * with it. */
static bool must_wait(struct app *app, struct key key)
{
	struct level *level = app_top(app);
	bool is_opening =
		app->module > 0 ? level != NULL && level->opening > 0 : app_is_signing_in(app);
	return is_opening && app->line == LINE_UP && app->overlay.kind == OVERLAY_NONE &&
	       key.code != KEY_ESC && key.code != CTRL('C');
}

enum { REST_US = 600 * 1000 };

void app_key(struct app *app, struct key key)
{
	bool is_on = app->meter.is_on;
	app->last_meter = app->meter;
	app->meter = (struct meter){.is_on = is_on, .key_us = app->monotonic_us};
	app->idle_us = app->monotonic_us;
	app->rest_us = app->monotonic_us + REST_US;
	app->is_place_due = false;
	if (app->n_held > 0 || must_wait(app, key)) {
		if (key.code == KEY_ESC)
			app->n_held = 0;
		else if (app->n_held < HELD_KEYS)
			app->held[app->n_held++] = key;
		if (app->n_held > 0)
			return;
	}
	app->message[0] = '\0';
	run(app, key);
}

/* Plays keys that were held, as far as they need not wait. Those for what is behind a door that did
 * not open are for nothing, as are those for a page that a broken line keeps from coming: there a
 * digit of a number would lead to another module. */
static void play_held(struct app *app)
{
	if ((app->module == 0 && !app_is_signing_in(app)) || app->line != LINE_UP)
		app->n_held = 0;
	while (app->n_held > 0 && !must_wait(app, app->held[0])) {
		struct key key = app->held[0];
		memmove(app->held, app->held + 1, --app->n_held * sizeof *app->held);
		app->message[0] = '\0';
		run(app, key);
	}
}

enum { SLOW_US = 700 * 1000 };

/* "One moment" is said once, when an answer takes long; nothing turns or blinks. */
static int64_t tell_slow(struct app *app)
{
	int64_t next = INT64_MAX;
	for (size_t i = 0; i < app->n_pending; i++) {
		struct pending *pending = &app->pending[i];
		int64_t due = pending->since_us + SLOW_US;
		if (pending->since_us == 0 || pending->call == 0)
			continue;
		if (due > app->monotonic_us) {
			next = due < next ? due : next;
			continue;
		}
		pending->since_us = 0;
		const char *why = "";
		enum client_line line = client_line(app->client, &why);
		if (line != LINE_UP)
			app_say(app, TONE_WRONG, _("No line to the server: %s"), why);
		else
			app_say(app, TONE_PLAIN, _("One moment..."));
	}
	return next;
}

enum { SOON_US = 150 * 1000, HOLD_US = 400 * 1000 /* since the key */ };

int64_t app_hold_until(const struct app *app)
{
	int64_t until = 0, most = app->meter.key_us + HOLD_US;
	for (size_t i = 0; i < app->n_pending && app->line == LINE_UP; i++) {
		const struct pending *pending = &app->pending[i];
		int64_t soon = pending->since_us + SOON_US;
		if (pending->since_us != 0 && pending->call != 0 && soon > until)
			until = soon;
	}
	return until < most ? until : most;
}

/* Once after the last key. */
static int64_t tell_rest(struct app *app)
{
	struct level *level = app_top(app);
	if (app->rest_us == 0 || app->is_lean || level == NULL || level->screen->rest == NULL)
		return INT64_MAX;
	if (app->monotonic_us < app->rest_us)
		return app->rest_us;
	app->rest_us = 0;
	app->running = level;
	level->screen->rest(app, level->state);
	app->running = NULL;
	return INT64_MAX;
}

/* The first screen that asked to work on; NULL: none. */
static struct level *find_work(struct app *app)
{
	for (int module = 0; module < MODULES; module++)
		for (size_t i = 0; i < app->stacks[module].n; i++) {
			struct level *level = app->stacks[module].levels[i];
			if (level->work != NULL && !app_is_asking(app, level))
				return level;
		}
	return NULL;
}

/* One piece of what screens have to do; there is no waiting where more is left. */
static int64_t work_on(struct app *app)
{
	struct level *level = find_work(app);
	if (level == NULL)
		return INT64_MAX;
	void (*work)(struct app *, void *) = level->work;
	level->work = NULL;
	app->running = level;
	work(app, level->state);
	app->running = NULL;
	return find_work(app) != NULL ? app->monotonic_us : INT64_MAX;
}

int64_t app_tick(struct app *app)
{
	app_tell_kept(app);
	ask_missed(app);
	play_held(app);
	int64_t work = work_on(app);
	int64_t next = tell_slow(app), filter = overlay_tick(app), rest = tell_rest(app);
	next = filter < next ? filter : next;
	next = rest < next ? rest : next;
	next = work < next ? work : next;
	int64_t lock = app->idle_us + (int64_t)app->idle_minutes * 60 * 1000000;
	bool is_open = app->who != NULL && !app->is_locked && !app->is_session_lost;
	if (is_open && app->monotonic_us >= lock)
		app_lock(app);
	else if (is_open && lock < next)
		next = lock;
	app_sweep(app);
	return next;
}
