/* Counting the children of a school one by one, to compare with the counters that are kept with
 * each change (stat_store.h). Each school in a snapshot of its own, so that it can be done beside a
 * server. */
#pragma once

#include "server/store/stat_store.h"

/* The first stage and grade where kept counters differ, with what was counted more than is kept;
 * grade 0: they agree. ctx->db is outside a transaction. */
enum err student_recount(struct ctx *ctx, int64_t school, struct stat_row *differs_out) MUST_CHECK;
/* The school with the next higher id; 0: there is none. */
enum err student_recount_next(struct ctx *ctx, int64_t after, int64_t *school_out) MUST_CHECK;
