#include <string.h>

#include "common/memory.h"
#include "tests/rpc/expect.h"

/* ---- unary calls ---- */

START_TEST(a_call_is_answered)
{
	begin();
	assert_echo(client, "学籍");
	assert_echo(client, "");
}
END_TEST

START_TEST(a_large_message_in_many_pieces_comes_back)
{
	begin();
	Xueji__Trial__V1__EchoRequest request = XUEJI__TRIAL__V1__ECHO_REQUEST__INIT;
	struct answer answer;
	request.payload.len = 250000;
	request.payload.data = memory_new(request.payload.len);
	memset(request.payload.data, 'x', request.payload.len);
	client_unary(client, TRIAL "Echo", &request, NULL, &answer);
	assert_code(&answer, GRPC_STATUS_OK, NULL);
	ck_assert_uint_gt(answer.size, 250000);
	answer_free(&answer);
	free(request.payload.data);
}
END_TEST

START_TEST(an_unknown_method_is_refused_at_once)
{
	begin();
	Xueji__Trial__V1__EchoRequest request = XUEJI__TRIAL__V1__ECHO_REQUEST__INIT;
	static const char *const paths[] = {"/xueji.trial.v1.Trial/Nothing", "/nothing", "/",
		"/xueji.trial.v1.Trial/", "/xueji.trial.v1.Trial/EchoEcho",
		"/xueji.trial.v1.Trial"};
	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
		assert_refused(
			paths[i], &request, &english, GRPC_STATUS_UNIMPLEMENTED, "NO_SUCH_METHOD");
}
END_TEST

START_TEST(a_stranger_is_told_to_sign_in)
{
	begin();
	Xueji__Trial__V1__EchoRequest request = XUEJI__TRIAL__V1__ECHO_REQUEST__INIT;
	struct call_options forged = {.token = "AAAAAAAAAAAAAAAAAAAAAA", .lang = "en"};
	assert_refused(TRIAL "EchoSignedIn", &request, &english, GRPC_STATUS_UNAUTHENTICATED,
		"NOT_SIGNED_IN");
	assert_refused(TRIAL "EchoSignedIn", &request, &forged, GRPC_STATUS_UNAUTHENTICATED,
		"SESSION_ENDED");
	assert_refused(
		TRIAL "Put", &request, &english, GRPC_STATUS_UNAUTHENTICATED, "NOT_SIGNED_IN");
}
END_TEST

START_TEST(who_has_signed_in_is_answered)
{
	begin();
	struct call_options options = signed_in();
	Xueji__Trial__V1__EchoRequest request = XUEJI__TRIAL__V1__ECHO_REQUEST__INIT;
	assert_refused(TRIAL "EchoSignedIn", &request, &options, GRPC_STATUS_OK, NULL);
	assert_refused(TRIAL "Look", &request, &options, GRPC_STATUS_OK, NULL);
}
END_TEST

START_TEST(a_place_must_lie_within_ones_units)
{
	begin();
	struct call_options options = signed_in();
	struct answer answer;
	Xueji__Trial__V1__FindRequest request = XUEJI__TRIAL__V1__FIND_REQUEST__INIT;
	request.unit = (char *)"1";
	client_unary(client, TRIAL "Find", &request, &options, &answer);
	assert_code(&answer, GRPC_STATUS_OK, NULL);
	ck_assert_uint_eq(answer.size, 2 + strlen("中国"));
	answer_free(&answer);
	request.unit = (char *)"2";
	assert_refused(
		TRIAL "Find", &request, &options, GRPC_STATUS_PERMISSION_DENIED, "OUTSIDE_SCOPE");
}
END_TEST

START_TEST(odd_headers_do_no_harm)
{
	begin();
	Xueji__Trial__V1__EchoRequest request = XUEJI__TRIAL__V1__ECHO_REQUEST__INIT;
	char token[40];
	struct call_options options = {.extra_key = "authorization"};
	static const char *const values[] = {"", "Bearer", "Bearer ", "Basic dGVzdA==", "x"};
	for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
		options.extra_value = values[i];
		assert_refused(TRIAL "EchoSignedIn", &request, &options,
			GRPC_STATUS_UNAUTHENTICATED, NULL);
		assert_refused(TRIAL "Echo", &request, &options, GRPC_STATUS_OK, NULL);
	}
	snprintf(token, sizeof token, "bEARER %s", trial->token);
	options.extra_value = token;
	assert_refused(TRIAL "EchoSignedIn", &request, &options, GRPC_STATUS_OK, NULL);
	options = (struct call_options){.lang = "  ", .key = "!!", .token = trial->token};
	assert_refused(TRIAL "EchoSignedIn", &request, &options, GRPC_STATUS_OK, NULL);
	assert_refused(TRIAL "Put", &request, &options, GRPC_STATUS_INVALID_ARGUMENT, "BAD_KEY");
}
END_TEST

START_TEST(a_call_without_a_message_is_refused)
{
	begin();
	struct answer answer;
	struct client_call *call = client_open(client, TRIAL "Echo", NULL);
	client_finish(call, &answer);
	assert_code(&answer, GRPC_STATUS_INVALID_ARGUMENT, "NO_MESSAGE");
	answer_free(&answer);
}
END_TEST

START_TEST(what_cannot_be_decoded_is_refused)
{
	begin();
	struct answer answer;
	client_unary_bytes(client, TRIAL "Echo", "\x0a\x7f", 2, &english, &answer);
	assert_code(&answer, GRPC_STATUS_INVALID_ARGUMENT, "MALFORMED");
	ck_assert_str_eq(
		answer.text, "The message cannot be decoded: it ends in the middle of a field.");
	answer_free(&answer);
	client_unary_bytes(client, TRIAL "Echo", "\x12\x01\xff", 3, &english, &answer);
	assert_code(&answer, GRPC_STATUS_INVALID_ARGUMENT, "NOT_UTF8");
	ck_assert_uint_eq(answer.bad->n_field_violations, 1);
	ck_assert_str_eq(answer.bad->field_violations[0]->field, "text");
	answer_free(&answer);
}
END_TEST

START_TEST(a_message_over_the_limit_is_refused)
{
	begin();
	struct answer answer;
	static uint8_t bytes[2 << 20];
	client_unary_bytes(client, TRIAL "Echo", bytes, 262145, &english, &answer);
	assert_code(&answer, GRPC_STATUS_RESOURCE_EXHAUSTED, "MESSAGE_TOO_LARGE");
	ck_assert_str_eq(
		answer.text, "The message is larger than 262144 bytes; send it in pieces.");
	answer_free(&answer);
	client_unary_bytes(client, TRIAL "Echo", bytes, sizeof bytes, &english, &answer);
	assert_code(&answer, GRPC_STATUS_RESOURCE_EXHAUSTED, NULL);
	answer_free(&answer);
	assert_echo(client, "still there");
}
END_TEST

START_TEST(a_compressed_message_is_refused)
{
	begin();
	static uint8_t zeros[100000];
	struct answer answer;
	struct call_options options = {.gzip = true};
	Xueji__Trial__V1__EchoRequest request = XUEJI__TRIAL__V1__ECHO_REQUEST__INIT;
	request.payload = (ProtobufCBinaryData){sizeof zeros, zeros};
	client_unary(client, TRIAL "Echo", &request, &options, &answer);
	assert_code(&answer, GRPC_STATUS_UNIMPLEMENTED, NULL);
	answer_free(&answer);
}
END_TEST

START_TEST(a_fault_of_the_program_gives_a_number)
{
	begin();
	Xueji__Trial__V1__FailRequest request = XUEJI__TRIAL__V1__FAIL_REQUEST__INIT;
	struct answer answer;
	client_unary(client, TRIAL "Fail", &request, &english, &answer);
	assert_code(&answer, GRPC_STATUS_INTERNAL, "INTERNAL");
	ck_assert_ptr_nonnull(strstr(answer.text, "number: "));
	answer_free(&answer);
}
END_TEST

START_TEST(the_caller_chooses_the_language)
{
	begin();
	struct call_options chinese = {.lang = "zh_CN"};
	struct answer answer;
	Xueji__Trial__V1__EchoRequest request = XUEJI__TRIAL__V1__ECHO_REQUEST__INIT;
	client_unary(client, TRIAL "EchoSignedIn", &request, &chinese, &answer);
	ck_assert_str_eq(answer.text, "请先登录。");
	ck_assert_str_eq(answer.status->message, "请先登录。");
	answer_free(&answer);
}
END_TEST

/* ---- writes ---- */

START_TEST(a_write_is_written_and_repeated_only_by_word)
{
	begin();
	ck_assert_int_eq(put(client, TRIAL "Put", NULL), 1);
	ck_assert_int_eq(put(client, TRIAL "Put", "key-0001"), 2);
	ck_assert_int_eq(put(client, TRIAL "Put", "key-0001"), 2);
	ck_assert_int_eq(put(client, TRIAL "PutSlowly", NULL), 3);
}
END_TEST

static struct client_call *open_put(const char *method)
{
	struct call_options options = signed_in();
	Xueji__Trial__V1__PutRequest request = XUEJI__TRIAL__V1__PUT_REQUEST__INIT;
	struct client_call *call = client_open(client, method, &options);
	request.wait = true;
	client_send_message(call, &request);
	client_half_close(call);
	return call;
}

static void assert_end(struct client_call *call, grpc_status_code code)
{
	struct answer answer;
	client_finish(call, &answer);
	assert_code(&answer, code, NULL);
	answer_free(&answer);
}

START_TEST(a_cancelled_write_in_the_queue_is_not_done)
{
	begin();
	trial_hold(true);
	struct client_call *first = open_put(TRIAL "Put");
	AWAIT(rpc_stats(trial->server).active == 1);
	struct client_call *second = open_put(TRIAL "Put");
	AWAIT(rpc_stats(trial->server).active == 2);
	client_cancel(second);
	assert_end(second, GRPC_STATUS_CANCELLED);
	AWAIT(rpc_stats(trial->server).cancelled == 1 || rpc_stats(trial->server).active == 1);
	trial_hold(false);
	assert_end(first, GRPC_STATUS_OK);
	ck_assert_int_eq(put(client, TRIAL "Put", NULL), 2);
}
END_TEST

START_TEST(a_deadline_is_kept_while_a_write_waits)
{
	begin();
	struct call_options options = signed_in();
	Xueji__Trial__V1__PutRequest slow = XUEJI__TRIAL__V1__PUT_REQUEST__INIT;
	slow.wait = true;
	options.deadline_ms = 300;
	trial_hold(true);
	assert_refused(TRIAL "PutSlowly", &slow, &options, GRPC_STATUS_DEADLINE_EXCEEDED, NULL);
	AWAIT(rpc_stats(trial->server).cancelled == 1 || rpc_stats(trial->server).active == 0);
	trial_hold(false);
	AWAIT(rpc_stats(trial->server).active == 0);
	ck_assert_int_eq(put(client, TRIAL "Put", NULL), 1);
}
END_TEST

START_TEST(a_flood_of_slow_calls_stalls_nobody)
{
	enum { FLOOD = 30, LANE = 5 };
	struct client_call *calls[FLOOD];
	int done = 0;
	trial->config.limits.lane = LANE;
	begin();
	trial_hold(true);
	calls[0] = open_put(TRIAL "PutSlowly");
	assert_echo(client, "the lane has taken the first");
	for (int i = 1; i < FLOOD; i++)
		calls[i] = open_put(TRIAL "PutSlowly");
	AWAIT(rpc_stats(trial->server).refused >= FLOOD - LANE - 1);
	assert_echo(client, "quick");
	trial_hold(false);
	for (int i = 0; i < FLOOD; i++) {
		struct answer answer;
		client_finish(calls[i], &answer);
		if (answer.code == GRPC_STATUS_OK)
			done++;
		else
			assert_code(&answer, GRPC_STATUS_RESOURCE_EXHAUSTED, "SERVER_BUSY");
		ck_assert(answer.code == GRPC_STATUS_OK || answer.retry->retry_delay->seconds == 1);
		answer_free(&answer);
	}
	ck_assert_int_ge(done, LANE);
	ck_assert_int_le(done, LANE + 1);
}
END_TEST

SUITE_WITH("call", before, after, a_call_is_answered, a_large_message_in_many_pieces_comes_back,
	an_unknown_method_is_refused_at_once, a_stranger_is_told_to_sign_in,
	who_has_signed_in_is_answered, a_place_must_lie_within_ones_units, odd_headers_do_no_harm,
	a_call_without_a_message_is_refused, what_cannot_be_decoded_is_refused,
	a_message_over_the_limit_is_refused, a_compressed_message_is_refused,
	a_fault_of_the_program_gives_a_number, the_caller_chooses_the_language,
	a_write_is_written_and_repeated_only_by_word, a_cancelled_write_in_the_queue_is_not_done,
	a_deadline_is_kept_while_a_write_waits, a_flood_of_slow_calls_stalls_nobody)
