/* Dated values of policies in the store (Q3): proposed by one person, decided by another. What is
 * in force is read from memory (server/store/policy_cache.h). */
#pragma once

#include "server/ctx.h"
#include "server/store/policy_cache.h"

/* All approved values, in the order that policies_build takes; from the arena. Keys that this
 * program does not know (an older one wrote them) are left out. */
enum err policy_read_approved(
	struct ctx *ctx, struct policy_value **values_out, size_t *n_out) MUST_CHECK;
