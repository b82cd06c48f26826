#include "server/store/upload_file.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/file.h"
#include "server/store/seal.h"

enum { COUNT_SIZE = 4 };

struct record {
	int64_t offset; /* of its bytes within the attachment */
	size_t size;
	off_t at; /* of the record within the file */
};

/* The file as it was found. */
struct upload {
	const struct app *app;
	struct arena *arena;
	int64_t id;
	int fd; /* -1: not there */
	struct record records[UPLOAD_RECORDS_MOST];
	size_t n;
	int64_t received;
	off_t end; /* of what counts; behind it may lie what was cut off */
};

char *upload_directory(struct arena *arena, const struct app *app)
{
	return arena_printf(arena, "%s/sent", app->attachments);
}

char *upload_path(struct arena *arena, const struct app *app, int64_t id)
{
	return arena_printf(arena, "%s/sent/%lld", app->attachments, (long long)id);
}

static struct seal_place place_of(const struct upload *upload, int64_t offset)
{
	return (struct seal_place){
		.table = arena_printf(upload->arena, "attachment.sent/%lld", (long long)upload->id),
		.id = offset};
}

/* ---- finding what is there ---- */

static bool read_count(struct upload *upload, off_t file_size, struct record *out)
{
	uint8_t count[COUNT_SIZE];
	if (pread(upload->fd, count, COUNT_SIZE, upload->end) != COUNT_SIZE)
		return false;
	out->size = (size_t)count[0] << 24 | (size_t)count[1] << 16 | (size_t)count[2] << 8 |
		    (size_t)count[3];
	out->offset = upload->received;
	out->at = upload->end;
	return out->size > 0 && out->size <= ATTACHMENT_PIECE &&
	       out->at + COUNT_SIZE + (off_t)out->size + SEAL_OVERHEAD <= file_size;
}

static const void *open_record(const struct upload *upload, const struct record *record)
{
	size_t size = record->size + SEAL_OVERHEAD, plain_size;
	void *sealed = arena_alloc(upload->arena, size);
	if (pread(upload->fd, sealed, size, record->at + COUNT_SIZE) != (ssize_t)size)
		return NULL;
	return seal_open(upload->arena, upload->app->keys, place_of(upload, record->offset), sealed,
		size, &plain_size);
}

static void take_back_last(struct upload *upload)
{
	const struct record *last = &upload->records[--upload->n];
	upload->received = last->offset;
	upload->end = last->at;
}

/* After a power cut the last record may have its length, but not its bytes. */
static void find_records(struct upload *upload)
{
	struct stat st;
	if (fstat(upload->fd, &st) != 0 || !S_ISREG(st.st_mode))
		return;
	while (upload->n < UPLOAD_RECORDS_MOST &&
		read_count(upload, st.st_size, &upload->records[upload->n])) {
		size_t size = upload->records[upload->n++].size;
		upload->received += (int64_t)size;
		upload->end += COUNT_SIZE + (off_t)size + SEAL_OVERHEAD;
	}
	while (upload->n > 0 && open_record(upload, &upload->records[upload->n - 1]) == NULL)
		take_back_last(upload);
}

static struct upload *look(const struct app *app, struct arena *arena, int64_t id, int flags)
{
	struct upload *upload = arena_one(arena, struct upload);
	upload->app = app;
	upload->arena = arena;
	upload->id = id;
	upload->fd = open(
		upload_path(arena, app, id), flags | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);
	if (upload->fd >= 0)
		find_records(upload);
	return upload;
}

static void leave(struct upload *upload)
{
	if (upload->fd >= 0)
		close(upload->fd);
}

int64_t upload_received(const struct app *app, int64_t id)
{
	struct arena *arena = arena_new(0);
	struct upload *upload = look(app, arena, id, O_RDONLY);
	int64_t received = upload->received;
	leave(upload);
	arena_free(arena);
	return received;
}

static bool copy_records(const struct upload *upload, uint8_t *out)
{
	for (size_t i = 0; i < upload->n; i++) {
		const struct record *record = &upload->records[i];
		const void *plain = open_record(upload, record);
		if (plain == NULL)
			return false;
		memcpy(out + record->offset, plain, record->size);
	}
	return true;
}

const void *upload_read(const struct app *app, struct arena *arena, int64_t id, size_t *size_out,
	char why[WHY_SIZE])
{
	struct upload *upload = look(app, arena, id, O_RDONLY);
	uint8_t *out = arena_alloc(arena, (size_t)upload->received + 1);
	*size_out = (size_t)upload->received;
	if (!copy_records(upload, out)) {
		why_set(why, "What has arrived of attachment %lld does not open.", (long long)id);
		out = NULL;
	}
	leave(upload);
	return out;
}

/* ---- adding ---- */

static uint8_t *make_record(
	const struct upload *upload, const void *bytes, size_t size, size_t *size_out)
{
	size_t sealed_size;
	const void *sealed = seal(upload->arena, upload->app->keys,
		place_of(upload, upload->received), bytes, size, &sealed_size);
	uint8_t *out = arena_alloc(upload->arena, COUNT_SIZE + sealed_size);
	for (int i = 0; i < COUNT_SIZE; i++)
		out[i] = (uint8_t)(size >> 8 * (COUNT_SIZE - 1 - i));
	memcpy(out + COUNT_SIZE, sealed, sealed_size);
	*size_out = COUNT_SIZE + sealed_size;
	return out;
}

/* On failure nothing of it is left that counts. */
static bool append(struct upload *upload, const void *bytes, size_t size, char why[WHY_SIZE])
{
	size_t record_size;
	const void *record = make_record(upload, bytes, size, &record_size);
	bool ok = ftruncate(upload->fd, upload->end) == 0;
	ssize_t put = ok ? pwrite(upload->fd, record, record_size, upload->end) : -1;
	if (put >= 0 && put != (ssize_t)record_size)
		errno = ENOSPC; /* a short write: there was room for a part */
	if (put == (ssize_t)record_size && fsync(upload->fd) == 0) {
		upload->received += (int64_t)size;
		return true;
	}
	why_set(why, "A chunk of attachment %lld cannot be written: %s.", (long long)upload->id,
		strerror(errno));
	if (ftruncate(upload->fd, upload->end) != 0)
		return false; /* it counts for nothing unless it is whole */
	return false;
}

/* Sent again because an answer was lost: the same bytes must be there. */
static enum upload_verdict compare(
	const struct upload *upload, int64_t offset, const void *bytes, size_t size)
{
	uint8_t *there = arena_alloc(upload->arena, (size_t)upload->received + 1);
	if (offset > upload->received || offset + (int64_t)size > upload->received)
		return UPLOAD_OUT_OF_PLACE;
	if (!copy_records(upload, there) || memcmp(there + offset, bytes, size) != 0)
		return UPLOAD_DIFFERS;
	return UPLOAD_TAKEN;
}

static enum upload_verdict take(
	struct upload *upload, int64_t offset, const void *bytes, size_t size, char why[WHY_SIZE])
{
	bool is_first = upload->n == 0;
	if (offset != upload->received)
		return compare(upload, offset, bytes, size);
	if (upload->n == UPLOAD_RECORDS_MOST)
		return UPLOAD_TOO_MANY;
	if (!append(upload, bytes, size, why))
		return UPLOAD_FAILED;
	if (!is_first || file_sync_directory(upload_directory(upload->arena, upload->app)))
		return UPLOAD_TAKEN;
	why_set(why, "The directory of what is being sent cannot be made durable: %s.",
		strerror(errno));
	return UPLOAD_FAILED;
}

static bool make_directories(struct arena *arena, const struct app *app, char why[WHY_SIZE])
{
	return file_make_directory(app->attachments, why) &&
	       file_make_directory(upload_directory(arena, app), why);
}

enum upload_verdict upload_take(const struct app *app, int64_t id, int64_t offset,
	const void *bytes, size_t size, int64_t *received_out, char why[WHY_SIZE])
{
	assert(size > 0 && size <= ATTACHMENT_PIECE);
	struct arena *arena = arena_new(0);
	enum upload_verdict verdict = UPLOAD_FAILED;
	*received_out = 0;
	if (make_directories(arena, app, why)) {
		struct upload *upload = look(app, arena, id, O_RDWR | O_CREAT);
		if (upload->fd >= 0)
			verdict = take(upload, offset, bytes, size, why);
		else
			why_set(why, "%s cannot be written: %s.", upload_path(arena, app, id),
				strerror(errno));
		*received_out = upload->received;
		leave(upload);
	}
	arena_free(arena);
	return verdict;
}

/* ---- the rest ---- */

/* The records as they are, each sealed anew. */
static uint8_t *reseal_records(struct upload *upload, size_t *size_out)
{
	uint8_t *out = arena_alloc(upload->arena, (size_t)upload->end + 1);
	*size_out = 0;
	for (size_t i = 0; i < upload->n; i++) {
		size_t size;
		const struct record *record = &upload->records[i];
		const void *plain = open_record(upload, record);
		if (plain == NULL)
			return NULL;
		upload->received = record->offset;
		const void *renewed = make_record(upload, plain, record->size, &size);
		memcpy(out + *size_out, renewed, size);
		*size_out += size;
	}
	return out;
}

bool upload_reseal(const struct app *app, int64_t id, char why[WHY_SIZE])
{
	struct arena *arena = arena_new(0);
	struct upload *upload = look(app, arena, id, O_RDONLY);
	size_t size;
	bool ok = true;
	if (upload->n > 0) {
		const void *bytes = reseal_records(upload, &size);
		if (bytes != NULL)
			ok = file_replace(upload_path(arena, app, id), 0600, bytes, size, why);
		else
			ok = why_set(why, "What has arrived of attachment %lld does not open.",
				(long long)id);
	}
	leave(upload);
	arena_free(arena);
	return ok;
}

static bool remove_one(const char *path, char why[WHY_SIZE])
{
	if (unlink(path) == 0 || errno == ENOENT || errno == ENOTDIR)
		return true;
	return why_set(why, "%s cannot be removed: %s.", path, strerror(errno));
}

bool upload_remove(const struct app *app, int64_t id, char why[WHY_SIZE])
{
	struct arena *arena = arena_new(0);
	const char *path = upload_path(arena, app, id);
	bool ok = remove_one(path, why) && remove_one(arena_printf(arena, "%s.new", path), why);
	arena_free(arena);
	return ok;
}
