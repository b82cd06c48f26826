/* One call of a command, with what is said of its reply. */
#pragma once

#include "tui/commands/command.h"

/* An empty request for a method of the contract, in the arena. */
ProtobufCMessage *call_request(struct invocation *invocation, const char *method);
/* Fills it from the words of the command line, as the row says. */
enum exit_code call_fill(struct invocation *invocation, ProtobufCMessage *request);

/* Sends it and waits. Of anything but OK the sentence and the faults are on stderr. The reply is to
 * be freed in any case. */
enum exit_code call_send(struct invocation *invocation, const char *method,
	const ProtobufCMessage *request, struct client_reply *reply_out);
/* Says on stderr what a reply other than OK says; its exit code. */
enum exit_code call_complain(const struct invocation *invocation, const struct client_reply *reply);

/* Writes a reply as the command's row and --output say. */
void call_write(struct invocation *invocation, const ProtobufCMessage *message);

/* Sends it and prints what comes, in JSON: of a stream a line an item. */
enum exit_code call_stream(
	struct invocation *invocation, const char *method, const ProtobufCMessage *request);

/* A file, or stdin for "-", with a NUL behind it. NULL after a complaint. */
char *call_read(struct invocation *invocation, const char *name, size_t limit, size_t *size_out);
/* A request from a JSON file. NULL after a complaint. */
ProtobufCMessage *call_read_request(
	struct invocation *invocation, const char *method, const char *file);
