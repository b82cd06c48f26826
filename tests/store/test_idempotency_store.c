#include "server/store/idempotency_store.h"

#include <string.h>

#include "common/date.h"
#include "tests/support/fixture.h"
#include "tests/support/suite.h"

static const struct sql all = {"all", "SELECT reply FROM idempotency"};
static const uint8_t hash[REQUEST_HASH_SIZE] = {1}, other_hash[REQUEST_HASH_SIZE] = {2};

static struct fixture *f;

static void before(void)
{
	f = fixture_open();
}

static void after(void)
{
	fixture_close(f);
}

static struct ctx *as(int64_t operator_id, const char *method)
{
	struct ctx *ctx = fixture_ctx(f);
	ctx->actor.operator_id = operator_id;
	ctx->method = method;
	return ctx;
}

static void keep(const char *key, const char *reply)
{
	ck_assert_int_eq(idempotency_keep(as(7, "a/b"), key, hash, reply, strlen(reply)), OK);
	fixture_commit(f);
}

/* The reply kept for it, or NULL. */
static const char *find(struct ctx *ctx, const char *key)
{
	bool found;
	void *reply = NULL;
	size_t size = 0;
	ck_assert_int_eq(idempotency_find(ctx, key, hash, &found, &reply, &size), OK);
	ck_assert(!found || strlen(reply) == size);
	return found ? reply : NULL;
}

START_TEST(the_same_call_finds_its_reply)
{
	ck_assert_ptr_null(find(as(7, "a/b"), "key-0001"));
	keep("key-0001", "the reply");
	ck_assert_str_eq(find(as(7, "a/b"), "key-0001"), "the reply");
	keep("key-0002", "");
	ck_assert_str_eq(find(as(7, "a/b"), "key-0002"), "");
}
END_TEST

START_TEST(another_caller_method_or_key_does_not)
{
	keep("key-0001", "the reply");
	ck_assert_ptr_null(find(as(8, "a/b"), "key-0001"));
	ck_assert_ptr_null(find(as(7, "a/c"), "key-0001"));
	ck_assert_ptr_null(find(as(7, "a/b"), "key-0002"));
}
END_TEST

START_TEST(another_request_under_the_same_key_is_refused)
{
	bool found;
	void *reply;
	size_t size;
	keep("key-0001", "the reply");
	struct ctx *ctx = as(7, "a/b");
	ck_assert_int_eq(
		idempotency_find(ctx, "key-0001", other_hash, &found, &reply, &size), ERR_INVALID);
	ck_assert_int_eq(ctx->failure.reason, REASON_KEY_REUSED);
	ck_assert_str_eq(ctx->failure.faults->field, "idempotency-key");
}
END_TEST

START_TEST(replies_are_sealed)
{
	size_t size;
	keep("key-0001", "name: Zhang San");
	struct cursor *c = db_open(fixture_ctx(f), &all, NO_ARGS);
	ck_assert(cursor_next(c));
	void *stored = cursor_blob(c, 0, &size);
	ck_assert_ptr_null(memmem(stored, size, "Zhang", 5));
	ck_assert_int_eq(cursor_close(c), OK);
}
END_TEST

START_TEST(old_replies_are_purged_in_bounded_pieces)
{
	int64_t purged;
	for (char key[] = "key-0001"; key[7] <= '5'; key[7]++) {
		keep(key, "x");
		f->now_us += US_PER_DAY;
	}
	f->now_us = FIXTURE_NOW + (IDEMPOTENCY_DAYS + 2) * US_PER_DAY + 1; /* 1, 2, 3 are old */
	ck_assert_int_eq(idempotency_purge(fixture_ctx(f), 2, &purged), OK);
	ck_assert_int_eq(purged, 2);
	ck_assert_int_eq(idempotency_purge(fixture_ctx(f), 2, &purged), OK);
	ck_assert_int_eq(purged, 1);
	ck_assert_ptr_null(find(as(7, "a/b"), "key-0003"));
	ck_assert_str_eq(find(as(7, "a/b"), "key-0004"), "x");
}
END_TEST

SUITE_WITH("idempotency_store", before, after, the_same_call_finds_its_reply,
	another_caller_method_or_key_does_not, another_request_under_the_same_key_is_refused,
	replies_are_sealed, old_replies_are_purged_in_bounded_pieces)
