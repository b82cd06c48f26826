/* Copies of a store, made while it is in use. A copy is one file, checked and durable before it has
 * its name; it never holds the keys. A backup holds the files of attachments too. */
#pragma once

#include "server/store/db.h"

/* Copies all that is committed into `file`, in place of what had the name. One pass on one
 * snapshot: the write-ahead log cannot be started anew while it lasts; then the files of the
 * attachments that are complete in it. *n_missing_out: how many of those could not be read. */
enum store_problem backup_take(
	struct store *store, const char *file, int64_t *n_missing_out, char why[WHY_SIZE]);
/* The store alone, on a connection outside a transaction. */
enum store_problem backup_copy(struct db *db, const char *file, char why[WHY_SIZE]);

/* Makes the store of `directory`, which must hold none, from a copy. A copy of an older program is
 * upgraded when it is opened; one of a newer program is STORE_NEWER. */
enum store_problem backup_restore(const char *directory, const char *file, char why[WHY_SIZE]);
/* Then, once the keys have shown to fit: puts the files of attachments into the directory, all or
 * none. What lies there already is kept, as attachments.before-1 or on. */
enum store_problem backup_restore_files(
	const char *directory, const char *file, char why[WHY_SIZE]);
/* Takes them away again, all that are there. */
void backup_remove_files(const char *directory);
