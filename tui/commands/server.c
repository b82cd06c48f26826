/* xueji server status, xueji call: the server itself, and whatever it can do. */
#include <inttypes.h>
#include <jansson.h>
#include <string.h>
#include <xueji/v1/sessions.pb-c.h>

#include "tui/commands/call.h"
#include "tui/commands/json.h"
#include "tui/commands/list.h"
#include "tui/commands/fields.h"

/* Any answer of the server says that it serves, and how quickly. */
static enum exit_code status(struct invocation *invocation)
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
	{.name = "server status",
		.operands = "",
		.purpose = "say whether the server serves, and how quickly",
		.run = status},
	{.name = "call",
		.operands = "METHOD [FILE]",
		.purpose =
			"call any method (Units/GetUnit) with a request in JSON from a file; \"-\" "
			"is stdin. JSON comes out, of a stream a line an item",
		.run = call},
};
const struct command_table server_commands = COMMAND_TABLE(rows);
