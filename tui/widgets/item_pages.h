/* The items of a child's record, a page for each group of the form, and one page of the screen's
 * own at either end. */
#pragma once

#include <xueji/v1/students.pb-c.h>

#include "tui/app.h"

struct item_pages {
	const char *first, *last; /* N_("Track"): titles of the screen's own pages; NULL: none */
	bool given_only;          /* leave out what is empty */
	bool no_items;            /* only the screen's own pages */
	size_t page;
};

enum item_page { ITEM_PAGE_FIRST, ITEM_PAGE_ITEMS, ITEM_PAGE_LAST };
/* Whose the page is that is shown: the screen draws its own from the area's row 1 on. */
enum item_page item_pages_at(const struct item_pages *pages);
/* The pages' titles in row 0, and below them the items, if it is their page. */
void item_pages_draw(const struct item_pages *pages, struct app *app,
	const Xueji__V1__StudentItems *items, struct area area);
void item_pages_next(struct item_pages *pages);
/* Right, Left and Shift-Tab turn the pages. */
bool item_pages_key(struct item_pages *pages, struct key key);
