#include "server/service/problem_school.h"

#include "server/service/case_route.h"
#include "server/service/problem_steps.h"
#include "server/store/school_moved_store.h"
#include "server/store/unit_tree.h"

enum err problem_school(struct ctx *ctx, const struct student_row *child, int64_t *out)
{
	return school_moved_end(ctx, child->school, out);
}

/* ---- who decides ---- */

int64_t problem_decider(const struct ctx *ctx, const int64_t *schools, size_t n)
{
	const struct unit_node *at = NULL;
	for (size_t i = 0; i < n; i++) {
		const struct unit_node *school = unit_tree_get(ctx->units, schools[i]);
		const struct unit_node *bureau =
			school != NULL ? unit_tree_get(ctx->units, school->bureau) : NULL;
		if (bureau == NULL)
			continue;
		if (at == NULL)
			at = bureau;
		while (at->tier > TIER_PROVINCE &&
			!unit_tree_is_under(ctx->units, bureau->id, at->id))
			at = unit_tree_get(ctx->units, at->parent);
	}
	return at != NULL ? at->id : 0;
}

/* Every open problem of the group has the same decider. */
static enum err set_decider(struct ctx *ctx, struct problem_list *sides)
{
	int64_t schools[PROBLEM_GROUP_MOST];
	size_t n = 0;
	enum err err = OK;
	for (size_t i = 0; i < sides->n; i++)
		if (sides->rows[i].kase.is_open)
			schools[n++] = sides->rows[i].kase.school;
	int64_t decider = problem_decider(ctx, schools, n);
	for (size_t i = 0; err == OK && i < sides->n; i++) {
		struct case_row *kase = &sides->rows[i].kase;
		if (!kase->is_open || kase->bureau == decider || decider == 0)
			continue;
		err = case_set_bureau(ctx, kase, decider);
		if (err == OK)
			err = problem_follow(ctx, &sides->rows[i].problem, kase);
	}
	return err;
}

enum err problem_settle_sides(struct ctx *ctx, int64_t group)
{
	struct problem_list sides;
	enum err err = problem_list_group(ctx, group, &sides);
	return err == OK ? set_decider(ctx, &sides) : err;
}

/* ---- elsewhere ---- */

enum err problem_has_come(struct ctx *ctx, int64_t id, int64_t before)
{
	struct problem_row problem;
	struct case_row kase;
	int64_t seers[CASE_SEERS];
	bool is_found;
	enum err err = problem_get(ctx, id, &problem, &is_found);
	if (err == OK)
		err = case_get(ctx, id, &kase);
	if (err != OK || !is_found)
		return err;
	err = problem_resee(ctx, &problem, seers, case_seers(ctx, &kase, seers));
	return err == OK && kase.school != before ? problem_answer_anew(ctx, id, before) : err;
}

enum err problem_goes_to(struct ctx *ctx, int64_t id, int64_t school)
{
	struct problem_row problem;
	struct case_row kase;
	bool is_found;
	enum err err = problem_get(ctx, id, &problem, &is_found);
	if (err == OK)
		err = case_get(ctx, id, &kase);
	if (err != OK || !is_found)
		return err;
	int64_t before = kase.school;
	if (before != school)
		err = case_replace_unit(ctx, &kase, before, school);
	if (err == OK)
		err = problem_settle_sides(ctx, problem.group);
	return err == OK ? problem_has_come(ctx, id, before) : err;
}
