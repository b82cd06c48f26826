/* A small blocking gRPC client over the C core, for one thread at a time a call. */
#pragma once

#include <google/rpc/error_details.pb-c.h>
#include <google/rpc/status.pb-c.h>
#include <grpc/grpc.h>
#include <protobuf-c/protobuf-c.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct client_options {
	const char *ca;
	const char *certificate, *key; /* NULL: none is shown */
};

/* grpc_init must have been called. What cannot be set up fails the test. */
struct client *client_new(const char *address, const struct client_options *options);
void client_free(struct client *client);

/* What goes with a call; all may be NULL or 0. */
struct call_options {
	const char *token, *key, *lang;
	int deadline_ms; /* 0: 20 s, so that a test never hangs */
	bool gzip;
	const char *extra_key, *extra_value; /* one more header */
};

/* A call under way. */
struct client_call;
struct client_call *client_open(
	struct client *client, const char *path, const struct call_options *options);
/* False: the call is over. */
bool client_send(struct client_call *call, const void *bytes, size_t size);
bool client_send_message(struct client_call *call, const void *message);
void client_half_close(struct client_call *call);
/* The next message's bytes, valid until the next read; false: there will be none. */
bool client_read(struct client_call *call, const uint8_t **bytes_out, size_t *size_out);
void client_cancel(struct client_call *call);

/* How it ended. */
struct answer {
	grpc_status_code code;
	char *text;
	uint8_t *bytes; /* of the first message that has not been read; NULL: none */
	size_t size;
	Google__Rpc__Status *status;   /* NULL: no details */
	Google__Rpc__ErrorInfo *info;  /* NULL: none */
	Google__Rpc__BadRequest *bad;  /* NULL: none */
	Google__Rpc__RetryInfo *retry; /* NULL: none */
};
/* Reads on to the end. */
void client_finish(struct client_call *call, struct answer *out);
void answer_free(struct answer *answer);

/* A whole unary call. */
void client_unary(struct client *client, const char *path, const void *message,
	const struct call_options *options, struct answer *out);
void client_unary_bytes(struct client *client, const char *path, const void *bytes, size_t size,
	const struct call_options *options, struct answer *out);
