/* Backup, restore and rekey, as an operator of the server does them. */
#include "server/commands/exit.h"
#include "tests/commands/data.h"

static char second[PATH_MAX + 64], file[PATH_MAX + 64], keys[PATH_MAX + 64];

static void before(void)
{
	data_open();
	snprintf(second, sizeof second, "%s/second", scratch);
	snprintf(file, sizeof file, "%s/backup.db", scratch);
	snprintf(keys, sizeof keys, "%s/data/keys", scratch);
}

static char *dump_of(const char *which)
{
	struct outcome dump = program_run("dump", which, NULL);
	ck_assert_msg(dump.code == EXIT_DONE, "%s", dump.err);
	free(dump.err);
	return dump.out;
}

static void same_dump(const char *a, const char *b)
{
	char *first = dump_of(a), *other = dump_of(b);
	ck_assert_uint_gt(strlen(first), 1000);
	ck_assert_str_eq(first, other);
	free(first);
	free(other);
}

static void no_faults(const char *which)
{
	struct outcome check = program_run("check", which, NULL);
	ck_assert_msg(check.code == EXIT_DONE, "%s%s", check.out, check.err);
	outcome_free(&check);
}

static bool is_there(const char *name)
{
	return access(scratch_path(name), F_OK) == 0;
}

START_TEST(a_backup_taken_from_a_running_server_restores_everything)
{
	struct running server =
		program_start(1, "serve", directory, "--listen", "127.0.0.1:0", NULL);
	program_do("backup", directory, file);
	no_faults(directory); /* beside the server, too */
	ck_assert_int_eq(running_stop(&server, SIGTERM), EXIT_DONE);
	program_do("restore", file, second, "--key-file", keys);
	same_dump(directory, second);
	no_faults(second);
	char *settings = scratch_read("second/xuejid.conf");
	ck_assert_ptr_nonnull(strstr(settings, "\nnode = 42;\n"));
	free(settings);
	ck_assert(!is_there("second/keys"));
	server = program_start(1, "serve", second, "--listen", "127.0.0.1:0", NULL);
	ck_assert_int_eq(running_stop(&server, SIGTERM), EXIT_DONE);
}
END_TEST

START_TEST(a_lost_store_comes_back_into_its_directory)
{
	char *before_loss = dump_of(directory), *certificate = scratch_read("data/ca.crt");
	program_do("backup", directory, file);
	unlink(scratch_path("data/store.db"));
	unlink(scratch_path("data/store.db-wal"));
	unlink(scratch_path("data/store.db-shm"));
	program_do("restore", file, directory);
	char *after_return = dump_of(directory), *same = scratch_read("data/ca.crt");
	ck_assert_str_eq(after_return, before_loss);
	ck_assert_str_eq(same, certificate);
	free(before_loss);
	free(after_return);
	free(certificate);
	free(same);
}
END_TEST

START_TEST(restore_never_overwrites_a_store)
{
	program_do("backup", directory, file);
	outcome_expect(program_run("restore", file, directory, NULL), EXIT_EXISTS,
		"holds a store; move store.db, store.db-wal and store.db-shm away");
	no_faults(directory);
}
END_TEST

START_TEST(restore_wants_the_keys_of_the_backup)
{
	program_do("backup", directory, file);
	outcome_expect(program_run("restore", file, second, NULL), EXIT_USAGE,
		"--key-file is missing: a new directory needs the keys of the backup.");
	outcome_expect(program_run("restore", file, second, "--key-file", file, NULL), EXIT_KEY,
		"backup.db");
	char other[PATH_MAX + 64], other_keys[PATH_MAX + 64];
	snprintf(other, sizeof other, "%s/other", scratch);
	snprintf(other_keys, sizeof other_keys, "%s/other/keys", scratch);
	program_do("init", other);
	outcome_expect(program_run("restore", file, second, "--key-file", other_keys, NULL),
		EXIT_KEY, "other/keys does not hold the keys of this backup.");
	ck_assert(!is_there("second"));
	ck_assert(is_there("other/keys"));
}
END_TEST

START_TEST(what_is_no_backup_is_refused)
{
	outcome_expect(program_run("restore", file, second, "--key-file", keys, NULL),
		EXIT_NOT_FOUND, "backup.db cannot be read: No such file or directory.");
	scratch_write("backup.db", "not a database, whatever its name says");
	outcome_expect(program_run("restore", file, second, "--key-file", keys, NULL), EXIT_DAMAGED,
		"backup.db");
	ck_assert(!is_there("second"));
	ck_assert(is_there("data/keys"));
}
END_TEST

START_TEST(a_new_key_changes_nothing_that_is_stored)
{
	char *before_rekey = dump_of(directory), *old_keys = scratch_read("data/keys");
	struct outcome rekey = program_run("rekey", directory, NULL);
	ck_assert_ptr_nonnull(strstr(rekey.out, " sealed anew under key 2\n"));
	outcome_expect(rekey, EXIT_DONE, "");
	char *after_rekey = dump_of(directory), *new_keys = scratch_read("data/keys");
	ck_assert_str_eq(after_rekey, before_rekey);
	ck_assert_str_ne(new_keys, old_keys);
	no_faults(directory);
	rekey = program_run("rekey", directory, "--resume", NULL);
	ck_assert_ptr_nonnull(strstr(rekey.out, " 0 of them sealed anew under key 2\n"));
	outcome_expect(rekey, EXIT_DONE, "");
	free(before_rekey);
	free(after_rekey);
	free(old_keys);
	free(new_keys);
}
END_TEST

START_TEST(rekey_and_reset_wait_for_the_server_to_stop)
{
	struct running server =
		program_start(1, "serve", directory, "--listen", "127.0.0.1:0", NULL);
	char *old_keys = scratch_read("data/keys");
	outcome_expect(program_run("rekey", directory, NULL), EXIT_IN_USE, "stop that one first");
	outcome_expect(program_run("admin", "reset", directory, "admin", NULL), EXIT_IN_USE,
		"stop that one first");
	char *new_keys = scratch_read("data/keys");
	ck_assert_str_eq(new_keys, old_keys);
	ck_assert_int_eq(running_stop(&server, SIGTERM), EXIT_DONE);
	free(old_keys);
	free(new_keys);
}
END_TEST

START_TEST(damage_is_found)
{
	FILE *store = fopen(scratch_path("data/store.db"), "r+");
	ck_assert_int_eq(fseek(store, 40 * 4096, SEEK_SET), 0);
	for (int i = 0; i < 2 * 4096; i++)
		fputc(0x5a, store);
	fclose(store);
	struct outcome check = program_run("check", directory, NULL);
	ck_assert_ptr_nonnull(strstr(check.out, "file: The database file is damaged"));
	outcome_expect(check, EXIT_DAMAGED, "faults.");
}
END_TEST

START_TEST(an_administrator_is_let_in_again)
{
	struct outcome reset = program_run("admin", "reset", directory, "admin", NULL);
	ck_assert_ptr_nonnull(strstr(reset.out, "name      admin\npassword  "));
	outcome_expect(reset, EXIT_DONE, "");
	outcome_expect(program_run("admin", "reset", directory, "nobody", NULL), EXIT_NOT_FOUND,
		"xuejid admin reset: ");
	no_faults(directory);
}
END_TEST

SUITE_ONCE("backup", data_first, data_last, before, scratch_close,
	a_backup_taken_from_a_running_server_restores_everything,
	a_lost_store_comes_back_into_its_directory, restore_never_overwrites_a_store,
	restore_wants_the_keys_of_the_backup, what_is_no_backup_is_refused,
	a_new_key_changes_nothing_that_is_stored, rekey_and_reset_wait_for_the_server_to_stop,
	damage_is_found, an_administrator_is_let_in_again)
