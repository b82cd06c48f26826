/* At which school a problem stands, who decides on it (R44, Q12), and who sees it (Q1): for what is
 * found (problem_found.h), and for problems that go elsewhere with their child or with its school
 * (unit_moved.h). */
#pragma once

#include "server/store/problem_store.h"
#include "server/store/student_store.h"

/* The school that a child's problems stand at: its own, or where that was merged into another, the
 * one that it is still to follow into (school_moved_store.h). */
enum err problem_school(struct ctx *ctx, const struct student_row *child, int64_t *out) MUST_CHECK;

/* The lowest bureau above all of these schools; 0: the tree knows none of them. */
int64_t problem_decider(const struct ctx *ctx, const int64_t *schools, size_t n);
/* Every open problem of the group gets that bureau of its schools. */
enum err problem_settle_sides(struct ctx *ctx, int64_t group) MUST_CHECK;

/* Whoever has to see the problem of this id does, and where it has come from the school `before`,
 * what that answered and nobody has decided goes back to be answered anew (R45). The case says
 * already where it stands. */
enum err problem_has_come(struct ctx *ctx, int64_t id, int64_t before) MUST_CHECK;
/* An open problem stands at this school now, which may be where it stood before and lie elsewhere:
 * case, decider, and all of the above. */
enum err problem_goes_to(struct ctx *ctx, int64_t id, int64_t school) MUST_CHECK;
