#include "tui/commands/rows.h"

#include <string.h>
#include <unistd.h>

#include "tui/commands/fields.h"
#include "tui/commands/labels.h"
#include "tui/commands/plain.h"

struct rows {
	struct invocation *invocation;
	const char *(*cells)[COLUMNS_MAX];
	size_t n, n_columns;
};

struct rows *rows_begin(struct invocation *invocation)
{
	struct rows *rows = arena_one(invocation->arena, struct rows);
	rows->invocation = invocation;
	while (rows->n_columns < COLUMNS_MAX &&
		invocation->command->columns[rows->n_columns].path != NULL)
		rows->n_columns++;
	return rows;
}

void rows_add(struct rows *rows, const ProtobufCMessage *message)
{
	struct arena *arena = rows->invocation->arena;
	rows->cells = arena_grow(arena, rows->cells, rows->n, sizeof *rows->cells);
	for (size_t i = 0; i < rows->n_columns; i++)
		rows->cells[rows->n][i] = arena_strdup(arena,
			fields_text(arena, message, rows->invocation->command->columns[i].path));
	rows->n++;
}

static const char *heading(const struct rows *rows, size_t i)
{
	const struct column *column = &rows->invocation->command->columns[i];
	return rows->invocation->start.lang == LANG_EN ? column->en : column->zh;
}

/* ---- for people ---- */

static void put_padded(const char *text, size_t width)
{
	fputs(text, stdout);
	for (size_t cells = plain_width(text); cells < width; cells++)
		putchar(' ');
}

/* In words, plain, and no empty cell that would make the next seem to stand in its place. */
static const char *shown(const struct rows *rows, size_t row, size_t i)
{
	const struct invocation *invocation = rows->invocation;
	const char *cell = label_of(
		invocation->command->columns[i].path, rows->cells[row][i], invocation->start.lang);
	return *cell != '\0' ? plain_line(rows->invocation->arena, cell) : "-";
}

static size_t width_of(const struct rows *rows, size_t i)
{
	size_t width = plain_width(heading(rows, i));
	for (size_t row = 0; row < rows->n; row++) {
		size_t cells = plain_width(shown(rows, row, i));
		width = cells > width ? cells : width;
	}
	return width;
}

static void write_table(const struct rows *rows)
{
	size_t widths[COLUMNS_MAX], last = rows->n_columns - 1;
	for (size_t i = 0; i < rows->n_columns; i++)
		widths[i] = width_of(rows, i) + 2;
	for (size_t i = 0; i <= last; i++)
		put_padded(heading(rows, i), i < last ? widths[i] : 0);
	putchar('\n');
	for (size_t row = 0; row < rows->n; row++) {
		for (size_t i = 0; i <= last; i++)
			put_padded(shown(rows, row, i), i < last ? widths[i] : 0);
		putchar('\n');
	}
}

static void write_one(const struct rows *rows)
{
	size_t width = 0;
	for (size_t i = 0; i < rows->n_columns; i++) {
		size_t cells = plain_width(heading(rows, i));
		width = cells > width ? cells : width;
	}
	for (size_t i = 0; i < rows->n_columns; i++) {
		put_padded(heading(rows, i), width + 2);
		puts(shown(rows, 0, i));
	}
}

/* ---- for scripts ---- */

/* RFC 4180, but lines end as lines do here. On a terminal nothing may drive it. */
static void write_cell(const struct rows *rows, const char *text)
{
	if (isatty(STDOUT_FILENO))
		text = plain_line(rows->invocation->arena, text);
	if (text[strcspn(text, ",\"\r\n")] == '\0') {
		fputs(text, stdout);
		return;
	}
	putchar('"');
	for (; *text != '\0'; text++) {
		if (*text == '"')
			putchar('"');
		putchar(*text);
	}
	putchar('"');
}

static void write_csv(const struct rows *rows)
{
	for (size_t i = 0; i < rows->n_columns; i++) {
		if (i > 0)
			putchar(',');
		write_cell(rows, rows->invocation->command->columns[i].path);
	}
	putchar('\n');
	for (size_t row = 0; row < rows->n; row++) {
		for (size_t i = 0; i < rows->n_columns; i++) {
			if (i > 0)
				putchar(',');
			write_cell(rows, rows->cells[row][i]);
		}
		putchar('\n');
	}
}

void rows_end(struct rows *rows, bool is_one)
{
	if (rows->invocation->output == OUTPUT_CSV)
		write_csv(rows);
	else if (is_one && rows->n == 1)
		write_one(rows);
	else
		write_table(rows);
}
