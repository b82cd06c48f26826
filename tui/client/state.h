/* What the files of the client share. Everything here is under the client's lock, which is never
 * held while one waits; what the core answers, the worker thread takes. */
#pragma once

#include <grpc/grpc.h>
#include <grpc/grpc_security.h>
#include <pthread.h>
#include <sys/queue.h>

#include "tui/client/client.h"
#include "tui/client/methods.h"
#include "tui/client/trouble.h"

/* What the core gives back when something has happened: the worker runs it, under the lock. */
struct tag {
	void (*run)(struct tag *tag, bool ok);
};

enum { KEY_SIZE = 22, KEY_MAX = 64, KEPT_MAX = 16 };

enum call_place {
	CALL_WAITING, /* for the line */
	CALL_SENT,
	CALL_KEPT, /* unknown: it can be repeated */
};

struct call {
	TAILQ_ENTRY(call) link;
	struct client *client;
	const struct client_method *method;
	enum call_place place;
	uint64_t number;
	uint8_t *request;
	size_t request_size;
	char key[KEY_MAX + 1];
	int64_t began_us, deadline_us; /* monotonic; a stream's is INT64_MAX */
	int attempts;                  /* how often it was given to the core since then */
	bool was_sent;                 /* ever: it may have been done */
	bool is_cancelled;

	/* One attempt. */
	grpc_call *grpc;
	struct tag opened, received, ended;
	int pending; /* of these tags */
	int64_t sent_us;
	grpc_metadata_array initial, trailing;
	grpc_status_code code;
	grpc_slice text;
	grpc_byte_buffer *message;
	bool is_paused;     /* a stream whose item has not been taken */
	bool is_unreadable; /* a stream that sent what is no item */
};
TAILQ_HEAD(call_list, call);

struct answer {
	STAILQ_ENTRY(answer) link;
	struct client_reply reply;
};

struct client {
	pthread_mutex_t lock;
	pthread_t worker;
	int fd;
	int patience_ms, deadline_ms;
	const struct client_methods *methods;
	grpc_channel *channel;
	grpc_completion_queue *queue;
	grpc_ssl_session_cache *tickets;
	char *server, *token;
	enum lang lang;
	bool is_closing;
	uint64_t last_number;
	int64_t round_trip_us;
	struct call_list waiting, sent, kept; /* kept: the newest first */
	size_t n_kept;
	STAILQ_HEAD(, answer) answers;

	/* the line (line.c) */
	enum client_line line;
	enum trouble trouble;
	char shown_why[2 * WHY_SIZE];
	grpc_connectivity_state state;
	struct tag changed, probed;
	bool is_watching;
	struct probe *probe; /* NULL: none is under way */
};

/* ---- client.c ---- */

/* Makes the fd readable. */
void client_signal(struct client *client);
/* Puts a reply where client_take finds it. */
void client_answer(struct client *client, const struct client_reply *reply);

/* ---- call.c ---- */

/* `key` NULL: one is made. */
struct call *call_new(struct client *client, const struct client_method *method,
	const ProtobufCMessage *request, const char *key);
/* Not while it is with the core. */
void call_free(struct call *call);
/* Sends it if the line is up, else it waits. */
void call_start(struct call *call);
/* The next item of a stream may come. */
void call_resume(struct call *call);
void call_cancel(struct call *call);
/* Sends what waits, or gives up on what has waited too long. */
void calls_look(struct client *client);

/* ---- line.c ---- */

/* Asks the core to connect, and to tell what becomes of it. */
void line_watch(struct client *client);
/* Up, as far as the core knows at this moment. */
bool line_is_up(const struct client *client);
