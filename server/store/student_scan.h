/* What the files that read table student share; nothing outside server/store includes it. */
#pragma once

#include "server/store/db.h"
#include "server/store/student_store.h"

/* A row of the columns in the order of sql/student.sql; what else a statement gives follows them.
 */
enum { STUDENT_SCANNED = 16 };
struct student_row student_scan(const struct cursor *cursor);
/* At most `limit` of them, from the arena; closes the cursor. */
enum err student_collect(struct cursor *cursor, struct ctx *ctx, int64_t limit,
	struct student_row **rows_out, size_t *n_out) MUST_CHECK;
/* The first two characters of a text; false when it has fewer. */
bool student_gram(const char *text, char out[9]);
