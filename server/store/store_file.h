/* Database files that must be there whole or not at all. */
#pragma once

#include "server/store/db.h"

/* "PATH cannot be DONE: …" from errno. STORE_FULL when the disk is, else STORE_BROKEN. */
enum store_problem store_file_failed(const char *path, const char *done, char why[WHY_SIZE]);

/* An empty file that only its owner may read, in place of what had the name. */
enum store_problem store_file_new(const char *path, char why[WHY_SIZE]);

/* Makes `part` durable and gives it the name `path`, in place of what had it. */
enum store_problem store_file_put(const char *part, const char *path, char why[WHY_SIZE]);

/* Makes what was written to it durable. */
enum store_problem store_file_sync(const char *path, char why[WHY_SIZE]);
