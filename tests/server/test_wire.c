#include "server/wire.h"

#include <stdio.h>
#include <string.h>

#include "tests/support/suite.h"
#include "trial.pb-c.h"

/* Hand-made bytes, since no honest encoder makes them. */
struct buffer {
	uint8_t bytes[1 << 17];
	size_t size;
};
static struct buffer out, inner;

static struct arena *arena;
static struct ctx ctx;

static int64_t no_time(void *arg)
{
	(void)arg;
	return 0;
}
static const struct app app = {.world = {.now_us = no_time}};

static void before(void)
{
	arena = arena_new(1 << 20);
	ctx_init(&ctx, &app, arena);
	ctx.lang = LANG_EN;
	out.size = inner.size = 0;
}

static void after(void)
{
	arena_free(arena);
}

static void put(struct buffer *to, const void *bytes, size_t size)
{
	ck_assert_uint_le(to->size + size, sizeof to->bytes);
	if (size > 0)
		memcpy(to->bytes + to->size, bytes, size);
	to->size += size;
}

static void put_varint(struct buffer *to, uint64_t value)
{
	uint8_t byte;
	do {
		byte = (uint8_t)((value & 0x7f) | (value > 0x7f ? 0x80 : 0));
		put(to, &byte, 1);
		value >>= 7;
	} while (value != 0);
}

static void put_tag(struct buffer *to, unsigned number, unsigned wire)
{
	put_varint(to, number << 3 | wire);
}

static void put_number(struct buffer *to, unsigned field, uint64_t value)
{
	put_tag(to, field, 0);
	put_varint(to, value);
}

static void put_bytes(struct buffer *to, unsigned field, const void *bytes, size_t size)
{
	put_tag(to, field, 2);
	put_varint(to, size);
	put(to, bytes, size);
}

static void put_text(struct buffer *to, unsigned field, const char *text)
{
	put_bytes(to, field, text, strlen(text));
}

static enum err check(void)
{
	return wire_check(&ctx, &xueji__trial__v1__form__descriptor, out.bytes, out.size);
}

/* "to[1].name NOT_UTF8; colour UNKNOWN_VALUE 7" */
static const char *faults(void)
{
	static char text[8192];
	size_t n = 0;
	text[0] = '\0';
	for (const struct fault *f = ctx.failure.faults; f != NULL && n < sizeof text; f = f->next)
		n += (size_t)snprintf(text + n, sizeof text - n, "%s%s %s%s%s", n ? "; " : "",
			f->field, reason_row(f->reason)->name, f->args[0] ? " " : "",
			f->args[0] ? f->args[0] : "");
	return text;
}

static void assert_malformed(const char *part)
{
	ck_assert_int_eq(check(), ERR_INVALID);
	ck_assert_int_eq(ctx.failure.reason, REASON_MALFORMED);
	ck_assert_msg(strstr(ctx.failure.args[0], part) != NULL, "%s", ctx.failure.args[0]);
	ck_assert_ptr_null(ctx.failure.faults);
}

START_TEST(a_good_message_arrives_whole)
{
	put_text(&inner, 1, "王芳");
	put_number(&inner, 2, 5);
	put_text(&out, 1, "李明");
	put_number(&out, 2, (uint64_t)-3);
	put_bytes(&out, 3, "\1\5", 2); /* packed */
	put_number(&out, 3, 1);        /* and single: both are legal */
	put_bytes(&out, 4, inner.bytes, inner.size);
	put_bytes(&out, 4, NULL, 0);
	put_bytes(&out, 6, "\0\xff", 2); /* bytes may hold anything */
	put_text(&out, 9, "");
	put_text(&out, 400, "from a newer client");
	ck_assert_int_eq(check(), OK);
	const Xueji__Trial__V1__Form *form =
		wire_unpack(&ctx, &xueji__trial__v1__form__descriptor, out.bytes, out.size);
	ck_assert_ptr_nonnull(form);
	ck_assert_str_eq(form->name, "李明");
	ck_assert_int_eq(form->colour, -3);
	ck_assert_uint_eq(form->n_colours, 3);
	ck_assert_str_eq(form->to[0]->name, "王芳");
	ck_assert_uint_eq(form->raw.len, 2);
	ck_assert_int_eq(form->choice_case, XUEJI__TRIAL__V1__FORM__CHOICE_TEXT);
}
END_TEST

START_TEST(an_empty_message_is_good)
{
	ck_assert_int_eq(check(), OK);
}
END_TEST

START_TEST(every_fault_is_reported_at_once_on_its_path)
{
	put_text(&inner, 1, "\xff");
	put_number(&inner, 2, 7);
	struct buffer address = {.size = 0};
	put_text(&address, 1, "\xed\xa0\x80"); /* a surrogate */
	put_bytes(&inner, 3, address.bytes, address.size);
	put_bytes(&out, 1, "adm\0xyz", 7);
	put_number(&out, 2, 9);
	put_bytes(&out, 3, "\1\2\5", 3);
	put_bytes(&out, 4, NULL, 0);
	put_bytes(&out, 4, inner.bytes, inner.size);
	put_text(&out, 8, "fine");
	put_text(&out, 8, "\xc0\x80");
	ck_assert_int_eq(check(), ERR_INVALID);
	ck_assert_str_eq(faults(), "name NOT_UTF8; colour UNKNOWN_VALUE 9; "
				   "colours[1] UNKNOWN_VALUE 2; to[1].name NOT_UTF8; "
				   "to[1].colour UNKNOWN_VALUE 7; "
				   "to[1].address.street NOT_UTF8; lines[1] NOT_UTF8");
}
END_TEST

START_TEST(a_map_entry_is_named_by_its_place)
{
	put_text(&inner, 1, "ok");
	put_text(&inner, 2, "\x80");
	put_bytes(&out, 12, inner.bytes, inner.size);
	ck_assert_int_eq(check(), ERR_INVALID);
	ck_assert_str_eq(faults(), "labels[0].value NOT_UTF8");
}
END_TEST

START_TEST(a_singular_field_may_come_once)
{
	put_text(&out, 1, "a");
	put_text(&out, 1, "b");
	put_text(&out, 1, "c");
	put_bytes(&out, 5, NULL, 0);
	put_bytes(&out, 5, NULL, 0);
	ck_assert_int_eq(check(), ERR_INVALID);
	ck_assert_str_eq(faults(), "name REPEATED_FIELD; guardian REPEATED_FIELD");
}
END_TEST

START_TEST(a_choice_is_made_once)
{
	put_text(&out, 9, "a");
	put_number(&out, 10, 5);
	ck_assert_int_eq(check(), ERR_INVALID);
	ck_assert_str_eq(faults(), "number REPEATED_FIELD");
}
END_TEST

START_TEST(a_list_has_a_limit_however_it_is_sent)
{
	for (int i = 0; i < 5001; i++)
		put_number(&out, 7, 1);
	static const uint8_t zeros[5100];
	put_bytes(&out, 3, zeros, sizeof zeros);
	for (int i = 0; i < 5000; i++)
		put_bytes(&out, 4, NULL, 0);
	ck_assert_int_eq(check(), ERR_INVALID);
	ck_assert_str_eq(faults(), "numbers TOO_MANY 5000; colours TOO_MANY 5000");
}
END_TEST

START_TEST(no_more_faults_are_kept_than_can_be_sent)
{
	for (int i = 0; i < 4000; i++)
		put_text(&out, 8, "\xff");
	size_t used = arena_used(arena);
	ck_assert_int_eq(check(), ERR_INVALID);
	ck_assert_uint_eq(ctx.failure.n_faults, 4000);
	ck_assert_uint_lt(arena_used(arena) - used, 64 << 10);
}
END_TEST

START_TEST(a_truncated_message_is_malformed_wherever_it_ends)
{
	put_text(&inner, 1, "abc");
	put_bytes(&out, 4, inner.bytes, inner.size);
	put_number(&out, 10, 300);
	size_t whole = out.size;
	for (size_t size = 1; size < whole; size++) {
		if (size == whole - 3) /* between two fields: a message of its own */
			continue;
		out.size = size;
		ctx_restart(&ctx);
		assert_malformed("ends in the middle");
	}
}
END_TEST

START_TEST(a_malformed_message_has_no_other_fault)
{
	put_text(&out, 1, "\xff");
	put(&out, "\x0a\x7f", 2);
	assert_malformed("ends in the middle");
}
END_TEST

static const struct {
	const char *bytes;
	size_t size;
	const char *why;
} bad[] = {
	{"\x00\x00", 2, "impossible field number"}, {"\x80\x80\x80\x80\x80\x01\x00", 7, "too long"},
	{"\xf8\xff\xff\xff\x1f\x00", 6, "impossible field number"}, /* beyond 32 bits */
	{"\x50\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 12, "too long"},
	{"\x50\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02", 11, "too long"}, /* beyond 64 bits */
	{"\x0a\x80\x80\x80\x80\x80\x00", 7, "too long"},                  /* a length */
	{"\x0a\xff\xff\xff\xff\x0f", 6, "ends in the middle"},
	{"\x0b\x0c", 2, "type"},         /* a group */
	{"\x0e\x00", 2, "type"},         /* wire type 6 */
	{"\x08\x01", 2, "type"},         /* a number for name */
	{"\x12\x01\x01", 3, "type"},     /* text for colour */
	{"\x35\0\0\0\0", 5, "type"},     /* four bytes for raw */
	{"\x6a\x04\0\0\0\0", 6, "type"}, /* a is not repeated, so never packed */
	{"\x9a\x01\x05\0\0\0\0\0", 8, "ends in the middle"}, /* packed g, 5 bytes */
};

START_TEST(what_protobuf_does_not_allow_is_malformed)
{
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		ctx_restart(&ctx);
		out.size = 0;
		put(&out, bad[i].bytes, bad[i].size);
		assert_malformed(bad[i].why);
	}
}
END_TEST

START_TEST(nesting_has_an_end)
{
	for (int i = 0; i < 40; i++) {
		struct buffer next = {.size = 0};
		put_bytes(&next, 1, inner.bytes, inner.size);
		inner = next;
	}
	put_bytes(&out, 20, inner.bytes, inner.size);
	ck_assert_int_eq(check(), ERR_INVALID);
	ck_assert_int_eq(ctx.failure.reason, REASON_MALFORMED);
	ck_assert_ptr_nonnull(strstr(ctx.failure.args[0], "nested"));
}
END_TEST

START_TEST(what_grows_beyond_the_cap_is_not_unpacked)
{
	for (int i = 0; i < 5000; i++)
		put_bytes(&out, 4, NULL, 0);
	ck_assert_int_eq(check(), OK);
	struct arena *small = arena_new(64 << 10);
	ctx.arena = small;
	ck_assert_ptr_null(
		wire_unpack(&ctx, &xueji__trial__v1__form__descriptor, out.bytes, out.size));
	ctx.arena = arena;
	arena_free(small);
	ck_assert_ptr_nonnull(
		wire_unpack(&ctx, &xueji__trial__v1__form__descriptor, out.bytes, out.size));
}
END_TEST

/* Whatever passes the check can be unpacked, and whatever cannot be unpacked fails the check. */
START_TEST(random_bytes_agree_with_the_decoder)
{
	uint32_t seed = 20260901;
	for (int round = 0; round < 20000; round++) {
		ctx_restart(&ctx);
		arena_reset(arena);
		out.size = 0;
		put_text(&out, 1, "abc");
		put_bytes(&out, 4, "\x0a\x01x\x1a\x03\x0a\x01y", 8);
		put_bytes(&out, 3, "\1\5", 2);
		put_number(&out, 10, 77);
		for (int flips = 0; flips < 3; flips++) {
			seed = seed * 1664525 + 1013904223;
			out.bytes[(seed >> 8) % out.size] ^= (uint8_t)(1 << (seed >> 29));
		}
		enum err err = check();
		bool is_decodable = wire_unpack(&ctx, &xueji__trial__v1__form__descriptor,
					    out.bytes, out.size) != NULL;
		if (err == OK || ctx.failure.reason != REASON_MALFORMED)
			ck_assert_msg(is_decodable, "round %d", round);
		if (!is_decodable)
			ck_assert_int_eq(ctx.failure.reason, REASON_MALFORMED);
	}
}
END_TEST

SUITE_WITH("wire", before, after, a_good_message_arrives_whole, an_empty_message_is_good,
	every_fault_is_reported_at_once_on_its_path, a_map_entry_is_named_by_its_place,
	a_singular_field_may_come_once, a_choice_is_made_once,
	a_list_has_a_limit_however_it_is_sent, no_more_faults_are_kept_than_can_be_sent,
	a_truncated_message_is_malformed_wherever_it_ends, a_malformed_message_has_no_other_fault,
	what_protobuf_does_not_allow_is_malformed, nesting_has_an_end,
	what_grows_beyond_the_cap_is_not_unpacked, random_bytes_agree_with_the_decoder)
