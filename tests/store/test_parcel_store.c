#include "server/store/parcel_store.h"

#include "tests/support/nodes.h"
#include "tests/support/suite.h"

static struct fixture *f;
static struct other_node nation;
static struct peer peer;
static Xueji__V1__Verdict verdict;
static const ProtobufCMessage *const items[] = {&verdict.base};

static void before(void)
{
	f = fixture_open();
	node_open(f, &nation, "nation.keys", "000000");
	peer = node_trusted(f, &nation, "nation", PEER_NATION);
	xueji__v1__verdict__init(&verdict);
	verdict.row = 1;
}

static void after(void)
{
	node_close(&nation);
	fixture_close(f);
}

static struct bytes numbered(int64_t number, const char *kind)
{
	Xueji__V1__ParcelHeader header = XUEJI__V1__PARCEL_HEADER__INIT;
	header.kind = (char *)kind;
	header.number = number;
	header.answers = 3;
	header.is_last = true;
	return node_parcel(f, &nation, header, items, 1);
}

static enum err arrive(struct bytes bytes, struct parcel_row *row, bool *is_new)
{
	enum err err = parcel_arrive(fixture_ctx(f), bytes.at, bytes.size, row, is_new);
	if (err == OK)
		fixture_commit(f);
	return err;
}

static void refused(struct bytes bytes, enum reason reason)
{
	struct parcel_row row;
	bool is_new;
	ck_assert_int_ne(arrive(bytes, &row, &is_new), OK);
	ck_assert_int_eq(fixture_ctx(f)->failure.reason, reason);
	fixture_rollback(f);
	free(bytes.at);
}

static void came(int64_t number)
{
	struct parcel_row row;
	bool is_new;
	struct bytes bytes = numbered(number, "verdicts");
	ck_assert_int_eq(arrive(bytes, &row, &is_new), OK);
	ck_assert(is_new);
	free(bytes.at);
}

static const char *missing(void)
{
	const char *gaps;
	struct ctx *ctx = fixture_ctx(f);
	ck_assert_int_eq(peer_named(ctx, "nation", &peer), OK);
	ck_assert_int_eq(parcel_missing(ctx, &peer, &gaps), OK);
	return gaps;
}

/* The parcel whose turn it is, dealt with; 0 when there is none. */
static int64_t settled(const char *reason)
{
	struct parcel_row row;
	bool is_found;
	struct ctx *ctx = fixture_ctx(f);
	ck_assert_int_eq(parcel_next(ctx, &row, &is_found), OK);
	if (!is_found)
		return 0;
	ck_assert_int_eq(parcel_settle(ctx, &row, reason), OK);
	fixture_commit(f);
	return row.number;
}

/* ---- receiving ---- */

START_TEST(what_came_is_kept_with_its_head_and_read_block_by_block)
{
	struct parcel_row row;
	const uint8_t *at, *item;
	size_t size, item_size;
	bool is_found;
	came(1);
	struct ctx *ctx = fixture_ctx(f);
	ck_assert_int_eq(parcel_next(ctx, &row, &is_found), OK);
	ck_assert(is_found && row.is_incoming && row.is_last);
	ck_assert_int_eq(row.kind, PARCEL_VERDICTS);
	ck_assert_int_eq(row.answers, 3);
	ck_assert_int_eq(row.blocks, 1);
	ck_assert_int_eq(parcel_read_block(ctx, &row, 0, &at, &size), OK);
	ck_assert(parcel_next_item(&at, at + size, &item, &item_size));
	row.at_item = row.items = 1;
	ck_assert_int_eq(parcel_advance(ctx, &row), OK);
	ck_assert_int_eq(parcel_get(ctx, row.id, &row), OK);
	ck_assert_int_eq(row.at_item, 1);
}
END_TEST

START_TEST(the_same_parcel_again_changes_nothing)
{
	struct parcel_row first, again;
	bool is_new;
	struct bytes bytes = numbered(1, "verdicts");
	ck_assert_int_eq(arrive(bytes, &first, &is_new), OK);
	ck_assert_int_eq(settled(NULL), 1);
	ck_assert_int_eq(arrive(bytes, &again, &is_new), OK);
	ck_assert(!is_new);
	ck_assert_int_eq(again.id, first.id);
	ck_assert_int_eq(again.state, PARCEL_TAKEN);
	ck_assert_int_eq(settled(NULL), 0);
	free(bytes.at);
}
END_TEST

START_TEST(a_number_for_two_parcels_is_refused)
{
	came(1);
	f->now_us++; /* the content differs by its key anyway */
	refused(numbered(1, "verdicts"), REASON_PARCEL_NUMBER_REUSED);
}
END_TEST

START_TEST(parcels_are_taken_in_by_their_numbers_and_gaps_are_named)
{
	came(4);
	came(2);
	ck_assert_str_eq(missing(), "1, 3");
	ck_assert_int_eq(settled(NULL), 0);
	came(1);
	ck_assert_str_eq(missing(), "3");
	ck_assert_int_eq(settled(NULL), 1);
	ck_assert_int_eq(settled("PARCEL_BROKEN"), 2);
	ck_assert_int_eq(settled(NULL), 0);
	came(9);
	ck_assert_str_eq(missing(), "3, 5-8");
	came(3);
	ck_assert_int_eq(settled(NULL), 3);
	ck_assert_int_eq(settled(NULL), 4);
	ck_assert_int_eq(settled(NULL), 0);
}
END_TEST

START_TEST(an_unknown_kind_is_kept_so_that_its_number_can_be_used_up)
{
	struct parcel_row row;
	bool is_new;
	struct bytes bytes = numbered(1, "of.tomorrow");
	ck_assert_int_eq(arrive(bytes, &row, &is_new), OK);
	ck_assert_int_eq(row.kind, 0);
	free(bytes.at);
}
END_TEST

START_TEST(strangers_forgers_and_the_revoked_are_not_believed)
{
	struct other_node stranger = nation;
	node_open(f, &stranger, "stranger.keys", "000000");
	Xueji__V1__ParcelHeader header = XUEJI__V1__PARCEL_HEADER__INIT;
	header.kind = "verdicts";
	header.number = 1;
	refused(node_parcel(f, &stranger, header, items, 1), REASON_PARCEL_STRANGER);
	struct bytes bytes = numbered(1, "verdicts");
	bytes.at[bytes.size - 1] ^= 1;
	refused(bytes, REASON_PARCEL_FORGED);
	struct other_node misled = nation;
	misled.ours = stranger.public;
	refused(node_parcel(f, &misled, header, items, 1), REASON_PARCEL_NOT_FOR_US);
	ck_assert_int_eq(peer_revoke(fixture_ctx(f), "nation"), OK);
	fixture_commit(f);
	refused(numbered(1, "verdicts"), REASON_PARCEL_STRANGER);
	node_close(&stranger);
}
END_TEST

START_TEST(what_waits_of_a_revoked_node_stays_out)
{
	came(1);
	ck_assert_int_eq(peer_revoke(fixture_ctx(f), "nation"), OK);
	fixture_commit(f);
	ck_assert_int_eq(settled(NULL), 0);
	peer = node_trusted(f, &nation, "nation", PEER_NATION);
	ck_assert_int_eq(settled(NULL), 1);
}
END_TEST

/* ---- sending ---- */

static struct bytes pieces_of(const struct parcel_row *row)
{
	struct bytes out = {NULL, 0};
	struct parcel_piece piece;
	for (int64_t seq = 0;; seq++) {
		ck_assert_int_eq(parcel_piece_at(fixture_ctx(f), row->id, seq, &piece), OK);
		if (piece.size == 0)
			return out;
		bytes_add(&out, piece.bytes, piece.size);
	}
}

static size_t ready(struct parcel_row **rows)
{
	size_t n;
	ck_assert_int_eq(peer_named(fixture_ctx(f), "nation", &peer), OK);
	ck_assert_int_eq(parcel_list_ready(fixture_ctx(f), &peer, 0, 10, rows, &n), OK);
	return n;
}

START_TEST(what_is_sent_reaches_the_other_and_stays_until_it_is_acknowledged)
{
	struct parcel_start start = {.kind = PARCEL_LIST_POLICE};
	struct parcel_row row, *rows;
	struct parcel parcel;
	struct ctx other;
	for (int64_t i = 1; i <= 2; i++) {
		ck_assert_int_eq(parcel_send(fixture_ctx(f), &peer, &start, items, 1, &row), OK);
		ck_assert_int_eq(row.number, i);
		fixture_commit(f);
	}
	struct bytes bytes = pieces_of(&row);
	ck_assert_int_eq((int64_t)bytes.size, row.size);
	ctx_init(&other, &nation.app, f->ctx.arena);
	ck_assert_int_eq(parcel_parse(&other, bytes.at, bytes.size, &parcel), OK);
	ck_assert(parcel_is_signed(&parcel, &nation.ours));
	ck_assert_str_eq(parcel.header->kind, "list.police");
	ck_assert_str_eq(parcel.header->sender_code, "330000");
	free(bytes.at);
	ck_assert_uint_eq(ready(&rows), 2);
	Xueji__V1__ParcelHeader header = XUEJI__V1__PARCEL_HEADER__INIT;
	bool is_new;
	header.kind = "verdicts";
	header.number = 1;
	header.acknowledges = 1;
	bytes = node_parcel(f, &nation, header, items, 1);
	ck_assert_int_eq(arrive(bytes, &row, &is_new), OK);
	free(bytes.at);
	ck_assert_uint_eq(ready(&rows), 1);
	ck_assert_int_eq(rows[0].number, 2);
}
END_TEST

START_TEST(what_is_made_in_steps_goes_on_after_a_restart)
{
	struct parcel_start start = {.kind = PARCEL_LIST_POLICE};
	struct parcel_row row, *rows;
	struct parcel parcel;
	ck_assert_int_eq(parcel_begin(fixture_ctx(f), &peer, &start, &row), OK);
	ck_assert_int_eq(parcel_add_block(fixture_ctx(f), &row, "\0\0\0\0", 4, 1), OK);
	fixture_commit(f);
	ck_assert_uint_eq(ready(&rows), 0);
	fixture_add_key(f);
	ck_assert_int_eq(parcel_get(fixture_ctx(f), row.id, &row), OK);
	ck_assert_int_eq(row.state, PARCEL_BEING_MADE);
	ck_assert_int_eq(parcel_add_block(fixture_ctx(f), &row, "\0\0\0\0", 4, 1), OK);
	ck_assert_int_eq(parcel_finish(fixture_ctx(f), &row), OK);
	fixture_commit(f);
	ck_assert_uint_eq(ready(&rows), 1);
	struct bytes bytes = pieces_of(&row);
	ck_assert_int_eq(parcel_parse(fixture_ctx(f), bytes.at, bytes.size, &parcel), OK);
	ck_assert(parcel_is_signed(&parcel, &nation.ours));
	ck_assert_uint_eq(parcel.n_pieces, 4);
	free(bytes.at);
}
END_TEST

/* ---- peers ---- */

static enum reason trust(
	const char *name, enum peer_kind kind, const char *unit, const struct public_keys *keys)
{
	struct peer new = {.name = name, .kind = kind, .unit_code = unit, .keys = *keys};
	enum err err = peer_trust(fixture_ctx(f), &new);
	enum reason reason = fixture_ctx(f)->failure.reason;
	if (err == OK)
		fixture_commit(f);
	else
		fixture_rollback(f);
	return err == OK ? REASON_COUNT : reason;
}

START_TEST(one_nation_one_police_base_each_province_once_and_no_keys_twice)
{
	struct public_keys keys[3];
	memset(keys, 1, sizeof keys);
	keys[1].sign[0] = 2;
	keys[2].sign[0] = 3;
	ck_assert_int_eq(
		trust("capital", PEER_NATION, "000000", &keys[0]), REASON_PEER_PLACE_TAKEN);
	ck_assert_int_eq(trust("gd", PEER_PROVINCE, "440000", &keys[0]), REASON_COUNT);
	ck_assert_int_eq(trust("gx", PEER_PROVINCE, "450000", &keys[0]), REASON_PEER_KEYS_KNOWN);
	ck_assert_int_eq(
		trust("canton", PEER_PROVINCE, "440000", &keys[1]), REASON_PEER_PLACE_TAKEN);
	ck_assert_int_eq(trust("gx", PEER_PROVINCE, "450000", &keys[1]), REASON_COUNT);
	ck_assert_int_eq(trust("police", PEER_POLICE, "330000", &keys[2]), REASON_COUNT);
}
END_TEST

START_TEST(new_keys_of_a_node_leave_its_numbers)
{
	struct parcel_start start = {.kind = PARCEL_LIST_POLICE};
	struct parcel_row row;
	struct public_keys keys;
	ck_assert_int_eq(parcel_send(fixture_ctx(f), &peer, &start, items, 1, &row), OK);
	fixture_commit(f);
	memset(&keys, 1, sizeof keys);
	ck_assert_int_eq(trust("nation", PEER_NATION, "000000", &keys), REASON_COUNT);
	ck_assert_int_eq(peer_in_place(fixture_ctx(f), PEER_NATION, "", &peer), OK);
	ck_assert_int_eq(peer.sent, 1);
	ck_assert_mem_eq(&peer.keys, &keys, sizeof keys);
}
END_TEST

START_TEST(whom_nobody_trusts_is_named_as_missing)
{
	ck_assert_int_eq(
		peer_in_place(fixture_ctx(f), PEER_PROVINCE, "440000", &peer), ERR_PRECONDITION);
	ck_assert_int_eq(fixture_ctx(f)->failure.reason, REASON_PEER_MISSING);
	ck_assert_int_eq(peer_named(fixture_ctx(f), "nobody", &peer), ERR_NOT_FOUND);
}
END_TEST

SUITE_WITH("parcel_store", before, after, what_came_is_kept_with_its_head_and_read_block_by_block,
	the_same_parcel_again_changes_nothing, a_number_for_two_parcels_is_refused,
	parcels_are_taken_in_by_their_numbers_and_gaps_are_named,
	an_unknown_kind_is_kept_so_that_its_number_can_be_used_up,
	strangers_forgers_and_the_revoked_are_not_believed, what_waits_of_a_revoked_node_stays_out,
	what_is_sent_reaches_the_other_and_stays_until_it_is_acknowledged,
	what_is_made_in_steps_goes_on_after_a_restart,
	one_nation_one_police_base_each_province_once_and_no_keys_twice,
	new_keys_of_a_node_leave_its_numbers, whom_nobody_trusts_is_named_as_missing)
