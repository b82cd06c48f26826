/* Somebody of a demonstration to whom a thing happens. */
#pragma once

#include "domain/roll.h"
#include "server/demo/dice.h"
#include "server/demo/schools.h"
#include "server/store/student_store.h"

enum { PICK_TRIES = 200 };

/* A school with pupils, no special one, of the home county or of any other; NULL: none was met. */
const struct demo_school *pick_school(
	const struct school_plan *plan, struct dice *dice, bool is_home);
/* A child of the school who stands like that; out->id is 0 when none was met. */
enum err pick_child(struct ctx *ctx, struct dice *dice, const struct demo_school *school,
	enum roll_status status, struct student_row *out) MUST_CHECK;
