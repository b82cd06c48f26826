/* The schema's versions: server/store/migrations/NNNN_name.sql, applied in order, each in a
 * transaction of its own, never undone. What has been applied stands in the table schema_version.
 */
#pragma once

#include "server/store/db.h"

/* The number of the newest migration that this program knows. */
int migrate_newest(void);

/* STORE_OK; STORE_OLDER with the first number that is not applied yet; STORE_NEWER; or
 * STORE_BROKEN when the file is no store. */
enum store_problem migrate_state(struct db *db, int *first_out, char why[WHY_SIZE]);

/* Applies what is missing; `db` is the writing connection, outside a transaction. */
enum store_problem migrate_apply(struct db *db, char why[WHY_SIZE]);
