/* Parcels that an officer sends in pieces: kept until the last has come, at most a day. They are
 * sealed for this node by their sender, so nothing of them can be read before they are whole. */
#pragma once

#include <stdbool.h>

#include "server/ctx.h"

enum { PARCEL_UPLOAD_MOST = 64 << 10 };

struct parcel_upload {
	int64_t id;
	int64_t operator_id; /* nobody else goes on with it */
	int64_t size, received;
};

/* id and operator are filled in. */
enum err parcel_upload_begin(struct ctx *ctx, int64_t size, struct parcel_upload *out) MUST_CHECK;
/* NO_SUCH_UPLOAD when there is none, or it is another's. */
enum err parcel_upload_get(struct ctx *ctx, int64_t id, struct parcel_upload *out) MUST_CHECK;
/* Puts a piece behind what has come; its end must not lie beyond the size. */
enum err parcel_upload_add(
	struct ctx *ctx, struct parcel_upload *upload, const void *bytes, size_t size) MUST_CHECK;
/* The whole, in the arena; `size` bytes. All must have come. */
enum err parcel_upload_read(
	struct ctx *ctx, const struct parcel_upload *upload, void **bytes_out) MUST_CHECK;
enum err parcel_upload_drop(struct ctx *ctx, int64_t id) MUST_CHECK;
/* Drops the oldest that was begun before; *dropped_out false when there is none. */
enum err parcel_upload_drop_old(struct ctx *ctx, int64_t before_us, bool *dropped_out) MUST_CHECK;
