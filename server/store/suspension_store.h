/* Until which day a suspended child is (R26). With the status it goes by itself: student_rewrite
 * ends it. A child of the time before may be suspended without a day. */
#pragma once

#include "server/ctx.h"

/* In place of the day before; `until` is an ISO day, the last of the suspension. */
enum err suspension_put(struct ctx *ctx, int64_t student, const char *until) MUST_CHECK;
/* "" when there is none. */
enum err suspension_get(struct ctx *ctx, int64_t student, const char **until_out) MUST_CHECK;
enum err suspension_end(struct ctx *ctx, int64_t student) MUST_CHECK;
