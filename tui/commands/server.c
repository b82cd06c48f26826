/* xueji server …, xueji call: the server itself, and whatever it can do. */
#include <inttypes.h>
#include <jansson.h>
#include <string.h>
#include <xueji/v1/sessions.pb-c.h>

#include "tui/commands/call.h"
#include "tui/commands/json.h"
#include "tui/commands/list.h"
#include "tui/commands/fields.h"

/* Any answer of the server says that it serves, and how quickly. */
static enum exit_code ping(struct invocation *invocation)
{
	Xueji__V1__WhoAmIRequest request = XUEJI__V1__WHO_AM_IREQUEST__INIT;
	struct client_reply reply;
	const char *why;
	uint64_t call = client_call(invocation->client, "xueji.v1.Sessions/WhoAmI", &request.base);
	client_wait(invocation->client, call, &reply);
	bool is_up = client_line(invocation->client, &why) == LINE_UP &&
		     reply.outcome != CLIENT_UNKNOWN && strcmp(reply.reason, "NO_LINE") != 0;
	bool is_signed_in = reply.outcome == CLIENT_OK;
	enum exit_code code = is_up ? EXIT_DONE : call_complain(invocation, &reply);
	client_reply_free(&reply);
	if (!is_up)
		return code;
	json_t *json = json_pack("{s:s,s:s,s:b,s:I}", "server", invocation->start.server, "state",
		"serving", "signed_in", (int)is_signed_in, "round_trip_us",
		(json_int_t)client_round_trip_us(invocation->client));
	if (invocation->output == OUTPUT_JSON)
		json_print(invocation->arena, json, false);
	else if (invocation->output == OUTPUT_CSV)
		printf("server,state,signed_in,round_trip_us\n%s,serving,%s,%" PRId64 "\n",
			invocation->start.server, is_signed_in ? "yes" : "",
			client_round_trip_us(invocation->client));
	else
		printf("%s serves; %.1f ms there and back.\n", invocation->start.server,
			(double)client_round_trip_us(invocation->client) / 1000);
	json_decref(json);
	return EXIT_DONE;
}

/* "Units/GetUnit", or with the package. */
static const struct client_method *find(struct invocation *invocation, const char *word)
{
	const struct client_method *method = client_method(&client_methods, word);
	if (method == NULL)
		method = client_method(
			&client_methods, arena_printf(invocation->arena, "xueji.v1.%s", word));
	return method;
}

static enum exit_code call(struct invocation *invocation)
{
	const char *file = operand(invocation, 1);
	const struct client_method *method = find(invocation, operand(invocation, 0));
	if (method == NULL)
		return fail(invocation, EXIT_USAGE,
			"there is no method %s; see docs/permissions.md.", operand(invocation, 0));
	ProtobufCMessage *request = file != NULL ? call_read_request(invocation, method->path, file)
						 : call_request(invocation, method->path);
	if (request == NULL)
		return EXIT_FILES;
	return call_stream(invocation, method->path, request);
}

static const struct command rows[] = {
	{.name = "server ping",
		.operands = "",
		.purpose =
			"say whether the server answers, and how quickly; nobody need be signed in",
		.run = ping},
	{.name = "server status",
		.operands = "",
		.purpose = "show how the server is doing. --output json has all",
		.method = "xueji.v1.Server/GetStatus",
		.columns = {{"Version", "版本", "version"}, {"Started", "启动时间", "started_time"},
			{"Sessions", "会话", "sessions"}, {"Calls", "调用", "calls"},
			{"Refused", "已拒绝", "refused"}, {"Active", "办理中", "active"},
			{"Writer's queue", "写入队列", "writer_queue"},
			{"Failed commits", "提交失败", "writer_failed_commits"},
			{"Store, bytes", "库字节", "store_bytes"},
			{"Disk free, bytes", "磁盘空闲字节", "disk_free_bytes"},
			{"Last backup", "最近备份", "last_backup_time"},
			{"Certificate until", "证书有效期至", "certificate_until"}}},
	{.name = "server calls",
		.operands = "",
		.purpose = "list how long calls take, by kind, in microseconds",
		.method = "xueji.v1.Server/GetStatus",
		.list = "classes",
		.columns = {{"Kind", "类别", "name"}, {"Calls", "次数", "calls"},
			{"Half within", "半数以内", "p50_us"}, {"95 %", "95%", "p95_us"},
			{"99 %", "99%", "p99_us"}}},
	{.name = "server jobs",
		.operands = "",
		.purpose = "list the server's jobs, and how they fared",
		.method = "xueji.v1.Server/GetStatus",
		.list = "jobs",
		.columns = {{"Job", "任务", "name"}, {"Last", "上次", "last_time"},
			{"Took, us", "用时微秒", "last_took_us"}, {"Next", "下次", "next_time"},
			{"Error", "错误", "last_error"}, {"At", "出错时间", "last_error_time"}}},
	{.name = "call",
		.operands = "METHOD [FILE]",
		.purpose =
			"call any method (Units/GetUnit) with a request in JSON from a file; \"-\" "
			"is stdin. JSON comes out, of a stream a line an item",
		.run = call},
};
const struct command_table server_commands = COMMAND_TABLE(rows);
