#include "server/store/day.h"

#include <assert.h>

#include "common/date.h"

struct arg arg_day(const char *iso)
{
	int32_t day;
	if (*iso == '\0')
		return arg_null();
	bool is_day = date_parse(iso, &day);
	assert(is_day); /* what comes from outside was checked */
	(void)is_day;
	return arg_int(day);
}

char *cursor_day(struct ctx *ctx, const struct cursor *cursor, int column)
{
	char text[DATE_TEXT_SIZE] = "";
	if (!cursor_is_null(cursor, column))
		date_format((int32_t)cursor_int(cursor, column), text);
	return arena_strdup(ctx->arena, text);
}
