/* xueji export …: lists of children, and totals, that leave the registry, asked for, decided,
 * fetched. */
#include "tui/commands/export.h"

#include <inttypes.h>
#include <string.h>
#include <unistd.h>
#include <xueji/v1/exports.pb-c.h>

#include "domain/items.h"
#include "domain/totals.h"
#include "sheet/export_page.h"
#include "tui/commands/call.h"
#include "tui/commands/fields.h"
#include "tui/commands/list.h"
#include "tui/text.h"

enum { PAGE = 200, ALL_MOST = ITEM_COUNT + 3 };

/* ---- asking ---- */

/* "all": what a sheet of the school's form has, and whose child it is. */
static void fill_all(struct invocation *invocation, Xueji__V1__AskExportRequest *request)
{
	request->columns = arena_array(invocation->arena, char *, ALL_MOST);
	request->n_columns = 0;
	request->columns[request->n_columns++] = "school_code";
	for (int number = 1; number <= FORM_SCHOOL_ITEMS; number++) {
		const struct item_row *row = item_row(item_at(FORM_SCHOOL, number));
		if (row->kind != KIND_ATTACHMENT)
			request->columns[request->n_columns++] = (char *)row->word;
	}
	request->columns[request->n_columns++] = "student_no";
}

static void fill_all_totals(struct invocation *invocation, Xueji__V1__AskExportRequest *request)
{
	request->columns = arena_array(invocation->arena, char *, TOTAL_COLUMNS);
	for (int i = 0; i < TOTAL_COLUMNS; i++)
		request->columns[i] = (char *)total_column_word(i);
	request->n_columns = TOTAL_COLUMNS;
}

static void of_totals(ProtobufCMessage *request)
{
	((Xueji__V1__AskExportRequest *)request)->kind = XUEJI__V1__EXPORT_KIND__EXPORT_KIND_TOTALS;
}

static enum exit_code ask(struct invocation *invocation)
{
	struct client_reply reply;
	Xueji__V1__AskExportRequest *request =
		(void *)call_request(invocation, invocation->command->method);
	enum exit_code code = call_fill(invocation, &request->base);
	if (code != EXIT_DONE)
		return code;
	bool is_all = request->n_columns == 1 && strcmp(request->columns[0], "all") == 0;
	if (is_all && request->kind == XUEJI__V1__EXPORT_KIND__EXPORT_KIND_TOTALS)
		fill_all_totals(invocation, request);
	else if (is_all)
		fill_all(invocation, request);
	code = call_send(invocation, invocation->command->method, &request->base, &reply);
	if (code == EXIT_DONE)
		call_write(invocation, reply.message);
	client_reply_free(&reply);
	return code;
}

static void approve(ProtobufCMessage *request)
{
	((Xueji__V1__DecideExportRequest *)request)->approve = true;
}

/* ---- fetching ---- */

static enum exit_code fetch_pages(struct invocation *invocation, const char *id,
	struct sheet_writer *writer, int64_t *fetched_out)
{
	Xueji__V1__FetchExportRequest request = XUEJI__V1__FETCH_EXPORT_REQUEST__INIT;
	char why[WHY_SIZE];
	bool is_first = true;
	request.export_id = (char *)id;
	request.page_size = PAGE;
	do {
		struct client_reply reply;
		enum exit_code code = call_send(
			invocation, "xueji.v1.Exports/FetchExport", &request.base, &reply);
		const Xueji__V1__FetchExportResponse *page = (const void *)reply.message;
		if (code == EXIT_DONE && !sheet_write_page(writer, page, is_first, why))
			code = fail(invocation, EXIT_FILES, "%s", why);
		if (code == EXIT_DONE) {
			*fetched_out = page->fetched;
			request.page_token = arena_strdup(invocation->arena, page->next_page_token);
		}
		client_reply_free(&reply);
		if (code != EXIT_DONE)
			return code;
		is_first = false;
	} while (request.page_token[0] != '\0');
	return EXIT_DONE;
}

enum exit_code export_fetch(struct invocation *invocation, const char *id, const char *path)
{
	char why[WHY_SIZE];
	int64_t fetched = 0;
	struct sheet_writer *writer = sheet_create(path, why);
	if (writer == NULL)
		return fail(invocation, EXIT_FILES, "%s", why);
	enum exit_code code = fetch_pages(invocation, id, writer, &fetched);
	if (code != EXIT_DONE) {
		sheet_abandon(writer);
		return code;
	}
	if (!sheet_finish(writer, why))
		return fail(invocation, EXIT_FILES, "%s", why);
	fprintf(stderr, _("%lld rows.\n"), (long long)fetched);
	return EXIT_DONE;
}

static enum exit_code fetch(struct invocation *invocation)
{
	if (invocation->is_confined)
		return fail(invocation, EXIT_FILES, _("from afar no file can be named."));
	return export_fetch(invocation, operand(invocation, 0), operand(invocation, 1));
}

#define EXPORT(path)                                                                            \
	{"Export", "编号", path "id"}, {"State", "状态", path "state"},                         \
		{"Kind", "类型", path "kind"}, {"Unit", "单位", path "unit.name"},              \
		{"Grade", "年级", path "grade"}, {"In clear", "明文", path "in_clear"},         \
		{"Purpose", "用途", path "purpose"}, {"Asked by", "申请人", path "asked_by"},   \
		{"Of", "申请单位", path "asked_for.name"},                                      \
		{"Asked", "申请时间", path "asked_time"},                                       \
		{"Decides", "审批单位", path "bureau.name"},                                    \
		{"Decided by", "审批人", path "decided_by"}, {"Reason", "原因", path "reason"}, \
	{                                                                                       \
		"Columns", "栏目", path "columns"                                               \
	}

static const struct command rows[] = {
	{.name = "export ask",
		.operands = "UNIT PURPOSE COLUMN…",
		.purpose = "ask for a list of a unit's children; columns are words of items, "
			   "student_no, school_code, school_name, or all",
		.method = "xueji.v1.Exports/AskExport",
		.fields = {"unit_id", "purpose", "columns"},
		.options = {{"--grade", "GRADE", "only this grade", "grade"},
			{"--in-clear", NULL, "with whole numbers of documents", "in_clear"}},
		.columns = {EXPORT("export.")},
		.run = ask},
	{.name = "export totals",
		.operands = "UNIT PURPOSE COLUMN…",
		.purpose =
			"ask for rounded totals of a unit; columns are unit_code, unit_name, "
			"tier, what is counted, or all; with stage or grade among them each has a "
			"row",
		.method = "xueji.v1.Exports/AskExport",
		.fields = {"unit_id", "purpose", "columns"},
		.options = {{"--grade", "GRADE", "only this grade", "grade"},
			{"--down-to", "TIER", "a row for each unit down to this tier, too",
				"down_to"}},
		.columns = {EXPORT("export.")},
		.fill = of_totals,
		.run = ask},
	{.name = "export list",
		.operands = "[UNIT]",
		.purpose = "list the exports that a unit asked for; without it, one's own",
		.method = "xueji.v1.Exports/ListExports",
		.fields = {"unit_id"},
		.options = {{"--waiting", NULL, "those that wait for its decision instead",
			"waiting"}},
		.list = "exports",
		.columns = {EXPORT(""), {"Children now", "现有人数", "children_count"}}},
	{.name = "export approve",
		.operands = "EXPORT",
		.purpose = "approve an export that another officer asked for",
		.method = "xueji.v1.Exports/DecideExport",
		.fields = {"export_id"},
		.columns = {EXPORT("export.")},
		.fill = approve},
	{.name = "export refuse",
		.operands = "EXPORT REASON",
		.purpose = "refuse an export, and say why",
		.method = "xueji.v1.Exports/DecideExport",
		.fields = {"export_id", "reason"},
		.columns = {EXPORT("export.")}},
	{.name = "export fetch",
		.operands = "EXPORT FILE",
		.purpose = "fetch an approved export into a new .xlsx or .csv file; the journal "
			   "notes it",
		.method = "xueji.v1.Exports/FetchExport",
		.run = fetch},
};
const struct command_table export_commands = COMMAND_TABLE(rows);
