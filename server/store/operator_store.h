/* Operators, their postings and what signing in must remember.
 *
 * An operator is a named, certified person (R54) with a home unit, whose security administrator
 * answers for him, and dated postings at one or several units, each with a deputy of its own dates
 * (Q2). Days are inclusive Beijing dates; DAY_OPEN stands where no end is set. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/ctx.h"

enum { DAY_OPEN = 2932896, DAY_NONE = 0 }; /* 9999-12-31; none given */

/* What the rights of an operator's sessions are made from. */
struct operator_account {
	int64_t id, unit;
	bool is_sealed;
	bool must_change_password;
	bool has_second_factor;
	int32_t certificate_until; /* DAY_NONE: never certified */
	struct right *rights;      /* own postings first, then those he is deputy of; any dates */
	size_t n_rights;
};
/* ERR_NOT_FOUND without a reason when there is no such operator. */
enum err operator_account(struct ctx *ctx, int64_t id, struct operator_account *out) MUST_CHECK;
