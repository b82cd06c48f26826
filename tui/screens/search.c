/* Finding a child within one's units by name, pinyin initials, number or guardian; `/` asks anew.
 * The subject is what is looked for; "" asks the person. */
#include "tui/screens/search.h"

#include <string.h>
#include <xueji/v1/students.pb-c.h>

#include "domain/codes.h"
#include "tui/app.h"
#include "tui/screens/check.h"
#include "tui/screens/student.h"
#include "tui/widgets/list.h"
#include "tui/words.h"

enum { QUERY_MAX = 60 };

struct search {
	struct list list;
	Xueji__V1__SearchBy by; /* how the query shall be understood */
	bool with_left;         /* those who have left too */
	bool is_asked;
	char query[QUERY_MAX * 4 + 1];
};

static const Xueji__V1__Student *child_of(const void *row)
{
	return ((const Xueji__V1__FoundStudent *)row)->student;
}

static const char *id_of(struct app *app, const void *row)
{
	(void)app;
	return child_of(row)->id;
}

static const char *name_cell(struct app *app, const void *row)
{
	(void)app;
	return child_of(row)->name;
}

static const char *sex_cell(struct app *app, const void *row)
{
	return code_label(CODES_SEX, child_of(row)->sex, app_lang(app));
}

static const char *birth_cell(struct app *app, const void *row)
{
	return app_date(app, child_of(row)->birth_date, false);
}

static const char *class_cell(struct app *app, const void *row)
{
	return words_class(app, child_of(row)->grade, child_of(row)->class_number);
}

static const char *status_cell(struct app *app, const void *row)
{
	(void)app;
	return words_status(child_of(row)->status);
}

static const char *school_cell(struct app *app, const void *row)
{
	return words_school(app, child_of(row)->school);
}

static const char *place_cell(struct app *app, const void *row)
{
	(void)app;
	return ((const Xueji__V1__FoundStudent *)row)->place;
}

static const struct list_column columns[] = {
	{.title = N_("Name"), .width = 14, .cell = name_cell},
	{.title = N_("Sex"), .width = 6, .cell = sex_cell},
	{.title = N_("Born"), .width = 10, .cell = birth_cell},
	{.title = N_("Class"), .width = 12, .cell = class_cell},
	{.title = N_("School"), .width = 0, .cell = school_cell},
	{.title = N_("Status"), .width = 10, .cell = status_cell, .drop = 1},
	{.title = N_("Place"), .width = 24, .cell = place_cell, .drop = 2},
	{0},
};

static const struct list_spec spec = {
	.columns = columns,
	.rows = "students",
	.id = id_of,
	.empty = N_("Nobody of this description within your units; c asks elsewhere."),
};

static void ask(struct app *app, struct search *s)
{
	Xueji__V1__SearchStudentsRequest request = XUEJI__V1__SEARCH_STUDENTS_REQUEST__INIT;
	s->is_asked = s->query[0] != '\0';
	if (!s->is_asked)
		return;
	app_title(app, s->query);
	request.query = s->query;
	request.by = s->by;
	request.include_off_roll = s->with_left;
	list_ask(&s->list, app, "xueji.v1.Students/SearchStudents", &request.base);
}

static void look_for(struct app *app, void *state, const char *text)
{
	struct search *s = state;
	strncpy(s->query, text, sizeof s->query - 1);
	ask(app, s);
}

static void next_by(struct app *app, void *state)
{
	struct search *s = state;
	(void)app;
	s->by = (s->by + 1) % (XUEJI__V1__SEARCH_BY__SEARCH_BY_GUARDIAN + 1);
}

static void ask_person(struct app *app, void *state)
{
	((struct search *)state)->by = XUEJI__V1__SEARCH_BY__SEARCH_BY_UNSPECIFIED;
	/* empty: what was looked for before stands above the list */
	app_prompt(app,
		&(struct prompt){
			.label = _("Find:"), .max = QUERY_MAX, .done = look_for, .turn = next_by});
}

static void open_search(struct app *app, void *state, const char *subject)
{
	struct search *s = state;
	list_init(&s->list, &spec);
	if (subject[0] != '\0')
		look_for(app, state, subject);
	else
		ask_person(app, state);
}

static const char *by_words(Xueji__V1__SearchBy by)
{
	static const char *const words[] = {N_("as it looks"), N_("whole name"),
		N_("beginning of the name"), N_("part of the name"), N_("pinyin initials"),
		N_("whole number"), N_("guardian's name")};
	unsigned at = by;
	return _(words[at < sizeof words / sizeof *words ? at : 0]);
}

static void draw_hints(struct area area)
{
	static const char *const hints[] = {
		N_("A name or its beginning; two neighbouring characters of it."),
		N_("The initials of a name in pinyin: zxy."),
		N_("A whole student number, a former number, an ID number of 15 or 18 digits."),
		N_("Tab turns what is looked for: a guardian's name, say."),
	};
	for (int i = 0; i < (int)(sizeof hints / sizeof *hints); i++)
		draw_text(area, 2 + i, 2, STYLE_PLAIN, _(hints[i]));
}

static void draw(struct app *app, void *state, struct area area)
{
	struct search *s = state;
	const Xueji__V1__SearchStudentsResponse *reply = list_reply(&s->list);
	Xueji__V1__SearchBy by = s->by == 0 && s->is_asked && reply != NULL ? reply->by : s->by;
	int col = draw_print(area, 0, 1, STYLE_HEAD, "%s  %s", s->query, by_words(by));
	if (s->with_left)
		draw_print(area, 0, col + 2, STYLE_HEAD, "%s", _("with those who have left"));
	if (s->is_asked)
		list_draw(&s->list, app, area_rows(area, 1, area.rows - 1));
	else
		draw_hints(area);
}

static bool on_key(struct app *app, void *state, struct key key)
{
	struct search *s = state;
	return s->is_asked && list_key(&s->list, app, key);
}

/* ---- what keys do */

static void open_child(struct app *app, void *state)
{
	app_open(app, &student_screen, id_of(app, list_current(&((struct search *)state)->list)));
}

static void turn_by(struct app *app, void *state)
{
	next_by(app, state);
	ask(app, state);
}

static void turn_left(struct app *app, void *state)
{
	struct search *s = state;
	s->with_left = !s->with_left;
	ask(app, s);
}

static void ask_elsewhere(struct app *app, void *state)
{
	(void)state;
	app_open(app, &check_screen, "");
}

static const struct action actions[] = {
	{VERB_OPEN, .can = list_has_row, .run = open_child},
	{VERB_SEARCH, .what = N_("find"), .run = ask_person},
	{VERB_VIEW, .what = N_("look for"), .run = turn_by,
		.help = N_("how the text is meant: name, initials, number, guardian")},
	{VERB_MEASURE, .what = N_("with left"), .run = turn_left,
		.help = N_("those who have left as well")},
	{VERB_CREATE, .what = N_("ask elsewhere"), .run = ask_elsewhere,
		.need = "xueji.v1.Students/CheckIdentity",
		.help = N_("ask whether a document has a record outside your units")},
	{VERB_REFRESH, .run = list_again, .is_quiet = true},
	{0},
};

const struct screen search_screen = {
	.name = "search",
	.title = N_("Find"),
	.digit = 4,
	.tab = N_("Find"),
	.need = "xueji.v1.Students/SearchStudents",
	.is_command = true,
	.state_size = sizeof(struct search),
	.open = open_search,
	.loaded = list_on_reply,
	.draw = draw,
	.on_key = on_key,
	.filter = look_for,
	.close = list_close,
	.actions = actions,
};
