/* A server from its start to its end: ready, reload, warnings, stop. */
#include <grpc/health/v1/health.pb-c.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>

#include "server/commands/exit.h"
#include "tests/commands/data.h"
#include "tests/rpc/client.h"

static struct running server;
static char *texts[16]; /* read by a test; freed after it */
static size_t n_texts;

static void after(void)
{
	while (n_texts > 0)
		free(texts[--n_texts]);
	scratch_close();
}

static const char *text_of(const char *name)
{
	return texts[n_texts++] = scratch_read(name);
}

static void start(void)
{
	server = program_start(1, "serve", directory, "--listen", "127.0.0.1:0", NULL);
}

static void stop(void)
{
	ck_assert_int_eq(running_stop(&server, SIGTERM), EXIT_DONE);
}

/* ---- a client ---- */

static struct client *connect_with(const char *ca, const char *certificate, const char *key)
{
	return client_new(server.addresses[0],
		&(struct client_options){.ca = ca, .certificate = certificate, .key = key});
}

static grpc_status_code health_within(struct client *client, int ms)
{
	struct answer answer;
	Grpc__Health__V1__HealthCheckRequest request = GRPC__HEALTH__V1__HEALTH_CHECK_REQUEST__INIT;
	client_unary(client, "/grpc.health.v1.Health/Check", &request,
		&(struct call_options){.lang = "en", .deadline_ms = ms}, &answer);
	grpc_status_code code = answer.code;
	answer_free(&answer);
	return code;
}

static grpc_status_code health(struct client *client)
{
	return health_within(client, 20000);
}

/* A handshake that fails is tried again until the deadline. */
static void is_kept_out(const char *ca, const char *certificate, const char *key)
{
	struct client *client = connect_with(ca, certificate, key);
	ck_assert_int_eq(health_within(client, 1500), GRPC_STATUS_DEADLINE_EXCEEDED);
	client_free(client);
}

static grpc_status_code health_with(const char *ca, const char *certificate, const char *key)
{
	struct client *client = connect_with(ca, certificate, key);
	grpc_status_code code = health(client);
	client_free(client);
	return code;
}

/* Issues a client certificate; its name NAME-SERIAL. */
static void issue(const char *name, char full_name[128])
{
	struct outcome issued = program_run("cert", "issue", directory, name, NULL);
	const char *file = strstr(issued.out, "/clients/");
	ck_assert_msg(file != NULL, "%s%s", issued.out, issued.err);
	ck_assert_int_eq(sscanf(file, "/clients/%127[^.]", full_name), 1);
	outcome_free(&issued);
}

static const char *client_text(const char *full_name, const char *end)
{
	char name[256];
	snprintf(name, sizeof name, "data/clients/%s%s", full_name, end);
	return text_of(name);
}

/* ---- ready ---- */

START_TEST(it_answers_where_it_says_it_is_ready)
{
	char path[PATH_MAX + 64];
	server = program_start(3, "serve", directory, "--listen", "127.0.0.1:0", "--listen",
		"unix:here.sock", "--listen", "localhost:0", NULL);
	snprintf(path, sizeof path, "unix:%s/data/here.sock", scratch);
	ck_assert_str_eq(server.addresses[1], path);
	ck_assert_str_ne(server.addresses[0], "127.0.0.1:0");
	grpc_init();
	const char *ca = text_of("data/ca.crt");
	ck_assert_int_eq(strncmp(server.addresses[2], "localhost:", 10), 0);
	for (size_t i = 0; i < 2; i++) {
		struct client *client =
			client_new(server.addresses[i], &(struct client_options){.ca = ca});
		ck_assert_int_eq(health(client), GRPC_STATUS_OK);
		client_free(client);
	}
	stop();
	ck_assert_int_ne(access(path + 5, F_OK), 0);
	grpc_shutdown_blocking();
}
END_TEST

START_TEST(the_settings_say_where_to_listen)
{
	scratch_write("data/xuejid.conf", "listen = [\"127.0.0.1:0\"];\n");
	server = program_start(1, "serve", directory, NULL);
	ck_assert_int_eq(strncmp(server.addresses[0], "127.0.0.1:", 10), 0);
	stop();
}
END_TEST

static void expect_datagram(int socket_fd, const char *text)
{
	char got[64] = "";
	struct pollfd readable = {.fd = socket_fd, .events = POLLIN};
	ck_assert_int_eq(poll(&readable, 1, 20000), 1);
	ck_assert_int_gt(recv(socket_fd, got, sizeof got - 1, 0), 0);
	ck_assert_str_eq(got, text);
}

START_TEST(it_tells_systemd)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	ck_assert_uint_lt(strlen(scratch_path("notify")), sizeof address.sun_path);
	strncpy(address.sun_path, scratch_path("notify"), sizeof address.sun_path - 1);
	int notified = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	ck_assert_int_eq(bind(notified, (struct sockaddr *)&address, sizeof address), 0);
	setenv("NOTIFY_SOCKET", address.sun_path, 1);
	start();
	expect_datagram(notified, "READY=1");
	kill(server.pid, SIGHUP);
	expect_datagram(notified, "RELOADING=1");
	expect_datagram(notified, "READY=1");
	stop();
	expect_datagram(notified, "STOPPING=1");
	close(notified);
}
END_TEST

/* ---- stop ---- */

START_TEST(it_stops_when_told_and_comes_back_after_a_kill)
{
	start();
	ck_assert_int_eq(running_stop(&server, SIGINT), EXIT_DONE);
	start();
	ck_assert_int_eq(running_stop(&server, SIGKILL), -SIGKILL);
	start();
	stop();
	program_do("check", directory);
}
END_TEST

/* ---- certificates ---- */

START_TEST(a_revoked_certificate_is_refused_after_sighup)
{
	char good[128], bad[128];
	issue("good", good);
	issue("bad", bad);
	scratch_write("data/xuejid.conf", "require_client_certificate = true;\n");
	start();
	grpc_init();
	const char *ca = text_of("data/ca.crt");
	struct client *first =
		connect_with(ca, client_text(good, ".crt"), client_text(good, ".key"));
	struct client *second =
		connect_with(ca, client_text(bad, ".crt"), client_text(bad, ".key"));
	ck_assert_int_eq(health(first), GRPC_STATUS_OK);
	ck_assert_int_eq(health(second), GRPC_STATUS_OK);
	is_kept_out(ca, NULL, NULL);
	program_do("cert", "revoke", directory, bad);
	ck_assert_int_eq(health(second), GRPC_STATUS_OK);
	kill(server.pid, SIGHUP);
	running_expect_log(&server, "reload.done");
	ck_assert_int_eq(health(first), GRPC_STATUS_OK);
	ck_assert_int_ne(health(second), GRPC_STATUS_OK);
	ck_assert_int_ne(health_with(ca, client_text(bad, ".crt"), client_text(bad, ".key")),
		GRPC_STATUS_OK);
	client_free(first);
	client_free(second);
	stop();
	grpc_shutdown_blocking();
}
END_TEST

START_TEST(a_revocation_list_that_cannot_be_read_leaves_the_old_one)
{
	char bad[128];
	issue("bad", bad);
	scratch_write("data/xuejid.conf", "require_client_certificate = true;\n");
	program_do("cert", "revoke", directory, bad);
	start();
	grpc_init();
	struct client *client = connect_with(
		text_of("data/ca.crt"), client_text(bad, ".crt"), client_text(bad, ".key"));
	ck_assert_int_ne(health(client), GRPC_STATUS_OK);
	scratch_write("data/revoked", "? nonsense\n");
	kill(server.pid, SIGHUP);
	running_expect_log(&server, "reload.failed what=revoked");
	ck_assert_int_ne(health(client), GRPC_STATUS_OK);
	client_free(client);
	stop();
	grpc_shutdown_blocking();
}
END_TEST

static char *serial_shown(void)
{
	char command[PATH_MAX], line[200] = "";
	snprintf(command, sizeof command,
		"openssl s_client -connect %s -alpn h2 < /dev/null 2> /dev/null | "
		"openssl x509 -noout -serial",
		server.addresses[0]);
	FILE *out = popen(command, "r");
	ck_assert_ptr_nonnull(fgets(line, sizeof line, out));
	pclose(out);
	ck_assert_int_eq(strncmp(line, "serial=", 7), 0);
	return texts[n_texts++] = strdup(line);
}

START_TEST(a_renewed_certificate_is_shown_after_sighup_and_disturbs_nobody)
{
	start();
	grpc_init();
	const char *ca = text_of("data/ca.crt");
	struct client *client = connect_with(ca, NULL, NULL);
	ck_assert_int_eq(health(client), GRPC_STATUS_OK);
	const char *serial = serial_shown();
	program_do("cert", "renew", directory, "server");
	ck_assert_str_eq(serial_shown(), serial);
	kill(server.pid, SIGHUP);
	running_expect_log(&server, "reload.done");
	ck_assert_str_ne(serial_shown(), serial);
	ck_assert_int_eq(health(client), GRPC_STATUS_OK);
	ck_assert_int_eq(health_with(ca, NULL, NULL), GRPC_STATUS_OK);
	client_free(client);
	stop();
	grpc_shutdown_blocking();
}
END_TEST

START_TEST(a_certificate_that_cannot_be_used_leaves_the_old_one)
{
	start();
	grpc_init();
	const char *ca = text_of("data/ca.crt");
	const char *serial = serial_shown();
	scratch_write("data/server.crt", "nonsense");
	kill(server.pid, SIGHUP);
	running_expect_log(&server, "reload.failed what=certificates");
	ck_assert_str_eq(serial_shown(), serial);
	ck_assert_int_eq(health_with(ca, NULL, NULL), GRPC_STATUS_OK);
	stop();
	grpc_shutdown_blocking();
}
END_TEST

/* ---- warnings ---- */

START_TEST(it_warns_of_what_comes_to_an_end)
{
	scratch_write("data/xuejid.conf", "warn_certificate_days = 3650;\n"
					  "warn_disk_free_mib = 1073741824;\n");
	start();
	running_expect_log(&server, " warn watch.certificate name=xuejid expires=");
	running_expect_log(&server, " warn watch.disk free_mib=");
	stop();
}
END_TEST

/* Of every year up to the next one, whatever is built in: what is not known is warned of. */
static void write_holidays(void)
{
	time_t now = time(NULL);
	struct tm today;
	char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	gmtime_r(&now, &today);
	fputs("date,kind,festival\n", out);
	for (int year = 2026; year <= 1901 + today.tm_year; year++)
		fprintf(out, "%d-01-01,holiday,元旦\n", year);
	fclose(out);
	scratch_write("data/holidays.csv", text);
	free(text);
}

START_TEST(it_is_silent_when_all_is_well)
{
	write_holidays();
	scratch_write(
		"data/xuejid.conf", "warn_disk_free_mib = 0;\nholidays_file = \"holidays.csv\";\n");
	start();
	grpc_init();
	ck_assert_int_eq(health_with(text_of("data/ca.crt"), NULL, NULL), GRPC_STATUS_OK);
	char *log = running_log(&server);
	ck_assert_msg(strstr(log, " warn ") == NULL && strstr(log, " error ") == NULL, "%s", log);
	free(log);
	stop();
	grpc_shutdown_blocking();
}
END_TEST

SUITE_ONCE("serve", data_first, data_last, data_open, after, it_answers_where_it_says_it_is_ready,
	the_settings_say_where_to_listen, it_tells_systemd,
	it_stops_when_told_and_comes_back_after_a_kill,
	a_revoked_certificate_is_refused_after_sighup,
	a_revocation_list_that_cannot_be_read_leaves_the_old_one,
	a_renewed_certificate_is_shown_after_sighup_and_disturbs_nobody,
	a_certificate_that_cannot_be_used_leaves_the_old_one, it_warns_of_what_comes_to_an_end,
	it_is_silent_when_all_is_well)
