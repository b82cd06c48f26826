#include <pthread.h>
#include <stdio.h>

#include "common/date.h"
#include "tests/rpc/expect_stream.h"

/* ---- limits and load ---- */

START_TEST(calls_beyond_the_limit_are_refused_at_once)
{
	enum { LIMIT = 10 };
	struct client_call *calls[LIMIT];
	Xueji__Trial__V1__EchoRequest request = XUEJI__TRIAL__V1__ECHO_REQUEST__INIT;
	trial->config.limits.calls = LIMIT;
	begin();
	for (int i = 0; i < LIMIT; i++) /* held open by half-sent requests */
		calls[i] = client_open(client, TRIAL "EchoSignedIn",
			&(struct call_options){.token = trial->token});
	AWAIT(rpc_stats(trial->server).active == LIMIT);
	struct answer answer;
	struct call_options options = signed_in();
	client_unary(client, TRIAL "EchoSignedIn", &request, &options, &answer);
	assert_code(&answer, GRPC_STATUS_RESOURCE_EXHAUSTED, "SERVER_BUSY");
	ck_assert_ptr_nonnull(answer.retry);
	answer_free(&answer);
	for (int i = 0; i < LIMIT; i++) {
		ck_assert(client_send_message(calls[i], &request));
		assert_end(calls[i], GRPC_STATUS_OK, NULL);
	}
	assert_refused(TRIAL "EchoSignedIn", &request, &options, GRPC_STATUS_OK, NULL);
}
END_TEST

START_TEST(strangers_cannot_take_every_place)
{
	struct client_call *calls[5];
	Xueji__Trial__V1__EchoRequest request = XUEJI__TRIAL__V1__ECHO_REQUEST__INIT;
	struct call_options options = signed_in();
	trial->config.limits.calls = 10;
	begin();
	for (int i = 0; i < 5; i++)
		calls[i] = client_open(client, TRIAL "Echo", NULL);
	AWAIT(rpc_stats(trial->server).active == 5);
	assert_refused(
		TRIAL "Echo", &request, &english, GRPC_STATUS_RESOURCE_EXHAUSTED, "SERVER_BUSY");
	assert_refused(TRIAL "EchoSignedIn", &request, &options, GRPC_STATUS_OK, NULL);
	for (int i = 0; i < 5; i++) {
		client_cancel(calls[i]);
		assert_end(calls[i], GRPC_STATUS_CANCELLED, NULL);
	}
}
END_TEST

static void *many_calls(void *arg)
{
	struct client *mine = trial_client(trial, 0);
	intptr_t thread = (intptr_t)arg;
	for (int i = 0; i < 312; i++) {
		char text[32];
		snprintf(text, sizeof text, "%d of %d", i, (int)thread);
		if (i % 64 == 63)
			put(mine, TRIAL "Put", NULL);
		else
			assert_echo(mine, text);
	}
	client_free(mine);
	return NULL;
}

START_TEST(five_thousand_calls_from_sixteen_threads)
{
	pthread_t threads[16];
	begin();
	for (intptr_t i = 0; i < 16; i++)
		pthread_create(&threads[i], NULL, many_calls, (void *)i);
	for (int i = 0; i < 16; i++)
		pthread_join(threads[i], NULL);
	ck_assert_int_eq(rpc_stats(trial->server).calls, 16 * 312);
	ck_assert_int_eq(rpc_stats(trial->server).refused, 0);
	AWAIT(rpc_stats(trial->server).active == 0);
}
END_TEST

SUITE_WITH("limits", before, after, calls_beyond_the_limit_are_refused_at_once,
	strangers_cannot_take_every_place, five_thousand_calls_from_sixteen_threads)
