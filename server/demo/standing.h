/* Where a child stands: the numbers that it has and had, and the classes it was in since the
 * registry began in its province, two school years ago. */
#pragma once

#include "server/demo/pupil.h"
#include "server/demo/population.h"

struct school_year {
	int year; /* in which the present one began */
	int32_t today;
	int32_t first; /* 1 September of that year */
};

/* What can happen to a record. */
struct standing {
	bool repeats;    /* sits in this grade for the second year */
	bool came_here;  /* from another school, last year */
	bool is_new;     /* has come this autumn, so the nation has not checked it yet (R38) */
	bool fails;      /* it has, and something is wrong */
	bool id_changed; /* the formal number shows the former ID number (R71) */
	int status;      /* enum roll_status */
};

struct standing standing_throw(
	struct dice *dice, const struct pupil_seat *seat, const struct school_year *now);

/* A school where a child of a grade may have been: of the same county, if there is one. */
typedef const struct demo_school *standing_school_fn(
	void *arg, struct dice *dice, const struct demo_school *now, int grade);

void standing_stays(struct arena *arena, struct dice *dice, const struct pupil_seat *seat,
	const struct school_year *now, const struct standing *standing, standing_school_fn *find,
	void *arg, struct demo_child *child);
void standing_numbers(struct arena *arena, struct serials *serials, struct dice *dice,
	const struct pupil_seat *seat, const struct pupil_identity *identity,
	const struct school_year *now, const struct standing *standing, struct demo_child *child);
