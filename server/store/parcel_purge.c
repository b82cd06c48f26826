#include "server/store/parcel_purge.h"

#include "server/store/db.h"
#include "sql/parcel_purge.sql.h"

enum { PIECES = 50 }; /* at a time: calls wait behind a step in the same batch */

enum err parcel_purge(struct ctx *ctx, int64_t before_us, bool *again_out)
{
	int64_t parcel;
	*again_out = false;
	enum err err = db_number(ctx, &sql_parcel_purge_next, ARGS(arg_int(before_us)), 0, &parcel);
	if (err != OK || parcel == 0)
		return err;
	*again_out = true;
	return db_run(ctx, &sql_parcel_purge, ARGS(arg_int(parcel), arg_int(PIECES)), NULL);
}
