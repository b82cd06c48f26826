#include "server/wire.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "common/arena.h"
#include "common/text.h"

/* FIELDS bounds a message type (the longest form has 72 items), DEPTH what no schema of ours
 * reaches, ELEMENTS a repeated field: lists are paged and bulk goes in chunks far below it. */
enum { FIELDS = 256, DEPTH = 32, ELEMENTS = 5000, TAG_BYTES = 5, VARINT_BYTES = 10, PATH = 256 };

enum wire_type { VARINT, BITS64, BYTES, GROUP_START, GROUP_END, BITS32 };

/* Where we are: the way up to the message that was sent. */
struct frame {
	const struct frame *above;
	const ProtobufCFieldDescriptor *field;
	unsigned element;
	unsigned depth;
};

struct walk {
	struct ctx *ctx;
	const struct sentence *broken; /* why it cannot be decoded; NULL so far */
};

struct span {
	const uint8_t *at, *end;
};

static const struct sentence truncated = {"it ends in the middle of a field", "内容不完整"};
static const struct sentence bad_number = {"it holds a number that is too long", "含有超长的数值"};
static const struct sentence bad_tag = {"it holds an impossible field number", "字段编号无效"};
static const struct sentence bad_type = {
	"a field does not have the type that the contract gives it", "字段类型与接口定义不符"};
static const struct sentence too_deep = {"it is nested too deeply", "嵌套层次过深"};

static bool broken(struct walk *walk, const struct sentence *why)
{
	walk->broken = why;
	return false;
}

/* ---- the field's path, as in the .proto ---- */

static size_t write_path(const struct frame *frame, char *out, size_t size)
{
	size_t n = 0;
	if (frame->above != NULL) {
		n = write_path(frame->above, out, size);
		if (n + 1 < size)
			out[n++] = '.';
	}
	const ProtobufCFieldDescriptor *field = frame->field;
	int more = field->label == PROTOBUF_C_LABEL_REPEATED
			   ? snprintf(out + n, size - n, "%s[%u]", field->name, frame->element)
			   : snprintf(out + n, size - n, "%s", field->name);
	n += (size_t)more;
	return n < size ? n : size - 1;
}

static void fault(
	struct walk *walk, const struct frame *frame, enum reason reason, const char *value)
{
	char path[PATH];
	write_path(frame, path, sizeof path);
	ctx_fault(walk->ctx, path, reason, value);
}

/* ---- the pieces that a message is made of ---- */

static bool read_varint(struct walk *walk, struct span *span, size_t limit, uint64_t *out)
{
	*out = 0;
	for (size_t i = 0; i < limit; i++) {
		if (span->at == span->end)
			return broken(walk, &truncated);
		uint8_t byte = *span->at++;
		*out |= (uint64_t)(byte & 0x7f) << (7 * i);
		if (byte < 0x80)
			return i < VARINT_BYTES - 1 || byte <= 1 ? true : broken(walk, &bad_number);
	}
	return broken(walk, &bad_number);
}

static bool read_tag(
	struct walk *walk, struct span *span, uint32_t *number_out, enum wire_type *type_out)
{
	uint64_t tag;
	if (!read_varint(walk, span, TAG_BYTES, &tag))
		return false;
	if (tag > UINT32_MAX || tag >> 3 == 0)
		return broken(walk, &bad_tag);
	*number_out = (uint32_t)(tag >> 3);
	*type_out = (enum wire_type)(tag & 7);
	return true;
}

static bool take(struct walk *walk, struct span *span, uint64_t size, struct span *out)
{
	if (size > (uint64_t)(span->end - span->at))
		return broken(walk, &truncated);
	*out = (struct span){span->at, span->at + size};
	span->at += size;
	return true;
}

/* The bytes of one value, whatever it means. */
static bool read_value(struct walk *walk, struct span *span, enum wire_type type, struct span *out,
	uint64_t *number)
{
	switch (type) {
	case VARINT:
		*out = (struct span){span->at, span->at};
		return read_varint(walk, span, VARINT_BYTES, number);
	case BITS64:
		return take(walk, span, 8, out);
	case BITS32:
		return take(walk, span, 4, out);
	case BYTES:
		return read_varint(walk, span, TAG_BYTES, number) && take(walk, span, *number, out);
	case GROUP_START:
	case GROUP_END:
		break;
	}
	return broken(walk, &bad_type);
}

static enum wire_type wire_type_of(ProtobufCType type)
{
	switch (type) {
	case PROTOBUF_C_TYPE_INT32:
	case PROTOBUF_C_TYPE_SINT32:
	case PROTOBUF_C_TYPE_UINT32:
	case PROTOBUF_C_TYPE_INT64:
	case PROTOBUF_C_TYPE_SINT64:
	case PROTOBUF_C_TYPE_UINT64:
	case PROTOBUF_C_TYPE_BOOL:
	case PROTOBUF_C_TYPE_ENUM:
		return VARINT;
	case PROTOBUF_C_TYPE_FIXED32:
	case PROTOBUF_C_TYPE_SFIXED32:
	case PROTOBUF_C_TYPE_FLOAT:
		return BITS32;
	case PROTOBUF_C_TYPE_FIXED64:
	case PROTOBUF_C_TYPE_SFIXED64:
	case PROTOBUF_C_TYPE_DOUBLE:
		return BITS64;
	case PROTOBUF_C_TYPE_STRING:
	case PROTOBUF_C_TYPE_BYTES:
	case PROTOBUF_C_TYPE_MESSAGE:
		return BYTES;
	}
	return GROUP_END; /* no such type: nothing matches it */
}

/* ---- what a value must be ---- */

static bool check_message(struct walk *walk, const ProtobufCMessageDescriptor *type,
	struct span span, const struct frame *above);

static void check_enum(struct walk *walk, const struct frame *frame, uint64_t number)
{
	const ProtobufCEnumDescriptor *set = frame->field->descriptor;
	char value[16];
	if (protobuf_c_enum_descriptor_get_value(set, (int)(uint32_t)number) != NULL)
		return;
	snprintf(value, sizeof value, "%" PRId32, (int32_t)(uint32_t)number);
	fault(walk, frame, REASON_UNKNOWN_VALUE, value);
}

static bool check_value(
	struct walk *walk, const struct frame *frame, struct span value, uint64_t number)
{
	switch (frame->field->type) {
	case PROTOBUF_C_TYPE_STRING:
		if (!text_is_utf8(value.at, (size_t)(value.end - value.at)))
			fault(walk, frame, REASON_NOT_UTF8, NULL);
		return true;
	case PROTOBUF_C_TYPE_ENUM:
		check_enum(walk, frame, number);
		return true;
	case PROTOBUF_C_TYPE_MESSAGE:
		return check_message(walk, frame->field->descriptor, value, frame);
	default:
		return true; /* every bit pattern is a number */
	}
}

static void count_element(struct walk *walk, const struct frame *frame, uint16_t *count)
{
	if (*count == ELEMENTS) {
		struct frame whole = *frame;
		ProtobufCFieldDescriptor field = *frame->field;
		char limit[16];
		field.label = PROTOBUF_C_LABEL_NONE; /* the list itself, not an element */
		whole.field = &field;
		snprintf(limit, sizeof limit, "%d", ELEMENTS);
		fault(walk, &whole, REASON_TOO_MANY, limit);
	}
	if (*count <= ELEMENTS)
		++*count;
}

/* Numbers of a repeated field back to back in one value. */
static bool check_packed(
	struct walk *walk, struct frame *frame, struct span values, uint16_t *count)
{
	enum wire_type type = wire_type_of(frame->field->type);
	while (values.at < values.end) {
		struct span value;
		uint64_t number = 0;
		count_element(walk, frame, count);
		if (!read_value(walk, &values, type, &value, &number) ||
			!check_value(walk, frame, value, number))
			return false;
		frame->element++;
	}
	return true;
}

/* True if another member of the field's oneof was sent before: which one counts would be a matter
 * of the reader's taste. */
static bool has_rival(const ProtobufCMessageDescriptor *type, const ProtobufCFieldDescriptor *field,
	const uint16_t *counts)
{
	if (!(field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF))
		return false;
	for (unsigned i = 0; i < type->n_fields; i++) {
		const ProtobufCFieldDescriptor *other = &type->fields[i];
		if (other != field && counts[i] > 0 && other->flags & PROTOBUF_C_FIELD_FLAG_ONEOF &&
			other->quantifier_offset == field->quantifier_offset)
			return true;
	}
	return false;
}

static bool check_field(struct walk *walk, const ProtobufCMessageDescriptor *type,
	struct frame *frame, enum wire_type wire, struct span *span, uint16_t *counts)
{
	const ProtobufCFieldDescriptor *field = frame->field;
	uint16_t *count = &counts[field - type->fields];
	enum wire_type expected = wire_type_of(field->type);
	struct span value;
	uint64_t number = 0;
	frame->element = *count;
	if (!read_value(walk, span, wire, &value, &number))
		return false;
	if (field->label == PROTOBUF_C_LABEL_REPEATED) {
		if (wire == BYTES && expected != BYTES)
			return check_packed(walk, frame, value, count);
		count_element(walk, frame, count);
	} else {
		if (*count == 1 || (*count == 0 && has_rival(type, field, counts)))
			fault(walk, frame, REASON_REPEATED_FIELD, NULL);
		if (*count < 2)
			++*count;
	}
	if (wire != expected)
		return broken(walk, &bad_type);
	return check_value(walk, frame, value, number);
}

static bool check_message(struct walk *walk, const ProtobufCMessageDescriptor *type,
	struct span span, const struct frame *above)
{
	uint16_t counts[FIELDS];
	struct frame frame = {.above = above, .depth = above ? above->depth + 1 : 0};
	assert(type->n_fields <= FIELDS);
	memset(counts, 0, type->n_fields * sizeof *counts);
	if (frame.depth > DEPTH)
		return broken(walk, &too_deep);
	while (span.at < span.end) {
		uint32_t number;
		enum wire_type wire;
		struct span ignored;
		uint64_t ignored_number;
		if (!read_tag(walk, &span, &number, &wire))
			return false;
		frame.field = protobuf_c_message_descriptor_get_field(type, number);
		if (frame.field == NULL) { /* a newer client's: let it pass */
			if (!read_value(walk, &span, wire, &ignored, &ignored_number))
				return false;
		} else if (!check_field(walk, type, &frame, wire, &span, counts)) {
			return false;
		}
	}
	return true;
}

enum err wire_check(
	struct ctx *ctx, const ProtobufCMessageDescriptor *type, const uint8_t *bytes, size_t size)
{
	struct walk walk = {.ctx = ctx};
	if (size == 0)
		bytes = (const uint8_t *)""; /* an empty message may come as NULL */
	if (check_message(&walk, type, (struct span){bytes, bytes + size}, NULL))
		return ctx_faults(ctx);
	ctx->failure.faults = NULL;
	ctx->failure.last_fault = &ctx->failure.faults;
	ctx->failure.n_faults = 0;
	return ctx_fail(ctx, REASON_MALFORMED, sentence_in(walk.broken, ctx->lang));
}

/* ---- unpacking ---- */

static void *from_arena(void *arena, size_t size)
{
	return arena_try_alloc(arena, size);
}

static void keep(void *arena, void *memory)
{
	(void)arena;
	(void)memory; /* freed with the arena */
}

void *wire_unpack(
	struct ctx *ctx, const ProtobufCMessageDescriptor *type, const uint8_t *bytes, size_t size)
{
	ProtobufCAllocator allocator = {
		.alloc = from_arena, .free = keep, .allocator_data = ctx->arena};
	return protobuf_c_message_unpack(type, &allocator, size, bytes);
}
