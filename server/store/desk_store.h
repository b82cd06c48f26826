/* What desks count (server/service/desk_source.h). Each function reads one range of an index and
 * counts no further than DESK_MOST, which stands for "so many or more". */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "server/ctx.h"
#include "server/registry/case_table.h"
#include "server/store/campaign_store.h"

enum { DESK_MOST = 1000 };

struct desk_sum {
	int64_t count;
	int64_t first_us; /* the longest waiting of them; 0: none, or not kept */
};

/* Cases of a type whose move is that party's of that unit; with those of them that are due today,
 * late today, and the earliest due day, DUE_NEVER if none has one. */
struct desk_moves {
	struct desk_sum sum;
	int64_t due_today, late;
	int32_t first_due;
};
enum err desk_turn(struct ctx *ctx, int64_t unit, enum case_party party, enum case_type type,
	struct desk_moves *out) MUST_CHECK;
/* Open cases of a type at a school that were opened before the instant. */
enum err desk_opened_before(struct ctx *ctx, int64_t school, enum case_type type, int64_t us,
	struct desk_sum *out) MUST_CHECK;
/* Open cases of a type that have gone on to parties behind `last`, of a school or of a bureau. */
enum err desk_beyond_school(struct ctx *ctx, int64_t school, enum case_type type,
	enum case_party last, struct desk_sum *out) MUST_CHECK;
enum err desk_beyond_bureau(struct ctx *ctx, int64_t bureau, enum case_type type,
	enum case_party last, struct desk_sum *out) MUST_CHECK;

/* Children on a school's roll whose items are to be confirmed. */
enum err desk_provisional(struct ctx *ctx, int64_t school, struct desk_sum *out) MUST_CHECK;

/* Proposals of a unit that wait for a second person (Q3): one for each policy at most. */
struct desk_proposal {
	const char *policy;
	int64_t proposed_by, proposed_us;
};
enum err desk_proposals(
	struct ctx *ctx, int64_t unit, struct desk_proposal **out, size_t *n_out) MUST_CHECK;

/* Active operators of a unit and of those directly below it whose certificate is not valid beyond
 * a day, or no longer valid; *first_out is the day on which the first of them ends, or 0. */
enum err desk_certificates(struct ctx *ctx, int64_t unit, int32_t until, struct desk_sum *out,
	int32_t *first_out) MUST_CHECK;
enum err desk_certificates_expired(
	struct ctx *ctx, int64_t unit, int32_t today, struct desk_sum *out) MUST_CHECK;
/* Suspensions of a school that end by a day; how many of them are over; the first end, or 0. */
enum err desk_suspended(struct ctx *ctx, int64_t school, int32_t until, int64_t *count_out,
	int64_t *over_out, int32_t *first_out) MUST_CHECK;
/* Dropouts of a county's schools from one to another, both included (R30). */
enum err desk_dropped_out(struct ctx *ctx, int64_t county, int64_t first, int64_t last,
	struct desk_sum *out) MUST_CHECK;
/* Accounts sealed because they lay idle, and those with a one-time password that waits for use. */
enum err desk_idle(struct ctx *ctx, int64_t unit, struct desk_sum *out) MUST_CHECK;
enum err desk_one_time(struct ctx *ctx, int64_t unit, struct desk_sum *out) MUST_CHECK;
/* An operator's own certificate: its last valid day, 0 when he has none. */
enum err desk_own_certificate(struct ctx *ctx, int64_t operator_id, int32_t *until_out) MUST_CHECK;

/* Batches of imports of which something waits for a party of a unit, among its first DESK_MOST. */
enum err desk_batches(
	struct ctx *ctx, int64_t unit, enum case_party party, struct desk_sum *out) MUST_CHECK;
/* An operator's sheets that have not come to their end; dry runs do not count. */
enum err desk_imports(struct ctx *ctx, int64_t operator_id, struct desk_sum *out) MUST_CHECK;
/* Exports that wait for a bureau, without those that `operator_id` asked for himself; and those of
 * an operator that were approved since an instant. */
enum err desk_exports(
	struct ctx *ctx, int64_t bureau, int64_t operator_id, struct desk_sum *out) MUST_CHECK;
enum err desk_exports_ready(
	struct ctx *ctx, int64_t operator_id, int64_t since_us, struct desk_sum *out) MUST_CHECK;

/* Campaigns that run today, wherever: a few. */
struct desk_campaign {
	int64_t unit;
	enum campaign_kind kind;
	int32_t last_day;
};
enum err desk_campaigns(struct ctx *ctx, struct desk_campaign **out, size_t *n_out) MUST_CHECK;

/* Moves of a unit, of whatever party and type, that are late today. */
enum err desk_late(struct ctx *ctx, int64_t unit, struct desk_sum *out) MUST_CHECK;
