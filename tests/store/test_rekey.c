#include "server/store/rekey.h"

#include <string.h>

#include "server/store/idempotency_store.h"
#include "server/store/journal_store.h"
#include "tests/support/fixture.h"
#include "tests/support/suite.h"

enum { N = 10 };

static const struct sql spoil = {"spoil", "UPDATE journal SET sealed = zeroblob(60) WHERE seq = 2"};
static const struct sql journal_blobs = {"journal_blobs", "SELECT sealed FROM journal"};
static const struct sql reply_blobs = {"reply_blobs", "SELECT reply FROM idempotency"};
static const uint8_t hash[REQUEST_HASH_SIZE];

static struct fixture *f;

static void before(void)
{
	f = fixture_open();
	for (int i = 0; i < N; i++) {
		struct ctx *ctx = fixture_ctx(f);
		const char *key = arena_printf(ctx->arena, "key-%d", i);
		ctx_journal(ctx,
			&(struct note){
				.action = ACTION_SIGN_IN, .sealed = "secret", .sealed_size = 6});
		ctx_journal(ctx, &(struct note){.action = ACTION_SIGN_OUT}); /* seals nothing */
		ck_assert_int_eq(journal_write_notes(ctx), OK);
		ck_assert_int_eq(idempotency_keep(ctx, key, hash, key, strlen(key)), OK);
		fixture_commit(f);
	}
}

static void after(void)
{
	fixture_close(f);
}

static struct rekey rekey_all(int64_t limit, int n_steps)
{
	struct rekey rekey = {0};
	for (int i = 0; i < n_steps && !rekey.is_finished; i++) {
		ck_assert_int_eq(rekey_step(fixture_ctx(f), &rekey, limit), OK);
		fixture_commit(f);
	}
	return rekey;
}

static int count_version(const struct sql *sql, int version)
{
	int n = 0;
	struct cursor *c = db_open(fixture_ctx(f), sql, NO_ARGS);
	while (cursor_next(c)) {
		size_t size;
		void *blob = cursor_blob(c, 0, &size);
		n += blob != NULL && seal_version(blob, size) == version;
	}
	ck_assert_int_eq(cursor_close(c), OK);
	fixture_rollback(f);
	return n;
}

static void check_contents(void)
{
	struct journal_verdict verdict;
	struct ctx *ctx = fixture_ctx(f);
	ck_assert_int_eq(journal_verify(ctx, 1, 100, &verdict), OK);
	ck_assert_int_eq(verdict.fault, JOURNAL_WHOLE);
	ck_assert_int_eq(verdict.n_checked, 2 * N);
	bool found;
	void *reply;
	size_t size;
	ck_assert_int_eq(idempotency_find(ctx, "key-3", hash, &found, &reply, &size), OK);
	ck_assert(found);
	ck_assert_str_eq(reply, "key-3");
	fixture_rollback(f);
}

START_TEST(all_is_sealed_anew_and_reads_as_before)
{
	fixture_add_key(f);
	struct rekey rekey = rekey_all(3, 1000);
	ck_assert(rekey.is_finished);
	ck_assert_int_eq(rekey.n_sealed, 2 * N);
	ck_assert_int_eq(rekey.n_unreadable, 0);
	ck_assert_int_eq(count_version(&journal_blobs, 2), N);
	ck_assert_int_eq(count_version(&reply_blobs, 2), N);
	check_contents();
}
END_TEST

START_TEST(broken_off_it_begins_again_where_needed)
{
	fixture_add_key(f);
	struct rekey rekey = rekey_all(3, 2);
	ck_assert(!rekey.is_finished);
	ck_assert_int_eq(rekey.n_sealed, 6);
	check_contents(); /* half and half */
	rekey = rekey_all(4, 1000);
	ck_assert_int_eq(rekey.n_sealed, 2 * N - 6);
	rekey = rekey_all(4, 1000);
	ck_assert_int_eq(rekey.n_sealed, 0);
	ck_assert_int_eq(rekey.n_seen, 2 * N);
	check_contents();
}
END_TEST

START_TEST(what_does_not_open_is_counted_and_left)
{
	ck_assert_int_eq(db_run(fixture_ctx(f), &spoil, NO_ARGS, NULL), OK);
	fixture_commit(f);
	fixture_add_key(f);
	struct rekey rekey = rekey_all(100, 1000);
	ck_assert(rekey.is_finished);
	ck_assert_int_eq(rekey.n_unreadable, 1);
	ck_assert_int_eq(rekey.n_sealed, 2 * N);
}
END_TEST

START_TEST(trying_changes_nothing)
{
	fixture_add_key(f);
	struct rekey rekey = {0};
	int64_t changes = db_changes(store_writer(f->store));
	while (!rekey.is_finished)
		ck_assert_int_eq(rekey_try_step(fixture_ctx(f), &rekey, 7), OK);
	ck_assert_int_eq(rekey.n_seen, 2 * N);
	ck_assert_int_eq(rekey.n_sealed, 0);
	ck_assert_int_eq(db_changes(store_writer(f->store)), changes);
}
END_TEST

SUITE_WITH("rekey", before, after, all_is_sealed_anew_and_reads_as_before,
	broken_off_it_begins_again_where_needed, what_does_not_open_is_counted_and_left,
	trying_changes_nothing)
