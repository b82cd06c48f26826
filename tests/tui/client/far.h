/* The far side of a client under test: the trial service in a process of its own, and a line to it
 * that can be broken. */
#pragma once

#include <stdbool.h>
#include <stdio.h>
#include <sys/types.h>

#include "tests/support/suite.h"
#include "trial.pb-c.h"
#include "tui/client/client.h"
#include "tui/client/methods.h"

extern const struct client_methods trial_client_methods;
#define TRIAL "xueji.trial.v1.Trial/"

struct far {
	pid_t pid;
	FILE *in, *out;
	char address[128], strict_address[128], local_address[256]; /* TLS; mTLS; a socket file */
	char ca[256], token[64];
};
struct far far_start(void);
void far_stop(struct far *far);
/* "hold", "stop", "impersonate": see tests/rpc/trial_server.c. Returns when it is obeyed. */
void far_tell(struct far *far, const char *command);

/* A line to 127.0.0.1, at a port of its own; also at 127.0.0.2, which no certificate names. */
struct relay;
enum relay_mode {
	RELAY_PASS,
	RELAY_CUT,     /* breaks what stands, takes nothing new */
	RELAY_SWALLOW, /* what comes from the server is lost */
};
struct relay *relay_start(const char *target);
const char *relay_address(const struct relay *relay);
const char *relay_other_address(const struct relay *relay);
void relay_set(struct relay *relay, enum relay_mode mode);
void relay_stop(struct relay *relay);

/* A client with the far side's authority and token. The options that are not given are the usual
 * ones. */
struct client *far_client(const struct far *far, struct client_options options);
/* A call and its one reply, which must have this outcome; to be freed. */
struct client_reply far_call(struct client *client, const char *method, const void *request,
	enum client_outcome outcome);
/* The reply to a call under way, likewise. */
struct client_reply far_await(struct client *client, uint64_t call, enum client_outcome outcome);
void far_ended(struct client *client, uint64_t call, enum client_outcome outcome); /* freed */
/* Calls a method that writes (Put, or one with its request); how often anything was written when it
 * had been, as its reply says; and a write of its own, which tells how often that was. */
uint64_t far_put(struct client *client, const char *method, bool wait);
int64_t far_times(const struct client_reply *reply);
int64_t far_written(struct client *client);
/* Waits, some seconds at most. */
void far_expect_line(struct client *client, enum client_line line);
