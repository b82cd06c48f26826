/* An export's children, read when they are fetched: whoever left the unit meanwhile is not in it.
 */
#include "server/service/exports.h"

#include <stdlib.h>
#include <string.h>

#include "domain/student_no.h"
#include "server/registry/student_items.h"
#include "server/store/number_store.h"
#include "server/store/profile_store.h"
#include "server/store/student_record.h"
#include "server/store/unit_tree.h"

/* ---- columns ---- */

static const struct {
	const char *word;
	struct sentence heading;
} others[] = {
	{"student_no", {.en = "student number", .zh = "学籍号"}},
	{"school_code", {.en = "school code", .zh = "学校标识码"}},
	{"school_name", {.en = "school name", .zh = "学校名称"}},
};
enum { OTHERS = sizeof others / sizeof *others };

int children_column_find(const char *word)
{
	int item = item_find(word);
	for (int i = 0; i < OTHERS; i++)
		if (strcmp(others[i].word, word) == 0)
			return ITEM_COUNT + i;
	return item >= 0 && item_row((enum item)item)->kind == KIND_ATTACHMENT ? -1 : item;
}

const char *children_column_heading(int column, enum lang lang)
{
	return column < ITEM_COUNT ? item_heading(FORM_SCHOOL, (enum item)column, lang)
				   : sentence_in(&others[column - ITEM_COUNT].heading, lang);
}

/* ---- where a page begins and ends ---- */

struct walk {
	const struct fetching *fetching;
	int64_t school, after; /* the last child of the page before; 0: none */
	int grade, class_no;
	int64_t fetched;
	size_t left;
	bool goes_on; /* behind this page */
};

/* The token's text: grade, class, how many so far. */
static void read_position(const struct page *page, struct walk *walk)
{
	char *end = (char *)page->text;
	walk->school = page->number[0];
	walk->after = page->number[1];
	walk->grade = (int)strtol(end, &end, 10);
	walk->class_no = (int)strtol(end, &end, 10);
	walk->fetched = strtoll(end, &end, 10);
}

/* ---- cells ---- */

static enum err student_no_cell(
	struct ctx *ctx, const struct export *export, int64_t student, const char **out)
{
	enum err err = number_current(ctx, student, out);
	if (err != OK || export->in_clear || (*out)[0] == '\0')
		return err;
	char *masked = arena_alloc(ctx->arena, STUDENT_NO_SIZE);
	student_no_mask(*out, masked);
	*out = masked;
	return OK;
}

static const char *item_cell(
	const struct ctx *ctx, const Xueji__V1__StudentItems *items, enum item item)
{
	const struct item_row *row = item_row(item);
	const char *value = student_item(items, item);
	return row->kind == KIND_CODE && value[0] != '\0' ? code_label(row->codes, value, ctx->lang)
							  : value;
}

static enum err fill_cells(struct ctx *ctx, const struct walk *walk,
	const struct student_record *record, Xueji__V1__ExportRow *out)
{
	const struct unit_node *school = unit_tree_get(ctx->units, record->row.school);
	const struct fetching *fetching = walk->fetching;
	enum err err = OK;
	for (; err == OK && out->n_cells < fetching->n_columns; out->n_cells++) {
		const char *cell = "";
		int column = fetching->columns[out->n_cells];
		if (column == EXPORT_STUDENT_NO)
			err = student_no_cell(ctx, fetching->export, record->row.id, &cell);
		else if (column == EXPORT_SCHOOL_CODE)
			cell = school->code;
		else if (column == EXPORT_SCHOOL_NAME)
			cell = school->name;
		else if (column >= 0)
			cell = item_cell(ctx, record->items, (enum item)column);
		out->cells[out->n_cells] = (char *)cell;
	}
	return err;
}

/* ---- children ---- */

static enum err add_child(struct ctx *ctx, struct walk *walk, const struct student_row *child,
	Xueji__V1__FetchExportResponse *out)
{
	struct student_record record;
	enum err err = student_read(ctx, child->id, &record);
	if (err != OK)
		return err;
	record.items = profile_copy(ctx->arena, record.items);
	if (!walk->fetching->export->in_clear)
		student_items_mask(ctx->arena, record.items);
	walk->school = child->school;
	walk->after = child->id;
	walk->grade = child->grade;
	walk->class_no = child->class_no;
	walk->fetched++;
	walk->left--;
	return fill_cells(ctx, walk, &record, export_row_add(ctx, walk->fetching, out));
}

static enum err add_school(
	struct ctx *ctx, struct walk *walk, int64_t school, Xueji__V1__FetchExportResponse *out)
{
	bool goes_on = walk->school == school;
	struct roster_page page = {.school = school,
		.grade = walk->fetching->export->grade,
		.class_no = -1,
		.after_grade = goes_on ? walk->grade : 0,
		.after_class = goes_on ? walk->class_no : 0,
		.after_id = goes_on ? walk->after : 0,
		.limit = (int64_t)walk->left};
	struct student_row *rows;
	size_t n;
	enum err err = student_roster(ctx, &page, &rows, &n);
	for (size_t i = 0; err == OK && i < n; i++)
		err = add_child(ctx, walk, &rows[i], out);
	return err;
}

/* The next page begins with this school. */
static void begin_next(struct walk *walk, int64_t school)
{
	walk->school = school;
	walk->after = 0;
	walk->grade = walk->class_no = 0;
	walk->goes_on = true;
}

/* The schools of the unit in the order of the tree, from the one where the page before ended. A
 * page asks so many and no more, as most may be empty. */
static enum err add_page(struct ctx *ctx, struct walk *walk, Xueji__V1__FetchExportResponse *out)
{
	const struct unit_node *unit = unit_tree_get(ctx->units, walk->fetching->export->unit);
	const struct unit_node *begin = unit_tree_get(ctx->units, walk->school);
	enum err err = OK;
	if (unit == NULL)
		return ctx_fail(ctx, REASON_NO_SUCH_EXPORT);
	if (begin != NULL && (begin->first < unit->first || begin->first > unit->last))
		return ctx_fail(ctx, REASON_EXPORT_MOVED);
	uint32_t at = begin != NULL ? begin->first : unit->first;
	int asked = 0;
	for (; err == OK && !walk->goes_on && at <= unit->last; at++) {
		const struct unit_node *node = unit_tree_at(ctx->units, at);
		if (node->tier != TIER_SCHOOL)
			continue;
		if (asked++ == EXPORT_SCHOOLS_MOST)
			begin_next(walk, node->id);
		else
			err = add_school(ctx, walk, node->id, out);
		walk->goes_on |= walk->left == 0;
	}
	return err;
}

enum err children_fetch(
	struct ctx *ctx, const struct fetching *fetching, Xueji__V1__FetchExportResponse *out)
{
	struct walk walk = {.fetching = fetching, .left = fetching->page->size};
	read_position(fetching->page, &walk);
	enum err err = add_page(ctx, &walk, out);
	if (err != OK)
		return err;
	out->fetched = walk.fetched;
	if (walk.goes_on)
		out->next_page_token = page_next(fetching->page, walk.school, walk.after,
			arena_printf(ctx->arena, "%d %d %lld", walk.grade, walk.class_no,
				(long long)walk.fetched));
	return OK;
}
