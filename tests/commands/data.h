/* A data directory for each test: made once by the real program, then copied. Use data_first and
 * data_last with SUITE_ONCE, and data_open and scratch_close around each test. */
#pragma once

#include "tests/support/program.h"
#include "tests/support/scratch.h"

enum { DATA_NODE = 42 };

static char data_model[PATH_MAX];     /* what is copied */
static char directory[PATH_MAX + 64]; /* the test's own */

static inline void data_first(void)
{
	scratch_open();
	memcpy(data_model, scratch, sizeof data_model);
	program_do("init", scratch_path("data"), "--node", "42");
}

static inline void data_last(void)
{
	memcpy(scratch, data_model, sizeof scratch);
	scratch_close();
}

static inline void data_open(void)
{
	char command[3 * PATH_MAX];
	scratch_open();
	snprintf(directory, sizeof directory, "%s/data", scratch);
	snprintf(command, sizeof command, "cp -a '%s/data' '%s'", data_model, directory);
	FILE *copy = popen(command, "r");
	ck_assert_ptr_nonnull(copy);
	ck_assert_int_eq(pclose(copy), 0);
}
