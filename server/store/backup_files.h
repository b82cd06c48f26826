/* The files of attachments within a backup: a table of their own beside the store's, backup_file,
 * which no store has. They are sealed as they are on the disk. */
#pragma once

#include "server/store/sqlite.h"

/* Puts into the copy the file of each attachment that is complete in it. Taken after the store's
 * snapshot, this is consistent: a file outlives its attachment by a day. *n_missing_out: how many
 * were not there or could not be read. */
enum store_problem backup_files_add(sqlite3 *copy, const char *directory, int64_t *n_missing_out,
	char why[WHY_SIZE]) MUST_CHECK;
/* Takes the table out again, and gives its room back: what is left is a store. */
enum store_problem backup_files_strip(sqlite3 *copy, char why[WHY_SIZE]) MUST_CHECK;
