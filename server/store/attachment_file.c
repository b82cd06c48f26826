#include "server/store/attachment_file.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "common/file.h"
#include "domain/attachment_kind.h"

enum {
	MARK_SIZE = 8,
	HEAD_SIZE = MARK_SIZE + 8,
	SEALED_PIECE = ATTACHMENT_PIECE + SEAL_OVERHEAD,
	HEX_SIZE = 2 * BLIND_SIZE + 1
};
static const char mark[MARK_SIZE + 1] = "XUEJI-A1";
_Static_assert(DIGEST_SIZE == crypto_hash_sha256_BYTES, "the size of a SHA-256");

/* ---- names and places ---- */

static char *folder_of(
	struct arena *arena, const struct app *app, const uint8_t content[BLIND_SIZE])
{
	return arena_printf(arena, "%s/%02x", app->attachments, content[0]);
}

static char *name_of(struct arena *arena, const uint8_t content[BLIND_SIZE])
{
	char *hex = arena_alloc(arena, HEX_SIZE);
	return sodium_bin2hex(hex, HEX_SIZE, content, BLIND_SIZE);
}

char *attachment_file_path(
	struct arena *arena, const struct app *app, const uint8_t content[BLIND_SIZE])
{
	return file_path(arena, folder_of(arena, app, content), name_of(arena, content));
}

static size_t pieces_of(int64_t size)
{
	return (size_t)((size + ATTACHMENT_PIECE - 1) / ATTACHMENT_PIECE);
}

static size_t piece_size(int64_t size, size_t piece)
{
	int64_t rest = size - (int64_t)piece * ATTACHMENT_PIECE;
	return rest < ATTACHMENT_PIECE ? (size_t)rest : ATTACHMENT_PIECE;
}

static struct seal_place place_of(
	struct arena *arena, const struct attachment_row *row, size_t piece)
{
	return (struct seal_place){
		.table = arena_printf(arena, "attachment.file/%s", name_of(arena, row->content)),
		.id = row->size << 8 | (int64_t)piece};
}

static void put_head(uint8_t out[HEAD_SIZE], int64_t size)
{
	memcpy(out, mark, MARK_SIZE);
	for (int i = HEAD_SIZE - 1; i >= MARK_SIZE; i--, size >>= 8)
		out[i] = (uint8_t)size;
}

/* ---- writing ---- */

static bool make_folders(struct arena *arena, const struct app *app,
	const uint8_t content[BLIND_SIZE], char why[WHY_SIZE])
{
	return file_make_directory(app->attachments, why) &&
	       file_make_directory(folder_of(arena, app, content), why);
}

static uint8_t *seal_pieces(struct arena *arena, const struct app *app,
	const struct attachment_row *row, const uint8_t *bytes, size_t *size_out)
{
	size_t n = pieces_of(row->size);
	uint8_t *out = arena_alloc(arena, HEAD_SIZE + n * SEALED_PIECE), *at = out + HEAD_SIZE;
	put_head(out, row->size);
	for (size_t i = 0; i < n; i++) {
		size_t size;
		const void *sealed = seal(arena, app->keys, place_of(arena, row, i),
			bytes + i * ATTACHMENT_PIECE, piece_size(row->size, i), &size);
		memcpy(at, sealed, size);
		at += size;
	}
	*size_out = (size_t)(at - out);
	return out;
}

bool attachment_file_put(const struct app *app, const struct attachment_row *row, const void *bytes,
	char why[WHY_SIZE])
{
	struct arena *arena = arena_new(0);
	size_t size;
	const void *sealed = seal_pieces(arena, app, row, bytes, &size);
	bool ok = make_folders(arena, app, row->content, why) &&
		  file_replace(
			  attachment_file_path(arena, app, row->content), 0600, sealed, size, why);
	int problem = errno;
	arena_free(arena);
	errno = problem;
	return ok;
}

/* ---- reading ---- */

static int open_file(const struct app *app, struct arena *arena, const struct attachment_row *row,
	char why[WHY_SIZE])
{
	const char *path = attachment_file_path(arena, app, row->content);
	uint8_t expected[HEAD_SIZE], head[HEAD_SIZE];
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd < 0) {
		why_set(why, "%s cannot be read: %s.", path, strerror(errno));
		return -1;
	}
	put_head(expected, row->size);
	if (pread(fd, head, HEAD_SIZE, 0) == HEAD_SIZE && memcmp(head, expected, HEAD_SIZE) == 0)
		return fd;
	why_set(why, "%s does not begin as the file of %lld bytes that it should be.", path,
		(long long)row->size);
	close(fd);
	return -1;
}

static const void *read_piece(const struct app *app, struct arena *arena, int fd,
	const struct attachment_row *row, size_t piece, char why[WHY_SIZE])
{
	size_t plain_size = piece_size(row->size, piece), size = plain_size + SEAL_OVERHEAD;
	void *sealed = arena_alloc(arena, size);
	off_t at = (off_t)(HEAD_SIZE + piece * SEALED_PIECE);
	const void *plain = NULL;
	if (pread(fd, sealed, size, at) == (ssize_t)size)
		plain = seal_open(
			arena, app->keys, place_of(arena, row, piece), sealed, size, &plain_size);
	if (plain == NULL)
		why_set(why, "Piece %zu of file %s does not open.", piece,
			name_of(arena, row->content));
	return plain;
}

const void *attachment_file_piece(const struct app *app, struct arena *arena,
	const struct attachment_row *row, int64_t offset, size_t *size_out, char why[WHY_SIZE])
{
	size_t piece = (size_t)(offset / ATTACHMENT_PIECE),
	       within = (size_t)(offset % ATTACHMENT_PIECE);
	int fd = open_file(app, arena, row, why);
	if (fd < 0)
		return NULL;
	const uint8_t *plain = read_piece(app, arena, fd, row, piece, why);
	close(fd);
	*size_out = piece_size(row->size, piece) - within;
	return plain != NULL ? plain + within : NULL;
}

static bool read_pieces(const struct app *app, int fd, const struct attachment_row *row,
	uint8_t *out, char why[WHY_SIZE])
{
	struct arena *arena = arena_new(0);
	const void *plain = out;
	for (size_t i = 0; plain != NULL && i < pieces_of(row->size); i++) {
		plain = read_piece(app, arena, fd, row, i, why);
		if (plain != NULL)
			memcpy(out + i * ATTACHMENT_PIECE, plain, piece_size(row->size, i));
		arena_reset(arena);
	}
	arena_free(arena);
	return plain != NULL;
}

const void *attachment_file_whole(const struct app *app, struct arena *arena,
	const struct attachment_row *row, char why[WHY_SIZE])
{
	uint8_t *out = arena_alloc(arena, (size_t)row->size), behind;
	int fd = open_file(app, arena, row, why);
	if (fd < 0)
		return NULL;
	off_t end = (off_t)(HEAD_SIZE + pieces_of(row->size) * SEAL_OVERHEAD) + (off_t)row->size;
	bool is_whole = read_pieces(app, fd, row, out, why);
	if (is_whole && pread(fd, &behind, 1, end) != 0)
		is_whole = why_set(
			why, "File %s is longer than it should be.", name_of(arena, row->content));
	close(fd);
	if (is_whole && !attachment_is_as_stated(row, out))
		is_whole = why_set(
			why, "File %s is not what was announced.", name_of(arena, row->content));
	return is_whole ? out : NULL;
}

int attachment_file_version(const struct app *app, const struct attachment_row *row)
{
	uint8_t head[SEAL_OVERHEAD];
	char why[WHY_SIZE];
	struct arena *arena = arena_new(0);
	int version = 0, fd = open_file(app, arena, row, why);
	if (fd >= 0) {
		ssize_t n = pread(fd, head, sizeof head, HEAD_SIZE);
		version = seal_version(head, n > 0 ? (size_t)n : 0);
		close(fd);
	}
	arena_free(arena);
	return version;
}

/* ---- the rest ---- */

static bool remove_one(const char *path, char why[WHY_SIZE])
{
	if (unlink(path) == 0 || errno == ENOENT || errno == ENOTDIR)
		return true;
	return why_set(why, "%s cannot be removed: %s.", path, strerror(errno));
}

bool attachment_file_remove(
	const struct app *app, const uint8_t content[BLIND_SIZE], char why[WHY_SIZE])
{
	struct arena *arena = arena_new(0);
	const char *path = attachment_file_path(arena, app, content);
	bool ok = remove_one(path, why) && remove_one(arena_printf(arena, "%s.new", path), why);
	arena_free(arena);
	return ok;
}

void attachment_digest(const void *bytes, size_t size, uint8_t out[DIGEST_SIZE])
{
	crypto_hash_sha256(out, bytes, size);
}

bool attachment_is_as_stated(const struct attachment_row *row, const void *bytes)
{
	uint8_t digest[DIGEST_SIZE];
	const ProtobufCBinaryData *stated = &row->facts->sha256;
	attachment_digest(bytes, (size_t)row->size, digest);
	return stated->len == DIGEST_SIZE && sodium_memcmp(digest, stated->data, DIGEST_SIZE) == 0;
}
