#include "tui/import_file.h"

#include <string.h>

#include "common/text.h"
#include "tui/text.h"

enum { TITLE_MOST = 100, HEADINGS_WITHIN = 10, HEADINGS_ENOUGH = 3 };

const char *import_file_title(const char *path)
{
	const char *slash = strrchr(path, '/'), *name = slash != NULL ? slash + 1 : path;
	bool is_good = text_is_utf8(name, strlen(name)) && text_length(name) <= TITLE_MOST &&
		       text_find_forbidden(name) == 0 && !text_is_blank(name);
	return is_good && strcmp(name, "-") != 0 ? name : "sheet";
}

bool import_file_headings(struct sheet *sheet, bool ignores_unknown, struct arena *arena,
	struct columns *out, const char **faults_out)
{
	char why[WHY_SIZE];
	struct sheet_row row;
	enum sheet_step step = SHEET_END;
	for (int i = 0; i < HEADINGS_WITHIN; i++) {
		step = sheet_next(sheet, &row, why);
		if (step != SHEET_ROW || columns_known(&row) >= HEADINGS_ENOUGH)
			break;
		step = SHEET_END;
	}
	if (step == SHEET_ROW)
		return columns_read(&row, ignores_unknown, arena, out, faults_out);
	size_t size = step == SHEET_BROKEN ? strlen(why) : 0;
	if (size > 0 && why[size - 1] == '.')
		why[size - 1] = '\0'; /* like the others */
	*faults_out =
		step == SHEET_BROKEN
			? arena_strdup(arena, why)
			: _("it has no row of headings; xueji template makes a sheet that has");
	return false;
}

static void put_item(Xueji__V1__StudentItems *items, enum item item, const char *value)
{
	unsigned offset = xueji__v1__student_items__descriptor.fields[item].offset;
	*(char **)((char *)items + offset) = (char *)(uintptr_t)value;
}

Xueji__V1__ImportRow *import_file_row(
	struct arena *arena, const struct columns *columns, const struct sheet_row *row)
{
	Xueji__V1__ImportRow *out = arena_one(arena, Xueji__V1__ImportRow);
	xueji__v1__import_row__init(out);
	out->row = row->number;
	out->items = arena_one(arena, Xueji__V1__StudentItems);
	xueji__v1__student_items__init(out->items);
	for (size_t i = 0; i < row->n && i < columns->n; i++) {
		int column = columns->of[i];
		const char *text = row->cells[i];
		if (column == COLUMN_SCHOOL_CODE)
			out->school_code = arena_strdup(arena, text);
		else if (column < ITEM_COUNT && text[0] != '\0')
			put_item(out->items, (enum item)column,
				arena_strdup(arena, column_value(arena, (enum item)column, text,
							    row->is_1904)));
	}
	return out;
}

int64_t import_file_behind(const struct columns *columns, const Xueji__V1__Import *import)
{
	return import->last_row > columns->row ? import->last_row : columns->row;
}

Xueji__V1__SheetForm import_file_form(const struct columns *columns)
{
	return columns->form == FORM_PRESCHOOL ? XUEJI__V1__SHEET_FORM__SHEET_FORM_PRESCHOOL
					       : XUEJI__V1__SHEET_FORM__SHEET_FORM_SCHOOL;
}
