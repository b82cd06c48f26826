/* xueji student renumber: new numbers from a sheet, for many. */
#include <inttypes.h>
#include <string.h>
#include <xueji/v1/lists.pb-c.h>

#include "sheet/sheet.h"
#include "tui/commands/call.h"
#include "tui/commands/fields.h"
#include "tui/commands/list.h"
#include "tui/commands/plain.h"

enum { ROWS_MOST = 200 };
enum heading { OLD, NEW, NAME, COLUMNS };

static const char *const headings[COLUMNS][3] = {
	[OLD] = {"old number", "old_number", "原号码"},
	[NEW] = {"new number", "new_number", "新号码"},
	[NAME] = {"name", "name", "姓名"},
};

struct renumber_run {
	struct invocation *invocation;
	struct sheet *sheet;
	size_t at[COLUMNS];
	Xueji__V1__RenumberStudentsRequest *request;
	int64_t numbers[ROWS_MOST]; /* of the rows in the sheet */
	struct arena *scratch;      /* of the rows of one call */
	int64_t done, was_done, refused;
};

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
				"the sheet has no column \"%s\" (%s).", headings[column][2],
				headings[column][0]);
	}
	return EXIT_DONE;
}

static void take_results(struct renumber_run *run, const Xueji__V1__RenumberStudentsResponse *reply)
{
	for (size_t i = 0; i < reply->n_results; i++) {
		const Xueji__V1__RenumberResult *result = reply->results[i];
		run->done += result->is_done && !result->was_done;
		run->was_done += result->was_done;
		run->refused += !result->is_done;
		if (!result->is_done)
			printf("row %" PRId64 ": %s\n", run->numbers[i],
				plain_line(run->scratch, result->refusal_text));
	}
}

static enum exit_code flush(struct renumber_run *run)
{
	struct client_reply reply;
	if (run->request->n_rows == 0)
		return EXIT_DONE;
	enum exit_code code = call_send(
		run->invocation, run->invocation->command->method, &run->request->base, &reply);
	if (code == EXIT_DONE)
		take_results(run, (const void *)reply.message);
	client_reply_free(&reply);
	arena_reset(run->scratch);
	run->request->n_rows = 0;
	return code;
}

static char *cell(struct renumber_run *run, const struct sheet_row *row, enum heading column)
{
	size_t at = run->at[column];
	return arena_strdup(run->scratch, at < row->n ? row->cells[at] : "");
}

static void add(struct renumber_run *run, const struct sheet_row *row, bool is_reverse)
{
	Xueji__V1__Renumbering *out = arena_one(run->scratch, Xueji__V1__Renumbering);
	xueji__v1__renumbering__init(out);
	out->old_number = cell(run, row, is_reverse ? NEW : OLD);
	out->new_number = cell(run, row, is_reverse ? OLD : NEW);
	out->name = cell(run, row, NAME);
	run->numbers[run->request->n_rows] = row->number;
	run->request->rows[run->request->n_rows++] = out;
}

static enum exit_code send_all(struct renumber_run *run)
{
	struct sheet_row row;
	char why[WHY_SIZE];
	enum exit_code code = EXIT_DONE;
	enum sheet_step step = SHEET_ROW;
	bool is_reverse = option_value(run->invocation, "--reverse") != NULL;
	while (code == EXIT_DONE && (step = sheet_next(run->sheet, &row, why)) == SHEET_ROW) {
		add(run, &row, is_reverse);
		if (run->request->n_rows == ROWS_MOST)
			code = flush(run);
	}
	if (code == EXIT_DONE)
		code = flush(run);
	if (code == EXIT_DONE && step == SHEET_BROKEN)
		code = fail(run->invocation, EXIT_FILES, "%s", why);
	return code;
}

/* Of a list that is broken at its end no number is replaced. */
static enum exit_code look_through(struct renumber_run *run)
{
	char why[WHY_SIZE];
	struct sheet_row row;
	enum sheet_step step = SHEET_BROKEN;
	run->sheet = sheet_open_kept(operand(run->invocation, 2), why);
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
	if (invocation->is_confined)
		return fail(invocation, EXIT_FILES, "from afar no file can be named.");
	code = look_through(run);
	if (code != EXIT_DONE)
		return code;
	run->request->rows = arena_array(invocation->arena, Xueji__V1__Renumbering *, ROWS_MOST);
	code = read_headings(run);
	return code == EXIT_DONE ? send_all(run) : code;
}

static enum exit_code renumber(struct invocation *invocation)
{
	struct renumber_run run = {.invocation = invocation, .scratch = arena_new(0)};
	enum exit_code code = renumber_sheet(&run);
	sheet_close(run.sheet);
	arena_free(run.scratch);
	if (code != EXIT_DONE)
		return code;
	fprintf(stderr,
		"%" PRId64 " renumbered, %" PRId64 " were so before, %" PRId64 " refused.\n",
		run.done, run.was_done, run.refused);
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
