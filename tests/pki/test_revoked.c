#include "server/pki/revoked.h"

#include "tests/support/scratch.h"

static struct arena *arena;
static struct conf_list list;
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

START_TEST(no_file_revokes_nobody)
{
	ck_assert_msg(revoked_read(scratch_path("revoked"), arena, &list, why), "%s", why);
	ck_assert_uint_eq(list.n, 0);
	ck_assert(!revoked_holds(&list, "a-1"));
}
END_TEST

START_TEST(what_is_added_is_revoked_once)
{
	for (int i = 0; i < 2; i++) {
		ck_assert(revoked_add(scratch_path("revoked"), "b-2", "2026-11-22", why));
		ck_assert(revoked_add(scratch_path("revoked"), "a-1", "2026-11-23", why));
	}
	char *text = scratch_read("revoked");
	ck_assert_str_eq(text, "# Client certificates that are no longer accepted.\n"
			       "b-2 2026-11-22\na-1 2026-11-23\n");
	free(text);
	ck_assert_msg(revoked_read(scratch_path("revoked"), arena, &list, why), "%s", why);
	ck_assert_uint_eq(list.n, 2);
	ck_assert(revoked_holds(&list, "a-1"));
	ck_assert(revoked_holds(&list, "b-2"));
	ck_assert(!revoked_holds(&list, "b"));
	ck_assert(!revoked_holds(&list, "a-12"));
}
END_TEST

START_TEST(a_list_written_by_hand_is_read)
{
	scratch_write("revoked", "\n  # lost\n\tc-3\r\na-1# stolen\nb-2");
	ck_assert_msg(revoked_read(scratch_path("revoked"), arena, &list, why), "%s", why);
	ck_assert_uint_eq(list.n, 3);
	ck_assert(revoked_holds(&list, "c-3"));
	ck_assert(revoked_add(scratch_path("revoked"), "d-4", "2026-11-22", why));
	ck_assert(revoked_read(scratch_path("revoked"), arena, &list, why));
	ck_assert_uint_eq(list.n, 4);
	ck_assert(revoked_holds(&list, "b-2"));
}
END_TEST

START_TEST(a_line_that_is_no_name_is_refused)
{
	scratch_write("revoked", "a-1\n\"b-2\"\n");
	ck_assert(!revoked_read(scratch_path("revoked"), arena, &list, why));
	ck_assert_ptr_nonnull(
		strstr(why, "revoked:2: does not begin with the name of a certificate."));
	scratch_write("revoked", "a-1,b-2\n");
	ck_assert(!revoked_read(scratch_path("revoked"), arena, &list, why));
}
END_TEST

SUITE_WITH("revoked", before, after, no_file_revokes_nobody, what_is_added_is_revoked_once,
	a_list_written_by_hand_is_read, a_line_that_is_no_name_is_refused)
