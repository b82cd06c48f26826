/* Why something was refused: stable words, each with its kind of error and a sentence in both
 * languages. The table is domain/reasons.def. */
#pragma once

#include "common/err.h"
#include "domain/lang.h"

enum reason {
#define REASON(name, error, english, chinese) REASON_##name,
#include "domain/reasons.def"
#undef REASON
	REASON_COUNT
};

struct reason_row {
	const char *name;
	enum err err;
	struct sentence sentence;
};
const struct reason_row *reason_row(enum reason reason);
/* By its stable word; NULL: there is none. */
const struct reason_row *reason_find(const char *name);
