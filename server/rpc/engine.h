/* What the files of the engine share, and nobody else: its threads and what hangs on them.
 *
 * A worker is a thread with a completion queue of its own. Everything that happens to a call is an
 * event on its worker's queue, so a call's state needs no lock: other threads (writer, slow lane,
 * whoever wakes a stream) do nothing with a call but put an event on that queue (call_post). */
#pragma once

#include <grpc/grpc.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <sys/queue.h>

#include "common/arena.h"
#include "server/rpc/meter.h"
#include "server/rpc/methods.h"
#include "server/rpc/parking.h"
#include "server/rpc/server.h"

/* What stands on a completion queue. */
struct tag {
	void (*run)(struct tag *tag, bool ok);
};

struct call;
TAILQ_HEAD(calls, call);

struct worker {
	struct rpc_server *server;
	grpc_completion_queue *queue;
	pthread_t thread;
	bool has_thread;
	struct db *db;
	struct meter meter;
	struct calls waiting; /* for their peers to send or take something, longest first */
	int64_t now_us;       /* monotonic, when the event came */
};

/* A listener as configured, and where it turned out to be. */
struct door {
	const char *configured; /* the address as configured */
	struct credentials *credentials;
	char *address; /* with the real port */
};

struct rpc_server {
	struct arena *arena; /* of all that is made at start */
	struct rpc_config config;
	struct door *doors;
	const struct app *app;
	struct store *store;
	struct writer *writer;
	struct methods *methods;
	struct worker *workers;
	struct lane *lane;
	struct guard *guard;
	struct parking *parking;

	struct front *front; /* the one that listens; the guard's, while it runs */
	pthread_mutex_t mutex;
	LIST_HEAD(, front) fronts; /* all that can be cancelled */
	int n_fronts;              /* all that have not gone yet */
	pthread_cond_t emptied;    /* the last went, or has only connections left */

	int64_t started_us; /* monotonic */
	atomic_bool is_stopping;
	atomic_llong last_call_id;
	atomic_llong calls, refused, cancelled, active, restarts;
};

/* The server that runs the call of this ctx. For the engine's own services. */
struct rpc_server *engine_of(const struct ctx *ctx);
