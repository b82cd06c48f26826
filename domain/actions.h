/* What the journal can say was done; the table is domain/actions.def. */
#pragma once

#include "domain/lang.h"

enum action {
#define ACTION(name, word, english, chinese) ACTION_##name,
#include "domain/actions.def"
#undef ACTION
	ACTION_COUNT
};

struct action_row {
	const char *word;
	struct sentence title;
};
const struct action_row *action_row(enum action action);

/* The row of a stored word; NULL for one that a newer program wrote. */
const struct action_row *action_find(const char *word);
