/* Verdicts of the nation and the police, and what each does (R16, R41, R71). A verdict takes effect
 * whole or not at all; one that does not is remembered with its reason, and the others go on. */
#pragma once

#include "server/store/list_store.h"
#include "xueji/v1/parcels.pb-c.h"

/* What it was, is in `list` and its entry afterwards; the caller saves the list. An error is one of
 * the store. */
enum err verdict_take(
	struct ctx *ctx, struct list *list, const Xueji__V1__Verdict *verdict) MUST_CHECK;
