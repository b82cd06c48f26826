/* The registry's state as text: one line a row, in a natural order, by codes and names, without
 * revisions, instants, nonces and salts. Two stores that hold the same give the same dump, however
 * they came to it. The journal is not in it: it says how. Sealed items stand as a digest of their
 * plain text, which whoever guesses the text can compare: a dump is as confidential as the store.
 * Each kind of row is a line of the table in dump.c. */
#pragma once

#include <stdio.h>

#include "server/ctx.h"

/* Writes it to `out`, in one snapshot of ctx->db. ERR_UNAVAILABLE when `out` takes no more. */
enum err dump_write(struct ctx *ctx, FILE *out) MUST_CHECK;
