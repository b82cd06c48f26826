#include "server/store/store_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "common/file.h"

enum store_problem store_file_failed(const char *path, const char *done, char why[WHY_SIZE])
{
	int error = errno;
	why_set(why, "%s cannot be %s: %s.", path, done, strerror(error));
	return error == ENOSPC || error == EDQUOT ? STORE_FULL : STORE_BROKEN;
}

enum store_problem store_file_new(const char *path, char why[WHY_SIZE])
{
	int fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return store_file_failed(path, "made", why);
	close(fd);
	return STORE_OK;
}

static bool make_durable(const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC);
	if (fd < 0)
		return false;
	bool is_durable = fsync(fd) == 0;
	int error = errno;
	close(fd);
	errno = error;
	return is_durable;
}

enum store_problem store_file_put(const char *part, const char *path, char why[WHY_SIZE])
{
	if (!make_durable(part, O_RDONLY) || rename(part, path) != 0)
		return store_file_failed(path, "written", why);
	struct arena *arena = arena_new(0);
	bool is_durable = make_durable(file_directory(arena, path), O_RDONLY | O_DIRECTORY);
	arena_free(arena);
	return is_durable ? STORE_OK : store_file_failed(path, "made durable", why);
}

enum store_problem store_file_sync(const char *path, char why[WHY_SIZE])
{
	return make_durable(path, O_RDONLY) ? STORE_OK
					    : store_file_failed(path, "made durable", why);
}
