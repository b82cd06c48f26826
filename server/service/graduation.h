/* Who graduates with a grade or class, and what stands in the way (FSM6). */
#pragma once

#include "server/service/case_facts.h"

/* More are graduated class by class: others wait behind the signature. */
enum { GRADUATION_MOST = 300 };

struct graduation_child {
	struct student_row row;
	Xueji__V1__GraduationOutcome outcome; /* UNSPECIFIED: came since it was entered */
	const char *obstacle; /* why it cannot be signed now, in the caller's language; "" */
};
struct graduation {
	struct graduation_child *rows; /* by class */
	size_t n;
};
/* Of a case under way everybody in the grade or class, and whoever of it has gone since; of one
 * that is over, all of whom it decided. */
enum err graduation_read(
	struct ctx *ctx, const struct case_file *file, struct graduation *out) MUST_CHECK;

/* Adds to *out what the table of graduations asks for. */
enum err graduation_facts_load(
	struct ctx *ctx, const struct case_file *file, struct case_facts *out) MUST_CHECK;

/* What the last signature does: all leave the roll today. */
enum err graduation_carry_out(struct ctx *ctx, struct case_file *file) MUST_CHECK;
/* And back: all are on the roll as before, and the case is withdrawn. Within a day of that
 * signature, by whoever may give it, and only while nothing relies on it; else who has gone on is
 * named. UNDO_TOO_LATE, UNDO_RELIED_ON, NOT_UNDONE where there is nothing to undo. */
enum err graduation_undo(struct ctx *ctx, struct case_file *file, const char *reason) MUST_CHECK;

Xueji__V1__Graduation *graduation_message(struct ctx *ctx, const struct graduation *graduation);
