/* The server, as console and subcommands see it: calls are sent, replies are taken, and nothing
 * waits but client_wait.
 *
 * A client is one connection. A thread of its own speaks with the server; all functions here are
 * for the one thread that opened it. When something can be taken, or the line changed, client_fd
 * becomes readable: then call client_take until it says false, and look at client_line.
 *
 * What a lost line means is decided here and nowhere else. Calls wait for the line, `patience_ms`
 * at most. A call that the server has not got is CLIENT_REFUSED: nothing was done. One whose answer
 * was lost is sent again by itself, under the same idempotency key, until its time is up: the
 * server does a thing once and gives the same answer twice. Only when that does not help, or the
 * method's reply is a secret that the server never stores, is it CLIENT_UNKNOWN.
 *
 * Requests and tokens are wiped when they are no longer needed; nothing is written to a disk. */
#pragma once

#include <protobuf-c/protobuf-c.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/err.h"
#include "common/why.h"
#include "domain/lang.h"

struct client_methods;

struct client_options {
	const char *server;            /* "127.0.0.1:50051", "unix:/path" */
	const char *ca;                /* PEM file: who may vouch for the server */
	const char *certificate, *key; /* PEM files; NULL: the client shows none */
	enum lang lang;                /* of the server's sentences, and of ours */
	int patience_ms; /* how long a call waits for a line that is down; 0: 20 000. */
	int deadline_ms; /* how long it waits for its answer in all; 0: 30 000. Not for streams. */
	const struct client_methods *methods; /* NULL: those of the contract */
};

struct client;
/* Reads the files and begins to connect. NULL and a sentence when a file cannot be used. Signals
 * are blocked in its threads. */
struct client *client_open(const struct client_options *options, char why[WHY_SIZE]) MUST_CHECK;
/* Cancels what is under way; NULL is fine. */
void client_close(struct client *client);

int client_fd(const struct client *client);
/* Of the calls from now on; NULL: none. Copied, and wiped when replaced. */
void client_set_token(struct client *client, const char *token);
void client_set_lang(struct client *client, enum lang lang);

/* Sends a request, which is packed at once; a streaming method goes on giving items until it ends
 * or is cancelled. `method` is one of the contract: "xueji.v1.Units/GetUnit". The call's number,
 * from 1, never used again. */
uint64_t client_call(
	struct client *client, const char *method, const ProtobufCMessage *request) MUST_CHECK;
/* The same under the caller's own key (8 to 64 letters, digits, - or _; NULL: one is made), for
 * those who want to repeat it after their own end. */
uint64_t client_call_keyed(struct client *client, const char *method,
	const ProtobufCMessage *request, const char *key) MUST_CHECK;
/* "Did it go through?": a call that was CLIENT_UNKNOWN once more, under its own key. A new number;
 * 0 when that cannot be asked: only the last 16 such calls are remembered, and none whose method
 * is done anew each time. */
uint64_t client_repeat(struct client *client, uint64_t call) MUST_CHECK;
/* Its reply, CLIENT_CANCELLED, still comes, unless another was on its way already. */
void client_cancel(struct client *client, uint64_t call);

enum client_outcome {
	CLIENT_OK,        /* done; a stream has ended */
	CLIENT_ITEM,      /* of a stream; more replies follow */
	CLIENT_REFUSED,   /* nothing was done: code, reason, text and faults say why */
	CLIENT_UNKNOWN,   /* no answer: a READ may be asked anew; of a WRITE see client_repeat */
	CLIENT_CANCELLED, /* as asked; a WRITE may have been done */
};

/* A fault of a field of the request. */
struct client_fault {
	const char *field; /* "items[3].name" */
	const char *text;  /* reads on from the field's name */
};

struct client_reply {
	uint64_t call;
	enum client_outcome outcome;
	const ProtobufCMessage *message; /* of OK and ITEM; NULL at the end of a stream */
	int code;                        /* gRPC's; 0 of OK and ITEM */
	const char *reason;              /* the stable word of domain/reasons.def, or "NO_LINE" */
	const char *text;                /* one sentence in the caller's language */
	const struct client_fault *faults;
	size_t n_faults;
	int64_t retry_after_ms;        /* 0: the server said nothing of it */
	uint32_t bytes_up, bytes_down; /* of the messages; the wire adds some 200 */
	void *memory;                  /* holds all of the above */
};

/* The next reply, to be freed; false: there is none now. */
bool client_take(struct client *client, struct client_reply *out);
/* Waits for this call's next reply; others stay for client_take. For subcommands. */
void client_wait(struct client *client, uint64_t call, struct client_reply *out);
void client_reply_free(struct client_reply *reply);

enum client_line {
	LINE_CONNECTING, /* for the first time */
	LINE_UP,
	LINE_DOWN,    /* tries again by itself, every ten seconds at the least */
	LINE_REFUSED, /* not the server that was meant, or it does not take us: stays so */
};
/* And a sentence why, "" when it is up; valid until the next call of this function. */
enum client_line client_line(struct client *client, const char **why_out);
/* Microseconds from sending to answer of the last unary call; 0: none yet. */
int64_t client_round_trip_us(struct client *client);
