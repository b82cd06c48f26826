/* A child's whole record: row, sealed items, identity, numbers, enrolment and the counters of
 * roll-ups, which are written together or not at all. What may be done when is judged elsewhere;
 * here it is carried out. Each function leaves the record as it now is. */
#pragma once

#include <stdbool.h>

#include "domain/roll.h"
#include "domain/student_no.h"
#include "server/ctx.h"
#include "server/store/enrolment_store.h"
#include "server/store/identity_store.h"
#include "server/store/student_store.h"
#include "xueji/v1/students.pb-c.h"

/* What is stored of the items of a new child and needs no store to be made: most of the work. */
struct student_made {
	const Xueji__V1__StudentItems *of;
	struct identity_key key;
	const void *profile; /* packed */
	size_t profile_size;
};

struct student_record {
	struct student_row row;
	/* All items; those that are columns of student are filled in from there when read. */
	Xueji__V1__StudentItems *items;
	const struct student_made *made; /* beforehand, of these very items; NULL: it was not */
};

/* Makes it of checked items that nobody changes any more; on any thread. */
void student_make(struct ctx *ctx, struct student_record *record);

enum err student_read(struct ctx *ctx, int64_t id, struct student_record *out) MUST_CHECK;
/* Fills in the items that are columns of the row, which a profile does not hold. */
void student_fill_items(struct ctx *ctx, struct student_record *record);

/* Makes a child whose registration is under way: no number, no slot, on no roll. Of the row,
 * school, stage, grade, class_no, initials and is_provisional are read; name, sex and birth date
 * are taken from the items, which have been checked. */
enum err student_create_pending(struct ctx *ctx, struct student_record *record) MUST_CHECK;
/* Undoes that: nothing but the journal remembers the child. */
enum err student_discard(struct ctx *ctx, struct student_record *record) MUST_CHECK;

/* Puts a pending child on the roll: enrolled, with an L number (R72) and, unless another live
 * record has it, the slot of its identity (Q4). */
struct student_enrolled {
	char student_no[STUDENT_NO_SIZE];
	bool holds_slot; /* false too when there is no identity document */
};
enum err student_enrol(struct ctx *ctx, struct student_record *record, int years, int year_in_stage,
	struct student_enrolled *out) MUST_CHECK;

/* Gives the items new values, all of them at once, controlled ones included: who may change which
 * is the caller's to judge. Grade and class stay. `initials` belong to the new name; NULL while the
 * name stays. A former identity number is kept as an alias (R77), and so is an auxiliary number; a
 * new identity gets its slot if it is free. ERR_STALE when the record has changed since it was
 * read.
 */
enum err student_apply_items(struct ctx *ctx, struct student_record *record,
	const Xueji__V1__StudentItems *items, const char *initials) MUST_CHECK;

/* Another class of the same school and grade, from today on. */
enum err student_change_class(
	struct ctx *ctx, struct student_record *record, int class_no) MUST_CHECK;

/* Another school, from today on: the stay at the old one ends, one at the new one begins, and what
 * the child is found by follows. Standing stays, but for who was on no roll, a graduate: he is
 * enrolled in the stage that he enters. The number in class does not stay. */
struct student_move {
	int64_t school;
	int stage, grade, class_no;
	int years, year_in_stage; /* of the new school's programme */
};
enum err student_move(
	struct ctx *ctx, struct student_record *record, const struct student_move *move) MUST_CHECK;

/* Off the roll with this standing, from today on; the stay in the class, if there is one, ends so.
 */
enum err student_end(struct ctx *ctx, struct student_record *record, enum roll_status status,
	enum roll_end end) MUST_CHECK;

/* Makes a graduate one who is enrolled in the stage that the row says, admitted this month. The
 * senior stage has other ways of admission (item 25): which it was, the new school has to say.
 * Nothing is stored. */
void student_begin_stage(struct ctx *ctx, struct student_record *record);

/* Goes with the school, to where that lies now or into another one that it was merged into (R12):
 * whoever is on the roll goes on in this class, in the year of the same programme. */
enum err student_follow_school(
	struct ctx *ctx, struct student_record *record, int64_t school, int class_no) MUST_CHECK;

/* Takes the row and the items from `before` to `after` with all that follows from them but numbers
 * and enrolments: the seam for changes of status, of school and of grade. */
enum err student_rewrite(struct ctx *ctx, const struct student_record *before,
	struct student_record *after) MUST_CHECK;
