#include "tui/widgets/list.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/memory.h"
#include "tui/widgets/message.h"

void list_init(struct list *list, const struct list_spec *spec)
{
	*list = (struct list){.spec = spec, .height = LIST_HEIGHT};
}

static void drop_pages(struct list *list)
{
	for (size_t i = 0; i < list->n_pages; i++)
		app_drop(list->pages[i].reply), free(list->pages[i].token);
	free(list->pages);
	list->pages = NULL;
	list->n_pages = 0;
}

void list_free(struct list *list)
{
	drop_pages(list);
	app_drop(list->request);
	free(list->marks);
	*list = (struct list){.spec = list->spec};
}

void list_turn(struct list *list, const struct list_spec *spec)
{
	if (spec == list->spec)
		return;
	drop_pages(list);
	list->spec = spec;
	list->is_fresh = true; /* whatever comes next is the first page */
	list->call_page = 0;
	list->cursor = list->top = 0;
	list->is_told = list->is_failed = false;
	list->wanted[0] = '\0';
	list_mark_none(list);
}

/* ---- pages */

static void fetch(struct list *list, struct app *app, size_t page)
{
	if (list->call != 0 || list->is_fresh) /* refused: what is here answers another request */
		return;
	message_own(list->request, "page_token", list->pages[page].token);
	list->call_page = page;
	list->call = app_request(app, list->method, list->request);
}

static void add_page(struct list *list, const char *token)
{
	struct list_page *grown = memory_array(list->n_pages + 1, sizeof *grown);
	if (list->n_pages > 0)
		memcpy(grown, list->pages, list->n_pages * sizeof *grown);
	free(list->pages);
	list->pages = grown;
	grown[list->n_pages++].token = memory_text(token);
}

/* Whether the list was asked for in just this way before. */
static bool is_same(const struct list *list, const char *method, const ProtobufCMessage *request)
{
	size_t size = protobuf_c_message_get_packed_size(request);
	if (list->request == NULL || strcmp(list->method, method) != 0 ||
		protobuf_c_message_get_packed_size(list->request) != size)
		return false;
	uint8_t *packed[] = {memory_array(size + 1, 1), memory_array(size + 1, 1)};
	protobuf_c_message_pack(list->request, packed[0]);
	protobuf_c_message_pack(request, packed[1]);
	bool is_same = memcmp(packed[0], packed[1], size) == 0;
	free(packed[0]);
	free(packed[1]);
	return is_same;
}

void list_ask(
	struct list *list, struct app *app, const char *method, const ProtobufCMessage *request)
{
	ProtobufCMessage *copy = app_keep(request);
	message_set_int(copy, "page_size", LIST_PAGE);
	message_own(copy, "page_token", "");
	if (list->request != NULL)
		message_own(list->request, "page_token", "");
	const void *current = list_current(list);
	list->is_other = list->is_other || !is_same(list, method, copy);
	list->wanted[0] = '\0';
	if (current != NULL && !list->is_other)
		snprintf(list->wanted, sizeof list->wanted, "%s", list->spec->id(app, current));
	app_forget(app, list->call);
	list->call = 0;
	app_drop(list->request);
	list->method = method;
	list->request = copy;
	list->is_fresh = true;
	list->call_page = 0;
	list->call = app_request(app, method, copy);
}

void list_refresh(struct list *list, struct app *app)
{
	if (list->request != NULL)
		list_ask(list, app, list->method, list->request);
}

static size_t page_of(const struct list *list, size_t n, size_t *at_out)
{
	size_t page = 0;
	while (page < list->n_pages && list->pages[page].is_known && n >= list->pages[page].n)
		n -= list->pages[page++].n;
	*at_out = n;
	return page;
}

/* Pages far from what is seen go; their tokens stay, so that they can be fetched again. */
static void drop_far_pages(struct list *list)
{
	size_t at, kept = 0, low = 0, high = list->n_pages;
	size_t first = page_of(list, list->top, &at);
	size_t last = page_of(list, list->top + (size_t)list->height, &at);
	for (size_t i = 0; i < list->n_pages; i++)
		kept += list->pages[i].reply != NULL;
	while (kept > LIST_KEPT && (low < first || high > last + 1)) {
		bool is_low = low < first && (high <= last + 1 || first - low > high - 1 - last);
		struct list_page *far = &list->pages[is_low ? low++ : --high];
		kept -= far->reply != NULL;
		app_drop(far->reply);
		far->reply = NULL;
	}
}

size_t list_count(const struct list *list)
{
	size_t n = 0;
	for (size_t i = 0; i < list->n_pages; i++)
		n += list->pages[i].n;
	return n;
}

bool list_has_more(const struct list *list)
{
	return list->n_pages > 0 && !list->pages[list->n_pages - 1].is_known;
}

const void *list_row(const struct list *list, size_t n)
{
	size_t at;
	ProtobufCMessage **rows;
	size_t page = page_of(list, n, &at);
	if (page >= list->n_pages || list->pages[page].reply == NULL)
		return NULL;
	size_t count = message_rows(list->pages[page].reply, list->spec->rows, &rows);
	return at < count ? rows[at] : NULL;
}

const void *list_current(const struct list *list)
{
	return list_row(list, list->cursor);
}

const void *list_reply(const struct list *list)
{
	return list->n_pages > 0 && list->call_page < list->n_pages
		       ? list->pages[list->call_page].reply
		       : NULL;
}

static bool is_dropped(const struct list_page *page)
{
	return page->is_known && page->reply == NULL;
}

/* Asks for what is about to be seen: the page under the cursor, and the next when its end nears. */
static void want(struct list *list, struct app *app)
{
	size_t at;
	size_t page = page_of(list, list->cursor, &at), top = page_of(list, list->top, &at);
	if (page < list->n_pages && is_dropped(&list->pages[page]))
		fetch(list, app, page);
	else if (top < list->n_pages && is_dropped(&list->pages[top]))
		fetch(list, app, top);
	else if (list_has_more(list) && list->n_empty < LIST_EMPTY &&
		 list->cursor + (size_t)list->height + 1 >= list_count(list))
		fetch(list, app, list->n_pages - 1);
}

static void find_wanted(struct list *list, struct app *app)
{
	for (size_t n = 0; list->wanted[0] != '\0' && n < list_count(list); n++) {
		const void *row = list_row(list, n);
		if (row != NULL && strcmp(list->spec->id(app, row), list->wanted) == 0) {
			list->cursor = n;
			break;
		}
	}
	list->wanted[0] = '\0';
}

static void take_first(struct list *list)
{
	drop_pages(list);
	add_page(list, "");
	list->is_fresh = list->is_failed = false;
	list->is_told = true;
	if (list->is_other)
		list->cursor = list->top = 0;
	list->is_other = false;
}

/* The rows that are seen follow the cursor; drawing does it to the row. */
static void follow(struct list *list)
{
	size_t height = (size_t)list->height;
	if (list->cursor < list->top)
		list->top = list->cursor;
	else if (list->cursor >= list->top + height)
		list->top = list->cursor - height + 1;
}

static void clamp_cursor(struct list *list)
{
	size_t count = list_count(list);
	if (list->cursor >= count)
		list->cursor = count > 0 ? count - 1 : 0;
	if (list->top + (size_t)list->height > count) /* fewer than there were */
		list->top = count > (size_t)list->height ? count - (size_t)list->height : 0;
	follow(list);
}

enum { TO_END = 20 /* pages that G fetches on its way to the last row, at most */ };

/* Whoever went to the last row is taken along as further pages come. */
static void go_on_to_end(struct list *list)
{
	if (list->to_end == 0)
		return;
	list->to_end = list_has_more(list) ? list->to_end - 1 : 0;
	list->cursor = list_count(list) > 0 ? list_count(list) - 1 : 0;
	follow(list);
}

bool list_loaded(struct list *list, struct app *app, const struct client_reply *reply)
{
	if (list->call == 0 || reply->call != list->call)
		return false;
	ProtobufCMessage **rows;
	bool was_fresh = list->is_fresh;
	list->call = 0;
	if (reply->outcome != CLIENT_OK) {
		list->is_failed = true;
		return true;
	}
	if (was_fresh)
		take_first(list);
	struct list_page *page = &list->pages[list->call_page];
	const char *next = message_text(reply->message, "next_page_token");
	app_drop(page->reply);
	page->reply = app_keep(reply->message);
	page->n = message_rows(reply->message, list->spec->rows, &rows);
	page->is_known = true;
	list->n_empty = page->n == 0 ? list->n_empty + 1 : 0;
	if (list->call_page + 1 == list->n_pages && next[0] != '\0')
		add_page(list, next);
	if (was_fresh)
		find_wanted(list, app);
	clamp_cursor(list);
	go_on_to_end(list);
	drop_far_pages(list);
	want(list, app);
	return true;
}

/* ---- keys */

void list_move(struct list *list, struct app *app, int64_t by)
{
	int64_t count = (int64_t)list_count(list), at = (int64_t)list->cursor + by;
	list->cursor = (size_t)(at < 0 ? 0 : at >= count ? (count > 0 ? count - 1 : 0) : at);
	follow(list);
	list->n_empty = 0;
	if (list->request != NULL)
		want(list, app);
}

static void toggle_mark(struct list *list, struct app *app)
{
	const char *why = NULL;
	const void *row = list_current(list);
	if (row == NULL)
		return;
	const char *id = list->spec->id(app, row);
	if (list_is_marked(list, id))
		list_mark(list, id, false);
	else if (list->spec->can_mark(app, row, &why))
		list_mark(list, id, true);
	else if (why != NULL) {
		app_say(app, TONE_WRONG, "%s", why);
		return;
	}
	list_move(list, app, 1);
}

static int64_t step_of(const struct list *list, uint32_t code)
{
	switch (code) {
	case KEY_DOWN:
	case 'j':
		return 1;
	case KEY_UP:
	case 'k':
		return -1;
	case KEY_PAGE_DOWN:
	case ' ':
		return list->height;
	case KEY_PAGE_UP:
	case 'b':
		return -list->height;
	case KEY_HOME:
	case 'g':
		return INT32_MIN;
	case KEY_END:
	case 'G':
		return INT32_MAX;
	default:
		return 0;
	}
}

bool list_key(struct list *list, struct app *app, struct key key)
{
	int64_t step = key.is_pasted ? 0 : step_of(list, key.code);
	list->to_end = step == INT32_MAX && list_has_more(list) ? TO_END : 0;
	if (step == list->height || step == -list->height) { /* whole pages, read on */
		int64_t top = (int64_t)list->top + step, count = (int64_t)list_count(list);
		list->top = (size_t)(top < 0 ? 0 : top < count ? top : (int64_t)list->top);
	}
	if (step != 0)
		return list_move(list, app, step), true;
	if (key.code != verb_key(VERB_MARK) || key.is_pasted || list->spec->can_mark == NULL)
		return false;
	toggle_mark(list, app);
	return true;
}

bool list_on_key(struct app *app, void *state, struct key key)
{
	return list_key(state, app, key);
}

void list_on_reply(struct app *app, void *state, const struct client_reply *reply)
{
	list_loaded(state, app, reply);
}

void list_draw_page(struct app *app, void *state, struct area area)
{
	list_draw(state, app, area);
}

bool list_has_row(struct app *app, void *state, const char **why_out)
{
	(void)app;
	*why_out = _("There is nothing in the list.");
	return list_current(state) != NULL;
}

void list_again(struct app *app, void *state)
{
	list_refresh(state, app);
}

void list_close(struct app *app, void *state)
{
	(void)app;
	list_free(state);
}

/* ---- marks */

static size_t mark_index(const struct list *list, const char *id)
{
	size_t i = 0;
	while (i < list->n_marks && strcmp(list->marks[i], id) != 0)
		i++;
	return i;
}

bool list_is_marked(const struct list *list, const char *id)
{
	return mark_index(list, id) < list->n_marks;
}

void list_mark(struct list *list, const char *id, bool is_marked)
{
	size_t i = mark_index(list, id);
	if ((i < list->n_marks) == is_marked)
		return;
	if (!is_marked) {
		memcpy(list->marks[i], list->marks[--list->n_marks], LIST_ID);
		return;
	}
	char(*grown)[LIST_ID] = memory_array(list->n_marks + 1, sizeof *grown);
	if (list->n_marks > 0)
		memcpy(grown, list->marks, list->n_marks * sizeof *grown);
	free(list->marks);
	list->marks = grown;
	snprintf(grown[list->n_marks++], LIST_ID, "%s", id);
}

void list_mark_none(struct list *list)
{
	list->n_marks = 0;
}

size_t list_marks(const struct list *list)
{
	return list->n_marks;
}

const char *list_mark_at(const struct list *list, size_t n)
{
	return list->marks[n];
}

size_t list_picked(struct list *list, struct app *app, const char **ids_out, size_t most)
{
	size_t n = list->n_marks < most ? list->n_marks : most;
	for (size_t i = 0; i < n; i++)
		ids_out[i] = list->marks[i];
	if (n > 0)
		return n;
	ids_out[0] = list->spec->id(app, list_current(list));
	list_move(list, app, 1);
	return 1;
}
