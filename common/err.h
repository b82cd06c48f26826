/* What can go wrong, for every layer. A function that can fail returns enum err; the text for a
 * person is put into the call's context by the place that knows it (server/ctx.h). */
#pragma once

#define MUST_CHECK __attribute__((warn_unused_result))

enum err {
	OK = 0,
	ERR_INVALID,         /* the request is wrong in itself: field faults say where */
	ERR_NOT_FOUND,       /* no such thing, or its existence is not the caller's business */
	ERR_EXISTS,          /* it is there already */
	ERR_STALE,           /* changed since the caller read it */
	ERR_DENIED,          /* signed in, but without the right */
	ERR_UNAUTHENTICATED, /* no session, or one that has ended */
	ERR_PRECONDITION,    /* well formed and allowed, but not in this state of things */
	ERR_LIMITED,         /* too much or too often: later is fine */
	ERR_CANCELLED,       /* the caller went away */
	ERR_UNIMPLEMENTED,   /* no such method */
	ERR_UNAVAILABLE,     /* not done, for a reason that passes: full disk, stopping server */
	ERR_INTERNAL,        /* our fault; the log knows more than the caller is told */
	ERR_COUNT
};

/* The stable word of an error ("NOT_FOUND"), for logs and --output json. */
const char *err_name(enum err err);
