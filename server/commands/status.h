/* Gathers how a running server is doing (server/status.h). */
#pragma once

#include "common/arena.h"
#include "server/status.h"

struct rpc_server;
struct scheduler;
struct settings;
struct writer;

/* Whom to ask; all borrowed. */
struct status_sources {
	const struct settings *settings;
	const struct rpc_server *server;
	const struct writer *writer;
	struct scheduler *_Atomic scheduler; /* NULL until it runs */
	int64_t started_us;
};

/* For app->status, with a struct status_sources. From any thread. */
void status_gather(void *sources, struct arena *arena, struct server_status *out);

/* The file in a data directory whose time says when a backup was last taken. */
#define BACKUP_MARK "last-backup"
