#include "server/rpc/server.h"

#include <pthread.h>
#include <string.h>
#include <sys/stat.h>

#include "common/date.h"
#include "server/store/writer.h"
#include "tests/rpc/expect_stream.h"

/* ---- certificates ---- */

START_TEST(a_listener_may_demand_certificates)
{
	begin();
	struct client *known = trial_client(trial, 1);
	assert_echo(known, "shown");
	client_free(known);
	struct client *stranger = client_new(
		rpc_address(trial->server, 1), &(struct client_options){.ca = trial->keys.ca});
	struct answer answer;
	Xueji__Trial__V1__EchoRequest request = XUEJI__TRIAL__V1__ECHO_REQUEST__INIT;
	struct call_options options = {.deadline_ms = 500};
	client_unary(stranger, TRIAL "Echo", &request, &options, &answer);
	ck_assert_int_ne(answer.code, GRPC_STATUS_OK);
	ck_assert_int_eq(rpc_stats(trial->server).calls, 1);
	answer_free(&answer);
	client_free(stranger);
}
END_TEST

static bool is_console_revoked(void *arg, const char *name)
{
	return *(_Atomic bool *)arg && strncmp(name, "console", 7) == 0;
}

START_TEST(a_revoked_certificate_is_refused_at_the_next_call)
{
	_Atomic bool is_revoked = false;
	trial->config.is_revoked = is_console_revoked;
	trial->config.revoked_arg = &is_revoked;
	begin();
	struct client *known = trial_client(trial, 1);
	assert_echo(known, "good");
	is_revoked = true;
	struct answer answer;
	Xueji__Trial__V1__EchoRequest request = XUEJI__TRIAL__V1__ECHO_REQUEST__INIT;
	client_unary(known, TRIAL "Echo", &request, NULL, &answer);
	assert_code(&answer, GRPC_STATUS_UNAUTHENTICATED, "CLIENT_REVOKED");
	answer_free(&answer);
	assert_echo(client, "the others are as before");
	client_free(known);
}
END_TEST

/* ---- starting ---- */

static enum rpc_problem start_problem(const char *part)
{
	char why[WHY_SIZE] = "";
	struct rpc_server *server;
	struct writer *writer = writer_start(trial->fixture->store);
	enum rpc_problem problem = rpc_start(
		&trial->config, &trial->fixture->app, trial->fixture->store, writer, &server, why);
	ck_assert_ptr_null(server);
	ck_assert_msg(strstr(why, part) != NULL, "%s", why);
	writer_stop(writer);
	return problem;
}

START_TEST(a_port_in_use_is_said)
{
	begin();
	trial->listeners[0].address = rpc_address(trial->server, 0);
	ck_assert_int_eq(start_problem("another program listens there"), RPC_PORT_IN_USE);
	assert_echo(client, "the first is not disturbed");
}
END_TEST

START_TEST(a_bad_address_is_said)
{
	trial->listeners[1].address = "nonsense";
	ck_assert_int_eq(start_problem("nonsense is not an address"), RPC_BAD_ADDRESS);
	trial->listeners[1].address = "192.0.2.1:0";
	ck_assert_int_eq(start_problem("192.0.2.1:0"), RPC_BAD_ADDRESS);
	trial->listeners[1].address = "unix:/nowhere/at/all";
	ck_assert_int_eq(start_problem("No such file"), RPC_BAD_ADDRESS);
}
END_TEST

START_TEST(a_bad_certificate_is_said)
{
	trial->listeners[1].key = "nonsense";
	ck_assert_int_eq(start_problem("not usable"), RPC_BAD_CERTIFICATE);
	trial->listeners[1].key = trial->keys.client_key; /* of another certificate */
	ck_assert_int_eq(start_problem("not usable"), RPC_BAD_CERTIFICATE);
	trial->listeners[1].key = trial->keys.key;
	trial->listeners[1].client_ca = "nonsense";
	ck_assert_int_eq(start_problem("not usable"), RPC_BAD_CERTIFICATE);
}
END_TEST

START_TEST(a_socket_file_is_taken_over_only_from_the_dead)
{
	struct stat st;
	const char *address = arena_printf(trial->arena, "unix:%s", trial_path(trial, "keys"));
	trial->listeners[1] = trial->listeners[0];
	trial->listeners[1].address = address;
	ck_assert_int_eq(start_problem("File exists"), RPC_BAD_ADDRESS);
	address = arena_printf(trial->arena, "unix:%s", trial_path(trial, "sock"));
	trial->listeners[1].address = address;
	begin();
	ck_assert_str_eq(rpc_address(trial->server, 1), address);
	ck_assert_int_eq(stat(address + 5, &st), 0);
	ck_assert_int_eq(st.st_mode & 0777, 0660);
	struct client *local = client_new(address, &(struct client_options){.ca = trial->keys.ca});
	assert_echo(local, "over the socket");
	client_free(local);
	trial->listeners[0].address = "127.0.0.1:0";
	ck_assert_int_eq(start_problem("another program listens there"), RPC_PORT_IN_USE);
}
END_TEST

/* ---- stopping ---- */

static void *stop(void *arg)
{
	rpc_stop(arg, 20000);
	return NULL;
}

START_TEST(stopping_ends_what_waits_and_finishes_what_runs)
{
	pthread_t stopper;
	struct call_options options = signed_in();
	Xueji__Trial__V1__PutRequest slow = XUEJI__TRIAL__V1__PUT_REQUEST__INIT;
	struct client_call *puts[2];
	slow.wait = true;
	begin();
	trial_hold(true);
	struct client_call *watch = open_stream(TRIAL "Watch", 0, 0);
	read_number(watch);
	struct client_call *talk = client_open(client, TRIAL "Talk", NULL);
	for (int i = 0; i < 2; i++) {
		puts[i] = client_open(client, i ? TRIAL "Put" : TRIAL "PutSlowly", &options);
		client_send_message(puts[i], &slow);
		client_half_close(puts[i]);
	}
	AWAIT(rpc_stats(trial->server).active == 3 && rpc_stats(trial->server).parked == 1);
	int64_t start = clock_monotonic_us();
	pthread_create(&stopper, NULL, stop, trial->server);
	trial->server = NULL;
	ck_assert_int_eq(read_number(watch), -1);
	assert_end(watch, GRPC_STATUS_UNAVAILABLE, "STOPPING");
	trial_hold(false);
	assert_end(puts[0], GRPC_STATUS_OK, NULL);
	assert_end(puts[1], GRPC_STATUS_OK, NULL);
	pthread_join(stopper, NULL);
	ck_assert_int_lt(clock_monotonic_us() - start, 15000000); /* it waited for no idle peer */
	struct answer answer;
	client_finish(talk, &answer);
	ck_assert_int_ne(answer.code, GRPC_STATUS_OK);
	answer_free(&answer);
}
END_TEST

START_TEST(stopping_does_not_wait_for_ever)
{
	begin();
	struct client_call *unread = open_stream(TRIAL "Count", 1 << 20, 1000);
	struct client_call *unsent = client_open(client, TRIAL "Echo", NULL);
	AWAIT(rpc_stats(trial->server).active == 2);
	int64_t start = clock_monotonic_us();
	rpc_stop(trial->server, 300);
	trial->server = NULL;
	ck_assert_int_lt(clock_monotonic_us() - start, 10000000);
	struct answer answer;
	client_finish(unread, &answer);
	ck_assert_int_ne(answer.code, GRPC_STATUS_OK);
	answer_free(&answer);
	client_finish(unsent, &answer);
	ck_assert_int_ne(answer.code, GRPC_STATUS_OK);
	answer_free(&answer);
}
END_TEST

SUITE_WITH("server", before, after, a_listener_may_demand_certificates,
	a_revoked_certificate_is_refused_at_the_next_call, a_port_in_use_is_said,
	a_bad_address_is_said, a_bad_certificate_is_said,
	a_socket_file_is_taken_over_only_from_the_dead,
	stopping_ends_what_waits_and_finishes_what_runs, stopping_does_not_wait_for_ever)
