#include "server/store/parcel_purge.h"

#include "common/date.h"
#include "server/store/db.h"
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

static int64_t sent(void)
{
	const struct parcel_start start = {.kind = PARCEL_LIST_POLICE};
	struct parcel_row row;
	ck_assert_int_eq(peer_named(fixture_ctx(f), "nation", &peer), OK);
	ck_assert_int_eq(parcel_send(fixture_ctx(f), &peer, &start, items, 1, &row), OK);
	fixture_commit(f);
	return row.id;
}

/* One of theirs, which says that ours are there up to `acknowledges`. */
static int64_t came(int64_t number, int64_t acknowledges)
{
	struct parcel_row row;
	bool is_new;
	Xueji__V1__ParcelHeader header = XUEJI__V1__PARCEL_HEADER__INIT;
	header.kind = "verdicts";
	header.number = number;
	header.acknowledges = acknowledges;
	struct bytes bytes = node_parcel(f, &nation, header, items, 1);
	ck_assert_int_eq(parcel_arrive(fixture_ctx(f), bytes.at, bytes.size, &row, &is_new), OK);
	fixture_commit(f);
	free(bytes.at);
	return row.id;
}

static void settle_next(void)
{
	struct parcel_row row;
	bool is_found;
	ck_assert_int_eq(parcel_next(fixture_ctx(f), &row, &is_found), OK);
	ck_assert(is_found);
	ck_assert_int_eq(parcel_settle(fixture_ctx(f), &row, NULL), OK);
	fixture_commit(f);
}

static bool has_pieces(int64_t parcel)
{
	struct parcel_piece piece;
	ck_assert_int_eq(parcel_piece_at(fixture_ctx(f), parcel, 0, &piece), OK);
	return piece.size > 0;
}

/* Steps until there is no more; how many. */
static int purged(int64_t before_us)
{
	bool again = true;
	int n = 0;
	for (; again; n++) {
		ck_assert_int_eq(parcel_purge(fixture_ctx(f), before_us, &again), OK);
		fixture_commit(f);
	}
	return n - 1;
}

START_TEST(what_the_peer_has_goes_and_what_it_lacks_stays)
{
	int64_t first = sent(), second = sent();
	came(1, 1);
	ck_assert_int_eq(purged(INT64_MAX), 1);
	ck_assert(!has_pieces(first));
	ck_assert(has_pieces(second));
}
END_TEST

START_TEST(what_was_taken_in_goes_and_what_waits_stays)
{
	int64_t taken = came(1, 0), waiting = came(2, 0);
	settle_next();
	ck_assert_int_eq(purged(INT64_MAX), 1);
	ck_assert(!has_pieces(taken));
	ck_assert(has_pieces(waiting));
}
END_TEST

START_TEST(nothing_goes_before_its_time)
{
	int64_t ours = sent(), theirs = came(1, 1);
	settle_next();
	ck_assert_int_eq(purged(f->now_us - US_PER_DAY), 0);
	ck_assert(has_pieces(ours) && has_pieces(theirs));
}
END_TEST

START_TEST(a_parcel_whose_pieces_are_gone_is_known_again)
{
	struct parcel_row row;
	bool is_new;
	Xueji__V1__ParcelHeader header = XUEJI__V1__PARCEL_HEADER__INIT;
	header.kind = "verdicts";
	header.number = 1;
	struct bytes bytes = node_parcel(f, &nation, header, items, 1);
	ck_assert_int_eq(parcel_arrive(fixture_ctx(f), bytes.at, bytes.size, &row, &is_new), OK);
	fixture_commit(f);
	settle_next();
	ck_assert_int_eq(purged(INT64_MAX), 1);
	ck_assert_int_eq(parcel_arrive(fixture_ctx(f), bytes.at, bytes.size, &row, &is_new), OK);
	ck_assert(!is_new);
	fixture_commit(f);
	ck_assert(!has_pieces(row.id));
	free(bytes.at);
}
END_TEST

SUITE_WITH("parcel_purge", before, after, what_the_peer_has_goes_and_what_it_lacks_stays,
	what_was_taken_in_goes_and_what_waits_stays, nothing_goes_before_its_time,
	a_parcel_whose_pieces_are_gone_is_known_again)
