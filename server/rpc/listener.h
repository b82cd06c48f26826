/* Whether an address can be listened on, and if not why: the core itself only says no. */
#pragma once

#include "server/rpc/server.h"

/* RPC_OK, or RPC_BAD_ADDRESS, RPC_PORT_IN_USE, RPC_NOT_PERMITTED, RPC_NO_RESOURCES and a sentence.
 * A socket file that nobody listens on counts as free. */
enum rpc_problem listener_probe(const char *address, char why[WHY_SIZE]) MUST_CHECK;

/* True once a listener of ours on that address is gone: the port free, the socket file removed. */
bool listener_is_gone(const char *address);
