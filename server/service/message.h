/* Values as messages carry them, from the arena. Strings are char * because protobuf-c's are. */
#pragma once

#include <stdint.h>

#include "common/arena.h"
#include "google/protobuf/timestamp.pb-c.h"
#include "xueji/v1/common.pb-c.h"

/* NULL (absent) for 0. */
Google__Protobuf__Timestamp *message_time(struct arena *arena, int64_t us);
/* ISO text; "" for 0. */
char *message_day(struct arena *arena, int32_t day);
/* The roles of a set, in the order of the code set. */
Xueji__V1__Role *message_roles(struct arena *arena, uint32_t roles, size_t *n_out);
/* The set of such a list; 0 when one of them is not of the code set. */
uint32_t message_roles_read(const Xueji__V1__Role *roles, size_t n);
