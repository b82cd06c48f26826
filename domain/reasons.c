#include "domain/reasons.h"

#include <assert.h>
#include <stddef.h>

static const struct reason_row rows[REASON_COUNT] = {
#define REASON(name, error, english, chinese) \
	[REASON_##name] = {#name, error, {.en = english, .zh = chinese}},
#include "domain/reasons.def"
#undef REASON
};

const struct reason_row *reason_row(enum reason reason)
{
	assert(reason < REASON_COUNT);
	return &rows[reason];
}
