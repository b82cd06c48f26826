#include "server/store/journal_store.h"

#include <string.h>

#include "common/date.h"
#include "server/store/unit_tree.h"
#include "tests/support/fixture.h"
#include "tests/support/suite.h"

#define UNIT(number, above, its_tier, its_code)                                          \
	{                                                                                \
		.id = (number), .parent = (above), .bureau = (number), .tier = its_tier, \
		.code = its_code, .name = its_code, .initials = "", .rev = 1,            \
	}

static const struct unit_node units[] = {
	UNIT(1, 0, TIER_NATION, "000000"),
	UNIT(10, 1, TIER_PROVINCE, "330000"),
	UNIT(20, 10, TIER_CITY, "331000"),
	UNIT(30, 20, TIER_COUNTY, "331002"),
	UNIT(31, 20, TIER_COUNTY, "331003"),
	UNIT(40, 30, TIER_SCHOOL, "2133000001"),
	UNIT(11, 1, TIER_PROVINCE, "440000"),
};

static struct fixture *f;
static struct unit_cache *cache;
static const struct unit_tree *tree;

static void before(void)
{
	f = fixture_open();
	cache = unit_cache_new();
	unit_cache_publish(cache, unit_tree_build(units, sizeof units / sizeof *units));
	tree = unit_tree_pin(cache);
}

static void after(void)
{
	unit_tree_unpin(tree);
	unit_cache_free(cache);
	fixture_close(f);
}

static struct ctx *begin(void)
{
	struct ctx *ctx = fixture_ctx(f);
	ctx->units = tree;
	return ctx;
}

static void end(void)
{
	ck_assert_int_eq(journal_write_notes(&f->ctx), OK);
	fixture_commit(f);
}

static void note(int64_t actor, enum action action, int64_t unit, int64_t operator_id)
{
	struct ctx *ctx = begin();
	ctx->actor.operator_id = actor;
	ctx_journal(ctx, &(struct note){.action = action,
				 .unit = unit,
				 .entity = "operator",
				 .entity_id = operator_id,
				 .summary = "why",
				 .sealed = "secret",
				 .sealed_size = 6});
	end();
}

static size_t list(struct journal_filter filter, struct journal_entry **entries)
{
	size_t n;
	filter.limit = filter.limit != 0 ? filter.limit : 100;
	ck_assert_int_eq(journal_list(begin(), &filter, entries, &n), OK);
	return n;
}

/* The seqs that a filter finds, as text: "5 3 1". */
static const char *found(struct journal_filter filter)
{
	struct journal_entry *entries;
	size_t n = list(filter, &entries);
	const char *text = "";
	for (size_t i = 0; i < n; i++)
		text = arena_printf(f->ctx.arena, "%s%s%lld", text, i > 0 ? " " : "",
			(long long)entries[i].seq);
	return text;
}

START_TEST(an_entry_says_who_did_what_to_whom_when)
{
	struct ctx *ctx = begin();
	ctx->actor = (struct actor){.operator_id = 7, .session_id = 8, .for_operator = 9};
	ctx->call_id = 99;
	ctx_journal(ctx, &(struct note){.action = ACTION_SIGN_IN,
				 .unit = 40,
				 .entity = "operator",
				 .entity_id = 7,
				 .summary = "from the console",
				 .sealed = "张三",
				 .sealed_size = 6});
	ctx_journal(ctx, &(struct note){.action = ACTION_SIGN_OUT});
	end();
	struct journal_entry *e;
	ck_assert_uint_eq(list((struct journal_filter){0}, &e), 2);
	ck_assert_int_eq(e[1].seq, 1);
	ck_assert_int_eq(e[1].at_us, FIXTURE_NOW);
	ck_assert_int_eq(e[1].node, 1);
	ck_assert_int_eq(e[1].actor, 7);
	ck_assert_int_eq(e[1].for_operator, 9);
	ck_assert_int_eq(e[1].session, 8);
	ck_assert_int_eq(e[1].call, 99);
	ck_assert_str_eq(e[1].action, "session.sign_in");
	ck_assert_int_eq(e[1].unit, 40);
	ck_assert_int_eq(e[1].county, 30);
	ck_assert_int_eq(e[1].city, 20);
	ck_assert_int_eq(e[1].province, 10);
	ck_assert_str_eq(e[1].entity, "operator");
	ck_assert_int_eq(e[1].entity_id, 7);
	ck_assert_str_eq(e[1].summary, "from the console");
	size_t size;
	ck_assert_str_eq(journal_open(&f->ctx, &e[1], &size), "张三");
	ck_assert_uint_eq(size, 6);
	ck_assert_int_eq(e[0].seq, 2);
	ck_assert_int_eq(e[0].unit, 0);
	ck_assert_str_eq(e[0].entity, "");
	ck_assert_ptr_null(journal_open(&f->ctx, &e[0], &size));
}
END_TEST

START_TEST(many_notes_of_one_call_follow_each_other_in_the_chain)
{
	enum { MANY = 50 };
	struct journal_entry *e;
	struct journal_verdict verdict;
	size_t size;
	struct ctx *ctx = begin();
	for (int i = 1; i <= MANY; i++) {
		const char *sealed = arena_printf(ctx->arena, "secret %d", i);
		ctx_journal(ctx, &(struct note){.action = ACTION_SIGN_IN,
					 .unit = 40,
					 .entity = "operator",
					 .entity_id = i,
					 .sealed = i % 2 == 0 ? sealed : NULL,
					 .sealed_size = i % 2 == 0 ? strlen(sealed) : 0});
	}
	end();
	ck_assert_uint_eq(list((struct journal_filter){0}, &e), MANY);
	for (int i = 1; i <= MANY; i++)
		ck_assert_int_eq(e[MANY - i].entity_id, i);
	ck_assert_str_eq(journal_open(begin(), &e[MANY - 30], &size), "secret 30");
	ck_assert_ptr_null(e[MANY - 31].sealed);
	ck_assert_int_eq(journal_verify(begin(), 1, 100, &verdict), OK);
	ck_assert_int_eq(verdict.fault, JOURNAL_WHOLE);
	ck_assert_int_eq(verdict.n_checked, MANY);
}
END_TEST

START_TEST(what_is_undone_leaves_no_entry)
{
	note(7, ACTION_SIGN_IN, 40, 7);
	struct ctx *ctx = begin();
	ctx_journal(ctx, &(struct note){.action = ACTION_SIGN_OUT});
	ck_assert_int_eq(journal_write_notes(ctx), OK);
	fixture_rollback(f);
	note(7, ACTION_SIGN_IN, 40, 7);
	ck_assert_str_eq(found((struct journal_filter){0}), "2 1");
	struct journal_verdict verdict;
	ck_assert_int_eq(journal_verify(begin(), 1, 100, &verdict), OK);
	ck_assert_int_eq(verdict.fault, JOURNAL_WHOLE);
}
END_TEST

/* 1 school 40, 2 county 31, 3 province 10, 4 county 30, 5 province 11, 6 city 20 */
static void write_six(void)
{
	static const int64_t where[] = {40, 31, 10, 30, 11, 20};
	for (int i = 0; i < 6; i++) {
		f->now_us = FIXTURE_NOW + i * 10 * US_PER_DAY;
		note(100 + i % 2, i < 3 ? ACTION_SIGN_IN : ACTION_ACCESS_REFUSED, where[i],
			200 + i % 3);
	}
}

START_TEST(a_unit_shows_what_lay_under_it)
{
	write_six();
	ck_assert_str_eq(found((struct journal_filter){.unit = 1}), "6 5 4 3 2 1");
	ck_assert_str_eq(found((struct journal_filter){.unit = 10}), "6 4 3 2 1");
	ck_assert_str_eq(found((struct journal_filter){.unit = 11}), "5");
	ck_assert_str_eq(found((struct journal_filter){.unit = 20}), "6 4 2 1");
	ck_assert_str_eq(found((struct journal_filter){.unit = 30}), "4 1");
	ck_assert_str_eq(found((struct journal_filter){.unit = 31}), "2");
	ck_assert_str_eq(found((struct journal_filter){.unit = 40}), "1");
	ck_assert_str_eq(found((struct journal_filter){.unit = 12345}), "");
}
END_TEST

START_TEST(filters_hold_alone_and_together)
{
	write_six();
	ck_assert_str_eq(found((struct journal_filter){.actor = 100}), "5 3 1");
	ck_assert_str_eq(found((struct journal_filter){.entity = "operator"}), "6 5 4 3 2 1");
	ck_assert_str_eq(found((struct journal_filter){.entity = "unit"}), "");
	ck_assert_str_eq(
		found((struct journal_filter){.entity = "operator", .entity_id = 201}), "5 2");
	ck_assert_str_eq(found((struct journal_filter){.action_prefix = "access."}), "6 5 4");
	ck_assert_str_eq(found((struct journal_filter){.action_prefix = "access.%"}), "");
	ck_assert_str_eq(found((struct journal_filter){.unit = 20, .actor = 101}), "6 4 2");
	ck_assert_str_eq(found((struct journal_filter){.unit = 30, .actor = 101}), "4");
	ck_assert_str_eq(found((struct journal_filter){.unit = 40, .actor = 101}), "");
	ck_assert_str_eq(found((struct journal_filter){.unit = 10,
				 .actor = 100,
				 .entity = "operator",
				 .entity_id = 202,
				 .action_prefix = "session."}),
		"3");
	ck_assert_str_eq(
		found((struct journal_filter){.unit = 11, .entity = "operator", .entity_id = 202}),
		"");
}
END_TEST

START_TEST(time_goes_from_and_to_before)
{
	write_six();
	int64_t day = 10 * US_PER_DAY, t = FIXTURE_NOW;
	ck_assert_str_eq(found((struct journal_filter){.from_us = t + 2 * day}), "6 5 4 3");
	ck_assert_str_eq(found((struct journal_filter){.to_us = t + 2 * day}), "2 1");
	ck_assert_str_eq(
		found((struct journal_filter){.from_us = t + day, .to_us = t + 3 * day + 1}),
		"4 3 2");
	ck_assert_str_eq(found((struct journal_filter){.from_us = t + 6 * day}), "");
	ck_assert_str_eq(found((struct journal_filter){.to_us = t}), "");
	ck_assert_str_eq(found((struct journal_filter){.from_us = t + 1, .unit = 30}), "4");
}
END_TEST

START_TEST(pages_follow_one_another)
{
	write_six();
	ck_assert_str_eq(found((struct journal_filter){.limit = 2}), "6 5");
	ck_assert_str_eq(found((struct journal_filter){.limit = 2, .before_seq = 5}), "4 3");
	ck_assert_str_eq(
		found((struct journal_filter){.limit = 2, .before_seq = 4, .unit = 20}), "2 1");
	ck_assert_str_eq(found((struct journal_filter){.limit = 2, .before_seq = 1}), "");
}
END_TEST

static void verify(enum journal_fault fault, int64_t seq)
{
	struct journal_verdict verdict;
	ck_assert_int_eq(journal_verify(begin(), 1, 100, &verdict), OK);
	ck_assert_int_eq(verdict.fault, fault);
	ck_assert_int_eq(verdict.seq, seq);
	ck_assert_int_eq(verdict.next_seq, 0);
}

START_TEST(any_change_is_found)
{
	static const struct {
		struct sql sql;
		enum journal_fault fault;
		int64_t seq;
	} crimes[] = {
		{{"a", "UPDATE journal SET at_us = at_us + 1 WHERE seq = 3"}, JOURNAL_ALTERED, 3},
		{{"b", "UPDATE journal SET actor = 5 WHERE seq = 1"}, JOURNAL_ALTERED, 1},
		{{"c", "UPDATE journal SET for_operator = 5 WHERE seq = 1"}, JOURNAL_ALTERED, 1},
		{{"d", "UPDATE journal SET session = 5 WHERE seq = 1"}, JOURNAL_ALTERED, 1},
		{{"e", "UPDATE journal SET call = 5 WHERE seq = 1"}, JOURNAL_ALTERED, 1},
		{{"f", "UPDATE journal SET node = 5 WHERE seq = 6"}, JOURNAL_ALTERED, 6},
		{{"g", "UPDATE journal SET action = 'unit.close' WHERE seq = 2"}, JOURNAL_ALTERED,
			2},
		{{"h", "UPDATE journal SET unit_id = 30 WHERE seq = 2"}, JOURNAL_ALTERED, 2},
		{{"i", "UPDATE journal SET county_id = 30 WHERE seq = 2"}, JOURNAL_ALTERED, 2},
		{{"j", "UPDATE journal SET city_id = 0 WHERE seq = 2"}, JOURNAL_ALTERED, 2},
		{{"k", "UPDATE journal SET province_id = 0 WHERE seq = 2"}, JOURNAL_ALTERED, 2},
		{{"l", "UPDATE journal SET entity_id = 0 WHERE seq = 2"}, JOURNAL_ALTERED, 2},
		{{"m", "UPDATE journal SET entity = 'operato', summary = 'rwhy' WHERE seq = 2"},
			JOURNAL_ALTERED, 2},
		{{"n", "UPDATE journal SET hash = zeroblob(32) WHERE seq = 4"}, JOURNAL_ALTERED, 4},
		{{"o", "UPDATE journal SET digest = zeroblob(32) WHERE seq = 4"}, JOURNAL_ALTERED,
			4},
		{{"p", "UPDATE journal SET sealed = NULL WHERE seq = 4"}, JOURNAL_SEALED_ALTERED,
			4},
		{{"q", "UPDATE journal SET sealed = (SELECT sealed FROM journal WHERE seq = 3) "
		       "WHERE seq = 4"},
			JOURNAL_SEALED_ALTERED, 4},
		{{"r", "DELETE FROM journal WHERE seq = 3"}, JOURNAL_GAP, 3},
		{{"s", "DELETE FROM journal WHERE seq = 1"}, JOURNAL_GAP, 1},
	};
	write_six();
	verify(JOURNAL_WHOLE, 6);
	fixture_rollback(f);
	for (size_t i = 0; i < sizeof crimes / sizeof *crimes; i++) {
		ck_assert_int_eq(db_run(begin(), &crimes[i].sql, NO_ARGS, NULL), OK);
		verify(crimes[i].fault, crimes[i].seq);
		fixture_rollback(f);
	}
}
END_TEST

START_TEST(swapped_entries_are_found)
{
	static const struct sql swap = {"swap", "UPDATE journal SET seq = CASE seq WHEN 102 THEN 3 "
						"ELSE 2 END WHERE seq IN (102, 103)"};
	static const struct sql park = {
		"park", "UPDATE journal SET seq = seq + 100 WHERE seq IN (2, 3)"};
	write_six();
	ck_assert_int_eq(db_run(begin(), &park, NO_ARGS, NULL), OK);
	ck_assert_int_eq(db_run(begin(), &swap, NO_ARGS, NULL), OK);
	verify(JOURNAL_ALTERED, 2);
}
END_TEST

START_TEST(verifying_goes_in_pieces)
{
	struct journal_verdict verdict;
	write_six();
	ck_assert_int_eq(journal_verify(begin(), 1, 4, &verdict), OK);
	ck_assert_int_eq(verdict.fault, JOURNAL_WHOLE);
	ck_assert_int_eq(verdict.n_checked, 4);
	ck_assert_int_eq(verdict.next_seq, 5);
	ck_assert_int_eq(journal_verify(begin(), 5, 4, &verdict), OK);
	ck_assert_int_eq(verdict.n_checked, 2);
	ck_assert_int_eq(verdict.next_seq, 0);
	ck_assert_int_eq(verdict.seq, 6);
	ck_assert_int_eq(journal_verify(begin(), 9, 4, &verdict), OK);
	ck_assert_int_eq(verdict.fault, JOURNAL_GAP);
	ck_assert_int_eq(verdict.seq, 8);
}
END_TEST

START_TEST(the_head_is_that_of_the_newest)
{
	int64_t seq;
	uint8_t hash[DIGEST_SIZE], zeros[DIGEST_SIZE] = {0};
	ck_assert_int_eq(journal_head(begin(), &seq, hash), OK);
	ck_assert_int_eq(seq, 0);
	ck_assert_mem_eq(hash, zeros, DIGEST_SIZE);
	fixture_rollback(f);
	write_six();
	struct journal_entry *entries;
	list((struct journal_filter){.limit = 1}, &entries);
	ck_assert_int_eq(journal_head(begin(), &seq, hash), OK);
	ck_assert_int_eq(seq, 6);
	ck_assert_mem_eq(hash, entries[0].hash, DIGEST_SIZE);
}
END_TEST

SUITE_WITH("journal_store", before, after, an_entry_says_who_did_what_to_whom_when,
	many_notes_of_one_call_follow_each_other_in_the_chain, what_is_undone_leaves_no_entry,
	a_unit_shows_what_lay_under_it, filters_hold_alone_and_together,
	time_goes_from_and_to_before, pages_follow_one_another, any_change_is_found,
	swapped_entries_are_found, verifying_goes_in_pieces, the_head_is_that_of_the_newest)
