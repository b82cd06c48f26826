/* What the files of service Attachments share. */
#pragma once

#include "server/store/attachment_store.h"

/* The attachment of the request's field attachment_id, if the caller may see it: the child lies in
 * his subtree, or a case that he sees relies on it. To others it does not exist. Where the right is
 * a deputy's, the actor says whose. */
enum err attachments_find(
	struct ctx *ctx, const char *attachment_id, struct attachment_row *out) MUST_CHECK;
/* Where the right to change it must reach: the school of its child. */
enum err attachments_place(struct ctx *ctx, const void *request, int64_t *place_out) MUST_CHECK;

enum err attachment_message(
	struct ctx *ctx, const struct attachment_row *row, Xueji__V1__Attachment *out) MUST_CHECK;
/* Notes in the journal what was done to it, for those who audit the child's school. */
enum err attachment_journal(
	struct ctx *ctx, enum action action, const struct attachment_row *row) MUST_CHECK;

typedef enum err attachments_handler(struct ctx *ctx, const void *request, void *reply);
typedef enum err attachments_before(struct ctx *ctx, const void *request);
attachments_handler attachments_begin, attachments_send,
	attachments_finish; /* attachments_send.c */
attachments_before attachments_before_send, attachments_before_finish;
attachments_handler attachments_get, attachments_list, attachments_read; /* attachments_read.c */
attachments_handler attachments_drop;
