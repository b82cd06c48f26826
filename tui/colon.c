/* The command line: names of screens with what they are about, and a few words of the frame's. */
#include <stdlib.h>
#include <string.h>

#include "tui/app_session.h"
#include "tui/app_state.h"
#include "tui/widgets/list.h"

static void set_lean(struct app *app, const char *rest)
{
	(void)rest;
	app->is_lean = true;
}

static void set_full(struct app *app, const char *rest)
{
	(void)rest;
	app->is_lean = false;
}

static void set_lang(struct app *app, const char *rest)
{
	app->lang = lang_of(rest);
	text_set_lang(app->lang);
	client_set_lang(app->client, app->lang);
}

static void show_bytes(struct app *app, const char *rest)
{
	(void)rest;
	app->meter.is_on = !app->meter.is_on;
}

static void show_line(struct app *app, const char *rest)
{
	(void)rest;
	const char *why = "";
	client_line(app->client, &why);
	app_say(app, TONE_PLAIN, _("server: %s, last answer after %lld ms"),
		why[0] != '\0' ? why : _("the line is up"),
		(long long)(client_round_trip_us(app->client) / 1000));
}

static void lock(struct app *app, const char *rest)
{
	(void)rest;
	app_lock(app);
}

static void quit(struct app *app, const char *rest)
{
	(void)rest;
	app->is_quitting = true;
}

static const struct command {
	const char *name;
	const char *what;
	void (*run)(struct app *app, const char *rest);
} commands[] = {
	{"bytes", N_("what each key costs"), show_bytes},
	{"full", N_("full look"), set_full},
	{"lang", N_("the language: zh, en"), set_lang},
	{"lean", N_("lean look, slow lines"), set_lean},
	{"line", N_("state of the line"), show_line},
	{"lock", N_("lock"), lock},
	{"quit", N_("quit"), quit},
};
enum { N_COMMANDS = sizeof commands / sizeof *commands };

/* The n-th word that may begin a line, and what it is for; NULL at the end. */
static const char *word(const struct app *app, size_t n, const char **what_out)
{
	if (n < N_COMMANDS) {
		*what_out = _(commands[n].what);
		return commands[n].name;
	}
	for (size_t i = 0; i < screens_count; i++)
		if (app_may(app, screens[i]->need) &&
			(screens[i]->is_command || screens[i]->digit > 0) && n-- == N_COMMANDS) {
			*what_out = _(screens[i]->title);
			return screens[i]->name;
		}
	return NULL;
}

static void go_to_named(struct app *app, void *state)
{
	(void)state;
	app_close_above(app, 1);
	app_open(app, app->named, "");
}

/* Naming the list that one looks at asks for it again, and piles no second one upon it. A page that
 * is named alone takes the place of those above the module's first, as a module does when its digit
 * is typed; what is looked up in passing, by what it is about, lies on top, and Esc leads back. */
static void open_named(struct app *app, const struct screen *screen, const char *subject)
{
	const struct level *top = app_top(app);
	app->named = screen;
	if (top != NULL && top->screen == screen && screen->again == list_again &&
		strcmp(top->subject, subject) == 0)
		screen->again(app, top->state);
	else if (subject[0] != '\0' || !app_may(app, screen->need) || app_stack(app)->n == 0)
		app_open(app, screen, subject);
	else if (app_is_anything_typed(app))
		app_confirm(app, &(struct question){.done = go_to_named},
			_("Leave, and lose what you typed?"));
	else
		go_to_named(app, NULL);
}

void app_command(struct app *app, const char *line)
{
	char *copy = arena_strdup(app->arena, line), *save = NULL;
	const char *name = strtok_r(copy, " ", &save);
	const char *rest = strtok_r(NULL, "", &save);
	if (name == NULL)
		return;
	for (size_t i = 0; i < N_COMMANDS; i++)
		if (strcmp(commands[i].name, name) == 0) {
			commands[i].run(app, rest != NULL ? rest : "");
			return;
		}
	const struct screen *screen = screen_find(name);
	if (screen == NULL || (rest == NULL && !screen->is_command && screen->digit == 0))
		app_say(app, TONE_WRONG, _("There is no command %s; Tab shows what there is."),
			name);
	else if (rest == NULL && screen->digit > 0)
		app_go_to(app, screen->digit);
	else
		open_named(app, screen, rest != NULL ? rest : "");
}

static size_t common_length(const char *a, const char *b)
{
	size_t n = 0;
	while (a[n] != '\0' && a[n] == b[n])
		n++;
	return n;
}

/* Two in a line, each with what it is for. */
static const char *add_word(
	struct app *app, const char *all, size_t n, const char *name, const char *what)
{
	enum { NAME = 14, BOTH = 39 };
	const char *cell = app_print(app, "%-*s%s", NAME, name, what);
	int gap = BOTH - cells_of(cell);
	return n % 2 == 0 ? app_print(app, "%s%s%*s", all, cell, gap > 1 ? gap : 1, "")
			  : app_print(app, "%s%s\n", all, cell);
}

bool app_complete(struct app *app, struct line *line)
{
	size_t typed = strlen(line->text), common = 0, found = 0;
	const char *first = NULL, *all = "", *name, *what;
	for (size_t n = 0; (name = word(app, n, &what)) != NULL; n++) {
		if (strncmp(name, line->text, typed) != 0)
			continue;
		all = add_word(app, all, found, name, what);
		common = found++ == 0                          ? strlen(name)
			 : common_length(first, name) < common ? common_length(first, name)
							       : common;
		first = first != NULL ? first : name;
	}
	if (found == 0)
		return false;
	if (found > 1 && common == typed)
		app_show(app, _("Commands"), all);
	else
		line_set(line, app_print(app, "%.*s%s", (int)common, first, found == 1 ? " " : ""));
	return true;
}
