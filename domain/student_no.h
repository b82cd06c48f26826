/* Student numbers (R70–R74): 19 characters, of which the first says the kind.
 *
 *	G + resident ID number                             formal, after the nation's check
 *	L + 6 area + 8 birth date + 4                      temporary, given at registration
 *	J + 6 area + 8 birth date + 3 serial + 1 check     formal, without a usable ID number
 *
 * A number is as secret as the identity that it shows: never in a log. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/err.h"
#include "domain/finding.h"
#include "domain/id_number.h"

enum {
	STUDENT_NO_SIZE = 20,        /* with the NUL */
	STUDENT_NO_FORMAT_SIZE = 23, /* of student_no_format */
	STUDENT_NO_L_SERIALS = 10000,
	STUDENT_NO_J_SERIALS = 1000,
};

/* The number in a text, typed anyhow (lower case, spaces around): exactly R70, nothing more, since
 * numbers given elsewhere and long ago must be found. */
bool student_no_parse(const char *typed, char out[STUDENT_NO_SIZE]) MUST_CHECK;

/* The same for a form or a sheet, saying what is wrong. Beyond R70 a G must hold a right ID number;
 * of L and J, birth date and J's check character are only warned of, L's last character is never
 * judged (R72). True when the number may be stored. */
bool student_no_check(const char *typed, int32_t today, struct findings *findings,
	char out[STUDENT_NO_SIZE]) MUST_CHECK;

/* G of a national ID number. */
void student_no_make_g(const struct id_number *id, char out[STUDENT_NO_SIZE]);

/* L of a serial below STUDENT_NO_L_SERIALS. False for about one serial in eleven, to be left out:
 * the 18 characters would be somebody's ID number; or the pupil's own as recorded, `id_number`,
 * which may be wrong or "" (R72). */
bool student_no_make_l(const char *area, int32_t born, unsigned serial, const char *id_number,
	char out[STUDENT_NO_SIZE]) MUST_CHECK;

/* J of a serial below STUDENT_NO_J_SERIALS. */
void student_no_make_j(const char *area, int32_t born, unsigned serial, char out[STUDENT_NO_SIZE]);

/* In groups, for reading aloud and comparing: "G 110105 19491231 002X". */
void student_no_format(const char *student_no, char out[STUDENT_NO_FORMAT_SIZE]);

/* "G****************2X", as it leaves the server. */
void student_no_mask(const char *student_no, char out[STUDENT_NO_SIZE]);

/* What kind of number somebody typed into a search line. */
enum number_kind {
	NUMBER_NONE,    /* no number: a name, pinyin */
	NUMBER_STUDENT, /* G, L or J */
	NUMBER_ID,      /* a national ID number, right in itself */
	NUMBER_SCHOOL,  /* ten digits: a school's code (R76) */
	NUMBER_OTHER,   /* another document's, or a province's old number (R77) */
};
enum number_kind number_kind(const char *typed);
