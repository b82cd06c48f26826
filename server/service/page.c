#include "server/service/page.h"

#include <assert.h>
#include <string.h>

#include "server/store/seal_text.h"

enum { NUMBERS_SIZE = 2 * sizeof(int64_t) };

static const ProtobufCFieldDescriptor *field_of(const ProtobufCMessage *message, const char *name)
{
	const ProtobufCFieldDescriptor *field =
		protobuf_c_message_descriptor_get_field_by_name(message->descriptor, name);
	assert(field != NULL && "a paged request has page_size and page_token");
	return field;
}

static void *member(void *message, const ProtobufCFieldDescriptor *field)
{
	return (char *)message + field->offset;
}

/* What the token belongs to: the method, and the request without its page fields. */
static int64_t bind(struct ctx *ctx, const ProtobufCMessage *request)
{
	ProtobufCMessage *filters =
		arena_dup(ctx->arena, request, request->descriptor->sizeof_message);
	*(int32_t *)member(filters, field_of(request, "page_size")) = 0;
	*(const char **)member(filters, field_of(request, "page_token")) = protobuf_c_empty_string;
	size_t method = strlen(ctx->method) + 1;
	size_t size = method + protobuf_c_message_get_packed_size(filters);
	uint8_t *bytes = arena_alloc(ctx->arena, size);
	uint8_t digest[BLIND_SIZE];
	int64_t binding;
	memcpy(bytes, ctx->method, method);
	protobuf_c_message_pack(filters, bytes + method);
	blind_index(ctx->app->keys, "page", bytes, size, digest);
	memcpy(&binding, digest, sizeof binding);
	return binding;
}

static struct seal_place place_of(const struct page *page)
{
	return (struct seal_place){"page", page->binding};
}

static bool open_token(struct page *page, const char *token)
{
	size_t size = 0;
	const char *plain = seal_open_text(
		page->ctx->arena, page->ctx->app->keys, place_of(page), token, &size);
	if (plain == NULL || size < NUMBERS_SIZE)
		return false;
	memcpy(page->number, plain, NUMBERS_SIZE);
	page->text = arena_strndup(page->ctx->arena, plain + NUMBERS_SIZE, size - NUMBERS_SIZE);
	page->is_first = false;
	return true;
}

void page_read(struct ctx *ctx, const ProtobufCMessage *request, struct page *out)
{
	int32_t size = *(int32_t *)member((void *)request, field_of(request, "page_size"));
	const char *token = *(char **)member((void *)request, field_of(request, "page_token"));
	*out = (struct page){.is_first = true, .text = "", .ctx = ctx};
	if (size < 0)
		ctx_fault(ctx, "page_size", REASON_OUT_OF_RANGE, "0", "200");
	out->size = size <= 0 ? PAGE_DEFAULT : size > PAGE_MOST ? PAGE_MOST : (size_t)size;
	out->binding = bind(ctx, request);
	if (token[0] != '\0' && !open_token(out, token))
		ctx_fault(ctx, "page_token", REASON_NOT_A_PAGE_TOKEN);
}

char *page_next(const struct page *page, int64_t first, int64_t second, const char *text)
{
	struct arena *arena = page->ctx->arena;
	size_t text_size = text != NULL ? strlen(text) : 0, size = NUMBERS_SIZE + text_size;
	const int64_t numbers[] = {first, second};
	char *plain = arena_alloc(arena, size);
	memcpy(plain, numbers, NUMBERS_SIZE);
	if (text_size > 0)
		memcpy(plain + NUMBERS_SIZE, text, text_size);
	return seal_text(arena, page->ctx->app->keys, place_of(page), plain, size);
}
