#include "tui/app.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/memory.h"
#include "common/text.h"
#include "tui/app_forms.h"
#include "tui/app_state.h"
#include "tui/screens/sign_in.h"

enum { ARENA = 1 << 20, IDLE_MINUTES = 10 };

struct app *app_new(const struct frame_options *options)
{
	struct app *app = memory_new(sizeof *app);
	app->client = options->client;
	app->lang = options->lang;
	app->arena = arena_new(ARENA);
	app->idle_minutes = options->idle_minutes > 0 ? options->idle_minutes : IDLE_MINUTES;
	app->is_lean = true;
	app_clock(app, options->now_us, options->monotonic_us);
	app->idle_us = app->monotonic_us;
	if (options->user != NULL)
		snprintf(app->user, sizeof app->user, "%s", options->user);
	if (options->password != NULL)
		app->password = memory_text(options->password);
	text_set_lang(app->lang);
	app_open(app, &sign_in_screen, "");
	return app;
}

static void free_text(char *text)
{
	if (text != NULL)
		explicit_bzero(text, strlen(text));
	free(text);
}

void app_free(struct app *app)
{
	if (app == NULL)
		return;
	overlay_close(app);
	app_close_all(app);
	app_sweep(app);
	app_drop_calls(app, NULL);
	app_drop(app->who);
	free_text(app->password);
	free_text(app->token);
	free_text(app->device);
	for (size_t i = 0; i < app->n_drafts; i++)
		free(app->drafts[i].key), free_text(app->drafts[i].text);
	free(app->drafts);
	for (size_t i = 0; i < app->n_history; i++)
		free(app->history[i]);
	app_tell_kept(app); /* their calls are gone: it only frees them */
	free(app->kept);
	free(app->pending);
	arena_free(app->arena);
	explicit_bzero(app, sizeof *app);
	free(app);
}

void app_clock(struct app *app, int64_t now_us, int64_t monotonic_us)
{
	app->now_us = now_us;
	app->monotonic_us = monotonic_us;
}

/* ---- the stack */

struct stack *app_stack(struct app *app)
{
	return &app->stacks[app->module];
}

struct level *app_top(struct app *app)
{
	struct stack *stack = app_stack(app);
	return stack->n > 0 ? stack->levels[stack->n - 1] : NULL;
}

static void open_state(struct app *app, struct level *level)
{
	struct level *running = app->running;
	app->running = level;
	uint64_t before = app->last_number;
	if (level->screen->open != NULL)
		level->screen->open(app, level->state, level->subject);
	app_await_since(app, level, before);
	app->running = running;
}

void app_open(struct app *app, const struct screen *screen, const char *subject)
{
	struct stack *stack = app_stack(app);
	if (screen->need != NULL && !app_may(app, screen->need)) {
		app_say(app, TONE_WRONG, _("Your roles do not include this: %s."),
			_(screen->title));
		return;
	}
	if (stack->n == LEVELS) {
		app_say(app, TONE_WRONG,
			_("So many pages are open that no more fit; go back first."));
		return;
	}
	struct level *level = memory_new(sizeof *level);
	level->screen = screen;
	level->state = memory_new(screen->state_size);
	level->subject = memory_text(subject);
	level->lang = app->lang;
	stack->levels[stack->n++] = level;
	open_state(app, level);
	app_form_ask(app, level);
}

void app_close_level(struct app *app, struct level *level)
{
	if (level->is_closed)
		return;
	level->is_closed = true;
	app_drop_calls(app, level);
	if (app->overlay.level == level)
		overlay_close(app);
	if (level->screen->close != NULL)
		level->screen->close(app, level->state);
	assert(app->n_closing < sizeof app->closing / sizeof *app->closing);
	app->closing[app->n_closing++] = level;
}

void app_sweep(struct app *app)
{
	for (size_t i = 0; i < app->n_closing; i++) {
		struct level *level = app->closing[i];
		explicit_bzero(level->state, level->screen->state_size);
		free(level->state);
		free(level->subject);
		free_text(level->offer);
		free(level);
	}
	app->n_closing = 0;
	arena_reset(app->arena);
}

bool app_back(struct app *app)
{
	struct stack *stack = app_stack(app);
	if (stack->n == 0 || (app->running != NULL && app->running != app_top(app)))
		return false;
	app->n_held = 0; /* they were for the screen that goes */
	app_form_settle(app, stack->levels[stack->n - 1], true);
	app_close_level(app, stack->levels[--stack->n]);
	struct level *top = app_top(app);
	if (top != NULL && top->screen->again != NULL) {
		app->running = top;
		top->is_missed = false;
		top->screen->again(app, top->state);
	}
	return true;
}

void app_close_all(struct app *app)
{
	for (int module = 0; module < MODULES; module++) {
		struct stack *stack = &app->stacks[module];
		while (stack->n > 0) {
			app_close_level(app, stack->levels[--stack->n]);
			if (app->running == NULL)
				app_sweep(app);
		}
	}
	app->module = 0;
}

void app_switch(struct app *app, int module)
{
	for (size_t i = 0; i < screens_count; i++)
		if (screens[i]->digit == module && app_may(app, screens[i]->need)) {
			app->module = module;
			if (app_stack(app)->n == 0)
				app_open(app, screens[i], "");
			return;
		}
	app_say(app, TONE_PLAIN, _("There is no module %d for your roles."), module);
}

const struct screen *app_first_module(const struct app *app)
{
	const struct screen *first = NULL;
	for (size_t i = 0; i < screens_count; i++)
		if (screens[i]->digit > 0 && app_may(app, screens[i]->need) &&
			(first == NULL || screens[i]->digit < first->digit))
			first = screens[i];
	return first;
}

/* ---- what screens say and ask for */

void app_title(struct app *app, const char *title)
{
	if (app->running != NULL)
		snprintf(app->running->title, sizeof app->running->title, "%s", title);
}

void app_say(struct app *app, enum tone tone, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	vsnprintf(app->message, sizeof app->message, format, args);
	va_end(args);
	app->tone = tone;
}

void *app_state(const struct app *app)
{
	return app->running != NULL ? app->running->state : NULL;
}

void *app_below(struct app *app, const struct screen *screen, size_t n)
{
	const struct stack *stack = app_stack(app);
	size_t at = 0;
	while (at < stack->n && stack->levels[at] != app->running)
		at++;
	if (at == stack->n || n > at)
		return NULL;
	for (size_t i = 1; i <= n; i++)
		if (stack->levels[at - i]->screen != screen)
			return NULL;
	return stack->levels[at - n]->state;
}

const Xueji__V1__WhoAmIResponse *app_who(const struct app *app)
{
	return app->who;
}

enum lang app_lang(const struct app *app)
{
	return app->lang;
}

int64_t app_now_us(const struct app *app)
{
	return app->now_us + app->server_offset_us;
}

void app_server_time(struct app *app, int64_t us)
{
	app->server_offset_us = us - app->now_us;
}

bool app_is_lean(const struct app *app)
{
	return app->is_lean;
}

void app_types(struct app *app)
{
	app->is_typing = true;
}

bool app_is_over(const struct app *app)
{
	return app->is_quitting;
}

void app_set_lean(struct app *app, bool is_lean)
{
	app->is_lean = is_lean;
}

void app_allow_files(struct app *app)
{
	app->has_files = true;
}

bool app_has_files(const struct app *app)
{
	return app->has_files;
}

bool app_wants_repaint(struct app *app)
{
	bool wants = app->must_repaint;
	app->must_repaint = false;
	return wants;
}

void app_count_frame(struct app *app, size_t bytes)
{
	app->meter.tty_bytes += (uint32_t)bytes;
	app->meter.frames++;
}

struct arena *app_arena(struct app *app)
{
	return app->arena;
}

const char *app_print(struct app *app, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	const char *text = arena_vprintf(app->arena, format, args);
	va_end(args);
	return text;
}

void app_soon(struct app *app, void (*work)(struct app *app, void *state))
{
	app->running->work = work;
}

/* ---- drafts */

static struct draft *find_draft(const struct app *app, const char *key)
{
	for (size_t i = 0; i < app->n_drafts; i++)
		if (strcmp(app->drafts[i].key, key) == 0)
			return &app->drafts[i];
	return NULL;
}

void app_draft_put(struct app *app, const char *key, const char *text)
{
	struct draft *draft = find_draft(app, key);
	if (draft == NULL && text == NULL)
		return;
	if (draft == NULL) {
		struct draft *grown = memory_array(app->n_drafts + 1, sizeof *grown);
		if (app->n_drafts > 0)
			memcpy(grown, app->drafts, app->n_drafts * sizeof *grown);
		free(app->drafts);
		app->drafts = grown;
		draft = &app->drafts[app->n_drafts++];
		draft->key = memory_text(key);
	}
	free_text(draft->text);
	draft->text = text != NULL ? memory_text(text) : NULL;
	if (text == NULL) {
		free(draft->key);
		*draft = app->drafts[--app->n_drafts];
	}
}

const char *app_draft(const struct app *app, const char *key)
{
	const struct draft *draft = find_draft(app, key);
	return draft != NULL ? draft->text : NULL;
}
