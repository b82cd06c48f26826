#include "server/service/case_purge.h"

#include "common/date.h"
#include "server/service/case_apply.h"
#include "server/store/case_list_store.h"
#include "server/store/policy_cache.h"

enum { STEP_ROWS = 100 }; /* at a time: calls wait behind a step in the same batch */

int32_t case_purge_day(const struct ctx *ctx, const struct case_row *row)
{
	/* once the file of a child is on its way to another province it arrives, however late */
	bool is_on_its_way = row->state == CASE_PULLING || row->state == CASE_FILE_SENT;
	if (!case_table(row->type)->is_move || !row->is_open || is_on_its_way)
		return DUE_NEVER;
	int months = (int)policy_number(ctx, POLICY_TRANSFER_PURGE_MONTHS, row->school);
	return date_add_months(date_of_instant(row->opened_us), months);
}

int32_t case_purge_announced(const struct ctx *ctx, const struct case_row *row)
{
	int32_t day = case_purge_day(ctx, row);
	return day - ctx_today(ctx) <= PURGE_NOTICE_DAYS ? day : 0;
}

static enum err purge_one(struct ctx *ctx, const struct case_row *row)
{
	struct case_file file;
	enum err err = case_open(ctx, row->id, &file);
	return err == OK ? case_decide_as(ctx, &file, CASE_PURGE, CASE_CLOCK, NULL) : err;
}

static enum err purge_kind(struct ctx *ctx, enum case_type type, int64_t before_us, bool *more_out)
{
	struct case_list list;
	enum err err = case_list_opened_before(ctx, type, before_us, NULL, STEP_ROWS, &list);
	size_t purged = 0;
	for (size_t i = 0; err == OK && i < list.n; i++)
		if (case_purge_day(ctx, &list.rows[i]) <= ctx_today(ctx)) {
			err = purge_one(ctx, &list.rows[i]);
			purged++;
		}
	*more_out |= err == OK && purged == STEP_ROWS;
	return err;
}

enum err cases_purge(struct ctx *ctx, bool *more_out)
{
	/* The policy is the nation's: what was opened later is not due anywhere. */
	int months = (int)policy_number(ctx, POLICY_TRANSFER_PURGE_MONTHS, 0);
	int64_t before_us = date_start(date_add_months(ctx_today(ctx), -months) + 1);
	enum err err = OK;
	*more_out = false;
	for (enum case_type type = 1; err == OK && type < CASE_TYPE_COUNT; type++)
		if (case_table(type)->is_move)
			err = purge_kind(ctx, type, before_us, more_out);
	return err;
}
