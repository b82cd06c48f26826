/* Seals for what travels as text: page tokens and their like. */
#pragma once

#include "server/store/seal.h"

/* As seal, written in base64url. */
char *seal_text(struct arena *arena, const struct keys *keys, struct seal_place place,
	const void *plain, size_t size);
/* NULL when it is not ours, was tampered with, or its key is missing. */
void *seal_open_text(struct arena *arena, const struct keys *keys, struct seal_place place,
	const char *text, size_t *size_out);
