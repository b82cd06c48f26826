/* What is said of rows, on stdout; and refused rows as a sheet of their own. */
#include <inttypes.h>
#include <string.h>

#include "sheet/writer.h"
#include "tui/commands/import.h"
#include "tui/commands/json.h"
#include "tui/commands/plain.h"
#include "tui/text.h"

enum { PAGE = 200 };

/* ---- on stdout ---- */

static void put_csv(struct arena *arena, const char *text, char end)
{
	putchar('"');
	for (const char *at = plain_line(arena, text); *at != '\0'; at++) {
		if (*at == '"')
			putchar('"');
		putchar(*at);
	}
	printf("\"%c", end);
}

static void tell_fault(struct import_run *run, int64_t row, const Xueji__V1__RowFault *fault)
{
	struct arena *arena = run->scratch;
	if (run->invocation->output == OUTPUT_CSV) {
		printf("%" PRId64 ",", row);
		put_csv(arena, fault->item, ',');
		put_csv(arena, fault->column, ',');
		put_csv(arena, fault->reason, ',');
		put_csv(arena, fault->text, '\n');
		return;
	}
	const char *column = plain_line(arena, fault->column),
		   *text = plain_line(arena, fault->text);
	if (column[0] != '\0')
		printf(_("row %lld, %s: %s\n"), (long long)row, column, text);
	else
		printf(_("row %lld: %s\n"), (long long)row, text);
}

static void tell_json(struct import_run *run, const Xueji__V1__RowVerdict *verdict)
{
	json_t *json = json_of_message(run->scratch, &verdict->base);
	puts(run->has_told ? "," : "{\"refused\": [");
	json_print(run->scratch, json, true);
	json_decref(json);
	run->has_told = true;
}

void import_tell(struct import_run *run, Xueji__V1__RowVerdict *const *verdicts, size_t n)
{
	for (size_t i = 0; i < n && !run->has_rejects_out; i++) {
		if (verdicts[i]->outcome != XUEJI__V1__ROW_OUTCOME__ROW_OUTCOME_REFUSED)
			continue;
		if (run->invocation->output == OUTPUT_JSON) {
			tell_json(run, verdicts[i]);
			continue;
		}
		if (run->invocation->output == OUTPUT_CSV && !run->has_told)
			puts("row,item,column,reason,text");
		run->has_told = true;
		for (size_t f = 0; f < verdicts[i]->n_faults; f++)
			tell_fault(run, verdicts[i]->row, verdicts[i]->faults[f]);
	}
	fflush(stdout);
}

void import_tell_end(struct import_run *run)
{
	if (run->invocation->output != OUTPUT_JSON || run->has_rejects_out)
		return;
	json_t *json = json_of_message(run->scratch, &run->import->base);
	puts(run->has_told ? "], \"import\":" : "{\"refused\": [], \"import\":");
	json_print(run->scratch, json, false);
	puts("}");
	json_decref(json);
}

/* ---- what the server remembers ---- */

enum exit_code import_refused(
	struct import_run *run, int64_t last_row, import_take_page *take, void *arg)
{
	Xueji__V1__ListRefusedRowsRequest request = XUEJI__V1__LIST_REFUSED_ROWS_REQUEST__INIT;
	enum exit_code code = EXIT_DONE;
	bool is_end = false;
	request.import_id = run->import->id;
	request.page_size = PAGE;
	while (code == EXIT_DONE && !is_end) {
		struct client_reply reply;
		code = call_send(
			run->invocation, "xueji.v1.Imports/ListRefusedRows", &request.base, &reply);
		const Xueji__V1__ListRefusedRowsResponse *page = (const void *)reply.message;
		size_t n = code == EXIT_DONE ? page->n_verdicts : 0;
		if (n > 0) {
			request.after_row = page->verdicts[n - 1]->row;
			is_end = page->next_page_token[0] == '\0' || request.after_row >= last_row;
			code = take(run, page->verdicts, n, arg);
		} else {
			is_end = true;
		}
		client_reply_free(&reply);
		arena_reset(run->scratch);
	}
	return code;
}

/* ---- as a sheet ---- */

struct rejects {
	struct sheet_writer *writer;
	struct sheet *sheet; /* read once more */
	struct sheet_row row;
	const char *cells[SHEET_COLUMNS_MOST + 1];
	size_t verdict_column;
};

static const char *all_faults(struct import_run *run, const Xueji__V1__RowVerdict *verdict)
{
	const char *text = "";
	for (size_t i = 0; i < verdict->n_faults; i++)
		text = arena_printf(run->scratch, "%s%s%s%s%s", text, i > 0 ? "; " : "",
			verdict->faults[i]->column,
			verdict->faults[i]->column[0] != '\0' ? ": " : "",
			verdict->faults[i]->text);
	return text;
}

/* A sheet that was returned before has the column already. */
static size_t find_column(const struct columns *columns)
{
	for (size_t i = 0; i < columns->n; i++)
		if (columns->of[i] == COLUMN_VERDICT)
			return i;
	return columns->n;
}

static bool write_row(struct rejects *rejects, const char *const *cells, size_t n,
	const char *verdict, char why[WHY_SIZE])
{
	size_t at = rejects->verdict_column;
	memset(rejects->cells, 0, sizeof rejects->cells);
	for (size_t i = 0; i < n; i++)
		rejects->cells[i] = cells[i];
	rejects->cells[at] = verdict;
	return sheet_write(rejects->writer, rejects->cells, n > at ? n : at + 1, why);
}

/* Both are in the order of the sheet. */
static enum exit_code take_page(
	struct import_run *run, Xueji__V1__RowVerdict *const *verdicts, size_t n, void *arg)
{
	struct rejects *rejects = arg;
	char why[WHY_SIZE];
	for (size_t i = 0; i < n; i++) {
		while (rejects->row.number < verdicts[i]->row)
			if (sheet_next(rejects->sheet, &rejects->row, why) != SHEET_ROW)
				return fail(run->invocation, EXIT_FILES,
					_("the sheet has changed meanwhile."));
		if (rejects->row.number == verdicts[i]->row &&
			!write_row(rejects, rejects->row.cells, rejects->row.n,
				all_faults(run, verdicts[i]), why))
			return fail(run->invocation, EXIT_FILES, "%s", why);
	}
	return EXIT_DONE;
}

static enum exit_code write_all(struct import_run *run, struct rejects *rejects)
{
	const struct columns *columns = run->columns;
	char why[WHY_SIZE];
	rejects->verdict_column = find_column(columns);
	if (!write_row(rejects, columns->headings, columns->n,
		    sentence_in(verdict_heading(), run->invocation->start.lang), why))
		return fail(run->invocation, EXIT_FILES, "%s", why);
	return import_refused(run, INT64_MAX, take_page, rejects);
}

enum exit_code import_write_rejects(struct import_run *run, const char *path)
{
	struct rejects rejects = {.row = {.number = 0}};
	char why[WHY_SIZE];
	rejects.sheet = import_survey_sheet(run->survey, why);
	rejects.writer = rejects.sheet != NULL ? sheet_create(path, why) : NULL;
	if (rejects.writer == NULL)
		return fail(run->invocation, EXIT_FILES, "%s", why);
	enum exit_code code = write_all(run, &rejects);
	if (code != EXIT_DONE)
		sheet_abandon(rejects.writer);
	else if (!sheet_finish(rejects.writer, why))
		code = fail(run->invocation, EXIT_FILES, "%s", why);
	return code;
}
