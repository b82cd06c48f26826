#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "common/file.h"
#include "common/log.h"
#include "domain/unit_code.h"
#include "server/commands/command.h"
#include "server/commands/directory.h"
#include "server/commands/status.h"
#include "server/commands/write.h"
#include "server/store/attachment_file.h"
#include "server/store/backup.h"
#include "server/store/journal_store.h"
#include "server/store/seal.h"

/* ---- backup ---- */

/* The time of this file tells the server when a backup was last taken. Who takes it may be allowed
 * to read only: then the server does not know, and nothing else depends on it. */
static void leave_mark(struct invocation *invocation)
{
	const char *path =
		file_path(invocation->arena, invocation->settings.directory, BACKUP_MARK);
	FILE *mark = fopen(path, "w");
	if (mark == NULL || fclose(mark) != 0)
		log_warn("backup.mark", "errno=%d", errno);
}

static enum exit_code take(struct invocation *invocation)
{
	char why[WHY_SIZE];
	int64_t n_missing;
	enum store_problem problem =
		backup_take(invocation->store, invocation->operands[1], &n_missing, why);
	if (problem != STORE_OK)
		return fail(invocation, exit_of_store(problem), "%s", why);
	if (n_missing > 0)
		return fail(invocation, EXIT_DAMAGED,
			"%s is made, but %lld files of attachments could not be read for it; "
			"xuejid check names them.",
			invocation->operands[1], (long long)n_missing);
	leave_mark(invocation);
	return EXIT_DONE;
}

const struct command backup_command = {
	.name = "backup",
	.operands = "DIR FILE",
	.purpose = "copy database and attachments into one file, also while a server runs; never "
		   "the keys",
	.needs = NEEDS_READER,
	.run = take,
};

/* ---- restore ---- */

enum { ENTRIES_TRIED = 1000 };

struct trial {
	bool opens;   /* the keys fit the backup */
	int64_t node; /* that wrote the newest entry */
};

/* The keys fit when the journal that they chained is whole under them. */
static enum err try_keys(struct ctx *ctx, void *arg)
{
	struct trial *trial = arg;
	struct journal_verdict verdict;
	struct journal_entry *newest;
	size_t n;
	enum err err = journal_verify(ctx, 1, ENTRIES_TRIED, &verdict);
	if (err == OK)
		err = journal_list(ctx, &(struct journal_filter){.limit = 1}, &newest, &n);
	trial->opens = err == OK && verdict.fault == JOURNAL_WHOLE;
	if (err == OK && n > 0)
		trial->node = newest->node;
	return err;
}

static enum exit_code check_keys(struct invocation *invocation, struct trial *trial)
{
	enum exit_code code = write_apply(invocation, try_keys, trial);
	if (code != EXIT_DONE || trial->opens)
		return code;
	return fail(invocation, EXIT_KEY, "%s does not hold the keys of this backup.",
		invocation->settings.key_file);
}

static enum exit_code put_files(struct invocation *invocation, const char *directory)
{
	char why[WHY_SIZE];
	enum store_problem problem = backup_restore_files(directory, invocation->operands[0], why);
	return problem == STORE_OK ? EXIT_DONE
				   : fail(invocation, exit_of_store(problem), "%s", why);
}

static enum exit_code fill(struct invocation *invocation, struct directory_plan *plan)
{
	struct trial trial = {.node = plan->node};
	enum exit_code code = check_keys(invocation, &trial);
	if (option_value(invocation, "--node") == NULL)
		plan->node = trial.node; /* ids carry it: it must stay what it was */
	return code == EXIT_DONE ? put_files(invocation, plan->directory) : code;
}

static enum exit_code restore_new(struct invocation *invocation)
{
	const char *unit = option_value(invocation, "--unit");
	struct directory_plan plan = {.directory = invocation->operands[1],
		.backup = invocation->operands[0],
		.key_file = option_value(invocation, "--key-file"),
		.unit = unit != NULL ? unit : NATION_CODE,
		.hosts = option_values(invocation, "--host"),
		.fill = fill};
	if (!option_number(invocation, "--node", 0, 1023, 1, &plan.node))
		return EXIT_USAGE;
	if (plan.key_file == NULL)
		return fail(invocation, EXIT_USAGE,
			"--key-file is missing: a new directory needs the keys of the backup.");
	enum exit_code code = directory_make(invocation, &plan);
	if (code == EXIT_DONE)
		printf("%s is made, with an authority of its own: give its ca.crt to the "
		       "clients.\n",
			plan.directory);
	return code;
}

/* Into a directory whose store is gone; settings and certificates stand. */
static enum exit_code restore_store(struct invocation *invocation)
{
	const char *directory = invocation->operands[1];
	const char *key_file = option_value(invocation, "--key-file");
	struct trial trial = {0};
	char why[WHY_SIZE];
	if (!settings_read(&invocation->settings, invocation->arena, directory, why))
		return fail(invocation, EXIT_SETTING, "%s", why);
	if (key_file == NULL)
		key_file = invocation->settings.key_file;
	invocation->keys = keys_load(key_file, why);
	if (invocation->keys == NULL)
		return fail(invocation, EXIT_KEY, "%s", why);
	invocation->settings.key_file = key_file;
	invocation->app.settings = &invocation->settings;
	invocation->app.keys = invocation->keys;
	invocation->app.attachments =
		file_path(invocation->arena, directory, ATTACHMENTS_DIRECTORY);
	enum store_problem problem = backup_restore(directory, invocation->operands[0], why);
	if (problem == STORE_OK)
		problem = store_open(directory, &invocation->store, why);
	if (problem != STORE_OK)
		return fail(invocation, exit_of_store(problem), "%s", why);
	enum exit_code code = check_keys(invocation, &trial);
	if (code == EXIT_DONE)
		code = put_files(invocation, directory);
	if (code != EXIT_DONE) {
		store_close(invocation->store);
		invocation->store = NULL;
		directory_remove_store(invocation->arena, directory);
	}
	return code;
}

static enum exit_code restore(struct invocation *invocation)
{
	const char *directory = invocation->operands[1];
	const char *settings = file_path(invocation->arena, directory, SETTINGS_FILE);
	const char *store = file_path(invocation->arena, directory, "store.db");
	if (access(invocation->operands[0], R_OK) != 0)
		return fail(invocation, EXIT_NOT_FOUND, "%s cannot be read: %s.",
			invocation->operands[0], strerror(errno));
	if (access(store, F_OK) == 0)
		return fail(invocation, EXIT_EXISTS,
			"%s holds a store; move store.db, store.db-wal and store.db-shm away, or "
			"name another directory.",
			directory);
	return access(settings, F_OK) == 0 ? restore_store(invocation) : restore_new(invocation);
}

static const struct option options[] = {
	{"--key-file", "KEY", "the keys of the backup; needed for a new directory",
		.repeats = false},
	{"--unit", "CODE", "a new directory: the division that it serves", .repeats = false},
	{"--node", "N", "a new directory: its number; the backup's own if not given",
		.repeats = false},
	{"--host", "NAME", "a new directory: a name by which clients reach the server",
		.repeats = true},
};
const struct command restore_command = {
	.name = "restore",
	.operands = "FILE DIR",
	.purpose = "make a directory from a backup, or put the store back into one",
	.options = options,
	.n_options = sizeof options / sizeof *options,
	.run = restore,
};
