/* Taking in what other nodes sent, in bounded steps: each is one WRITE of a job, or of a command
 * where no server runs. How far a parcel is taken in is written with what its items did, so that a
 * step that is lost with its server was never taken. */
#pragma once

#include <stdbool.h>

#include "server/store/parcel_store.h"

/* Where `xuejid exchange in` leaves parcels for a running server, in the data directory. */
#define EXCHANGE_INBOX  "inbox"
#define EXCHANGE_SUFFIX ".parcel"

/* Verifies and keeps one parcel of the inbox, and removes its file once that is durable. What is
 * refused gets the ending ".refused", and a line in the log says why. */
enum err exchange_arrival_step(struct ctx *ctx, bool *again_out) MUST_CHECK;
/* Takes in the next items of the parcels whose turn it is, as far as a step goes. */
enum err exchange_take_step(struct ctx *ctx, bool *again_out) MUST_CHECK;
