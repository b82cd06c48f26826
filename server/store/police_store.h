/* What the police's base of residents said last of each child, for the rules that make problem
 * records of it. Beside a child whose facts have changed since, it says nothing any more:
 * police_is_about tells. */
#pragma once

#include <stdbool.h>

#include "server/ctx.h"
#include "server/store/seal.h"
#include "xueji/v1/parcels.pb-c.h"

struct police_check {
	int64_t student, list;
	Xueji__V1__VerdictResult result; /* MATCH, NAME_DIFFERS, NOT_FOUND, NUMBER_REPLACED */
	uint8_t facts[BLIND_SIZE];       /* what it was said of (server/store/list_store.h) */
	int64_t at_us;
	Xueji__V1__Verdict *verdict; /* the note, and the number that replaces the listed one */
};

/* In place of what was said before. Of `check`, at_us is filled in. */
enum err police_put(struct ctx *ctx, struct police_check *check) MUST_CHECK;
/* *found_out false when the child was never compared. */
enum err police_get(
	struct ctx *ctx, int64_t student, struct police_check *out, bool *found_out) MUST_CHECK;
/* Those of a result, by id, behind `after`; students only. MATCH cannot be asked for. */
enum err police_with_result(struct ctx *ctx, Xueji__V1__VerdictResult result, int64_t after,
	size_t limit, int64_t *students_out, size_t *n_out) MUST_CHECK;
/* Is it about the child as these facts describe him? */
bool police_is_about(const struct police_check *check, const uint8_t facts[BLIND_SIZE]);
