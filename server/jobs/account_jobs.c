#include "server/jobs/account_jobs.h"

#include "common/date.h"
#include "server/auth/session_cache.h"
#include "server/service/operator_message.h"
#include "server/store/policy_cache.h"
#include "server/store/sign_in_store.h"
#include "server/store/ticket_store.h"
#include "server/store/unit_tree.h"

enum { STEP_ROWS = 200 }; /* at a time: calls wait behind a step in the same batch */

/* ---- sessions ---- */

static enum err end_one(struct ctx *ctx, int64_t session_id)
{
	struct session_row session;
	struct operator_account account;
	enum err err = session_get(ctx, session_id, &session);
	if (err == ERR_NOT_FOUND)
		return OK; /* signed out meanwhile */
	if (err == OK)
		err = operator_account(ctx, session.operator_id, &account);
	if (err == OK)
		err = session_delete(ctx, session_id);
	if (err != OK)
		return err;
	note_operator(ctx, ACTION_SESSION_ENDED, account.id, account.unit,
		ctx->now_us >= session.expires_us ? "its time was up" : "idle");
	session_follow(ctx, account.id);
	return OK;
}

enum err end_sessions(struct ctx *ctx, bool *again_out)
{
	int64_t ids[STEP_ROWS];
	size_t n = session_cache_ended(ctx->app->sessions, ctx->now_us, ids, STEP_ROWS);
	enum err err = OK;
	for (size_t i = 0; err == OK && i < n; i++)
		err = end_one(ctx, ids[i]);
	*again_out = n == STEP_ROWS;
	return err;
}

/* ---- idle accounts ---- */

/* The shortest time that any unit's policy sets: nobody idle for less need be looked at. */
static int64_t shortest_days(const struct ctx *ctx)
{
	int64_t shortest = policy_number(ctx, POLICY_ACCOUNT_IDLE_DAYS, 0);
	for (uint32_t i = 0; i < unit_tree_size(ctx->units);) {
		const struct unit_node *unit = unit_tree_at(ctx->units, i);
		int64_t days = policy_number(ctx, POLICY_ACCOUNT_IDLE_DAYS, unit->id);
		if (days < shortest)
			shortest = days;
		/* Nobody below a province sets one. */
		i = unit->tier == TIER_NATION ? i + 1 : unit->last + 1;
	}
	return shortest;
}

static enum err seal_one(struct ctx *ctx, const struct operator_row *row, int64_t days)
{
	enum err err = operator_set_state(ctx, row->id, OPERATOR_IDLE);
	if (err == OK)
		err = session_delete_others(ctx, row->id, 0, NULL);
	if (err != OK)
		return err;
	note_operator(ctx, ACTION_OPERATOR_SEALED, row->id, row->unit,
		arena_printf(ctx->arena, "not used for %lld days", (long long)days));
	session_follow(ctx, row->id);
	return OK;
}

static enum err seal_page(struct ctx *ctx, const struct operator_row *rows, size_t n, int *sealed)
{
	enum err err = OK;
	for (size_t i = 0; err == OK && i < n; i++) {
		int64_t days = policy_number(ctx, POLICY_ACCOUNT_IDLE_DAYS, rows[i].unit);
		if (ctx->now_us - rows[i].active_us < days * US_PER_DAY)
			continue;
		err = seal_one(ctx, &rows[i], days);
		(*sealed)++;
	}
	return err;
}

enum err seal_idle_accounts(struct ctx *ctx, bool *again_out)
{
	int64_t before_us = ctx->now_us - shortest_days(ctx) * US_PER_DAY;
	const struct operator_row *last = NULL;
	struct operator_row *rows;
	size_t n = STEP_ROWS;
	int sealed = 0;
	enum err err = OK;
	while (err == OK && n == STEP_ROWS && sealed == 0) {
		err = operator_list_idle(ctx, before_us, last, STEP_ROWS, &rows, &n);
		if (err == OK)
			err = seal_page(ctx, rows, n, &sealed);
		last = n > 0 ? &rows[n - 1] : NULL;
	}
	*again_out = sealed > 0;
	return err;
}

/* ---- guards ---- */

enum err purge_guards(struct ctx *ctx, bool *again_out)
{
	int64_t purged = 0;
	enum err err = guard_purge(ctx, ctx->now_us - US_PER_DAY, STEP_ROWS, &purged);
	*again_out = purged == STEP_ROWS;
	return err;
}

/* ---- tickets ---- */

/* A day longer than they serve: until then one that comes late is known for what it is. */
enum err purge_tickets(struct ctx *ctx, bool *again_out)
{
	int64_t purged = 0;
	enum err err = ticket_purge(ctx, ctx->now_us - US_PER_DAY, STEP_ROWS, &purged);
	*again_out = purged == STEP_ROWS;
	return err;
}
