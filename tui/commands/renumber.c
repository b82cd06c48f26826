/* xueji student renumber: new numbers from a sheet, for many.
 *
 * Several calls are on their way at a time: while one is written the next are read, and one commit
 * serves all that wait. They may overtake each other, so two that name the same number are never on
 * their way together: a number that is given on further down the list is given on in its order. */
#include <stdlib.h>
#include <string.h>
#include <xueji/v1/lists.pb-c.h>

#include "sheet/sheet.h"
#include "tui/commands/aside.h"
#include "tui/commands/call.h"
#include "tui/commands/fields.h"
#include "tui/commands/list.h"
#include "tui/commands/plain.h"
#include "tui/text.h"

enum { ROWS_MOST = 200, CALLS_MOST = 8, RING = CALLS_MOST + 1 };
enum heading { OLD, NEW, NAME, COLUMNS };

static const char *const headings[COLUMNS][3] = {
	[OLD] = {"old number", "old_number", "原号码"},
	[NEW] = {"new number", "new_number", "新号码"},
	[NAME] = {"name", "name", "姓名"},
};

/* Rows of one call: those on their way, and behind them the one that is being filled. */
struct portion {
	struct arena *arena;
	Xueji__V1__Renumbering *rows[ROWS_MOST];
	int64_t at[ROWS_MOST]; /* where they stand in the sheet */
	size_t n;
	const char *numbers[2 * ROWS_MOST]; /* that they name, in order */
	uint64_t call;
};

struct renumber_run {
	struct invocation *invocation;
	struct sheet *sheet;
	size_t at[COLUMNS];
	Xueji__V1__RenumberStudentsRequest *request;
	struct portion ring[RING];
	size_t first, n_sent;
	int64_t done, was_done, refused, last_row;
};

static struct portion *portion_at(struct renumber_run *run, size_t i)
{
	return &run->ring[(run->first + i) % RING];
}

/* ---- the sheet ---- */

static enum exit_code read_headings(struct renumber_run *run)
{
	char why[WHY_SIZE];
	struct sheet_row row;
	enum sheet_step step = sheet_next(run->sheet, &row, why);
	if (step == SHEET_BROKEN)
		return fail(run->invocation, EXIT_FILES, "%s", why);
	for (int column = 0; column < COLUMNS; column++) {
		run->at[column] = SHEET_COLUMNS_MOST;
		for (size_t i = 0; step == SHEET_ROW && i < row.n; i++)
			for (int j = 0; j < 3; j++)
				if (strcmp(row.cells[i], headings[column][j]) == 0)
					run->at[column] = i;
		if (run->at[column] == SHEET_COLUMNS_MOST)
			return fail(run->invocation, EXIT_FILES,
				_("the sheet has no column \"%s\" (%s)."), headings[column][2],
				headings[column][0]);
	}
	return EXIT_DONE;
}

/* ---- calls ---- */

static void take_results(struct renumber_run *run, const struct portion *portion,
	const Xueji__V1__RenumberStudentsResponse *reply)
{
	for (size_t i = 0; i < reply->n_results && i < portion->n; i++) {
		const Xueji__V1__RenumberResult *result = reply->results[i];
		run->done += result->is_done && !result->was_done;
		run->was_done += result->was_done;
		run->refused += !result->is_done;
		if (!result->is_done)
			printf(_("row %lld: %s\n"), (long long)portion->at[i],
				plain_line(portion->arena, result->refusal_text));
		run->last_row = portion->at[i];
	}
}

static enum exit_code wait_for_oldest(struct renumber_run *run)
{
	struct portion *portion = portion_at(run, 0);
	struct client_reply reply;
	client_wait(run->invocation->client, portion->call, &reply);
	enum exit_code code = call_complain(run->invocation, &reply);
	if (code == EXIT_DONE)
		take_results(run, portion, (const void *)reply.message);
	client_reply_free(&reply);
	arena_reset(portion->arena);
	portion->n = 0;
	run->first = (run->first + 1) % RING;
	run->n_sent--;
	return code;
}

static int compare(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool names_any_of(const struct portion *portion, const struct portion *other)
{
	for (size_t i = 0; i < 2 * portion->n; i++)
		if (bsearch(&portion->numbers[i], other->numbers, 2 * other->n, sizeof(char *),
			    compare) != NULL)
			return true;
	return false;
}

static bool must_wait(struct renumber_run *run, const struct portion *portion)
{
	bool must = run->n_sent == CALLS_MOST;
	for (size_t i = 0; i < run->n_sent && !must; i++)
		must = names_any_of(portion, portion_at(run, i));
	return must;
}

static enum exit_code send_portion(struct renumber_run *run)
{
	struct portion *portion = portion_at(run, run->n_sent);
	enum exit_code code = EXIT_DONE;
	for (size_t i = 0; i < portion->n; i++) {
		portion->numbers[2 * i] = portion->rows[i]->old_number;
		portion->numbers[2 * i + 1] = portion->rows[i]->new_number;
	}
	qsort(portion->numbers, 2 * portion->n, sizeof(char *), compare);
	while (code == EXIT_DONE && must_wait(run, portion))
		code = wait_for_oldest(run);
	if (code != EXIT_DONE || portion->n == 0)
		return code;
	run->request->rows = portion->rows;
	run->request->n_rows = portion->n;
	portion->call = client_call(
		run->invocation->client, run->invocation->command->method, &run->request->base);
	run->n_sent++;
	return EXIT_DONE;
}

/* ---- rows ---- */

static char *cell(const struct renumber_run *run, const struct portion *portion,
	const struct sheet_row *row, enum heading column)
{
	size_t at = run->at[column];
	return arena_strdup(portion->arena, at < row->n ? row->cells[at] : "");
}

static enum exit_code add(struct renumber_run *run, const struct sheet_row *row, bool is_reverse)
{
	struct portion *portion = portion_at(run, run->n_sent);
	Xueji__V1__Renumbering *out = arena_one(portion->arena, Xueji__V1__Renumbering);
	xueji__v1__renumbering__init(out);
	out->old_number = cell(run, portion, row, is_reverse ? NEW : OLD);
	out->new_number = cell(run, portion, row, is_reverse ? OLD : NEW);
	out->name = cell(run, portion, row, NAME);
	portion->at[portion->n] = row->number;
	portion->rows[portion->n++] = out;
	return portion->n == ROWS_MOST ? send_portion(run) : EXIT_DONE;
}

static enum exit_code send_all(struct renumber_run *run)
{
	struct sheet_row row;
	char why[WHY_SIZE];
	enum exit_code code = EXIT_DONE;
	enum sheet_step step = SHEET_ROW;
	bool is_reverse = option_value(run->invocation, "--reverse") != NULL;
	while (code == EXIT_DONE && (step = sheet_next(run->sheet, &row, why)) == SHEET_ROW)
		code = add(run, &row, is_reverse);
	if (code == EXIT_DONE)
		code = send_portion(run);
	while (code == EXIT_DONE && run->n_sent > 0)
		code = wait_for_oldest(run);
	if (code == EXIT_DONE && step == SHEET_BROKEN)
		code = fail(run->invocation, EXIT_FILES, "%s", why);
	return code;
}

/* ---- all ---- */

/* Of a list that is broken at its end no number is replaced. */
static enum exit_code look_through(struct renumber_run *run)
{
	char why[WHY_SIZE];
	struct sheet_row row;
	enum sheet_step step = SHEET_BROKEN;
	const char *path = aside_sheet(run->invocation, operand(run->invocation, 2));
	if (path == NULL)
		return EXIT_FILES;
	run->sheet = sheet_open_kept(path, why);
	if (run->sheet != NULL)
		while ((step = sheet_next(run->sheet, &row, why)) == SHEET_ROW)
			;
	if (step == SHEET_END && sheet_rewind(run->sheet, why))
		return EXIT_DONE;
	return fail(run->invocation, EXIT_FILES, "%s", why);
}

static enum exit_code renumber_sheet(struct renumber_run *run)
{
	struct invocation *invocation = run->invocation;
	run->request = (void *)call_request(invocation, invocation->command->method);
	enum exit_code code = call_fill(invocation, &run->request->base);
	if (code != EXIT_DONE)
		return code;
	code = look_through(run);
	if (code != EXIT_DONE)
		return code;
	code = read_headings(run);
	return code == EXIT_DONE ? send_all(run) : code;
}

static enum exit_code renumber(struct invocation *invocation)
{
	struct renumber_run run = {.invocation = invocation};
	for (size_t i = 0; i < RING; i++)
		run.ring[i].arena = arena_new(0);
	enum exit_code code = renumber_sheet(&run);
	sheet_close(run.sheet);
	for (size_t i = 0; i < RING; i++)
		arena_free(run.ring[i].arena);
	if (code != EXIT_DONE && run.last_row > 0)
		fail(invocation, code,
			_("run it again to go on behind row %lld; nothing before it is lost."),
			(long long)run.last_row);
	if (code != EXIT_DONE)
		return code;
	if (run.request->is_dry_run)
		fprintf(stderr, "%s ", _("Nothing was changed. It would be:"));
	fprintf(stderr, _("%lld renumbered, %lld had been before, %lld refused.\n"),
		(long long)run.done, (long long)run.was_done, (long long)run.refused);
	return run.refused == 0 ? EXIT_DONE : EXIT_PARTLY;
}

static const struct command rows[] = {
	{.name = "student renumber",
		.operands = "UNIT REASON FILE",
		.purpose = "replace numbers of a province's children: a sheet with the columns old "
			   "number, new number, name; run again it goes on",
		.method = "xueji.v1.Lists/RenumberStudents",
		.fields = {"unit_id", "reason"},
		.options = {{"--dry-run", NULL, "only say what would become of the rows",
				    "is_dry_run"},
			{"--reverse", NULL, "undo it: give back the old numbers", NULL}},
		.run = renumber},
};
const struct command_table renumber_commands = COMMAND_TABLE(rows);
