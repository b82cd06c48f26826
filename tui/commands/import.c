/* xueji import: a sheet of children, row by row, going on where it broke off. */
#include "tui/commands/import.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tui/commands/fields.h"
#include "tui/commands/list.h"
#include "tui/import_file.h"
#include "tui/import_pipe.h"
#include "tui/text.h"

enum { STRAYS_MOST = 20 };

/* ---- the file ---- */

/* stdin as a file that can be read twice; it has no name. */
static const char *spool_stdin(struct invocation *invocation)
{
	char buffer[1 << 16];
	FILE *file = tmpfile();
	size_t n;
	while (file != NULL && (n = fread(buffer, 1, sizeof buffer, stdin)) > 0)
		if (fwrite(buffer, 1, n, file) != n)
			break;
	if (file == NULL || ferror(stdin) || ferror(file) || fflush(file) != 0) {
		fail(invocation, EXIT_FILES, _("stdin cannot be set aside: %s."), strerror(errno));
		return NULL;
	}
	return arena_printf(invocation->arena, "/dev/fd/%d", fileno(file));
}

static enum exit_code find_file(struct import_run *run)
{
	struct invocation *invocation = run->invocation;
	run->path = run->name;
	if (strcmp(run->path, "-") == 0)
		run->path = spool_stdin(invocation);
	else if (invocation->is_confined)
		return fail(invocation, EXIT_FILES,
			_("from afar no file can be named; give - and send it on stdin."));
	return run->path != NULL ? EXIT_DONE : EXIT_FILES;
}

static enum exit_code hash_file(struct import_run *run, ProtobufCBinaryData *out)
{
	char why[WHY_SIZE];
	out->len = crypto_hash_sha256_BYTES;
	out->data = arena_alloc(run->invocation->arena, out->len);
	return import_file_hash(run->path, out->data, NULL, why)
		       ? EXIT_DONE
		       : fail(run->invocation, EXIT_FILES, "%s", why);
}

/* ---- headings ---- */

static enum exit_code complain_of_headings(struct import_run *run, const char *faults)
{
	while (*faults != '\0') {
		size_t size = strcspn(faults, "\n");
		fail(run->invocation, EXIT_FILES, "%.*s.", (int)size, faults);
		faults += size + (faults[size] == '\n');
	}
	return EXIT_FILES;
}

enum exit_code import_open(struct import_run *run)
{
	char why[WHY_SIZE];
	const char *faults;
	run->sheet = sheet_open(run->path, why);
	if (run->sheet == NULL)
		return fail(run->invocation, EXIT_FILES, "%s", why);
	run->ignores_unknown = option_value(run->invocation, "--ignore-unknown") != NULL;
	bool is_good = import_file_headings(
		run->sheet, run->ignores_unknown, run->invocation->arena, &run->columns, &faults);
	return is_good ? EXIT_DONE : complain_of_headings(run, faults);
}

/* ---- all of it, before any of it is sent ---- */

static bool has_stray_text(struct import_run *run, const struct sheet_row *row)
{
	const char *stray =
		run->ignores_unknown ? NULL : columns_stray(&run->columns, row, run->scratch);
	if (stray != NULL)
		fail(run->invocation, EXIT_FILES,
			"row %" PRId64 " has a text in column %s, which has no heading; mend the "
			"row (in CSV a cell with a comma needs quotes), or give --ignore-unknown.",
			row->number, stray);
	return stray != NULL;
}

static enum exit_code survey_rows(struct import_run *run, struct sheet *sheet)
{
	char why[WHY_SIZE];
	struct sheet_row row;
	int strays = 0;
	enum sheet_step step;
	while ((step = sheet_next(sheet, &row, why)) == SHEET_ROW && strays < STRAYS_MOST) {
		strays += row.number > run->columns.row && has_stray_text(run, &row);
		arena_reset(run->scratch);
	}
	if (step == SHEET_BROKEN)
		return fail(run->invocation, EXIT_FILES, "%s", why);
	return strays == 0 ? EXIT_DONE : EXIT_FILES;
}

/* A sheet that is damaged, or whose rows have slipped, is refused as a whole. */
static enum exit_code survey(struct import_run *run)
{
	char why[WHY_SIZE];
	struct sheet *sheet = sheet_open(run->path, why);
	if (sheet == NULL)
		return fail(run->invocation, EXIT_FILES, "%s", why);
	enum exit_code code = survey_rows(run, sheet);
	sheet_close(sheet);
	return code;
}

/* ---- calls ---- */

void import_keep(
	struct import_run *run, struct client_reply *reply, const Xueji__V1__Import *import)
{
	client_reply_free(&run->last);
	run->last = *reply;
	run->import = import;
}

static enum exit_code begin(struct import_run *run)
{
	struct invocation *invocation = run->invocation;
	struct client_reply reply = {0};
	Xueji__V1__StartImportRequest *request = run->request;
	enum exit_code code = hash_file(run, &request->sha256);
	if (code != EXIT_DONE)
		return code;
	request->title = (char *)import_file_title(run->name);
	request->form = import_file_form(&run->columns);
	code = call_send(invocation, "xueji.v1.Imports/StartImport", &request->base, &reply);
	if (code == EXIT_DONE)
		import_keep(run, &reply,
			((const Xueji__V1__StartImportResponse *)reply.message)->import);
	else
		client_reply_free(&reply);
	return code;
}

static void show_progress(const struct import_run *run)
{
	if (isatty(STDERR_FILENO))
		fprintf(stderr, "\r%" PRId64 " rows, %" PRId64 " refused ",
			run->import->created + run->import->updated + run->import->unchanged +
				run->import->refused,
			run->import->refused);
}

static void take_told(void *arg, struct client_reply *reply)
{
	struct import_run *run = arg;
	const Xueji__V1__ImportRowsResponse *out = (const void *)reply->message;
	import_tell(run, out->verdicts, out->n_verdicts);
	import_keep(run, reply, out->import);
	show_progress(run);
	arena_reset(run->scratch);
}

static enum exit_code complain(struct import_run *run, struct client_reply *failed)
{
	enum exit_code code = call_complain(run->invocation, failed);
	if (code == EXIT_DONE)
		code = fail(run->invocation, EXIT_SERVER,
			_("the server answered for none of the rows, or for more than were sent."));
	fail(run->invocation, code,
		_("run it again to go on behind row %lld; nothing before it is lost."),
		(long long)run->import->last_row);
	client_reply_free(failed);
	return code;
}

/* ---- rows ---- */

static enum exit_code put_row(
	struct import_run *run, struct import_pipe *pipe, const struct sheet_row *row)
{
	struct client_reply failed;
	Xueji__V1__ImportRow *read = import_file_row(import_pipe_arena(pipe), &run->columns, row);
	if (xueji__v1__import_row__get_packed_size(read) > PIPE_ROW_BYTES)
		return fail(run->invocation, EXIT_FILES,
			"row %" PRId64 " has more text than any row may.", row->number);
	return import_pipe_put(pipe, read, &failed) ? EXIT_DONE : complain(run, &failed);
}

static enum exit_code send_rows(struct import_run *run, struct import_pipe *pipe)
{
	struct sheet_row row;
	struct client_reply failed;
	char why[WHY_SIZE];
	enum exit_code code = EXIT_DONE;
	enum sheet_step step = SHEET_ROW;
	int64_t behind = run->import->last_row; /* they have come before */
	while (code == EXIT_DONE && (step = sheet_next(run->sheet, &row, why)) == SHEET_ROW)
		if (row.number > behind)
			code = put_row(run, pipe, &row);
	if (code == EXIT_DONE && !import_pipe_drain(pipe, &failed))
		code = complain(run, &failed);
	if (code == EXIT_DONE && step == SHEET_BROKEN)
		code = fail(run->invocation, EXIT_FILES, "%s", why);
	return code;
}

static enum exit_code send_all(struct import_run *run)
{
	struct import_pipe *pipe = import_pipe_new(
		run->invocation->client, run->import->id, run->import->last_row, take_told, run);
	enum exit_code code = send_rows(run, pipe);
	import_pipe_free(pipe);
	return code;
}

/* ---- all ---- */

static enum exit_code tell_page(
	struct import_run *run, Xueji__V1__RowVerdict *const *verdicts, size_t n, void *arg)
{
	(void)arg;
	import_tell(run, verdicts, n);
	return EXIT_DONE;
}

static enum exit_code finish(struct import_run *run)
{
	Xueji__V1__FinishImportRequest request = XUEJI__V1__FINISH_IMPORT_REQUEST__INIT;
	struct client_reply reply;
	request.import_id = run->import->id;
	request.last_row = run->import->last_row;
	uint64_t call = client_call(
		run->invocation->client, "xueji.v1.Imports/FinishImport", &request.base);
	client_wait(run->invocation->client, call, &reply);
	enum exit_code code = call_complain(run->invocation, &reply);
	if (code == EXIT_DONE)
		import_keep(run, &reply,
			((const Xueji__V1__FinishImportResponse *)reply.message)->import);
	else
		client_reply_free(&reply);
	return code;
}

static void sum_up(const struct import_run *run)
{
	const Xueji__V1__Import *import = run->import;
	const char *notice = sheet_notice(run->sheet);
	if (isatty(STDERR_FILENO))
		fputs("\r", stderr);
	if (import->is_dry_run)
		fprintf(stderr, "%s ", _("Nothing was stored. It would be:"));
	fprintf(stderr, _("%lld new, %lld changed, %lld as before, %lld refused.\n"),
		(long long)import->created, (long long)import->updated,
		(long long)import->unchanged, (long long)import->refused);
	if (notice[0] != '\0')
		fprintf(stderr, _("Note: %s.\n"), notice);
}

static enum exit_code check_rejects(const struct import_run *run)
{
	const char *rejects = option_value(run->invocation, "--rejects");
	if (rejects != NULL && run->invocation->is_confined)
		return fail(run->invocation, EXIT_FILES, "from afar no file can be named.");
	if (rejects != NULL && access(rejects, F_OK) == 0)
		return fail(run->invocation, EXIT_FILES,
			"%s is there already and is not written over.", rejects);
	return EXIT_DONE;
}

static enum exit_code import_sheet(struct import_run *run)
{
	const char *rejects = option_value(run->invocation, "--rejects");
	enum exit_code code = check_rejects(run);
	if (code == EXIT_DONE)
		code = find_file(run);
	if (code == EXIT_DONE)
		code = import_open(run);
	if (code == EXIT_DONE)
		code = survey(run);
	if (code == EXIT_DONE)
		code = begin(run);
	if (code == EXIT_DONE && run->import->last_row > 0)
		code = import_refused(run, run->import->last_row, tell_page, NULL);
	if (code == EXIT_DONE)
		code = send_all(run);
	if (code == EXIT_DONE)
		code = finish(run);
	if (code != EXIT_DONE)
		return code;
	import_tell_end(run);
	sum_up(run);
	if (run->import->refused == 0)
		return EXIT_DONE;
	code = rejects != NULL ? import_write_rejects(run, rejects) : EXIT_DONE;
	return code == EXIT_DONE ? EXIT_PARTLY : code;
}

enum exit_code import_file(
	struct invocation *invocation, Xueji__V1__StartImportRequest *request, const char *name)
{
	struct import_run run = {.invocation = invocation,
		.request = request,
		.name = name,
		.scratch = arena_new(0)};
	enum exit_code code = import_sheet(&run);
	sheet_close(run.sheet);
	client_reply_free(&run.last);
	arena_free(run.scratch);
	return code;
}

static enum exit_code run_import(struct invocation *invocation)
{
	Xueji__V1__StartImportRequest *request =
		(void *)call_request(invocation, invocation->command->method);
	enum exit_code code = call_fill(invocation, &request->base);
	return code == EXIT_DONE ? import_file(invocation, request, operand(invocation, 0)) : code;
}

static const struct command rows[] = {
	{.name = "import",
		.operands = "FILE",
		.purpose = "bring in a sheet of children, .xlsx or .csv: good rows wait for the "
			   "approver, faults are printed; what broke off goes on",
		.method = "xueji.v1.Imports/StartImport",
		.options = {{"--dry-run", NULL, "only say what would become of the rows",
				    "is_dry_run"},
			{"--rejects", "FILE",
				"write refused rows into a new .xlsx or .csv file, with a column "
				"of their faults",
				NULL},
			{"--school", "UNIT", "the school; without it, one's own", "unit_id"},
			{"--provisional", NULL,
				"what is missing may follow later; the records are marked to be "
				"confirmed",
				"is_provisional"},
			{"--ignore-unknown", NULL,
				"pass over columns whose heading is unknown or missing", NULL}},
		.run = run_import},
};
const struct command_table import_commands = COMMAND_TABLE(rows);
