#include "tui/export_columns.h"

#include <string.h>

#include "common/text.h"
#include "domain/items.h"
#include "tui/item_text.h"

/* What lists have beside the items. */
static const struct {
	const char *word, *name;
} others[] = {
	{"student_no", N_("student number")},
	{"school_code", N_("school code")},
	{"school_name", N_("school name")},
};
enum { OTHERS = sizeof others / sizeof *others };

const char *export_column_name(const struct app *app, const char *word)
{
	int item = item_find(word);
	for (size_t i = 0; i < OTHERS; i++)
		if (strcmp(others[i].word, word) == 0)
			return _(others[i].name);
	return item >= 0 ? item_label(app, (enum item)item) : word;
}

/* NULL: nothing is called that. */
static const char *word_of(const struct app *app, const char *name)
{
	for (size_t i = 0; i < OTHERS; i++)
		if (strcmp(_(others[i].name), name) == 0)
			return others[i].word;
	for (int i = 0; i < ITEM_COUNT; i++)
		if (strcmp(item_label(app, (enum item)i), name) == 0 ||
			strcmp(item_heading(FORM_SCHOOL, (enum item)i, app_lang(app)), name) == 0)
			return item_row((enum item)i)->word;
	return NULL;
}

/* Also those that a Chinese keyboard gives. */
static bool is_between(uint32_t c)
{
	return c == ' ' || c == ',' || c == 0x3000 || c == 0x3001 || c == 0xff0c;
}

size_t export_columns_read(struct app *app, const char *typed, char *columns[EXPORT_COLUMNS_MOST])
{
	size_t n = 0;
	const char *begin = typed, *at = typed;
	for (uint32_t c = 1; c != 0 && n < EXPORT_COLUMNS_MOST;) {
		const char *end = at;
		c = text_next(&at);
		if (c != 0 && !is_between(c))
			continue;
		if (end > begin) {
			char *name = arena_strndup(app_arena(app), begin, (size_t)(end - begin));
			const char *word = word_of(app, name);
			columns[n++] = word != NULL ? (char *)(uintptr_t)word : name;
		}
		begin = at;
	}
	return n;
}
