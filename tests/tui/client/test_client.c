#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "tests/tui/client/far.h"

static struct far far;

static void before(void)
{
	far = far_start();
}

static void after(void)
{
	far_stop(&far);
}

static void expect_echo(struct client *client)
{
	Xueji__Trial__V1__EchoRequest echo = XUEJI__TRIAL__V1__ECHO_REQUEST__INIT;
	echo.text = (char *)"学籍";
	struct client_reply reply = far_call(client, TRIAL "Echo", &echo, CLIENT_OK);
	const Xueji__Trial__V1__EchoReply *said = (const void *)reply.message;
	ck_assert_str_eq(said->text, "学籍");
	ck_assert_uint_gt(reply.bytes_up, 0);
	ck_assert_uint_gt(reply.bytes_down, 0);
	client_reply_free(&reply);
}

START_TEST(a_call_is_answered)
{
	struct client *client = far_client(&far, (struct client_options){0});
	expect_echo(client);
	const char *why;
	ck_assert_int_eq(client_line(client, &why), LINE_UP);
	ck_assert_str_eq(why, "");
	ck_assert_int_gt(client_round_trip_us(client), 0);
	client_close(client);
}
END_TEST

START_TEST(a_socket_file_is_as_good_as_a_port)
{
	struct client *client =
		far_client(&far, (struct client_options){.server = far.local_address});
	expect_echo(client);
	client_close(client);
}
END_TEST

START_TEST(the_token_goes_with_calls_until_it_is_taken_away)
{
	Xueji__Trial__V1__EchoRequest echo = XUEJI__TRIAL__V1__ECHO_REQUEST__INIT;
	struct client *client = far_client(&far, (struct client_options){0});
	struct client_reply reply = far_call(client, TRIAL "EchoSignedIn", &echo, CLIENT_OK);
	client_reply_free(&reply);
	client_set_token(client, NULL);
	reply = far_call(client, TRIAL "EchoSignedIn", &echo, CLIENT_REFUSED);
	ck_assert_str_eq(reply.reason, "NOT_SIGNED_IN");
	ck_assert_str_eq(reply.text, "Sign in first.");
	ck_assert_int_eq(reply.code, 16);
	client_reply_free(&reply);
	client_set_lang(client, LANG_ZH);
	reply = far_call(client, TRIAL "EchoSignedIn", &echo, CLIENT_REFUSED);
	ck_assert_str_eq(reply.text, "请先登录。");
	client_reply_free(&reply);
	client_close(client);
}
END_TEST

START_TEST(a_refusal_names_every_fault)
{
	struct client *client = far_client(&far, (struct client_options){0});
	Xueji__Trial__V1__FailRequest fail = XUEJI__TRIAL__V1__FAIL_REQUEST__INIT;
	fail.reason = (char *)"TOO_LONG";
	fail.faults = 3;
	struct client_reply reply = far_call(client, TRIAL "Fail", &fail, CLIENT_REFUSED);
	ck_assert_uint_eq(reply.n_faults, 3);
	ck_assert_str_eq(reply.faults[2].field, "items[2].name");
	ck_assert_str_eq(reply.faults[2].text, "is longer than 40 characters; shorten it");
	client_reply_free(&reply);
	client_close(client);
}
END_TEST

START_TEST(what_the_server_does_not_know_is_refused)
{
	Xueji__Trial__V1__EchoRequest echo = XUEJI__TRIAL__V1__ECHO_REQUEST__INIT;
	struct client *client = far_client(&far, (struct client_options){0});
	struct client_reply reply = far_call(client, TRIAL "Nowhere", &echo, CLIENT_REFUSED);
	ck_assert_str_eq(reply.reason, "NO_SUCH_METHOD");
	client_reply_free(&reply);
	client_close(client);
}
END_TEST

START_TEST(thousands_of_calls_are_answered_each)
{
	enum { CALLS = 5000, AT_A_TIME = 50 };
	struct client *client = far_client(&far, (struct client_options){0});
	Xueji__Trial__V1__EchoRequest echo = XUEJI__TRIAL__V1__ECHO_REQUEST__INIT;
	static char seen[CALLS + 2];
	size_t sent = 0, taken = 0;
	while (taken < CALLS) {
		struct pollfd ready = {.fd = client_fd(client), .events = POLLIN};
		struct client_reply reply;
		while (sent < CALLS && sent - taken < AT_A_TIME) {
			ck_assert_uint_gt(client_call(client, TRIAL "Echo", (void *)&echo), 0);
			sent++;
		}
		ck_assert_int_eq(poll(&ready, 1, 20000), 1);
		while (client_take(client, &reply)) {
			ck_assert_int_eq(reply.outcome, CLIENT_OK);
			ck_assert_uint_le(reply.call, CALLS);
			ck_assert_int_eq(seen[reply.call]++, 0);
			client_reply_free(&reply);
			taken++;
		}
	}
	client_close(client);
}
END_TEST

START_TEST(a_stream_gives_its_items_in_order_and_ends)
{
	struct client *client = far_client(&far, (struct client_options){0});
	Xueji__Trial__V1__CountRequest count = XUEJI__TRIAL__V1__COUNT_REQUEST__INIT;
	struct client_reply reply;
	count.to = 500;
	count.size = 1000;
	uint64_t call = client_call(client, TRIAL "Count", (void *)&count);
	for (int64_t i = 1; i <= 500; i++) {
		client_wait(client, call, &reply);
		ck_assert_int_eq(reply.outcome, CLIENT_ITEM);
		ck_assert_int_eq(((const Xueji__Trial__V1__CountReply *)reply.message)->number, i);
		client_reply_free(&reply);
	}
	client_wait(client, call, &reply);
	ck_assert_int_eq(reply.outcome, CLIENT_OK);
	ck_assert_ptr_null(reply.message);
	client_reply_free(&reply);
	client_close(client);
}
END_TEST

START_TEST(a_stream_that_waits_can_be_cancelled)
{
	struct client *client = far_client(&far, (struct client_options){0});
	Xueji__Trial__V1__CountRequest count = XUEJI__TRIAL__V1__COUNT_REQUEST__INIT;
	struct client_reply reply;
	uint64_t call = client_call(client, TRIAL "Watch", (void *)&count);
	client_wait(client, call, &reply);
	ck_assert_int_eq(reply.outcome, CLIENT_ITEM);
	client_reply_free(&reply);
	client_cancel(client, call);
	client_wait(client, call, &reply);
	ck_assert_int_eq(reply.outcome, CLIENT_CANCELLED);
	client_reply_free(&reply);
	client_cancel(client, call); /* there is none any more */
	expect_echo(client);
	client_close(client);
}
END_TEST

START_TEST(a_client_closes_with_calls_and_streams_under_way)
{
	struct client *client = far_client(&far, (struct client_options){0});
	Xueji__Trial__V1__CountRequest count = XUEJI__TRIAL__V1__COUNT_REQUEST__INIT;
	Xueji__Trial__V1__PutRequest put = XUEJI__TRIAL__V1__PUT_REQUEST__INIT;
	expect_echo(client);
	far_tell(&far, "hold");
	put.wait = 1;
	count.to = 1000;
	count.size = 10000;
	ck_assert_uint_gt(client_call(client, TRIAL "Put", (void *)&put), 0);
	ck_assert_uint_gt(client_call(client, TRIAL "Count", (void *)&count), 0);
	ck_assert_uint_gt(client_call(client, TRIAL "Watch", (void *)&count), 0);
	client_close(client);
	far_tell(&far, "release");
	client_close(NULL);
}
END_TEST

SUITE_ONCE("client", before, after, NULL, NULL, a_call_is_answered,
	a_socket_file_is_as_good_as_a_port, the_token_goes_with_calls_until_it_is_taken_away,
	a_refusal_names_every_fault, what_the_server_does_not_know_is_refused,
	thousands_of_calls_are_answered_each, a_stream_gives_its_items_in_order_and_ends,
	a_stream_that_waits_can_be_cancelled, a_client_closes_with_calls_and_streams_under_way)
