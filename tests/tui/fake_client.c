#include "tests/tui/fake_client.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "common/memory.h"
#include "tui/app.h"
#include "tui/client/methods.h"

enum { ANSWERS = 1024, CALLS = 512 };

struct answer {
	char *method, *reason, *text, *field;
	ProtobufCMessage *reply;
	bool is_once;
};

struct call {
	uint64_t number;
	char *method;
	ProtobufCMessage *request;
	bool is_open, is_cancelled, is_lost;
};

struct client {
	struct answer answers[ANSWERS];
	size_t n_answers;
	struct call calls[CALLS];
	size_t n_calls;
	bool is_holding;
	size_t n_to_lose;
	enum client_line line;
	char token[64];
	int fd;
};

struct client *fake_client_new(void)
{
	struct client *client = memory_new(sizeof *client);
	client->line = LINE_UP;
	client->fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	return client;
}

static void forget(struct client *client, size_t i)
{
	struct answer *answer = &client->answers[i];
	free(answer->method);
	free(answer->reason);
	free(answer->text);
	free(answer->field);
	app_drop(answer->reply);
	memmove(answer, answer + 1, (--client->n_answers - i) * sizeof *answer);
}

void client_close(struct client *client)
{
	if (client == NULL)
		return;
	while (client->n_answers > 0)
		forget(client, client->n_answers - 1);
	for (size_t i = 0; i < client->n_calls; i++) {
		free(client->calls[i].method);
		app_drop(client->calls[i].request);
	}
	close(client->fd);
	free(client);
}

/* ---- what the test lays ready */

static struct answer *add_answer(struct client *client, const char *method)
{
	assert(client->n_answers < ANSWERS);
	assert(client_method(&client_methods, method) != NULL);
	struct answer *answer = &client->answers[client->n_answers++];
	*answer = (struct answer){.method = memory_text(method)};
	return answer;
}

static void answer_with(
	struct client *client, const char *method, const ProtobufCMessage *reply, bool is_once)
{
	struct answer *answer = add_answer(client, method);
	assert(reply->descriptor == client_method(&client_methods, method)->reply);
	answer->reply = app_keep(reply);
	answer->is_once = is_once;
}

void fake_answer(struct client *client, const char *method, const ProtobufCMessage *reply)
{
	for (size_t i = client->n_answers; i-- > 0;)
		if (!client->answers[i].is_once && strcmp(client->answers[i].method, method) == 0)
			forget(client, i);
	answer_with(client, method, reply, false);
}

void fake_answer_next(struct client *client, const char *method, const ProtobufCMessage *reply)
{
	answer_with(client, method, reply, true);
}

void fake_refuse_next(struct client *client, const char *method, const char *reason,
	const char *text, const char *field)
{
	struct answer *answer = add_answer(client, method);
	answer->reason = memory_text(reason);
	answer->text = memory_text(text);
	answer->field = memory_text(field);
	answer->is_once = true;
}

static void wake(struct client *client)
{
	uint64_t one = 1;
	ssize_t n = write(client->fd, &one, sizeof one);
	assert(n == sizeof one);
}

void fake_item_next(struct client *client, const char *method, const ProtobufCMessage *item)
{
	fake_answer_next(client, method, item);
	wake(client);
}

void fake_hold(struct client *client)
{
	client->is_holding = true;
}

void fake_release(struct client *client)
{
	client->is_holding = false;
	wake(client);
}

void fake_lose(struct client *client)
{
	for (size_t i = 0; i < client->n_calls; i++)
		client->calls[i].is_lost = client->calls[i].is_open;
	fake_release(client);
}

void fake_lose_next(struct client *client, size_t n)
{
	client->n_to_lose = n;
}

void fake_set_line(struct client *client, enum client_line line)
{
	client->line = line;
	wake(client);
}

const void *fake_request(const struct client *client, const char *method)
{
	for (size_t i = client->n_calls; i-- > 0;)
		if (strcmp(client->calls[i].method, method) == 0)
			return client->calls[i].request;
	return NULL;
}

size_t fake_calls(const struct client *client, const char *method)
{
	size_t n = 0;
	for (size_t i = 0; i < client->n_calls; i++)
		n += strcmp(client->calls[i].method, method) == 0;
	return n;
}

const char *fake_token(const struct client *client)
{
	return client->token;
}

/* ---- the client's functions */

int client_fd(const struct client *client)
{
	return client->fd;
}

void client_set_token(struct client *client, const char *token)
{
	snprintf(client->token, sizeof client->token, "%s", token != NULL ? token : "");
}

void client_set_lang(struct client *client, enum lang lang)
{
	(void)client;
	(void)lang;
}

static void forget_old_calls(struct client *client)
{
	size_t half = CALLS / 2;
	for (size_t i = 0; i < half; i++) {
		free(client->calls[i].method);
		app_drop(client->calls[i].request);
	}
	memmove(client->calls, client->calls + half, half * sizeof *client->calls);
	client->n_calls = half;
}

uint64_t client_call(struct client *client, const char *method, const ProtobufCMessage *request)
{
	const struct client_method *row = client_method(&client_methods, method);
	assert(row != NULL && row->request == request->descriptor);
	if (client->n_calls == CALLS)
		forget_old_calls(client);
	uint64_t number = client->n_calls > 0 ? client->calls[client->n_calls - 1].number + 1 : 1;
	client->calls[client->n_calls++] = (struct call){
		.number = number,
		.method = memory_text(method),
		.request = app_keep(request),
		.is_open = true,
		.is_lost = client->n_to_lose > 0,
	};
	client->n_to_lose -= client->n_to_lose > 0;
	wake(client);
	return number;
}

static struct call *find_call(struct client *client, uint64_t number)
{
	for (size_t i = 0; i < client->n_calls; i++)
		if (client->calls[i].number == number)
			return &client->calls[i];
	return NULL;
}

uint64_t client_repeat(struct client *client, uint64_t number)
{
	struct call *call = find_call(client, number);
	return call != NULL ? client_call(client, call->method, call->request) : 0;
}

void client_cancel(struct client *client, uint64_t number)
{
	struct call *call = find_call(client, number);
	if (call != NULL)
		call->is_cancelled = true;
}

static size_t find_answer(const struct client *client, const char *method)
{
	for (int once = 1; once >= 0; once--)
		for (size_t i = 0; i < client->n_answers; i++)
			if (client->answers[i].is_once == once &&
				strcmp(client->answers[i].method, method) == 0)
				return i;
	return client->n_answers;
}

bool fake_has_answer(const struct client *client, const char *method)
{
	return find_answer(client, method) < client->n_answers;
}

static bool is_stream(const struct call *call)
{
	return client_method(&client_methods, call->method)->is_stream;
}

struct memory {
	ProtobufCMessage *reply;
	struct client_fault fault;
	char *reason, *text, *field;
};

static void fill(struct client *client, const struct call *call, struct client_reply *out)
{
	size_t i = find_answer(client, call->method);
	struct memory *memory = out->memory;
	if (i == client->n_answers) {
		fprintf(stderr, "no answer was laid ready for %s\n", call->method);
		out->outcome = CLIENT_REFUSED, out->reason = "INTERNAL", out->text = "";
		return;
	}
	struct answer *answer = &client->answers[i];
	memory->reply = app_keep(answer->reply);
	memory->reason = memory_text(answer->reason);
	memory->text = memory_text(answer->text);
	memory->field = memory_text(answer->field);
	out->outcome = memory->reply == NULL ? CLIENT_REFUSED
		       : is_stream(call)     ? CLIENT_ITEM
					     : CLIENT_OK;
	out->message = memory->reply;
	out->reason = memory->reason, out->text = memory->text;
	memory->fault = (struct client_fault){memory->field, memory->text};
	out->faults = &memory->fault;
	out->n_faults = memory->field != NULL;
	if (answer->is_once)
		forget(client, i);
}

bool client_take(struct client *client, struct client_reply *out)
{
	uint64_t count;
	ssize_t ignored = read(client->fd, &count, sizeof count);
	(void)ignored;
	for (size_t i = 0; i < client->n_calls && !client->is_holding; i++) {
		struct call *call = &client->calls[i];
		bool is_ready = !is_stream(call) || call->is_cancelled || call->is_lost ||
				find_answer(client, call->method) < client->n_answers;
		if (!call->is_open || !is_ready)
			continue;
		call->is_open = is_stream(call) && !call->is_cancelled && !call->is_lost;
		*out = (struct client_reply){
			.call = call->number, .memory = memory_new(sizeof(struct memory))};
		if (call->is_cancelled)
			out->outcome = CLIENT_CANCELLED;
		else if (call->is_lost)
			out->outcome = CLIENT_UNKNOWN;
		else
			fill(client, call, out);
		return true;
	}
	return false;
}

void client_wait(struct client *client, uint64_t number, struct client_reply *out)
{
	struct call *call = find_call(client, number);
	assert(call != NULL && call->is_open && !is_stream(call));
	call->is_open = false;
	*out = (struct client_reply){.call = number, .memory = memory_new(sizeof(struct memory))};
	fill(client, call, out);
}

void client_reply_free(struct client_reply *reply)
{
	struct memory *memory = reply->memory;
	app_drop(memory->reply);
	free(memory->reason);
	free(memory->text);
	free(memory->field);
	free(memory);
}

enum client_line client_line(struct client *client, const char **why_out)
{
	if (why_out != NULL)
		*why_out = client->line == LINE_UP ? "" : "the line to the server is down";
	return client->line;
}

int64_t client_round_trip_us(struct client *client)
{
	(void)client;
	return 1200;
}
