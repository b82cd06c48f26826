#include "common/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool read_all(int fd, char *out, size_t size, size_t *size_out)
{
	size_t n = 0;
	while (n < size) {
		ssize_t got = read(fd, out + n, size - n);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return false;
		if (got == 0)
			break;
		n += (size_t)got;
	}
	*size_out = n;
	return true;
}

char *file_read(
	struct arena *arena, const char *path, size_t limit, size_t *size_out, char why[WHY_SIZE])
{
	struct stat st;
	char *text = NULL;
	size_t size = 0;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* a pipe must not hold us */
	if (fd < 0 || fstat(fd, &st) != 0) {
		why_set(why, "%s cannot be read: %s.", path, strerror(errno));
	} else if (!S_ISREG(st.st_mode)) {
		why_set(why, "%s is not a file.", path);
	} else if ((uintmax_t)st.st_size > limit) {
		why_set(why, "%s is larger than %zu bytes.", path, limit);
	} else {
		text = arena_alloc(arena, (size_t)st.st_size + 1);
		if (!read_all(fd, text, (size_t)st.st_size, &size)) {
			why_set(why, "%s cannot be read: %s.", path, strerror(errno));
			text = NULL;
		}
	}
	if (fd >= 0)
		close(fd);
	if (text != NULL && size_out != NULL)
		*size_out = size;
	return text;
}

static bool write_all(int fd, const char *bytes, size_t size)
{
	while (size > 0) {
		ssize_t put = write(fd, bytes, size);
		if (put < 0 && errno != EINTR)
			return false;
		if (put > 0) {
			bytes += put;
			size -= (size_t)put;
		}
	}
	return true;
}

/* A file beside the one to come. What is created may lie where somebody keeps other files, so its
 * name is one that nobody has; where one is replaced, a crash may have left the same. */
static int open_beside(char *beside, mode_t mode, bool replaces)
{
	if (!replaces)
		return mkostemp(beside, O_CLOEXEC);
	return open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, mode);
}

/* The bytes in it, safe on the disk. */
static bool fill(int fd, mode_t mode, const void *bytes, size_t size)
{
	bool ok = fchmod(fd, mode) == 0 && write_all(fd, bytes, size) && fsync(fd) == 0;
	int problem = errno;
	close(fd);
	errno = problem;
	return ok;
}

bool file_sync_directory(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return false;
	bool ok = fsync(fd) == 0;
	close(fd);
	return ok;
}

bool file_make_directory(const char *path, char why[WHY_SIZE])
{
	struct arena *arena = arena_new(0);
	bool is_new = mkdir(path, 0700) == 0;
	bool ok = is_new ? file_sync_directory(file_directory(arena, path)) : errno == EEXIST;
	if (!ok) {
		int problem = errno;
		why_set(why, "%s cannot be made: %s.", path, strerror(problem));
		errno = problem;
	}
	arena_free(arena);
	return ok;
}

/* rename(2) replaces; link(2) refuses when the name is taken. */
static bool put_in_place(const char *beside, const char *path, bool replaces)
{
	if (replaces)
		return rename(beside, path) == 0;
	return link(beside, path) == 0 && unlink(beside) == 0;
}

static bool put(const char *path, mode_t mode, const void *bytes, size_t size, bool replaces,
	char why[WHY_SIZE])
{
	struct arena *arena = arena_new(0);
	char *beside = arena_printf(arena, replaces ? "%s.new" : "%s.XXXXXX", path);
	int fd = open_beside(beside, mode, replaces);
	bool ok = fd >= 0 && fill(fd, mode, bytes, size) && put_in_place(beside, path, replaces);
	if (!ok) {
		int problem = errno;
		why_set(why, "%s cannot be written: %s.", path, strerror(problem));
		if (fd >= 0)
			unlink(beside);
		errno = problem;
	} else if (!file_sync_directory(file_directory(arena, path))) {
		ok = why_set(why, "%s may not outlive a power cut: %s.", path, strerror(errno));
	}
	arena_free(arena);
	return ok;
}

bool file_replace(const char *path, mode_t mode, const void *bytes, size_t size, char why[WHY_SIZE])
{
	return put(path, mode, bytes, size, true, why);
}

bool file_create(const char *path, mode_t mode, const void *bytes, size_t size, char why[WHY_SIZE])
{
	return put(path, mode, bytes, size, false, why);
}

char *file_path(struct arena *arena, const char *directory, const char *name)
{
	if (name[0] == '/' || name[0] == '\0')
		return arena_strdup(arena, name);
	return arena_printf(arena, "%s/%s", directory, name);
}

char *file_directory(struct arena *arena, const char *path)
{
	const char *slash = strrchr(path, '/');
	if (slash == NULL)
		return arena_strdup(arena, ".");
	return arena_strndup(arena, path, slash == path ? 1 : (size_t)(slash - path));
}
