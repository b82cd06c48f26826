#include "domain/actions.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

static const struct action_row rows[ACTION_COUNT] = {
#define ACTION(name, stored, english, chinese) \
	[ACTION_##name] = {stored, {.en = english, .zh = chinese}},
#include "domain/actions.def"
#undef ACTION
};

const struct action_row *action_row(enum action action)
{
	assert(action < ACTION_COUNT);
	return &rows[action];
}

const struct action_row *action_find(const char *word)
{
	for (size_t i = 0; i < ACTION_COUNT; i++)
		if (strcmp(rows[i].word, word) == 0)
			return &rows[i];
	return NULL;
}
