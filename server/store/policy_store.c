#include "server/store/policy_store.h"

#include <string.h>

#include "common/date.h"
#include "server/store/db.h"
#include "sql/policy.sql.h"

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
