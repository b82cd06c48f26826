/* Who looked at the files and cases of a unit's children, newest first. The subject is a unit's id,
 * "UNIT STUDENT" for one child; "" is the operator's own unit. */
#include "tui/screens/looks.h"

#include <stdio.h>
#include <string.h>
#include <xueji/v1/journal.pb-c.h>

#include "tui/app.h"
#include "tui/screens/student.h"
#include "tui/widgets/list.h"

struct looks {
	struct list list;
	char unit[40], student[40];
	char actor[40], actor_name[128]; /* only this operator's; "": everyone's */
};

/* ---- rows */

static const char *id_of(struct app *app, const void *row)
{
	const Xueji__V1__AccessEntry *look = row;
	return app_print(app, "%lld %s %s", look->at != NULL ? (long long)look->at->seconds : 0,
		look->actor_id, look->entity_id);
}

static const char *time_cell(struct app *app, const void *row)
{
	return app_instant(app, ((const Xueji__V1__AccessEntry *)row)->at);
}

static const char *action_cell(struct app *app, const void *row)
{
	(void)app;
	return ((const Xueji__V1__AccessEntry *)row)->action_title;
}

static const char *who_cell(struct app *app, const void *row)
{
	const Xueji__V1__AccessEntry *look = row;
	return look->for_name[0] == '\0'
		       ? look->actor_name
		       : app_print(app, _("%s for %s"), look->actor_name, look->for_name);
}

static const char *home_cell(struct app *app, const void *row)
{
	(void)app;
	return ((const Xueji__V1__AccessEntry *)row)->actor_unit_name;
}

static const char *child_cell(struct app *app, const void *row)
{
	const char *name = ((const Xueji__V1__AccessEntry *)row)->student_name;
	(void)app;
	return name[0] != '\0' ? name : "-";
}

static const char *school_cell(struct app *app, const void *row)
{
	(void)app;
	return ((const Xueji__V1__AccessEntry *)row)->unit_name;
}

static const struct list_column columns[] = {
	{.title = N_("When"), .width = 16, .cell = time_cell},
	{.title = N_("Who"), .width = 10, .cell = who_cell},
	{.title = N_("Looked at"), .width = 0, .cell = action_cell},
	{.title = N_("Child"), .width = 10, .cell = child_cell},
	{.title = N_("School"), .width = 18, .cell = school_cell, .drop = 1},
	{.title = N_("From unit"), .width = 18, .cell = home_cell, .drop = 2},
	{0},
};

static const struct list_spec spec = {
	.columns = columns,
	.rows = "entries",
	.id = id_of,
	.empty = N_("Nobody looked."),
};

/* ---- the screen */

static void ask(struct app *app, struct looks *l)
{
	Xueji__V1__ListAccessRequest request = XUEJI__V1__LIST_ACCESS_REQUEST__INIT;
	request.unit_id = l->unit;
	request.student_id = l->student;
	request.actor_id = l->actor;
	list_ask(&l->list, app, "xueji.v1.Journal/ListAccess", &request.base);
}

static void open_looks(struct app *app, void *state, const char *subject)
{
	struct looks *l = state;
	snprintf(l->unit, sizeof l->unit, "%s", app_who(app)->unit_id);
	sscanf(subject, "%39s %39s", l->unit, l->student);
	list_init(&l->list, &spec);
	ask(app, l);
}

static void draw(struct app *app, void *state, struct area area)
{
	struct looks *l = state;
	int col = draw_text(area, 0, 1, STYLE_HEAD,
		l->student[0] != '\0' ? _("Who looked at this child")
				      : _("Who looked at our children"));
	if (l->actor[0] != '\0')
		draw_print(area, 0, col, STYLE_HEAD, _("  only %s"), l->actor_name);
	list_draw(&l->list, app, area_rows(area, 1, area.rows - 1));
}

/* ---- what keys do */

static bool is_our_child(struct app *app, void *state, const char **why_out)
{
	const Xueji__V1__AccessEntry *look = list_current(&((struct looks *)state)->list);
	(void)app;
	*why_out = _("Only the file of a child who is at a school of yours can be opened.");
	return look != NULL && look->student_name[0] != '\0' &&
	       strcmp(look->entity, "student") == 0;
}

static void open_child(struct app *app, void *state)
{
	const Xueji__V1__AccessEntry *look = list_current(&((struct looks *)state)->list);
	app_open(app, &student_screen, look->entity_id);
}

static void turn_actor(struct app *app, void *state)
{
	struct looks *l = state;
	const Xueji__V1__AccessEntry *look = list_current(&l->list);
	if (l->actor[0] != '\0') {
		l->actor[0] = '\0';
	} else if (look != NULL) {
		snprintf(l->actor, sizeof l->actor, "%s", look->actor_id);
		snprintf(l->actor_name, sizeof l->actor_name, "%s", look->actor_name);
	}
	ask(app, l);
}

static const struct action actions[] = {
	{VERB_OPEN, .what = N_("file"), .can = is_our_child, .run = open_child,
		.need = "xueji.v1.Students/GetStudent"},
	{VERB_VIEW, .what = N_("this person/everyone"), .run = turn_actor,
		.help = N_("only what the person under the cursor looked at, or all")},
	{VERB_REFRESH, .run = list_again},
	{0},
};

const struct screen looks_screen = {
	.name = "looks",
	.title = N_("Who looked"),
	.digit = 7,
	.tab = N_("Looks"),
	.need = "xueji.v1.Journal/ListAccess",
	.is_command = true,
	.state_size = sizeof(struct looks),
	.open = open_looks,
	.loaded = list_on_reply,
	.draw = draw,
	.on_key = list_on_key,
	.close = list_close,
	.actions = actions,
};
