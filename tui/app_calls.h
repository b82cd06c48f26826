/* Calls under way: of screens (app_request) and of the frame itself. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "tui/app.h"

struct level;

/* A call under way. The screen knows it by its number, which outlives repetitions. */
struct pending {
	uint64_t number, call; /* call 0: waits for the session or the line */
	unsigned session;      /* in which it was sent */
	struct level *level;   /* NULL: the frame's own */
	void (*told)(struct app *app, const struct client_reply *reply);
	char *method;
	ProtobufCMessage *request;
	int repeats; /* to learn whether it went through */
	bool is_opening, is_awaited /* app_await */, is_wanted;
	int64_t since_us;
};

uint64_t app_call(struct app *app, const char *method, const ProtobufCMessage *request,
	void (*told)(struct app *app, const struct client_reply *reply));
/* Keys wait for what the page has asked since that number. */
void app_await_since(struct app *app, struct level *level, uint64_t number);
/* Sends again what waits for the session. */
void app_resume_calls(struct app *app);
void app_drop_calls(struct app *app, const struct level *level); /* NULL: all */
/* Whether the person is being asked something by this screen. What he says Yes to is what he saw:
 * while he thinks, nothing may put another row under the cursor. */
bool app_is_asking(const struct app *app, const struct level *level);
/* Tells screens what came while a question of theirs stood open, once it does no longer. */
void app_tell_kept(struct app *app);
