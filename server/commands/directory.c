#include "server/commands/directory.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/date.h"
#include "common/file.h"
#include "server/commands/caches.h"
#include "server/pki/authority.h"
#include "server/store/attachment_file.h"
#include "server/store/backup.h"
#include "server/store/seal.h"

/* ---- the place ---- */

static bool is_empty(const char *directory)
{
	DIR *stream = opendir(directory);
	bool empty = stream != NULL;
	for (struct dirent *entry; empty && (entry = readdir(stream)) != NULL;)
		empty = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0 ||
			strcmp(entry->d_name, "lost+found") == 0;
	if (stream != NULL)
		closedir(stream);
	return empty;
}

/* *made_out: the directory was not there before. */
static enum exit_code make_place(
	const struct invocation *invocation, const char *directory, bool *made_out)
{
	*made_out = mkdir(directory, 0700) == 0;
	if (*made_out || (errno == EEXIST && is_empty(directory)))
		return EXIT_DONE;
	if (errno == EEXIST)
		return fail(invocation, EXIT_EXISTS,
			"%s exists and is not an empty directory; name one that is not there yet.",
			directory);
	return fail(invocation, errno == ENOSPC ? EXIT_DISK_FULL : EXIT_FAILED,
		"%s cannot be made: %s.", directory, strerror(errno));
}

static void remove_all(struct arena *arena, const char *directory, const char *const files[])
{
	for (size_t i = 0; files[i] != NULL; i++)
		unlink(file_path(arena, directory, files[i]));
}

void directory_remove_store(struct arena *arena, const char *directory)
{
	static const char *const files[] = {
		"store.db", "store.db-wal", "store.db-shm", "lock", NULL};
	remove_all(arena, directory, files);
}

/* Everything that making may have left, should it fail half-way. */
static void remove_files(struct arena *arena, const struct directory_plan *plan,
	const char *key_file, bool made_directory)
{
	static const char *const files[] = {
		"ca.crt", "ca.key", "server.crt", "server.key", SETTINGS_FILE, NULL};
	directory_remove_store(arena, plan->directory);
	remove_all(arena, plan->directory, files);
	if (plan->backup != NULL)
		backup_remove_files(plan->directory);
	if (plan->made_keys) /* never a file that was there before */
		unlink(key_file);
	if (made_directory)
		rmdir(plan->directory);
}

/* ---- its files ---- */

/* Says why a file could not be made, right after the attempt: a full disk has a code of its own. */
static enum exit_code refuse(
	const struct invocation *invocation, enum exit_code code, const char *why)
{
	return fail(invocation, errno == ENOSPC ? EXIT_DISK_FULL : code, "%s", why);
}

static enum exit_code make_keys(struct invocation *invocation, struct directory_plan *plan)
{
	char why[WHY_SIZE];
	const char *file = invocation->settings.key_file;
	if (plan->backup == NULL && !keys_create(file, why))
		return refuse(invocation, plan->key_file ? EXIT_KEY : EXIT_FAILED, why);
	plan->made_keys = plan->backup == NULL;
	invocation->keys = keys_load(file, why);
	invocation->app.keys = invocation->keys;
	return invocation->keys != NULL ? EXIT_DONE : fail(invocation, EXIT_KEY, "%s", why);
}

static enum exit_code make_certificates(struct invocation *invocation, struct directory_plan *plan)
{
	struct authority authority =
		authority_in(invocation->arena, plan->directory, clock_now_us());
	char why[WHY_SIZE];
	char *name =
		arena_printf(invocation->arena, "Xueji %s-%lld", plan->unit, (long long)plan->node);
	if (!authority_create(&authority, name, why) ||
		!authority_issue_server(&authority, invocation->settings.certificate,
			invocation->settings.certificate_key, plan->hosts, ISSUED_DAYS, why))
		return refuse(invocation, EXIT_CERTIFICATE, why);
	return EXIT_DONE;
}

static enum exit_code make_store(struct invocation *invocation, struct directory_plan *plan)
{
	char why[WHY_SIZE];
	enum store_problem problem = plan->backup == NULL
					     ? store_create(plan->directory, why)
					     : backup_restore(plan->directory, plan->backup, why);
	if (problem == STORE_OK)
		problem = store_open(plan->directory, &invocation->store, why);
	if (problem != STORE_OK)
		return fail(invocation, exit_of_store(problem), "%s", why);
	return EXIT_DONE;
}

static enum exit_code fill_store(struct invocation *invocation, struct directory_plan *plan)
{
	enum exit_code code = caches_open(invocation);
	if (code == EXIT_DONE)
		code = plan->fill(invocation, plan);
	caches_close(invocation);
	return code;
}

/* A text in the notation of the settings file. */
static char *quoted(struct arena *arena, const char *text)
{
	char *out = arena_alloc(arena, 2 * strlen(text) + 3), *at = out;
	*at++ = '"';
	for (; *text != '\0'; text++) {
		if (*text == '"' || *text == '\\')
			*at++ = '\\';
		*at++ = *text;
	}
	*at = '"';
	return out;
}

static enum exit_code write_settings(struct invocation *invocation, struct directory_plan *plan)
{
	struct arena *arena = invocation->arena;
	struct conf_choice choices[4];
	size_t n = 0;
	choices[n++] = (struct conf_choice){"unit", quoted(arena, plan->unit)};
	choices[n++] =
		(struct conf_choice){"node", arena_printf(arena, "%lld", (long long)plan->node)};
	if (plan->key_file != NULL)
		choices[n++] = (struct conf_choice){"key_file", quoted(arena, plan->key_file)};
	if (plan->reflection)
		choices[n++] = (struct conf_choice){"reflection", "true"};
	char *text = NULL, why[WHY_SIZE];
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);
	if (out == NULL)
		return fail(invocation, EXIT_FAILED, "out of memory");
	settings_write_sample(choices, n, out);
	fclose(out);
	bool ok = file_create(
		file_path(arena, plan->directory, SETTINGS_FILE), 0644, text, size, why);
	free(text);
	return ok ? EXIT_DONE : refuse(invocation, EXIT_FAILED, why);
}

static enum exit_code make_files(struct invocation *invocation, struct directory_plan *plan)
{
	static enum exit_code (*const steps[])(struct invocation *, struct directory_plan *) = {
		make_keys, make_certificates, make_store, fill_store, write_settings};
	enum exit_code code = EXIT_DONE;
	settings_defaults(&invocation->settings, invocation->arena, plan->directory);
	if (plan->key_file != NULL)
		invocation->settings.key_file = plan->key_file;
	invocation->settings.unit = plan->unit;
	invocation->settings.node = plan->node;
	invocation->app.settings = &invocation->settings;
	invocation->app.node = plan->node;
	invocation->app.attachments =
		file_path(invocation->arena, plan->directory, ATTACHMENTS_DIRECTORY);
	for (size_t i = 0; code == EXIT_DONE && i < sizeof steps / sizeof *steps; i++)
		code = steps[i](invocation, plan);
	return code;
}

/* The settings file must name it seen from everywhere. */
static const char *absolute(struct arena *arena, const char *path)
{
	char *here = path == NULL || path[0] == '/' ? NULL : realpath(".", NULL);
	if (here != NULL)
		path = file_path(arena, here, path);
	free(here);
	return path;
}

enum exit_code directory_make(struct invocation *invocation, struct directory_plan *plan)
{
	bool made;
	plan->key_file = absolute(invocation->arena, plan->key_file);
	enum exit_code code = make_place(invocation, plan->directory, &made);
	if (code != EXIT_DONE)
		return code;
	code = make_files(invocation, plan);
	if (code != EXIT_DONE) {
		store_close(invocation->store);
		invocation->store = NULL;
		remove_files(invocation->arena, plan, invocation->settings.key_file, made);
	}
	return code;
}
