#include "tui/widgets/item_pages.h"

#include "tui/item_text.h"
#include "tui/widgets/pane.h"

enum { LABELS = 16 };

static const struct group {
	const char *title;
	enum item_group group;
	int member; /* of the family; 0: the child's own */
} groups[] = {
	{N_("Basic"), GROUP_BASIC, 0},
	{N_("More"), GROUP_AUXILIARY, 0},
	{N_("School roll"), GROUP_ROLL, 0},
	{N_("Contact"), GROUP_CONTACT, 0},
	{N_("Extended"), GROUP_EXTENDED, 0},
	{N_("Way"), GROUP_TRANSPORT, 0},
	{N_("Family 1"), GROUP_FAMILY, 1},
	{N_("Family 2"), GROUP_FAMILY, 2},
};
enum { GROUPS = sizeof groups / sizeof *groups, TITLES = GROUPS + 2 };

static int groups_of(const struct item_pages *pages)
{
	return pages->no_items ? 0 : GROUPS;
}

static size_t count(const struct item_pages *pages)
{
	return (size_t)groups_of(pages) + (pages->first != NULL) + (pages->last != NULL);
}

/* The group of a page; as many as there are or more: the last page, negative: the first. */
static int group_at(const struct item_pages *pages, size_t page)
{
	return (int)page - (pages->first != NULL);
}

enum item_page item_pages_at(const struct item_pages *pages)
{
	int group = group_at(pages, pages->page);
	return group < 0                  ? ITEM_PAGE_FIRST
	       : group < groups_of(pages) ? ITEM_PAGE_ITEMS
					  : ITEM_PAGE_LAST;
}

void item_pages_next(struct item_pages *pages)
{
	pages->page = (pages->page + 1) % count(pages);
}

bool item_pages_key(struct item_pages *pages, struct key key)
{
	if (key.code == KEY_RIGHT)
		item_pages_next(pages);
	else if (key.code == KEY_LEFT || key.code == KEY_BACKTAB)
		pages->page = (pages->page + count(pages) - 1) % count(pages);
	else
		return false;
	return true;
}

static void draw_titles(const struct item_pages *pages, struct area area)
{
	int col = 1;
	for (size_t i = 0; i < count(pages); i++) {
		int group = group_at(pages, i);
		const char *title = group < 0                  ? pages->first
				    : group < groups_of(pages) ? groups[group].title
							       : pages->last;
		bool is_here = i == pages->page;
		col = draw_print(area, 0, col, is_here ? STYLE_TAB : STYLE_HEAD,
			is_here ? "[%s]" : " %s ", _(title));
	}
}

static bool is_on(const struct item_pages *pages, const struct group *group, enum item item,
	const char *value)
{
	const struct item_row *row = item_row(item);
	if (row->group != group->group || row->member != group->member)
		return false;
	return value[0] != '\0' || (row->number > 0 && !pages->given_only);
}

/* Short ones in pairs, long ones in lines of their own. */
static void draw_items(const struct item_pages *pages, struct app *app, const struct group *group,
	const Xueji__V1__StudentItems *items, struct pane *pane)
{
	const char *label = NULL, *value = NULL;
	for (enum item item = 0; item < ITEM_COUNT; item++) {
		const char *text = item_text(app, items, item);
		if (!is_on(pages, group, item, text))
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

void item_pages_draw(const struct item_pages *pages, struct app *app,
	const Xueji__V1__StudentItems *items, struct area area)
{
	struct pane pane = pane_begin(area_rows(area, 1, area.rows - 1), LABELS);
	draw_titles(pages, area);
	if (item_pages_at(pages) == ITEM_PAGE_ITEMS && items != NULL)
		draw_items(pages, app, &groups[group_at(pages, pages->page)], items, &pane);
}
