/* The picture around a screen: header, tabs, message line, legend, help. */
#include "tui/app_session.h"
#include "tui/app_state.h"

#include <stdio.h>
#include <string.h>

#include "common/date.h"

enum { HEAD_ROWS = 2, FOOT_ROWS = 2, GAP = 2 };

/* "Units > Hebei > Shijiazhuang": of each level what it calls itself, else its screen's name. */
static const char *crumbs(struct app *app)
{
	const char *text = "";
	struct stack *stack = app_stack(app);
	for (size_t i = 0; i < stack->n; i++) {
		const struct level *level = stack->levels[i];
		const char *name = level->title[0] != '\0' ? level->title : _(level->screen->title);
		text = i == 0 ? name : app_print(app, "%s > %s", text, name);
	}
	return text;
}

static const char *line_word(const struct app *app)
{
	switch (app->line) {
	case LINE_UP:
		return "";
	case LINE_CONNECTING:
		return _("[connecting] ");
	case LINE_DOWN:
		return _("[no line] ");
	case LINE_REFUSED:
		return _("[line refused] ");
	}
	return "";
}

static const char *clock_text(struct app *app)
{
	int64_t minute = (app_now_us(app) / US_PER_SECOND + INT64_C(8) * 3600) / 60;
	return app_print(app, "%02d:%02d", (int)(minute / 60 % 24), (int)(minute % 60));
}

/* Who, in what order goes when there is little room: the unit before the name. */
static const char *who_text(struct app *app, int room)
{
	const char *end = app_print(app, "%s%s", line_word(app), clock_text(app));
	const Xueji__V1__WhoAmIResponse *who = app->who;
	if (who == NULL || app->module == 0)
		return end;
	const char *full = app_print(app, "%s %s  %s", who->unit_name, who->full_name, end);
	const char *name = app_print(app, "%s  %s", who->full_name, end);
	return cells_of(full) <= room ? full : cells_of(name) <= room ? name : end;
}

static void draw_header(struct app *app, struct area row)
{
	enum style style = app->is_lean ? STYLE_PLAIN : STYLE_BAR;
	const char *path = crumbs(app);
	const char *who = who_text(app, row.cols - 20);
	int right = row.cols - cells_of(who) - 1;
	/* of a long path the end matters */
	while (cells_of(path) > right - 3 && strstr(path, " > ") != NULL)
		path = strstr(path, " > ") + 3;
	draw_field(row, 0, 0, 1, style, "");
	draw_field(row, 0, 1, right - 1, style, path);
	draw_field(row, 0, right, row.cols - right, style, who);
}

/* The module of a digit that the operator may open; NULL: none. */
static const struct screen *module_of(const struct app *app, int digit)
{
	for (size_t i = 0; i < screens_count; i++)
		if (screens[i]->digit == digit && app_may(app, screens[i]->need))
			return screens[i];
	return NULL;
}

/* With a blank between them if there is room for it; of modules that are not open only the digits,
 * when there is none for their words. */
static void draw_tabs(struct app *app, struct area row)
{
	enum { AROUND = 4 /* "[1 ]" */ };
	int width = 0, col = 0, n = 0;
	for (int digit = 1; digit < MODULES; digit++)
		if (module_of(app, digit) != NULL)
			width += cells_of(_(module_of(app, digit)->tab)) + AROUND, n++;
	int gap = width + n <= row.cols || width > row.cols;
	for (int digit = 1; digit < MODULES && app->module > 0; digit++) {
		const struct screen *screen = module_of(app, digit);
		bool is_open = digit == app->module;
		if (screen == NULL)
			continue;
		if (is_open)
			col = draw_print(row, 0, col, STYLE_TAB, "[%d %s]", digit, _(screen->tab));
		else if (width <= row.cols)
			col = draw_print(
				row, 0, col, STYLE_PLAIN, " %d %s ", digit, _(screen->tab));
		else
			col = draw_print(row, 0, col, STYLE_PLAIN, " %d ", digit);
		col += gap;
	}
}

/* A picture cannot know its own weight, so this tells of the key before. */
static void draw_meter(struct app *app, struct area row)
{
	const struct meter *m = &app->last_meter;
	int64_t ms = m->answer_us > m->key_us ? (m->answer_us - m->key_us) / 1000 : 0;
	draw_print(row, 0, 1, STYLE_PLAIN,
		_("key before: %u bytes in %u frames; %u calls, %u up, %u down, %lld ms"),
		m->tty_bytes, m->frames, m->calls, m->up, m->down, (long long)ms);
}

static void draw_message(struct app *app, struct area row)
{
	static const enum style styles[] = {STYLE_PLAIN, STYLE_GOOD, STYLE_LATE};
	struct level *level = app_top(app);
	if (overlay_draw_line(app, row))
		return;
	if (app->message[0] != '\0')
		draw_field(row, 0, 1, row.cols - 2, styles[app->tone], app->message);
	else if (app->meter.is_on)
		draw_meter(app, row);
	else if (level != NULL && level->filter[0] != '\0')
		draw_print(row, 0, 1, STYLE_HEAD, _("filter: %s  (Esc shows all)"), level->filter);
}

static int key_width(uint32_t key, const char *what)
{
	char name[16];
	return cells_of(key_name(key, name)) + 1 + cells_of(what);
}

/* One key of the legend, if there is room. */
static void draw_key(struct area row, int *col, enum style style, uint32_t key, const char *what)
{
	char name[16];
	int width = key_width(key, what);
	if (*col + width > row.cols)
		return;
	draw_text(row, 0, draw_text(row, 0, *col, style, key_name(key, name)) + 1, style, what);
	*col += width + GAP;
}

static const char *word_of(const struct action *action)
{
	return action->what != NULL ? _(action->what) : verb_what(action->verb);
}

static bool is_in_legend(struct app *app, struct level *level, const struct action *action)
{
	const char *why;
	return !action->is_quiet && app_may(app, action->need) &&
	       (!action->is_at_times || app_can(app, level, action, &why));
}

/* Whether there is room for the keys of all actions, also for those that are of no use now. */
static bool is_room_for_all(struct app *app, struct level *level, int cols)
{
	const struct action *action = level->screen->actions;
	int width = 0;
	for (; action != NULL && action->verb != VERB_NONE; action++)
		if (is_in_legend(app, level, action))
			width += key_width(verb_key(action->verb), word_of(action)) + GAP;
	return width - GAP <= cols;
}

/* The keys of the screen, as many as there is room for, first those that do something; the way to
 * its other views always. */
static void draw_actions(struct app *app, struct level *level, struct area row, int *col)
{
	const struct action *view = app_action(level, VERB_VIEW), *action = level->screen->actions;
	const char *why;
	bool is_room = is_room_for_all(app, level, row.cols - *col);
	int kept = view != NULL && is_in_legend(app, level, view)
			   ? key_width(verb_key(VERB_VIEW), word_of(view)) + GAP
			   : 0;
	for (; action != NULL && action->verb != VERB_NONE; action++) {
		if (!is_in_legend(app, level, action))
			continue;
		kept = action == view ? 0 : kept;
		bool can = app_can(app, level, action, &why);
		if (!can && !is_room && action != view)
			continue;
		enum style style = can ? STYLE_PLAIN : STYLE_GREY;
		draw_key(area_cols(row, 0, row.cols - kept), col, style, verb_key(action->verb),
			word_of(action));
	}
}

static void draw_legend(struct app *app, struct area row)
{
	struct level *level = app_top(app);
	const char *help = verb_what(VERB_HELP), *back = verb_what(VERB_BACK);
	bool has_back = app_stack(app)->n > 1; /* the way out is never what there is no room for */
	uint32_t help_key = app->is_typing ? KEY_F1 : verb_key(VERB_HELP);
	int col = 1, end = row.cols - (app->module > 0 ? key_width(help_key, help) + GAP : 0);
	end -= has_back ? cells_of(back) + 4 + GAP : 0;
	struct area most = area_cols(row, 0, end);
	if (level != NULL)
		draw_actions(app, level, most, &col);
	if (level != NULL && level->screen->filter != NULL)
		draw_key(most, &col, STYLE_PLAIN, '/', verb_what(VERB_FILTER));
	if (has_back)
		draw_key(row, &col, STYLE_PLAIN, KEY_ESC, back);
	if (app->module > 0)
		draw_key(row, &col, STYLE_PLAIN, help_key, help);
}

void app_draw(struct app *app, struct canvas *canvas)
{
	struct area all = canvas_area(canvas);
	struct area body = area_rows(all, HEAD_ROWS, all.rows - HEAD_ROWS - FOOT_ROWS);
	struct level *level = app_top(app);
	canvas_clear(canvas);
	app->is_typing = false;
	if (level != NULL && level->screen->draw != NULL) {
		app->running = level;
		level->screen->draw(app, level->state, body);
		app->running = NULL;
	}
	draw_header(app, area_rows(all, 0, 1));
	draw_tabs(app, area_rows(all, 1, all.rows > 4 ? 1 : 0));
	if (all.rows > 4)
		draw_legend(app, area_rows(all, all.rows - 1, 1));
	overlay_draw(app, body);
	draw_message(app, area_rows(all, all.rows - (all.rows > 4 ? 2 : 1), 1));
	arena_reset(app->arena);
}

/* ---- help, from the same rows */

static const enum verb everywhere[] = {VERB_BACK, VERB_COMMAND, VERB_FILTER, VERB_SEARCH, VERB_LOCK,
	VERB_LANGUAGE, VERB_LOOK, VERB_SETTINGS, VERB_REPAINT, VERB_QUIT};

static int help_row(struct area area, int row, enum style style, const char *key, const char *what)
{
	if (row >= 0)
		draw_field(area, row, 1, 10, style, key);
	int behind = draw_wrapped(area_cols(area, 12, area.cols - 13), row, style, what);
	return behind > row ? behind : row + 1;
}

static int help_moving(struct area area, int row)
{
	row = help_row(area, row, STYLE_PLAIN, "1-8", _("switch module"));
	row = help_row(area, row, STYLE_PLAIN, "j k Up Dn", _("one row down, up"));
	row = help_row(area, row, STYLE_PLAIN, "Space b", _("a page down, up"));
	return help_row(area, row, STYLE_PLAIN, "g G", _("first row, last row"));
}

static int help_typing(struct area area, int row)
{
	row = help_row(area, row, STYLE_PLAIN, "Tab Up Dn", _("field to field"));
	row = help_row(area, row, STYLE_PLAIN, "Left Right", _("turn what can be chosen"));
	row = help_row(area, row, STYLE_PLAIN, "Enter", _("next field; in the last one, done"));
	row = help_row(area, row, STYLE_PLAIN, "Ctrl-S", _("done, from any field"));
	row = help_row(area, row, STYLE_PLAIN, "Ctrl-U", _("empty the field"));
	return help_row(area, row, STYLE_PLAIN, "F1", verb_what(VERB_HELP));
}

/* In a form letters are text: only what is none of them is a key there. */
static int help_everywhere(const struct app *app, struct area area, int row)
{
	char name[16];
	draw_text(area, row++, 1, STYLE_HEAD, app->is_typing ? _("In a form") : _("Everywhere"));
	row = app->is_typing ? help_typing(area, row) : help_moving(area, row);
	for (size_t i = 0; i < sizeof everywhere / sizeof *everywhere; i++) {
		uint32_t key = verb_key(everywhere[i]);
		bool is_letter = key > ' ' && key < KEY_F1 && key < 0x7f;
		if (everywhere[i] == VERB_SEARCH && screen_find("search") == NULL)
			continue;
		if (!(is_letter && app->is_typing))
			row = help_row(area, row, STYLE_PLAIN, key_name(key, name),
				verb_what(everywhere[i]));
	}
	return row;
}

static int help_screen(struct app *app, struct level *level, struct area area, int row)
{
	char name[16];
	const char *why;
	draw_text(area, row++, 1, STYLE_HEAD, _(level->screen->title));
	const struct action *action = level->screen->actions;
	for (; action != NULL && action->verb != VERB_NONE; action++) {
		if (!app_may(app, action->need))
			continue;
		bool can = app_can(app, level, action, &why);
		row = help_row(area, row, can ? STYLE_PLAIN : STYLE_GREY,
			key_name(verb_key(action->verb), name), word_of(action));
		if (!can && why != NULL)
			row = help_row(
				area, row, STYLE_GREY, "", app_print(app, _("not now: %s"), why));
		else if (action->help != NULL)
			row = help_row(area, row, STYLE_PLAIN, "", _(action->help));
	}
	return row;
}

int app_draw_help(struct app *app, struct area area, int top)
{
	struct level *level = app_top(app);
	int half = area.cols / 2, left = 0;
	int right = help_everywhere(app, area_cols(area, half, area.cols - half), 0 - top);
	if (level != NULL)
		left = help_screen(app, level, area_cols(area, 0, half), 0 - top);
	return left > right ? left : right;
}
