#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "tests/tui/client/far.h"

static struct far far;
static struct relay *relay;

static void before(void)
{
	far = far_start();
	relay = relay_start(far.address);
}

static void after(void)
{
	relay_stop(relay);
	far_stop(&far);
}

static void expect_why(struct client *client, enum client_line line, const char *part)
{
	const char *why;
	far_expect_line(client, line);
	client_line(client, &why);
	ck_assert_msg(strstr(why, part) != NULL, "it says: %s", why);
}

START_TEST(a_call_waits_for_a_server_that_is_started_again)
{
	struct client *client =
		far_client(&far, (struct client_options){.server = far.local_address});
	int64_t before_it = far_written(client);
	far_tell(&far, "stop");
	far_expect_line(client, LINE_DOWN);
	uint64_t call = far_put(client, TRIAL "Put", false);
	far_tell(&far, "start");
	struct client_reply reply = far_await(client, call, CLIENT_OK);
	ck_assert_int_eq(far_times(&reply), before_it + 1);
	client_reply_free(&reply);
	far_expect_line(client, LINE_UP);
	client_close(client);
}
END_TEST

START_TEST(a_server_that_is_not_there_is_said_to_be_so)
{
	far_tell(&far, "stop");
	struct client *client = far_client(&far, (struct client_options){.patience_ms = 1});
	struct client_reply reply =
		far_await(client, far_put(client, TRIAL "Put", false), CLIENT_REFUSED);
	ck_assert_str_eq(reply.reason, "NO_LINE");
	ck_assert_ptr_nonnull(strstr(reply.text, "No server answers at 127.0.0.1"));
	client_reply_free(&reply);
	client_close(client);
	client = far_client(&far, (struct client_options){.server = far.local_address});
	expect_why(client, LINE_DOWN, "No server answers at unix:");
	client_close(client);
}
END_TEST

START_TEST(another_authoritys_server_is_refused_for_good)
{
	far_tell(&far, "stop");
	far_tell(&far, "impersonate");
	far_tell(&far, "start");
	struct client *client =
		far_client(&far, (struct client_options){.server = far.local_address});
	uint64_t call = far_put(client, TRIAL "Put", false);
	struct client_reply reply = far_await(client, call, CLIENT_REFUSED);
	ck_assert_ptr_nonnull(strstr(reply.text, "do not go on"));
	client_reply_free(&reply);
	expect_why(client, LINE_REFUSED, "do not go on");
	far_ended(client, far_put(client, TRIAL "Put", false), CLIENT_REFUSED);
	client_close(client);
}
END_TEST

START_TEST(a_server_of_another_name_is_refused_for_good)
{
	struct client *client =
		far_client(&far, (struct client_options){.server = relay_other_address(relay)});
	expect_why(client, LINE_REFUSED, "certificate for another name");
	client_close(client);
}
END_TEST

START_TEST(a_server_that_is_replaced_under_way_is_refused)
{
	struct client *client =
		far_client(&far, (struct client_options){.server = far.local_address});
	far_written(client);
	far_tell(&far, "stop");
	far_tell(&far, "impersonate");
	uint64_t call = far_put(client, TRIAL "Put", false);
	far_tell(&far, "start");
	far_ended(client, call, CLIENT_REFUSED);
	expect_why(client, LINE_REFUSED, "do not go on");
	client_close(client);
}
END_TEST

START_TEST(a_server_that_wants_a_certificate_is_said_to_perhaps_want_one)
{
	struct client *client =
		far_client(&far, (struct client_options){.server = far.strict_address});
	expect_why(client, LINE_DOWN, "may ask for a certificate");
	client_close(client);
}
END_TEST

START_TEST(a_file_that_is_no_certificate_is_refused_at_once)
{
	char why[WHY_SIZE];
	struct client_options options = {.server = far.address, .ca = "/nowhere/ca.crt"};
	ck_assert_ptr_null(client_open(&options, why));
	ck_assert_ptr_nonnull(strstr(why, "/nowhere/ca.crt"));
	options.ca = "/proc/self/exe";
	ck_assert_ptr_null(client_open(&options, why));
	options =
		(struct client_options){.server = far.address, .ca = far.ca, .certificate = far.ca};
	ck_assert_ptr_null(client_open(&options, why));
	options = (struct client_options){.server = "nonsense", .ca = far.ca};
	ck_assert_ptr_null(client_open(&options, why));
	ck_assert_str_eq(why, "\"nonsense\" is no address; write HOST:PORT or unix:PATH.");
}
END_TEST

SUITE_WITH("peer", before, after, a_call_waits_for_a_server_that_is_started_again,
	a_server_that_is_not_there_is_said_to_be_so, another_authoritys_server_is_refused_for_good,
	a_server_of_another_name_is_refused_for_good,
	a_server_that_is_replaced_under_way_is_refused,
	a_server_that_wants_a_certificate_is_said_to_perhaps_want_one,
	a_file_that_is_no_certificate_is_refused_at_once)
