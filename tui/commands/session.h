/* The session that `xueji login` leaves for the commands after it: a file that only its owner may
 * read, in the directory that goes away when he logs out of the host. */
#pragma once

#include <stdbool.h>

#include "common/arena.h"
#include "common/why.h"

struct session {
	const char *server, *ca; /* where it was opened; it is sent nowhere else */
	const char *token;       /* NULL: signed out, or never in */
	const char *device;      /* what the server knows this place by; NULL: nothing */
};

/* Where it is kept: `given` (NULL: not said), or in XDG_RUNTIME_DIR. NULL and why; also for whoever
 * comes from afar where nothing is given: the account may be several people's, and what one of them
 * left there would sign the others in. */
const char *session_path(
	struct arena *arena, const char *given, bool is_confined, char why[WHY_SIZE]);

/* False and why when the file cannot be trusted; without a file *out is empty. */
bool session_load(struct arena *arena, const char *path, struct session *out, char why[WHY_SIZE]);
bool session_save(const char *path, const struct session *session, char why[WHY_SIZE]);

/* The same for a file with a password: true when only its owner can read it. */
bool session_is_private(const char *path, char why[WHY_SIZE]);
