#include <grpc/byte_buffer.h>
#include <grpc/slice.h>
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "common/date.h"
#include "common/memory.h"
#include "tui/client/reply.h"
#include "tui/client/state.h"

/* A server that takes calls and drops them again and again does not get them for ever. */
enum { ATTEMPTS_MAX = 5 };

static const struct sentence no_answer = {"No answer came in time. It is not known whether this "
					  "was done; ask again before you do it anew.",
	"未在规定时间内收到答复。不能确定是否已办理；重新办理前请先查询。"};
static const struct sentence line_broke = {
	"The line broke before the answer came. It is not known whether this was done; ask again "
	"before you do it anew.",
	"线路中断，未收到答复。不能确定是否已办理；重新办理前请先查询。"};
static const struct sentence unreadable = {
	"The answer cannot be read. It is not known whether this was done; the server may be newer "
	"than this program.",
	"答复无法解读。不能确定是否已办理；服务器版本可能比本程序新。"};
static const struct sentence cancelled = {"Cancelled.", "已取消。"};

/* ---- coming and going ---- */

static int64_t now_us(void)
{
	return clock_monotonic_us();
}

/* 132 bits that nobody has used before: 22 characters that the server takes as a key. */
static void make_key(char key[KEY_MAX + 1])
{
	static const char letters[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
	unsigned char random[KEY_SIZE];
	ssize_t got = getrandom(random, sizeof random, 0);
	assert(got == (ssize_t)sizeof random); /* never less, for so few */
	for (size_t i = 0; i < KEY_SIZE; i++)
		key[i] = letters[random[i] % 64];
	key[KEY_SIZE] = '\0';
}

struct call *call_new(struct client *client, const struct client_method *method,
	const ProtobufCMessage *request, const char *key)
{
	struct call *call = memory_new(sizeof *call);
	call->client = client;
	call->method = method;
	call->number = ++client->last_number;
	call->request_size = protobuf_c_message_get_packed_size(request);
	call->request = memory_new(call->request_size + 1);
	protobuf_c_message_pack(request, call->request);
	if (key != NULL)
		snprintf(call->key, sizeof call->key, "%s", key);
	else
		make_key(call->key);
	return call;
}

void call_free(struct call *call)
{
	explicit_bzero(call->request, call->request_size);
	free(call->request);
	free(call);
}

static struct call_list *list_of(struct call *call)
{
	struct client *client = call->client;
	return call->place == CALL_WAITING ? &client->waiting
	       : call->place == CALL_SENT  ? &client->sent
					   : &client->kept;
}

static void move(struct call *call, enum call_place place)
{
	TAILQ_REMOVE(list_of(call), call, link);
	call->place = place;
	TAILQ_INSERT_TAIL(list_of(call), call, link);
}

/* ---- sending ---- */

static void begin(struct call *call, const grpc_op *ops, size_t n, struct tag *tag)
{
	grpc_call_error error = grpc_call_start_batch(call->grpc, ops, n, tag, NULL);
	assert(error == GRPC_CALL_OK);
	call->pending++;
}

static void receive(struct call *call)
{
	grpc_op op = {.op = GRPC_OP_RECV_MESSAGE};
	op.data.recv_message.recv_message = &call->message;
	begin(call, &op, 1, &call->received);
}

static size_t fill_metadata(const struct call *call, grpc_metadata metadata[3])
{
	const struct client *client = call->client;
	char bearer[256];
	size_t n = 0;
	metadata[n++] = (grpc_metadata){.key = grpc_slice_from_static_string("idempotency-key"),
		.value = grpc_slice_from_copied_string(call->key)};
	metadata[n++] = (grpc_metadata){.key = grpc_slice_from_static_string("xueji-lang"),
		.value = grpc_slice_from_static_string(client->lang == LANG_EN ? "en" : "zh-CN")};
	if (client->token != NULL) {
		snprintf(bearer, sizeof bearer, "Bearer %s", client->token);
		metadata[n++] =
			(grpc_metadata){.key = grpc_slice_from_static_string("authorization"),
				.value = grpc_slice_from_copied_string(bearer)};
		explicit_bzero(bearer, sizeof bearer);
	}
	return n;
}

static void open_with_request(struct call *call)
{
	grpc_metadata metadata[3];
	size_t n = fill_metadata(call, metadata);
	grpc_slice request =
		grpc_slice_from_copied_buffer((const char *)call->request, call->request_size);
	grpc_byte_buffer *message = grpc_raw_byte_buffer_create(&request, 1);
	grpc_op ops[4] = {{.op = GRPC_OP_SEND_INITIAL_METADATA}, {.op = GRPC_OP_SEND_MESSAGE},
		{.op = GRPC_OP_SEND_CLOSE_FROM_CLIENT}, {.op = GRPC_OP_RECV_INITIAL_METADATA}};
	ops[0].data.send_initial_metadata.metadata = metadata;
	ops[0].data.send_initial_metadata.count = n;
	ops[1].data.send_message.send_message = message;
	ops[3].data.recv_initial_metadata.recv_initial_metadata = &call->initial;
	begin(call, ops, 4, &call->opened);
	grpc_byte_buffer_destroy(message);
	grpc_slice_unref(request);
	for (size_t i = 0; i < n; i++)
		grpc_slice_unref(metadata[i].value);
}

static void await_status(struct call *call)
{
	grpc_op op = {.op = GRPC_OP_RECV_STATUS_ON_CLIENT};
	op.data.recv_status_on_client.trailing_metadata = &call->trailing;
	op.data.recv_status_on_client.status = &call->code;
	op.data.recv_status_on_client.status_details = &call->text;
	begin(call, &op, 1, &call->ended);
}

static gpr_timespec grpc_deadline(const struct call *call)
{
	if (call->deadline_us == INT64_MAX)
		return gpr_inf_future(GPR_CLOCK_MONOTONIC);
	return gpr_time_add(gpr_now(GPR_CLOCK_MONOTONIC),
		gpr_time_from_micros(call->deadline_us - now_us(), GPR_TIMESPAN));
}

static void is_opened(struct tag *tag, bool ok);
static void is_received(struct tag *tag, bool ok);
static void is_ended(struct tag *tag, bool ok);

static void give_to_core(struct call *call)
{
	struct client *client = call->client;
	char path[256];
	snprintf(path, sizeof path, "/%s", call->method->path);
	grpc_slice method = grpc_slice_from_copied_string(path);
	call->grpc = grpc_channel_create_call(client->channel, NULL, GRPC_PROPAGATE_DEFAULTS,
		client->queue, method, NULL, grpc_deadline(call), NULL);
	grpc_slice_unref(method);
	call->opened.run = is_opened;
	call->received.run = is_received;
	call->ended.run = is_ended;
	call->text = grpc_empty_slice();
	grpc_metadata_array_init(&call->initial);
	grpc_metadata_array_init(&call->trailing);
	call->attempts++;
	call->was_sent = true;
	call->sent_us = now_us();
	move(call, CALL_SENT);
	await_status(call);
	open_with_request(call);
	receive(call);
}

void call_start(struct call *call)
{
	const struct client *client = call->client;
	call->began_us = now_us();
	call->deadline_us =
		call->method->is_stream ? INT64_MAX : call->began_us + client->deadline_ms * 1000LL;
	call->attempts = 0;
	call->place = CALL_WAITING;
	TAILQ_INSERT_TAIL(&call->client->waiting, call, link);
	calls_look(call->client);
}

/* ---- the end ---- */

/* Forgets the attempt, not the call. */
static void close_attempt(struct call *call)
{
	if (call->message != NULL)
		grpc_byte_buffer_destroy(call->message);
	call->message = NULL;
	grpc_slice_unref(call->text);
	grpc_metadata_array_destroy(&call->initial);
	grpc_metadata_array_destroy(&call->trailing);
	grpc_call_unref(call->grpc);
	call->grpc = NULL;
	call->is_paused = false;
}

static void finish(struct call *call, struct client_reply *reply)
{
	struct client *client = call->client;
	reply->bytes_up = (uint32_t)call->request_size;
	bool is_kept = reply->outcome == CLIENT_UNKNOWN && !call->method->is_secret &&
		       !call->method->is_stream;
	client_answer(client, reply);
	TAILQ_REMOVE(list_of(call), call, link);
	if (!is_kept) {
		call_free(call);
		return;
	}
	call->place = CALL_KEPT;
	TAILQ_INSERT_HEAD(&client->kept, call, link);
	if (++client->n_kept <= KEPT_MAX)
		return;
	struct call *oldest = TAILQ_LAST(&client->kept, call_list);
	TAILQ_REMOVE(&client->kept, oldest, link);
	client->n_kept--;
	call_free(oldest);
}

static void finish_with(
	struct call *call, enum client_outcome outcome, const struct sentence *sentence)
{
	struct client_reply reply = reply_new(call->number);
	reply.outcome = outcome;
	reply.code = outcome == CLIENT_CANCELLED ? GRPC_STATUS_CANCELLED : GRPC_STATUS_UNAVAILABLE;
	reply_say(&reply, call->client->lang, sentence);
	finish(call, &reply);
}

/* Never sent: nothing was done, and the line is why. */
static void refuse_unsent(struct call *call)
{
	struct client *client = call->client;
	struct client_reply reply = reply_new(call->number);
	char why[2 * WHY_SIZE];
	trouble_say(client->trouble, client->server, client->lang, why, sizeof why);
	reply.outcome = CLIENT_REFUSED;
	reply.code = GRPC_STATUS_UNAVAILABLE;
	reply.reason = "NO_LINE";
	reply.text = arena_strdup(reply.memory, why);
	finish(call, &reply);
}

/* Codes that the core makes up when a connection ends in one way or another. */
static bool is_break(grpc_status_code code)
{
	return code == GRPC_STATUS_UNAVAILABLE || code == GRPC_STATUS_CANCELLED ||
	       code == GRPC_STATUS_UNKNOWN || code == GRPC_STATUS_INTERNAL;
}

/* Should it be sent again by itself? */
static bool is_worth_another(const struct call *call, const struct client_reply *reply, bool said)
{
	const struct client *client = call->client;
	bool is_stopping = said && strcmp(reply->reason, "STOPPING") == 0; /* nothing was done */
	bool is_broken = !said && is_break(call->code);
	return !client->is_closing && !call->is_cancelled && call->attempts < ATTEMPTS_MAX &&
	       now_us() < call->deadline_us && !call->method->is_stream &&
	       (is_stopping || (is_broken && !call->method->is_secret));
}

static void settle_refusal(struct call *call)
{
	struct client_reply reply = reply_new(call->number);
	bool said = reply_read_status(&reply, call->code, call->text, &call->trailing);
	bool is_late = call->code == GRPC_STATUS_DEADLINE_EXCEEDED;
	if (is_worth_another(call, &reply, said)) {
		client_reply_free(&reply);
		close_attempt(call);
		move(call, CALL_WAITING);
		calls_look(call->client);
		return;
	}
	reply.outcome = said ? CLIENT_REFUSED : CLIENT_UNKNOWN;
	if (call->is_cancelled && !call->is_unreadable && !said)
		reply.outcome = CLIENT_CANCELLED;
	if (!said)
		reply_say(&reply, call->client->lang,
			call->is_unreadable  ? &unreadable
			: call->is_cancelled ? &cancelled
			: is_late            ? &no_answer
					     : &line_broke);
	close_attempt(call);
	finish(call, &reply);
}

static void settle_success(struct call *call)
{
	struct client_reply reply = reply_new(call->number);
	reply.outcome = CLIENT_OK;
	if (!call->method->is_stream &&
		(call->message == NULL ||
			!reply_unpack(&reply, call->method->reply, call->message))) {
		reply.outcome = CLIENT_UNKNOWN;
		reply.code = GRPC_STATUS_INTERNAL;
		reply_say(&reply, call->client->lang, &unreadable);
	}
	if (!call->method->is_stream)
		call->client->round_trip_us = now_us() - call->sent_us;
	close_attempt(call);
	finish(call, &reply);
}

/* When the last of its tags has come back. */
static void look(struct call *call)
{
	if (call->pending > 0 || call->is_paused)
		return;
	if (call->code == GRPC_STATUS_OK)
		settle_success(call);
	else
		settle_refusal(call);
}

/* ---- what the core says ---- */

#define CALL_OF(tag, member) ((struct call *)((char *)(tag)-offsetof(struct call, member)))

static void is_opened(struct tag *tag, bool ok)
{
	struct call *call = CALL_OF(tag, opened);
	(void)ok; /* the status tells */
	call->pending--;
	look(call);
}

static void is_ended(struct tag *tag, bool ok)
{
	struct call *call = CALL_OF(tag, ended);
	(void)ok;
	call->pending--;
	look(call);
}

static void give_item(struct call *call)
{
	struct client_reply reply = reply_new(call->number);
	reply.outcome = CLIENT_ITEM;
	bool is_readable = reply_unpack(&reply, call->method->reply, call->message);
	grpc_byte_buffer_destroy(call->message);
	call->message = NULL;
	if (!is_readable) {
		client_reply_free(&reply);
		call->is_unreadable = true;
		grpc_call_cancel(call->grpc, NULL);
		return;
	}
	call->is_paused = true;
	client_answer(call->client, &reply);
}

static void is_received(struct tag *tag, bool ok)
{
	struct call *call = CALL_OF(tag, received);
	(void)ok;
	call->pending--;
	if (call->message != NULL && call->method->is_stream && !call->is_cancelled)
		give_item(call);
	look(call);
}

void call_resume(struct call *call)
{
	if (!call->is_paused)
		return;
	call->is_paused = false;
	if (call->is_cancelled)
		look(call);
	else
		receive(call);
}

/* ---- from outside ---- */

void call_cancel(struct call *call)
{
	call->is_cancelled = true;
	if (call->place == CALL_WAITING) {
		finish_with(call, CLIENT_CANCELLED, &cancelled);
	} else if (call->place == CALL_SENT) {
		grpc_call_cancel(call->grpc, NULL);
		call_resume(call);
	}
}

static void look_at_waiting(struct call *call)
{
	struct client *client = call->client;
	bool is_down = client->line == LINE_DOWN;
	int64_t waited_us = now_us() - call->began_us;
	bool is_tired = now_us() >= call->deadline_us ||
			(is_down && waited_us >= client->patience_ms * 1000LL);
	if (line_is_up(client))
		give_to_core(call);
	else if (client->line != LINE_REFUSED && !is_tired)
		return;
	else if (call->was_sent)
		finish_with(call, CLIENT_UNKNOWN, &line_broke);
	else
		refuse_unsent(call);
}

void calls_look(struct client *client)
{
	struct call *call, *next;
	for (call = TAILQ_FIRST(&client->waiting); call != NULL; call = next) {
		next = TAILQ_NEXT(call, link);
		look_at_waiting(call);
	}
}
