#include "server/store/attachment_file.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sodium.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/file.h"
#include "tests/support/fixture.h"
#include "tests/support/suite.h"

static struct fixture *f;
static struct arena *arena;
static uint8_t bytes[3 * ATTACHMENT_PIECE];
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

/* A row that states the first `size` bytes. */
static struct attachment_row *row_of(int64_t size)
{
	struct attachment_row *row = arena_one(arena, struct attachment_row);
	row->size = size;
	row->facts = arena_one(arena, Xueji__V1__AttachmentFacts);
	xueji__v1__attachment_facts__init(row->facts);
	row->facts->sha256.data = arena_alloc(arena, DIGEST_SIZE);
	row->facts->sha256.len = DIGEST_SIZE;
	crypto_hash_sha256(row->facts->sha256.data, bytes, (size_t)size);
	blind_index(f->app.keys, "attachment.content", row->facts->sha256.data, DIGEST_SIZE,
		row->content);
	return row;
}

static struct attachment_row *put(int64_t size)
{
	struct attachment_row *row = row_of(size);
	ck_assert_msg(attachment_file_put(&f->app, row, bytes, why), "%s", why);
	return row;
}

static const char *path_of(const struct attachment_row *row)
{
	return attachment_file_path(arena, &f->app, row->content);
}

static bool is_whole(const struct attachment_row *row)
{
	const void *found = attachment_file_whole(&f->app, arena, row, why);
	ck_assert(found == NULL || memcmp(found, bytes, (size_t)row->size) == 0);
	return found != NULL;
}

START_TEST(what_was_put_comes_back_whole_and_in_pieces)
{
	const int64_t sizes[] = {
		1, ATTACHMENT_PIECE - 1, ATTACHMENT_PIECE, ATTACHMENT_PIECE + 1, sizeof bytes};
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		struct attachment_row *row = put(sizes[i]);
		ck_assert(is_whole(row));
		size_t n;
		for (int64_t at = 0; at < row->size; at += (int64_t)n) {
			const void *piece = attachment_file_piece(&f->app, arena, row, at, &n, why);
			ck_assert_ptr_nonnull(piece);
			ck_assert_mem_eq(piece, bytes + at, n);
		}
	}
}
END_TEST

START_TEST(a_piece_is_read_from_any_offset_to_its_end)
{
	size_t n;
	struct attachment_row *row = put(ATTACHMENT_PIECE + 100);
	const void *piece =
		attachment_file_piece(&f->app, arena, row, ATTACHMENT_PIECE + 40, &n, why);
	ck_assert_uint_eq(n, 60);
	ck_assert_mem_eq(piece, bytes + ATTACHMENT_PIECE + 40, 60);
	piece = attachment_file_piece(&f->app, arena, row, 5, &n, why);
	ck_assert_uint_eq(n, ATTACHMENT_PIECE - 5);
	ck_assert_mem_eq(piece, bytes + 5, n);
}
END_TEST

START_TEST(nothing_of_it_lies_open_on_the_disk)
{
	struct stat st;
	memcpy(bytes + 500, "41058120200802001X", 18);
	struct attachment_row *row = put(1000);
	size_t size;
	const char *sealed = file_read(arena, path_of(row), 1 << 20, &size, why);
	ck_assert_ptr_nonnull(sealed);
	ck_assert_ptr_null(memmem(sealed, size, "41058120200802001X", 18));
	ck_assert_ptr_null(memmem(sealed, size, bytes, 16));
	ck_assert_int_eq(stat(path_of(row), &st), 0);
	ck_assert_int_eq(st.st_mode & 0777, 0600);
	ck_assert_int_eq(stat(f->app.attachments, &st), 0);
	ck_assert_int_eq(st.st_mode & 0777, 0700);
}
END_TEST

static void change_byte(const char *path, off_t at)
{
	uint8_t byte;
	int fd = open(path, O_RDWR);
	ck_assert_int_eq(pread(fd, &byte, 1, at), 1);
	byte ^= 1;
	ck_assert_int_eq(pwrite(fd, &byte, 1, at), 1);
	close(fd);
}

START_TEST(a_changed_byte_anywhere_is_noticed)
{
	const off_t places[] = {0, 9, 16, 20, 5000, 16 + ATTACHMENT_PIECE + SEAL_OVERHEAD + 60};
	for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
		struct attachment_row *row = put(ATTACHMENT_PIECE + 100);
		change_byte(path_of(row), places[i]);
		ck_assert_msg(!is_whole(row), "byte %lld", (long long)places[i]);
	}
}
END_TEST

START_TEST(a_file_cut_short_or_grown_or_gone_is_not_whole)
{
	struct attachment_row *row = put(ATTACHMENT_PIECE + 100);
	struct stat st;
	ck_assert_int_eq(stat(path_of(row), &st), 0);
	ck_assert_int_eq(truncate(path_of(row), st.st_size - 1), 0);
	ck_assert(!is_whole(row));
	ck_assert_int_eq(truncate(path_of(row), st.st_size), 0);
	ck_assert(!is_whole(row));
	row = put(ATTACHMENT_PIECE + 100);
	ck_assert_int_eq(truncate(path_of(row), st.st_size + 1), 0);
	ck_assert(!is_whole(row));
	ck_assert(attachment_file_remove(&f->app, row->content, why));
	ck_assert(!is_whole(row));
	ck_assert_ptr_nonnull(strstr(why, "No such file"));
	ck_assert(attachment_file_remove(&f->app, row->content, why));
}
END_TEST

START_TEST(a_file_does_not_pass_for_another)
{
	struct attachment_row *a = put(1000), *b = row_of(999);
	memcpy(bytes, "other", 5);
	b = put(999);
	ck_assert_int_eq(rename(path_of(a), path_of(b)), 0);
	ck_assert(!is_whole(b));
	/* The same name, another size stated. */
	a = put(1000);
	a->size = 999;
	ck_assert(!is_whole(a));
}
END_TEST

START_TEST(pieces_cannot_change_places)
{
	enum { SEALED = ATTACHMENT_PIECE + SEAL_OVERHEAD };
	struct attachment_row *row = put(2 * ATTACHMENT_PIECE);
	size_t size;
	char *sealed = file_read(arena, path_of(row), 1 << 20, &size, why);
	char *other = arena_dup(arena, sealed, size);
	memcpy(other + 16, sealed + 16 + SEALED, SEALED);
	memcpy(other + 16 + SEALED, sealed + 16, SEALED);
	ck_assert(file_replace(path_of(row), 0600, other, size, why));
	ck_assert_ptr_null(attachment_file_piece(&f->app, arena, row, 0, &size, why));
}
END_TEST

START_TEST(what_was_not_stated_is_told)
{
	struct attachment_row *row = row_of(1000);
	ck_assert(attachment_is_as_stated(row, bytes));
	bytes[999] ^= 1;
	ck_assert(!attachment_is_as_stated(row, bytes));
	ck_assert(attachment_file_put(&f->app, row, bytes, why));
	bytes[999] ^= 1;
	ck_assert(!is_whole(row));
}
END_TEST

START_TEST(without_room_nothing_half_is_there)
{
	struct attachment_row *row = row_of(sizeof bytes);
	struct rlimit limit = {ATTACHMENT_PIECE, RLIM_INFINITY};
	signal(SIGXFSZ, SIG_IGN);
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
	ck_assert(!attachment_file_put(&f->app, row, bytes, why));
	ck_assert_int_ne(access(path_of(row), F_OK), 0);
	ck_assert_int_ne(access(arena_printf(arena, "%s.new", path_of(row)), F_OK), 0);
	limit.rlim_cur = RLIM_INFINITY;
	setrlimit(RLIMIT_FSIZE, &limit);
	ck_assert(attachment_file_put(&f->app, row, bytes, why));
	ck_assert(is_whole(row));
}
END_TEST

START_TEST(a_new_key_seals_and_the_old_one_still_opens)
{
	struct attachment_row *old = put(1000);
	fixture_add_key(f);
	ck_assert(is_whole(old));
	ck_assert_int_eq(attachment_file_version(&f->app, old), 1);
	struct attachment_row *new = put(999);
	ck_assert_int_eq(attachment_file_version(&f->app, new), 2);
	ck_assert_int_eq(attachment_file_version(&f->app, row_of(998)), 0);
}
END_TEST

SUITE_WITH("attachment_file", before, after, what_was_put_comes_back_whole_and_in_pieces,
	a_piece_is_read_from_any_offset_to_its_end, nothing_of_it_lies_open_on_the_disk,
	a_changed_byte_anywhere_is_noticed, a_file_cut_short_or_grown_or_gone_is_not_whole,
	a_file_does_not_pass_for_another, pieces_cannot_change_places, what_was_not_stated_is_told,
	without_room_nothing_half_is_there, a_new_key_seals_and_the_old_one_still_opens)
