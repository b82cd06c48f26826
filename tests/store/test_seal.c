#include "server/store/seal.h"

#include <string.h>
#include <sys/stat.h>

#include "tests/support/scratch.h"
#include "tests/support/suite.h"

static const struct seal_place place = {"student.profile", 42};
static struct arena *arena;
static struct keys *keys;
static char why[WHY_SIZE];

static struct keys *load(void)
{
	struct keys *loaded = keys_load(scratch_path("keys"), why);
	ck_assert_msg(loaded != NULL, "%s", why);
	return loaded;
}

static void before(void)
{
	scratch_open();
	arena = arena_new(0);
	ck_assert_msg(keys_create(scratch_path("keys"), why), "%s", why);
	keys = load();
}

static void after(void)
{
	keys_free(keys);
	arena_free(arena);
	scratch_close();
}

START_TEST(what_was_sealed_opens_again)
{
	size_t size, plain_size;
	void *sealed = seal(arena, keys, place, "张三\0x", 8, &size);
	char *plain = seal_open(arena, keys, place, sealed, size, &plain_size);
	ck_assert_ptr_nonnull(plain);
	ck_assert_uint_eq(plain_size, 8);
	ck_assert_mem_eq(plain, "张三\0x", 8);
	ck_assert_ptr_null(memmem(sealed, size, "张三", 6));
	sealed = seal(arena, keys, place, "", 0, &size);
	ck_assert_ptr_nonnull(seal_open(arena, keys, place, sealed, size, &plain_size));
	ck_assert_uint_eq(plain_size, 0);
}
END_TEST

START_TEST(sealing_twice_looks_different)
{
	size_t size;
	void *a = seal(arena, keys, place, "same", 4, &size);
	void *b = seal(arena, keys, place, "same", 4, &size);
	ck_assert_mem_ne(a, b, size);
}
END_TEST

START_TEST(a_changed_bit_anywhere_is_noticed)
{
	size_t size, plain_size;
	uint8_t *sealed = seal(arena, keys, place, "secret", 6, &size);
	for (size_t bit = 0; bit < 8 * size; bit++) {
		sealed[bit / 8] ^= (uint8_t)(1 << bit % 8);
		ck_assert_ptr_null(seal_open(arena, keys, place, sealed, size, &plain_size));
		sealed[bit / 8] ^= (uint8_t)(1 << bit % 8);
	}
	for (size_t cut = 0; cut < size; cut++)
		ck_assert_ptr_null(seal_open(arena, keys, place, sealed, cut, &plain_size));
}
END_TEST

START_TEST(it_opens_in_no_other_place)
{
	size_t size, plain_size;
	void *sealed = seal(arena, keys, place, "secret", 6, &size);
	struct seal_place row = {place.table, 43}, table = {"journal.sealed", 42};
	ck_assert_ptr_null(seal_open(arena, keys, row, sealed, size, &plain_size));
	ck_assert_ptr_null(seal_open(arena, keys, table, sealed, size, &plain_size));
}
END_TEST

START_TEST(a_new_key_seals_and_the_old_ones_still_open)
{
	size_t size, plain_size;
	uint8_t a[BLIND_SIZE], b[BLIND_SIZE];
	void *sealed = seal(arena, keys, place, "secret", 6, &size);
	blind_index(keys, "t", "x", 1, a);
	ck_assert_msg(keys_add(scratch_path("keys"), why), "%s", why);
	struct keys *more = load();
	ck_assert_int_eq(keys_newest(keys), 1);
	ck_assert_int_eq(keys_newest(more), 2);
	ck_assert_ptr_nonnull(seal_open(arena, more, place, sealed, size, &plain_size));
	blind_index(more, "t", "x", 1, b);
	ck_assert_mem_eq(a, b, BLIND_SIZE);
	sealed = seal(arena, more, place, "secret", 6, &size);
	ck_assert_int_eq(seal_version(sealed, size), 2);
	ck_assert_ptr_null(seal_open(arena, keys, place, sealed, size, &plain_size));
	keys_free(more);
}
END_TEST

START_TEST(a_blind_index_is_keyed_and_keeps_columns_apart)
{
	uint8_t a[BLIND_SIZE], b[BLIND_SIZE];
	blind_index(keys, "ab", "c", 1, a);
	blind_index(keys, "ab", "c", 1, b);
	ck_assert_mem_eq(a, b, BLIND_SIZE);
	blind_index(keys, "a", "bc", 2, b);
	ck_assert_mem_ne(a, b, BLIND_SIZE);
	ck_assert(keys_create(scratch_path("others"), why));
	struct keys *others = keys_load(scratch_path("others"), why);
	blind_index(others, "ab", "c", 1, b);
	ck_assert_mem_ne(a, b, BLIND_SIZE);
	keys_free(others);
}
END_TEST

START_TEST(a_key_file_is_never_overwritten)
{
	ck_assert(!keys_create(scratch_path("keys"), why));
	ck_assert_str_ne(why, "");
}
END_TEST

START_TEST(only_its_owner_may_read_the_key_file)
{
	struct stat st;
	ck_assert_int_eq(stat(scratch_path("keys"), &st), 0);
	ck_assert_int_eq(st.st_mode & 0777, 0600);
	ck_assert_int_eq(chmod(scratch_path("keys"), 0640), 0);
	ck_assert_ptr_null(keys_load(scratch_path("keys"), why));
	ck_assert_ptr_nonnull(strstr(why, "chmod 600"));
}
END_TEST

START_TEST(what_is_no_key_file_is_refused)
{
	char *good = scratch_read("keys");
	char *cut = strdup(good);
	cut[strlen(cut) - 2] = '\0'; /* the last key lacks a digit */
	char *second = strstr(good, "seal 1");
	second[5] = '2'; /* key 1 is missing */
	const char *const bad[] = {"", "# nothing\n", "hello\n", cut, good, strchr(good, '\n') + 1};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		ck_assert_int_eq(chmod(scratch_write("bad", bad[i]), 0600), 0);
		ck_assert_msg(keys_load(scratch_path("bad"), why) == NULL, "took %s", bad[i]);
		ck_assert_ptr_nonnull(strstr(why, "bad"));
	}
	ck_assert_ptr_null(keys_load(scratch_path("missing"), why));
	ck_assert_ptr_nonnull(strstr(why, "missing"));
	free(good);
	free(cut);
}
END_TEST

/* ---- exchange ---- */

START_TEST(what_is_wrapped_and_signed_for_others_opens_and_verifies)
{
	struct public_keys own;
	uint8_t key[CONTENT_KEY_SIZE] = {1, 2, 3}, back[CONTENT_KEY_SIZE];
	uint8_t wrapped[WRAPPED_SIZE], signature[SIGNATURE_SIZE];
	ck_assert(keys_public(keys, &own));
	ck_assert(public_wrap(&own, key, wrapped));
	ck_assert(keys_unwrap(keys, wrapped, sizeof wrapped, back));
	ck_assert_mem_eq(key, back, sizeof key);
	ck_assert(!keys_unwrap(keys, wrapped, sizeof wrapped - 1, back));
	wrapped[40] ^= 1;
	ck_assert(!keys_unwrap(keys, wrapped, sizeof wrapped, back));
	keys_sign(keys, "text", 4, signature);
	ck_assert(public_is_signed(&own, "text", 4, signature));
	ck_assert(!public_is_signed(&own, "test", 4, signature));
	memset(&own, 0, sizeof own);
	ck_assert(!public_wrap(&own, key, wrapped));
	ck_assert(!public_is_signed(&own, "text", 4, signature));
}
END_TEST

START_TEST(the_pairs_for_exchange_stay_and_an_older_file_gets_them)
{
	struct public_keys first, later;
	ck_assert(keys_public(keys, &first));
	ck_assert(keys_add(scratch_path("keys"), why));
	ck_assert(keys_add_exchange(scratch_path("keys"), why));
	struct keys *more = load();
	ck_assert(keys_public(more, &later));
	ck_assert_mem_eq(&first, &later, sizeof first);
	keys_free(more);
	char *text = scratch_read("keys"), *sign = strstr(text, "sign ");
	memmove(sign, strstr(text, "seal 1"), strlen(strstr(text, "seal 1")) + 1);
	ck_assert_int_eq(chmod(scratch_write("keys", text), 0600), 0);
	more = load();
	ck_assert(!keys_public(more, &later));
	keys_free(more);
	ck_assert_msg(keys_add_exchange(scratch_path("keys"), why), "%s", why);
	more = load();
	ck_assert(keys_public(more, &later));
	ck_assert_mem_ne(&first, &later, sizeof first);
	ck_assert_int_eq(keys_newest(more), 2);
	keys_free(more);
	free(text);
}
END_TEST

SUITE_WITH("seal", before, after, what_was_sealed_opens_again, sealing_twice_looks_different,
	a_changed_bit_anywhere_is_noticed, it_opens_in_no_other_place,
	a_new_key_seals_and_the_old_ones_still_open, a_blind_index_is_keyed_and_keeps_columns_apart,
	a_key_file_is_never_overwritten, only_its_owner_may_read_the_key_file,
	what_is_no_key_file_is_refused, what_is_wrapped_and_signed_for_others_opens_and_verifies,
	the_pairs_for_exchange_stay_and_an_older_file_gets_them)
