#include "server/store/operator_store.h"

#include <string.h>

#include "common/date.h"
#include "server/store/db.h"
#include "sql/operator.sql.h"

static int32_t day_of(const char *text)
{
	int32_t day = DAY_NONE;
	return date_parse(text, &day) ? day : DAY_NONE;
}

static struct right *add_right(struct ctx *ctx, struct operator_account *account)
{
	size_t n = account->n_rights++;
	if ((n & (n - 1)) == 0) { /* full at each power of two, and at first */
		struct right *rights = arena_array(ctx->arena, struct right, n > 0 ? 2 * n : 1);
		if (n > 0)
			memcpy(rights, account->rights, n * sizeof *rights);
		account->rights = rights;
	}
	return &account->rights[n];
}

static enum err read_rights(struct ctx *ctx, int64_t id, struct operator_account *out)
{
	char today[DATE_TEXT_SIZE];
	date_format(ctx_today(ctx), today);
	struct cursor *cursor =
		db_open(ctx, &sql_operator_rights, ARGS(arg_int(id), arg_text(today)));
	while (cursor_next(cursor))
		*add_right(ctx, out) = (struct right){
			.unit = cursor_int(cursor, 0),
			.for_operator = cursor_int(cursor, 1),
			.roles = (uint32_t)cursor_int(cursor, 2),
			.from_day = day_of(cursor_text(cursor, 3)),
			.to_day = day_of(cursor_text(cursor, 4)),
		};
	return cursor_close(cursor);
}

enum err operator_account(struct ctx *ctx, int64_t id, struct operator_account *out)
{
	*out = (struct operator_account){.id = id};
	struct cursor *cursor = db_open(ctx, &sql_operator_account, ARGS(arg_int(id)));
	bool found = cursor_next(cursor);
	if (found) {
		out->unit = cursor_int(cursor, 0);
		out->is_sealed = cursor_int(cursor, 1) != 1;
		out->must_change_password = cursor_int(cursor, 2) != 0;
		out->has_second_factor = cursor_int(cursor, 3) != 0;
		out->certificate_until = day_of(cursor_text(cursor, 4));
	}
	enum err err = cursor_close(cursor);
	if (err != OK)
		return err;
	return found ? read_rights(ctx, id, out) : ERR_NOT_FOUND;
}
