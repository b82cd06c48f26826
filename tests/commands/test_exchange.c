/* Keys of exchange and the nodes that are trusted, as two administrators do it. */
#include "server/commands/exit.h"
#include "tests/commands/data.h"

static char nation[PATH_MAX + 64];

static void before(void)
{
	data_open();
	snprintf(nation, sizeof nation, "%s/nation", scratch);
	program_do("init", nation);
}

/* What `exchange key` prints, also into a file of that name. */
static char *key_of(const char *which, const char *file)
{
	struct outcome outcome = program_run("exchange", "key", which, NULL);
	ck_assert_msg(outcome.code == EXIT_DONE, "%s", outcome.err);
	scratch_write(file, outcome.out);
	free(outcome.err);
	return outcome.out;
}

static struct outcome trust(const char *name, const char *file)
{
	return program_run("exchange", "trust", directory, name, scratch_path(file), NULL);
}

static void peers_say(const char *text)
{
	struct outcome outcome = program_run("exchange", "peers", directory, NULL);
	ck_assert_int_eq(outcome.code, EXIT_DONE);
	ck_assert_msg(strstr(outcome.out, text) != NULL, "%s", outcome.out);
	outcome_free(&outcome);
}

START_TEST(a_node_is_trusted_by_its_file_and_shown_with_its_fingerprint)
{
	char *text = key_of(nation, "nation.peer"), *again = key_of(nation, "again.peer");
	ck_assert_str_eq(text, again);
	char *fingerprint = strstr(text, "reads out:\n# ") + 13;
	fingerprint[39] = '\0';
	struct outcome outcome = trust("nation", "nation.peer");
	ck_assert_msg(outcome.code == EXIT_DONE, "%s", outcome.err);
	ck_assert_ptr_nonnull(strstr(outcome.out, fingerprint));
	outcome_free(&outcome);
	peers_say("nation  nation 000000  trusted since ");
	peers_say(fingerprint);
	peers_say("sent 0, acknowledged 0; taken in 0\n");
	free(text);
	free(again);
}
END_TEST

START_TEST(trust_is_taken_back_and_given_again)
{
	free(key_of(nation, "nation.peer"));
	outcome_expect(trust("nation", "nation.peer"), EXIT_DONE, "");
	outcome_expect(trust("capital", "nation.peer"), EXIT_EXISTS, "under the name nation");
	program_do("exchange", "revoke", directory, "nation");
	peers_say("  revoked ");
	outcome_expect(program_run("exchange", "revoke", directory, "nation", NULL), EXIT_NOT_FOUND,
		"No node of the name \"nation\" is trusted");
	outcome_expect(trust("nation", "nation.peer"), EXIT_DONE, "");
	peers_say("  trusted since ");
}
END_TEST

START_TEST(what_is_no_file_of_keys_is_refused)
{
	char *good = key_of(nation, "nation.peer"), *seal = strstr(good, "seal ");
	outcome_expect(trust("x", "missing.peer"), EXIT_NOT_FOUND, "missing.peer");
	scratch_write("bad.peer", "");
	outcome_expect(trust("x", "bad.peer"), EXIT_FAILED, "no file of public keys");
	seal[6] = 'z';
	scratch_write("bad.peer", good);
	outcome_expect(trust("x", "bad.peer"), EXIT_FAILED, "no file of public keys");
	*seal = '\0';
	scratch_write("bad.peer", good);
	outcome_expect(trust("x", "bad.peer"), EXIT_FAILED, "no file of public keys");
	free(good);
	free(key_of(nation, "nation.peer"));
	outcome_expect(trust("The Nation", "nation.peer"), EXIT_USAGE, "no name for a node");
	free(key_of(directory, "own.peer"));
	outcome_expect(trust("self", "own.peer"), EXIT_USAGE, "this node's own keys");
	outcome_expect(program_run("exchange", "trust", directory, "x", scratch_path("nation.peer"),
			       "--as", "city", NULL),
		EXIT_USAGE, "nation, province or police");
}
END_TEST

START_TEST(the_keys_survive_a_restore_since_they_stand_in_the_key_file)
{
	char backup[PATH_MAX + 64], second[PATH_MAX + 64], keys[PATH_MAX + 128];
	snprintf(backup, sizeof backup, "%s/backup.db", scratch);
	snprintf(second, sizeof second, "%s/second", scratch);
	snprintf(keys, sizeof keys, "%s/keys", directory);
	free(key_of(nation, "nation.peer"));
	outcome_expect(trust("nation", "nation.peer"), EXIT_DONE, "");
	program_do("backup", directory, backup);
	program_do("restore", backup, second, "--key-file", keys);
	char *first = key_of(directory, "first.peer"), *later = key_of(second, "later.peer");
	ck_assert_str_eq(strstr(first, "sign "), strstr(later, "sign "));
	free(first);
	free(later);
	struct outcome outcome = program_run("exchange", "peers", second, NULL);
	ck_assert_ptr_nonnull(strstr(outcome.out, "nation  nation 000000"));
	outcome_free(&outcome);
}
END_TEST

SUITE_ONCE("exchange", data_first, data_last, before, scratch_close,
	a_node_is_trusted_by_its_file_and_shown_with_its_fingerprint,
	trust_is_taken_back_and_given_again, what_is_no_file_of_keys_is_refused,
	the_keys_survive_a_restore_since_they_stand_in_the_key_file)
