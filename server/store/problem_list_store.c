#include "server/store/problem_list_store.h"

#include <stdlib.h>
#include <string.h>

#include "server/registry/case_table.h"
#include "server/store/db.h"
#include "server/store/student_scan.h"
#include "server/store/student_search.h"
#include "sql/problem_list.sql.h"

/* ---- sorts ---- */

struct sort {
	int kind, stage;
	const char *cause;
	bool is_graduating, is_turn, tells; /* tells: the cause gives a number away */
	enum case_state state;
	int64_t n;
};

/* Columns from the given one on; n is not among them. */
static struct sort scan(const struct cursor *c, int first)
{
	return (struct sort){
		.kind = (int)cursor_int(c, first),
		.cause = cursor_text(c, first + 1),
		.stage = (int)cursor_int(c, first + 2),
		.is_graduating = cursor_int(c, first + 3) != 0,
		.state = (enum case_state)cursor_int(c, first + 4),
		.is_turn = cursor_int(c, first + 5) != 0,
		.tells = cursor_int(c, first + 6) != 0,
	};
}

/* Whoever looks from a unit is told a cause that gives a number away only where he sees every
 * record of the group; else it is that of another number. */
static bool fits_cause(const struct problem_filter *filter, const struct sort *sort)
{
	return filter->cause[0] == '\0' || strcmp(filter->cause, sort->cause) == 0 ||
	       (filter->viewer != 0 && sort->tells && strcmp(filter->cause, "other_number") == 0);
}

enum veil { ANY, UNVEILED, VEILED }; /* as the statements have them */

/* Which of those whose cause fits are meant. */
static enum veil veil_of(const struct problem_filter *filter, const struct sort *sort)
{
	if (filter->viewer == 0 || filter->cause[0] == '\0' || !sort->tells)
		return ANY;
	return strcmp(filter->cause, sort->cause) == 0 ? UNVEILED : VEILED;
}

static bool fits(const struct problem_filter *filter, const struct sort *sort)
{
	const struct case_state_row *state = case_state_row(sort->state);
	if (state->is_open != filter->is_open || !fits_cause(filter, sort))
		return false;
	if (filter->is_waiting && !(sort->is_turn && (filter->parties >> state->turn) & 1))
		return false;
	return (filter->kind == 0 || filter->kind == sort->kind) &&
	       (filter->state == 0 || filter->state == (int)sort->state) &&
	       (filter->stage == 0 || filter->stage == sort->stage) &&
	       (!filter->only_graduating || sort->is_graduating);
}

/* Those that fit, how many problems they are together, and whether they are all of the list. */
struct sorts {
	struct sort *of;
	size_t n;
	int64_t found;
	bool are_all;
};

static enum err read_sorts(struct ctx *ctx, const struct problem_filter *filter, struct sorts *out)
{
	*out = (struct sorts){.are_all = true};
	struct cursor *c = db_open(ctx, &sql_problem_sorts, ARGS(arg_int(filter->unit)));
	while (cursor_next(c)) {
		struct sort sort = scan(c, 0);
		sort.n = cursor_int(c, 7);
		if (fits(filter, &sort)) {
			out->of = arena_grow(ctx->arena, out->of, out->n, sizeof *out->of);
			out->of[out->n++] = sort;
			out->found += sort.n;
		} else if (case_state_row(sort.state)->is_open == filter->is_open) {
			out->are_all = false;
		}
	}
	return cursor_close(c);
}

/* ---- what is found ---- */

struct spot {
	int64_t place, id;
};
struct spots {
	struct spot after, *of;
	size_t n, limit; /* the limit is for each statement */
};

static void add(struct ctx *ctx, const struct cursor *c, struct spots *spots)
{
	spots->of = arena_grow(ctx->arena, spots->of, spots->n, sizeof *spots->of);
	spots->of[spots->n++] = (struct spot){cursor_int(c, 0), cursor_int(c, 1)};
}

static enum err add_all(struct ctx *ctx, struct cursor *c, struct spots *spots)
{
	while (cursor_next(c))
		add(ctx, c, spots);
	return cursor_close(c);
}

static int by_place(const void *a, const void *b)
{
	const struct spot *x = a, *y = b;
	if (x->place != y->place)
		return x->place < y->place ? -1 : 1;
	return (x->id > y->id) - (x->id < y->id);
}

static enum err look_through(
	struct ctx *ctx, const struct problem_filter *filter, struct spots *spots)
{
	return add_all(ctx,
		db_open(ctx, &sql_problem_of_unit,
			ARGS(arg_int(filter->unit), arg_int(filter->is_open),
				arg_int(spots->after.place), arg_int(spots->after.id),
				arg_int((int64_t)spots->limit), arg_text(filter->name))),
		spots);
}

static enum err look_by_sort(struct ctx *ctx, const struct problem_filter *filter,
	const struct sorts *sorts, struct spots *spots)
{
	enum err err = OK;
	for (size_t i = 0; err == OK && i < sorts->n; i++) {
		const struct sort *sort = &sorts->of[i];
		err = add_all(ctx,
			db_open(ctx, &sql_problem_of_sort,
				ARGS(arg_int(filter->unit), arg_int(sort->kind),
					arg_text(sort->cause), arg_int(sort->stage),
					arg_int(sort->is_graduating), arg_int(sort->state),
					arg_int(sort->is_turn), arg_int(spots->after.place),
					arg_int(spots->after.id), arg_int((int64_t)spots->limit),
					arg_text(filter->name), arg_int(veil_of(filter, sort)),
					arg_int(filter->viewer))),
			spots);
	}
	return err;
}

static enum err fits_named(
	struct ctx *ctx, const struct problem_filter *filter, const struct cursor *c, bool *out)
{
	const struct sort sort = scan(c, 2);
	int64_t veil = ANY;
	enum err err = OK;
	*out = fits(filter, &sort);
	if (*out && veil_of(filter, &sort) != ANY)
		err = db_number(ctx, &sql_problem_veil,
			ARGS(arg_int(cursor_int(c, 1)), arg_int(filter->viewer)), 0, &veil);
	*out = *out && veil == (int64_t)veil_of(filter, &sort);
	return err;
}

/* All of them, whatever the limit. */
static enum err look_by_name(
	struct ctx *ctx, const struct problem_filter *filter, const char *gram, struct spots *spots)
{
	size_t n;
	const struct unit_node *top = unit_tree_get(ctx->units, filter->unit);
	const int64_t *counties = top != NULL ? student_counties(ctx, top, &n) : NULL;
	enum err err = OK;
	bool is_meant;
	for (size_t i = 0; err == OK && counties != NULL && i < n; i++) {
		struct cursor *c = db_open(ctx, &sql_problem_of_name,
			ARGS(arg_int(counties[i]), arg_text(gram), arg_text(filter->name),
				arg_int(filter->unit)));
		while (err == OK && cursor_next(c)) {
			const struct spot spot = {cursor_int(c, 0), cursor_int(c, 1)};
			err = fits_named(ctx, filter, c, &is_meant);
			if (err == OK && is_meant && by_place(&spot, &spots->after) > 0)
				add(ctx, c, spots);
		}
		enum err closed = cursor_close(c);
		err = err == OK ? closed : err;
	}
	return err;
}

static enum err look(struct ctx *ctx, const struct problem_filter *filter,
	const struct sorts *sorts, struct spots *spots)
{
	char gram[9];
	if (sorts->found == 0)
		return OK;
	if (filter->is_open && student_gram(filter->name, gram))
		return look_by_name(ctx, filter, gram, spots);
	return sorts->are_all ? look_through(ctx, filter, spots)
			      : look_by_sort(ctx, filter, sorts, spots);
}

enum err problem_list_seen(struct ctx *ctx, const struct problem_filter *filter,
	int64_t after_place, int64_t after_id, size_t limit, struct problem_list *out)
{
	struct spots spots = {.after = {after_place, after_id}, .limit = limit};
	struct sorts sorts;
	*out = (struct problem_list){NULL, 0};
	enum err err = read_sorts(ctx, filter, &sorts);
	if (err == OK)
		err = look(ctx, filter, &sorts, &spots);
	if (err != OK || spots.n == 0)
		return err;
	qsort(spots.of, spots.n, sizeof *spots.of, by_place);
	size_t n = spots.n < limit ? spots.n : limit;
	out->rows = arena_array(ctx->arena, struct problem_entry, n);
	for (; err == OK && out->n < n; out->n++)
		err = problem_entry_get(ctx, spots.of[out->n].id, &out->rows[out->n]);
	return err;
}

enum err problem_found_by(struct ctx *ctx, const struct problem_filter *filter, int64_t *out)
{
	struct spots spots = {.limit = INT32_MAX};
	struct sorts sorts;
	enum err err = read_sorts(ctx, filter, &sorts);
	*out = sorts.found;
	if (err != OK || (filter->name[0] == '\0' && filter->viewer == 0))
		return err;
	err = look(ctx, filter, &sorts, &spots);
	*out = (int64_t)spots.n;
	return err;
}

enum err problem_kinds_found(
	struct ctx *ctx, const struct problem_filter *filter, int64_t out[PROBLEM_KIND_COUNT])
{
	struct problem_filter any = *filter;
	struct sorts sorts;
	any.kind = 0;
	any.cause = "";
	memset(out, 0, PROBLEM_KIND_COUNT * sizeof *out);
	enum err err = read_sorts(ctx, &any, &sorts);
	for (size_t i = 0; i < sorts.n; i++)
		out[sorts.of[i].kind] += sorts.of[i].n;
	return err;
}
