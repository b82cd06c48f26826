#include "server/store/desk_store.h"

#include "common/date.h"
#include "server/store/case_store.h"
#include "server/store/db.h"
#include "sql/desk.sql.h"

static int64_t capped(int64_t count)
{
	return count < DESK_MOST ? count : DESK_MOST;
}

static enum err sum(struct ctx *ctx, const struct sql *sql, struct args args, struct desk_sum *out)
{
	*out = (struct desk_sum){0};
	struct cursor *c = db_open(ctx, sql, args);
	if (cursor_next(c))
		*out = (struct desk_sum){capped(cursor_int(c, 0)), cursor_int(c, 1)};
	return cursor_close(c);
}

static const char *day_text(struct ctx *ctx, int32_t day)
{
	char *text = arena_alloc(ctx->arena, DATE_TEXT_SIZE);
	date_format(day, text);
	return text;
}

enum err desk_turn(struct ctx *ctx, int64_t unit, enum case_party party, enum case_type type,
	struct desk_moves *out)
{
	*out = (struct desk_moves){.first_due = DUE_NEVER};
	struct cursor *c = db_open(ctx, &sql_desk_turn,
		ARGS(arg_int(unit), arg_int(party), arg_int(type),
			arg_text(day_text(ctx, ctx_today(ctx))), arg_int(DESK_MOST)));
	if (cursor_next(c)) {
		out->sum = (struct desk_sum){cursor_int(c, 0), cursor_int(c, 1)};
		out->late = cursor_int(c, 2);
		out->due_today = cursor_int(c, 3);
		date_parse(cursor_text(c, 4), &out->first_due);
	}
	return cursor_close(c);
}

enum err desk_opened_before(
	struct ctx *ctx, int64_t school, enum case_type type, int64_t us, struct desk_sum *out)
{
	return sum(ctx, &sql_desk_opened_before,
		ARGS(arg_int(school), arg_int(type), arg_int(us), arg_int(DESK_MOST)), out);
}

enum err desk_beyond_school(struct ctx *ctx, int64_t school, enum case_type type,
	enum case_party last, struct desk_sum *out)
{
	return sum(ctx, &sql_desk_beyond_school,
		ARGS(arg_int(school), arg_int(type), arg_int(last), arg_int(DESK_MOST)), out);
}

enum err desk_beyond_bureau(struct ctx *ctx, int64_t bureau, enum case_type type,
	enum case_party last, struct desk_sum *out)
{
	return sum(ctx, &sql_desk_beyond_bureau,
		ARGS(arg_int(bureau), arg_int(type), arg_int(last), arg_int(DESK_MOST)), out);
}

enum err desk_dropped_out(
	struct ctx *ctx, int64_t county, int64_t first, int64_t last, struct desk_sum *out)
{
	return sum(ctx, &sql_desk_dropped_out,
		ARGS(arg_int(county), arg_int(first), arg_int(last), arg_int(DESK_MOST)), out);
}

enum err desk_provisional(struct ctx *ctx, int64_t school, struct desk_sum *out)
{
	return sum(ctx, &sql_desk_provisional, ARGS(arg_int(school), arg_int(DESK_MOST)), out);
}

enum err desk_proposals(struct ctx *ctx, int64_t unit, struct desk_proposal **out, size_t *n_out)
{
	*out = NULL;
	*n_out = 0;
	struct cursor *c = db_open(ctx, &sql_desk_proposals, ARGS(arg_int(unit)));
	while (cursor_next(c)) {
		*out = arena_grow(ctx->arena, *out, *n_out, sizeof **out);
		(*out)[(*n_out)++] = (struct desk_proposal){
			cursor_text(c, 0), cursor_int(c, 1), cursor_int(c, 2)};
	}
	return cursor_close(c);
}

enum err desk_certificates(
	struct ctx *ctx, int64_t unit, int32_t until, struct desk_sum *out, int32_t *first_out)
{
	*out = (struct desk_sum){0};
	*first_out = 0;
	struct cursor *c = db_open(
		ctx, &sql_desk_certificates, ARGS(arg_int(unit), arg_text(day_text(ctx, until))));
	if (cursor_next(c)) {
		out->count = capped(cursor_int(c, 0));
		date_parse(cursor_text(c, 1), first_out);
	}
	return cursor_close(c);
}

enum err desk_certificates_expired(
	struct ctx *ctx, int64_t unit, int32_t today, struct desk_sum *out)
{
	return sum(ctx, &sql_desk_certificates_expired,
		ARGS(arg_int(unit), arg_text(day_text(ctx, today))), out);
}

enum err desk_suspended(struct ctx *ctx, int64_t school, int32_t until, int64_t *count_out,
	int64_t *over_out, int32_t *first_out)
{
	struct cursor *c = db_open(ctx, &sql_desk_suspended,
		ARGS(arg_int(school), arg_int(until), arg_int(ctx_today(ctx))));
	bool is_found = cursor_next(c);
	*count_out = is_found ? capped(cursor_int(c, 0)) : 0;
	*over_out = is_found ? capped(cursor_int(c, 1)) : 0;
	*first_out = is_found ? (int32_t)cursor_int(c, 2) : 0;
	return cursor_close(c);
}

enum err desk_batches(struct ctx *ctx, int64_t unit, enum case_party party, struct desk_sum *out)
{
	return sum(ctx, &sql_desk_batches,
		ARGS(arg_int(unit), arg_int(party), arg_int(CASE_REGISTRATION), arg_int(DESK_MOST)),
		out);
}

enum err desk_imports(struct ctx *ctx, int64_t operator_id, struct desk_sum *out)
{
	return sum(ctx, &sql_desk_imports, ARGS(arg_int(operator_id)), out);
}

enum err desk_exports(struct ctx *ctx, int64_t bureau, int64_t operator_id, struct desk_sum *out)
{
	return sum(ctx, &sql_desk_exports,
		ARGS(arg_int(bureau), arg_int(operator_id), arg_int(DESK_MOST)), out);
}

enum err desk_exports_ready(
	struct ctx *ctx, int64_t operator_id, int64_t since_us, struct desk_sum *out)
{
	return sum(
		ctx, &sql_desk_exports_ready, ARGS(arg_int(operator_id), arg_int(since_us)), out);
}

enum err desk_campaigns(struct ctx *ctx, struct desk_campaign **out, size_t *n_out)
{
	*out = NULL;
	*n_out = 0;
	struct cursor *c =
		db_open(ctx, &sql_desk_campaigns, ARGS(arg_text(day_text(ctx, ctx_today(ctx)))));
	while (cursor_next(c)) {
		*out = arena_grow(ctx->arena, *out, *n_out, sizeof **out);
		struct desk_campaign *one = &(*out)[(*n_out)++];
		*one = (struct desk_campaign){
			cursor_int(c, 0), (enum campaign_kind)cursor_int(c, 1), 0};
		date_parse(cursor_text(c, 2), &one->last_day);
	}
	return cursor_close(c);
}

enum err desk_idle(struct ctx *ctx, int64_t unit, struct desk_sum *out)
{
	return sum(ctx, &sql_desk_idle, ARGS(arg_int(unit)), out);
}

enum err desk_one_time(struct ctx *ctx, int64_t unit, struct desk_sum *out)
{
	return sum(ctx, &sql_desk_one_time, ARGS(arg_int(unit)), out);
}

enum err desk_own_certificate(struct ctx *ctx, int64_t operator_id, int32_t *until_out)
{
	*until_out = 0;
	struct cursor *c = db_open(ctx, &sql_desk_own_certificate, ARGS(arg_int(operator_id)));
	if (cursor_next(c))
		date_parse(cursor_text(c, 0), until_out);
	return cursor_close(c);
}

_Static_assert(CASE_PARTY_COUNT == 12, "desk_late names each party");

enum err desk_late(struct ctx *ctx, int64_t unit, struct desk_sum *out)
{
	return sum(ctx, &sql_desk_late,
		ARGS(arg_int(unit), arg_text(day_text(ctx, ctx_today(ctx))), arg_int(DESK_MOST)),
		out);
}
