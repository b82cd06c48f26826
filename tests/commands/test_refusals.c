/* What keeps a server from starting: each with one sentence and a code of its own. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "server/commands/exit.h"
#include "server/ctx.h"
#include "server/store/db.h"
#include "tests/commands/data.h"

/* `serve` ends with this code, and the last thing it says on stderr is this, in one line. */
static void refuses(int code, const char *sentence)
{
	struct outcome outcome = program_run("serve", directory, "--listen", "127.0.0.1:0", NULL);
	const char *line = strstr(outcome.err, "xuejid serve: ");
	ck_assert_str_eq(outcome.out, "");
	ck_assert_msg(line != NULL, "%s", outcome.err);
	ck_assert_ptr_eq(strchr(line, '\n'), line + strlen(line) - 1);
	ck_assert_msg(strstr(line, sentence) != NULL, "\"%s\" is not in: %s", sentence, line);
	outcome_expect(outcome, code, sentence);
}

START_TEST(a_directory_that_is_none)
{
	snprintf(directory, sizeof directory, "%s", scratch);
	refuses(EXIT_NO_DATA, "is not a data directory: it holds no xuejid.conf. Make one with: "
			      "xuejid init ");
}
END_TEST

START_TEST(a_directory_without_a_store)
{
	ck_assert_int_eq(unlink(scratch_path("data/store.db")), 0);
	refuses(EXIT_NO_DATA, "There is no store in ");
}
END_TEST

START_TEST(a_setting_that_is_wrong)
{
	scratch_write("data/xuejid.conf", "workers = 2;\nworker = 2;\n");
	refuses(EXIT_SETTING, "data/xuejid.conf:2: worker is not a setting of this program.");
	scratch_write("data/xuejid.conf", "workers = 0;\n");
	refuses(EXIT_SETTING, "data/xuejid.conf:1: workers must lie between 1 and 64.");
	scratch_write("data/xuejid.conf", "listen = [];\n");
	outcome_expect(program_run("serve", directory, NULL), EXIT_SETTING,
		"The setting listen names no address.");
}
END_TEST

START_TEST(holidays_with_a_slip)
{
	scratch_write("data/xuejid.conf", "holidays_file = \"days.csv\";\n");
	refuses(EXIT_SETTING, "days.csv");
	scratch_write("data/days.csv", "date,kind,festival\n2027-01-04,workday,元旦\n");
	refuses(EXIT_SETTING, "days.csv: line 2 of the holidays must be");
}
END_TEST

START_TEST(a_database_of_a_newer_program)
{
	static const struct sql newer = {
		"newer", "INSERT INTO schema_version(version, name, at_us) VALUES (9999, 'x', 1)"};
	char why[WHY_SIZE];
	struct store *store;
	ck_assert_int_eq(store_open(directory, &store, why), STORE_OK);
	struct app app = {0};
	struct ctx ctx = {.app = &app, .arena = arena_new(0), .db = store_writer(store)};
	ctx_restart(&ctx);
	ck_assert_int_eq(db_begin_write(&ctx), OK);
	ck_assert_int_eq(db_run(&ctx, &newer, NO_ARGS, NULL), OK);
	ck_assert_int_eq(db_commit(&ctx), OK);
	store_close(store);
	arena_free(ctx.arena);
	refuses(EXIT_NEWER, "newer");
}
END_TEST

START_TEST(a_second_server)
{
	struct running first =
		program_start(1, "serve", directory, "--listen", "127.0.0.1:0", NULL);
	char sentence[PATH_MAX + 200];
	snprintf(sentence, sizeof sentence, "%s is in use by process %d; stop that one first.",
		directory, (int)first.pid);
	refuses(EXIT_IN_USE, sentence);
	ck_assert_int_eq(running_stop(&first, SIGTERM), EXIT_DONE);
}
END_TEST

START_TEST(keys_that_are_missing_open_to_others_or_none)
{
	ck_assert_int_eq(chmod(scratch_path("data/keys"), 0644), 0);
	refuses(EXIT_KEY, "data/keys");
	ck_assert_int_eq(chmod(scratch_path("data/keys"), 0600), 0);
	ck_assert_int_eq(rename(scratch_path("data/keys"), scratch_path("gone")), 0);
	refuses(EXIT_KEY, "data/keys");
	scratch_write("data/keys", "nonsense\n");
	ck_assert_int_eq(chmod(scratch_path("data/keys"), 0600), 0);
	refuses(EXIT_KEY, "data/keys");
}
END_TEST

START_TEST(a_port_that_is_taken)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t size = sizeof address;
	char listen_at[64], sentence[128];
	int taken = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	ck_assert_int_eq(bind(taken, (struct sockaddr *)&address, size), 0);
	ck_assert_int_eq(listen(taken, 1), 0);
	ck_assert_int_eq(getsockname(taken, (struct sockaddr *)&address, &size), 0);
	snprintf(listen_at, sizeof listen_at, "127.0.0.1:%d", ntohs(address.sin_port));
	snprintf(sentence, sizeof sentence, "%s", listen_at);
	outcome_expect(program_run("serve", directory, "--listen", listen_at, NULL), EXIT_ADDRESS,
		sentence);
	close(taken);
}
END_TEST

START_TEST(an_address_that_cannot_be_listened_on)
{
	outcome_expect(program_run("serve", directory, "--listen", "192.0.2.1:0", NULL),
		EXIT_ADDRESS, "192.0.2.1:0");
	outcome_expect(program_run("serve", directory, "--listen", "127.0.0.1", NULL), EXIT_USAGE,
		"--listen 127.0.0.1 is no address; write unix:PATH, HOST:PORT or [IPV6]:PORT.");
}
END_TEST

START_TEST(strangers_without_certificates)
{
	scratch_write("data/xuejid.conf", "client_ca = \"\";\n");
	outcome_expect(program_run("serve", directory, "--listen", "0.0.0.0:0", NULL), EXIT_UNSAFE,
		"Listening on 0.0.0.0:0 needs client certificates");
	scratch_write("data/xuejid.conf", "client_ca = \"other.crt\";\n");
	outcome_expect(program_run("serve", directory, "--listen", "0.0.0.0:0", NULL),
		EXIT_CERTIFICATE, "other.crt cannot be read: No such file or directory.");
}
END_TEST

START_TEST(a_certificate_that_cannot_serve)
{
	ck_assert_int_eq(chmod(scratch_path("data/server.key"), 0644), 0);
	refuses(EXIT_CERTIFICATE, "data/server.key can be read by everybody: chmod o= it.");
	ck_assert_int_eq(chmod(scratch_path("data/server.key"), 0600), 0);
	ck_assert_int_eq(rename(scratch_path("data/ca.key"), scratch_path("data/server.key")), 0);
	refuses(EXIT_CERTIFICATE, "data/server.key does not hold the key of ");
	ck_assert_int_eq(unlink(scratch_path("data/server.crt")), 0);
	refuses(EXIT_CERTIFICATE, "data/server.crt cannot be read: No such file or directory.");
}
END_TEST

START_TEST(a_revocation_list_that_cannot_be_read)
{
	scratch_write("data/revoked", "\"bastion\"\n");
	refuses(EXIT_CERTIFICATE, "data/revoked:1: does not begin with the name of a certificate.");
}
END_TEST

START_TEST(a_database_that_is_damaged)
{
	FILE *file = fopen(scratch_path("data/store.db"), "r+");
	ck_assert_ptr_nonnull(file);
	for (int i = 0; i < 4096; i++)
		fputc('x', file);
	fclose(file);
	refuses(EXIT_DAMAGED, "store.db");
}
END_TEST

SUITE_ONCE("refusals", data_first, data_last, data_open, scratch_close, a_directory_that_is_none,
	a_directory_without_a_store, a_setting_that_is_wrong, holidays_with_a_slip,
	a_database_of_a_newer_program, a_second_server,
	keys_that_are_missing_open_to_others_or_none, a_port_that_is_taken,
	an_address_that_cannot_be_listened_on, strangers_without_certificates,
	a_certificate_that_cannot_serve, a_revocation_list_that_cannot_be_read,
	a_database_that_is_damaged)
