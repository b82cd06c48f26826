/* The trial service behind a real server: a store of its own, one operator with a session, a
 * private authority, and listeners on loopback. */
#pragma once

#include "server/rpc/server.h"
#include "tests/rpc/client.h"
#include "tests/support/fixture.h"
#include "trial.pb-c.h"

extern const unsigned char trial_protoset[];
extern const size_t trial_protoset_size;
extern const struct service trial_service;
struct method_set trial_methods(void);

#define TRIAL "/xueji.trial.v1.Trial/"
enum { TOPIC_TRIAL = 7 };

struct trial_keys {
	const char *ca, *certificate, *key;
	const char *client_certificate, *client_key; /* of "console" */
};

struct trial {
	struct fixture *fixture;
	struct writer *writer;
	struct arena *arena;
	struct trial_keys keys;
	char token[32]; /* of the operator's session */
	struct rpc_config config;
	struct rpc_listener listeners[3]; /* two are used unless a test says otherwise */
	struct rpc_server *server;
};

/* While it holds, methods that are asked to wait do so. */
void trial_hold(bool hold);

/* Makes everything but the server; change `config` then, and start it. Two listeners: any client,
 * and clients with a certificate. */
struct trial *trial_new(void);
void trial_start(struct trial *trial);
/* Stops it; it can be started again, at the same socket files and at new ports: the old ones may
 * be taken meanwhile. */
void trial_stop(struct trial *trial);
void trial_free(struct trial *trial); /* stops it if it runs */

/* A file in the trial's directory, which goes away with it. */
const char *trial_path(const struct trial *trial, const char *name);

/* From the next start on the certificate of an impostor: of an authority of his own, whose file is
 * other.crt beside ca.crt. */
void trial_impersonate(struct trial *trial);

/* A client of listener `i`; of the second with a certificate. */
struct client *trial_client(const struct trial *trial, size_t i);
