/* Rows of a bulk load that are written later than they come; nothing outside server/store includes
 * it. Profiles, a third of a store, wait until many can be written at once, so that the
 * small hot rows lie together on the disk, in runs of some megabytes, and can be read without them.
 * Rows that are found by county and a key wait to be sorted, so that their tables grow at the end,
 * where it is cheap. */
#pragma once

#include "server/store/bulk_batch.h"

struct bulk_waiting;
struct bulk_waiting *bulk_waiting_new(void);
void bulk_waiting_free(struct bulk_waiting *waiting); /* NULL is fine */

/* Adds the child's profile, guardians and name; writes those that have waited when there is no more
 * room, and a county's keys when the next one's begin. */
enum err bulk_waiting_add(
	struct bulk_waiting *waiting, struct ctx *ctx, const struct bulk_rows *rows) MUST_CHECK;
enum err bulk_waiting_write_all(struct bulk_waiting *waiting, struct ctx *ctx) MUST_CHECK;
