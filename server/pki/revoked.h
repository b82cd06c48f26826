/* The revocation list: a text file with the name (NAME-SERIAL) of one client certificate a line,
 * and behind it the day on which it was revoked; what follows a # is a comment. The server reads it
 * at start and on SIGHUP. */
#pragma once

#include "common/conf.h"

/* The names, sorted by strcmp. No file is an empty list; a line that is no name is an error, since
 * a slip of the pen must not let somebody in. */
bool revoked_read(const char *path, struct arena *arena, struct conf_list *out,
	char why[WHY_SIZE]) MUST_CHECK;
/* Adds a name; nothing changes when it is there. `day` is YYYY-MM-DD. */
bool revoked_add(
	const char *path, const char *name, const char *day, char why[WHY_SIZE]) MUST_CHECK;
bool revoked_holds(const struct conf_list *list, const char *name);
