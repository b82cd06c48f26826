/* What has arrived of an attachment that is being sent: a file of its own,
 * DIR/attachments/sent/ID, where it survives a restart and burdens no write-ahead log.
 *
 * The file is one record after another: how many bytes (4 bytes, big end first), then those bytes
 * sealed and bound to the attachment and their offset. Records are only ever added, and each is on
 * the disk before its chunk is acknowledged. A last record that was cut off is as if it had never
 * come.
 *
 * These functions belong to one thread, the slow lane's; upload_received alone may run beside it.
 * What fails leaves a sentence in `why`, for the log. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/why.h"
#include "server/app.h"
#include "server/store/attachment_file.h"

/* So many records at most: a file of small ones is slow to read. */
enum { UPLOAD_RECORDS_MOST = 1024 };

enum upload_verdict {
	UPLOAD_TAKEN,        /* it is there now, or was there already, byte for byte */
	UPLOAD_OUT_OF_PLACE, /* it does not begin where what has arrived ends */
	UPLOAD_DIFFERS,      /* other bytes have arrived there */
	UPLOAD_TOO_MANY,     /* records */
	UPLOAD_FAILED,       /* disk full, or broken; nothing of it is there */
};
/* Adds a chunk of 1 to ATTACHMENT_PIECE bytes. *received_out is how many bytes have arrived with
 * it, or without it. */
enum upload_verdict upload_take(const struct app *app, int64_t id, int64_t offset,
	const void *bytes, size_t size, int64_t *received_out, char why[WHY_SIZE]) MUST_CHECK;

/* How many bytes have arrived; 0 as well when nothing is there. */
int64_t upload_received(const struct app *app, int64_t id);
/* All of them: *size_out bytes of the arena; NULL when they cannot be read. */
const void *upload_read(const struct app *app, struct arena *arena, int64_t id, size_t *size_out,
	char why[WHY_SIZE]) MUST_CHECK;
/* Seals it anew under the newest key; true too when nothing is there. */
bool upload_reseal(const struct app *app, int64_t id, char why[WHY_SIZE]) MUST_CHECK;
/* Takes it away, if it is there. Not durable by itself. */
bool upload_remove(const struct app *app, int64_t id, char why[WHY_SIZE]) MUST_CHECK;

/* Where it lies, and where all of them lie; from the arena. */
char *upload_path(struct arena *arena, const struct app *app, int64_t id);
char *upload_directory(struct arena *arena, const struct app *app);
