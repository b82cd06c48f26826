/* What the engine's tests share: a trial, a client of it, and what they expect of answers. */
#pragma once

#include <time.h>

#include "server/rpc/server.h"
#include "tests/rpc/trial.h"
#include "tests/support/suite.h"

static struct trial *trial;
static struct client *client;

/* Not for each test: some change the configuration first. */
static inline void begin(void)
{
	trial_start(trial);
	client = trial_client(trial, 0);
}

static inline void before(void)
{
	trial = trial_new();
	grpc_init();
}

static inline void after(void)
{
	if (client != NULL)
		client_free(client);
	trial_free(trial);
	grpc_shutdown_blocking();
}

static inline void sleep_ms(int ms)
{
	nanosleep(&(struct timespec){ms / 1000, ms % 1000 * 1000000L}, NULL);
}

static inline struct call_options signed_in(void)
{
	return (struct call_options){.token = trial->token, .lang = "en"};
}

static const struct call_options english = {.lang = "en"};

static inline void assert_code(
	const struct answer *answer, grpc_status_code code, const char *reason)
{
	ck_assert_msg(answer->code == code, "code %d: %s", answer->code, answer->text);
	if (reason != NULL) {
		ck_assert_ptr_nonnull(answer->info);
		ck_assert_str_eq(answer->info->reason, reason);
		ck_assert_str_eq(answer->info->domain, "xueji");
	}
}

static inline void assert_echo(struct client *from, const char *text)
{
	struct answer answer;
	Xueji__Trial__V1__EchoRequest request = XUEJI__TRIAL__V1__ECHO_REQUEST__INIT;
	request.text = (char *)text;
	client_unary(from, TRIAL "Echo", &request, &english, &answer);
	assert_code(&answer, GRPC_STATUS_OK, NULL);
	Xueji__Trial__V1__EchoReply *reply =
		xueji__trial__v1__echo_reply__unpack(NULL, answer.size, answer.bytes);
	ck_assert_ptr_nonnull(reply);
	ck_assert_str_eq(reply->text, text);
	xueji__trial__v1__echo_reply__free_unpacked(reply, NULL);
	answer_free(&answer);
}

static inline void assert_refused(const char *method, const void *message,
	const struct call_options *options, grpc_status_code code, const char *reason)
{
	struct answer answer;
	client_unary(client, method, message, options, &answer);
	assert_code(&answer, code, reason);
	answer_free(&answer);
}

/* Waits for what another thread brings about. */
#define AWAIT(condition)                                               \
	do {                                                           \
		for (int tries = 0; !(condition); tries++) {           \
			ck_assert_msg(tries < 1000, "%s", #condition); \
			sleep_ms(10);                                  \
		}                                                      \
	} while (0)

static inline long long put(struct client *from, const char *method, const char *key)
{
	struct answer answer;
	struct call_options options = signed_in();
	Xueji__Trial__V1__PutRequest request = XUEJI__TRIAL__V1__PUT_REQUEST__INIT;
	request.key = (char *)"k";
	options.key = key;
	client_unary(from, method, &request, &options, &answer);
	assert_code(&answer, GRPC_STATUS_OK, NULL);
	Xueji__Trial__V1__PutReply *reply =
		xueji__trial__v1__put_reply__unpack(NULL, answer.size, answer.bytes);
	long long times = reply->times;
	xueji__trial__v1__put_reply__free_unpacked(reply, NULL);
	answer_free(&answer);
	return times;
}
