/* Mends dead listeners. The core gives a listening socket up for ever when an accept fails, as it
 * does when descriptors run out (CVE-2023-4785); the guard then lets the old front drain, gives up
 * descriptors that it kept in reserve, and opens a new front on the same addresses. */
#pragma once

#include "server/rpc/engine.h"

struct guard;
struct guard *guard_start(struct rpc_server *server); /* NULL: no thread can be had */
void guard_stop(struct guard *guard);                 /* NULL is fine */
