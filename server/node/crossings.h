/* What another province says of transfers between it and this one (server/service/crossing.h), and
 * what that does. Each is taken in whole or not at all; what does not fit where the case stands by
 * now comes to nothing, and the journal says so. What a province may speak of is its own cases
 * alone. */
#pragma once

#include "server/store/peer_store.h"
#include "xueji/v1/parcels.pb-c.h"

/* ERR_PRECONDITION when it must not be taken in at all: a file that is none, or another child's.
 * Other errors are the store's. */
enum err crossing_take(
	struct ctx *ctx, struct peer *from, const Xueji__V1__Crossing *message) MUST_CHECK;
