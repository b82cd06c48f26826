/* Checks for records that may be of one child: which were asked for and how far they are; which
 * children wait to be compared after a write; and what both read. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "server/ctx.h"
#include "server/store/guardian_store.h"
#include "server/store/student_store.h"

enum check_rule {
	CHECK_EXACT = 1 << 0,  /* the same number; the same name, sex and birth without one */
	CHECK_NEAR = 1 << 1,   /* what slips part (Q14) */
	CHECK_RECORD = 1 << 2, /* what is wrong with a record by itself */
	CHECK_RULES = CHECK_EXACT | CHECK_NEAR | CHECK_RECORD
};

/* Stored; never change one. */
enum check_state {
	CHECK_WAITING = 1,
	CHECK_READING,
	CHECK_COMPARING,
	CHECK_TELLING, /* what was found becomes problem records */
	CHECK_DONE,    /* from here on it is over */
	CHECK_STOPPED,
	CHECK_FAILED
};

struct check_run {
	int64_t id, unit;
	uint32_t rules;
	enum check_state state;
	int done;                        /* of 1,000 */
	int64_t records;                 /* that were read */
	int64_t exact, likely, possible; /* findings */
	/* Records of it that do not open, and findings that could not be written down. */
	int64_t left_out;
	int64_t asked_by, asked_us, began_us, ended_us;
};
static inline bool check_is_over(const struct check_run *run)
{
	return run->state >= CHECK_DONE;
}

/* The id and what follows from it are filled in. CHECK_RUNS when one of the unit is under way. */
enum err check_run_insert(struct ctx *ctx, struct check_run *run) MUST_CHECK;
/* NO_SUCH_CHECK when there is none. */
enum err check_run_get(struct ctx *ctx, int64_t id, struct check_run *out) MUST_CHECK;
/* The oldest that is not over; *found_out false when there is none. */
enum err check_run_next(struct ctx *ctx, struct check_run *out, bool *found_out) MUST_CHECK;
/* Of a unit, newest first, below `before`. */
enum err check_run_page(struct ctx *ctx, int64_t unit, int64_t before, size_t limit,
	struct check_run **runs_out, size_t *n_out) MUST_CHECK;
/* Writes how far it is. One that is over meanwhile stays as it is. Whoever watches is told. */
enum err check_run_save(struct ctx *ctx, const struct check_run *run) MUST_CHECK;
/* What wakes those who watch it. */
uint64_t check_run_topic(int64_t id);

/* ---- children who wait ---- */

/* Puts a child there; after the commit app->check is told. */
enum err check_waiting_add(struct ctx *ctx, int64_t student) MUST_CHECK;
enum err check_waiting_first(struct ctx *ctx, int64_t *student_out) MUST_CHECK; /* 0: none */
enum err check_waiting_remove(struct ctx *ctx, int64_t student) MUST_CHECK;

/* ---- what is read: all from the arena ---- */

/* Children who have a record, by id, from behind `after`: id, school, name, sex, birth date, stage,
 * status, kind of number and whether papers are to come; `sealed` is the profile's. */
struct check_child {
	struct student_row row;
	const void *sealed;
	size_t sealed_size;
};
enum err check_children(struct ctx *ctx, int64_t after, size_t limit, struct check_child **out,
	size_t *n_out) MUST_CHECK;

/* Who claims an identity: some of the next `limit` claims behind *at, which moves on; all zero is
 * the beginning. Those who share one follow one another, all of them, if they are fewer than
 * `limit`. */
struct check_at {
	uint8_t key[BLIND_SIZE];
	int64_t claimant;
	bool has_begun, is_over;
};
struct check_claim {
	int64_t student;
	bool is_of_same; /* the identity that the one before it claims */
};
enum err check_claims(struct ctx *ctx, struct check_at *at, size_t limit, struct check_claim **out,
	size_t *n_out) MUST_CHECK;

/* The first day after this one on which anybody was born; "" when there is none. */
enum err check_next_birth(struct ctx *ctx, const char *after, const char **out) MUST_CHECK;

struct check_name {
	int64_t id;
	const char *text;
};
/* Who was born that day, with a name between these, both included: by name. CHECK_LAST is behind
 * all names. */
#define CHECK_LAST "\xf4\x8f\xbf\xbf"
enum err check_born(struct ctx *ctx, const char *birth, const char *from, const char *to,
	size_t limit, struct check_name **out, size_t *n_out) MUST_CHECK;
/* Those of a county who were born that day and have a guardian of this key. */
enum err check_guarded(struct ctx *ctx, int64_t county, const uint8_t key[GUARDIAN_KEY_SIZE],
	const char *birth, size_t limit, int64_t **out, size_t *n_out) MUST_CHECK;
/* How many children are on a roll. */
enum err check_people(struct ctx *ctx, int64_t *out) MUST_CHECK;
/* Is there an open problem that concerns both children? */
enum err check_has_common_problem(
	struct ctx *ctx, int64_t student, int64_t other, bool *out) MUST_CHECK;
