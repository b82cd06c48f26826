/* The side of the server that faces the network: a grpc_server object with its listening sockets.
 *
 * It can be replaced while the server runs: when a listener has died, the old front drains while a
 * new one listens on the same addresses. Calls belong to the front that they came through. */
#pragma once

#include "server/rpc/engine.h"

struct front {
	struct tag shut; /* all its connections and listeners are gone */
	struct rpc_server *server;
	grpc_server *grpc;
	atomic_llong users; /* requests posted, calls, whoever holds it, and 1 until it is shut */
	LIST_ENTRY(front) link;
};

/* Opens one that answers on all doors, and sets each door's address. */
enum rpc_problem front_open(
	struct rpc_server *server, struct front **out, char why[WHY_SIZE]) MUST_CHECK;
/* No new connections and calls; those there are may finish. It goes away by itself. */
void front_close(struct front *front);
/* Nothing but connections is left of one that was closed. */
bool front_is_idle(const struct front *front);
/* Ends its calls and, of one that was closed, the connections. */
void front_cancel_calls(struct front *front);

void front_hold(struct front *front);
void front_release(struct front *front);
