/* What the steps of a problem do (FSM4, Q11–Q14): for case_apply.h, which carries them out with
 * those of every other case. */
#pragma once

#include "server/registry/delete_rules.h"
#include "server/service/case_apply.h"

/* Completes a case_file whose row is a problem: the problem, what was answered, the child. */
enum err problem_open(struct ctx *ctx, struct case_file *file) MUST_CHECK;

/* Another live record of the child, which a deletion joins (Q13): there is one only where the
 * school says that the child was recorded twice. It is sure when name, sex and birth date are the
 * same, or a bureau has judged so; a record that differs is meant only if there is no other, and is
 * joined only when a bureau agrees. */
struct problem_twin {
	int64_t id; /* 0: none */
	bool is_sure;
	bool is_unclear; /* none, since several might be meant */
};
enum err problem_twin(
	struct ctx *ctx, const struct case_file *file, struct problem_twin *out) MUST_CHECK;

/* Why the child is not there, as the school says; ABSENCE_NONE of a child recorded twice. */
enum absence problem_absence(const struct case_file *file);

/* Effects. */
enum err problem_uphold(struct ctx *ctx, struct case_file *file) MUST_CHECK;
enum err problem_delete_child(struct ctx *ctx, struct case_file *file) MUST_CHECK;
enum err problem_give_j(struct ctx *ctx, struct case_file *file) MUST_CHECK;
enum err problem_judge_one(struct ctx *ctx, struct case_file *file) MUST_CHECK;
enum err problem_judge_two(struct ctx *ctx, struct case_file *file) MUST_CHECK;

/* The problem of this id stands at the child's new school: what `before` answered and nobody has
 * decided goes back to be answered there; the step keeps who had said what (R45). Nothing else is
 * touched. */
enum err problem_answer_anew(struct ctx *ctx, int64_t id, int64_t before) MUST_CHECK;

/* After the case is written: what is counted follows, an amended record is checked again, and the
 * other records of the group are looked at anew. */
enum err problem_moved(
	struct ctx *ctx, struct case_file *file, const struct case_transition *step) MUST_CHECK;
