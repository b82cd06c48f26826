/* Making lists for the nation and the police (Q6). A list is asked for at once and made in bounded
 * steps: each takes the next children, puts them into the list's parcel, and remembers them as
 * waiting for a verdict. A list that is full is followed by another, so that no parcel is larger
 * than a person can carry and a verdict file of it stays small; a province of a million children
 * without a G gets twenty. */
#pragma once

#include <stdbool.h>

#include "server/store/list_store.h"

enum { LIST_ENTRIES_MOST = 50000, LIST_STEP = 250 };

/* One step on a list that is being made; *again_out while there is more to do. `most` entries a
 * list. */
enum err list_make_step(struct ctx *ctx, int64_t most, bool *again_out) MUST_CHECK;
