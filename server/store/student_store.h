/* Students: the columns that lists and checks need (table student), and the bigrams of their names.
 * Sealed items are in profile_store.h, numbers in number_store.h; what belongs together is written
 * together by student_record.h, which is what handlers use. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "common/date.h"
#include "server/ctx.h"

/* Strings live in the arena of the ctx that read them. */
struct student_row {
	int64_t id, shard;
	int status; /* enum roll_status */
	const char *name, *initials;
	int sex;           /* 1 male, 2 female */
	const char *birth; /* ISO */
	int64_t school;    /* the present, or the last */
	int64_t county;    /* what the school lies in; of its territory, not its bureau */
	int stage, grade;
	int class_no;    /* 0: not placed yet */
	int number_kind; /* enum number_sort of the number in force; 0: none */
	bool is_provisional;
	int64_t rev, updated_us;
};

/* ERR_NOT_FOUND with NO_SUCH_STUDENT. */
enum err student_get(struct ctx *ctx, int64_t id, struct student_row *out) MUST_CHECK;

/* What a school lies in; ERR_INTERNAL for a unit that is no school. */
enum err student_county(struct ctx *ctx, int64_t school, int64_t *county_out) MUST_CHECK;
/* The six digits of a county, for the numbers that are given there (R72). */
enum err student_area(struct ctx *ctx, int64_t county, const char **code_out) MUST_CHECK;

/* Makes the row with rev 1: id, shard and county are found from the school and filled in. */
enum err student_insert(struct ctx *ctx, struct student_row *row) MUST_CHECK;
/* Puts a row in that another node has made: its id and shard are kept. */
enum err student_insert_as(struct ctx *ctx, struct student_row *row) MUST_CHECK;
enum err student_is_known(struct ctx *ctx, int64_t id, bool *out) MUST_CHECK;
/* Writes what `after` says, with a rev one higher (filled in), over `before` as it was read.
 * ERR_STALE when somebody else has changed it since. id and shard never change; the county is found
 * anew when the school differs. */
enum err student_update(
	struct ctx *ctx, const struct student_row *before, struct student_row *after) MUST_CHECK;
/* A pending child goes: it never was on a roll. */
enum err student_delete(struct ctx *ctx, const struct student_row *row) MUST_CHECK;

enum roster_order { ROSTER_USUAL, ROSTER_NAME, ROSTER_SEX, ROSTER_BIRTH, ROSTER_CLASS_NAME };

/* One page of a school's roll, by grade, class and id, or in another order. */
struct roster_page {
	int64_t school;
	int grade, class_no; /* 0, -1: all */
	int after_grade, after_class;
	int64_t after_id; /* the last of the page before; all 0 for the first */
	enum roster_order order;
	const char *after_key; /* of other orders, in place of grade and class; NULL: "" */
	int64_t limit;
	const char *filter; /* part of a name, or the beginning of its initials; NULL: any */
	bool only_provisional;
	int status; /* enum roll_status of the roll; 0: any */
};
enum err student_roster(struct ctx *ctx, const struct roster_page *page,
	struct student_row **rows_out, size_t *n_out) MUST_CHECK;
/* The same in the order that the page names, which must not be the usual one; and by what each row
 * is sorted. */
enum err student_roster_sorted(struct ctx *ctx, const struct roster_page *page,
	struct student_row **rows_out, const char ***keys_out, size_t *n_out) MUST_CHECK;
/* How many the pages hold together. */
enum err student_roster_count(
	struct ctx *ctx, const struct roster_page *page, int64_t *out) MUST_CHECK;
/* Dropouts of a county (R30), by school, behind a school and an id; and how many these are.
 * `filter` as of a roll. */
enum err student_dropped_out(struct ctx *ctx, int64_t county, const char *filter,
	int64_t after_school, int64_t after_id, int64_t limit, struct student_row **rows_out,
	size_t *n_out) MUST_CHECK;
enum err student_dropped_out_count(
	struct ctx *ctx, int64_t county, const char *filter, int64_t *out) MUST_CHECK;
/* Those of a school who have one of the other statuses, by id. */
enum err student_off_roll(struct ctx *ctx, int64_t school, int status, int64_t after_id,
	int64_t limit, struct student_row **rows_out, size_t *n_out) MUST_CHECK;

/* How many are on the roll in each class of a school, class 0 being those not placed yet. */
struct class_size {
	int grade, class_no;
	int64_t pupils;
};
enum err student_class_sizes(
	struct ctx *ctx, int64_t school, struct class_size **sizes_out, size_t *n_out) MUST_CHECK;
enum err student_class_size(
	struct ctx *ctx, int64_t school, int grade, int class_no, int64_t *out) MUST_CHECK;
