/* The one function that judges rights (Q1). Every method goes through it, from the engine
 * by its row, or from the handler for each id of a list (SCOPE_EACH). */
#pragma once

#include "server/method.h"

/* May the caller, by one posting in force today that holds one of `who`, reach `place`? Role and
 * reach must come from the same posting. OK, ERR_DENIED (OUTSIDE_SCOPE, or NO_RIGHT when no posting
 * holds such a role), or ERR_UNAUTHENTICATED for a stranger. With SCOPE_EACH the place is a unit
 * and must lie in the subtree; with SCOPE_SELF it is an operator, 0 meaning the caller. A place
 * that does not exist is outside every scope. Jobs and the command line (OPERATOR_SYSTEM) may.
 * Where the right is a deputy's, ctx->actor.for_operator says whose, for the journal. */
enum err access_check(struct ctx *ctx, const struct method *method, int64_t place) MUST_CHECK;

/* The same before the message is known: the role, wherever, and whether his limits (one-time
 * password, second factor, expired certificate) leave him this method. */
enum err access_admit(struct ctx *ctx, const struct method *method) MUST_CHECK;
/* Why access_admit would refuse; REASON_COUNT when it would not. */
enum reason access_hindrance(const struct ctx *ctx, const struct method *method);

/* Whether the request is about the object to which a spent ticket's session is bound; OK for any
 * other session. */
enum err access_check_errand(
	struct ctx *ctx, const struct method *method, const void *request) MUST_CHECK;

/* The roles that these rights hold on a day, wherever they are. */
uint32_t rights_on(const struct right *rights, size_t n, int32_t day);
/* Those of the caller today. */
uint32_t access_roles(const struct ctx *ctx);
/* The posting by which he may, for the journal ("for whom"): NULL if none. */
const struct right *access_right(
	const struct ctx *ctx, uint32_t who, enum scope scope, int64_t place);
