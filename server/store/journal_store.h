/* The journal: append-only, hash-chained. Entries are written by the engine from ctx_journal notes,
 * in the transaction of what they describe; nothing else writes them. */
#pragma once

#include "server/ctx.h"

/* Writes all notes of the ctx, in order, as done by ctx->actor at ctx->now_us on call ctx->call_id.
 */
enum err journal_write_notes(struct ctx *ctx) MUST_CHECK;
