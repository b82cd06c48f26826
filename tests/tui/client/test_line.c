#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "tests/tui/client/far.h"

static struct far far;
static struct relay *relay;

static void first(void)
{
	far = far_start();
}

static void last(void)
{
	far_stop(&far);
}

static void before(void)
{
	relay = relay_start(far.address);
}

static void after(void)
{
	relay_stop(relay);
}

static struct client *client_over_relay(struct client_options options)
{
	options.server = relay_address(relay);
	return far_client(&far, options);
}

START_TEST(a_write_whose_answer_was_lost_is_done_once_and_answered)
{
	struct client *client = client_over_relay((struct client_options){0});
	struct client *other = far_client(&far, (struct client_options){0});
	int64_t before_it = far_written(client), last;
	relay_set(relay, RELAY_SWALLOW);
	uint64_t call = far_put(client, TRIAL "Put", false);
	for (int64_t n = 1; (last = far_written(other)) == before_it + n; n++)
		; /* until the lost one is done too */
	relay_set(relay, RELAY_CUT);
	far_expect_line(client, LINE_DOWN);
	relay_set(relay, RELAY_PASS);
	struct client_reply reply = far_await(client, call, CLIENT_OK);
	ck_assert_int_gt(far_times(&reply), before_it);
	ck_assert_int_lt(far_times(&reply), last);
	client_reply_free(&reply);
	ck_assert_int_eq(far_written(other), last + 1);
	client_close(other);
	client_close(client);
}
END_TEST

START_TEST(what_was_never_sent_is_refused_as_not_done)
{
	struct client *client = client_over_relay((struct client_options){.patience_ms = 1});
	int64_t before_it = far_written(client);
	relay_set(relay, RELAY_CUT);
	far_expect_line(client, LINE_DOWN);
	struct client_reply reply =
		far_await(client, far_put(client, TRIAL "Put", false), CLIENT_REFUSED);
	ck_assert_str_eq(reply.reason, "NO_LINE");
	client_reply_free(&reply);
	relay_set(relay, RELAY_PASS);
	far_expect_line(client, LINE_UP);
	ck_assert_int_eq(far_written(client), before_it + 1);
	client_close(client);
}
END_TEST

START_TEST(one_can_ask_whether_it_went_through)
{
	struct client *client = client_over_relay((struct client_options){.deadline_ms = 500});
	far_expect_line(client, LINE_UP); /* or the deadline would pass while connecting */
	int64_t before_it = far_written(client);
	relay_set(relay, RELAY_SWALLOW);
	uint64_t call = far_put(client, TRIAL "Put", false);
	far_ended(client, call, CLIENT_UNKNOWN);
	relay_set(relay, RELAY_CUT);
	far_expect_line(client, LINE_DOWN);
	relay_set(relay, RELAY_PASS);
	far_expect_line(client, LINE_UP);
	uint64_t again = client_repeat(client, call);
	ck_assert_uint_gt(again, call);
	struct client_reply reply = far_await(client, again, CLIENT_OK);
	ck_assert_int_eq(far_times(&reply), before_it + 1);
	client_reply_free(&reply);
	ck_assert_uint_eq(client_repeat(client, call), 0);
	ck_assert_uint_eq(client_repeat(client, again), 0);
	client_close(client);
}
END_TEST

START_TEST(one_that_may_have_gone_through_is_never_called_undone)
{
	struct client *client =
		client_over_relay((struct client_options){.deadline_ms = 500, .patience_ms = 1});
	far_expect_line(client, LINE_UP);
	far_written(client);
	relay_set(relay, RELAY_SWALLOW);
	uint64_t call = far_put(client, TRIAL "Put", false);
	far_ended(client, call, CLIENT_UNKNOWN);
	relay_set(relay, RELAY_CUT);
	far_expect_line(client, LINE_DOWN);
	uint64_t again = client_repeat(client, call);
	far_ended(client, again, CLIENT_UNKNOWN); /* it was not sent this time; but before it was */
	client_close(client);
}
END_TEST

START_TEST(what_cannot_be_repeated_is_sent_once)
{
	struct client *client = client_over_relay((struct client_options){0});
	int64_t before_it = far_written(client);
	relay_set(relay, RELAY_SWALLOW);
	uint64_t call = far_put(client, TRIAL "PutSlowly", false);
	struct client *other = far_client(&far, (struct client_options){0});
	while (far_written(other) < before_it + 3) /* one of them is the lost one's */
		;
	relay_set(relay, RELAY_CUT);
	far_ended(client, call, CLIENT_UNKNOWN);
	relay_set(relay, RELAY_PASS);
	far_expect_line(client, LINE_UP);
	ck_assert_uint_eq(client_repeat(client, call), 0);
	client_close(other);
	client_close(client);
}
END_TEST

START_TEST(only_the_last_unknown_calls_are_remembered)
{
	struct client *client = client_over_relay((struct client_options){.deadline_ms = 300});
	uint64_t calls[17];
	far_expect_line(client, LINE_UP); /* or the deadline would pass while connecting */
	far_written(client);
	relay_set(relay, RELAY_SWALLOW);
	for (int i = 0; i < 17; i++)
		calls[i] = far_put(client, TRIAL "Put", false);
	for (int i = 0; i < 17; i++)
		far_ended(client, calls[i], CLIENT_UNKNOWN);
	int n = 0;
	relay_set(relay, RELAY_CUT);
	for (int i = 0; i < 17; i++)
		n += client_repeat(client, calls[i]) != 0;
	ck_assert_int_eq(n, 16);
	client_close(client);
}
END_TEST

START_TEST(a_stream_whose_line_breaks_says_so)
{
	struct client *client = client_over_relay((struct client_options){0});
	Xueji__Trial__V1__CountRequest count = XUEJI__TRIAL__V1__COUNT_REQUEST__INIT;
	uint64_t call = client_call(client, TRIAL "Watch", (void *)&count);
	far_ended(client, call, CLIENT_ITEM);
	relay_set(relay, RELAY_CUT);
	far_ended(client, call, CLIENT_UNKNOWN);
	client_close(client);
}
END_TEST

START_TEST(a_call_that_waits_for_the_line_can_be_cancelled)
{
	relay_set(relay, RELAY_CUT);
	struct client *client = client_over_relay((struct client_options){0});
	uint64_t call = far_put(client, TRIAL "Put", false);
	client_cancel(client, call);
	far_ended(client, call, CLIENT_CANCELLED);
	/* who leaves while the core connects leaves its threads behind */
	relay_set(relay, RELAY_PASS);
	far_expect_line(client, LINE_UP);
	client_close(client);
}
END_TEST

START_TEST(silence_ends_with_the_deadline)
{
	struct client *client = client_over_relay((struct client_options){.deadline_ms = 300});
	far_expect_line(client, LINE_UP); /* or the deadline would pass while connecting */
	far_written(client);
	relay_set(relay, RELAY_SWALLOW);
	struct client_reply reply =
		far_await(client, far_put(client, TRIAL "Put", false), CLIENT_UNKNOWN);
	ck_assert_ptr_nonnull(strstr(reply.text, "not known"));
	client_reply_free(&reply);
	client_close(client);
}
END_TEST

SUITE_ONCE("line", first, last, before, after,
	a_write_whose_answer_was_lost_is_done_once_and_answered,
	what_was_never_sent_is_refused_as_not_done, one_can_ask_whether_it_went_through,
	one_that_may_have_gone_through_is_never_called_undone, what_cannot_be_repeated_is_sent_once,
	only_the_last_unknown_calls_are_remembered, a_stream_whose_line_breaks_says_so,
	a_call_that_waits_for_the_line_can_be_cancelled, silence_ends_with_the_deadline)
