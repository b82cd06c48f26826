/* All files of attachments at a time: are they those that the rows name, do they open, which were
 * left behind. See attachment_file.h for what lies where. */
#pragma once

#include <stdbool.h>

#include "server/ctx.h"

/* What is found of one; `what` is the id of an attachment or the name of a file. */
enum attachment_fault { ATTACHMENT_FILE_BAD, ATTACHMENT_FILE_STRAY };
typedef void attachment_report(void *arg, enum attachment_fault fault, const char *what);

/* Reads the files of the next `limit` attachments behind *after, which follows; 0: that was all.
 * Each complete one must have its file, and the file must be what was announced. */
enum err attachment_files_check(struct ctx *ctx, size_t limit, int64_t *after,
	attachment_report *report, void *arg) MUST_CHECK;

/* Looks through one folder and moves *folder on to the next; -1: that was all. Each file must be
 * named by a row. */
enum { ATTACHMENT_FOLDERS = 258 }; /* 256 of content, that of what is being sent, their own */
enum err attachment_files_find_strays(
	struct ctx *ctx, int *folder, attachment_report *report, void *arg) MUST_CHECK;

/* Seals the files of the next `limit` attachments anew, as far as they need it. */
struct attachment_rekey {
	int64_t after; /* the last one seen; 0 at the beginning and at the end */
	int64_t n_seen, n_sealed, n_unreadable;
};
enum err attachment_files_rekey(
	struct ctx *ctx, size_t limit, struct attachment_rekey *rekey) MUST_CHECK;

/* Makes durable which files have been removed. False, and a line in the log, when it cannot. */
bool attachment_files_sync(const struct app *app) MUST_CHECK;
/* Ids of what is being sent, or was, and has not been touched since `before_us`: at most `limit`.
 */
size_t attachment_files_old_uploads(
	struct ctx *ctx, int64_t before_us, int64_t *ids_out, size_t limit);
