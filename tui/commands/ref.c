#include "tui/commands/ref.h"

#include <string.h>

#include "tui/commands/call.h"
#include "tui/commands/fields.h"

static enum exit_code ask_rev(struct invocation *invocation, const char *method, const char *field,
	Xueji__V1__CaseRef *ref)
{
	ProtobufCMessage *request = call_request(invocation, method);
	struct client_reply reply;
	char why[WHY_SIZE];
	if (!fields_set(invocation->arena, request, field, ref->case_id, why))
		return fail(invocation, EXIT_USAGE, "%s: %s.", ref->case_id, why);
	uint64_t call = client_call(invocation->client, method, request);
	client_wait(invocation->client, call, &reply);
	enum exit_code code = call_complain(invocation, &reply);
	if (code == EXIT_DONE &&
		!fields_set(invocation->arena, &ref->base, "rev",
			fields_text(invocation->arena, reply.message, "summary.rev"), why))
		code = fail(invocation, EXIT_SERVER, "%s: %s.", ref->case_id, why);
	client_reply_free(&reply);
	return code;
}

enum exit_code ref_read(struct invocation *invocation, const char *word, const char *method,
	const char *field, Xueji__V1__CaseRef *out)
{
	char why[WHY_SIZE];
	const char *at = strchr(word, '@');
	xueji__v1__case_ref__init(out);
	out->case_id = arena_strndup(
		invocation->arena, word, at != NULL ? (size_t)(at - word) : strlen(word));
	if (at == NULL)
		return ask_rev(invocation, method, field, out);
	return fields_set(invocation->arena, &out->base, "rev", at + 1, why)
		       ? EXIT_DONE
		       : fail(invocation, EXIT_USAGE, "%s: %s.", word, why);
}

enum exit_code ref_read_all(struct invocation *invocation, size_t first, const char *method,
	const char *field, Xueji__V1__CaseRef ***out, size_t *n_out)
{
	enum exit_code code = EXIT_DONE;
	*n_out = invocation->n_operands - first;
	*out = arena_array(invocation->arena, Xueji__V1__CaseRef *, *n_out);
	for (size_t i = 0; i < *n_out && code == EXIT_DONE; i++) {
		(*out)[i] = arena_one(invocation->arena, Xueji__V1__CaseRef);
		code = ref_read(
			invocation, operand(invocation, first + i), method, field, (*out)[i]);
	}
	return code;
}
