/* The table "feed", by which many rows are inserted with one statement (db_insert_many). Nothing
 * outside server/store includes it. */
#pragma once

#include "server/store/sqlite.h"

/* Makes the table known to a connection; an SQLite code. */
int sqlite_feed_register(struct db *db);
