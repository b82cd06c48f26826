/* The journal about a unit and all below it, newest first, with the entry under the cursor below;
 * Enter follows an entry to what the same person did, or what was done to the same thing. The
 * subject is a line of tui/journal_filter.h; "" is all about the auditor's own unit. */
#include "tui/screens/journal.h"

#include <stdio.h>
#include <string.h>
#include <xueji/v1/journal.pb-c.h>

#include "tui/app.h"
#include "tui/journal_filter.h"
#include "tui/screens/journal_check.h"
#include "tui/screens/journal_find.h"
#include "tui/screens/operator.h"
#include "tui/widgets/list.h"
#include "tui/widgets/pane.h"
#include "tui/words.h"

enum { LABELS = 12, DETAIL_ROWS = 7, ROOM = 14 /* rows that both need */ };
enum way { SAME_ACTOR, SAME_THING, SAME_ACTION, SAME_UNIT, THE_ACCOUNT, WAY_COUNT };

struct journal {
	struct list list;
	struct journal_filter filter;
	bool is_list_alone;
	enum way ways[WAY_COUNT]; /* that were offered for the entry */
};

/* ---- rows */

static const char *id_of(struct app *app, const void *row)
{
	return app_print(app, "%lld", (long long)((const Xueji__V1__JournalEntry *)row)->seq);
}

static const char *time_cell(struct app *app, const void *row)
{
	return app_instant(app, ((const Xueji__V1__JournalEntry *)row)->at);
}

static const char *action_cell(struct app *app, const void *row)
{
	(void)app;
	return ((const Xueji__V1__JournalEntry *)row)->action_title;
}

static const char *unit_cell(struct app *app, const void *row)
{
	(void)app;
	return ((const Xueji__V1__JournalEntry *)row)->unit_name;
}

static const char *actor_cell(struct app *app, const void *row)
{
	const Xueji__V1__JournalEntry *entry = row;
	(void)app;
	return entry->actor_name[0] != '\0' ? entry->actor_name
	       : entry->actor_id[0] != '\0' ? entry->actor_id
					    : _("server");
}

/* What kind of thing it was done to. */
static const char *kind(const char *entity)
{
	static const char *const words[][2] = {{"student", N_("child")}, {"case", N_("case")},
		{"operator", N_("operator")}, {"session", N_("session")}, {"unit", N_("unit")},
		{"policy", N_("policy")}, {"attachment", N_("attachment")}, {"list", N_("list")},
		{"parcel", N_("parcel")}, {"peer", N_("node")}, {"export", N_("list that leaves")},
		{"import", N_("sheet")}, {"campaign", N_("campaign")},
		{"check", N_("check of records")}, {"upload", N_("parcel")}};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcmp(entity, words[i][0]) == 0)
			return _(words[i][1]);
	return entity[0] != '\0' ? entity : "-";
}

static const char *kind_cell(struct app *app, const void *row)
{
	(void)app;
	return kind(((const Xueji__V1__JournalEntry *)row)->entity);
}

static const char *thing(struct app *app, const char *entity, const char *id)
{
	return app_print(app, "%s %s", kind(entity), id);
}

static const char *summary_cell(struct app *app, const void *row)
{
	(void)app;
	return ((const Xueji__V1__JournalEntry *)row)->summary;
}

static const struct list_column columns[] = {
	{.title = N_("When"), .width = 16, .cell = time_cell},
	{.title = N_("Action"), .width = 0, .cell = action_cell},
	{.title = N_("Operator"), .width = 10, .cell = actor_cell},
	{.title = N_("Unit"), .width = 18, .cell = unit_cell, .drop = 1},
	{.title = N_("Done to"), .width = 10, .cell = kind_cell, .drop = 2},
	{.title = N_("Summary"), .width = 0, .cell = summary_cell, .drop = 3},
	{0},
};

static const struct list_spec spec = {
	.columns = columns,
	.rows = "entries",
	.id = id_of,
	.empty = N_("The journal has no such entries."),
};

/* ---- the screen */

static void open_journal(struct app *app, void *state, const char *subject)
{
	struct journal *j = state;
	Xueji__V1__ListEntriesRequest request = XUEJI__V1__LIST_ENTRIES_REQUEST__INIT;
	list_init(&j->list, &spec);
	journal_filter_parse(&j->filter, subject);
	request.unit_id = j->filter.unit_id[0] != '\0' ? j->filter.unit_id : app_who(app)->unit_id;
	request.action = j->filter.action;
	request.actor_id = j->filter.actor_id;
	request.entity = j->filter.entity, request.entity_id = j->filter.entity_id;
	request.from_day = j->filter.from_day, request.to_day = j->filter.to_day;
	list_ask(&j->list, app, "xueji.v1.Journal/ListEntries", &request.base);
}

static int draw_word(struct area area, int col, const char *label, const char *text)
{
	return text[0] == '\0' ? col
			       : draw_print(area, 0, col, STYLE_HEAD, "%s %s  ", _(label), text);
}

static void draw_filter(struct app *app, const struct journal_filter *f, struct area area)
{
	const char *who = f->actor_name[0] != '\0' ? f->actor_name : f->actor_id;
	int col = draw_word(area, 1, N_("Unit"),
		f->unit_code[0] != '\0' ? f->unit_code
		: f->unit_id[0] != '\0' ? f->unit_id
					: app_who(app)->unit_name);
	col = draw_word(area, col, N_("Action"), f->action);
	col = draw_word(area, col, N_("Operator"), who);
	col = draw_word(area, col, N_("Done to"),
		f->entity[0] != '\0' ? thing(app, f->entity, f->entity_id) : "");
	col = draw_word(area, col, N_("From"), f->from_day);
	draw_word(area, col, N_("To"), f->to_day);
}

/* A purpose stands there whole, though it takes several rows. */
static int rows_below(const Xueji__V1__JournalEntry *entry, struct area area)
{
	struct area values = area_cols(area, 0, area.cols - LABELS - 4);
	int rows = DETAIL_ROWS, most = area.rows - ROOM + DETAIL_ROWS;
	if (entry->purpose[0] != '\0')
		rows += rows_wrapped(values, entry->purpose);
	if (entry->reason[0] != '\0')
		rows += rows_wrapped(values, entry->reason);
	return rows < most ? rows : most;
}

static void draw_entry(struct app *app, const Xueji__V1__JournalEntry *entry, struct area area)
{
	struct pane pane = pane_begin(area, LABELS);
	const char *who = actor_cell(app, entry);
	if (entry->for_operator_id[0] != '\0')
		who = app_print(app, _("%s for %s"), who, entry->for_name);
	draw_rule(area, pane.row++);
	pane_pair(&pane, N_("Entry"), app_number(app, entry->seq), N_("When"),
		app_instant(app, entry->at));
	pane_pair(&pane, N_("Action"), entry->action_title, N_("Word"), entry->action);
	pane_pair(&pane, N_("Operator"), who, N_("Call"),
		app_print(app, "%lld", (long long)entry->call_id));
	pane_pair(&pane, N_("Unit"), entry->unit_name, N_("Done to"),
		thing(app, entry->entity, entry->entity_id));
	pane_row(&pane, N_("Summary"), entry->summary);
	if (entry->purpose[0] != '\0')
		pane_row(&pane, N_("For what"), entry->purpose);
	if (entry->reason[0] != '\0')
		pane_row(&pane, N_("Why not"), entry->reason);
	if (entry->has_sealed)
		pane_text(&pane, STYLE_PLAIN, _(" and something sealed besides"));
}

static void draw(struct app *app, void *state, struct area area)
{
	struct journal *j = state;
	const Xueji__V1__JournalEntry *entry = list_current(&j->list);
	int below =
		j->is_list_alone || entry == NULL || area.rows < ROOM ? 0 : rows_below(entry, area);
	draw_filter(app, &j->filter, area);
	list_draw(&j->list, app, area_rows(area, 1, area.rows - 1 - below));
	if (below > 0)
		draw_entry(app, entry, area_rows(area, area.rows - below, below));
}

/* ---- following an entry */

static bool leads(const struct app *app, const Xueji__V1__JournalEntry *entry, enum way way)
{
	bool has_actor = entry->actor_id[0] != '\0';
	switch (way) {
	case SAME_ACTOR:
		return has_actor;
	case SAME_THING:
		return entry->entity[0] != '\0' && entry->entity_id[0] != '\0';
	case SAME_UNIT:
		return entry->unit_id[0] != '\0';
	case THE_ACCOUNT:
		return has_actor && app_may(app, "xueji.v1.Operators/GetOperator");
	default:
		return true;
	}
}

static void copy(char out[JOURNAL_WORD], const char *text)
{
	snprintf(out, JOURNAL_WORD, "%s", text);
}

static void follow(struct app *app, void *state, size_t chosen, const char *text)
{
	struct journal *j = state;
	const Xueji__V1__JournalEntry *entry = list_current(&j->list);
	struct journal_filter f = {0};
	char subject[JOURNAL_FILTER_TEXT];
	(void)text;
	if (entry == NULL || chosen >= WAY_COUNT)
		return;
	enum way way = j->ways[chosen];
	if (way == THE_ACCOUNT) {
		app_open(app, &operator_screen, entry->actor_id);
		return;
	}
	copy(f.unit_id, way == SAME_UNIT ? entry->unit_id : j->filter.unit_id);
	copy(f.unit_code, way == SAME_UNIT ? entry->unit_code : j->filter.unit_code);
	copy(f.actor_id, way == SAME_ACTOR ? entry->actor_id : "");
	copy(f.actor_name, way == SAME_ACTOR ? entry->actor_name : "");
	copy(f.entity, way == SAME_THING ? entry->entity : "");
	copy(f.entity_id, way == SAME_THING ? entry->entity_id : "");
	copy(f.action, way == SAME_ACTION ? entry->action : "");
	journal_filter_print(&f, subject);
	app_open(app, &journal_screen, subject);
}

static void ask_way(struct app *app, void *state)
{
	static const char *const words[WAY_COUNT] = {
		[SAME_ACTOR] = N_("all that this operator did"),
		[SAME_THING] = N_("all that was done to this one"),
		[SAME_ACTION] = N_("all entries of this action"),
		[SAME_UNIT] = N_("all about this unit"),
		[THE_ACCOUNT] = N_("the operator's account"),
	};
	struct journal *j = state;
	const Xueji__V1__JournalEntry *entry = list_current(&j->list);
	struct choice choices[WAY_COUNT];
	size_t n = 0;
	for (enum way way = 0; way < WAY_COUNT; way++)
		if (leads(app, entry, way)) {
			j->ways[n] = way;
			choices[n++] = (struct choice){_(words[way]), 0, false};
		}
	app_choose(app, _("What shall be shown?"), choices, n, follow);
}

static void find(struct app *app, void *state)
{
	char subject[JOURNAL_FILTER_TEXT];
	journal_filter_print(&((struct journal *)state)->filter, subject);
	app_open(app, &journal_find_screen, subject);
}

static void verify(struct app *app, void *state)
{
	(void)state;
	app_open(app, &journal_check_screen, "");
}

static void toggle_details(struct app *app, void *state)
{
	struct journal *j = state;
	(void)app;
	j->is_list_alone = !j->is_list_alone;
}

static const struct action actions[] = {
	{VERB_OPEN, .what = N_("follow"), .can = list_has_row, .run = ask_way,
		.help = N_("what else this operator did, what else was done to this one")},
	{VERB_VIEW, .what = N_("choose"), .run = find,
		.help = N_("entries by unit, action, operator and days")},
	{VERB_DETAILS, .run = toggle_details,
		.help = N_("the entry under the cursor, below the list")},
	{VERB_VERIFY, .run = verify, .need = "xueji.v1.Journal/VerifyJournal",
		.help = N_("whether the journal is whole and unaltered")},
	{VERB_REFRESH, .run = list_again},
	{0},
};

const struct screen journal_screen = {
	.name = "journal",
	.title = N_("Journal"),
	.digit = 7,
	.tab = N_("Journal"),
	.need = "xueji.v1.Journal/ListEntries",
	.is_command = true,
	.state_size = sizeof(struct journal),
	.open = open_journal,
	.loaded = list_on_reply,
	.draw = draw,
	.on_key = list_on_key,
	.close = list_close,
	.actions = actions,
};
