#include "server/service/unit_moved_children.h"

#include "server/service/case_route.h"
#include "server/service/problem_school.h"
#include "server/service/unit_moved.h"
#include "server/store/news.h"
#include "server/store/school_moved_store.h"
#include "server/store/student_record.h"
#include "server/store/unit_store.h"
#include "server/store/unit_tree.h"

enum { CLASSES_MOST = GRADE_LAST * CLASS_LAST, STEP_ROWS = 100 };

/* ---- at once ---- */

static enum err school_place_changed(struct ctx *ctx, int64_t school)
{
	bool concerns;
	enum err err = school_moved_concerns(ctx, school, &concerns);
	if (err != OK || !concerns)
		return err;
	return school_moved_add(ctx, &(struct school_moved){.school = school});
}

enum err children_place_changed(struct ctx *ctx, const struct unit *unit)
{
	struct unit_list under = {.n = 0};
	if (unit->tier == TIER_SCHOOL)
		return school_place_changed(ctx, unit->id);
	enum err err = unit_children(ctx, unit->id, &under);
	for (size_t i = 0; err == OK && i < under.n; i++)
		err = children_place_changed(ctx, &under.units[i]);
	return err;
}

static enum err read_classes(
	struct ctx *ctx, int64_t school, struct school_class **out, size_t *n_out)
{
	return unit_classes(ctx, school, 0, (struct school_class){0, 0}, CLASSES_MOST, out, n_out);
}

/* The merged school's classes stay together: they come behind those that are there, in each grade
 * by the same number. Who would get beyond the last number is to be placed anew. */
static enum err shift_classes(struct ctx *ctx, int64_t from, int64_t to, int *shift_out)
{
	struct school_class *come, *there;
	size_t n_come, n_there;
	int shift = 0;
	enum err err = read_classes(ctx, from, &come, &n_come);
	if (err == OK)
		err = read_classes(ctx, to, &there, &n_there);
	if (err != OK)
		return err;
	struct school_class *all = arena_array(ctx->arena, struct school_class, n_come + n_there);
	size_t n = 0;
	for (size_t i = 0; i < n_there; i++) {
		all[n++] = there[i];
		shift = there[i].number > shift ? there[i].number : shift;
	}
	for (size_t i = 0; i < n_come; i++)
		if (come[i].number + shift <= CLASS_LAST)
			all[n++] = (struct school_class){come[i].grade, come[i].number + shift};
	*shift_out = shift;
	return unit_set_classes(ctx, to, all, n);
}

enum err children_unit_moved(struct ctx *ctx, const struct unit_move *move)
{
	struct unit *unit;
	bool concerns;
	struct school_moved moved = {.school = move->from, .to = move->to};
	enum err err = unit_get(ctx, move->from, &unit);
	if (err != OK || unit == NULL || unit->tier != TIER_SCHOOL || move->to == 0)
		return err;
	err = school_moved_concerns(ctx, move->from, &concerns);
	if (err != OK || !concerns)
		return err;
	err = shift_classes(ctx, move->from, move->to, &moved.class_shift);
	return err == OK ? school_moved_add(ctx, &moved) : err;
}

/* ---- step by step ---- */

static int class_after(const struct school_moved *moved, int class_no)
{
	if (moved->to == 0 || class_no == 0)
		return class_no;
	return class_no + moved->class_shift <= CLASS_LAST ? class_no + moved->class_shift : 0;
}

static enum err follow_children(
	struct ctx *ctx, const struct school_moved *moved, const struct unit *school, size_t *n_out)
{
	int64_t ids[STEP_ROWS];
	struct student_record child;
	enum err err = school_moved_children(ctx, moved, STEP_ROWS, ids, n_out);
	for (size_t i = 0; i < *n_out && err == OK; i++) {
		err = student_read(ctx, ids[i], &child);
		if (err == OK)
			err = student_follow_school(
				ctx, &child, school->id, class_after(moved, child.row.class_no));
	}
	return err;
}

/* A county's city, or the province that it lies in; of what hangs under a province, that. */
static struct school_place place_of(const struct ctx *ctx, const struct unit *school)
{
	const struct unit_node *above = unit_tree_get(ctx->units, school->parent);
	bool is_top = above == NULL || above->tier <= TIER_PROVINCE;
	return (struct school_place){
		school->id, school->parent, is_top ? school->parent : above->parent};
}

/* Who saw a case before still does. The parts of a school that was closed its successor has already
 * (unit_moved_cases.c). */
static enum err follow_case(struct ctx *ctx, const struct unit *school, int64_t id)
{
	const struct case_row there = {.school = school->id, .bureau = school->bureau};
	int64_t seers[CASE_SEERS];
	size_t n = case_seers(ctx, &there, seers);
	enum err err = school_moved_reroute(
		ctx, id, school->id, school->bureau, case_unit_of(ctx, &there, CASE_CITY));
	for (size_t i = 0; i < n && err == OK; i++) {
		err = school_moved_show(ctx, id, seers[i]);
		news_of_unit(ctx, seers[i]);
	}
	return err;
}

static enum err follow_cases(
	struct ctx *ctx, const struct school_moved *moved, const struct unit *school, size_t *n_out)
{
	int64_t ids[STEP_ROWS];
	const struct school_place place = place_of(ctx, school);
	enum err err = school_moved_cases(ctx, moved, &place, STEP_ROWS, ids, n_out);
	for (size_t i = 0; i < *n_out && err == OK; i++)
		err = follow_case(ctx, school, ids[i]);
	return err;
}

/* What is over stays with who settled it, and is seen where the school's files are now. */
static enum err follow_problem(struct ctx *ctx, const struct unit *school, int64_t id)
{
	const struct case_row there = {.school = school->id, .bureau = school->bureau};
	struct problem_row problem;
	int64_t seers[CASE_SEERS];
	bool is_found;
	enum err err = problem_get(ctx, id, &problem, &is_found);
	if (err != OK || !is_found)
		return err;
	if (problem.is_open)
		return problem_goes_to(ctx, id, school->id);
	return problem_resee(ctx, &problem, seers, case_seers(ctx, &there, seers));
}

static enum err follow_problems(
	struct ctx *ctx, const struct school_moved *moved, const struct unit *school, size_t *n_out)
{
	int64_t ids[STEP_ROWS];
	enum err err = school_moved_problems(ctx, moved, school->id, STEP_ROWS, ids, n_out);
	for (size_t i = 0; i < *n_out && err == OK; i++)
		err = follow_problem(ctx, school, ids[i]);
	return err == OK && *n_out > 0 ? school_moved_reached(ctx, moved->school, ids[*n_out - 1])
				       : err;
}

static void note(struct ctx *ctx, const struct school_moved *moved, const struct unit *school,
	size_t n_children, size_t n_cases)
{
	ctx_journal(
		ctx, &(struct note){.action = ACTION_STUDENTS_FOLLOWED,
			     .unit = school->id,
			     .entity = "unit",
			     .entity_id = moved->school,
			     .summary = arena_printf(ctx->arena, "%zu children, %zu cases, to %s",
				     n_children, n_cases, school->code)});
}

enum err children_follow(struct ctx *ctx, bool *again_out)
{
	struct school_moved moved;
	struct unit *school = NULL;
	size_t n_children = 0, n_cases = 0;
	enum err err = school_moved_next(ctx, &moved);
	*again_out = moved.school != 0;
	if (err != OK || moved.school == 0)
		return err;
	err = unit_get(ctx, moved.to != 0 ? moved.to : moved.school, &school);
	if (err == OK)
		err = follow_children(ctx, &moved, school, &n_children);
	if (err == OK && n_children == 0)
		err = follow_cases(ctx, &moved, school, &n_cases);
	if (err == OK && n_children == 0 && n_cases == 0)
		err = follow_problems(ctx, &moved, school, &n_cases);
	if (err == OK && n_children == 0 && n_cases == 0)
		err = school_moved_done(ctx, moved.school);
	if (err == OK)
		note(ctx, &moved, school, n_children, n_cases);
	return err;
}
