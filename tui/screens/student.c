/* A child's file, a page for each group of the form and one for numbers and the present stay. The
 * subject is the child's id. Opening it is recorded. */
#include "tui/screens/student.h"

#include <string.h>
#include <xueji/v1/students.pb-c.h>

#include "tui/app.h"
#include "tui/item_text.h"
#include "tui/reveal.h"
#include "tui/widgets/pane.h"
#include "tui/words.h"

enum { LABELS = 16, HEAD_ROWS = 6 };

static const struct page {
	const char *title;
	enum item_group group;
	int member; /* of the family; 0: the child's own */
} pages[] = {
	{N_("Basic"), GROUP_BASIC, 0},
	{N_("More"), GROUP_AUXILIARY, 0},
	{N_("School roll"), GROUP_ROLL, 0},
	{N_("Contact"), GROUP_CONTACT, 0},
	{N_("Extended"), GROUP_EXTENDED, 0},
	{N_("Way"), GROUP_TRANSPORT, 0},
	{N_("Family 1"), GROUP_FAMILY, 1},
	{N_("Family 2"), GROUP_FAMILY, 2},
	{N_("Numbers"), GROUP_COUNT, 0},
};
enum { PAGES = sizeof pages / sizeof *pages };

struct file {
	struct reveal reveal; /* and whose file it is */
	size_t page;
	Xueji__V1__GetStudentResponse *reply; /* NULL: not here yet */
};

static void ask(struct app *app, struct file *f)
{
	Xueji__V1__GetStudentRequest request = XUEJI__V1__GET_STUDENT_REQUEST__INIT;
	request.student_id = f->reveal.student;
	app_request(app, "xueji.v1.Students/GetStudent", &request.base);
}

static void open_file(struct app *app, void *state, const char *subject)
{
	struct file *f = state;
	strncpy(f->reveal.student, subject, sizeof f->reveal.student - 1);
	ask(app, f);
}

static void loaded(struct app *app, void *state, const struct client_reply *reply)
{
	struct file *f = state;
	if (reveal_loaded(app, reply) || reply->outcome != CLIENT_OK)
		return;
	app_drop(f->reply);
	f->reply = app_keep(reply->message);
	app_title(app, f->reply->student->name);
}

/* ---- drawing */

static const char *place(struct app *app, const Xueji__V1__GetStudentResponse *reply)
{
	const char *text = "";
	for (size_t i = 0; i < reply->n_path; i++)
		text = app_print(app, "%s%s%s", text, i > 0 ? " " : "", reply->path[i]->name);
	return text;
}

static void draw_head(
	struct app *app, const Xueji__V1__GetStudentResponse *reply, struct pane *pane)
{
	const Xueji__V1__Student *child = reply->student;
	pane_pair(pane, N_("Name"), child->name, N_("Status"), words_status(child->status));
	pane_pair(pane, N_("Sex"), code_label(CODES_SEX, child->sex, app_lang(app)), N_("Born"),
		child->birth_date);
	pane_pair(pane, N_("Student no."), child->student_no_masked, N_("ID number"),
		child->id_number_masked);
	pane_pair(pane, N_("Class"), words_class(app, child->grade, child->class_number),
		N_("School"), child->school->name);
	if (reply->is_slot_elsewhere)
		pane_text(pane, STYLE_WARN,
			_("! Another record holds this ID number: one of the two is wrong."));
	else if (child->is_provisional)
		pane_text(pane, STYLE_WARN,
			_("? some items were entered before the papers were there; to be "
			  "confirmed"));
	else
		pane_row(pane, N_("Place"), place(app, reply));
}

static void draw_pages(const struct file *f, struct area area, int row)
{
	int col = 1;
	for (size_t i = 0; i < PAGES; i++) {
		bool is_here = i == f->page;
		col = draw_print(area, row, col, is_here ? STYLE_TAB : STYLE_HEAD,
			is_here ? "[%s]" : " %s ", _(pages[i].title));
	}
}

static bool is_on(const struct page *page, enum item item, const char *value)
{
	const struct item_row *row = item_row(item);
	return row->group == page->group && row->member == page->member &&
	       (row->number > 0 || value[0] != '\0');
}

/* Short ones in pairs, long ones in lines of their own. */
static void draw_items(struct app *app, const struct page *page,
	const Xueji__V1__StudentItems *items, struct pane *pane)
{
	const char *label = NULL, *value = NULL;
	for (enum item item = 0; item < ITEM_COUNT; item++) {
		const char *text = item_text(app, items, item);
		if (!is_on(page, item, text))
			continue;
		bool is_wide = item_is_wide(item);
		if (label != NULL && !is_wide) {
			pane_pair(pane, label, value, item_label(app, item), text);
			label = NULL;
			continue;
		}
		if (label != NULL)
			pane_row(pane, label, value);
		label = is_wide ? NULL : item_label(app, item);
		value = text;
		if (is_wide)
			pane_row(pane, item_label(app, item), text);
	}
	if (label != NULL)
		pane_row(pane, label, value);
}

static void draw_numbers(
	struct app *app, const Xueji__V1__GetStudentResponse *reply, struct pane *pane)
{
	pane_head(pane, _("Numbers"));
	for (size_t i = 0; i < reply->n_numbers; i++) {
		const Xueji__V1__StudentNumber *number = reply->numbers[i];
		pane_text(pane, STYLE_PLAIN,
			app_print(app, "%s %s  %s  %s - %s", number->is_current ? "+" : " ",
				number->masked, words_number_kind(number->kind),
				app_date(app, number->from_day, false),
				app_date(app, number->to_day, false)));
	}
	pane_head(pane, _("Present class"));
	const Xueji__V1__Enrolment *stay = reply->enrolment;
	if (stay == NULL) {
		pane_text(pane, STYLE_PLAIN, _("  on no roll"));
		return;
	}
	pane_pair(pane, N_("Since"), app_date(app, stay->from_day, false), N_("Year of stage"),
		app_print(app, _("%d of %d"), stay->year_in_stage, stay->years));
	if (stay->is_graduating)
		pane_text(pane, STYLE_WARN, _("! graduating this year"));
}

static void draw(struct app *app, void *state, struct area area)
{
	struct file *f = state;
	if (f->reply == NULL)
		return;
	struct pane pane = pane_begin(area, LABELS);
	draw_head(app, f->reply, &pane);
	draw_pages(f, area, HEAD_ROWS);
	pane.row = HEAD_ROWS + 1;
	if (pages[f->page].group == GROUP_COUNT)
		draw_numbers(app, f->reply, &pane);
	else
		draw_items(app, &pages[f->page], f->reply->items, &pane);
}

/* ---- what keys do */

static void next_page(struct app *app, void *state)
{
	struct file *f = state;
	(void)app;
	f->page = (f->page + 1) % PAGES;
}

static bool on_key(struct app *app, void *state, struct key key)
{
	struct file *f = state;
	if (key.code == KEY_RIGHT)
		next_page(app, state);
	else if (key.code == KEY_LEFT || key.code == KEY_BACKTAB)
		f->page = (f->page + PAGES - 1) % PAGES;
	else
		return false;
	return true;
}

static bool is_here(struct app *app, void *state, const char **why_out)
{
	(void)app;
	*why_out = _("The file is not here yet.");
	return ((struct file *)state)->reply != NULL;
}

static void refresh_file(struct app *app, void *state)
{
	ask(app, state);
}

static void close_file(struct app *app, void *state)
{
	(void)app;
	app_drop(((struct file *)state)->reply);
}

static const struct action actions[] = {
	{VERB_VIEW, .what = N_("next page"), .can = is_here, .run = next_page},
	{VERB_REVEAL, .can = is_here, .run = reveal_ask, .need = "xueji.v1.Students/RevealIdentity",
		.help = N_("the whole numbers, for a reason that is recorded")},
	{VERB_REFRESH, .run = refresh_file},
	{0},
};

const struct screen student_screen = {
	.name = "student",
	.title = N_("File"),
	.need = "xueji.v1.Students/GetStudent",
	.state_size = sizeof(struct file),
	.open = open_file,
	.loaded = loaded,
	.draw = draw,
	.on_key = on_key,
	.close = close_file,
	.actions = actions,
};
