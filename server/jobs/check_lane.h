/* The thread that compares children: each that was written, at once, and all of them when a check
 * was asked for (service Checks). It has a reading connection of its own and the lowest priority,
 * holds no snapshot longer than some milliseconds, and writes by the writer in small steps, so that
 * nobody at a desk waits for it. A check that was broken off by the end of the server begins anew
 * with the next one. */
#pragma once

#include "server/app.h"
#include "server/store/writer.h"

struct check_lane;
struct store;
/* NULL when no thread or connection can be had. app->check wakes it. */
struct check_lane *check_lane_start(struct app *app, struct store *store, struct writer *writer);
/* Ends within the second, in the middle of a check. NULL is fine. */
void check_lane_stop(struct check_lane *lane);

/* Works off what waits, on this thread; for tests. */
void check_lane_work(struct app *app, struct store *store, struct writer *writer);
