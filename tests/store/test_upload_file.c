#include "server/store/upload_file.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/file.h"
#include "tests/support/fixture.h"
#include "tests/support/suite.h"

enum { ID = 4711, OTHER = 4712 };

static struct fixture *f;
static struct arena *arena;
static uint8_t bytes[4 * ATTACHMENT_PIECE];
static int64_t received;
static char why[WHY_SIZE];

static void before(void)
{
	f = fixture_open();
	arena = arena_new(0);
	for (size_t i = 0; i < sizeof bytes; i++)
		bytes[i] = (uint8_t)(i * 7 + i / 251);
}

static void after(void)
{
	struct rlimit no_limit = {RLIM_INFINITY, RLIM_INFINITY};
	setrlimit(RLIMIT_FSIZE, &no_limit);
	arena_free(arena);
	fixture_close(f);
}

static enum upload_verdict send(int64_t offset, size_t size)
{
	return upload_take(&f->app, ID, offset, bytes + offset, size, &received, why);
}

static void expect_so_far(size_t size)
{
	size_t n;
	ck_assert_int_eq(upload_received(&f->app, ID), (int64_t)size);
	const void *there = upload_read(&f->app, arena, ID, &n, why);
	ck_assert_ptr_nonnull(there);
	ck_assert_uint_eq(n, size);
	ck_assert_mem_eq(there, bytes, size);
}

START_TEST(chunks_of_any_size_make_the_whole)
{
	ck_assert_int_eq(upload_received(&f->app, ID), 0);
	ck_assert_int_eq(send(0, 1), UPLOAD_TAKEN);
	ck_assert_int_eq(send(1, 1000), UPLOAD_TAKEN);
	ck_assert_int_eq(send(1001, ATTACHMENT_PIECE), UPLOAD_TAKEN);
	ck_assert_int_eq(received, 1001 + ATTACHMENT_PIECE);
	expect_so_far(1001 + ATTACHMENT_PIECE);
}
END_TEST

START_TEST(a_chunk_sent_again_is_taken_once)
{
	ck_assert_int_eq(send(0, 1000), UPLOAD_TAKEN);
	ck_assert_int_eq(send(1000, 1000), UPLOAD_TAKEN);
	ck_assert_int_eq(send(0, 1000), UPLOAD_TAKEN);
	ck_assert_int_eq(send(1000, 1000), UPLOAD_TAKEN);
	ck_assert_int_eq(send(500, 700), UPLOAD_TAKEN); /* cut otherwise */
	ck_assert_int_eq(received, 2000);
	expect_so_far(2000);
}
END_TEST

START_TEST(a_chunk_out_of_place_is_refused_and_says_where_to_go_on)
{
	ck_assert_int_eq(send(10, 10), UPLOAD_OUT_OF_PLACE);
	ck_assert_int_eq(received, 0);
	ck_assert_int_eq(send(0, 1000), UPLOAD_TAKEN);
	ck_assert_int_eq(send(1001, 10), UPLOAD_OUT_OF_PLACE); /* a gap */
	ck_assert_int_eq(send(900, 200), UPLOAD_OUT_OF_PLACE); /* an overlap */
	ck_assert_int_eq(received, 1000);
	expect_so_far(1000);
}
END_TEST

START_TEST(other_bytes_in_the_same_place_are_refused)
{
	ck_assert_int_eq(send(0, 1000), UPLOAD_TAKEN);
	bytes[999] ^= 1;
	ck_assert_int_eq(send(0, 1000), UPLOAD_DIFFERS);
	bytes[999] ^= 1;
	expect_so_far(1000);
}
END_TEST

START_TEST(crumbs_come_to_an_end)
{
	for (int i = 0; i < UPLOAD_RECORDS_MOST; i++)
		ck_assert_int_eq(send(i, 1), UPLOAD_TAKEN);
	ck_assert_int_eq(send(UPLOAD_RECORDS_MOST, 1), UPLOAD_TOO_MANY);
	expect_so_far(UPLOAD_RECORDS_MOST);
}
END_TEST

START_TEST(what_was_cut_off_is_as_if_it_had_never_come)
{
	struct stat whole;
	const char *path = upload_path(arena, &f->app, ID);
	ck_assert_int_eq(send(0, 1000), UPLOAD_TAKEN);
	ck_assert_int_eq(send(1000, 1000), UPLOAD_TAKEN);
	ck_assert_int_eq(stat(path, &whole), 0);
	for (off_t cut = 1; cut < 1046; cut += 95) {
		ck_assert_int_eq(truncate(path, whole.st_size - cut), 0);
		expect_so_far(1000);
		ck_assert_int_eq(send(1000, 1000), UPLOAD_TAKEN);
		expect_so_far(2000);
	}
	/* Its length was written, its bytes were not. */
	ck_assert_int_eq(truncate(path, whole.st_size - 500), 0);
	ck_assert_int_eq(truncate(path, whole.st_size), 0);
	expect_so_far(1000);
	ck_assert_int_eq(send(1000, 1000), UPLOAD_TAKEN);
	expect_so_far(2000);
}
END_TEST

START_TEST(nothing_of_it_lies_open_on_the_disk_or_opens_elsewhere)
{
	struct stat st;
	size_t size;
	const char *path = upload_path(arena, &f->app, ID);
	ck_assert_int_eq(send(0, 1000), UPLOAD_TAKEN);
	const char *sealed = file_read(arena, path, 1 << 20, &size, why);
	ck_assert_ptr_null(memmem(sealed, size, bytes, 16));
	ck_assert_int_eq(stat(path, &st), 0);
	ck_assert_int_eq(st.st_mode & 0777, 0600);
	ck_assert_int_eq(rename(path, upload_path(arena, &f->app, OTHER)), 0);
	ck_assert_int_eq(upload_received(&f->app, OTHER), 0);
}
END_TEST

START_TEST(without_room_a_chunk_is_not_taken_and_the_next_one_goes_on)
{
	struct rlimit limit = {1500, RLIM_INFINITY};
	ck_assert_int_eq(send(0, 1000), UPLOAD_TAKEN);
	signal(SIGXFSZ, SIG_IGN);
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
	ck_assert_int_eq(send(1000, 1000), UPLOAD_FAILED);
	ck_assert_int_eq(received, 1000);
	expect_so_far(1000);
	limit.rlim_cur = RLIM_INFINITY;
	setrlimit(RLIMIT_FSIZE, &limit);
	ck_assert_int_eq(send(1000, 1000), UPLOAD_TAKEN);
	expect_so_far(2000);
}
END_TEST

START_TEST(it_is_sealed_anew_and_goes_on)
{
	ck_assert(upload_reseal(&f->app, ID, why)); /* nothing there */
	ck_assert_int_eq(send(0, 1000), UPLOAD_TAKEN);
	ck_assert_int_eq(send(1000, 5), UPLOAD_TAKEN);
	fixture_add_key(f);
	ck_assert(upload_reseal(&f->app, ID, why));
	size_t size;
	const uint8_t *sealed =
		(void *)file_read(arena, upload_path(arena, &f->app, ID), 1 << 20, &size, why);
	ck_assert_int_eq(seal_version(sealed + 4, 1000 + SEAL_OVERHEAD), 2);
	ck_assert_int_eq(send(1005, 1000), UPLOAD_TAKEN);
	expect_so_far(2005);
}
END_TEST

START_TEST(it_is_removed)
{
	char *beside = arena_printf(arena, "%s.new", upload_path(arena, &f->app, ID));
	ck_assert_int_eq(send(0, 1000), UPLOAD_TAKEN);
	ck_assert(file_create(beside, 0600, "left", 4, why)); /* as a crash leaves it */
	ck_assert(upload_remove(&f->app, ID, why));
	ck_assert_int_ne(access(beside, F_OK), 0);
	ck_assert(upload_remove(&f->app, ID, why));
	ck_assert_int_eq(upload_received(&f->app, ID), 0);
}
END_TEST

SUITE_WITH("upload_file", before, after, chunks_of_any_size_make_the_whole,
	a_chunk_sent_again_is_taken_once, a_chunk_out_of_place_is_refused_and_says_where_to_go_on,
	other_bytes_in_the_same_place_are_refused, crumbs_come_to_an_end,
	what_was_cut_off_is_as_if_it_had_never_come,
	nothing_of_it_lies_open_on_the_disk_or_opens_elsewhere,
	without_room_a_chunk_is_not_taken_and_the_next_one_goes_on, it_is_sealed_anew_and_goes_on,
	it_is_removed)
