/* Every number a child ever had (R77): found by its keyed hash, read by unsealing. The numbers of a
 * child stand together, the one in force first. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/id_number.h"
#include "domain/student_no.h"
#include "server/ctx.h"

/* Stored, and those of xueji.v1: never change one. */
enum number_sort {
	NUMBER_L = 1, /* temporary (R72) */
	NUMBER_G,     /* formal (R71) */
	NUMBER_J,     /* formal, without a usable ID number (R73) */
	NUMBER_ALIAS, /* any other: a province's own, a former ID number, a replaced local one */
};

/* Strings live in the arena. Days are ISO; "" where it is not known, or not over. */
struct number_row {
	int64_t id; /* of the row; made by number_add */
	int64_t student;
	int sort; /* enum number_sort */
	bool is_current;
	const char *from_day, *to_day;
	const char *text; /* the number, unsealed: as secret as the identity that it shows */
};

/* Adds a number. ERR_EXISTS when it is another child's G, L or J, or the child has a current one
 * already. The same again is no error and changes nothing. */
enum err number_add(struct ctx *ctx, const struct number_row *number) MUST_CHECK;
/* Ends the current number on a day; the child has none until another is added. */
enum err number_end_current(struct ctx *ctx, int64_t student, const char *to_day) MUST_CHECK;
/* For merging records and undoing it. The number goes to another child, as it is. */
enum err number_hand_over(struct ctx *ctx, int64_t id, int64_t to) MUST_CHECK;
/* It is in force again; the child has no other that is. */
enum err number_set_current(struct ctx *ctx, int64_t id) MUST_CHECK;
/* Takes away one that should never have been there. */
enum err number_forget(struct ctx *ctx, int64_t id) MUST_CHECK;

/* Gives a child who has none an L number, whose tail is drawn at random until one is free (R72).
 * `area` are the six digits of where the school lies; `id_number` is what is recorded, or "". */
enum err number_issue_l(struct ctx *ctx, int64_t student, const char *area, const char *birth,
	const char *id_number, char out[STUDENT_NO_SIZE]) MUST_CHECK;

/* The same for a J number (R73). */
enum err number_issue_j(struct ctx *ctx, int64_t student, const char *area, const char *birth,
	char out[STUDENT_NO_SIZE]) MUST_CHECK;

/* All of a child's, from the arena. */
enum err number_list(
	struct ctx *ctx, int64_t student, struct number_row **rows_out, size_t *n_out) MUST_CHECK;
/* The text of the one in force; "" if there is none. */
enum err number_current(struct ctx *ctx, int64_t student, const char **text_out) MUST_CHECK;
/* The children who have or had this number, typed anyhow: one, or several for an alias; at most
 * `most`. */
enum err number_find(struct ctx *ctx, const char *typed, int64_t *students, size_t most,
	size_t *n_out) MUST_CHECK;
/* Those of them whose school is a unit or lies below it: of others nothing is told, not even that
 * there are any. */
enum err number_find_below(struct ctx *ctx, int64_t unit, const char *typed, int64_t *students,
	size_t most, size_t *n_out) MUST_CHECK;
/* Has or had this child this number? */
enum err number_is_of(struct ctx *ctx, const char *typed, int64_t student, bool *out) MUST_CHECK;
