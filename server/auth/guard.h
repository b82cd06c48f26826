/* Slows down guessing without locking anyone out: the first failures cost nothing, after that each
 * try must wait, twice as long every time, up to the policy's longest wait. A try that comes too
 * early is refused without being looked at and counts for nothing.
 *
 * What is counted is a key, not an operator: the name together with the console it comes from, if
 * the operator used that console before, else together with the client certificate's name. So a
 * stranger's guesses never delay the operator at his own console, names that nobody has are counted
 * like the others, and the store names nobody. */
#pragma once

#include <stdint.h>

#include "server/ctx.h"
#include "server/store/seal.h"

struct guard {
	uint8_t key[BLIND_SIZE];
};
/* `what` keeps purposes apart ("sign_in"), `name` says whose, `place` where from; may be NULL. */
struct guard guard_of(const struct ctx *ctx, const char *what, const char *name, const char *place);
/* TRY_LATER with failure.retry_after_us, when it is too early. */
enum err guard_check(struct ctx *ctx, const struct guard *guard) MUST_CHECK;
/* Counts a failure, and puts the wait that follows into failure.retry_after_us. */
enum err guard_count(struct ctx *ctx, const struct guard *guard) MUST_CHECK;
enum err guard_clear(struct ctx *ctx, const struct guard *guard) MUST_CHECK;
/* How long to wait after so many failures in a row. */
int64_t guard_wait_us(int64_t failures, int64_t free_tries, int64_t longest_seconds);
