/* A child to be stored, for tests: the usual items and a right ID number of its own. */
#pragma once

#include "server/store/student_record.h"

/* In grade 1, class 1, of a primary school; nothing is stored yet. A girl if the name ends with 花,
 * else a boy. The initials are "cxm" until they are set. */
struct student_record child_make(
	struct arena *arena, const char *name, const char *birth, int64_t school);
/* Stored as pending; and enrolled, with the number that was issued. */
void child_create_in(struct ctx *ctx, struct student_record *child);
struct student_enrolled child_enrol_in(struct ctx *ctx, struct student_record *child);
