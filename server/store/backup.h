/* Copies of a store, made while it is in use. A copy never holds the keys. */
#pragma once

#include "server/store/db.h"

/* Copies all that is committed into `file`, which it replaces: into FILE.part first, checked and
 * made durable before it takes the name. One pass on one snapshot: the WAL cannot be reset while it
 * lasts. `db` is any connection of the store outside a transaction. */
enum store_problem backup_copy(struct db *db, const char *file, char why[WHY_SIZE]);
