/* Scans, and their way to the server.
 *
 *	struct scan scan = scan_new(house, FILE_TYPE_JPEG, 1000);
 *	char *id = attach(house, registrar, child, ATTACHMENT_ID_CARD, &scan); */
#pragma once

#include "common/file_type.h"
#include "domain/attachment_kind.h"
#include "tests/calls/calls.h"
#include "xueji/v1/attachments.pb-c.h"

/* A child on that school's roll, to attach to; committed. */
int64_t attach_child(struct house *house, const char *name, int64_t school);

struct scan {
	uint8_t *bytes;
	size_t size;
};
/* Of this type by how it begins and ends; no two are the same. At least 100 bytes. */
struct scan scan_new(struct house *house, enum file_type type, size_t size);

/* What announces it, with good facts for its kind; the caller may spoil it. */
Xueji__V1__BeginAttachmentRequest *announce_new(
	struct house *house, int64_t student, int kind, const struct scan *scan);
/* The steps, each as it is answered. */
struct answer announce(struct house *house, const struct person *person,
	const Xueji__V1__BeginAttachmentRequest *request);
struct answer send_chunk(struct house *house, const struct person *person, const char *id,
	int64_t offset, const void *bytes, size_t size);
struct answer finish(struct house *house, const struct person *person, const char *id);
struct answer get_attachment(struct house *house, const struct person *person, const char *id);
/* What GetAttachment tells, without fault. */
const Xueji__V1__Attachment *attachment_seen(
	struct house *house, const struct person *person, const char *id);
struct answer read_piece(struct house *house, const struct person *person, const char *id,
	int64_t offset, const char *reading);
/* All of it, by pieces; how many there were. */
int read_all(struct house *house, const struct person *person, const char *id, uint8_t *out);
struct answer drop_attachment(struct house *house, const struct person *person, const char *id);

/* Announced, not sent: its id. */
char *attach_begin(struct house *house, const struct person *person, int64_t student, int kind,
	const struct scan *scan);
/* Announced, sent and completed: its id. */
char *attach(struct house *house, const struct person *person, int64_t student, int kind,
	const struct scan *scan);
