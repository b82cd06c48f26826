#include "common/arena.h"

#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/suite.h"

static struct arena *arena;

static void before(void)
{
	arena = arena_new(10000);
}

static void after(void)
{
	arena_free(arena);
}

START_TEST(memory_is_zeroed_aligned_and_apart)
{
	static const size_t sizes[] = {1, 15, 16, 17, 4000, 4096, 4097, 16384, 100000, 3};
	unsigned char *parts[10];
	for (size_t i = 0; i < 10; i++) {
		parts[i] = arena_alloc(arena, sizes[i]);
		ck_assert_uint_eq((uintptr_t)parts[i] % 16, 0);
		for (size_t k = 0; k < sizes[i]; k++)
			if (parts[i][k] != 0)
				ck_abort_msg("byte %zu of %zu is not zero", k, sizes[i]);
		memset(parts[i], (int)i + 1, sizes[i]);
	}
	for (size_t i = 0; i < 10; i++)
		for (size_t k = 0; k < sizes[i]; k++)
			if (parts[i][k] != i + 1)
				ck_abort_msg("byte %zu of %zu was overwritten", k, sizes[i]);
}
END_TEST

START_TEST(an_allocation_of_nothing_is_fine)
{
	ck_assert_ptr_nonnull(arena_alloc(arena, 0));
	ck_assert_ptr_nonnull(arena_dup(arena, NULL, 0));
	ck_assert_str_eq(arena_strndup(arena, "abc", 0), "");
	ck_assert_ptr_nonnull(arena_array(arena, int64_t, 0));
}
END_TEST

START_TEST(the_cap_bounds_what_a_stranger_may_cost)
{
	ck_assert_ptr_nonnull(arena_try_alloc(arena, 10000));
	ck_assert_ptr_null(arena_try_alloc(arena, 1));
	ck_assert_ptr_nonnull(arena_alloc(arena, 5000));
	ck_assert_ptr_null(arena_try_alloc(arena, 1));
	ck_assert_uint_ge(arena_used(arena), 15000);
	ck_assert_ptr_null(arena_try_alloc(arena, SIZE_MAX));
}
END_TEST

START_TEST(a_reset_arena_is_as_new)
{
	for (int round = 0; round < 3; round++) {
		ck_assert_uint_eq(arena_used(arena), 0);
		unsigned char *small = arena_alloc(arena, 100), *big = arena_alloc(arena, 50000);
		ck_assert_uint_eq(small[99], 0);
		ck_assert_uint_eq(big[49999], 0);
		memset(small, 0xff, 100);
		memset(big, 0xff, 50000);
		arena_reset(arena);
		ck_assert_ptr_nonnull(arena_try_alloc(arena, 10000));
		arena_reset(arena);
	}
}
END_TEST

START_TEST(what_was_taken_since_a_mark_is_forgotten)
{
	char *kept = arena_strdup(arena, "kept");
	struct arena_mark mark = arena_mark(arena);
	size_t used = arena_used(arena);
	for (int round = 0; round < 3; round++) {
		unsigned char *small = arena_alloc(arena, 100), *big = arena_alloc(arena, 50000);
		ck_assert_uint_eq(small[99] + big[49999], 0);
		memset(small, 0xff, 100);
		memset(big, 0xff, 50000);
		arena_rewind(arena, &mark);
		ck_assert_uint_eq(arena_used(arena), used);
	}
	ck_assert_str_eq(kept, "kept");
	arena_alloc(arena, 50000);
	mark = arena_mark(arena); /* in a later block */
	arena_alloc(arena, 100);
	arena_alloc(arena, 50000);
	arena_rewind(arena, &mark);
	memset(arena_alloc(arena, 100), 0xff, 100);
	ck_assert_str_eq(kept, "kept");
}
END_TEST

START_TEST(copies_are_copies)
{
	char text[] = "学籍";
	char *copy = arena_strdup(arena, text), *start = arena_strndup(arena, text, 3);
	text[0] = 'x';
	ck_assert_str_eq(copy, "学籍");
	ck_assert_str_eq(start, "学");
	ck_assert_ptr_null(arena_strdup(arena, NULL));
	ck_assert_mem_eq(arena_dup(arena, "a\0b", 4), "a\0b", 4);
}
END_TEST

START_TEST(text_is_formatted_at_any_length)
{
	ck_assert_str_eq(arena_printf(arena, "%d %s", 7, "pupils"), "7 pupils");
	ck_assert_str_eq(arena_printf(arena, "%s", ""), "");
	const char *long_text = arena_printf(arena, "%060000d", 1);
	ck_assert_uint_eq(strlen(long_text), 60000);
	ck_assert_int_eq(long_text[59999], '1');
}
END_TEST

START_TEST(numbers_are_written_in_decimal)
{
	ck_assert_str_eq(arena_number(arena, 0), "0");
	ck_assert_str_eq(arena_number(arena, 42), "42");
	ck_assert_str_eq(arena_number(arena, -7), "-7");
	ck_assert_str_eq(arena_number(arena, INT64_MAX), "9223372036854775807");
	ck_assert_str_eq(arena_number(arena, INT64_MIN), "-9223372036854775808");
}
END_TEST

START_TEST(freeing_nothing_is_fine)
{
	arena_free(NULL);
}
END_TEST

/* The program ends rather than hand out less than was asked for. */
static void ends(void (*run)(size_t n), size_t n)
{
	pid_t child = check_fork();
	ck_assert_int_ge(child, 0);
	if (child == 0) {
		ck_assert_ptr_nonnull(freopen("/dev/null", "w", stderr));
		signal(SIGABRT, SIG_DFL);
		run(n);
		_exit(0);
	}
	int status;
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert(WIFSIGNALED(status));
	ck_assert_int_eq(WTERMSIG(status), SIGABRT);
}

static void allocate(size_t n)
{
	arena_alloc(arena, n);
}

static void allocate_array(size_t n)
{
	arena_array(arena, int64_t, n);
}

START_TEST(more_than_there_can_be_ends_the_program)
{
	ends(allocate, SIZE_MAX);
	ends(allocate, SIZE_MAX - 8);
}
END_TEST

START_TEST(an_array_whose_size_overflows_ends_the_program)
{
	ends(allocate_array, SIZE_MAX / 8 + 2);
	ends(allocate_array, SIZE_MAX / 4);
}
END_TEST

START_TEST(a_growing_array_keeps_what_it_holds)
{
	int *list = NULL;
	for (int n = 0; n < 1000; n++) {
		list = arena_grow(arena, list, (size_t)n, sizeof *list);
		list[n] = n;
	}
	for (int n = 0; n < 1000; n++)
		ck_assert_int_eq(list[n], n);
}
END_TEST

SUITE_WITH("arena", before, after, memory_is_zeroed_aligned_and_apart,
	an_allocation_of_nothing_is_fine, the_cap_bounds_what_a_stranger_may_cost,
	a_reset_arena_is_as_new, what_was_taken_since_a_mark_is_forgotten, copies_are_copies,
	text_is_formatted_at_any_length, numbers_are_written_in_decimal, freeing_nothing_is_fine,
	more_than_there_can_be_ends_the_program, an_array_whose_size_overflows_ends_the_program,
	a_growing_array_keeps_what_it_holds)
