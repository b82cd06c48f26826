/* The sealed files of attachments, beside the database.
 *
 *	DIR/attachments/3f/3f0a…    the content of attachments, named by attachment_row.content
 *	DIR/attachments/3f/3f0a….new   the same, being written
 *	DIR/attachments/sent/ID     what has arrived of one that is being sent (upload_file.h)
 *	DIR/attachments/sent/ID.new the same, being sealed anew
 *
 * A file of content: "XUEJI-A1", its size (8 bytes, big end first), then its pieces of
 * ATTACHMENT_PIECE bytes, the last one shorter, each sealed for itself (seal.h) and bound to the
 * name of the file, its size and the piece's place. So a piece can be read alone, and none can be
 * changed, exchanged, left out or put into another file.
 *
 * A row stands before its file does and goes after it, so whatever lies there is named by a row.
 * Files never change but for a new key. Functions that can fail leave a sentence in `why`, for the
 * log, and errno. */
#pragma once

#include <stdbool.h>

#include "common/why.h"
#include "server/store/attachment_store.h"

#define ATTACHMENTS_DIRECTORY "attachments" /* in the data directory: app->attachments */

enum { ATTACHMENT_PIECE = 1 << 16 }; /* bytes: what is sent, sealed and read at a time */

/* Where it lies; from the arena. */
char *attachment_file_path(
	struct arena *arena, const struct app *app, const uint8_t content[BLIND_SIZE]);

/* Puts the row->size bytes into the row's file, sealed under the newest key, in place of what has
 * the name; durable once this returns. Slow: never on the writer. */
bool attachment_file_put(const struct app *app, const struct attachment_row *row, const void *bytes,
	char why[WHY_SIZE]) MUST_CHECK;
/* The bytes from `offset` (below row->size) to the end of the piece that it lies in; from the
 * arena. NULL when they cannot be read or do not open. */
const void *attachment_file_piece(const struct app *app, struct arena *arena,
	const struct attachment_row *row, int64_t offset, size_t *size_out,
	char why[WHY_SIZE]) MUST_CHECK;
/* All row->size bytes, compared with the SHA-256 that was stated; NULL when the file is not whole.
 */
const void *attachment_file_whole(const struct app *app, struct arena *arena,
	const struct attachment_row *row, char why[WHY_SIZE]) MUST_CHECK;
/* Under which key it is sealed; 0 when it cannot be read. */
int attachment_file_version(const struct app *app, const struct attachment_row *row);
/* Takes it away, if it is there. Not durable by itself. */
bool attachment_file_remove(
	const struct app *app, const uint8_t content[BLIND_SIZE], char why[WHY_SIZE]) MUST_CHECK;

/* What is stated of bytes before they are sent: their SHA-256. */
void attachment_digest(const void *bytes, size_t size, uint8_t out[DIGEST_SIZE]);
/* Are these bytes those whose SHA-256 was stated? */
bool attachment_is_as_stated(const struct attachment_row *row, const void *bytes);
