#include "sheet/columns.h"

#include <stdlib.h>
#include <string.h>

#include "common/date.h"
#include "common/text.h"
#include "domain/lookalike.h"
#include "sheet/words.h"

/* ---- headings ---- */

/* A heading without what people add: spaces, line breaks, the star of what is required, and a hint
 * in brackets at the end; small letters, plain width. */
static const char *plain(struct arena *arena, const char *heading)
{
	char *out = arena_alloc(arena, strlen(heading) + 1), *end = out;
	for (uint32_t c; (c = text_next(&heading)) != 0;) {
		char ascii = lookalike_is_full_width(c) ? lookalike_ascii(c) : 0;
		c = ascii != 0 ? (unsigned char)ascii : c;
		if (c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == 0xa0 || c == 0x3000 ||
			c == '*' || c == 0x2605 || c == '_' || c == '/' || c == '-')
			continue;
		end += text_put(end, c >= 'A' && c <= 'Z' ? c + 32 : c);
	}
	*end = '\0';
	return out;
}

static const char *without_hint(struct arena *arena, const char *plain)
{
	const char *open = strchr(plain, '(');
	bool is_hint = open != NULL && open > plain && plain[strlen(plain) - 1] == ')';
	return is_hint ? arena_strndup(arena, plain, (size_t)(open - plain)) : plain;
}

/* Of the school's form five, of the kindergarten's two. */
enum { NAMES_PER_ITEM = 7 };

/* What sheets have beside the items. */
static const struct {
	const char *heading;
	int column;
} others[] = {
	{"学校标识码", COLUMN_SCHOOL_CODE},
	{"学校代码", COLUMN_SCHOOL_CODE},
	{"school code", COLUMN_SCHOOL_CODE},
	{"school_code", COLUMN_SCHOOL_CODE},
	{"xxbsm", COLUMN_SCHOOL_CODE},
	{"xxdm", COLUMN_SCHOOL_CODE},
	{"问题与更正方法", COLUMN_VERDICT},
	{"faults and cures", COLUMN_VERDICT},
	{"序号", COLUMN_IGNORED},
	{"no.", COLUMN_IGNORED},
	{"备注", COLUMN_IGNORED},
	{"remarks", COLUMN_IGNORED},
	{"学籍接续标识", COLUMN_IGNORED},
	{"学校名称", COLUMN_IGNORED},
	{"school name", COLUMN_IGNORED},
	{"学籍号", COLUMN_IGNORED},
	{"student number", COLUMN_IGNORED},
	{"grbsm", COLUMN_IGNORED},
	{"班级名称", ITEM_CLASS_NAME},
};

const struct sentence *verdict_heading(void)
{
	static const struct sentence heading = {.en = "faults and cures", .zh = "问题与更正方法"};
	return &heading;
}

/* All headings that are known, plain, in the order in which they are tried. */
struct names {
	size_t n;
	struct {
		const char *plain;
		int column;
	} of[ITEM_COUNT * NAMES_PER_ITEM + sizeof others / sizeof *others];
};

static void add_name(struct arena *arena, struct names *names, const char *heading, int column)
{
	if (heading[0] == '\0')
		return;
	names->of[names->n].plain = plain(arena, heading);
	names->of[names->n++].column = column;
}

static void add_item(struct arena *arena, struct names *names, enum item item)
{
	const struct item_row *row = item_row(item);
	const char *const of_form[] = {
		row->heading, row->name.zh, row->name.en, row->word, row->live};
	for (size_t i = 0; i < sizeof of_form / sizeof *of_form; i++)
		add_name(arena, names, of_form[i], item);
	if (item_number(FORM_PRESCHOOL, item) == 0)
		return;
	const struct sentence *name = item_name(FORM_PRESCHOOL, item);
	add_name(arena, names, name->zh, item);
	add_name(arena, names, name->en, item);
}

static const struct names *names_new(struct arena *arena)
{
	struct names *names = arena_one(arena, struct names);
	for (int item = 0; item < ITEM_COUNT; item++)
		add_item(arena, names, (enum item)item);
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		add_name(arena, names, others[i].heading, others[i].column);
	return names;
}

/* -1: none. The whole heading first: brackets belong to some. */
static int column_of(struct arena *arena, const struct names *names, const char *text)
{
	const char *whole = plain(arena, text), *tries[] = {whole, without_hint(arena, whole)};
	for (size_t t = 0; t < 2; t++)
		for (size_t i = 0; i < names->n; i++)
			if (strcmp(names->of[i].plain, tries[t]) == 0)
				return names->of[i].column;
	return -1;
}

size_t columns_known(const struct sheet_row *row)
{
	struct arena *arena = arena_new(0);
	const struct names *names = names_new(arena);
	size_t known = 0;
	for (size_t i = 0; i < row->n; i++)
		known += row->cells[i][0] != '\0' && column_of(arena, names, row->cells[i]) >= 0;
	arena_free(arena);
	return known;
}

/* ---- the row ---- */

struct reading {
	struct arena *arena;
	const struct names *names;
	struct columns *columns;
	const char *faults;
	bool has[ITEM_COUNT + 3];
};

static void fault(struct reading *reading, const char *text)
{
	reading->faults = arena_printf(reading->arena, "%s%s%s", reading->faults,
		reading->faults[0] != '\0' ? "\n" : "", text);
}

/* "C"; "AB". */
static const char *letters(struct arena *arena, size_t column)
{
	const char *text = "";
	for (column++; column > 0; column = (column - 1) / 26)
		text = arena_printf(arena, "%c%s", (char)('A' + (column - 1) % 26), text);
	return text;
}

/* A heading in a sentence: one line, and no longer than a heading is. */
static const char *shown(struct arena *arena, const char *heading)
{
	enum { SHOWN_MOST = 40 };
	const char *end = heading;
	size_t n = 0;
	while (n < SHOWN_MOST && text_next(&end) != 0)
		n++;
	char *out = arena_strndup(arena, heading, (size_t)(end - heading));
	for (char *at = out; (at = strpbrk(at, "\r\n")) != NULL;)
		*at = ' ';
	return *end != '\0' ? arena_printf(arena, "%s…", out) : out;
}

static void read_heading(struct reading *reading, size_t i, bool ignores_unknown)
{
	const char *text = reading->columns->headings[i];
	int column =
		text[0] == '\0' ? COLUMN_IGNORED : column_of(reading->arena, reading->names, text);
	if (column < 0 && !ignores_unknown)
		fault(reading,
			arena_printf(reading->arena,
				_("column %s has an unknown heading, \"%s\"; name it as in the "
				  "template, remove it, or give --ignore-unknown"),
				letters(reading->arena, i), shown(reading->arena, text)));
	if (column >= 0 && column < COLUMN_IGNORED && reading->has[column])
		fault(reading,
			arena_printf(reading->arena,
				_("column %s, \"%s\", is there already; remove one of the two"),
				letters(reading->arena, i), shown(reading->arena, text)));
	column = column < 0 ? COLUMN_IGNORED : column;
	reading->has[column] = true;
	reading->columns->of[i] = column;
}

/* Only kindergartens' sheets have the day of entry, and no grade. */
static enum which_form form_of(const struct reading *reading)
{
	return reading->has[ITEM_ENTRY_DATE] && !reading->has[ITEM_GRADE] ? FORM_PRESCHOOL
									  : FORM_SCHOOL;
}

static void find_missing(struct reading *reading)
{
	enum which_form form = reading->columns->form;
	for (int i = 0; i < ITEM_COUNT; i++) {
		enum item item = (enum item)i;
		bool is_needed = item_row(item)->is_controlled ||
				 (item == ITEM_GRADE && form == FORM_SCHOOL);
		if (is_needed && !reading->has[item])
			fault(reading,
				arena_printf(reading->arena,
					_("the column \"%s\" (%s) is missing; no child can be "
					  "entered "
					  "without it"),
					item_heading(form, item, LANG_ZH),
					item_heading(form, item, LANG_EN)));
	}
}

bool columns_read(const struct sheet_row *row, bool ignores_unknown, struct arena *arena,
	struct columns *out, const char **faults_out)
{
	struct reading reading = {
		.arena = arena, .names = names_new(arena), .columns = out, .faults = ""};
	const char **headings = arena_array(arena, const char *, row->n + 1);
	*out = (struct columns){.n = row->n, .row = row->number, .headings = headings};
	for (size_t i = 0; i < row->n; i++) {
		headings[i] = arena_strdup(arena, row->cells[i]);
		read_heading(&reading, i, ignores_unknown);
	}
	out->form = form_of(&reading);
	find_missing(&reading);
	*faults_out = reading.faults;
	return reading.faults[0] == '\0';
}

const char *columns_stray(
	const struct columns *columns, const struct sheet_row *row, struct arena *arena)
{
	for (size_t i = 0; i < row->n; i++) {
		bool has_heading = i < columns->n && columns->headings[i][0] != '\0';
		if (!has_heading && !text_is_blank(row->cells[i]))
			return letters(arena, i);
	}
	return NULL;
}

int columns_find(const struct columns *columns, const char *word)
{
	int wanted = strcmp(word, "school_code") == 0 ? COLUMN_SCHOOL_CODE : item_find(word);
	for (size_t i = 0; i < columns->n; i++)
		if (wanted >= 0 && columns->of[i] == wanted)
			return (int)i;
	return -1;
}

/* ---- values ---- */

/* The days of 1927 to 2064, counted from the end of 1899; four years on, counted from 1904. */
static bool is_day_number(const char *text)
{
	return strlen(text) == 5 && strspn(text, "0123456789") == 5 && text[0] >= '1' &&
	       text[0] <= '5';
}

const char *column_value(struct arena *arena, enum item item, const char *text, bool is_1904)
{
	enum { DAYS_BEFORE_1970 = 25569, DAYS_BEFORE_1904 = 1462 };
	enum item_kind kind = item_row(item)->kind;
	char date[DATE_TEXT_SIZE];
	int32_t day;
	if (kind != KIND_DATE && kind != KIND_MONTH)
		return text;
	if (is_day_number(text))
		day = (int32_t)strtol(text, NULL, 10) - DAYS_BEFORE_1970 +
		      (is_1904 ? DAYS_BEFORE_1904 : 0);
	else if (kind == KIND_DATE || !date_parse(text, &day))
		return text;
	date_format(day, date);
	return arena_strndup(arena, date, kind == KIND_DATE ? 10 : 7);
}
