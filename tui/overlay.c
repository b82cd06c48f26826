#include "tui/overlay.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/memory.h"
#include "common/text.h"
#include "tui/app_state.h"

struct overlay_kind_row {
	void (*key)(struct app *app, struct overlay *overlay, struct key key);
	void (*draw)(struct app *app, struct overlay *overlay, struct area body);
	bool (*draw_line)(struct app *app, struct overlay *overlay, struct area line);
};

struct overlay *overlay_open(struct app *app, enum overlay_kind kind, const char *title)
{
	overlay_close(app);
	app->overlay.kind = kind;
	app->overlay.level = app->running;
	app->overlay.title = memory_text(title);
	return &app->overlay;
}

void overlay_close(struct app *app)
{
	struct overlay *overlay = &app->overlay;
	for (size_t i = 0; i < overlay->n_choices; i++)
		free(overlay->texts[i]);
	free(overlay->texts);
	free(overlay->choices);
	free(overlay->title);
	free(overlay->before);
	explicit_bzero(overlay, sizeof *overlay);
}

static void *state_of(const struct overlay *overlay)
{
	return overlay->level != NULL ? overlay->level->state : NULL;
}

/* ---- a page of text over the body */

static void put_page(struct overlay *overlay, const char *text)
{
	overlay->texts = memory_array(1, sizeof *overlay->texts);
	overlay->texts[0] = memory_text(text);
	overlay->n_choices = 1;
}

static bool turn_page(struct overlay *overlay, struct key key)
{
	if (key.code == ' ' || key.code == KEY_PAGE_DOWN || key.code == KEY_DOWN || key.code == 'j')
		overlay->top += key.code == KEY_DOWN || key.code == 'j' ? 1 : 10;
	else if (key.code == 'b' || key.code == KEY_PAGE_UP || key.code == KEY_UP ||
		 key.code == 'k')
		overlay->top -= key.code == KEY_UP || key.code == 'k' ? 1 : 10;
	else
		return false;
	if (overlay->top > overlay->top_most)
		overlay->top = overlay->top_most;
	if (overlay->top < 0)
		overlay->top = 0;
	return true;
}

/* So many rows are left of a page that is drawn from its top on. */
static void note_end(struct overlay *overlay, int left, int rows)
{
	overlay->top_most = overlay->top + (left > rows ? left - rows : 0);
}

static void draw_page(struct overlay *overlay, struct area area)
{
	struct area text = area_cols(area, 1, area.cols - 2);
	const char *at = overlay->texts[0];
	for (int skip = overlay->top; skip > 0 && strchr(at, '\n') != NULL; skip--)
		at = strchr(at, '\n') + 1;
	note_end(overlay, rows_wrapped(text, at), area.rows);
	draw_wrapped(text, 0, STYLE_PLAIN, at);
}

/* ---- yes or no */

void app_confirm(struct app *app, const struct question *question, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	const char *text = arena_vprintf(app->arena, format, args);
	va_end(args);
	struct overlay *overlay = overlay_open(app, OVERLAY_CONFIRM, text);
	overlay->question = *question;
	overlay->line.max = 9;
	if (question->page != NULL)
		put_page(overlay, question->page);
}

typedef void answered(struct app *app, void *state);

/* What the key answers; NULL: no. */
static answered *answer_of(const struct overlay *overlay, struct key key)
{
	const struct question *question = &overlay->question;
	uint64_t typed = strtoull(overlay->line.text, NULL, 10);
	if (key.is_pasted)
		return NULL;
	if (question->count == 0)
		return key.code == 'y' || key.code == 'Y' ? question->done : NULL;
	if (key.code != KEY_ENTER || typed == 0)
		return NULL;
	return typed == question->count  ? question->done
	       : typed == question->part ? question->part_done
					 : NULL;
}

static void confirm_key(struct app *app, struct overlay *overlay, struct key key)
{
	answered *done = answer_of(overlay, key);
	bool is_digit = key.code >= '0' && key.code <= '9' && !key.is_pasted;
	if (done == NULL && overlay->question.count > 0 &&
		(is_digit || key.code == KEY_BACKSPACE)) {
		line_key(&overlay->line, key);
		return;
	}
	if (key.is_pasted || (overlay->n_choices > 0 && turn_page(overlay, key)))
		return;
	void *state = state_of(overlay);
	overlay_close(app);
	if (done != NULL)
		done(app, state);
	else
		app_say(app, TONE_PLAIN, _("Nothing was done."));
}

static void confirm_draw(struct app *app, struct overlay *overlay, struct area body)
{
	(void)app;
	if (overlay->n_choices == 0)
		return;
	draw_blank(body);
	draw_page(overlay, body);
}

static bool confirm_draw_line(struct app *app, struct overlay *overlay, struct area line)
{
	int col = draw_text(line, 0, 1, STYLE_WARN, overlay->title) + 1;
	if (overlay->question.count == 0) {
		col = draw_text(line, 0, col, STYLE_PLAIN, _("y yes, any other key no"));
		draw_cursor(line, 0, col + 1);
		return true;
	}
	col = draw_print(line, 0, col, STYLE_PLAIN, _("type %s and Enter:"),
		app_print(app, "%llu", (unsigned long long)overlay->question.count));
	line_draw(&overlay->line, line, 0, col + 1, 10, true);
	return true;
}

/* ---- one of several */

void app_choose(struct app *app, const char *title, const struct choice *choices, size_t n,
	void (*done)(struct app *app, void *state, size_t chosen, const char *text))
{
	struct overlay *overlay = overlay_open(app, OVERLAY_CHOOSE, title);
	overlay->choices = memory_array(n, sizeof *choices);
	overlay->texts = memory_array(n, sizeof *overlay->texts);
	memcpy(overlay->choices, choices, n * sizeof *choices);
	for (size_t i = 0; i < n; i++)
		overlay->texts[i] = memory_text(choices[i].text);
	overlay->n_choices = n;
	overlay->chosen_done = done;
	overlay->line.max = 3;
}

static void choose_end(struct app *app, struct overlay *overlay, const char *text)
{
	void (*done)(struct app *, void *, size_t, const char *) = overlay->chosen_done;
	size_t chosen = overlay->chosen - 1;
	void *state = state_of(overlay);
	text = arena_strdup(app->arena, text);
	overlay_close(app);
	done(app, state, chosen, text);
}

/* The number is there: by Enter, or when no longer number could be meant; or the arrows stand
 * somewhere. */
static void take_number(struct app *app, struct overlay *overlay)
{
	bool is_typed = overlay->line.text[0] != '\0';
	size_t number = is_typed ? strtoull(overlay->line.text, NULL, 10) : overlay->at;
	if (number == 0 && !is_typed) {
		app_say(app, TONE_PLAIN, _("Type a number, or choose with the arrows."));
		return;
	}
	if (number == 0 || number > overlay->n_choices) {
		app_say(app, TONE_WRONG, _("There is no number %s."), overlay->line.text);
		line_set(&overlay->line, "");
		return;
	}
	overlay->chosen = number;
	line_set(&overlay->line, "");
	overlay->line.max = overlay->choices[number - 1].text_max;
	if (overlay->line.max == 0)
		choose_end(app, overlay, "");
}

/* False: the key is no arrow. */
static bool choose_move(struct overlay *overlay, struct key key)
{
	bool is_down = key.code == KEY_DOWN || key.code == 'j';
	if (overlay->chosen > 0 || key.is_pasted ||
		(!is_down && key.code != KEY_UP && key.code != 'k'))
		return false;
	line_set(&overlay->line, "");
	if (is_down)
		overlay->at = overlay->at < overlay->n_choices ? overlay->at + 1 : 1;
	else
		overlay->at = overlay->at > 1 ? overlay->at - 1 : overlay->n_choices;
	return true;
}

static void choose_key(struct app *app, struct overlay *overlay, struct key key)
{
	if (key.code == KEY_ESC) {
		overlay_close(app);
		return;
	}
	if (choose_move(overlay, key))
		return;
	if (key.code == KEY_ENTER && !key.is_pasted) {
		if (overlay->chosen == 0)
			take_number(app, overlay);
		else if (overlay->choices[overlay->chosen - 1].needs_text &&
			 overlay->line.text[0] == '\0')
			app_say(app, TONE_WRONG, _("This reason needs a word of explanation."));
		else
			choose_end(app, overlay, overlay->line.text);
		return;
	}
	bool is_number = (key.code >= '0' && key.code <= '9') || key.code == KEY_BACKSPACE;
	if (overlay->chosen > 0 || (is_number && !key.is_pasted))
		line_key(&overlay->line, key);
	size_t number = strtoull(overlay->line.text, NULL, 10);
	if (overlay->chosen == 0 && number > 0 && number * 10 > overlay->n_choices)
		take_number(app, overlay);
}

static void choose_draw(struct app *app, struct overlay *overlay, struct area body)
{
	(void)app;
	int rows = (int)overlay->n_choices + 2;
	struct area box = area_rows(body, body.rows - rows, rows);
	draw_blank(box);
	draw_rule(box, 0);
	draw_text(box, 1, 1, STYLE_HEAD, overlay->title);
	for (int i = 0; i < (int)overlay->n_choices; i++) {
		bool is_here = overlay->at == (size_t)i + 1;
		draw_text(box, i + 2, 0, STYLE_PLAIN, is_here ? ">" : " ");
		draw_print(box, i + 2, 2,
			overlay->chosen == (size_t)i + 1 ? STYLE_CHOSEN : STYLE_PLAIN, "%2d  %s",
			i + 1, overlay->texts[i]);
	}
}

static bool choose_draw_line(struct app *app, struct overlay *overlay, struct area line)
{
	if (app->message[0] != '\0')
		return false;
	const char *label = overlay->chosen == 0 ? _("Number:") : _("In your words:");
	int col = draw_text(line, 0, 1, STYLE_HEAD, label) + 1;
	line_draw(
		&overlay->line, line, 0, col, overlay->chosen == 0 ? 4 : line.cols - col - 1, true);
	return true;
}

/* ---- a line of text */

void app_prompt(struct app *app, const struct prompt *prompt)
{
	struct overlay *overlay = overlay_open(app, OVERLAY_PROMPT, prompt->label);
	line_set(&overlay->line, prompt->text != NULL ? prompt->text : "");
	overlay->line.max = prompt->max;
	overlay->line.is_secret = prompt->is_secret;
	overlay->prompt_done = prompt->done;
	overlay->prompt_turn = prompt->turn;
}

static void prompt_key(struct app *app, struct overlay *overlay, struct key key)
{
	if (key.code == KEY_ESC) {
		overlay_close(app);
	} else if (key.code == KEY_ENTER && !key.is_pasted) {
		void (*done)(struct app *, void *, const char *) = overlay->prompt_done;
		void *state = state_of(overlay);
		char *text = memory_text(overlay->line.text);
		overlay_close(app);
		done(app, state, text);
		explicit_bzero(text, strlen(text));
		free(text);
	} else if (key.code == KEY_TAB && !key.is_pasted && overlay->prompt_turn != NULL) {
		overlay->prompt_turn(app, state_of(overlay));
	} else {
		line_key(&overlay->line, key);
	}
}

static bool line_draw_line(struct app *app, struct overlay *overlay, struct area line)
{
	(void)app;
	int col = draw_text(line, 0, 1, STYLE_HEAD, overlay->title);
	col += overlay->kind == OVERLAY_PROMPT;
	line_draw(&overlay->line, line, 0, col, line.cols - col - 1, true);
	return true;
}

/* ---- the filter */

enum { QUIET_US = 400 * 1000 };

static void apply_filter(struct app *app, struct level *level, const char *text)
{
	if (strcmp(level->filter, text) == 0)
		return;
	snprintf(level->filter, sizeof level->filter, "%s", text);
	level->screen->filter(app, level->state, level->filter);
}

/* Asked for by Enter, or when nothing was typed for a while; on a slow line by Enter alone. */
static void filter_key(struct app *app, struct overlay *overlay, struct key key)
{
	struct level *level = overlay->level;
	bool is_end = key.code == KEY_ENTER && !key.is_pasted;
	if (!is_end && key.code != KEY_ESC) {
		if (line_key(&overlay->line, key) && !app->is_lean)
			overlay->due_us = app->monotonic_us + QUIET_US;
		return;
	}
	const char *text = arena_strdup(app->arena, is_end ? overlay->line.text : overlay->before);
	overlay_close(app);
	apply_filter(app, level, text);
}

int64_t overlay_tick(struct app *app)
{
	struct overlay *overlay = &app->overlay;
	if (overlay->due_us == 0)
		return INT64_MAX;
	if (app->monotonic_us < overlay->due_us)
		return overlay->due_us;
	overlay->due_us = 0;
	app->running = overlay->level;
	apply_filter(app, overlay->level, overlay->line.text);
	app->running = NULL;
	return INT64_MAX;
}

/* ---- the command line */

static void recall(struct app *app, struct overlay *overlay, int by)
{
	int back = overlay->history + by;
	if (back < 0 || back > (int)app->n_history)
		return;
	overlay->history = back;
	line_set(&overlay->line, back == 0 ? "" : app->history[app->n_history - (size_t)back]);
}

static void remember(struct app *app, const char *line)
{
	bool is_last = app->n_history > 0 && strcmp(app->history[app->n_history - 1], line) == 0;
	if (line[0] == '\0' || is_last)
		return;
	if (app->n_history == HISTORY) {
		free(app->history[0]);
		memmove(app->history, app->history + 1, --app->n_history * sizeof *app->history);
	}
	app->history[app->n_history++] = memory_text(line);
}

static void command_key(struct app *app, struct overlay *overlay, struct key key)
{
	bool is_gone = key.code == KEY_BACKSPACE && overlay->line.text[0] == '\0';
	if (key.code == KEY_ESC || is_gone) {
		overlay_close(app);
	} else if (key.code == KEY_ENTER && !key.is_pasted) {
		const char *line = arena_strdup(app->arena, overlay->line.text);
		overlay_close(app);
		remember(app, line);
		app_command(app, line);
	} else if (key.code == KEY_TAB && !key.is_pasted) {
		app_complete(app, &overlay->line);
	} else if (key.code == KEY_UP || key.code == KEY_DOWN) {
		recall(app, overlay, key.code == KEY_UP ? 1 : -1);
	} else {
		line_key(&overlay->line, key);
	}
}

/* ---- pages of text; without a title it is the help */

void app_show(struct app *app, const char *title, const char *text)
{
	put_page(overlay_open(app, OVERLAY_PAGE, title), text);
}

/* Of a page that fits every key closes, also those that would turn a longer one. */
static void page_key(struct app *app, struct overlay *overlay, struct key key)
{
	bool is_long = overlay->top_most > 0;
	if (!key.is_pasted && !(is_long && turn_page(overlay, key)))
		overlay_close(app);
}

static void page_draw(struct app *app, struct overlay *overlay, struct area body)
{
	draw_blank(body);
	if (overlay->title == NULL) {
		note_end(overlay, app_draw_help(app, body, overlay->top), body.rows);
		return;
	}
	draw_text(body, 0, 1, STYLE_HEAD, overlay->title);
	draw_page(overlay, area_rows(body, 2, body.rows - 2));
}

static bool page_draw_line(struct app *app, struct overlay *overlay, struct area line)
{
	(void)app;
	draw_text(line, 0, 1, STYLE_PLAIN,
		overlay->top_most > 0 ? _("Any key closes; Space and b turn the page")
				      : _("Any key closes"));
	draw_cursor(line, 0, 0);
	return true;
}

static const struct overlay_kind_row kinds[OVERLAY_COUNT] = {
	[OVERLAY_CONFIRM] = {confirm_key, confirm_draw, confirm_draw_line},
	[OVERLAY_CHOOSE] = {choose_key, choose_draw, choose_draw_line},
	[OVERLAY_PROMPT] = {prompt_key, NULL, line_draw_line},
	[OVERLAY_COMMAND] = {command_key, NULL, line_draw_line},
	[OVERLAY_FILTER] = {filter_key, NULL, line_draw_line},
	[OVERLAY_PAGE] = {page_key, page_draw, page_draw_line},
};

void overlay_key(struct app *app, struct key key)
{
	kinds[app->overlay.kind].key(app, &app->overlay, key);
}

void overlay_draw(struct app *app, struct area body)
{
	if (kinds[app->overlay.kind].draw != NULL)
		kinds[app->overlay.kind].draw(app, &app->overlay, body);
}

bool overlay_draw_line(struct app *app, struct area line)
{
	return kinds[app->overlay.kind].draw_line != NULL &&
	       kinds[app->overlay.kind].draw_line(app, &app->overlay, line);
}
