#include "common/memory.h"

#include <stdint.h>

#include "tests/support/suite.h"

START_TEST(memory_is_zeroed)
{
	unsigned char *bytes = memory_new(1000);
	uint64_t *numbers = memory_array(100, sizeof *numbers);
	for (int i = 0; i < 1000; i++)
		if (bytes[i] != 0 || numbers[i / 10] != 0)
			ck_abort_msg("byte %d", i);
	free(bytes);
	free(numbers);
}
END_TEST

START_TEST(memory_for_nothing_is_no_null)
{
	void *none = memory_array(0, 8), *empty = memory_new(0);
	ck_assert_ptr_nonnull(none);
	ck_assert_ptr_nonnull(empty);
	free(none);
	free(empty);
}
END_TEST

SUITE("memory", memory_is_zeroed, memory_for_nothing_is_no_null)
