#include "sheet/book.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sheet/part.h"
#include "sheet/sheet.h"
#include "sheet/template.h"
#include "sheet/words.h"

/* ---- the workbook ---- */

/* Formats are numbered in 16 bits; those below 164 are the spreadsheet's own. */
enum { FORMATS_MOST = 65536, OWN_FORMATS = 164 };

struct reading {
	struct arena *arena;
	struct book *book;
	const char *sheet_id;     /* relationship of the sheet */
	const char *strings_part; /* NULL: none */
	const char *styles_part;
	bool *date_formats; /* by number, of the file's own */
	bool in_cell_formats;
};

static void nothing(void *arg, const char *name)
{
	(void)arg, (void)name;
}

static void start_workbook(void *arg, const char *name, const char *const *attributes)
{
	struct reading *reading = arg;
	const char *state = part_attribute(attributes, "state");
	if (strcmp(name, "workbookPr") == 0)
		reading->book->is_1904 = part_is_true(part_attribute(attributes, "date1904"));
	const char *id = part_attribute(attributes, "id");
	bool is_visible = state == NULL || strcmp(state, "visible") == 0;
	if (strcmp(name, "sheet") != 0 || id == NULL || !is_visible)
		return;
	const char *title = part_attribute(attributes, "name");
	if (reading->book->n_sheets > 0 && title != NULL && template_is_help(title))
		return; /* ours, in every sheet that was filled in: nothing that could be missed */
	if (reading->book->n_sheets++ == 0)
		reading->sheet_id = arena_strdup(reading->arena, id);
}

/* A target is written from the root, or from the workbook's folder. */
static const char *part_of_target(struct arena *arena, const char *target)
{
	return target[0] == '/' ? arena_strdup(arena, target + 1)
				: arena_printf(arena, "xl/%s", target);
}

static bool ends_with(const char *text, const char *end)
{
	size_t size = strlen(text), end_size = strlen(end);
	return size >= end_size && strcmp(text + size - end_size, end) == 0;
}

static void start_relations(void *arg, const char *name, const char *const *attributes)
{
	struct reading *reading = arg;
	const char *id = part_attribute(attributes, "Id");
	const char *type = part_attribute(attributes, "Type");
	const char *target = part_attribute(attributes, "Target");
	if (strcmp(name, "Relationship") != 0 || id == NULL || type == NULL || target == NULL)
		return;
	const char *part = part_of_target(reading->arena, target);
	if (ends_with(type, "/sharedStrings"))
		reading->strings_part = part;
	else if (ends_with(type, "/styles"))
		reading->styles_part = part;
	else if (ends_with(type, "/vbaProject"))
		reading->book->has_macros = true;
	else if (reading->sheet_id != NULL && strcmp(id, reading->sheet_id) == 0)
		reading->book->sheet_part = part;
}

/* ---- formats ---- */

bool format_is_date(int number, const char *code)
{
	bool is_quoted = false;
	if (number < OWN_FORMATS)
		return (number >= 14 && number <= 17) || number == 22 ||
		       (number >= 27 && number <= 31) || number == 36 ||
		       (number >= 50 && number <= 54) || number == 57 || number == 58;
	for (; code != NULL && *code != '\0'; code++) {
		is_quoted ^= *code == '"';
		if (is_quoted)
			continue;
		if (*code == '\\' && code[1] != '\0')
			code++;
		else if (*code == '[')
			code += strcspn(code, "]") - (strchr(code, ']') == NULL);
		else if (strchr("yYdD", *code) != NULL)
			return true;
	}
	return false;
}

static int number_of(const char *text)
{
	long number = text != NULL ? strtol(text, NULL, 10) : 0;
	return number > 0 && number < FORMATS_MOST ? (int)number : 0;
}

static void add_format(struct reading *reading, const char *const *attributes)
{
	int number = number_of(part_attribute(attributes, "numFmtId"));
	if (reading->date_formats == NULL)
		reading->date_formats = arena_array(reading->arena, bool, FORMATS_MOST);
	reading->date_formats[number] =
		format_is_date(number, part_attribute(attributes, "formatCode"));
}

static void add_style(struct reading *reading, const char *const *attributes)
{
	struct book *book = reading->book;
	int number = number_of(part_attribute(attributes, "numFmtId"));
	if (book->n_styles == STYLES_MOST)
		return;
	book->is_date =
		arena_grow(reading->arena, book->is_date, book->n_styles, sizeof *book->is_date);
	book->is_date[book->n_styles++] =
		number < OWN_FORMATS
			? format_is_date(number, NULL)
			: reading->date_formats != NULL && reading->date_formats[number];
}

static void start_styles(void *arg, const char *name, const char *const *attributes)
{
	struct reading *reading = arg;
	if (strcmp(name, "numFmt") == 0)
		add_format(reading, attributes);
	else if (strcmp(name, "cellXfs") == 0)
		reading->in_cell_formats = true;
	else if (strcmp(name, "xf") == 0 && reading->in_cell_formats)
		add_style(reading, attributes);
}

static void end_styles(void *arg, const char *name)
{
	struct reading *reading = arg;
	if (strcmp(name, "cellXfs") == 0)
		reading->in_cell_formats = false;
}

/* ---- shared texts ---- */

struct texts {
	struct part *part;
	struct strings *strings;
	char text[SHEET_CELL_MOST];
	size_t size;
	bool in_item, in_text;
	int in_reading_aid; /* how it is pronounced: no text of the cell */
};

static void start_text(void *arg, const char *name, const char *const *attributes)
{
	struct texts *texts = arg;
	(void)attributes;
	if (strcmp(name, "si") == 0) {
		texts->size = 0;
		texts->in_item = true;
	}
	texts->in_reading_aid += strcmp(name, "rPh") == 0;
	texts->in_text = strcmp(name, "t") == 0 && texts->in_item && !texts->in_reading_aid;
}

static void end_text(void *arg, const char *name)
{
	struct texts *texts = arg;
	char why[WHY_SIZE];
	texts->in_text = false;
	texts->in_reading_aid -= strcmp(name, "rPh") == 0;
	if (strcmp(name, "si") != 0)
		return;
	texts->in_item = false;
	texts->size = part_unescape(texts->text, texts->size);
	if (!strings_add(texts->strings, texts->text, texts->size, why))
		part_refuse(texts->part, "%s", why);
}

static void take_text(void *arg, const char *text, int size)
{
	struct texts *texts = arg;
	if (!texts->in_text)
		return;
	if (texts->size + (size_t)size > sizeof texts->text) {
		part_refuse(texts->part, _("a text of the sheet is longer than any cell's."));
		return;
	}
	memcpy(texts->text + texts->size, text, (size_t)size);
	texts->size += (size_t)size;
}

static bool read_strings(zip_t *archive, struct reading *reading, char why[WHY_SIZE])
{
	static const struct part_handlers handlers = {start_text, end_text, take_text};
	if (reading->strings_part == NULL)
		return true;
	struct texts *texts = arena_one(reading->arena, struct texts);
	reading->book->strings = texts->strings = strings_new();
	texts->part = part_open(archive, reading->strings_part, &handlers, texts, why);
	bool is_read = texts->part != NULL && part_run(texts->part, why) == PART_END;
	part_close(texts->part);
	return is_read && strings_close(texts->strings, why);
}

/* ---- all ---- */

bool book_read(zip_t *archive, struct arena *arena, struct book *out, char why[WHY_SIZE])
{
	static const struct part_handlers workbook = {start_workbook, nothing, NULL},
					  relations = {start_relations, nothing, NULL},
					  styles = {start_styles, end_styles, NULL};
	struct reading reading = {.arena = arena, .book = out};
	*out = (struct book){0};
	if (!part_read(archive, "xl/workbook.xml", &workbook, &reading, why) ||
		!part_read(archive, "xl/_rels/workbook.xml.rels", &relations, &reading, why))
		return false;
	if (out->sheet_part == NULL)
		return why_set(why, _("it has no sheet, or only hidden ones."));
	if (reading.styles_part != NULL &&
		!part_read(archive, reading.styles_part, &styles, &reading, why))
		return false;
	return read_strings(archive, &reading, why);
}
