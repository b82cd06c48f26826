/* What `xuejid demo` puts into a new directory. */
#pragma once

#include "server/commands/command.h"

/* What is wanted, and what came of it. */
struct demo_filling {
	const char *province; /* code */
	int64_t students;
	uint64_t seed;
	FILE *operators; /* where their names and passwords go */
	int64_t n_operators, n_schools, n_children;
	char home[8]; /* code of the county where work is under way; "": there is no child */
};

/* Divisions, schools, operators, children, and registrations under way: as if all of it had been
 * there for a month, and the day had just begun. The same for the same wish on the same day. */
enum exit_code demo_fill(struct invocation *invocation, struct demo_filling *filling) MUST_CHECK;
