#include "tui/client/reply.h"

#include <google/rpc/error_details.pb-c.h>
#include <google/rpc/status.pb-c.h>
#include <grpc/byte_buffer.h>
#include <grpc/byte_buffer_reader.h>
#include <string.h>

#include "common/arena.h"
#include "common/text.h"

/* What a message may become in memory: many times its size on the wire, if it is malicious. */
enum { UNPACKED_MAX = 64 << 20 };

/* ---- memory ---- */

static void *allocate(void *arena, size_t size)
{
	return arena_try_alloc(arena, size);
}

static void leave(void *arena, void *bytes)
{
	(void)arena, (void)bytes;
}

static void *unpack(
	struct arena *arena, const ProtobufCMessageDescriptor *type, const void *bytes, size_t size)
{
	ProtobufCAllocator in_arena = {allocate, leave, arena};
	return protobuf_c_message_unpack(type, &in_arena, size, bytes);
}

struct client_reply reply_new(uint64_t call)
{
	return (struct client_reply){
		.call = call, .reason = "", .text = "", .memory = arena_new(UNPACKED_MAX)};
}

void reply_say(struct client_reply *reply, enum lang lang, const struct sentence *sentence)
{
	reply->text = sentence_in(sentence, lang);
}

/* ---- messages ---- */

bool reply_unpack(struct client_reply *reply, const ProtobufCMessageDescriptor *type,
	grpc_byte_buffer *buffer)
{
	grpc_byte_buffer_reader reader;
	reply->bytes_down += (uint32_t)grpc_byte_buffer_length(buffer);
	if (!grpc_byte_buffer_reader_init(&reader, buffer))
		return false;
	grpc_slice slice = grpc_byte_buffer_reader_readall(&reader);
	reply->message =
		unpack(reply->memory, type, GRPC_SLICE_START_PTR(slice), GRPC_SLICE_LENGTH(slice));
	grpc_slice_unref(slice);
	grpc_byte_buffer_reader_destroy(&reader);
	return reply->message != NULL;
}

/* ---- refusals ---- */

/* Text of the wire; what is no UTF-8 is not worth reading. */
static const char *take_text(struct client_reply *reply, const void *bytes, size_t size)
{
	return text_is_utf8(bytes, size) ? arena_strndup(reply->memory, bytes, size) : "";
}

static const void *detail_as(struct client_reply *reply, const Google__Protobuf__Any *any,
	const ProtobufCMessageDescriptor *type)
{
	const char *slash = strrchr(any->type_url, '/');
	if (slash == NULL || strcmp(slash + 1, type->name) != 0)
		return NULL;
	return unpack(reply->memory, type, any->value.data, any->value.len);
}

static void take_faults(struct client_reply *reply, const Google__Rpc__BadRequest *bad)
{
	struct client_fault *faults =
		arena_array(reply->memory, struct client_fault, bad->n_field_violations);
	for (size_t i = 0; i < bad->n_field_violations; i++)
		faults[i] = (struct client_fault){
			bad->field_violations[i]->field, bad->field_violations[i]->description};
	reply->faults = faults;
	reply->n_faults = bad->n_field_violations;
}

static void take_detail(struct client_reply *reply, const Google__Protobuf__Any *any)
{
	const Google__Rpc__ErrorInfo *info;
	const Google__Rpc__BadRequest *bad;
	const Google__Rpc__RetryInfo *retry;
	if ((info = detail_as(reply, any, &google__rpc__error_info__descriptor)) != NULL &&
		strcmp(info->domain, "xueji") == 0)
		reply->reason = info->reason;
	else if ((bad = detail_as(reply, any, &google__rpc__bad_request__descriptor)) != NULL)
		take_faults(reply, bad);
	else if ((retry = detail_as(reply, any, &google__rpc__retry_info__descriptor)) != NULL &&
		 retry->retry_delay != NULL)
		reply->retry_after_ms =
			retry->retry_delay->seconds * 1000 + retry->retry_delay->nanos / 1000000;
}

static void take_details(struct client_reply *reply, grpc_slice bytes)
{
	const Google__Rpc__Status *status = unpack(reply->memory, &google__rpc__status__descriptor,
		GRPC_SLICE_START_PTR(bytes), GRPC_SLICE_LENGTH(bytes));
	for (size_t i = 0; status != NULL && i < status->n_details; i++)
		take_detail(reply, status->details[i]);
}

bool reply_read_status(struct client_reply *reply, grpc_status_code code, grpc_slice text,
	const grpc_metadata_array *trailing)
{
	reply->code = (int)code;
	reply->text = take_text(reply, GRPC_SLICE_START_PTR(text), GRPC_SLICE_LENGTH(text));
	for (size_t i = 0; i < trailing->count; i++)
		if (grpc_slice_str_cmp(trailing->metadata[i].key, "grpc-status-details-bin") == 0)
			take_details(reply, trailing->metadata[i].value);
	return reply->reason[0] != '\0';
}
