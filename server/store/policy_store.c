#include "server/store/policy_store.h"

#include "common/date.h"
#include "server/store/db.h"
#include "server/store/ids.h"
#include "server/store/news.h"
#include "sql/policy.sql.h"

/* ---- reading ---- */

static bool scan_value(const struct cursor *c, struct policy_value *out)
{
	const struct policy_row *row = policy_find(cursor_text(c, 1));
	if (row == NULL)
		return false;
	*out = (struct policy_value){.unit = cursor_int(c, 0),
		.policy = row->policy,
		.is_inherited = cursor_is_null(c, 3),
		.value = cursor_int(c, 3)};
	return date_parse(cursor_text(c, 2), &out->from_day);
}

enum err policy_read_approved(struct ctx *ctx, struct policy_value **values_out, size_t *n_out)
{
	size_t n = 0;
	struct policy_value *values = NULL;
	struct cursor *c = db_open(ctx, &sql_policy_approved, NO_ARGS);
	while (cursor_next(c)) {
		values = arena_grow(ctx->arena, values, n, sizeof *values);
		n += scan_value(c, &values[n]);
	}
	*values_out = values;
	*n_out = n;
	return cursor_close(c);
}

static struct policy_proposal scan(const struct cursor *c)
{
	struct policy_proposal proposal = {
		.id = cursor_int(c, 0),
		.rev = cursor_int(c, 1),
		.unit = cursor_int(c, 2),
		.key = cursor_text(c, 3),
		.is_inherited = cursor_is_null(c, 4),
		.value = cursor_int(c, 4),
		.state = (enum policy_state)cursor_int(c, 6),
		.reason = cursor_text(c, 7),
		.proposed_by = cursor_int(c, 8),
		.proposed_us = cursor_int(c, 9),
		.decided_by = cursor_int(c, 10),
		.decided_us = cursor_int(c, 11),
		.decision_reason = cursor_text(c, 12),
		.proposed_by_name = cursor_text(c, 13),
		.decided_by_name = cursor_text(c, 14),
	};
	if (!date_parse(cursor_text(c, 5), &proposal.from_day))
		proposal.from_day = 0;
	return proposal;
}

static enum err read_all(
	struct ctx *ctx, struct cursor *c, struct policy_proposal **out, size_t *n_out)
{
	*out = NULL;
	*n_out = 0;
	while (cursor_next(c)) {
		*out = arena_grow(ctx->arena, *out, *n_out, sizeof **out);
		(*out)[(*n_out)++] = scan(c);
	}
	return cursor_close(c);
}

enum err policy_get(struct ctx *ctx, int64_t id, struct policy_proposal **out)
{
	size_t n;
	return read_all(ctx, db_open(ctx, &sql_policy_get, ARGS(arg_int(id))), out, &n);
}

enum err policy_is_waiting(struct ctx *ctx, int64_t unit, const char *key, bool *out)
{
	int64_t n = 0;
	enum err err =
		db_number(ctx, &sql_policy_waiting, ARGS(arg_int(unit), arg_text(key)), 0, &n);
	*out = n > 0;
	return err;
}

enum err policy_coming(struct ctx *ctx, const int64_t units[2], int32_t day, size_t limit,
	struct policy_proposal **out, size_t *n_out)
{
	char text[DATE_TEXT_SIZE];
	date_format(day, text);
	return read_all(ctx,
		db_open(ctx, &sql_policy_coming,
			ARGS(arg_int(units[0]), arg_int(units[1]), arg_text(text),
				arg_int((int64_t)limit))),
		out, n_out);
}

enum err policy_list(struct ctx *ctx, int64_t unit, const char *key, int64_t before, size_t limit,
	struct policy_proposal **out, size_t *n_out)
{
	return read_all(ctx,
		db_open(ctx, &sql_policy_list,
			ARGS(arg_int(unit), arg_text(key), arg_int(before),
				arg_int((int64_t)limit))),
		out, n_out);
}

/* ---- writing ---- */

static enum err insert(struct ctx *ctx, struct policy_proposal *proposal)
{
	char from_day[DATE_TEXT_SIZE];
	bool is_settled = proposal->state != POLICY_PROPOSED;
	enum err err = ids_next(ctx, &proposal->id);
	if (err != OK)
		return err;
	proposal->rev = 1;
	proposal->proposed_by = ctx->actor.operator_id;
	proposal->proposed_us = ctx->now_us;
	date_format(proposal->from_day, from_day);
	news_of_unit(ctx, proposal->unit);
	return db_run(ctx, &sql_policy_insert,
		ARGS(arg_int(proposal->id), arg_int(proposal->unit), arg_text(proposal->key),
			proposal->is_inherited ? arg_null() : arg_int(proposal->value),
			arg_text(from_day), arg_int(proposal->state), arg_text(proposal->reason),
			arg_int(proposal->proposed_by), arg_int(ctx->now_us),
			is_settled ? arg_int(proposal->proposed_by) : arg_null(),
			is_settled ? arg_int(ctx->now_us) : arg_null(),
			is_settled ? arg_text("") : arg_null()),
		NULL);
}

enum err policy_propose(struct ctx *ctx, struct policy_proposal *proposal)
{
	proposal->state = POLICY_PROPOSED;
	proposal->decision_reason = "";
	return insert(ctx, proposal);
}

enum err policy_settle(struct ctx *ctx, struct policy_proposal *proposal)
{
	int64_t changed = 0;
	proposal->decided_by = ctx->actor.operator_id;
	proposal->decided_us = ctx->now_us;
	enum err err = db_run(ctx, &sql_policy_settle,
		ARGS(arg_int(proposal->id), arg_int(proposal->rev), arg_int(proposal->state),
			arg_int(proposal->decided_by), arg_int(proposal->decided_us),
			arg_text(proposal->decision_reason)),
		&changed);
	if (err == OK && changed == 0)
		return ctx_fail(ctx, REASON_STALE);
	proposal->rev++;
	news_of_unit(ctx, proposal->unit);
	return err;
}

enum err policy_install(struct ctx *ctx, int64_t unit, enum policy policy, int64_t value)
{
	const struct policy_row *row = policy_row(policy);
	struct policy_proposal proposal = {.unit = unit,
		.key = row->key,
		.value = value,
		.from_day = ctx_today(ctx),
		.state = POLICY_APPROVED,
		.reason = "set at the command line"};
	enum err err = insert(ctx, &proposal);
	if (err != OK)
		return err;
	ctx_journal(ctx, &(struct note){.action = ACTION_POLICY_APPROVE,
				 .unit = unit,
				 .entity = "policy",
				 .entity_id = proposal.id,
				 .summary = arena_printf(
					 ctx->arena, "%s = %lld", row->key, (long long)value)});
	if (ctx->app->policies != NULL)
		ctx_on_commit(ctx, policy_cache_reload, NULL);
	return OK;
}
