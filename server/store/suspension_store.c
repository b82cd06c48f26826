#include "server/store/suspension_store.h"

#include "server/store/day.h"
#include "sql/suspension.sql.h"

enum err suspension_put(struct ctx *ctx, int64_t student, const char *until)
{
	return db_run(ctx, &sql_suspension_put, ARGS(arg_int(student), arg_day(until)), NULL);
}

enum err suspension_get(struct ctx *ctx, int64_t student, const char **until_out)
{
	struct cursor *c = db_open(ctx, &sql_suspension_get, ARGS(arg_int(student)));
	*until_out = cursor_next(c) ? cursor_day(ctx, c, 0) : "";
	return cursor_close(c);
}

enum err suspension_end(struct ctx *ctx, int64_t student)
{
	return db_run(ctx, &sql_suspension_end, ARGS(arg_int(student)), NULL);
}
