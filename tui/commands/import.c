/* xueji import: a sheet of children, row by row, going on where it broke off. */
#include "tui/commands/import.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sheet/words.h"
#include "tui/commands/aside.h"
#include "tui/commands/fields.h"
#include "tui/commands/list.h"
#include "tui/import_file.h"
#include "tui/import_pipe.h"
#include "tui/import_survey.h"
#include "tui/text.h"

/* ---- the file ---- */

static enum exit_code find_file(struct import_run *run)
{
	run->path = aside_sheet(run->invocation, run->name);
	return run->path != NULL ? EXIT_DONE : EXIT_FILES;
}

/* ---- all of it, before any of it is sent ---- */

static enum exit_code complain_of_sheet(const struct import_run *run)
{
	const char *faults = import_survey_faults(run->survey);
	while (*faults != '\0') {
		size_t size = strcspn(faults, "\n");
		const char *fault = arena_strndup(run->invocation->arena, faults, size);
		fail(run->invocation, EXIT_FILES, _("%s."), fault);
		faults += size + (faults[size] == '\n');
	}
	return EXIT_FILES;
}

static void show_survey(const struct import_run *run, int *percent)
{
	int now = import_survey_percent(run->survey);
	if (isatty(STDERR_FILENO) && now > *percent)
		fprintf(stderr, _("\rlooking through the sheet: %d%% "), now);
	*percent = now;
}

/* A sheet that is damaged, or whose rows have slipped, is refused as a whole. */
static enum exit_code survey(struct import_run *run)
{
	enum survey_step step;
	int percent = 0;
	run->survey = import_survey_new(
		run->path, option_value(run->invocation, "--ignore-unknown") != NULL);
	while ((step = import_survey_go_on(run->survey)) == SURVEY_ON)
		show_survey(run, &percent);
	if (isatty(STDERR_FILENO) && percent > 0)
		fputs("\r\x1b[K", stderr);
	run->columns = import_survey_columns(run->survey);
	return step == SURVEY_GOOD ? EXIT_DONE : complain_of_sheet(run);
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
	request->sha256.len = IMPORT_SURVEY_HASH;
	request->sha256.data = (uint8_t *)(uintptr_t)import_survey_sha256(run->survey);
	request->title = (char *)import_file_title(run->name);
	request->form = import_file_form(run->columns);
	enum exit_code code =
		call_send(invocation, "xueji.v1.Imports/StartImport", &request->base, &reply);
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
		fprintf(stderr, _("\r%lld rows, %lld refused "),
			(long long)(run->import->created + run->import->updated +
				    run->import->unchanged + run->import->refused),
			(long long)run->import->refused);
}

static void take_told(struct import_run *run, struct client_reply *reply)
{
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

static uint64_t send(void *arg, const Xueji__V1__ImportRowsRequest *request)
{
	const struct import_run *run = arg;
	return client_call(run->invocation->client, "xueji.v1.Imports/ImportRows", &request->base);
}

static enum exit_code wait_for_oldest(struct import_run *run, struct import_pipe *pipe)
{
	struct client_reply reply;
	client_wait(run->invocation->client, import_pipe_call(pipe, 0), &reply);
	enum pipe_step step = import_pipe_take(pipe, &reply);
	if (step == PIPE_FAILED)
		return complain(run, &reply);
	if (step == PIPE_TAKEN)
		take_told(run, &reply);
	else
		client_reply_free(&reply);
	return EXIT_DONE;
}

static enum exit_code put_row(
	struct import_run *run, struct import_pipe *pipe, const struct sheet_row *row)
{
	enum exit_code code = EXIT_DONE;
	import_pipe_put(pipe, import_file_row(import_pipe_arena(pipe), run->columns, row));
	while (code == EXIT_DONE && import_pipe_is_full(pipe))
		code = wait_for_oldest(run, pipe);
	return code;
}

static enum exit_code send_rows(struct import_run *run, struct import_pipe *pipe)
{
	struct sheet_row row;
	char why[WHY_SIZE];
	enum exit_code code = EXIT_DONE;
	enum sheet_step step = SHEET_ROW;
	int64_t behind = import_file_behind(run->columns, run->import);
	while (code == EXIT_DONE && (step = sheet_next(run->sheet, &row, why)) == SHEET_ROW)
		if (row.number > behind)
			code = put_row(run, pipe, &row);
	if (code == EXIT_DONE)
		import_pipe_flush(pipe);
	while (code == EXIT_DONE && import_pipe_call(pipe, 0) != 0)
		code = wait_for_oldest(run, pipe);
	if (code == EXIT_DONE && step == SHEET_BROKEN)
		code = fail(run->invocation, EXIT_FILES, "%s", why);
	return code;
}

static enum exit_code send_all(struct import_run *run)
{
	char why[WHY_SIZE];
	run->sheet = import_survey_sheet(run->survey, why);
	if (run->sheet == NULL)
		return fail(run->invocation, EXIT_FILES, "%s", why);
	struct import_pipe *pipe =
		import_pipe_new(run->import->id, run->import->last_row, send, run);
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
	const char *notice = import_survey_notice(run->survey);
	if (isatty(STDERR_FILENO))
		fputs("\r\x1b[K", stderr);
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
	if (rejects == NULL)
		return EXIT_DONE;
	if (strcmp(rejects, "-") == 0)
		return aside_check(run->invocation);
	if (run->invocation->is_confined)
		return fail(run->invocation, EXIT_FILES,
			_("from afar no file can be named; give --rejects - and redirect it."));
	if (access(rejects, F_OK) == 0)
		return fail(run->invocation, EXIT_FILES,
			_("%s is there already and is not written over."), rejects);
	return EXIT_DONE;
}

static enum exit_code make_rejects(void *arg, const char *path)
{
	return import_write_rejects(arg, path);
}

/* Without a refused row there is no such sheet. */
static enum exit_code write_rejects(struct import_run *run)
{
	const char *rejects = option_value(run->invocation, "--rejects");
	if (rejects == NULL)
		return EXIT_DONE;
	return run->has_rejects_out
		       ? aside_to_stdout(run->invocation, "refused.xlsx", make_rejects, run)
		       : import_write_rejects(run, rejects);
}

static enum exit_code import_sheet(struct import_run *run)
{
	enum exit_code code = check_rejects(run);
	if (code == EXIT_DONE)
		code = find_file(run);
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
	code = write_rejects(run);
	return code == EXIT_DONE ? EXIT_PARTLY : code;
}

enum exit_code import_file(
	struct invocation *invocation, Xueji__V1__StartImportRequest *request, const char *name)
{
	struct import_run run = {.invocation = invocation,
		.request = request,
		.name = name,
		.scratch = arena_new(0)};
	const char *rejects = option_value(invocation, "--rejects");
	run.has_rejects_out = rejects != NULL && strcmp(rejects, "-") == 0;
	enum exit_code code = import_sheet(&run);
	import_survey_free(run.survey);
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
				"of their faults; -: as .xlsx to stdout, in place of the faults",
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
