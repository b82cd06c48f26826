#include "server/store/enrolment_store.h"

#include <string.h>

#include "server/store/day.h"
#include "server/store/db.h"
#include "sql/enrolment.sql.h"

enum err enrolment_begin(struct ctx *ctx, int64_t student, struct enrolment *e)
{
	int64_t seq;
	e->to_day = "";
	e->ended = 0;
	enum err err = db_number(ctx, &sql_enrolment_insert,
		ARGS(arg_int(student), arg_int(e->school), arg_int(e->stage), arg_int(e->years),
			arg_int(e->year_in_stage), arg_int(e->grade), arg_int(e->class_no),
			arg_day(e->from_day)),
		0, &seq);
	e->seq = (int)seq;
	return err;
}

enum err enrolment_end(struct ctx *ctx, int64_t student, const char *to_day, int ended)
{
	int64_t changed;
	enum err err = db_run(ctx, &sql_enrolment_end,
		ARGS(arg_int(student), arg_day(to_day), arg_int(ended)), &changed);
	if (err == OK && changed == 0)
		err = ctx_fail(ctx, REASON_NOT_ENROLLED);
	return err;
}

static enum err put(struct ctx *ctx, int64_t student, const struct enrolment *e)
{
	bool is_open = e->ended == 0;
	return db_run(ctx, &sql_enrolment_put,
		ARGS(arg_int(student), arg_int(e->seq), arg_int(e->school), arg_int(e->stage),
			arg_int(e->years), arg_int(e->year_in_stage), arg_int(e->grade),
			arg_int(e->class_no), arg_day(e->from_day), arg_day(e->to_day),
			is_open ? arg_null() : arg_int(e->ended)),
		NULL);
}

enum err enrolment_reopen(struct ctx *ctx, int64_t student)
{
	return db_run(ctx, &sql_enrolment_reopen, ARGS(arg_int(student)), NULL);
}

enum err enrolment_replace_all(
	struct ctx *ctx, int64_t student, const struct enrolment *rows, size_t n)
{
	enum err err = db_run(ctx, &sql_enrolment_clear, ARGS(arg_int(student)), NULL);
	for (size_t i = 0; err == OK && i < n; i++)
		err = put(ctx, student, &rows[i]);
	return err;
}

static struct enrolment scan(struct ctx *ctx, const struct cursor *c)
{
	return (struct enrolment){
		.seq = (int)cursor_int(c, 0),
		.school = cursor_int(c, 1),
		.stage = (int)cursor_int(c, 2),
		.years = (int)cursor_int(c, 3),
		.year_in_stage = (int)cursor_int(c, 4),
		.grade = (int)cursor_int(c, 5),
		.class_no = (int)cursor_int(c, 6),
		.from_day = cursor_day(ctx, c, 7),
		.to_day = cursor_day(ctx, c, 8),
		.ended = (int)cursor_int(c, 9),
	};
}

enum err enrolment_get_open(
	struct ctx *ctx, int64_t student, struct enrolment *out, bool *found_out)
{
	struct cursor *c = db_open(ctx, &sql_enrolment_open, ARGS(arg_int(student)));
	*found_out = cursor_next(c);
	*out = *found_out ? scan(ctx, c) : (struct enrolment){.from_day = "", .to_day = ""};
	return cursor_close(c);
}

enum err enrolment_list(
	struct ctx *ctx, int64_t student, struct enrolment **rows_out, size_t *n_out)
{
	size_t n = 0;
	struct enrolment *rows = NULL;
	struct cursor *c = db_open(ctx, &sql_enrolment_list, ARGS(arg_int(student)));
	while (cursor_next(c)) {
		rows = arena_grow(ctx->arena, rows, n, sizeof *rows);
		rows[n++] = scan(ctx, c);
	}
	*rows_out = rows;
	*n_out = n;
	return cursor_close(c);
}
