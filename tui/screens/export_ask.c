/* Asking for an export: of whom, for what, which columns. A second person decides (R55, R57). The
 * subject is "UNIT GRADE SET": whose children they are, of which grade (0: all), and what is asked
 * for at first; the last two may be missing. */
#include "tui/screens/export_ask.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xueji/v1/exports.pb-c.h>
#include <xueji/v1/units.pb-c.h>

#include "common/memory.h"
#include "domain/items.h"
#include "domain/totals.h"
#include "tui/app.h"
#include "tui/export_columns.h"
#include "tui/widgets/form.h"

#define ASK  "xueji.v1.Exports/AskExport"
#define UNIT "xueji.v1.Units/GetUnit"

enum { WORD_SIZE = 10 };

/* What is mostly wanted; who wants something else names the columns. */
static const struct form_choice sets[] = {{"roll", N_("a roll: school, class, name, sex, birth")},
	{"contacts", N_("a roll with addresses and telephone numbers")},
	{"numbers", N_("a roll with student numbers and ID numbers")},
	{"all", N_("all items of the form")}, {"words", N_("those named below")},
	{"totals", N_("totals of units, rounded; no children")},
	{"grades", N_("totals by stage and grade, rounded; no children")}, {0}};
static const struct {
	const char *set, *words;
} set_words[] = {
	{"roll", "school_name grade class_name name sex birth_date"},
	{"contacts", "school_name grade class_name name sex birth_date present_address phone"},
	{"numbers",
		"school_name grade class_name name sex birth_date student_no id_type id_number"},
};

static const struct form_choice tiers[] = {{"0", N_("the unit alone")}, {"3", N_("cities, too")},
	{"4", N_("counties, too")}, {"5", N_("schools, too")}, {0}};

static const struct form_choice clear[] = {
	{"false", N_("masked")}, {"true", N_("in full; say why in the purpose")}, {0}};

static const struct form_field fields[] = {
	{.name = "purpose",
		.label = N_("For what"),
		.max = 200,
		.width = 33,
		.is_required = true,
		.hint = N_("who gets it, and what for")},
	{.name = "set", .label = N_("Columns"), .width = 2, .choices = sets, .is_numbered = true},
	{.name = "words",
		.label = N_("Named columns"),
		.max = 200,
		.width = 24,
		.hint = N_(
			"their names, with spaces between; words of items, too: name sex phone")},
	{.name = "grade", .label = N_("Grade"), .max = 2, .width = 4, .hint = N_("empty: all")},
	{.name = "down_to",
		.label = N_("Totals of"),
		.width = 2,
		.choices = tiers,
		.is_numbered = true},
	{.name = "in_clear",
		.label = N_("Numbers"),
		.width = 2,
		.choices = clear,
		.is_numbered = true},
};
enum { N_FIELDS = sizeof fields / sizeof *fields };

struct asking {
	struct form form;
	char unit[40];
	char *name; /* of the unit; NULL: not known yet */
	uint64_t call, naming;
};

static bool is_totals(const char *set)
{
	return strcmp(set, "totals") == 0 || strcmp(set, "grades") == 0;
}

static void ask_name(struct app *app, struct asking *a)
{
	Xueji__V1__GetUnitRequest request = XUEJI__V1__GET_UNIT_REQUEST__INIT;
	request.unit_id = a->unit;
	a->naming = app_request(app, UNIT, &request.base);
}

static void take_name(struct asking *a, const struct client_reply *reply)
{
	const Xueji__V1__GetUnitResponse *found = (const void *)reply->message;
	a->naming = 0;
	if (reply->outcome == CLIENT_OK && found->unit != NULL)
		a->name = memory_text(found->unit->name);
}

static void open_ask(struct app *app, void *state, const char *subject)
{
	struct asking *a = state;
	char set[WORD_SIZE] = "roll";
	int grade = 0;
	if (sscanf(subject, "%39s %d %9s", a->unit, &grade, set) < 1)
		snprintf(a->unit, sizeof a->unit, "%s", app_who(app)->unit_id);
	form_init(&a->form, fields, N_FIELDS);
	if (grade > 0)
		form_set(&a->form, "grade", app_print(app, "%d", grade));
	form_set(&a->form, "set", set);
	form_set(&a->form, is_totals(set) ? "down_to" : "in_clear", is_totals(set) ? "5" : "false");
	ask_name(app, a);
}

static void loaded(struct app *app, void *state, const struct client_reply *reply)
{
	struct asking *a = state;
	if (a->naming != 0 && reply->call == a->naming) {
		take_name(a, reply);
		return;
	}
	if (a->call == 0 || reply->call != a->call)
		return;
	a->call = 0;
	form_faults(&a->form, app, reply, "");
	if (reply->outcome != CLIENT_OK)
		return;
	const Xueji__V1__Export *one =
		((const Xueji__V1__AskExportResponse *)reply->message)->export;
	a->form.is_changed = false;
	app_back(app);
	app_say(app, TONE_DONE, _("Asked for; %s decides."),
		one != NULL && one->bureau != NULL ? one->bureau->name : "-");
}

/* ---- columns */

static size_t all_items(char *columns[EXPORT_COLUMNS_MOST])
{
	size_t n = 0;
	columns[n++] = (char *)(uintptr_t) "school_code";
	for (int number = 1; number <= FORM_SCHOOL_ITEMS && n < EXPORT_COLUMNS_MOST - 1; number++) {
		const struct item_row *row = item_row(item_at(FORM_SCHOOL, number));
		if (row->kind != KIND_ATTACHMENT)
			columns[n++] = (char *)(uintptr_t)row->word;
	}
	columns[n++] = (char *)(uintptr_t) "student_no";
	return n;
}

static size_t all_totals(bool by_grade, char *columns[EXPORT_COLUMNS_MOST])
{
	size_t n = 0;
	for (int i = 0; i < TOTAL_COLUMNS; i++)
		if (by_grade || (i != TOTAL_STAGE && i != TOTAL_GRADE))
			columns[n++] = (char *)(uintptr_t)total_column_word(i);
	return n;
}

static size_t columns_of(
	struct app *app, const struct asking *a, char *columns[EXPORT_COLUMNS_MOST])
{
	const char *set = form_text(&a->form, "set");
	if (strcmp(set, "all") == 0)
		return all_items(columns);
	if (is_totals(set))
		return all_totals(strcmp(set, "grades") == 0, columns);
	for (size_t i = 0; i < sizeof set_words / sizeof *set_words; i++)
		if (strcmp(set, set_words[i].set) == 0)
			return export_columns_read(app, set_words[i].words, columns);
	return export_columns_read(app, form_text(&a->form, "words"), columns);
}

static void submit(struct app *app, void *state)
{
	struct asking *a = state;
	char *columns[EXPORT_COLUMNS_MOST];
	Xueji__V1__AskExportRequest request = XUEJI__V1__ASK_EXPORT_REQUEST__INIT;
	if (a->call != 0 || !form_check(&a->form, app))
		return;
	form_fill(&a->form, &request.base);
	request.unit_id = a->unit;
	request.n_columns = columns_of(app, a, columns);
	request.columns = columns;
	if (is_totals(form_text(&a->form, "set")))
		request.kind = XUEJI__V1__EXPORT_KIND__EXPORT_KIND_TOTALS;
	else
		request.down_to = XUEJI__V1__TIER__TIER_UNSPECIFIED;
	a->call = app_request(app, ASK, &request.base);
}

static void draw(struct app *app, void *state, struct area area)
{
	struct asking *a = state;
	draw_print(
		area, 0, 1, STYLE_HEAD, _("Whose children: %s"), a->name != NULL ? a->name : "…");
	form_draw(&a->form, app, area_rows(area, 2, area.rows - 2));
}

static bool on_key(struct app *app, void *state, struct key key)
{
	struct asking *a = state;
	enum form_answer answer = form_key(&a->form, app, key);
	if (answer == FORM_SUBMIT)
		submit(app, a);
	return answer != FORM_IGNORED;
}

static struct form *form_of(void *state)
{
	return &((struct asking *)state)->form;
}

static void close_ask(struct app *app, void *state)
{
	struct asking *a = state;
	(void)app;
	form_free(&a->form);
	free(a->name);
}

static const struct action actions[] = {
	{VERB_SUBMIT, .what = N_("ask"), .run = submit},
	{0},
};

const struct screen export_ask_screen = {
	.name = "ask",
	.title = N_("Ask for an export"),
	.need = ASK,
	.state_size = sizeof(struct asking),
	.open = open_ask,
	.loaded = loaded,
	.draw = draw,
	.on_key = on_key,
	.form = form_of,
	.close = close_ask,
	.actions = actions,
};
