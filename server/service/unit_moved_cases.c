/* Open cases in which a unit that is closed has a part: its one successor takes its place. With
 * none, or several, a transfer to a school that is gone is withdrawn, since nobody there could, and
 * for a school that a child leaves its bureau answers from here on (R12). */
#include "server/service/unit_moved.h"

#include "server/service/case_apply.h"
#include "server/service/case_route.h"
#include "server/service/problem_school.h"
#include "server/store/case_list_store.h"

enum { STEP_ROWS = 500 };

static bool has_part(const struct case_row *row, int64_t unit)
{
	return row->school == unit || row->bureau == unit || row->from_school == unit ||
	       row->from_bureau == unit;
}

static enum err move_one(struct ctx *ctx, struct case_row *row, const struct unit_move *move)
{
	int64_t seers[CASE_SEERS];
	if (!has_part(row, move->from))
		return OK; /* the unit only lies above one that has */
	int64_t before = row->school;
	enum err err = case_replace_unit(ctx, row, move->from, move->to);
	if (err == OK && row->type == CASE_PROBLEM)
		err = problem_has_come(ctx, row->id, before); /* its lists are its own */
	else if (err == OK)
		err = case_add_parties(ctx, row, seers, case_seers(ctx, row, seers));
	ctx_journal(ctx, &(struct note){.action = ACTION_CASE_PASSED_ON,
				 .unit = move->to,
				 .entity = "case",
				 .entity_id = row->id,
				 .summary = arena_printf(ctx->arena, "from unit %lld to %lld",
					 (long long)move->from, (long long)move->to)});
	return err;
}

static enum err go_on_without(
	struct ctx *ctx, const struct case_row *row, const struct unit_move *move)
{
	struct case_file file;
	bool is_there = row->state == CASE_OUT_SCHOOL || row->state == CASE_OUT_SIGN;
	if (!case_table(row->type)->is_move || row->state == CASE_PULLING)
		return OK; /* a file on its way arrives, and the bureau finds the child a place */
	enum err err = case_open(ctx, row->id, &file);
	if (err == OK && row->school == move->from)
		return case_decide_as(ctx, &file, CASE_WITHDRAW, CASE_CLOCK, NULL);
	if (err == OK && row->from_school == move->from && is_there)
		err = case_decide_as(ctx, &file, CASE_APPROVE, CASE_CLOCK, NULL);
	return err;
}

enum err cases_unit_moved(struct ctx *ctx, const struct unit_move *move)
{
	struct case_list list = {.n = STEP_ROWS};
	int64_t last = 0;
	enum err err = OK;
	while (err == OK && list.n == STEP_ROWS) {
		err = case_list_open_at(ctx, move->from, last, STEP_ROWS, &list);
		for (size_t i = 0; err == OK && i < list.n; i++) {
			last = list.rows[i].id;
			err = move->to != 0 ? move_one(ctx, &list.rows[i], move)
					    : go_on_without(ctx, &list.rows[i], move);
		}
	}
	return err;
}
