/* A child who did not pass in summer and finishes late: its class's graduation, in which all others
 * stay. */
#pragma once

#include "server/demo/deeds.h"
#include "server/demo/schools.h"

/* Enters it for a child of the school's last primary grade; *case_out 0 where there is none, or
 * something holds it up. */
enum err graduate_enter(struct ctx *ctx, struct dice *dice, const struct demo_school *school,
	struct student_row *child_out, int64_t *case_out) MUST_CHECK;
/* The school's approver signs it, unless something has come into its way since. */
enum err graduate_sign(struct ctx *ctx, int64_t case_id, bool *done_out) MUST_CHECK;
