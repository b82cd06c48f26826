/* What the tests of graduates share: children who have left primary school, schools of the next
 * stage, and applications for them. */
#pragma once

#include "tests/calls/moving.h"

/* Enrolled at SCHOOL, grade 6, class 1. */
struct mover sixth_grader(struct moving *m, const char *name);
/* Such a one, graduated there today. */
struct mover graduate_new(struct moving *m, const char *name);
/* An enrolled child becomes one, however it came to it. */
void graduate(struct house *house, int64_t student);
/* The school teaches primary and junior, with classes 7-1 and 7-2. */
void junior_opens(struct house *house, int64_t school);

/* Into grade 7, class 1. */
Xueji__V1__ApplyTransferRequest enrolment_of(
	struct moving *m, const struct mover *child, int64_t school);
const Xueji__V1__Case *enrolment_applied(struct moving *m, const struct mover *child,
	int64_t school, const struct person *registrar);
