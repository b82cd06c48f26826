#include "tui/client/client.h"

#include <assert.h>
#include <grpc/grpc_security.h>
#include <grpc/support/log.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "common/address.h"
#include "common/date.h"
#include "common/file.h"
#include "common/memory.h"
#include "tui/client/channel.h"
#include "tui/client/reply.h"
#include "tui/client/state.h"

enum { PATIENCE_MS = 20000, DEADLINE_MS = 30000 };

/* ---- the worker ---- */

static bool is_over(const struct client *client)
{
	return client->is_closing && TAILQ_EMPTY(&client->sent) && !client->is_watching &&
	       client->probe == NULL;
}

/* The one thread in `next`: without it nothing moves on the line. */
static void *work(void *arg)
{
	struct client *client = arg;
	for (bool over = false; !over;) {
		grpc_event event = grpc_completion_queue_next(
			client->queue, gpr_inf_future(GPR_CLOCK_MONOTONIC), NULL);
		if (event.type == GRPC_QUEUE_SHUTDOWN)
			break;
		struct tag *tag = event.tag;
		pthread_mutex_lock(&client->lock);
		tag->run(tag, event.success != 0);
		over = is_over(client);
		pthread_mutex_unlock(&client->lock);
	}
	return NULL;
}

/* ---- opening and closing ---- */

static void fill(struct client *client, const struct client_options *options)
{
	pthread_mutex_init(&client->lock, NULL);
	TAILQ_INIT(&client->waiting);
	TAILQ_INIT(&client->sent);
	TAILQ_INIT(&client->kept);
	STAILQ_INIT(&client->answers);
	client->methods = options->methods != NULL ? options->methods : &client_methods;
	client->lang = options->lang;
	client->patience_ms = options->patience_ms != 0 ? options->patience_ms : PATIENCE_MS;
	client->deadline_ms = options->deadline_ms != 0 ? options->deadline_ms : DEADLINE_MS;
	client->server = memory_new(strlen(options->server) + 1);
	memcpy(client->server, options->server, strlen(options->server));
	client->trouble = TROUBLE_CONNECTING;
	client->state = GRPC_CHANNEL_IDLE;
}

static void dispose(struct client *client)
{
	client_set_token(client, NULL);
	pthread_mutex_destroy(&client->lock);
	free(client->server);
	close(client->fd);
	free(client);
}

/* Signals are the opener's: no thread of the core may take one. */
static void start(struct client *client, grpc_channel_credentials *credentials)
{
	client->queue = grpc_completion_queue_create_for_next(NULL);
	client->channel = channel_open(client->server, credentials, &client->tickets);
	grpc_channel_check_connectivity_state(client->channel, 1);
	line_watch(client);
	int error = pthread_create(&client->worker, NULL, work, client);
	assert(error == 0);
}

struct client *client_open(const struct client_options *options, char why[WHY_SIZE])
{
	sigset_t all, old;
	struct client *client = NULL;
	grpc_channel_credentials *credentials;
	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, &old);
	channel_prepare();
	if (address_kind(options->server) == ADDRESS_BAD)
		why_set(why, "\"%s\" is no address; write HOST:PORT or unix:PATH.",
			options->server);
	else if ((credentials = channel_credentials(options, why)) != NULL) {
		client = memory_new(sizeof *client);
		fill(client, options);
		client->fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
		assert(client->fd >= 0);
		start(client, credentials);
		grpc_channel_credentials_release(credentials);
	}
	if (client == NULL)
		channel_forget();
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	return client;
}

static void free_calls(struct call_list *list)
{
	struct call *call;
	while ((call = TAILQ_FIRST(list)) != NULL) {
		TAILQ_REMOVE(list, call, link);
		call_free(call);
	}
}

static void cancel_all(struct client *client)
{
	struct call *call, *next;
	client->is_closing = true;
	for (call = TAILQ_FIRST(&client->sent); call != NULL; call = next) {
		next = TAILQ_NEXT(call, link);
		call_cancel(call);
	}
	if (client->channel != NULL)
		grpc_channel_destroy(client->channel);
	client->channel = NULL;
}

void client_close(struct client *client)
{
	struct client_reply reply;
	if (client == NULL)
		return;
	pthread_mutex_lock(&client->lock);
	cancel_all(client);
	if (is_over(client))
		grpc_completion_queue_shutdown(
			client->queue); /* nothing more will come to wake it */
	bool was_over = is_over(client);
	pthread_mutex_unlock(&client->lock);
	pthread_join(client->worker, NULL);
	if (!was_over)
		grpc_completion_queue_shutdown(client->queue);
	while (grpc_completion_queue_next(client->queue, gpr_inf_future(GPR_CLOCK_MONOTONIC), NULL)
			.type != GRPC_QUEUE_SHUTDOWN)
		;
	grpc_completion_queue_destroy(client->queue);
	grpc_ssl_session_cache_destroy(client->tickets);
	while (client_take(client, &reply))
		client_reply_free(&reply);
	free_calls(&client->waiting);
	free_calls(&client->kept);
	dispose(client);
	channel_forget();
}

/* ---- settings ---- */

int client_fd(const struct client *client)
{
	return client->fd;
}

void client_set_token(struct client *client, const char *token)
{
	char *copy = NULL;
	if (token != NULL) {
		copy = memory_new(strlen(token) + 1);
		memcpy(copy, token, strlen(token));
	}
	pthread_mutex_lock(&client->lock);
	char *old = client->token;
	client->token = copy;
	pthread_mutex_unlock(&client->lock);
	if (old != NULL)
		explicit_bzero(old, strlen(old));
	free(old);
}

void client_set_lang(struct client *client, enum lang lang)
{
	pthread_mutex_lock(&client->lock);
	client->lang = lang;
	pthread_mutex_unlock(&client->lock);
}

/* ---- calls ---- */

uint64_t client_call(struct client *client, const char *method, const ProtobufCMessage *request)
{
	return client_call_keyed(client, method, request, NULL);
}

uint64_t client_call_keyed(
	struct client *client, const char *method, const ProtobufCMessage *request, const char *key)
{
	const struct client_method *row = client_method(client->methods, method);
	assert(row != NULL && request->descriptor == row->request);
	pthread_mutex_lock(&client->lock);
	struct call *call = call_new(client, row, request, key);
	uint64_t number = call->number;
	call_start(call);
	pthread_mutex_unlock(&client->lock);
	return number;
}

static struct call *find(struct call_list *list, uint64_t number)
{
	struct call *call;
	TAILQ_FOREACH(call, list, link)
	if (call->number == number)
		return call;
	return NULL;
}

uint64_t client_repeat(struct client *client, uint64_t number)
{
	pthread_mutex_lock(&client->lock);
	struct call *call = find(&client->kept, number);
	uint64_t again = 0;
	if (call != NULL) {
		TAILQ_REMOVE(&client->kept, call, link);
		client->n_kept--;
		again = call->number = ++client->last_number;
		call_start(call);
	}
	pthread_mutex_unlock(&client->lock);
	return again;
}

void client_cancel(struct client *client, uint64_t number)
{
	pthread_mutex_lock(&client->lock);
	struct call *call = find(&client->sent, number);
	if (call == NULL)
		call = find(&client->waiting, number);
	if (call != NULL)
		call_cancel(call);
	pthread_mutex_unlock(&client->lock);
}

/* ---- replies ---- */

void client_signal(struct client *client)
{
	ssize_t written = write(client->fd, &(uint64_t){1}, sizeof(uint64_t));
	(void)written; /* full: it is readable already */
}

void client_answer(struct client *client, const struct client_reply *reply)
{
	struct answer *answer = arena_one(reply->memory, struct answer);
	answer->reply = *reply;
	STAILQ_INSERT_TAIL(&client->answers, answer, link);
	client_signal(client);
}

static void drain(struct client *client)
{
	uint64_t count;
	ssize_t got = read(client->fd, &count, sizeof count);
	(void)got; /* nothing to drain is fine */
}

/* The next reply, of this call (0: any). */
static bool take(struct client *client, uint64_t number, struct client_reply *out)
{
	struct answer *answer;
	STAILQ_FOREACH(answer, &client->answers, link)
	if (number == 0 || answer->reply.call == number)
		break;
	if (answer == NULL)
		return false;
	STAILQ_REMOVE(&client->answers, answer, answer, link);
	*out = answer->reply;
	struct call *call = out->outcome == CLIENT_ITEM ? find(&client->sent, out->call) : NULL;
	if (call != NULL && !client->is_closing)
		call_resume(call);
	return true;
}

bool client_take(struct client *client, struct client_reply *out)
{
	pthread_mutex_lock(&client->lock);
	bool found = take(client, 0, out);
	if (!found)
		drain(client);
	pthread_mutex_unlock(&client->lock);
	return found;
}

void client_wait(struct client *client, uint64_t call, struct client_reply *out)
{
	struct pollfd ready = {.fd = client->fd, .events = POLLIN};
	for (;;) {
		pthread_mutex_lock(&client->lock);
		bool found = take(client, call, out);
		drain(client);
		if (found && !STAILQ_EMPTY(&client->answers))
			client_signal(client); /* for those who look at the fd */
		pthread_mutex_unlock(&client->lock);
		if (found)
			return;
		poll(&ready, 1, -1);
	}
}

void client_reply_free(struct client_reply *reply)
{
	if (reply->memory != NULL)
		arena_free(reply->memory);
	*reply = (struct client_reply){0};
}

/* ---- the line ---- */

enum client_line client_line(struct client *client, const char **why_out)
{
	pthread_mutex_lock(&client->lock);
	enum client_line line = client->line;
	trouble_say(client->trouble, client->server, client->lang, client->shown_why,
		sizeof client->shown_why);
	pthread_mutex_unlock(&client->lock);
	*why_out = client->shown_why;
	return line;
}

int64_t client_round_trip_us(struct client *client)
{
	pthread_mutex_lock(&client->lock);
	int64_t round_trip_us = client->round_trip_us;
	pthread_mutex_unlock(&client->lock);
	return round_trip_us;
}
