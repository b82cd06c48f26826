/* The row of a method: what it needs, beside what it does. The engine (server/rpc) provides it. No
 * gRPC type stands here. docs/adding.md tells how to add one. */
#pragma once

#include <protobuf-c/protobuf-c.h>
#include <stdint.h>

#include "server/ctx.h"

enum method_mode {
	METHOD_READ = 1, /* on the worker's read connection, at once */
	METHOD_AUDITED,  /* reads like READ; the reply waits until its notes are in the journal */
	METHOD_WRITE,    /* on the writer, in a savepoint; the reply waits for the commit */
};

/* Who may call at all; further bits are roles of domain/roles.h. 0 is refused at start-up. */
#define WHO_PUBLIC    (UINT32_C(1) << 31) /* a stranger too */
#define WHO_SIGNED_IN (UINT32_C(1) << 30) /* anyone with a session, whatever his roles */

/* Where the right must reach (Q1). `place` finds the unit or operator that the request
 * is about, in the handler's own transaction; access_check (server/auth/access.h) judges. */
enum scope {
	SCOPE_UNSET,    /* refused at start-up */
	SCOPE_REGISTRY, /* no place: public facts, or a list that narrows itself in SQL */
	SCOPE_SELF,     /* about the caller himself */
	SCOPE_SUBTREE,  /* the place is one of the caller's units or below it */
	SCOPE_UNIT,     /* the place is one of the caller's units itself */
	SCOPE_MANAGED,  /* the place is one of the caller's units or a child of it */
	SCOPE_EACH,     /* a list of ids: the handler asks access_check for each */
};

enum method_flag {
	METHOD_WHILE_LIMITED = 1 << 0, /* also with LIMIT_PASSWORD or LIMIT_SECOND_FACTOR */
	METHOD_SECRET = 1 << 1, /* its reply is never stored for repetition (tokens, passwords) */
	METHOD_WHEN_EXPIRED = 1 << 2, /* a WRITE that LIMIT_READ_ONLY does not stop */
	METHOD_UNRECORDED = 1 << 3,   /* a WRITE of what is the caller's alone: not journalled */
};

/* A stream's life between items; lives as long as the call. */
enum stream_step {
	STREAM_ITEM, /* `item` is filled: send it, then call .next again (bidi: at the next request)
		      */
	STREAM_PARK, /* nothing now: call again when one of `topics` is woken */
	STREAM_END,  /* done; `item` is not sent */
};
struct stream {
	void *state;            /* the method's own, from `arena` */
	struct arena *arena;    /* the call's; ctx->arena is the item's and is reset after it */
	const uint64_t *topics; /* from `arena`, or for ever */
	size_t n_topics;
	enum stream_step step;
};

struct method {
	const char *name; /* as in the .proto: "GetUnit" */
	uint32_t who;
	enum scope scope;
	enum method_mode mode;
	uint32_t flags; /* of enum method_flag */
	const char *purpose_en,
		*purpose_zh; /* "look at units": in "your roles do not include this: …" */
	enum err (*place)(struct ctx *ctx, const void *request, int64_t *place_out);
	/* The errands (bits 1 << enum errand) on which a spent ticket's session may call it too,
	 * and the object that the request is about; without a bit it may not. */
	uint32_t errands;
	enum err (*errand_object)(struct ctx *ctx, const void *request, int64_t *object_out);
	/* Slow work that writes nothing into the store (a password hash, a file), on a thread of
	 * its own, before run; its result goes to ctx->prepared. The right has been judged; ctx->db
	 * is that thread's read connection. It runs for a repeated call too. */
	enum err (*prepare)(struct ctx *ctx, const void *request);
	enum err (*run)(struct ctx *ctx, const void *request, void *reply); /* unary */
	/* Server stream or bidi: makes the next item. Holds no cursor between calls: it may run on
	 * another thread each time. For bidi, request is the newest message, NULL at its end. */
	enum err (*next)(struct ctx *ctx, struct stream *stream, const void *request, void *item);
	/* AUDITED with a note: judges once more on the writer, in the transaction of the notes,
	 * what only it knows exactly (how often the caller has asked). An error takes the place of
	 * the answer, which nobody has seen yet. */
	enum err (*countersign)(struct ctx *ctx, const void *request);
	/* What must be remembered of a refusal, written after the handler's own changes are undone.
	 * ctx->failure says why; notes made here are journalled. */
	enum err (*on_refusal)(struct ctx *ctx, const void *request);
};

struct service {
	const ProtobufCServiceDescriptor *descriptor;
	const struct method *methods;
	size_t n_methods;
};
#define SERVICE(service_descriptor, table)                               \
	{                                                                \
		.descriptor = &(service_descriptor), .methods = (table), \
		.n_methods = sizeof(table) / sizeof *(table)             \
	}

/* Every service of the server, in one list (server/service/services.c). */
extern const struct service *const services[];
extern const size_t services_count;
