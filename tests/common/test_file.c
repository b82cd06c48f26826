#include "common/file.h"

#include "tests/support/scratch.h"

static struct arena *arena;
static char why[WHY_SIZE];

static void before(void)
{
	scratch_open();
	arena = arena_new(0);
}

static void after(void)
{
	arena_free(arena);
	scratch_close();
}

static mode_t mode_of(const char *path)
{
	struct stat st;
	ck_assert_int_eq(stat(path, &st), 0);
	return st.st_mode & 07777;
}

START_TEST(what_was_written_is_read_again)
{
	size_t size;
	ck_assert(file_create(scratch_path("a"), 0600, "one\0two", 7, why));
	char *text = file_read(arena, scratch_path("a"), 7, &size, why);
	ck_assert_ptr_nonnull(text);
	ck_assert_uint_eq(size, 7);
	ck_assert_mem_eq(text, "one\0two", 8);
	ck_assert_uint_eq(mode_of(scratch_path("a")), 0600);
}
END_TEST

START_TEST(create_refuses_what_is_there_and_replace_takes_its_place)
{
	size_t size;
	ck_assert(file_create(scratch_path("a"), 0600, "one", 3, why));
	ck_assert(!file_create(scratch_path("a"), 0600, "two", 3, why));
	ck_assert_ptr_nonnull(strstr(why, "cannot be written: File exists."));
	ck_assert_str_eq(file_read(arena, scratch_path("a"), 100, &size, why), "one");
	ck_assert(file_replace(scratch_path("a"), 0644, "two", 3, why));
	ck_assert_str_eq(file_read(arena, scratch_path("a"), 100, &size, why), "two");
	ck_assert_uint_eq(mode_of(scratch_path("a")), 0644);
}
END_TEST

START_TEST(a_failure_leaves_no_remains)
{
	ck_assert(!file_create(scratch_path("no/a"), 0600, "one", 3, why));
	ck_assert_ptr_nonnull(strstr(why, "No such file or directory"));
	ck_assert(file_create(scratch_path("a"), 0600, "one", 3, why));
	ck_assert(!file_create(scratch_path("a"), 0600, "two", 3, why));
	ck_assert_int_ne(access(scratch_path("a.new"), F_OK), 0);
}
END_TEST

START_TEST(create_touches_no_other_file_beside_it)
{
	size_t size;
	scratch_write("a.new", "of somebody else");
	ck_assert(file_create(scratch_path("a"), 0600, "one", 3, why));
	ck_assert(!file_create(scratch_path("a"), 0600, "two", 3, why));
	char *text = file_read(arena, scratch_path("a.new"), 100, &size, why);
	ck_assert_ptr_nonnull(text);
	ck_assert_str_eq(text, "of somebody else");
}
END_TEST

START_TEST(no_file_a_folder_and_a_large_file_are_refused)
{
	size_t size;
	ck_assert_ptr_null(file_read(arena, scratch_path("none"), 100, &size, why));
	ck_assert_ptr_nonnull(strstr(why, "No such file or directory"));
	ck_assert_ptr_null(file_read(arena, scratch, 100, &size, why));
	ck_assert_ptr_nonnull(strstr(why, "is not a file."));
	scratch_write("large", "12345");
	ck_assert_ptr_null(file_read(arena, scratch_path("large"), 4, &size, why));
	ck_assert_ptr_nonnull(strstr(why, "is larger than 4 bytes."));
	ck_assert_int_eq(mkfifo(scratch_path("pipe"), 0600), 0);
	ck_assert_ptr_null(file_read(arena, scratch_path("pipe"), 100, &size, why));
}
END_TEST

START_TEST(a_directory_is_made_once_and_for_its_owner)
{
	ck_assert(file_make_directory(scratch_path("d"), why));
	ck_assert_uint_eq(mode_of(scratch_path("d")), 0700);
	ck_assert(file_make_directory(scratch_path("d"), why));
	ck_assert(file_sync_directory(scratch_path("d")));
	ck_assert(!file_make_directory(scratch_path("no/d"), why));
	ck_assert_ptr_nonnull(strstr(why, "cannot be made: No such file or directory."));
	ck_assert(!file_sync_directory(scratch_path("no")));
}
END_TEST

START_TEST(paths_are_seen_from_their_directory)
{
	ck_assert_str_eq(file_path(arena, "/srv/x", "keys"), "/srv/x/keys");
	ck_assert_str_eq(file_path(arena, "/srv/x", "/etc/keys"), "/etc/keys");
	ck_assert_str_eq(file_path(arena, "/srv/x", ""), "");
	ck_assert_str_eq(file_directory(arena, "/srv/x"), "/srv");
	ck_assert_str_eq(file_directory(arena, "/srv"), "/");
	ck_assert_str_eq(file_directory(arena, "srv"), ".");
}
END_TEST

START_TEST(a_sentence_that_is_too_long_is_cut_at_a_whole_character)
{
	char text[600];
	for (int shift = 0; shift < 3; shift++) {
		memset(text, 'x', (size_t)shift);
		for (int i = 0; i < 150; i++)
			memcpy(text + shift + 3 * i, "学", 3);
		text[shift + 450] = '\0';
		ck_assert(!why_set(why, "%s", text));
		size_t size = strlen(why);
		ck_assert_uint_le(size, WHY_SIZE - 1);
		ck_assert_uint_gt(size, WHY_SIZE - 5);
		ck_assert_uint_eq((size - (size_t)shift) % 3, 0);
	}
}
END_TEST

SUITE_WITH("file", before, after, what_was_written_is_read_again,
	create_refuses_what_is_there_and_replace_takes_its_place, a_failure_leaves_no_remains,
	create_touches_no_other_file_beside_it, no_file_a_folder_and_a_large_file_are_refused,
	a_directory_is_made_once_and_for_its_owner, paths_are_seen_from_their_directory,
	a_sentence_that_is_too_long_is_cut_at_a_whole_character)
