#include "server/store/problem_counts.h"

#include "common/date.h"
#include "server/registry/case_kinds.h"
#include "server/store/db.h"
#include "sql/problem_count.sql.h"

static enum err read_sums(struct ctx *ctx, const struct sql *sql, struct args args,
	struct problem_sum **out, size_t *n_out)
{
	*out = NULL;
	*n_out = 0;
	struct cursor *c = db_open(ctx, sql, args);
	while (cursor_next(c)) {
		*out = arena_grow(ctx->arena, *out, *n_out, sizeof **out);
		(*out)[(*n_out)++] = (struct problem_sum){.kind = (int)cursor_int(c, 0),
			.cause = cursor_text(c, 1),
			.stage = (int)cursor_int(c, 2),
			.state = (int)cursor_int(c, 3),
			.open = cursor_int(c, 4),
			.graduating = cursor_int(c, 5),
			.settled = cursor_int(c, 6)};
	}
	return cursor_close(c);
}

enum err problem_sums(struct ctx *ctx, int64_t unit, enum problem_sum_by by, int kind,
	struct problem_sum **out, size_t *n_out)
{
	return read_sums(ctx, &sql_problem_sums,
		ARGS(arg_int(unit), arg_int(kind), arg_int(by), arg_int(CASE_SETTLED),
			arg_int(CASE_DELETED)),
		out, n_out);
}

enum err problem_sums_veiled(struct ctx *ctx, int64_t unit, int64_t viewer, int kind,
	struct problem_sum **out, size_t *n_out)
{
	return read_sums(ctx, &sql_problem_sums_veiled,
		ARGS(arg_int(unit), arg_int(kind), arg_int(viewer), arg_int(CASE_SETTLED),
			arg_int(CASE_DELETED)),
		out, n_out);
}

static const char *day_text(struct ctx *ctx, int32_t day)
{
	char *text = arena_alloc(ctx->arena, DATE_TEXT_SIZE);
	date_format(day, text);
	return text;
}

enum err problem_days(struct ctx *ctx, int64_t unit, int kind, int32_t from, int32_t to,
	struct problem_day **out, size_t *n_out)
{
	int64_t open = 0;
	enum err err = db_number(ctx, &sql_problem_before,
		ARGS(arg_int(unit), arg_text(day_text(ctx, from)), arg_int(kind)), 0, &open);
	*out = NULL;
	*n_out = 0;
	if (err != OK)
		return err;
	struct cursor *c = db_open(ctx, &sql_problem_days,
		ARGS(arg_int(unit), arg_text(day_text(ctx, from)), arg_text(day_text(ctx, to)),
			arg_int(kind)));
	while (cursor_next(c)) {
		struct problem_day day = {.found = cursor_int(c, 1), .settled = cursor_int(c, 2)};
		date_parse(cursor_text(c, 0), &day.day);
		day.open = open += day.found - day.settled;
		*out = arena_grow(ctx->arena, *out, *n_out, sizeof **out);
		(*out)[(*n_out)++] = day;
	}
	return cursor_close(c);
}
