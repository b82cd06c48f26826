/* Lists for the nation and the police, as they are kept (Q6): each is one parcel
 * (server/store/parcel_store.h), whose rows are remembered here so that verdicts find the child.
 * Lists are made and verdicts take effect in server/node.
 *
 * A verdict is about what was asked: an entry keeps a keyed hash of the facts that were sent, and a
 * verdict on a child whose facts have changed since is refused. Any other change of the record (a
 * class, a telephone number) leaves it good. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "server/ctx.h"
#include "server/registry/parcel_table.h"
#include "server/store/seal.h"
#include "xueji/v1/parcels.pb-c.h"
#include "xueji/v1/students.pb-c.h"

/* Stored; never change one. */
enum list_state {
	LIST_BEING_MADE = 1,
	LIST_MADE,     /* its parcel is ready; verdicts are awaited */
	LIST_ANSWERED, /* the last verdicts are in */
	LIST_EMPTY     /* nobody was found for it */
};

struct list {
	int64_t id, unit;
	enum parcel_kind kind;
	enum list_state state;
	int64_t parcel;   /* 0 while nobody is on it */
	int64_t after_id; /* while it is being made: of the child or case looked at last */
	int64_t entries, settled, refused;
	int64_t made_by, made_us, moved_us;
	const char *reason;
};

/* Stored; never change one. */
enum list_entry_state {
	ENTRY_WAITS = 1,
	ENTRY_SETTLED,
	ENTRY_REFUSED,   /* its verdict took no effect */
	ENTRY_UNANSWERED /* the answer was complete, and said nothing of it */
};

struct list_entry {
	int64_t list, row;
	enum parcel_kind kind;
	int64_t student, kase, kase_rev; /* kase 0: none */
	uint8_t facts[BLIND_SIZE];
	enum list_entry_state state;
	int result; /* of xueji.v1.VerdictResult */
};

/* What was, or would be, asked about a child. */
void list_facts(const struct keys *keys, const Xueji__V1__ListRow *row, uint8_t out[BLIND_SIZE]);

/* ---- lists ---- */

/* id and times are filled in. LIST_BEING_MADE when one of the kind is. */
enum err list_insert(struct ctx *ctx, struct list *list) MUST_CHECK;
/* State, parcel, after_id and the three numbers; moved_us follows. */
enum err list_save(struct ctx *ctx, struct list *list) MUST_CHECK;
/* NO_SUCH_LIST when there is none. */
enum err list_get(struct ctx *ctx, int64_t id, struct list *out) MUST_CHECK;
enum err list_of_parcel(struct ctx *ctx, int64_t parcel, struct list *out) MUST_CHECK;
/* One that is being made; *found_out false when there is none. */
enum err list_being_made(struct ctx *ctx, struct list *out, bool *found_out) MUST_CHECK;
/* Of a province, newest first, below `before` (0: from the newest). */
enum err list_page(struct ctx *ctx, int64_t unit, int64_t before, size_t limit,
	struct list **lists_out, size_t *n_out) MUST_CHECK;
/* The newest of a kind that was not empty; *found_out false when there is none. */
enum err list_newest(struct ctx *ctx, int64_t unit, enum parcel_kind kind, struct list *out,
	bool *found_out) MUST_CHECK;

/* ---- who might be on one ---- */

struct list_candidate {
	int64_t id; /* of the case, or of the child: the list goes on behind it */
	int64_t student, kase, kase_rev;
};
/* The next at most `limit` behind list->after_id who are not waiting on another list of the kind:
 * cases that wait for the nation, children without a G, children on a roll. */
enum err list_candidates(struct ctx *ctx, const struct list *list, size_t limit,
	struct list_candidate *out, size_t *n_out) MUST_CHECK;
/* How many cases of this list's kind wait for the nation and are on no list; since when the oldest
 * does, 0 for none. */
enum err list_waiting(struct ctx *ctx, int64_t unit, enum parcel_kind kind, int64_t *n_out,
	int64_t *oldest_us_out) MUST_CHECK;

/* ---- entries ---- */

enum err list_entry_insert(struct ctx *ctx, const struct list_entry *entry) MUST_CHECK;
/* *found_out false when the list has no such row. */
enum err list_entry_get(struct ctx *ctx, int64_t list, int64_t row, struct list_entry *out,
	bool *found_out) MUST_CHECK;
/* Writes state and result. */
enum err list_entry_save(struct ctx *ctx, const struct list_entry *entry) MUST_CHECK;
/* Those without a verdict are free for another list. */
enum err list_release(struct ctx *ctx, int64_t list) MUST_CHECK;

struct list_refusal {
	int64_t seq, row;
	int result;
	const char *reason; /* a word of domain/reasons.def */
	int64_t student;    /* 0: the list has no such row */
	int64_t at_us;
};
/* Remembers a verdict that took no effect, and counts it in `list`. */
enum err list_refuse(
	struct ctx *ctx, struct list *list, int64_t row, int result, enum reason reason) MUST_CHECK;
enum err list_refusals(struct ctx *ctx, int64_t list, int64_t after, size_t limit,
	struct list_refusal **rows_out, size_t *n_out) MUST_CHECK;
