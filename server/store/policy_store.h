/* Dated values of policies in the store (Q3): proposed by one person, decided by another. What is
 * in force is read from memory (server/store/policy_cache.h). Results are from the arena. */
#pragma once

#include "server/ctx.h"
#include "server/store/policy_cache.h"

/* All approved values, in the order that policies_build takes. Keys that this program does not know
 * (another version wrote them) are left out. */
enum err policy_read_approved(
	struct ctx *ctx, struct policy_value **values_out, size_t *n_out) MUST_CHECK;

enum policy_state { POLICY_PROPOSED = 1, POLICY_APPROVED, POLICY_REFUSED, POLICY_WITHDRAWN };

struct policy_proposal {
	int64_t id, rev, unit;
	const char *key;
	bool is_inherited; /* then the value is 0 */
	int64_t value;
	int32_t from_day;
	enum policy_state state;
	const char *reason;
	int64_t proposed_by, proposed_us;
	int64_t decided_by, decided_us; /* 0: not yet */
	const char *decision_reason;
	const char *proposed_by_name, *decided_by_name; /* when read; else NULL */
};

/* Inserts it as proposed, by the ctx's actor; sets id, rev, state, who and when. */
enum err policy_propose(struct ctx *ctx, struct policy_proposal *proposal) MUST_CHECK;
/* Settles a waiting proposal with its `state` and `decision_reason`; STALE unless it still waits
 * with that rev. Sets rev, who and when. */
enum err policy_settle(struct ctx *ctx, struct policy_proposal *proposal) MUST_CHECK;
/* An approved value from today on, set by the command line without a second person (init, demo). */
enum err policy_install(
	struct ctx *ctx, int64_t unit, enum policy policy, int64_t value) MUST_CHECK;

/* NULL in *out: there is none. */
enum err policy_get(struct ctx *ctx, int64_t id, struct policy_proposal **out) MUST_CHECK;
/* One proposal for this policy waits. */
enum err policy_is_waiting(struct ctx *ctx, int64_t unit, const char *key, bool *out) MUST_CHECK;
/* What waits, and what is approved from a day behind `day` on, of two units (0: none), by day; at
 * most `limit`. */
enum err policy_coming(struct ctx *ctx, const int64_t units[2], int32_t day, size_t limit,
	struct policy_proposal **out, size_t *n_out) MUST_CHECK;
/* All of a unit, newest first, behind `before` (INT64_MAX: the newest); key "": of all policies. */
enum err policy_list(struct ctx *ctx, int64_t unit, const char *key, int64_t before, size_t limit,
	struct policy_proposal **out, size_t *n_out) MUST_CHECK;
