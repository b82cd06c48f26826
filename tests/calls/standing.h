/* What the tests of changes of status share: applying with the papers that a change asks for. */
#pragma once

#include "domain/status_change.h"
#include "tests/calls/moving.h"

/* An application with good values for it: today, half a year, grade 1 class 2. */
Xueji__V1__ApplyStatusChangeRequest *change_new(
	struct moving *m, int64_t student, enum status_change change);
/* A scan of the kind that the change asks for goes with it, if it asks for one. */
void change_prove(
	struct moving *m, const struct person *registrar, Xueji__V1__ApplyStatusChangeRequest *in);
struct answer change_apply(struct moving *m, const struct person *registrar,
	const Xueji__V1__ApplyStatusChangeRequest *in);
/* Applied for with its proof and submitted; the case. */
const Xueji__V1__Case *change_applied(struct moving *m, const struct person *registrar,
	int64_t student, enum status_change change);
/* And signed by all, until it is done. */
void changed(struct moving *m, const struct person *registrar, int64_t student,
	enum status_change change);

/* The child stands like this, however it came to it. */
void stand_as(struct moving *m, int64_t student, enum roll_status status);
/* A child of a senior school: SECOND_SCHOOL teaches that stage too, grades 10 to 12. */
struct mover senior_new(struct moving *m, const char *name, int grade);
