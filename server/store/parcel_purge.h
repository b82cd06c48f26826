/* What nobody needs any more of parcels: the pieces, which hold what was told about children, of
 * those that the other side has said it has, and of those that were taken in or refused. Their rows
 * stay, with number and digest, so that numbers go on and the very parcel is known again. */
#pragma once

#include "server/ctx.h"

/* So long after it was settled, a node that was set back to a backup can still be told again. */
enum { PARCEL_KEPT_DAYS = 90 };

/* Lets go of some pieces of a parcel that has not moved since an instant. *again_out: there may be
 * more. */
enum err parcel_purge(struct ctx *ctx, int64_t before_us, bool *again_out) MUST_CHECK;
