/* One call, from the posted request that waits for it until its last event. What it is in between
 * is nobody else's business. */
#pragma once

#include "server/rpc/engine.h"

/* Posts a request to the front: the next call that comes goes to this worker. */
void call_expect(struct front *front, struct worker *worker);

/* Cuts off the calls whose peers have neither sent nor taken anything for too long. On the worker's
 * own thread, about once a second. */
void call_cut_stalled(struct worker *worker);

/* For parking_new: puts a woken stream back on its worker's queue. */
void call_woken(struct parked *parked);
