#include "server/registry/parcel_table.h"

#include <string.h>

#include "tests/support/suite.h"

START_TEST(every_kind_of_parcel_is_whole_and_found_by_its_word)
{
	for (int kind = 1; kind < PARCEL_KIND_END; kind++) {
		const struct parcel_kind_row *row = parcel_kind_row(kind);
		ck_assert_int_eq(parcel_kind_named(row->word), kind);
		ck_assert_msg(strlen(row->word) <= 40, "%s", row->word);
		ck_assert_ptr_nonnull(row->item);
		ck_assert(row->title.en[0] != '\0' && row->title.zh[0] != '\0');
		ck_assert_msg(row->senders != 0 && row->senders < UINT32_C(1) << PEER_KIND_END,
			"%s", row->word);
	}
	ck_assert_int_eq(parcel_kind_named("list"), 0);
	ck_assert_ptr_null(parcel_kind_row(0));
	ck_assert_ptr_null(parcel_kind_row(PARCEL_KIND_END));
}
END_TEST

START_TEST(only_nation_and_police_give_verdicts)
{
	ck_assert_uint_eq(
		parcel_kind_row(PARCEL_VERDICTS)->senders, 1 << PEER_NATION | 1 << PEER_POLICE);
}
END_TEST

START_TEST(every_kind_of_peer_is_found_by_its_word)
{
	for (int kind = 1; kind < PEER_KIND_END; kind++)
		ck_assert_int_eq(peer_kind_named(peer_kind_row(kind)->word), kind);
	ck_assert_int_eq(peer_kind_named("city"), 0);
	ck_assert_ptr_null(peer_kind_row(-1));
}
END_TEST

SUITE("parcel_table", every_kind_of_parcel_is_whole_and_found_by_its_word,
	only_nation_and_police_give_verdicts, every_kind_of_peer_is_found_by_its_word)
