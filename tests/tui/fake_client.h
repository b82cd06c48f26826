/* A client (tui/client/client.h) without a server: it answers what the test laid ready. Replies and
 * requests are checked against the contract, so a screen cannot call what does not exist. */
#pragma once

#include "tui/client/client.h"

struct client *fake_client_new(void); /* client_close frees it */

/* From now on every call of the method is answered so. */
void fake_answer(struct client *client, const char *method, const ProtobufCMessage *reply);
bool fake_has_answer(const struct client *client, const char *method);
/* The next call of the method is; what was laid ready first comes first. */
void fake_answer_next(struct client *client, const char *method, const ProtobufCMessage *reply);
/* An item for the method's open stream, or for the next that is opened. Streams never end. */
void fake_item_next(struct client *client, const char *method, const ProtobufCMessage *item);
/* The next call is refused; with a field, that has the fault. */
void fake_refuse_next(struct client *client, const char *method, const char *reason,
	const char *text, const char *field);
/* Calls wait until fake_release; with the line down their answers would be lost: CLIENT_UNKNOWN. */
void fake_hold(struct client *client);
void fake_release(struct client *client);
void fake_lose(struct client *client);                /* what waits is lost */
void fake_lose_next(struct client *client, size_t n); /* the next calls, too */
void fake_set_line(struct client *client, enum client_line line);

/* The last request of a method; NULL: it was never called. And how often it was. */
const void *fake_request(const struct client *client, const char *method);
size_t fake_calls(const struct client *client, const char *method);
const char *fake_token(const struct client *client);
