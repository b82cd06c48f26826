/* Calls under way: whose they are, and what becomes of them when line or session break. */
#include "tui/app_calls.h"

#include <stdlib.h>
#include <string.h>

#include "common/memory.h"
#include "tui/app_forms.h"
#include "tui/app_place.h"
#include "tui/app_session.h"
#include "tui/app_state.h"
#include "tui/client/methods.h"
#include "tui/widgets/message.h"

/* Of a call that may have gone through; each waits for the line as long as a new one would. */
enum { REPEATS_MOST = 3 };

static struct pending *find(struct app *app, uint64_t call)
{
	for (size_t i = 0; i < app->n_pending; i++)
		if (app->pending[i].call == call)
			return &app->pending[i];
	return NULL;
}

static void add(struct app *app, const struct pending *pending)
{
	struct pending *grown = memory_array(app->n_pending + 1, sizeof *grown);
	if (app->n_pending > 0)
		memcpy(grown, app->pending, app->n_pending * sizeof *grown);
	free(app->pending);
	app->pending = grown;
	app->pending[app->n_pending++] = *pending;
}

static void drop(struct app *app, struct pending *pending)
{
	if (pending->is_opening && pending->level != NULL && pending->level->opening > 0)
		pending->level->opening--;
	free(pending->method);
	app_drop(pending->request);
	size_t behind = (size_t)(app->pending + app->n_pending - pending) - 1;
	memmove(pending, pending + 1, behind * sizeof *pending);
	app->n_pending--;
}

static bool is_stream(const char *method)
{
	const struct client_method *row = client_method(&client_methods, method);
	return row != NULL && row->is_stream;
}

static uint64_t send(struct app *app, const char *method, const ProtobufCMessage *request,
	struct level *level, void (*told)(struct app *, const struct client_reply *))
{
	struct pending pending = {
		.number = ++app->last_number,
		.call = client_call(app->client, method, request),
		.session = app->session,
		.level = level,
		.told = told,
		.method = memory_text(method),
		.request = app_keep(request),
		.is_wanted = true,
		.since_us = is_stream(method) ? 0 : app->monotonic_us,
	};
	add(app, &pending);
	app->meter.calls++;
	return pending.number;
}

uint64_t app_request(struct app *app, const char *method, const ProtobufCMessage *request)
{
	return send(app, method, request, app->running, NULL);
}

uint64_t app_call(struct app *app, const char *method, const ProtobufCMessage *request,
	void (*told)(struct app *app, const struct client_reply *reply))
{
	return send(app, method, request, NULL, told);
}

void app_await(struct app *app, uint64_t call)
{
	for (size_t i = 0; i < app->n_pending; i++) {
		struct pending *pending = &app->pending[i];
		if (pending->number != call || pending->level == NULL || pending->is_opening)
			continue;
		pending->is_opening = pending->is_awaited = true;
		pending->level->opening++;
	}
}

void app_await_since(struct app *app, struct level *level, uint64_t number)
{
	for (size_t i = 0; i < app->n_pending; i++)
		if (app->pending[i].level == level && app->pending[i].number > number)
			app->pending[i].is_opening = true, level->opening++;
}

void app_forget(struct app *app, uint64_t number)
{
	for (size_t i = 0; i < app->n_pending; i++)
		if (app->pending[i].number == number && number != 0) {
			client_cancel(app->client, app->pending[i].call);
			drop(app, &app->pending[i]);
			return;
		}
}

void app_drop_calls(struct app *app, const struct level *level)
{
	for (size_t i = app->n_pending; i-- > 0;)
		if (level == NULL || app->pending[i].level == level) {
			if (app->pending[i].call != 0)
				client_cancel(app->client, app->pending[i].call);
			drop(app, &app->pending[i]);
		}
}

static void send_again(struct app *app, struct pending *pending)
{
	pending->call = client_call(app->client, pending->method, pending->request);
	pending->session = app->session;
}

void app_resume_calls(struct app *app)
{
	for (size_t i = 0; i < app->n_pending; i++) {
		struct pending *pending = &app->pending[i];
		if (pending->call == 0)
			send_again(app, pending);
	}
}

static bool is_reason(const struct client_reply *reply, const char *word)
{
	return reply->reason != NULL && strcmp(reply->reason, word) == 0;
}

static bool is_session_end(const struct client_reply *reply)
{
	return reply->outcome == CLIENT_REFUSED &&
	       (is_reason(reply, "NOT_SIGNED_IN") || is_reason(reply, "SESSION_ENDED"));
}

/* True: the reply is not the last word, and the call goes on. */
static bool goes_on(struct app *app, struct pending *pending, const struct client_reply *reply)
{
	if (is_session_end(reply) && app->who != NULL) {
		pending->call = 0;
		if (pending->session != app->session && !app->is_session_lost && !app->is_locked)
			send_again(app, pending); /* it was the session before that ended */
		else
			app_session_ended(app);
		return true;
	}
	if (reply->outcome != CLIENT_UNKNOWN)
		return false;
	if (is_stream(pending->method)) { /* begins anew when the line is back */
		pending->call = 0;
		return true;
	}
	bool is_hopeless = pending->repeats++ == REPEATS_MOST;
	uint64_t again = is_hopeless ? 0 : client_repeat(app->client, reply->call);
	if (again == 0)
		return false;
	pending->call = again;
	app_say(app, TONE_WRONG, _("The line broke; asking again whether it went through."));
	return true;
}

/* A form asks whether something is kept for it; mostly nothing is, and nobody need hear of it. */
static bool is_no_news(const struct client_reply *reply)
{
	return reply->outcome == CLIENT_REFUSED && is_reason(reply, "NO_SUCH_DRAFT");
}

static void say_refusal(struct app *app, const struct client_reply *reply)
{
	if (reply->outcome == CLIENT_UNKNOWN)
		app_say(app, TONE_WRONG,
			_("No answer came, and whether it was done is not known: look before you "
			  "repeat it."));
	else if (reply->outcome == CLIENT_REFUSED && reply->text != NULL && !is_no_news(reply))
		app_say(app, TONE_WRONG, "%s", reply->text);
}

/* Whether its page must ask anew when the line is back. A further page of a list it asks for as one
 * moves on. */
static bool is_missed(const struct pending *pending, const struct client_reply *reply)
{
	bool is_no_line = reply->outcome == CLIENT_REFUSED && is_reason(reply, "NO_LINE");
	return (is_no_line || reply->outcome == CLIENT_UNKNOWN) &&
	       message_text(pending->request, "page_token")[0] == '\0';
}

static void tell(struct app *app, struct pending *pending, struct client_reply *reply)
{
	struct level *level = pending->level;
	if (level != NULL && is_missed(pending, reply))
		level->is_missed = true;
	void (*told)(struct app *, const struct client_reply *) = pending->told;
	reply->call = pending->number;
	say_refusal(app, reply);
	if (pending->is_awaited)
		app->n_held = 0;
	if (reply->outcome != CLIENT_ITEM)
		drop(app, pending);
	app->running = level;
	if (level == NULL)
		told(app, reply);
	else if (level->screen->loaded != NULL)
		level->screen->loaded(app, level->state, reply);
	app->running = NULL;
	if (level != NULL && !level->is_closed)
		app_form_settle(app, level, false);
}

bool app_is_asking(const struct app *app, const struct level *level)
{
	enum overlay_kind kind = app->overlay.kind;
	bool is_question =
		kind == OVERLAY_CONFIRM || kind == OVERLAY_CHOOSE || kind == OVERLAY_PROMPT;
	return is_question && level != NULL && app->overlay.level == level;
}

/* The reply becomes the frame's own; its call counts as answered, and is not called slow. */
static void keep(struct app *app, struct pending *pending, struct client_reply *reply)
{
	struct client_reply *grown = memory_array(app->n_kept + 1, sizeof *grown);
	if (app->n_kept > 0)
		memcpy(grown, app->kept, app->n_kept * sizeof *grown);
	free(app->kept);
	app->kept = grown;
	app->kept[app->n_kept++] = *reply;
	pending->since_us = 0;
}

void app_tell_kept(struct app *app)
{
	size_t at = 0;
	while (at < app->n_kept) { /* telling one may begin a question that the next waits for */
		struct client_reply reply = app->kept[at];
		struct pending *pending = find(app, reply.call);
		if (pending != NULL && app_is_asking(app, pending->level)) {
			at++;
			continue;
		}
		memmove(&app->kept[at], &app->kept[at + 1],
			(--app->n_kept - at) * sizeof *app->kept);
		if (pending != NULL)
			tell(app, pending, &reply);
		client_reply_free(&reply);
		app_sweep(app);
	}
}

/* Hands a reply on, or keeps it; it is freed when it has been read. */
static void take(struct app *app, struct client_reply *reply)
{
	struct pending *pending = find(app, reply->call);
	bool is_wanted = pending != NULL && reply->outcome != CLIENT_CANCELLED &&
			 !goes_on(app, pending, reply);
	if (is_wanted && app_is_asking(app, pending->level)) {
		keep(app, pending, reply);
		return;
	}
	if (is_wanted)
		tell(app, pending, reply);
	client_reply_free(reply);
	app_sweep(app);
}

void app_take(struct app *app)
{
	struct client_reply reply;
	const char *why;
	enum client_line line = client_line(app->client, &why);
	if (line == LINE_UP && app->line == LINE_DOWN)
		app_say(app, TONE_DONE, _("The line is back."));
	if (line == LINE_UP && app->line != LINE_UP && !app->is_session_lost)
		app_resume_calls(app);
	app->line = line;
	while (client_take(app->client, &reply)) {
		app->meter.up += reply.bytes_up;
		app->meter.down += reply.bytes_down;
		app->meter.answer_us = app->monotonic_us;
		take(app, &reply);
	}
}

bool app_is_settled(const struct app *app)
{
	return app->n_pending == 0;
}

void app_hang_up(struct app *app)
{
	app_drop_calls(app, NULL);
	for (int module = 0; module < MODULES; module++)
		for (size_t i = 0; i < app->stacks[module].n; i++) {
			struct level *level = app->stacks[module].levels[i];
			app->running = level;
			app_form_keep(app, level);
			if (level->screen->hang_up != NULL)
				level->screen->hang_up(app, level->state);
		}
	app->running = NULL;
	app_place_keep(app);
}

void app_leave(struct app *app)
{
	app_sign_out(app);
}

/* ---- messages that outlive their reply */

void *app_keep(const void *message)
{
	const ProtobufCMessage *in = message;
	if (in == NULL)
		return NULL;
	size_t size = protobuf_c_message_get_packed_size(in);
	uint8_t *bytes = memory_new(size);
	protobuf_c_message_pack(in, bytes);
	void *copy = protobuf_c_message_unpack(in->descriptor, NULL, size, bytes);
	explicit_bzero(bytes, size);
	free(bytes);
	if (copy == NULL)
		memory_exhausted();
	return copy;
}

/* Requests carry passwords, replies carry children: neither stays behind in freed memory. */
static void wipe_texts(ProtobufCMessage *message)
{
	const ProtobufCMessageDescriptor *d = message->descriptor;
	for (unsigned i = 0; i < d->n_fields; i++) {
		const ProtobufCFieldDescriptor *field = &d->fields[i];
		char **text = (char **)((char *)message + field->offset);
		ProtobufCBinaryData *bytes = (void *)text;
		if (field->label == PROTOBUF_C_LABEL_REPEATED)
			continue;
		if (field->type == PROTOBUF_C_TYPE_BYTES && bytes->data != NULL)
			explicit_bzero(bytes->data, bytes->len);
		if (field->type == PROTOBUF_C_TYPE_STRING && *text != NULL &&
			*text != field->default_value && **text != '\0')
			explicit_bzero(*text, strlen(*text));
	}
}

void app_drop(void *message)
{
	if (message == NULL)
		return;
	wipe_texts(message);
	protobuf_c_message_free_unpacked(message, NULL);
}
