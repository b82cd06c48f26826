/* What checks have found becomes problem records, in the transaction of the caller. */
#pragma once

#include "server/service/check_find.h"

/* Looks once more at the records as they are now: what was changed meanwhile is left to the
 * comparison that the change itself has asked for. */
enum err check_tell(
	struct ctx *ctx, struct letter_table *letters, const struct check_found *found) MUST_CHECK;
