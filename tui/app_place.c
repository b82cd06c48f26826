/* A place is the digit of the module, then a line for each page above its first: the screen's name,
 * a blank, its subject. */
#include "tui/app_place.h"

#include <stdlib.h>
#include <string.h>
#include <xueji/v1/console.pb-c.h>

#include "tui/app_state.h"
#include "tui/overlay.h"

#define SAVE "xueji.v1.Console/SavePlace"
#define GET  "xueji.v1.Console/GetPlace"

enum { PLACE_MOST = 4096 };

static void told_nothing(struct app *app, const struct client_reply *reply)
{
	(void)app;
	(void)reply;
}

static void save(struct app *app, const char *place)
{
	Xueji__V1__SavePlaceRequest request = XUEJI__V1__SAVE_PLACE_REQUEST__INIT;
	if (app->who == NULL || !app_may(app, SAVE))
		return;
	request.place.data = (uint8_t *)(uintptr_t)place;
	request.place.len = strlen(place);
	app_call(app, SAVE, &request.base, told_nothing);
}

void app_place_keep(struct app *app)
{
	int module = app->module > 0 ? app->module : app->came_from;
	const struct stack *stack = &app->stacks[module];
	const char *place = app_print(app, "%d", module);
	for (size_t i = 1; i < stack->n; i++)
		place = app_print(app, "%s\n%s %s", place, stack->levels[i]->screen->name,
			stack->levels[i]->subject);
	bool is_desk = module == 0 || (module == 1 && stack->n < 2);
	bool is_kept = !app->is_quitting && !is_desk && strlen(place) <= PLACE_MOST;
	save(app, is_kept ? place : "");
}

/* Screens that are gone, or not allowed any more, end it. */
static void open_pages(struct app *app, char *lines)
{
	char *save_at = NULL;
	for (char *line = strtok_r(lines, "\n", &save_at); line != NULL;
		line = strtok_r(NULL, "\n", &save_at)) {
		char *subject = strchr(line, ' ');
		if (subject == NULL)
			return;
		*subject = '\0';
		const struct screen *screen = screen_find(line);
		if (screen == NULL || !app_may(app, screen->need))
			return;
		app_open(app, screen, subject + 1);
	}
}

static void told_place(struct app *app, const struct client_reply *reply)
{
	bool is_due = app->is_place_due;
	app->is_place_due = false;
	if (!is_due || reply->outcome != CLIENT_OK || app->module == 0 || app_stack(app)->n > 1)
		return;
	const Xueji__V1__GetPlaceResponse *in = (const void *)reply->message;
	char *place = arena_strndup(app_arena(app), (const char *)in->place.data, in->place.len);
	char *lines = strchr(place, '\n');
	int module = (int)strtol(place, NULL, 10);
	if (module < 1 || module >= MODULES)
		return;
	app_switch(app, module);
	if (lines != NULL && app->module == module)
		open_pages(app, lines + 1);
	if (app->overlay.kind != OVERLAY_NONE && app->overlay.level != app_top(app))
		overlay_close(app); /* a page asked for something, and others stand on it */
	app_say(app, TONE_PLAIN, _("This is where you were when the line broke."));
}

void app_place_ask(struct app *app)
{
	Xueji__V1__GetPlaceRequest request = XUEJI__V1__GET_PLACE_REQUEST__INIT;
	app->is_place_due = app->n_held == 0 && app_may(app, GET);
	if (app->is_place_due)
		app_call(app, GET, &request.base, told_place);
}
