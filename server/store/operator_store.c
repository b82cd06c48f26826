#include "server/store/operator_store.h"

#include <string.h>

#include "common/date.h"
#include "server/store/db.h"
#include "server/store/ids.h"
#include "server/store/operator_day.h"
#include "server/store/seal.h"
#include "sql/operator.sql.h"

enum { PHONE_COLUMN = 13 };

static struct seal_place phone_of(int64_t id)
{
	return (struct seal_place){.table = "operator.phone", .id = id};
}

static void scan(const struct cursor *cursor, struct operator_row *row)
{
	*row = (struct operator_row){
		.id = cursor_int(cursor, 0),
		.rev = cursor_int(cursor, 1),
		.unit = cursor_int(cursor, 2),
		.state = (enum operator_state)cursor_int(cursor, 3),
		.name = cursor_text(cursor, 4),
		.full_name = cursor_text(cursor, 5),
		.phone = "",
		.certificate_no = cursor_text(cursor, 6),
		.certificate_until = day_scan(cursor_text(cursor, 7)),
		.created_us = cursor_int(cursor, 8),
		.signed_in_us = cursor_int(cursor, 9),
		.must_change_password = cursor_int(cursor, 10) != 0,
		.has_second_factor = cursor_int(cursor, 11) != 0,
		.active_us = cursor_int(cursor, 12),
	};
}

static enum err open_phone(
	struct ctx *ctx, const void *sealed, size_t size, struct operator_row *row)
{
	if (sealed == NULL)
		return OK;
	const void *plain =
		seal_open(ctx->arena, ctx->app->keys, phone_of(row->id), sealed, size, &size);
	if (plain == NULL)
		return ctx_broken(ctx, ERR_INTERNAL, "operator %lld: phone cannot be opened",
			(long long)row->id);
	row->phone = arena_strndup(ctx->arena, plain, size);
	return OK;
}

enum err operator_get(struct ctx *ctx, int64_t id, struct operator_row *out)
{
	const void *phone = NULL;
	size_t size = 0;
	struct cursor *cursor = db_open(ctx, &sql_operator_get, ARGS(arg_int(id)));
	bool found = cursor_next(cursor);
	if (found) {
		scan(cursor, out);
		phone = cursor_blob(cursor, PHONE_COLUMN, &size);
	}
	enum err err = cursor_close(cursor);
	if (err != OK)
		return err;
	return found ? open_phone(ctx, phone, size, out) : ERR_NOT_FOUND;
}

enum err operator_find(struct ctx *ctx, const char *name, int64_t *id_out)
{
	return db_number(ctx, &sql_operator_find, ARGS(arg_text(name)), 0, id_out);
}

static enum err scan_all(struct ctx *ctx, struct cursor *cursor, size_t limit,
	struct operator_row **rows_out, size_t *n_out)
{
	struct operator_row *rows = arena_array(ctx->arena, struct operator_row, limit);
	size_t n = 0;
	while (n < limit && cursor_next(cursor))
		scan(cursor, &rows[n++]);
	*rows_out = rows;
	*n_out = n;
	return cursor_close(cursor);
}

enum err operator_list(struct ctx *ctx, const struct operator_filter *filter, size_t limit,
	struct operator_row **rows_out, size_t *n_out)
{
	char until[DATE_TEXT_SIZE], after[DATE_TEXT_SIZE];
	bool by_sign_in = filter->order == OPERATOR_BY_SIGN_IN;
	bool by_certificate = filter->order == OPERATOR_BY_CERTIFICATE;
	struct cursor *cursor = db_open(ctx, &sql_operator_list,
		ARGS(arg_int(filter->unit), arg_int(filter->whole_subtree), arg_int(filter->state),
			arg_text(filter->prefix), day_arg(filter->certificate_until, until),
			arg_int(filter->only_one_time), arg_int(filter->order),
			arg_int(by_sign_in ? filter->after_sign_in_us : 0),
			day_arg(by_certificate ? filter->after_certificate : DAY_NONE, after),
			arg_text(filter->after), arg_int((int64_t)limit)));
	return scan_all(ctx, cursor, limit, rows_out, n_out);
}

enum err operator_count(struct ctx *ctx, const struct operator_filter *filter, int64_t *out)
{
	char until[DATE_TEXT_SIZE];
	return db_number(ctx, &sql_operator_count,
		ARGS(arg_int(filter->unit), arg_int(filter->whole_subtree), arg_int(filter->state),
			arg_text(filter->prefix), day_arg(filter->certificate_until, until),
			arg_int(filter->only_one_time)),
		0, out);
}

enum err operator_list_idle(struct ctx *ctx, int64_t before_us, const struct operator_row *after,
	size_t limit, struct operator_row **rows_out, size_t *n_out)
{
	struct cursor *cursor = db_open(ctx, &sql_operator_list_idle,
		ARGS(arg_int(before_us), arg_int(after ? after->active_us : 0),
			arg_int(after ? after->id : 0), arg_int((int64_t)limit)));
	return scan_all(ctx, cursor, limit, rows_out, n_out);
}

/* ---- changes ---- */

static struct arg seal_phone(struct ctx *ctx, int64_t id, const char *phone)
{
	if (phone == NULL || phone[0] == '\0')
		return arg_null();
	size_t size;
	void *sealed = seal(ctx->arena, ctx->app->keys, phone_of(id), phone, strlen(phone), &size);
	return arg_blob(sealed, size);
}

enum err operator_insert(struct ctx *ctx, struct operator_row *row)
{
	char until[DATE_TEXT_SIZE];
	enum err err = ids_next(ctx, &row->id);
	if (err != OK)
		return err;
	row->rev = 1;
	row->state = OPERATOR_ACTIVE;
	row->created_us = ctx->now_us;
	return db_run(ctx, &sql_operator_insert,
		ARGS(arg_int(row->id), arg_text(row->name), arg_text(row->full_name),
			arg_int(row->unit), seal_phone(ctx, row->id, row->phone),
			arg_text(row->certificate_no ? row->certificate_no : ""),
			day_arg(row->certificate_until, until), arg_int(ctx->now_us)),
		NULL);
}

enum err operator_claim(struct ctx *ctx, int64_t id, int64_t rev)
{
	int64_t changed;
	enum err err = db_run(ctx, &sql_operator_claim, ARGS(arg_int(id), arg_int(rev)), &changed);
	if (err == OK && changed == 0)
		return ctx_fail(ctx, REASON_STALE);
	return err;
}

enum err operator_set_person(struct ctx *ctx, int64_t id, const char *full_name, const char *phone)
{
	return db_run(ctx, &sql_operator_set_person,
		ARGS(arg_int(id), arg_text(full_name), seal_phone(ctx, id, phone)), NULL);
}

enum err operator_set_certificate(struct ctx *ctx, int64_t id, const char *number, int32_t until)
{
	char text[DATE_TEXT_SIZE];
	return db_run(ctx, &sql_operator_set_certificate,
		ARGS(arg_int(id), arg_text(number), day_arg(until, text)), NULL);
}

enum err operator_move_home(struct ctx *ctx, int64_t from, int64_t to)
{
	return db_run(ctx, &sql_operator_move_home, ARGS(arg_int(from), arg_int(to)), NULL);
}

enum err operator_set_state(struct ctx *ctx, int64_t id, enum operator_state state)
{
	return db_run(ctx, &sql_operator_set_state,
		ARGS(arg_int(id), arg_int(state), arg_int(ctx->now_us)), NULL);
}
