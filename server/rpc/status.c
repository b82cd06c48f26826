#include "server/rpc/status.h"

#include <google/rpc/error_details.pb-c.h>
#include <google/rpc/status.pb-c.h>
#include <grpc/status.h>
#include <inttypes.h>
#include <string.h>

#include "common/arena.h"
#include "common/date.h"
#include "common/text.h"

/* Bytes before encoding: text grows threefold (percent), details by a third (base64). */
enum { TEXT_ROOM = 600, FAULTS_ROOM = 2800, DETAILS = 5 };

static grpc_status_code code_of(enum err err)
{
	switch (err) {
	case OK:
		return GRPC_STATUS_OK;
	case ERR_INVALID:
		return GRPC_STATUS_INVALID_ARGUMENT;
	case ERR_NOT_FOUND:
		return GRPC_STATUS_NOT_FOUND;
	case ERR_EXISTS:
		return GRPC_STATUS_ALREADY_EXISTS;
	case ERR_STALE:
		return GRPC_STATUS_ABORTED;
	case ERR_DENIED:
		return GRPC_STATUS_PERMISSION_DENIED;
	case ERR_UNAUTHENTICATED:
		return GRPC_STATUS_UNAUTHENTICATED;
	case ERR_PRECONDITION:
		return GRPC_STATUS_FAILED_PRECONDITION;
	case ERR_LIMITED:
		return GRPC_STATUS_RESOURCE_EXHAUSTED;
	case ERR_CANCELLED:
		return GRPC_STATUS_CANCELLED;
	case ERR_UNIMPLEMENTED:
		return GRPC_STATUS_UNIMPLEMENTED;
	case ERR_UNAVAILABLE:
		return GRPC_STATUS_UNAVAILABLE;
	case ERR_INTERNAL:
	case ERR_COUNT:
		break;
	}
	return GRPC_STATUS_INTERNAL;
}

/* ---- the text ---- */

static const char *fault_sentence(struct ctx *ctx, const struct fault *fault)
{
	return ctx_sentence(ctx, &reason_row(fault->reason)->sentence, fault->args);
}

/* The longest part of valid UTF-8 that is whole and fits. */
static const char *shorten(struct ctx *ctx, const char *text)
{
	size_t size = strlen(text);
	if (size <= TEXT_ROOM)
		return text;
	for (size = TEXT_ROOM - 3; (text[size] & 0xc0) == 0x80; size--)
		;
	return arena_printf(ctx->arena, "%.*s…", (int)size, text);
}

static const char *faults_text(struct ctx *ctx)
{
	const char *text = "", *between = ctx->lang == LANG_EN ? "; " : "；";
	for (const struct fault *f = ctx->failure.faults; f != NULL; f = f->next) {
		text = arena_printf(ctx->arena, "%s%s%s %s", text, *text ? between : "", f->field,
			fault_sentence(ctx, f));
		if (strlen(text) > TEXT_ROOM)
			break;
	}
	return text;
}

static const char *text_of(struct ctx *ctx)
{
	const struct failure *failure = &ctx->failure;
	const struct sentence *sentence = &reason_row(failure->reason)->sentence;
	if (failure->faults != NULL)
		return shorten(ctx, faults_text(ctx));
	return shorten(ctx, ctx_sentence(ctx, sentence, failure->args));
}

/* ---- the details ---- */

struct details {
	struct ctx *ctx;
	Google__Protobuf__Any any[DETAILS], *list[DETAILS];
	size_t n;
};

static void add(struct details *details, const void *message)
{
	struct arena *arena = details->ctx->arena;
	Google__Protobuf__Any *any = &details->any[details->n];
	const ProtobufCMessage *base = message;
	google__protobuf__any__init(any);
	any->type_url = arena_printf(arena, "type.googleapis.com/%s", base->descriptor->name);
	any->value.len = protobuf_c_message_get_packed_size(base);
	any->value.data = arena_alloc(arena, any->value.len);
	protobuf_c_message_pack(base, any->value.data);
	details->list[details->n++] = any;
}

static Google__Rpc__BadRequest *bad_request(struct ctx *ctx)
{
	const struct fault *first = ctx->failure.faults;
	Google__Rpc__BadRequest *bad = arena_one(ctx->arena, Google__Rpc__BadRequest);
	size_t n = 0, room = FAULTS_ROOM;
	google__rpc__bad_request__init(bad);
	for (const struct fault *f = first; f != NULL; f = f->next)
		n++;
	bad->field_violations =
		arena_array(ctx->arena, Google__Rpc__BadRequest__FieldViolation *, n);
	for (const struct fault *f = first; f != NULL; f = f->next) {
		Google__Rpc__BadRequest__FieldViolation *violation =
			arena_one(ctx->arena, Google__Rpc__BadRequest__FieldViolation);
		google__rpc__bad_request__field_violation__init(violation);
		violation->field = arena_strdup(ctx->arena, f->field);
		violation->description = arena_strdup(ctx->arena, fault_sentence(ctx, f));
		size_t size = strlen(violation->field) + strlen(violation->description) + 8;
		if (size > room)
			break;
		room -= size;
		bad->field_violations[bad->n_field_violations++] = violation;
	}
	return bad;
}

static void add_error_info(struct details *details, size_t n_sent)
{
	struct ctx *ctx = details->ctx;
	Google__Rpc__ErrorInfo info = GOOGLE__RPC__ERROR_INFO__INIT;
	Google__Rpc__ErrorInfo__MetadataEntry count = GOOGLE__RPC__ERROR_INFO__METADATA_ENTRY__INIT,
					      *entries[] = {&count};
	info.reason = arena_strdup(ctx->arena, reason_row(ctx->failure.reason)->name);
	info.domain = arena_strdup(ctx->arena, "xueji");
	if (ctx->failure.n_faults > n_sent) {
		count.key = arena_strdup(ctx->arena, "faults");
		count.value = arena_printf(ctx->arena, "%zu", ctx->failure.n_faults);
		info.metadata = entries;
		info.n_metadata = 1;
	}
	add(details, &info);
}

static void add_retry(struct details *details)
{
	Google__Protobuf__Duration delay = GOOGLE__PROTOBUF__DURATION__INIT;
	Google__Rpc__RetryInfo retry = GOOGLE__RPC__RETRY_INFO__INIT;
	delay.seconds = details->ctx->failure.retry_after_us / US_PER_SECOND;
	delay.nanos = (int32_t)(details->ctx->failure.retry_after_us % US_PER_SECOND * 1000);
	retry.retry_delay = &delay;
	add(details, &retry);
}

static void add_message(struct details *details, const char *text)
{
	struct ctx *ctx = details->ctx;
	Google__Rpc__LocalizedMessage message = GOOGLE__RPC__LOCALIZED_MESSAGE__INIT;
	Google__Rpc__RequestInfo request = GOOGLE__RPC__REQUEST_INFO__INIT;
	message.locale = arena_strdup(ctx->arena, ctx->lang == LANG_EN ? "en" : "zh-CN");
	message.message = arena_strdup(ctx->arena, text);
	add(details, &message);
	request.request_id = arena_printf(ctx->arena, "%" PRId64, ctx->call_id);
	add(details, &request);
}

static void add_details(struct details *details, const char *text)
{
	Google__Rpc__BadRequest *bad =
		details->ctx->failure.faults != NULL ? bad_request(details->ctx) : NULL;
	add_error_info(details, bad != NULL ? bad->n_field_violations : 0);
	if (bad != NULL)
		add(details, bad);
	if (details->ctx->failure.retry_after_us > 0)
		add_retry(details);
	add_message(details, text);
}

struct status status_make(struct ctx *ctx, enum err err)
{
	if (err == OK)
		return (struct status){.code = GRPC_STATUS_OK, .text = ""};
	if (ctx->failure.err != err)
		err = ctx_broken(ctx, ERR_INTERNAL, "%s without a reason", err_name(err));
	struct status status = {.code = code_of(err), .text = text_of(ctx)};
	struct details details = {.ctx = ctx};
	add_details(&details, status.text);
	Google__Rpc__Status message = GOOGLE__RPC__STATUS__INIT;
	message.code = status.code;
	message.message = arena_strdup(ctx->arena, status.text);
	message.details = details.list;
	message.n_details = details.n;
	status.details_size = google__rpc__status__get_packed_size(&message);
	status.details = arena_alloc(ctx->arena, status.details_size);
	google__rpc__status__pack(&message, status.details);
	return status;
}
