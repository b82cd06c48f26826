#include "server/rpc/peer.h"

#include <grpc/grpc_security.h>
#include <string.h>
#include <strings.h>

#include "common/text.h"

enum { PATH_SHOWN = 120 };

/* Short slices live inside the struct, so it is passed by address. */
static bool is_key(const grpc_slice *key, const char *name)
{
	size_t size = strlen(name);
	return GRPC_SLICE_LENGTH(*key) == size &&
	       memcmp(GRPC_SLICE_START_PTR(*key), name, size) == 0;
}

static const char *copy(const grpc_slice *value, struct arena *arena)
{
	return arena_strndup(
		arena, (const char *)GRPC_SLICE_START_PTR(*value), GRPC_SLICE_LENGTH(*value));
}

/* Another scheme than Bearer is no token of ours; it then fails as one that is not known. */
static void take_token(const grpc_slice *value, struct run_headers *headers)
{
	const char *text = (const char *)GRPC_SLICE_START_PTR(*value);
	size_t size = GRPC_SLICE_LENGTH(*value);
	bool is_bearer = size >= 7 && strncasecmp(text, "bearer ", 7) == 0;
	headers->token = is_bearer ? text + 7 : "";
	headers->token_size = is_bearer ? size - 7 : 0;
}

struct run_headers peer_headers(const grpc_metadata_array *metadata, struct arena *arena)
{
	struct run_headers headers = {.token = NULL};
	for (size_t i = 0; i < metadata->count; i++) {
		const grpc_slice *key = &metadata->metadata[i].key;
		const grpc_slice *value = &metadata->metadata[i].value;
		if (headers.token == NULL && is_key(key, "authorization"))
			take_token(value, &headers);
		else if (headers.idempotency_key == NULL && is_key(key, "idempotency-key"))
			headers.idempotency_key = copy(value, arena);
		else if (headers.lang == NULL && is_key(key, "xueji-lang"))
			headers.lang = copy(value, arena);
	}
	return headers;
}

const char *peer_certificate(grpc_call *call, struct arena *arena)
{
	grpc_auth_context *context = grpc_call_auth_context(call);
	const char *name = NULL;
	if (context != NULL && grpc_auth_context_peer_is_authenticated(context)) {
		grpc_auth_property_iterator names = grpc_auth_context_find_properties_by_name(
			context, GRPC_X509_CN_PROPERTY_NAME);
		const grpc_auth_property *first = grpc_auth_property_iterator_next(&names);
		if (first != NULL)
			name = arena_strndup(arena, first->value, first->value_length);
	}
	grpc_auth_context_release(context);
	return name;
}

const char *peer_path(const grpc_slice *path, struct arena *arena)
{
	const char *text = (const char *)GRPC_SLICE_START_PTR(*path);
	size_t size = GRPC_SLICE_LENGTH(*path);
	if (size > 0 && *text == '/') {
		text++;
		size--;
	}
	if (size > PATH_SHOWN || !text_is_utf8(text, size))
		return "?";
	const char *shown = arena_strndup(arena, text, size);
	return text_find_forbidden(shown) == 0 ? shown : "?";
}
