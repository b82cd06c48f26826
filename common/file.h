/* Small files, whole: read in one go, made or replaced in one go. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "common/arena.h"
#include "common/err.h"
#include "common/why.h"

/* The whole file, with a NUL behind it, from the arena; NULL and a sentence when it is no regular
 * file, cannot be read, or is larger than `limit` bytes. */
char *file_read(struct arena *arena, const char *path, size_t limit, size_t *size_out,
	char why[WHY_SIZE]) MUST_CHECK;

/* Puts the bytes at `path` so that a reader sees the old file or the new one, and the new one
 * outlives a power cut once this returns. On failure errno tells too (ENOSPC). */
bool file_replace(const char *path, mode_t mode, const void *bytes, size_t size,
	char why[WHY_SIZE]) MUST_CHECK;
/* The same, but refuses when something is there already, and touches no other file. */
bool file_create(const char *path, mode_t mode, const void *bytes, size_t size,
	char why[WHY_SIZE]) MUST_CHECK;

/* Makes a directory for its owner alone that outlives a power cut; fine when it is there. On
 * failure errno tells too. */
bool file_make_directory(const char *path, char why[WHY_SIZE]) MUST_CHECK;
/* Makes durable which names a directory holds: after making, renaming or removing files in it. */
bool file_sync_directory(const char *path) MUST_CHECK;

/* `name` seen from `directory`; an absolute name stands for itself, "" stays "". */
char *file_path(struct arena *arena, const char *directory, const char *name);
/* What stands before the last '/': "." where there is none. */
char *file_directory(struct arena *arena, const char *path);
