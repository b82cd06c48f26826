/* The rules about operators, without store or network: sign-in names, passwords, which roles a tier
 * has, and who may not be one person (R58; the three separated administrators). */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/reasons.h"
#include "domain/roles.h"
#include "domain/tiers.h"

enum {
	OPERATOR_NAME_MIN = 3,
	OPERATOR_NAME_MAX = 32,
	FULL_NAME_MAX = 50,
	PHONE_MAX = 20,
	CERTIFICATE_NO_MAX = 40,
	SEAL_REASON_MAX = 200,
	PASSWORD_MAX = 128, /* code points: hashing costs the same, but a megabyte is no password */
	PASSWORDS_BEFORE = 5, /* none of the newest five is taken again, the present one included */
};

/* A sign-in name: lower-case letters, digits, '.', '-', '_', a letter first. */
bool operator_name_is_valid(const char *name);
/* The name as it is stored: capitals of ASCII become small. `out` has room for OPERATOR_NAME_MAX
 * and the NUL; false when the name is too long to be one. */
bool operator_name_fold(const char *name, char out[OPERATOR_NAME_MAX + 1]);
bool phone_is_valid(const char *phone);
bool certificate_no_is_valid(const char *number);

/* What is wrong with a new password. Guessing is slowed to one try a minute, so the rule has to
 * stop what is guessed first: short ones, the name, runs of keys or of the alphabet, one word in
 * small letters. Three of the four kinds of character (small, capital, digit, other) are asked for
 * below PASSPHRASE_LENGTH, beyond it length alone is enough; six different characters in any case,
 * and no run of four. That rejects the common passwords without a list of them, which would be in
 * another language than its users'. */
enum password_fault {
	PASSWORD_SHORT = 1 << 0,
	PASSWORD_LONG = 1 << 1,
	PASSWORD_INVISIBLE = 1 << 2, /* holds a control or invisible character */
	PASSWORD_HAS_NAME = 1 << 3,
	PASSWORD_PLAIN = 1 << 4, /* too few kinds of character, or too few different ones */
	PASSWORD_RUN =
		1 << 5, /* 4 in a row that are equal, or neighbours in code or on the keyboard */
};
enum { PASSPHRASE_LENGTH = 16, PASSWORD_DIFFERENT = 6 };
/* A set of enum password_fault; 0: a good password. */
unsigned password_faults(const char *password, const char *name, int64_t min_length);

/* The roles that a unit of this tier has. */
uint32_t roles_of_tier(enum tier tier);

/* A posting, or a deputy's part of one; days are inclusive. */
struct duty {
	int64_t unit;
	uint32_t roles;
	int32_t from_day, to_day;
};
/* Why one person may not have both at a time: REASON_COUNT when he may. An operator holds business
 * roles or exactly one administrator role, wherever; and in one school he is registrar or approver,
 * not both. A duty compared with itself judges its own set of roles. */
enum reason duties_conflict(const struct duty *a, const struct duty *b);
