#include <stdio.h>

#include "tests/rpc/expect_stream.h"

/* ---- streams ---- */

START_TEST(a_stream_brings_every_item_in_order)
{
	begin();
	struct client_call *call = open_stream(TRIAL "Count", 1000, 100);
	for (int64_t i = 1; i <= 1000; i++)
		ck_assert_int_eq(read_number(call), i);
	ck_assert_int_eq(read_number(call), -1);
	assert_end(call, GRPC_STATUS_OK, NULL);
	assert_end(open_stream(TRIAL "Count", 0, 0), GRPC_STATUS_OK, NULL);
}
END_TEST

START_TEST(a_stream_that_nobody_reads_holds_little)
{
	begin();
	struct client_call *call = open_stream(TRIAL "Count", 1 << 20, 1000);
	read_number(call);
	sleep_ms(300);
	ck_assert_int_eq(rpc_stats(trial->server).active, 1); /* it waits */
	assert_echo(client, "others are served");
	client_cancel(call);
	assert_end(call, GRPC_STATUS_CANCELLED, NULL);
	AWAIT(rpc_stats(trial->server).active == 0);
}
END_TEST

START_TEST(a_peer_that_does_nothing_is_cut_off)
{
	trial->config.limits.stall_ms = 500;
	begin();
	struct client_call *unread = open_stream(TRIAL "Count", 1 << 20, 1000);
	struct client_call *unsent = client_open(client, TRIAL "Echo", NULL);
	struct client_call *silent = client_open(client, TRIAL "Talk", NULL);
	AWAIT(rpc_stats(trial->server).calls == 3);
	AWAIT(rpc_stats(trial->server).active == 0);
	client_cancel(unread);
	client_cancel(unsent);
	client_cancel(silent);
	assert_end(unread, GRPC_STATUS_CANCELLED, NULL);
	assert_end(unsent, GRPC_STATUS_CANCELLED, NULL);
	assert_end(silent, GRPC_STATUS_CANCELLED, NULL);
	assert_echo(client, "others are served");
}
END_TEST

START_TEST(a_watch_is_woken_by_what_was_written)
{
	begin();
	struct client_call *watches[20];
	for (int i = 0; i < 20; i++) {
		watches[i] = open_stream(TRIAL "Watch", 0, 0);
		ck_assert_int_eq(read_number(watches[i]), 0);
	}
	AWAIT(rpc_stats(trial->server).parked == 20);
	ck_assert_int_eq(rpc_stats(trial->server).active, 0);
	put(client, TRIAL "Put", NULL);
	for (int i = 0; i < 20; i++)
		ck_assert_int_eq(read_number(watches[i]), 1);
	AWAIT(rpc_stats(trial->server).parked == 20);
	for (int i = 0; i < 20; i++) {
		client_cancel(watches[i]);
		assert_end(watches[i], GRPC_STATUS_CANCELLED, NULL);
	}
	AWAIT(rpc_stats(trial->server).parked == 0);
	ck_assert_int_eq(rpc_stats(trial->server).active, 0);
}
END_TEST

START_TEST(a_watch_that_is_woken_while_it_goes_away_goes_once)
{
	begin();
	for (int i = 0; i < 100; i++) {
		struct client_call *call = open_stream(TRIAL "Watch", 0, 0);
		read_number(call);
		client_cancel(call);
		rpc_wake(trial->server, TOPIC_TRIAL);
		rpc_wake(trial->server, TOPIC_TRIAL + 1);
		assert_end(call, GRPC_STATUS_CANCELLED, NULL);
	}
	AWAIT(rpc_stats(trial->server).parked == 0);
	AWAIT(rpc_stats(trial->server).active == 0);
}
END_TEST

START_TEST(watches_have_a_limit)
{
	struct client_call *calls[3];
	trial->config.limits.streams = 8; /* of which strangers may hold a quarter */
	begin();
	for (int i = 0; i < 2; i++) {
		calls[i] = open_stream(TRIAL "Watch", 0, 0);
		read_number(calls[i]);
		AWAIT(rpc_stats(trial->server).parked == i + 1);
	}
	calls[2] = open_stream(TRIAL "Watch", 0, 0);
	read_number(calls[2]);
	assert_end(calls[2], GRPC_STATUS_RESOURCE_EXHAUSTED, "SERVER_BUSY");
	client_cancel(calls[0]);
	client_cancel(calls[1]);
	assert_end(calls[0], GRPC_STATUS_CANCELLED, NULL);
	assert_end(calls[1], GRPC_STATUS_CANCELLED, NULL);
}
END_TEST

START_TEST(a_conversation_goes_to_and_fro)
{
	begin();
	struct client_call *call = client_open(client, TRIAL "Talk", NULL);
	Xueji__Trial__V1__EchoRequest request = XUEJI__TRIAL__V1__ECHO_REQUEST__INIT;
	const uint8_t *bytes;
	size_t size;
	for (int i = 0; i < 50; i++) {
		char text[16];
		snprintf(text, sizeof text, "word %d", i);
		request.text = text;
		ck_assert(client_send_message(call, &request));
		ck_assert(client_read(call, &bytes, &size));
		Xueji__Trial__V1__EchoReply *reply =
			xueji__trial__v1__echo_reply__unpack(NULL, size, bytes);
		ck_assert_str_eq(reply->text, text);
		xueji__trial__v1__echo_reply__free_unpacked(reply, NULL);
	}
	assert_end(call, GRPC_STATUS_OK, NULL);
	assert_end(client_open(client, TRIAL "Talk", NULL), GRPC_STATUS_OK, NULL);
	call = client_open(client, TRIAL "Talk", &english);
	client_send(call, "\x12\x01\xff", 3);
	assert_end(call, GRPC_STATUS_INVALID_ARGUMENT, "NOT_UTF8");
}
END_TEST

SUITE_WITH("call_stream", before, after, a_stream_brings_every_item_in_order,
	a_stream_that_nobody_reads_holds_little, a_peer_that_does_nothing_is_cut_off,
	a_watch_is_woken_by_what_was_written, a_watch_that_is_woken_while_it_goes_away_goes_once,
	watches_have_a_limit, a_conversation_goes_to_and_fro)
