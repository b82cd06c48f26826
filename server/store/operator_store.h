/* Operators, their postings and what signing in must remember.
 *
 * An operator is a named, certified person (R54) with a home unit, whose security administrator
 * answers for him, and dated postings at one or several units, each with a deputy of its own dates
 * (Q2). Days are inclusive Beijing dates; DAY_OPEN stands where no end is set. Functions that read
 * one thing return ERR_NOT_FOUND without a reason when it is not there. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/ctx.h"

enum { DAY_NONE = 0, DAY_OPEN = 2932896 }; /* none given; 9999-12-31 */

enum operator_state { OPERATOR_ACTIVE = 1, OPERATOR_SEALED, OPERATOR_IDLE };

struct operator_row {
	int64_t id, rev, unit;
	enum operator_state state;
	const char *name, *full_name;
	const char *phone; /* opened */
	const char *certificate_no;
	int32_t certificate_until; /* DAY_NONE: never certified */
	int64_t created_us, signed_in_us;
	int64_t active_us; /* created, unsealed or signed in: the idle time counts from here */
	bool must_change_password, has_second_factor;
};
enum err operator_get(struct ctx *ctx, int64_t id, struct operator_row *out) MUST_CHECK;
/* *id_out is 0 when nobody has the name. */
enum err operator_find(struct ctx *ctx, const char *name, int64_t *id_out) MUST_CHECK;

enum operator_order {
	OPERATOR_BY_NAME,
	OPERATOR_BY_SIGN_IN,     /* who has not signed in for the longest first */
	OPERATOR_BY_CERTIFICATE, /* none, then what ends first */
};

struct operator_filter {
	int64_t unit;
	bool whole_subtree;
	enum operator_state state; /* 0: any */
	const char *prefix;        /* of either name; "": any */
	int32_t certificate_until; /* certified until then at most; DAY_NONE: any */
	bool only_one_time;        /* only those whose one-time password waits for use */
	enum operator_order order;
	/* Of the row that ended the page before; name "", 0 and DAY_NONE: the first page. */
	const char *after;
	int64_t after_sign_in_us;
	int32_t after_certificate;
};
/* At most `limit`; phones are left out. */
enum err operator_list(struct ctx *ctx, const struct operator_filter *filter, size_t limit,
	struct operator_row **rows_out, size_t *n_out) MUST_CHECK;

/* How many they are in all. */
enum err operator_count(
	struct ctx *ctx, const struct operator_filter *filter, int64_t *out) MUST_CHECK;

/* Inserts `row` with revision 1, without a password: password_set (server/store/sign_in_store.h)
 * follows. The id is made; the name must be free. */
enum err operator_insert(struct ctx *ctx, struct operator_row *row) MUST_CHECK;
/* Takes the revision that a change was made from and raises it; STALE when it is not the newest. */
enum err operator_claim(struct ctx *ctx, int64_t id, int64_t rev) MUST_CHECK;
enum err operator_set_person(
	struct ctx *ctx, int64_t id, const char *full_name, const char *phone) MUST_CHECK;
enum err operator_set_certificate(
	struct ctx *ctx, int64_t id, const char *number, int32_t until) MUST_CHECK;
/* All whose home is one unit get another; their revisions go up. */
enum err operator_move_home(struct ctx *ctx, int64_t from, int64_t to) MUST_CHECK;
/* The idle time counts anew. */
enum err operator_set_state(struct ctx *ctx, int64_t id, enum operator_state state) MUST_CHECK;
/* Active accounts that nobody has used after `before_us`, longest idle first, behind `after` (NULL:
 * from the beginning). */
enum err operator_list_idle(struct ctx *ctx, int64_t before_us, const struct operator_row *after,
	size_t limit, struct operator_row **rows_out, size_t *n_out) MUST_CHECK;

/* ---- postings and rights (posting_store.c) ---- */

struct posting_row {
	int64_t id, operator_id, unit;
	uint32_t roles;
	int32_t from_day, to_day;
	int64_t deputy_id; /* 0: nobody */
	int32_t deputy_from, deputy_to;
	const char *deputy_name, *deputy_full_name; /* when read */
};
/* By first day; those that ended before `since` are left out. */
enum err posting_list(struct ctx *ctx, int64_t operator_id, int32_t since,
	struct posting_row **rows_out, size_t *n_out) MUST_CHECK;
/* Of all operators at one unit, by id. */
enum err posting_list_at(struct ctx *ctx, int64_t unit, int32_t since,
	struct posting_row **rows_out, size_t *n_out) MUST_CHECK;
enum err posting_get(struct ctx *ctx, int64_t id, struct posting_row *out) MUST_CHECK;
/* The id is made. */
enum err posting_insert(struct ctx *ctx, struct posting_row *row) MUST_CHECK;
/* Last day and deputy. */
enum err posting_update(struct ctx *ctx, const struct posting_row *row) MUST_CHECK;

/* What the rights of an operator's sessions are made from. */
struct operator_account {
	int64_t id, unit;
	bool is_sealed;
	bool must_change_password;
	bool has_second_factor;
	int32_t certificate_until;
	struct right
		*rights; /* own postings first, then those he is deputy of; in force or to come */
	size_t n_rights;
};
enum err operator_account(struct ctx *ctx, int64_t id, struct operator_account *out) MUST_CHECK;
