#include "sheet/strings.h"

#include <signal.h>
#include <sys/resource.h>

#include "tests/sheet/reading.h"

enum { MANY = 200000, SIZE = 80 };

static const char *text_of(int i, char out[SIZE])
{
	snprintf(out, SIZE, "%d. 石家庄市长安区谈固街道", i);
	return out;
}

/* More than is kept in memory. */
static struct strings *many(char why[WHY_SIZE], bool *is_good_out)
{
	char text[SIZE];
	struct strings *strings = strings_new();
	*is_good_out = true;
	for (int i = 0; i < MANY && *is_good_out; i++) {
		text_of(i, text);
		*is_good_out = strings_add(strings, text, strlen(text), why);
	}
	*is_good_out = *is_good_out && strings_close(strings, why);
	return strings;
}

START_TEST(texts_are_had_by_their_number_wherever_they_wait)
{
	char text[SIZE], why[WHY_SIZE];
	bool is_good;
	size_t size;
	struct strings *strings = many(why, &is_good);
	ck_assert(is_good);
	for (int n = 0, i = 0; n < MANY; n++, i = (i + 70001) % MANY) {
		const char *found = strings_get(strings, (uint64_t)i, &size);
		ck_assert_ptr_nonnull(found);
		ck_assert_uint_eq(size, strlen(text_of(i, text)));
		ck_assert_mem_eq(found, text, size);
	}
	ck_assert_ptr_null(strings_get(strings, MANY, &size));
	strings_free(strings);
}
END_TEST

START_TEST(a_disk_that_is_full_is_said_to_be)
{
	char why[WHY_SIZE] = "";
	bool is_good;
	signal(SIGXFSZ, SIG_IGN);
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &(struct rlimit){4096, 4096}), 0);
	struct strings *strings = many(why, &is_good);
	ck_assert(!is_good);
	ck_assert_ptr_nonnull(strstr(why, "cannot be set aside: File too large"));
	strings_free(strings);
}
END_TEST

SUITE_WITH("strings", before, after, texts_are_had_by_their_number_wherever_they_wait,
	a_disk_that_is_full_is_said_to_be)
