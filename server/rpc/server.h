/* The gRPC server: listens, checks who calls, runs the rows of the method tables. Everything that
 * knows gRPC stays behind this header.
 *
 * Threads: `workers` that read and answer, one slow lane (password hashes), one guard that mends
 * listeners; writes go to the given writer. Each listener speaks TLS 1.3 only. It also serves
 * grpc.health.v1 and, when asked, reflection. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/err.h"
#include "common/why.h"
#include "server/rpc/methods.h"
#include "server/status.h"

struct app;
struct store;
struct writer;
struct rpc_server;

/* An address of its own with certificates of its own. PEM texts are copied. */
struct rpc_listener {
	const char *address; /* "127.0.0.1:0", "[::1]:7443", "localhost:7443", "unix:/run/x.sock" */
	const char *certificate, *key;
	const char *client_ca; /* NULL: clients need no certificate; else required and verified */
};

/* 0 stands for the value in brackets. */
struct rpc_limits {
	size_t message_bytes;     /* of a request [262144]; larger: RESOURCE_EXHAUSTED */
	size_t arena_bytes;       /* what one request may take when decoded [8 MiB] */
	size_t quota_bytes;       /* for all that arrives and has not been handled yet [64 MiB] */
	int calls;                /* under way at once [1024]; beyond: RESOURCE_EXHAUSTED at once */
	int calls_per_connection; /* [100] */
	int streams;              /* waiting for news at once [8192] */
	int open_files;           /* descriptors to ask of the system [65536] */
	int workers;              /* [2] */
	int lane;                 /* calls that may wait for the slow lane [64] */
	int handshake_ms;         /* [15000] */
	int keepalive_ms;         /* silence after which the peer is asked [60000] */
	int keepalive_wait_ms;    /* and then has to answer [20000] */
	int idle_ms;              /* without a call, then the connection is closed [never] */
	int stall_ms; /* a peer that neither sends nor takes for so long is cut off [60000] */
};

struct rpc_config {
	const struct rpc_listener *listeners;
	size_t n_listeners;
	struct method_set methods;
	struct rpc_limits limits;
	bool reflection;
	/* Has the client certificate of that common name been revoked? Asked at every call, on any
	 * worker. NULL: none ever is. */
	bool (*is_revoked)(void *arg, const char *common_name);
	void *revoked_arg;
};

enum rpc_problem {
	RPC_OK,
	RPC_BAD_METHODS,     /* tables and descriptors do not match: a fault of the program */
	RPC_BAD_ADDRESS,     /* not an address, or none of this machine's */
	RPC_PORT_IN_USE,     /* somebody listens there already */
	RPC_NOT_PERMITTED,   /* the system does not let us listen there */
	RPC_BAD_CERTIFICATE, /* certificate, key or CA cannot be used */
	RPC_NO_RESOURCES,    /* out of descriptors or threads */
};

/* Answers on every address when it returns RPC_OK; else `why` is one sentence. `app`, `store` and
 * `writer` are borrowed until rpc_stop; set app->wake to rpc_wake and app->wake_arg to the server.
 * Raises the process's limit of open descriptors, and sets a variable of the environment for the
 * core's TLS: no other thread may read the environment meanwhile. */
enum rpc_problem rpc_start(const struct rpc_config *config, const struct app *app,
	struct store *store, struct writer *writer, struct rpc_server **out,
	char why[WHY_SIZE]) MUST_CHECK;

/* Stops listening, ends what waits for news, lets calls under way finish for `grace_ms`, cancels
 * the rest, and returns when none is left. The writer must still be running; nothing may call
 * rpc_wake afterwards. NULL is fine. */
void rpc_stop(struct rpc_server *server, int grace_ms);

/* Where listener `i` is reached, with the real port: "127.0.0.1:41873", "unix:/run/x.sock". */
const char *rpc_address(const struct rpc_server *server, size_t i);

/* Shows these certificates, and asks for clients of these authorities, from the next handshake on;
 * connections that stand stay. As many listeners as at the start, in that order; their addresses,
 * and whether clients need a certificate, are not looked at. PEM texts are copied. */
void rpc_renew(struct rpc_server *server, const struct rpc_listener *listeners);

/* Wakes the streams that wait for `topic`. From any thread; does not run them on it. */
void rpc_wake(void *server, uint64_t topic);

/* The topic that the engine's own streams wait for; services use others. */
#define RPC_TOPIC_HEALTH UINT64_MAX

struct rpc_stats {
	int64_t calls, refused, cancelled; /* since the start */
	int64_t active, parked;            /* now */
	int64_t restarts;                  /* of dead listeners */
};
struct rpc_stats rpc_stats(const struct rpc_server *server);
/* How many calls ended in the last minutes and how long they took, by class; the seconds over which
 * that counts. */
int32_t rpc_load(const struct rpc_server *server, struct status_class out[STATUS_CLASSES]);
