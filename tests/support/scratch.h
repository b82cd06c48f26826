/* A directory of a test's own, gone after it: scratch_open in the fixture's before, scratch_close
 * in its after. */
#pragma once

#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/support/suite.h"

static char scratch[PATH_MAX]; /* its path */

static inline void scratch_open(void)
{
	const char *parent = getenv("TMPDIR");
	snprintf(scratch, sizeof scratch, "%s/xueji-test-XXXXXX", parent ? parent : "/tmp");
	ck_assert_ptr_nonnull(mkdtemp(scratch));
}

static inline int scratch_remove(const char *path, const struct stat *st, int flag, struct FTW *at)
{
	(void)st, (void)flag, (void)at;
	return remove(path);
}

static inline void scratch_close(void)
{
	nftw(scratch, scratch_remove, 16, FTW_DEPTH | FTW_PHYS);
}

/* A path in it; four may be in use at a time. */
static inline const char *scratch_path(const char *name)
{
	static char paths[4][PATH_MAX + 256];
	static unsigned next;
	char *path = paths[next++ % 4];
	snprintf(path, sizeof paths[0], "%s/%s", scratch, name);
	return path;
}

/* Makes a file in it. */
static inline const char *scratch_write(const char *name, const char *text)
{
	const char *path = scratch_path(name);
	FILE *file = fopen(path, "w");
	ck_assert_ptr_nonnull(file);
	ck_assert_int_ge(fputs(text, file), 0);
	ck_assert_int_eq(fclose(file), 0);
	return path;
}

/* The text of a file in it; to be freed. */
static inline char *scratch_read(const char *name)
{
	FILE *file = fopen(scratch_path(name), "r");
	ck_assert_msg(file != NULL, "no file %s", name);
	char *text = calloc(1, 1 << 20);
	size_t n = fread(text, 1, (1 << 20) - 1, file);
	text[n] = '\0';
	fclose(file);
	return text;
}
