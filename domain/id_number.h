/* Numbers of identity documents: above all the resident ID number of GB 11643 (R75), 6 area + 8
 * birth date + 3 serial (odd for men) + 1 check character, and what can be known of the others.
 *
 * The canonical text is what is stored, hashed and compared: tidied, 18 characters where the old
 * number had 15, without the brackets of a Hong Kong card. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/err.h"
#include "domain/finding.h"

/* Codes of CODES_ID_TYPE that rules speak of. */
#define ID_TYPE_RESIDENT  "1"
#define ID_TYPE_HOUSEHOLD "B" /* the register's page shows the resident ID number */
#define ID_TYPE_OTHER     "Z" /* no document: the number may be empty (R18) */

/* 30 characters of any script, with the NUL; national numbers have 18. */
enum { ID_NUMBER_SIZE = 128 };

struct id_number {
	char text[ID_NUMBER_SIZE];
	/* One of GB 11643's, whatever document it stands in (ID card, household register, residence
	 * permit for Hong Kong, Macao and Taiwan): one person, one number, so a slot is keyed by
	 * the number alone. What follows is set for these only. */
	bool is_national;
	char area[7];
	char sex[2]; /* code of CODES_SEX */
	int32_t born;
};

/* What a form says. birth_date (ISO) and sex (code) are compared with a national number when they
 * are not "". */
struct id_claim {
	const char *type;   /* code of CODES_ID_TYPE */
	const char *number; /* as typed, not empty: whether one is needed is the form's business */
	const char *birth_date, *sex;
	int32_t today;
};

/* Checks a number, reporting everything that is wrong with it. True when it may be stored; *out is
 * set then only. */
bool id_number_check(
	const struct id_claim *claim, struct findings *findings, struct id_number *out) MUST_CHECK;

/* The national number in a text, typed anyhow (15 or 18 characters, x, spaces around); false when
 * it is none. For searching, recounting, making of demo data; forms use id_number_check. */
bool id_number_parse(const char *text, struct id_number *out) MUST_CHECK;

/* The check character that belongs to 17 digits (ISO 7064 MOD 11-2). */
char id_number_check_character(const char digits[17]);

/* The number with all but its last two characters as *; all, if it has no more than four. */
void id_number_mask(const char *number, char *out, size_t size);
