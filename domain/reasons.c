#include "domain/reasons.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

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

const struct reason_row *reason_find(const char *name)
{
	for (size_t i = 0; i < REASON_COUNT; i++)
		if (strcmp(rows[i].name, name) == 0)
			return &rows[i];
	return NULL;
}
