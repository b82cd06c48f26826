/* Finding children within one's scope, at a cost that grows with the page and not with the
 * province. Whole names are one range of an index, wherever they are asked for. Beginnings,
 * initials, parts of names and guardians are asked for county by county, through indexes that begin
 * with it, until the page is full. With a birth date only those who were born that day are looked
 * at, in an index that holds what is asked of them. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/store/student_store.h"
#include "server/store/unit_tree.h"

enum student_search_by {
	SEARCH_NAME = 1, /* the whole name */
	SEARCH_PREFIX,   /* its beginning */
	SEARCH_WITHIN,   /* two or more neighbouring characters of it */
	SEARCH_INITIALS, /* the beginning of its pinyin initials, lower case */
	SEARCH_GUARDIAN, /* the whole name of a guardian */
};

/* Found ones come by county id; within a county by name or initials, where its beginning is
 * searched for without a birth date; then by school and id. */
struct student_search {
	enum student_search_by by;
	const char *text;
	const char *birth;           /* ISO; "": any */
	bool with_off_roll;          /* also those who have left */
	const struct unit_node *top; /* the scope: this unit and what lies under it */
	size_t limit;
	/* The last one of the page before; id 0 for the first page. */
	struct student_row after;
};
enum err student_search(struct ctx *ctx, const struct student_search *search,
	struct student_row **rows_out, size_t *n_out) MUST_CHECK;

/* The children within the scope who have, had, or claim this number: a student number, an alias,
 * the number of an identity document, typed anyhow. All of them: there are never many. */
enum err student_search_number(struct ctx *ctx, const char *typed, const struct unit_node *top,
	struct student_row **rows_out, size_t *n_out) MUST_CHECK;

/* The units in which children of this scope are counted (student.county), by id: counties, and
 * cities that have schools directly under them. */
int64_t *student_counties(struct ctx *ctx, const struct unit_node *top, size_t *n_out);

/* All children anywhere with this name, birth date and sex, at most `most`. */
enum err student_namesakes(struct ctx *ctx, const char *name, const char *birth, int sex,
	size_t most, struct student_row **rows_out, size_t *n_out) MUST_CHECK;
