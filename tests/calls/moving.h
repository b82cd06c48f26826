/* What the tests of transfers share: schools of one bureau, of two, and of two cities, everyone who
 * signs there, and children of the first school. */
#pragma once

#include "server/store/student_record.h"
#include "tests/calls/deciding.h"
#include "xueji/v1/transfers.pb-c.h"

#define HAND_OVER XUEJI__V1__CASE_EVENT__CASE_EVENT_HAND_OVER
#define RECEIVE   XUEJI__V1__CASE_EVENT__CASE_EVENT_RECEIVE

enum { FAR_SCHOOL = 100 /* in OTHER_CITY, which is its bureau */, FAR_SPECIAL };

/* A school's people, and the officer of its bureau. */
struct staff {
	struct person *registrar, *approver, *officer;
};

struct moving {
	struct house *house;
	int n_children;
	/* of SCHOOL, which children leave; SECOND_SCHOOL, NEIGHBOUR_SCHOOL, FAR_SCHOOL */
	struct staff old, same, near, far;
	struct person *city, *other_city, *province; /* officers */
	struct person *all[16];                      /* all of these, for days_pass */
};

struct moving *moving_open(void);
void moving_close(struct moving *m);

struct mover {
	int64_t id;
	const char *name, *student_no, *id_number;
};
/* A child on the roll of SCHOOL, grade 1 class 1. */
struct mover mover_new(struct moving *m, const char *name);
struct student_record mover_now(struct moving *m, int64_t student);

/* An application for it: by student number, into grade 1 class 2. */
Xueji__V1__ApplyTransferRequest application(
	struct moving *m, const struct mover *child, int64_t school);
struct answer apply(struct moving *m, const struct person *registrar,
	const Xueji__V1__ApplyTransferRequest *in);
/* The same, which must succeed; the case. */
const Xueji__V1__Case *applied(struct moving *m, const struct mover *child, int64_t school,
	const struct person *registrar);
/* Signs on whoever's move it is, until it stands at this state. */
const Xueji__V1__Case *carried(
	struct moving *m, const Xueji__V1__Case *one, Xueji__V1__CaseState until);
/* Who makes the move that the case waits for. */
struct person *mover_turn(struct moving *m, const Xueji__V1__Case *one);
/* And which move brings it on. */
Xueji__V1__CaseEvent mover_event(const Xueji__V1__Case *one);
/* A refusal with words and this ground. */
const Xueji__V1__CaseResult *refuse_for(struct moving *m, const struct person *person,
	const Xueji__V1__Case *one, Xueji__V1__RefusalGround ground);
