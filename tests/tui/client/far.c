#include "tests/tui/client/far.h"

#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static const struct client_method rows[] = {
#define ROW(name, request, reply, is_stream, is_secret)                                \
	{                                                                              \
		TRIAL name, &xueji__trial__v1__##request##__descriptor,                \
			&xueji__trial__v1__##reply##__descriptor, is_stream, is_secret \
	}
	ROW("Count", count_request, count_reply, true, false),
	ROW("Echo", echo_request, echo_reply, false, false),
	ROW("EchoSignedIn", echo_request, echo_reply, false, false),
	ROW("Fail", fail_request, echo_reply, false, false),
	ROW("Nowhere", echo_request, echo_reply, false, false),
	ROW("Put", put_request, put_reply, false, false),
	ROW("PutSlowly", put_request, put_reply, false, true),
	ROW("Watch", count_request, count_reply, true, false),
};
const struct client_methods trial_client_methods = {rows, sizeof rows / sizeof *rows};

/* ---- the trial ---- */

struct far far_start(void)
{
	struct far far = {0};
	int in[2], out[2];
	ck_assert_int_eq(pipe(in), 0);
	ck_assert_int_eq(pipe(out), 0);
	far.pid = fork();
	ck_assert_int_ge(far.pid, 0);
	if (far.pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		dup2(in[0], STDIN_FILENO);
		dup2(out[1], STDOUT_FILENO);
		close(in[1]);
		execl(TRIAL_SERVER, TRIAL_SERVER, (char *)NULL);
		_exit(127);
	}
	close(in[0]);
	close(out[1]);
	far.in = fdopen(in[1], "w");
	far.out = fdopen(out[0], "r");
	ck_assert_int_eq(fscanf(far.out, "%127s %127s %255s %255s %63s", far.address,
				 far.strict_address, far.local_address, far.ca, far.token),
		5);
	ck_assert_int_eq(fgetc(far.out), '\n');
	return far;
}

void far_stop(struct far *far)
{
	int status;
	fclose(far->in);
	ck_assert_int_eq(waitpid(far->pid, &status, 0), far->pid);
	fclose(far->out);
	if (status != 0) /* out of any test, Check says nothing */
		fprintf(stderr, "the trial server ended with %x\n", (unsigned)status);
	ck_assert_int_eq(status, 0);
}

void far_tell(struct far *far, const char *command)
{
	char answer[16];
	fprintf(far->in, "%s\n", command);
	fflush(far->in);
	ck_assert_ptr_nonnull(fgets(answer, sizeof answer, far->out));
	ck_assert_str_eq(answer, "ok\n");
}

/* ---- the client ---- */

struct client *far_client(const struct far *far, struct client_options options)
{
	char why[WHY_SIZE];
	if (options.server == NULL)
		options.server = far->address;
	if (options.ca == NULL)
		options.ca = far->ca;
	if (options.lang == LANG_ZH)
		options.lang = LANG_EN;
	if (options.methods == NULL)
		options.methods = &trial_client_methods;
	struct client *client = client_open(&options, why);
	ck_assert_msg(client != NULL, "%s", why);
	client_set_token(client, far->token);
	return client;
}

struct client_reply far_call(
	struct client *client, const char *method, const void *request, enum client_outcome outcome)
{
	return far_await(client, client_call(client, method, request), outcome);
}

struct client_reply far_await(struct client *client, uint64_t call, enum client_outcome outcome)
{
	struct client_reply reply;
	client_wait(client, call, &reply);
	ck_assert_msg(reply.outcome == outcome, "outcome %d, code %d %s: %s", reply.outcome,
		reply.code, reply.reason, reply.text);
	return reply;
}

void far_ended(struct client *client, uint64_t call, enum client_outcome outcome)
{
	struct client_reply reply = far_await(client, call, outcome);
	client_reply_free(&reply);
}

uint64_t far_put(struct client *client, const char *method, bool wait)
{
	Xueji__Trial__V1__PutRequest request = XUEJI__TRIAL__V1__PUT_REQUEST__INIT;
	request.key = (char *)"x";
	request.wait = wait;
	return client_call(client, method, (void *)&request);
}

int64_t far_times(const struct client_reply *reply)
{
	return ((const Xueji__Trial__V1__PutReply *)reply->message)->times;
}

int64_t far_written(struct client *client)
{
	struct client_reply reply =
		far_await(client, far_put(client, TRIAL "Put", false), CLIENT_OK);
	int64_t n = far_times(&reply);
	client_reply_free(&reply);
	return n;
}

void far_expect_line(struct client *client, enum client_line line)
{
	const char *why;
	struct pollfd changed = {.fd = client_fd(client), .events = POLLIN};
	struct client_reply reply;
	while (client_line(client, &why) != line) {
		ck_assert_msg(poll(&changed, 1, 20000) == 1, "still %s", why);
		ck_assert(!client_take(client, &reply));
	}
}
