#include "server/store/seal_text.h"

#include <sodium.h>
#include <string.h>

enum { VARIANT = sodium_base64_VARIANT_URLSAFE_NO_PADDING };

char *seal_text(struct arena *arena, const struct keys *keys, struct seal_place place,
	const void *plain, size_t size)
{
	const void *sealed = seal(arena, keys, place, plain, size, &size);
	size_t room = sodium_base64_encoded_len(size, VARIANT);
	return sodium_bin2base64(arena_alloc(arena, room), room, sealed, size, VARIANT);
}

void *seal_open_text(struct arena *arena, const struct keys *keys, struct seal_place place,
	const char *text, size_t *size_out)
{
	size_t length = strlen(text), size = 0;
	uint8_t *sealed = arena_alloc(arena, length); /* text is longer than what it stands for */
	if (sodium_base642bin(sealed, length, text, length, NULL, &size, NULL, VARIANT) != 0)
		return NULL;
	return seal_open(arena, keys, place, sealed, size, size_out);
}
