/* How problem records of a demonstration are settled: what schools and bureaus do about them, and
 * some that stand where they must be seen: amended and looked at again by the police (RECHECK), two
 * sides that both uphold (ARBITRATION), a child that was recorded twice and is one now, a record
 * that nobody belonged to. */
#pragma once

#include "server/demo/deeds.h"
#include "server/demo/schools.h"
#include "server/store/problem_store.h"
#include "xueji/v1/problems.pb-c.h"

/* The school's registrar answers; a refusal by a rule leaves it as it was, and *done_out false. Of
 * `in`, problem and revision are filled in. */
enum err settling_answer(struct ctx *ctx, const struct problem_entry *entry,
	Xueji__V1__AnswerProblemRequest *in, bool *done_out) MUST_CHECK;
/* It is answered that the child never came. */
enum err settling_deny(
	struct ctx *ctx, const struct problem_entry *entry, bool *done_out) MUST_CHECK;
/* Whoever's turn it is makes this move. */
enum err settling_decide(struct ctx *ctx, int64_t problem, enum case_event event) MUST_CHECK;

/* Plans those that must be seen, for a day on which the schools have their lists. */
void settling_plan(struct ctx *ctx, const struct school_plan *plan,
	const struct unit_node *province, uint64_t seed, int days_ago, struct deeds *deeds);
