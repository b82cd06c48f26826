/* How numbers are hashed and sealed, for all files that write table number; nothing outside
 * server/store includes it. */
#pragma once

#include "server/store/seal.h"

#define NUMBER_PLACE(its_id) ((struct seal_place){.table = "number.sealed", .id = (its_id)})

/* Of a number typed anyhow; a national ID number is brought to its 18 characters first. */
void number_key(const struct keys *keys, const char *typed, uint8_t out[BLIND_SIZE]);
