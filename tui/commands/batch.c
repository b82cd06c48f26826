/* xueji template, batch …: the empty sheet, and what imports left for signing. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xueji/v1/imports.pb-c.h>

#include "sheet/template.h"
#include "tui/commands/call.h"
#include "tui/commands/fields.h"
#include "tui/commands/list.h"

enum { PAGE = 50 };

/* ---- the empty sheet ---- */

static enum exit_code copy_to_stdout(struct invocation *invocation, const char *path)
{
	char buffer[1 << 16];
	size_t n;
	FILE *file = fopen(path, "re");
	if (file == NULL)
		return fail(
			invocation, EXIT_FILES, "%s cannot be read: %s.", path, strerror(errno));
	while ((n = fread(buffer, 1, sizeof buffer, file)) > 0)
		fwrite(buffer, 1, n, stdout);
	fclose(file);
	return EXIT_DONE;
}

static enum exit_code make_template(struct invocation *invocation)
{
	char path[] = P_tmpdir "/xueji-template-XXXXXX", why[WHY_SIZE];
	const char *form = option_value(invocation, "--form");
	bool is_preschool = form != NULL && strcmp(form, "preschool") == 0;
	if (form != NULL && !is_preschool && strcmp(form, "school") != 0)
		return fail(invocation, EXIT_USAGE, "the form is school or preschool.");
	if (isatty(STDOUT_FILENO))
		return fail(invocation, EXIT_USAGE, "it is no text; redirect it: > sheet.xlsx");
	int fd = mkstemp(path);
	if (fd < 0)
		return fail(
			invocation, EXIT_FILES, "%s cannot be made: %s.", path, strerror(errno));
	close(fd);
	bool is_made = template_write(
		path, is_preschool ? FORM_PRESCHOOL : FORM_SCHOOL, invocation->start.lang, why);
	enum exit_code code = is_made ? copy_to_stdout(invocation, path)
				      : fail(invocation, EXIT_FILES, "%s", why);
	unlink(path);
	return code;
}

/* ---- batches ---- */

static void complain_of_cases(
	struct invocation *invocation, const Xueji__V1__DecideBatchResponse *page)
{
	for (size_t i = 0; i < page->n_refused; i++)
		fail(invocation, EXIT_PARTLY, "%s: %s", page->refused[i]->case_id,
			page->refused[i]->refusal_text);
}

/* Page by page; what was refused is said, and counts for the exit code. */
static enum exit_code decide(struct invocation *invocation)
{
	Xueji__V1__DecideBatchRequest *request =
		(void *)call_request(invocation, invocation->command->method);
	int64_t done = 0;
	size_t refused = 0;
	enum exit_code code = call_fill(invocation, &request->base);
	request->page_size = PAGE;
	do {
		struct client_reply reply = {0};
		if (code == EXIT_DONE)
			code = call_send(
				invocation, invocation->command->method, &request->base, &reply);
		if (code != EXIT_DONE) {
			client_reply_free(&reply);
			return code;
		}
		const Xueji__V1__DecideBatchResponse *page = (const void *)reply.message;
		complain_of_cases(invocation, page);
		done += page->done;
		refused += page->n_refused;
		request->page_token = arena_strdup(invocation->arena, page->next_page_token);
		client_reply_free(&reply);
	} while (request->page_token[0] != '\0');
	printf("%" PRId64 " done, %zu refused\n", done, refused);
	return refused == 0 ? EXIT_DONE : EXIT_PARTLY;
}

static const struct command rows[] = {
	{.name = "template",
		.operands = "",
		.purpose = "write the empty sheet that a school fills in, as .xlsx, to stdout",
		.options = {{"--form", "FORM",
			"school, which is meant without it, or preschool: the 28 columns of "
			"kindergartens",
			NULL}},
		.run = make_template,
		.is_local = true},
	{.name = "batch list",
		.operands = "WAITING_FOR [UNIT]",
		.purpose = "list imported batches of which something waits for the approver or the "
			   "bureau (one of these two words) of a unit; without it, of one's own",
		.method = "xueji.v1.Imports/ListBatches",
		.fields = {"waiting_for", "unit_id"},
		.words = {"approver, bureau"},
		.list = "batches",
		.columns = {{"Import", "导入编号", "import_id"}, {"Title", "名称", "title"},
			{"School", "学校", "school.name"}, {"School id", "学校编号", "school.id"},
			{"Imported by", "导入人", "operator_name"},
			{"Imported", "导入时间", "begun_time"}, {"Cases", "业务数", "cases"},
			{"Waiting", "待办", "waiting"}}},
	{.name = "batch decide",
		.operands = "MOVE WAITING_FOR IMPORT [UNIT]",
		.purpose = "approve or return all of a batch that waits for the approver or the "
			   "bureau (one of these two words)",
		.method = "xueji.v1.Imports/DecideBatch",
		.fields = {"event", "waiting_for", "import_id", "school_id"},
		.words = {"approve, return", "approver, bureau"},
		.options = {{"--reason", "TEXT", "why; needed to return", "reason"}},
		.run = decide},
};
const struct command_table batch_commands = COMMAND_TABLE(rows);
