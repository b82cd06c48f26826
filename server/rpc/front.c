#include "server/rpc/front.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "common/memory.h"
#include "server/rpc/call.h"
#include "server/rpc/credentials.h"

/* Enough that a burst of calls finds one each; 1 was as fast. */
enum { POSTED = 64, SOCKET_MODE = 0660 };

/* ---- coming and going ---- */

static void is_shut(struct tag *tag, bool ok)
{
	(void)ok;
	front_release((struct front *)tag);
}

static struct front *front_new(struct rpc_server *server, const grpc_channel_args *args)
{
	struct front *front = memory_new(sizeof *front);
	front->shut.run = is_shut;
	front->server = server;
	front->grpc = grpc_server_create(args, NULL);
	atomic_init(&front->users, 1);
	for (int i = 0; i < server->config.limits.workers; i++)
		grpc_server_register_completion_queue(front->grpc, server->workers[i].queue, NULL);
	pthread_mutex_lock(&server->mutex);
	LIST_INSERT_HEAD(&server->fronts, front, link);
	server->n_fronts++;
	pthread_mutex_unlock(&server->mutex);
	return front;
}

void front_hold(struct front *front)
{
	atomic_fetch_add(&front->users, 1);
}

/* Who releases is one of the server's own threads, which it outlives. */
static void signal_emptied(struct rpc_server *server)
{
	pthread_mutex_lock(&server->mutex);
	pthread_cond_signal(&server->emptied);
	pthread_mutex_unlock(&server->mutex);
}

void front_release(struct front *front)
{
	struct rpc_server *server = front->server;
	long long left = atomic_fetch_sub(&front->users, 1) - 1;
	if (left == 1) /* perhaps that of being open, and the server stops */
		signal_emptied(server);
	if (left != 0)
		return;
	pthread_mutex_lock(&server->mutex);
	LIST_REMOVE(front, link);
	pthread_mutex_unlock(&server->mutex);
	grpc_server_destroy(front->grpc);
	free(front);
	pthread_mutex_lock(&server->mutex);
	if (--server->n_fronts == 0)
		pthread_cond_signal(&server->emptied);
	pthread_mutex_unlock(&server->mutex);
}

void front_close(struct front *front)
{
	grpc_server_shutdown_and_notify(front->grpc, front->server->workers[0].queue, &front->shut);
}

bool front_is_idle(const struct front *front)
{
	return atomic_load(&front->users) <= 1;
}

void front_cancel_calls(struct front *front)
{
	grpc_server_cancel_all_calls(front->grpc);
}

/* ---- arguments ---- */

struct args {
	grpc_arg list[24];
	size_t n;
};

static void add(struct args *args, const char *key, int64_t value)
{
	assert(args->n < sizeof args->list / sizeof *args->list);
	args->list[args->n++] = (grpc_arg){.type = GRPC_ARG_INTEGER,
		.key = (char *)key,
		.value.integer = value > INT32_MAX ? INT32_MAX : (int)value};
}

static void add_quota(struct args *args, grpc_resource_quota *quota)
{
	args->list[args->n++] = (grpc_arg){.type = GRPC_ARG_POINTER,
		.key = (char *)GRPC_ARG_RESOURCE_QUOTA,
		.value.pointer = {quota, grpc_resource_quota_arg_vtable()}};
}

static void fill_args(struct args *args, const struct rpc_limits *limits)
{
	add(args, GRPC_ARG_ALLOW_REUSEPORT, 0); /* or a second server would share the port */
	/* Above our own limit, so that what is a little too large is refused with our sentence. */
	add(args, GRPC_ARG_MAX_RECEIVE_MESSAGE_LENGTH, (int64_t)limits->message_bytes * 4);
	/* No compressed requests: a bomb would be inflated before its size is looked at. */
	add(args, GRPC_COMPRESSION_CHANNEL_ENABLED_ALGORITHMS_BITSET, 1);
	add(args, GRPC_ARG_HTTP2_BDP_PROBE, 0); /* halves the bytes of a small call */
	add(args, GRPC_ARG_MAX_CONCURRENT_STREAMS, limits->calls_per_connection);
	add(args, GRPC_ARG_MAX_METADATA_SIZE, 8192);
	add(args, GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS, limits->handshake_ms);
	add(args, GRPC_ARG_KEEPALIVE_TIME_MS, limits->keepalive_ms);
	add(args, GRPC_ARG_KEEPALIVE_TIMEOUT_MS, limits->keepalive_wait_ms);
	add(args, GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
	add(args, GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, 20000);
	if (limits->idle_ms > 0)
		add(args, GRPC_ARG_MAX_CONNECTION_IDLE_MS, limits->idle_ms);
}

/* ---- opening ---- */

/* The address with the port that it turned out to have; once, since others read it. */
static void learn_address(struct rpc_server *server, struct door *door, int port)
{
	const char *colon = strrchr(door->address, ':');
	if (strncmp(door->address, "unix:", 5) == 0)
		chmod(door->address + 5, SOCKET_MODE); /* its directory's group may come in */
	else if (strcmp(colon, ":0") == 0)
		door->address = arena_printf(server->arena, "%.*s:%d", (int)(colon - door->address),
			door->address, port);
}

static enum rpc_problem open_door(struct front *front, struct door *door, char why[WHY_SIZE])
{
	grpc_server_credentials *creds = credentials_make(door->credentials, front->server->arena);
	int port = grpc_server_add_http2_port(front->grpc, door->address, creds);
	grpc_server_credentials_release(creds);
	if (port == 0) {
		why_set(why,
			"Cannot listen on %s: its certificate, key or client CA is not usable.",
			door->configured);
		return RPC_BAD_CERTIFICATE; /* the address itself has been probed */
	}
	learn_address(front->server, door, port);
	return RPC_OK;
}

static void start(struct front *front)
{
	struct rpc_server *server = front->server;
	grpc_server_start(front->grpc);
	for (int i = 0; i < server->config.limits.workers; i++)
		for (int n = 0; n < POSTED; n++)
			call_expect(front, &server->workers[i]);
}

enum rpc_problem front_open(struct rpc_server *server, struct front **out, char why[WHY_SIZE])
{
	struct args args = {.n = 0};
	grpc_resource_quota *quota = grpc_resource_quota_create("xuejid");
	enum rpc_problem problem = RPC_OK;
	grpc_resource_quota_resize(quota, server->config.limits.quota_bytes);
	fill_args(&args, &server->config.limits);
	add_quota(&args, quota);
	struct front *front = front_new(server, &(grpc_channel_args){args.n, args.list});
	grpc_resource_quota_unref(quota);
	for (size_t i = 0; i < server->config.n_listeners && problem == RPC_OK; i++)
		problem = open_door(front, &server->doors[i], why);
	if (problem != RPC_OK) {
		front_close(front);
		return problem;
	}
	start(front);
	*out = front;
	return RPC_OK;
}
