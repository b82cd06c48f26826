/* Why there is no line: read from what the core says of a failed connection, and told to a person.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "common/arena.h"
#include "domain/lang.h"

enum trouble {
	TROUBLE_NONE,
	TROUBLE_CONNECTING,
	TROUBLE_LOST,      /* it was up, and broke */
	TROUBLE_NO_SERVER, /* nobody listens there */
	TROUBLE_NO_ANSWER, /* silence */
	TROUBLE_NO_HOST,   /* no such name */
	TROUBLE_SHUT, /* the other side closed at once: no TLS there, or it wants a certificate */
	TROUBLE_AUTHORITY, /* a certificate that our authority does not vouch for */
	TROUBLE_NAME,      /* a certificate for another name */
	TROUBLE_FILES,     /* our own certificates cannot be used */
	TROUBLE_OTHER,
};

/* From the status text of a call that could not connect. */
enum trouble trouble_of(const char *text);
/* True: it will not go away by trying again, and going on would be dangerous. */
bool trouble_is_final(enum trouble trouble);
/* A sentence; "" of NONE. */
void trouble_say(enum trouble trouble, const char *server, enum lang lang, char *out, size_t size);
