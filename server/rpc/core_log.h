/* What gRPC's core has to say: into our log, at a bounded rate, and one thing that it says in no
 * other way. Process-wide, since the core's log is. */
#pragma once

#include <stdint.h>

/* Takes over the core's log. Call it before grpc_init. */
void core_log_start(void);

/* How many listening sockets the core has given up for ever, so far (it does on the first accept
 * that fails, be it for want of a descriptor). */
uint64_t core_log_deaths(void);
