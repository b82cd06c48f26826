/* Whether a unit is what somebody typed: part of its name, the beginning of its code, or part of
 * its initials. */
#pragma once

#include "server/ctx.h"
#include "server/store/unit_tree.h"

struct unit_match {
	const char *name; /* as typed */
	const char *
		initials; /* in lower case; NULL: it has other characters than letters and digits */
	const char *code; /* NULL: it has other characters than digits */
};

struct unit_match unit_match_make(struct ctx *ctx, const char *text);
/* The empty text matches all. */
bool unit_match_is(const struct unit_match *match, const struct unit_node *node);
