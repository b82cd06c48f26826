#include "tests/calls/attaching.h"

#include <sodium.h>
#include <string.h>

#include "server/service/services.h"
#include "tests/support/child.h"

enum { CHUNK = 65536 };

static const struct {
	const char *head, *tail;
	size_t head_size, tail_size;
} marks[FILE_TYPE_END] = {
	[FILE_TYPE_JPEG] = {"\xff\xd8\xff\xe0", "\xff\xd9", 4, 2},
	[FILE_TYPE_PNG] = {"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "\0\0\0\0IEND\xae\x42\x60\x82", 16, 12},
	[FILE_TYPE_PDF] = {"%PDF-1.4\n", "%%EOF\n", 9, 6},
};

struct scan scan_new(struct house *house, enum file_type type, size_t size)
{
	struct scan scan = {arena_alloc(house->arena, size), size};
	struct world *world = &house->fixture->app.world;
	world->random(world->arg, scan.bytes, size);
	memcpy(scan.bytes, marks[type].head, marks[type].head_size);
	memcpy(scan.bytes + size - marks[type].tail_size, marks[type].tail, marks[type].tail_size);
	return scan;
}

Xueji__V1__BeginAttachmentRequest *announce_new(
	struct house *house, int64_t student, int kind, const struct scan *scan)
{
	const struct attachment_kind_row *row = attachment_kind_row(kind);
	Xueji__V1__BeginAttachmentRequest *in =
		arena_one(house->arena, Xueji__V1__BeginAttachmentRequest);
	xueji__v1__begin_attachment_request__init(in);
	in->student_id = id_text(house, student);
	in->kind = (Xueji__V1__AttachmentKind)kind;
	in->facts = arena_one(house->arena, Xueji__V1__AttachmentFacts);
	xueji__v1__attachment_facts__init(in->facts);
	if (row->number == NEED_MUST)
		in->facts->document_no = row->is_resident_id ? "11010519491231002X" : "HU-4711";
	if (row->issuer == NEED_MUST)
		in->facts->issuer = "粤海派出所";
	if (row->day == NEED_MUST)
		in->facts->issue_date = "2026-09-01";
	in->facts->size = (int64_t)scan->size;
	in->facts->sha256.len = crypto_hash_sha256_BYTES;
	in->facts->sha256.data = arena_alloc(house->arena, crypto_hash_sha256_BYTES);
	crypto_hash_sha256(in->facts->sha256.data, scan->bytes, scan->size);
	return in;
}

struct answer announce(struct house *house, const struct person *person,
	const Xueji__V1__BeginAttachmentRequest *request)
{
	return call(house, person->token, &attachments_service, "BeginAttachment", &request->base);
}

struct answer send_chunk(struct house *house, const struct person *person, const char *id,
	int64_t offset, const void *bytes, size_t size)
{
	Xueji__V1__SendChunkRequest in = XUEJI__V1__SEND_CHUNK_REQUEST__INIT;
	in.attachment_id = (char *)id;
	in.offset = offset;
	in.data.data = (uint8_t *)bytes;
	in.data.len = size;
	return call(house, person->token, &attachments_service, "SendChunk", &in.base);
}

struct answer finish(struct house *house, const struct person *person, const char *id)
{
	Xueji__V1__FinishAttachmentRequest in = XUEJI__V1__FINISH_ATTACHMENT_REQUEST__INIT;
	in.attachment_id = (char *)id;
	return call(house, person->token, &attachments_service, "FinishAttachment", &in.base);
}

struct answer get_attachment(struct house *house, const struct person *person, const char *id)
{
	Xueji__V1__GetAttachmentRequest in = XUEJI__V1__GET_ATTACHMENT_REQUEST__INIT;
	in.attachment_id = (char *)id;
	return call(house, person->token, &attachments_service, "GetAttachment", &in.base);
}

struct answer read_piece(struct house *house, const struct person *person, const char *id,
	int64_t offset, const char *reading)
{
	Xueji__V1__ReadAttachmentRequest in = XUEJI__V1__READ_ATTACHMENT_REQUEST__INIT;
	in.attachment_id = (char *)id;
	in.offset = offset;
	in.reading = (char *)reading;
	return call(house, person->token, &attachments_service, "ReadAttachment", &in.base);
}

int read_all(struct house *house, const struct person *person, const char *id, uint8_t *out)
{
	const char *reading = "";
	int n = 0;
	for (int64_t at = 0, size = 1; at < size; n++) {
		struct answer a = read_piece(house, person, id, at, reading);
		ck_assert_msg(a.err == OK, "%s", reason_row(a.reason)->name);
		const Xueji__V1__ReadAttachmentResponse *piece = a.reply;
		memcpy(out + at, piece->data.data, piece->data.len);
		at += (int64_t)piece->data.len;
		size = piece->size;
		reading = piece->reading;
	}
	return n;
}

struct answer drop_attachment(struct house *house, const struct person *person, const char *id)
{
	Xueji__V1__DropAttachmentRequest in = XUEJI__V1__DROP_ATTACHMENT_REQUEST__INIT;
	in.attachment_id = (char *)id;
	return call(house, person->token, &attachments_service, "DropAttachment", &in.base);
}

char *attach_begin(struct house *house, const struct person *person, int64_t student, int kind,
	const struct scan *scan)
{
	struct answer a = announce(house, person, announce_new(house, student, kind, scan));
	ck_assert_msg(a.err == OK, "%s", reason_row(a.reason)->name);
	return ((const Xueji__V1__Attachment *)a.reply)->id;
}

char *attach(struct house *house, const struct person *person, int64_t student, int kind,
	const struct scan *scan)
{
	char *id = attach_begin(house, person, student, kind, scan);
	for (size_t at = 0; at < scan->size; at += CHUNK) {
		size_t rest = scan->size - at;
		struct answer a = send_chunk(house, person, id, (int64_t)at, scan->bytes + at,
			rest < CHUNK ? rest : CHUNK);
		ck_assert_msg(a.err == OK, "%s", reason_row(a.reason)->name);
	}
	struct answer a = finish(house, person, id);
	ck_assert_msg(a.err == OK, "%s", reason_row(a.reason)->name);
	return id;
}

const Xueji__V1__Attachment *attachment_seen(
	struct house *house, const struct person *person, const char *id)
{
	struct answer a = get_attachment(house, person, id);
	ck_assert_msg(a.err == OK, "%s", reason_row(a.reason)->name);
	return a.reply;
}

int64_t attach_child(struct house *house, const char *name, int64_t school)
{
	struct ctx *ctx = house_write(house);
	struct student_record record = child_make(ctx->arena, name, "2019-03-04", school);
	child_enrol_in(ctx, &record);
	house_commit(house);
	return record.row.id;
}
