#include "tui/commands/call.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/file.h"
#include "domain/unit_code.h"
#include "tui/commands/json.h"
#include "tui/commands/fields.h"
#include "tui/commands/plain.h"
#include "tui/commands/rows.h"

enum { JSON_MAX = 1 << 20, CHUNK = 4096 };

/* ---- sending ---- */

ProtobufCMessage *call_request(struct invocation *invocation, const char *method)
{
	return fields_new(invocation->arena, client_method(&client_methods, method)->request);
}

/* The i-th word of the operands, without its bracket. */
static const char *operand_kind(const struct command *command, size_t i)
{
	const char *kind = command->operands;
	for (; i > 0 && strchr(kind, ' ') != NULL; i--)
		kind = strchr(kind, ' ') + 1;
	return *kind == '[' ? kind + 1 : kind;
}

/* What stands for a field on the command line: "UNIT", "--from"; else the field's own name. */
static const char *word_of_field(const struct invocation *invocation, const char *field)
{
	const struct command *command = invocation->command;
	for (size_t i = 0; i < FIELDS_MAX; i++)
		if (command->fields[i] != NULL && strcmp(command->fields[i], field) == 0) {
			const char *kind = operand_kind(command, i);
			return arena_strndup(invocation->arena, kind, strcspn(kind, " ]\xe2"));
		}
	for (size_t i = 0; i < OPTIONS_MAX; i++)
		if (command->options[i].field != NULL &&
			strcmp(command->options[i].field, field) == 0)
			return command->options[i].name;
	return field;
}

enum exit_code call_complain(const struct invocation *invocation, const struct client_reply *reply)
{
	const char *why;
	enum exit_code code = exit_of_reply(reply, client_line(invocation->client, &why));
	if (code == EXIT_DONE)
		return code;
	if (reply->n_faults == 0)
		fail(invocation, code, "%s%s%s%s", reply->text, *reply->reason ? " (" : "",
			reply->reason, *reply->reason ? ")" : "");
	for (size_t i = 0; i < reply->n_faults; i++)
		fail(invocation, code, "%s %s", word_of_field(invocation, reply->faults[i].field),
			reply->faults[i].text);
	return code;
}

enum exit_code call_send(struct invocation *invocation, const char *method,
	const ProtobufCMessage *request, struct client_reply *reply_out)
{
	const char *key = option_value(invocation, "--key");
	uint64_t call = client_call_keyed(invocation->client, method, request, key);
	client_wait(invocation->client, call, reply_out);
	return call_complain(invocation, reply_out);
}

/* ---- filling ---- */

static bool is_code(const char *word)
{
	size_t size = strlen(word);
	return (size == 6 || size == 10) && strspn(word, "0123456789") == size;
}

/* A unit by its code; what is no code is an id, also behind "id:". */
static enum exit_code find_unit(struct invocation *invocation, const char **word)
{
	static const char *const method = "xueji.v1.Units/GetUnit";
	struct client_reply reply;
	char why[WHY_SIZE];
	if (strncmp(*word, "id:", 3) == 0)
		*word += 3;
	else if (is_code(*word)) {
		ProtobufCMessage *request = call_request(invocation, method);
		bool is_set = fields_set(invocation->arena, request, "code", *word, why);
		uint64_t call = client_call(invocation->client, method, request);
		client_wait(invocation->client, call, &reply);
		enum exit_code code = is_set ? call_complain(invocation, &reply) : EXIT_FAILED;
		if (code == EXIT_DONE)
			*word = arena_strdup(invocation->arena,
				fields_text(invocation->arena, reply.message, "unit.id"));
		client_reply_free(&reply);
		return code;
	}
	return EXIT_DONE;
}

/* Is it something that one may rather not show to all users of the host? */
static bool may_come_on_stdin(const char *kind)
{
	size_t size = strcspn(kind, " ]");
	return (size == 4 && memcmp(kind, "TEXT", 4) == 0) ||
	       (size >= 6 && memcmp(kind + size - 6, "NUMBER", 6) == 0);
}

static enum exit_code read_line(struct invocation *invocation, const char **word)
{
	char *line = arena_alloc(invocation->arena, CHUNK);
	if (fgets(line, CHUNK, stdin) == NULL)
		return fail(invocation, EXIT_FILES, "there is no line on the standard input.");
	line[strcspn(line, "\r\n")] = '\0';
	*word = line;
	return EXIT_DONE;
}

/* `kind` is the word that stands for it in the usage: "UNIT". */
static enum exit_code fill_one(struct invocation *invocation, ProtobufCMessage *request,
	const char *field, const char *kind, const char *word)
{
	char why[WHY_SIZE];
	enum exit_code code = EXIT_DONE;
	if (strncmp(kind, "UNIT", 4) == 0)
		code = find_unit(invocation, &word);
	else if (strcmp(word, "-") == 0 && may_come_on_stdin(kind))
		code = read_line(invocation, &word);
	if (code != EXIT_DONE)
		return code;
	if (!fields_set(invocation->arena, request, field, word, why))
		return fail(invocation, EXIT_USAGE, "%s: %s; see: xueji help %s",
			word_of_field(invocation, field), why, invocation->command->name);
	return EXIT_DONE;
}

enum exit_code call_fill(struct invocation *invocation, ProtobufCMessage *request)
{
	const struct command *command = invocation->command;
	enum exit_code code = EXIT_DONE;
	bool repeats = strstr(command->operands, "…") != NULL; /* the last one */
	size_t last = 0;
	for (const char *at = command->operands; (at = strchr(at, ' ')) != NULL; at++)
		last++;
	if (command->fill != NULL)
		command->fill(request);
	for (size_t i = 0; i < invocation->n_operands && code == EXIT_DONE; i++) {
		size_t at = repeats && i > last ? last : i;
		if (at < FIELDS_MAX && command->fields[at] != NULL)
			code = fill_one(invocation, request, command->fields[at],
				operand_kind(command, at), invocation->operands[i]);
	}
	for (size_t i = 0; i < invocation->n_given && code == EXIT_DONE; i++) {
		const struct given *given = &invocation->given[i];
		if (given->option->field != NULL)
			code = fill_one(invocation, request, given->option->field,
				given->option->value != NULL ? given->option->value : "",
				given->value);
	}
	return code;
}

/* ---- reading ---- */

static char *read_stdin(struct arena *arena, size_t limit, size_t *size_out)
{
	char *text = arena_alloc(arena, limit + 1);
	size_t size = fread(text, 1, limit + 1, stdin);
	if (size > limit || ferror(stdin))
		return NULL;
	text[size] = '\0';
	*size_out = size;
	return text;
}

char *call_read(struct invocation *invocation, const char *name, size_t limit, size_t *size_out)
{
	char why[WHY_SIZE] = "What came on the standard input is too long, or cannot be read.";
	bool is_stdin = strcmp(name, "-") == 0;
	char *text = NULL;
	if (is_stdin)
		text = read_stdin(invocation->arena, limit, size_out);
	else if (invocation->is_confined)
		why_set(why,
			"From afar no file can be named; send it on the standard input, \"-\".");
	else
		text = file_read(invocation->arena, name, limit, size_out, why);
	if (text == NULL)
		fail(invocation, EXIT_FILES, "%s", why);
	return text;
}

ProtobufCMessage *call_read_request(
	struct invocation *invocation, const char *method, const char *file)
{
	json_error_t error;
	char why[WHY_SIZE];
	size_t size;
	const char *text = call_read(invocation, file, JSON_MAX, &size);
	if (text == NULL)
		return NULL;
	json_t *json = json_loadb(text, size, JSON_REJECT_DUPLICATES, &error);
	if (json == NULL) {
		fail(invocation, EXIT_FILES, "%s, line %d: %s.", file, error.line, error.text);
		return NULL;
	}
	ProtobufCMessage *request = json_to_message(
		invocation->arena, json, client_method(&client_methods, method)->request, why);
	json_decref(json);
	if (request == NULL)
		fail(invocation, EXIT_FILES, "%s: %s.", file, why);
	return request;
}

/* ---- writing ---- */

void call_write(struct invocation *invocation, const ProtobufCMessage *message)
{
	const struct command *command = invocation->command;
	if (invocation->output == OUTPUT_JSON || command->columns[0].path == NULL) {
		json_t *json = json_of_message(invocation->arena, message);
		json_print(invocation->arena, json, false);
		json_decref(json);
		return;
	}
	struct rows *rows = rows_begin(invocation);
	size_t n;
	const ProtobufCMessage *const *list =
		command->list != NULL ? fields_list(message, command->list, &n) : &message;
	if (command->list == NULL)
		n = 1;
	for (size_t i = 0; i < n; i++)
		rows_add(rows, list[i]);
	rows_end(rows, command->list == NULL);
}

static void print(struct invocation *invocation, const ProtobufCMessage *message, bool is_item)
{
	json_t *json = json_of_message(invocation->arena, message);
	json_print(invocation->arena, json, is_item);
	fflush(stdout); /* an item is news: it goes out at once */
	json_decref(json);
}

enum exit_code call_stream(
	struct invocation *invocation, const char *method, const ProtobufCMessage *request)
{
	uint64_t number = client_call_keyed(
		invocation->client, method, request, option_value(invocation, "--key"));
	for (;;) {
		struct client_reply reply;
		client_wait(invocation->client, number, &reply);
		bool is_item = reply.outcome == CLIENT_ITEM;
		enum exit_code code = call_complain(invocation, &reply);
		if (code == EXIT_DONE && reply.message != NULL)
			print(invocation, reply.message, is_item);
		client_reply_free(&reply);
		if (!is_item)
			return code;
	}
}

/* ---- page by page ---- */

struct pages {
	struct rows *rows;
	json_t *document, *list;
	int64_t n, limit;
};

static void take_rows(
	struct invocation *invocation, struct pages *pages, const ProtobufCMessage *message)
{
	size_t n;
	const ProtobufCMessage *const *list = fields_list(message, invocation->command->list, &n);
	bool is_json = invocation->output == OUTPUT_JSON;
	if (is_json && pages->document == NULL) {
		pages->document = json_of_message(invocation->arena, message);
		pages->list = json_object_get(pages->document, invocation->command->list);
		json_array_clear(pages->list);
		json_object_del(pages->document, "next_page_token");
	}
	for (size_t i = 0; i < n && pages->n < pages->limit; i++, pages->n++) {
		if (is_json)
			json_array_append_new(
				pages->list, json_of_message(invocation->arena, list[i]));
		else
			rows_add(pages->rows, list[i]);
	}
}

/* One page; *token moves on to the next one's, "" at the end. */
static enum exit_code call_page(struct invocation *invocation, ProtobufCMessage *request,
	struct pages *pages, const char **token)
{
	struct client_reply reply;
	enum exit_code code = call_send(invocation, invocation->command->method, request, &reply);
	if (code == EXIT_DONE) {
		const char *next = fields_string(reply.message, "next_page_token");
		if (*next != '\0' && strcmp(next, *token) == 0)
			code = fail(invocation, EXIT_SERVER,
				"the server gives the same page again and again.");
		take_rows(invocation, pages, reply.message);
		*token = arena_strdup(invocation->arena, next);
	}
	client_reply_free(&reply);
	return code;
}

/* A document or table is written whole or not at all, so a script never takes half for all. */
static enum exit_code call_pages(struct invocation *invocation, ProtobufCMessage *request)
{
	const char *limit = option_value(invocation, "--limit"), *token = "";
	struct pages pages = {rows_begin(invocation), NULL, NULL, 0,
		limit != NULL ? strtoll(limit, NULL, 10) : INT64_MAX};
	char why[WHY_SIZE];
	enum exit_code code;
	if (!fields_set(invocation->arena, request, "page_size", "200", why))
		return fail(invocation, EXIT_FAILED, "%s.", why);
	do {
		if (!fields_set(invocation->arena, request, "page_token", token, why))
			return fail(invocation, EXIT_FAILED, "%s.", why);
		code = call_page(invocation, request, &pages, &token);
	} while (code == EXIT_DONE && *token != '\0' && pages.n < pages.limit);
	if (code == EXIT_DONE && pages.document != NULL)
		json_print(invocation->arena, pages.document, false);
	else if (code == EXIT_DONE)
		rows_end(pages.rows, false);
	json_decref(pages.document);
	return code;
}

enum exit_code command_call(struct invocation *invocation)
{
	const struct command *command = invocation->command;
	ProtobufCMessage *request = call_request(invocation, command->method);
	struct client_reply reply;
	enum exit_code code = call_fill(invocation, request);
	if (code != EXIT_DONE)
		return code;
	if (protobuf_c_message_descriptor_get_field_by_name(request->descriptor, "page_token") !=
			NULL &&
		command->list != NULL)
		return call_pages(invocation, request);
	code = call_send(invocation, command->method, request, &reply);
	if (code == EXIT_DONE)
		call_write(invocation, reply.message);
	client_reply_free(&reply);
	return code;
}
