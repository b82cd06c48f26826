#include "server/store/attachment_files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/file.h"
#include "common/log.h"
#include "server/store/attachment_file.h"
#include "server/store/ids.h"
#include "server/store/upload_file.h"

enum { OF_CONTENT = 256, OF_UPLOADS = OF_CONTENT, OWN, N_FOLDERS };
_Static_assert((int)N_FOLDERS == (int)ATTACHMENT_FOLDERS, "what the header says");

static void log_why(const char *event, const char *why)
{
	char quoted[2 * WHY_SIZE];
	log_error(event, "why=%s", log_quote(why, quoted, sizeof quoted));
}

/* ---- rows: is their file there, and right? ---- */

static void check_row(
	struct ctx *ctx, const struct attachment_row *row, attachment_report *report, void *arg)
{
	char why[WHY_SIZE];
	struct arena *arena = arena_new(0);
	if (row->state == ATTACHMENT_COMPLETE &&
		attachment_file_whole(ctx->app, arena, row, why) == NULL) {
		log_why("attachment.damaged", why);
		report(arg, ATTACHMENT_FILE_BAD, ids_format(ctx->arena, row->id));
	}
	arena_free(arena);
}

enum err attachment_files_check(
	struct ctx *ctx, size_t limit, int64_t *after, attachment_report *report, void *arg)
{
	struct attachment_row *rows;
	size_t n;
	enum err err = attachment_with_file(ctx, *after, limit, &rows, &n);
	if (err != OK)
		return err;
	for (size_t i = 0; i < n; i++)
		check_row(ctx, &rows[i], report, arg);
	*after = n == limit ? rows[n - 1].id : 0;
	return OK;
}

/* ---- files: does a row name them? ---- */

static const char *folder_path(struct arena *arena, const struct app *app, int folder)
{
	if (folder == OF_UPLOADS)
		return upload_directory(arena, app);
	if (folder == OWN)
		return app->attachments;
	return arena_printf(arena, "%s/%02x", app->attachments, folder);
}

static enum err is_content_named(struct ctx *ctx, int folder, const char *name, bool *out)
{
	uint8_t content[BLIND_SIZE];
	size_t size, length = strspn(name, "0123456789abcdef");
	*out = false;
	if (length != 2 * BLIND_SIZE ||
		(name[length] != '\0' && strcmp(name + length, ".new") != 0))
		return OK;
	if (sodium_hex2bin(content, BLIND_SIZE, name, length, NULL, &size, NULL) != 0 ||
		size != BLIND_SIZE || content[0] != folder)
		return OK;
	return attachment_is_named(ctx, content, out);
}

static enum err is_upload_named(struct ctx *ctx, const char *name, bool *out)
{
	int64_t id, state = 0;
	size_t length = strspn(name, "0123456789");
	const char *digits = arena_strndup(ctx->arena, name, length);
	enum err err = OK;
	if ((name[length] == '\0' || strcmp(name + length, ".new") == 0) && ids_parse(digits, &id))
		err = attachment_state_of(ctx, id, &state);
	*out = state != 0;
	return err;
}

static bool is_folder_name(const char *name)
{
	return strcmp(name, "sent") == 0 ||
	       (strlen(name) == 2 && strspn(name, "0123456789abcdef") == 2);
}

static enum err is_expected(struct ctx *ctx, int folder, const char *name, bool *out)
{
	if (folder == OF_UPLOADS)
		return is_upload_named(ctx, name, out);
	if (folder < OF_CONTENT)
		return is_content_named(ctx, folder, name, out);
	*out = is_folder_name(name);
	return OK;
}

static enum err check_name(
	struct ctx *ctx, int folder, const char *name, attachment_report *report, void *arg)
{
	struct stat st;
	bool is_expected_there;
	if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
		return OK;
	enum err err = is_expected(ctx, folder, name, &is_expected_there);
	if (err != OK || is_expected_there)
		return err;
	const char *path = file_path(ctx->arena, folder_path(ctx->arena, ctx->app, folder), name);
	if (lstat(path, &st) == 0) /* else it was swept a moment ago, with its row */
		report(arg, ATTACHMENT_FILE_STRAY, path);
	return OK;
}

enum err attachment_files_find_strays(
	struct ctx *ctx, int *folder, attachment_report *report, void *arg)
{
	enum err err = OK;
	const char *path = folder_path(ctx->arena, ctx->app, *folder);
	DIR *stream = opendir(path);
	if (stream == NULL && errno != ENOENT)
		return ctx_broken(
			ctx, ERR_INTERNAL, "%s cannot be read: %s", path, strerror(errno));
	for (struct dirent *entry; err == OK && stream && (entry = readdir(stream)) != NULL;)
		err = check_name(ctx, *folder, entry->d_name, report, arg);
	if (stream != NULL)
		closedir(stream);
	*folder = *folder + 1 < N_FOLDERS ? *folder + 1 : -1;
	return err;
}

/* ---- a new key ---- */

/* Shared files were sealed anew with the first row that names them. */
static enum err rekey_content(
	struct ctx *ctx, const struct attachment_row *row, struct attachment_rekey *rekey)
{
	char why[WHY_SIZE];
	enum err err = OK;
	if (attachment_file_version(ctx->app, row) == keys_newest(ctx->app->keys))
		return OK;
	struct arena *arena = arena_new(0);
	const void *bytes = attachment_file_whole(ctx->app, arena, row, why);
	if (bytes == NULL) {
		rekey->n_unreadable++;
		log_why("attachment.damaged", why);
	} else if (attachment_file_put(ctx->app, row, bytes, why)) {
		rekey->n_sealed++;
	} else {
		err = ctx_broken(ctx, ERR_UNAVAILABLE, "%s", why);
	}
	arena_free(arena);
	return err;
}

static enum err rekey_row(
	struct ctx *ctx, const struct attachment_row *row, struct attachment_rekey *rekey)
{
	char why[WHY_SIZE];
	rekey->n_seen++;
	if (row->state == ATTACHMENT_COMPLETE)
		return rekey_content(ctx, row, rekey);
	if (upload_reseal(ctx->app, row->id, why))
		return OK;
	return ctx_broken(ctx, ERR_UNAVAILABLE, "%s", why);
}

enum err attachment_files_rekey(struct ctx *ctx, size_t limit, struct attachment_rekey *rekey)
{
	struct attachment_row *rows;
	size_t n;
	enum err err = attachment_with_file(ctx, rekey->after, limit, &rows, &n);
	for (size_t i = 0; err == OK && i < n; i++)
		err = rekey_row(ctx, &rows[i], rekey);
	if (err == OK)
		rekey->after = n == limit ? rows[n - 1].id : 0;
	return err;
}

/* ---- what is left behind ---- */

bool attachment_files_sync(const struct app *app)
{
	struct arena *arena = arena_new(0);
	bool ok = true;
	for (int folder = 0; ok && folder < N_FOLDERS; folder++) {
		const char *path = folder_path(arena, app, folder);
		ok = file_sync_directory(path) || errno == ENOENT;
		if (!ok)
			log_why("attachment.not_synced",
				arena_printf(arena, "%s: %s", path, strerror(errno)));
	}
	arena_free(arena);
	return ok;
}

size_t attachment_files_old_uploads(
	struct ctx *ctx, int64_t before_us, int64_t *ids_out, size_t limit)
{
	size_t n = 0;
	struct stat st;
	DIR *stream = opendir(upload_directory(ctx->arena, ctx->app));
	for (struct dirent *entry; stream && n < limit && (entry = readdir(stream)) != NULL;)
		if (ids_parse(entry->d_name, &ids_out[n]) &&
			fstatat(dirfd(stream), entry->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
			st.st_mtime < before_us / 1000000)
			n++;
	if (stream != NULL)
		closedir(stream);
	return n;
}
