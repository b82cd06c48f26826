#include "tests/support/program.h"
#include "tests/support/scratch.h"

#include "server/commands/exit.h"

static char directory[PATH_MAX + 64];

static void before(void)
{
	scratch_open();
	snprintf(directory, sizeof directory, "%s/data", scratch);
}

static mode_t mode_of(const char *name)
{
	struct stat st;
	ck_assert_msg(stat(scratch_path(name), &st) == 0, "no %s", name);
	return st.st_mode & 07777;
}

static bool is_there(const char *name)
{
	return access(scratch_path(name), F_OK) == 0;
}

/* What stands behind a word of the output. */
static char *word_after(const char *text, const char *word)
{
	static char found[128];
	const char *at = strstr(text, word);
	ck_assert_msg(at != NULL, "no \"%s\" in: %s", word, text);
	ck_assert_int_eq(sscanf(at + strlen(word), " %127s", found), 1);
	return found;
}

START_TEST(it_makes_a_directory_without_faults)
{
	struct outcome made =
		program_run("init", directory, "--unit", "440000", "--node", "7", NULL);
	ck_assert_str_eq(made.err, "");
	ck_assert_str_eq(word_after(made.out, "name"), "admin");
	ck_assert_uint_eq(strlen(word_after(made.out, "password ")), 19);
	outcome_expect(made, EXIT_DONE, "");
	struct outcome check = program_run("check", directory, NULL);
	ck_assert_str_eq(check.out, "no faults\n");
	outcome_expect(check, EXIT_DONE, "");
	char *settings = scratch_read("data/xuejid.conf");
	ck_assert_ptr_nonnull(strstr(settings, "\nunit = \"440000\";\n"));
	free(settings);
}
END_TEST

START_TEST(its_secrets_are_for_their_owner_alone)
{
	program_do("init", directory);
	ck_assert_uint_eq(mode_of("data"), 0700);
	ck_assert_uint_eq(mode_of("data/keys"), 0600);
	ck_assert_uint_eq(mode_of("data/ca.key"), 0600);
	ck_assert_uint_eq(mode_of("data/server.key"), 0600);
	ck_assert_uint_eq(mode_of("data/store.db") & 0077, 0);
}
END_TEST

START_TEST(it_never_touches_what_is_there)
{
	ck_assert_int_eq(mkdir(directory, 0700), 0);
	scratch_write("data/letters", "dear");
	outcome_expect(program_run("init", directory, NULL), EXIT_EXISTS,
		"exists and is not an empty directory; name one that is not there yet.");
	char *letters = scratch_read("data/letters");
	ck_assert_str_eq(letters, "dear");
	free(letters);
	ck_assert(!is_there("data/keys"));
}
END_TEST

START_TEST(an_empty_directory_will_do)
{
	ck_assert_int_eq(mkdir(directory, 0700), 0);
	program_do("init", directory);
	ck_assert(is_there("data/xuejid.conf"));
}
END_TEST

START_TEST(when_it_fails_nothing_is_left)
{
	outcome_expect(program_run("init", directory, "--host", "a,b", NULL), EXIT_CERTIFICATE,
		"\"a,b\" is neither a host's name nor an IP address.");
	ck_assert(!is_there("data"));
	outcome_expect(program_run("init", directory, "--admin", "Not a name", NULL), EXIT_USAGE,
		"xuejid init: ");
	ck_assert(!is_there("data"));
	outcome_expect(
		program_run("init", directory, "--unit", "999999", NULL), EXIT_NOT_FOUND, "999999");
	ck_assert(!is_there("data"));
	outcome_expect(program_run("init", directory, "--unit", "44", NULL), EXIT_USAGE,
		"--unit 44 is not the code of a division.");
	outcome_expect(program_run("init", directory, "--node", "1024", NULL), EXIT_USAGE,
		"--node needs a number from 0 to 1023, not \"1024\".");
	ck_assert(!is_there("data"));
	ck_assert_int_eq(mkdir(directory, 0700), 0);
	outcome_expect(program_run("init", directory, "--host", "a,b", NULL), EXIT_CERTIFICATE, "");
	ck_assert(is_there("data"));
	ck_assert(!is_there("data/keys"));
}
END_TEST

START_TEST(keys_can_lie_elsewhere_and_are_never_overwritten)
{
	char keys[PATH_MAX + 64];
	snprintf(keys, sizeof keys, "%s/safe", scratch);
	program_do("init", directory, "--key-file", keys);
	ck_assert(!is_there("data/keys"));
	program_do("check", directory);
	char *text = scratch_read("safe"), second[PATH_MAX + 64];
	snprintf(second, sizeof second, "%s/second", scratch);
	outcome_expect(program_run("init", second, "--key-file", keys, NULL), EXIT_KEY,
		"cannot be written: File exists.");
	char *again = scratch_read("safe");
	ck_assert_str_eq(again, text);
	ck_assert(!is_there("second"));
	free(again);
	free(text);
}
END_TEST

START_TEST(each_directory_has_keys_and_a_password_of_its_own)
{
	char second[PATH_MAX + 64], password[128];
	snprintf(second, sizeof second, "%s/second", scratch);
	struct outcome a = program_run("init", directory, NULL);
	struct outcome b = program_run("init", second, NULL);
	snprintf(password, sizeof password, "%s", word_after(a.out, "password "));
	ck_assert_str_ne(password, word_after(b.out, "password "));
	char *first_keys = scratch_read("data/keys"), *second_keys = scratch_read("second/keys");
	ck_assert_str_ne(first_keys, second_keys);
	free(first_keys);
	free(second_keys);
	outcome_free(&a);
	outcome_free(&b);
}
END_TEST

SUITE_WITH("init", before, scratch_close, it_makes_a_directory_without_faults,
	its_secrets_are_for_their_owner_alone, it_never_touches_what_is_there,
	an_empty_directory_will_do, when_it_fails_nothing_is_left,
	keys_can_lie_elsewhere_and_are_never_overwritten,
	each_directory_has_keys_and_a_password_of_its_own)
