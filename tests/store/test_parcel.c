#include "server/store/parcel.h"

#include "server/unpack.h"
#include "tests/support/nodes.h"
#include "tests/support/suite.h"

static struct fixture *f;
static struct ctx *ctx;
static struct other_node nation;
static Xueji__V1__Verdict verdicts[2];
static const ProtobufCMessage *const items[] = {&verdicts[0].base, &verdicts[1].base};

static void before(void)
{
	f = fixture_open();
	ctx = fixture_ctx(f);
	node_open(f, &nation, "nation.keys", "000000");
	for (int i = 0; i < 2; i++) {
		xueji__v1__verdict__init(&verdicts[i]);
		verdicts[i].row = i + 1;
		verdicts[i].note = "在他校已建籍";
	}
}

static void after(void)
{
	node_close(&nation);
	fixture_close(f);
}

static struct bytes made(void)
{
	Xueji__V1__ParcelHeader header = XUEJI__V1__PARCEL_HEADER__INIT;
	header.kind = "verdicts";
	header.number = 1;
	return node_parcel(f, &nation, header, items, 2);
}

/* Everything that parcel_store asks before it believes a parcel, and its first block. */
static void *opened(const void *bytes, size_t size, size_t *size_out)
{
	struct parcel parcel;
	struct parcel_content content;
	Xueji__V1__ParcelHeader *header;
	if (parcel_parse(ctx, bytes, size, &parcel) != OK ||
		!parcel_is_signed(&parcel, &nation.public) ||
		parcel_content_of(ctx, &parcel.pieces[0], &header, &content) != OK)
		return NULL;
	return parcel_open_block(ctx->arena, &content, 0, &parcel.pieces[1], size_out);
}

START_TEST(what_was_sealed_and_signed_is_read_by_the_receiver)
{
	struct bytes bytes = made();
	size_t size, item_size, n = 0;
	const uint8_t *at = opened(bytes.at, bytes.size, &size), *item;
	ck_assert_ptr_nonnull(at);
	for (const uint8_t *end = at + size; parcel_next_item(&at, end, &item, &item_size); n++) {
		const Xueji__V1__Verdict *verdict = unpack_message(
			ctx->arena, &xueji__v1__verdict__descriptor, item, item_size);
		ck_assert_int_eq(verdict->row, (int64_t)n + 1);
	}
	ck_assert_uint_eq(n, 2);
	ck_assert_ptr_null(memmem(bytes.at, bytes.size, "在他校", 9));
	free(bytes.at);
}
END_TEST

START_TEST(a_changed_bit_anywhere_is_noticed_and_so_is_a_cut)
{
	struct bytes bytes = made();
	size_t size;
	for (size_t bit = 0; bit < 8 * bytes.size; bit++) {
		bytes.at[bit / 8] ^= (uint8_t)(1 << bit % 8);
		ck_assert_msg(opened(bytes.at, bytes.size, &size) == NULL, "bit %zu", bit);
		bytes.at[bit / 8] ^= (uint8_t)(1 << bit % 8);
	}
	for (size_t cut = 0; cut < bytes.size; cut++) {
		uint8_t *shorter = malloc(cut + 1); /* of its very size, for the sanitizer */
		memcpy(shorter, bytes.at, cut);
		ck_assert_ptr_null(opened(shorter, cut, &size));
		free(shorter);
	}
	bytes_add(&bytes, "x", 1);
	ck_assert_ptr_null(opened(bytes.at, bytes.size, &size));
	free(bytes.at);
}
END_TEST

/* Whatever stands in the bytes, taking them apart ends with a verdict and within them. */
START_TEST(any_bytes_at_all_are_taken_apart_in_safety)
{
	struct bytes whole = made();
	struct parcel parcel;
	uint64_t seed = 7;
	for (int round = 0; round < 20000; round++) {
		size_t size = whole.size - (size_t)(round % 3) * (whole.size / 5);
		uint8_t *bytes = malloc(size);
		memcpy(bytes, whole.at, size);
		for (int change = 0; change <= round % 7; change++) {
			seed = seed * 6364136223846793005 + 1442695040888963407;
			size_t at = (seed >> 33) % (round % 2 ? size : 120);
			bytes[at] = (uint8_t)(seed >> 25);
		}
		enum err err = parcel_parse(ctx, bytes, size, &parcel);
		ck_assert(err == OK || ctx->failure.reason == REASON_PARCEL_BROKEN);
		if (err == OK)
			ck_assert(!parcel_is_signed(&parcel, &nation.public) ||
				  memcmp(bytes, whole.at, size) == 0);
		free(bytes);
		if (round % 500 == 0) {
			fixture_rollback(f);
			ctx = fixture_ctx(f);
		}
	}
	free(whole.at);
}
END_TEST

START_TEST(items_of_a_damaged_block_end_where_it_does)
{
	const uint8_t block[] = {0, 0, 0, 2, 8, 1, 0, 0, 0, 9, 1}, *at = block, *item;
	size_t size;
	ck_assert(parcel_next_item(&at, block + sizeof block, &item, &size));
	ck_assert_uint_eq(size, 2);
	ck_assert(!parcel_next_item(&at, block + sizeof block, &item, &size));
	ck_assert_ptr_ne(at, block + sizeof block);
	const uint8_t huge[] = {255, 255, 255, 255};
	at = huge;
	ck_assert(!parcel_next_item(&at, huge + sizeof huge, &item, &size));
}
END_TEST

START_TEST(another_trusted_node_cannot_sign_what_it_cannot_read_as_its_own)
{
	struct other_node thief;
	struct bytes bytes = made();
	struct parcel parcel;
	struct parcel_content content;
	Xueji__V1__ParcelHeader header;
	void *head;
	size_t size;
	node_open(f, &thief, "thief.keys", "440000");
	ck_assert_int_eq(parcel_parse(ctx, bytes.at, bytes.size, &parcel), OK);
	ck_assert(!parcel_is_signed(&parcel, &thief.public));
	/* The header in his name with the key that he could copy: its blocks do not open. */
	header = *parcel.header;
	public_id(&thief.public, header.sender.data);
	head = pack_message(ctx->arena, &header.base, &size);
	uint8_t *copied = arena_alloc(ctx->arena, 19 + size);
	memcpy(copied, bytes.at, 19);
	memcpy(copied + 19, head, size);
	ck_assert_int_eq(parcel_content_of(ctx, &(struct parcel_piece){copied, 19 + size},
				 &parcel.header, &content),
		OK);
	ck_assert_ptr_null(parcel_open_block(ctx->arena, &content, 0, &parcel.pieces[1], &size));
	free(bytes.at);
	node_close(&thief);
}
END_TEST

START_TEST(a_block_opens_in_its_own_place_only)
{
	struct bytes bytes = made();
	struct parcel parcel;
	struct parcel_content content;
	Xueji__V1__ParcelHeader *header;
	size_t size;
	ck_assert_int_eq(parcel_parse(ctx, bytes.at, bytes.size, &parcel), OK);
	ck_assert_int_eq(parcel_content_of(ctx, &parcel.pieces[0], &header, &content), OK);
	ck_assert_ptr_nonnull(parcel_open_block(ctx->arena, &content, 0, &parcel.pieces[1], &size));
	ck_assert_ptr_null(parcel_open_block(ctx->arena, &content, 1, &parcel.pieces[1], &size));
	free(bytes.at);
}
END_TEST

SUITE_WITH("parcel", before, after, what_was_sealed_and_signed_is_read_by_the_receiver,
	a_changed_bit_anywhere_is_noticed_and_so_is_a_cut,
	any_bytes_at_all_are_taken_apart_in_safety, items_of_a_damaged_block_end_where_it_does,
	another_trusted_node_cannot_sign_what_it_cannot_read_as_its_own,
	a_block_opens_in_its_own_place_only)
