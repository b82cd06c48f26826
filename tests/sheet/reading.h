/* Files for a reader, and what it makes of them, for the tests of this folder. */
#pragma once

#include <stdio.h>
#include <string.h>
#include <zip.h>

#include "common/arena.h"
#include "sheet/sheet.h"
#include "tests/support/scratch.h"
#include "tests/support/suite.h"

static struct arena *arena;

static void before(void)
{
	arena = arena_new(0);
	scratch_open();
}

static void after(void)
{
	scratch_close();
	arena_free(arena);
}

static inline const char *path_of(const char *name)
{
	return arena_strdup(arena, scratch_path(name));
}

static inline const char *file_of(const char *name, const void *bytes, size_t size)
{
	const char *path = path_of(name);
	FILE *file = fopen(path, "w");
	ck_assert_ptr_nonnull(file);
	ck_assert_uint_eq(fwrite(bytes, 1, size, file), size);
	ck_assert_int_eq(fclose(file), 0);
	return path;
}

/* All rows as "number:cell|cell", a line each; what ends it badly, behind "!". */
static inline const char *read_rest(struct sheet *sheet)
{
	char why[WHY_SIZE];
	struct sheet_row row;
	enum sheet_step step;
	const char *text = "";
	while ((step = sheet_next(sheet, &row, why)) == SHEET_ROW) {
		text = arena_printf(arena, "%s%lld:", text, (long long)row.number);
		for (size_t i = 0; i < row.n; i++)
			text = arena_printf(arena, "%s%s%s", text, i > 0 ? "|" : "", row.cells[i]);
		text = arena_printf(arena, "%s\n", text);
	}
	if (step == SHEET_BROKEN) {
		text = arena_printf(arena, "%s!%s", text, why);
		ck_assert_int_eq(sheet_next(sheet, &row, why), SHEET_BROKEN);
		ck_assert_ptr_nonnull(strstr(text, why));
	} else
		ck_assert_int_eq(sheet_next(sheet, &row, why), SHEET_END);
	const char *notice = sheet_notice(sheet);
	if (notice[0] != '\0')
		text = arena_printf(arena, "%s~%s", text, notice);
	return text;
}

/* What is set aside for a second reading says the same twice. */
static inline void reads_again(const char *path, const char *text)
{
	char why[WHY_SIZE];
	struct sheet *sheet = sheet_open_kept(path, why);
	ck_assert_ptr_nonnull(sheet);
	ck_assert_str_eq(read_rest(sheet), text);
	for (int i = 0; i < 2 && strchr(text, '!') == NULL; i++) {
		ck_assert(sheet_rewind(sheet, why));
		ck_assert_str_eq(read_rest(sheet), text);
	}
	sheet_close(sheet);
}

static inline const char *read_all(const char *path)
{
	char why[WHY_SIZE];
	struct sheet *sheet = sheet_open(path, why);
	if (sheet == NULL)
		return arena_printf(arena, "!%s", why);
	const char *text = read_rest(sheet);
	sheet_close(sheet);
	reads_again(path, text);
	return text;
}

#define ck_read(path, expected) ck_assert_str_eq(read_all(path), expected)
#define ck_refused(path, part)                                               \
	do {                                                                 \
		const char *text_ = read_all(path);                          \
		const char *bad_ = strchr(text_, '!');                       \
		ck_assert_msg(bad_ &&strstr(bad_, part), "it is %s", text_); \
	} while (0)
