/* Copies of a store, made while it is in use. A copy is one file, checked and durable before it has
 * its name; it never holds the keys. */
#pragma once

#include "server/store/db.h"

/* Copies all that is committed into `file`, in place of what had the name. One pass on one
 * snapshot: the write-ahead log cannot be started anew while it lasts. */
enum store_problem backup_take(struct store *store, const char *file, char why[WHY_SIZE]);
/* The same on a connection outside a transaction. */
enum store_problem backup_copy(struct db *db, const char *file, char why[WHY_SIZE]);

/* Makes the store of `directory`, which must hold none, from a copy. A copy of an older program is
 * upgraded when it is opened; one of a newer program is STORE_NEWER. */
enum store_problem backup_restore(const char *directory, const char *file, char why[WHY_SIZE]);
