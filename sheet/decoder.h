/* Bytes of a text file made into UTF-8, whatever they are in. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "common/why.h"
#include "common/err.h"

struct decoder;
/* Chooses by the file's first bytes, or all of them: a mark; else UTF-8 if that is what they are;
 * else GB18030. A mark is passed over: *skip_out bytes. NULL and a sentence when they are no
 * text, or the machine lacks the encoding. */
struct decoder *decoder_open(const char *head, size_t size, bool is_whole, size_t *skip_out,
	char why[WHY_SIZE]) MUST_CHECK;
void decoder_close(struct decoder *decoder); /* NULL is fine */

/* Decodes some of *at … end, which moves on, into `out`; how many bytes were written. False when
 * the bytes are not in that encoding, or evidently meant in UTF-8. `is_last` says that nothing
 * follows. */
bool decoder_run(struct decoder *decoder, const char **at, const char *end, bool is_last, char *out,
	size_t size, size_t *n_out) MUST_CHECK;
const char *decoder_name(const struct decoder *decoder); /* "UTF-8" */
