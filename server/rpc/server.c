#include "server/rpc/server.h"

#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "common/date.h"
#include "common/log.h"
#include "server/app.h"
#include "server/rpc/call.h"
#include "server/rpc/core_log.h"
#include "server/rpc/credentials.h"
#include "server/rpc/engine.h"
#include "server/rpc/front.h"
#include "server/rpc/guard.h"
#include "server/rpc/lane.h"
#include "server/rpc/listener.h"
#include "server/store/db.h"

static const struct rpc_limits defaults = {
	.message_bytes = 262144,
	.arena_bytes = 8 << 20,
	.quota_bytes = 64 << 20,
	.calls = 1024,
	.calls_per_connection = 100,
	.streams = 8192,
	.open_files = 65536,
	.workers = 2,
	.lane = 64,
	.handshake_ms = 15000,
	.keepalive_ms = 60000,
	.keepalive_wait_ms = 20000,
	.stall_ms = 60000,
};

/* ---- the process ---- */

/* The core allows TLS 1.2 and has no setting against it. With a list of suites that no certificate
 * can serve, 1.2 has nothing to offer; the suites of 1.3 are set elsewhere. */
#define NO_TLS_1_2 "PSK-AES128-GCM-SHA256"

static void prepare_process(const struct rpc_limits *limits)
{
	struct rlimit files;
	rlim_t wanted = (rlim_t)limits->open_files;
	setenv("GRPC_SSL_CIPHER_SUITES", NO_TLS_1_2, 1);
	core_log_start();
	if (getrlimit(RLIMIT_NOFILE, &files) < 0 || files.rlim_cur >= wanted)
		return;
	files.rlim_cur = files.rlim_max < wanted ? files.rlim_max : wanted;
	if (setrlimit(RLIMIT_NOFILE, &files) < 0 || files.rlim_cur < wanted)
		log_info("server.open_files", "limit=%llu wanted=%llu",
			(unsigned long long)files.rlim_cur, (unsigned long long)wanted);
}

/* ---- workers ---- */

enum { ROUND_US = US_PER_SECOND };

/* With calls that wait for their peers the worker looks up at least once a second. */
static gpr_timespec wake_up_time(const struct worker *worker)
{
	if (TAILQ_EMPTY(&worker->waiting))
		return gpr_inf_future(GPR_CLOCK_MONOTONIC);
	return gpr_time_add(
		gpr_now(GPR_CLOCK_MONOTONIC), gpr_time_from_micros(ROUND_US, GPR_TIMESPAN));
}

static void *worker_main(void *arg)
{
	struct worker *worker = arg;
	int64_t last_round = 0;
	for (;;) {
		grpc_event event =
			grpc_completion_queue_next(worker->queue, wake_up_time(worker), NULL);
		struct tag *tag = event.tag;
		if (event.type == GRPC_QUEUE_SHUTDOWN)
			return NULL;
		worker->now_us = clock_monotonic_us();
		if (event.type == GRPC_OP_COMPLETE)
			tag->run(tag, event.success != 0);
		if (worker->now_us - last_round >= ROUND_US) {
			last_round = worker->now_us;
			call_cut_stalled(worker);
		}
	}
}

static bool start_worker(struct rpc_server *server, struct worker *worker)
{
	worker->server = server;
	TAILQ_INIT(&worker->waiting);
	worker->queue = grpc_completion_queue_create_for_next(NULL);
	worker->db = store_reader(server->store);
	worker->has_thread = worker->db != NULL &&
			     pthread_create(&worker->thread, NULL, worker_main, worker) == 0;
	return worker->has_thread;
}

static void stop_worker(struct worker *worker)
{
	if (worker->queue == NULL)
		return;
	grpc_completion_queue_shutdown(worker->queue);
	if (worker->has_thread)
		pthread_join(worker->thread, NULL);
	else
		grpc_completion_queue_next(
			worker->queue, gpr_inf_future(GPR_CLOCK_MONOTONIC), NULL);
	grpc_completion_queue_destroy(worker->queue);
	db_close(worker->db);
}

/* ---- starting ---- */

#define DEFAULT(limits, member) \
	((limits)->member = (limits)->member != 0 ? (limits)->member : defaults.member)

static void fill_limits(struct rpc_limits *limits)
{
	DEFAULT(limits, message_bytes);
	DEFAULT(limits, arena_bytes);
	DEFAULT(limits, quota_bytes);
	DEFAULT(limits, calls);
	DEFAULT(limits, calls_per_connection);
	DEFAULT(limits, streams);
	DEFAULT(limits, open_files);
	DEFAULT(limits, workers);
	DEFAULT(limits, lane);
	DEFAULT(limits, handshake_ms);
	DEFAULT(limits, keepalive_ms);
	DEFAULT(limits, keepalive_wait_ms);
	DEFAULT(limits, stall_ms);
}

static void copy_listeners(struct rpc_server *server)
{
	const struct rpc_listener *from = server->config.listeners;
	server->doors = arena_array(server->arena, struct door, server->config.n_listeners);
	for (size_t i = 0; i < server->config.n_listeners; i++) {
		struct door *door = &server->doors[i];
		door->configured = arena_strdup(server->arena, from[i].address);
		door->credentials = credentials_new(&from[i]);
		door->address = arena_strdup(server->arena, from[i].address);
	}
	server->config.listeners = NULL; /* the caller's */
}

static struct rpc_server *server_new(const struct rpc_config *config, const struct app *app,
	struct store *store, struct writer *writer)
{
	struct arena *arena = arena_new(0);
	struct rpc_server *server = arena_one(arena, struct rpc_server);
	server->arena = arena;
	server->config = *config;
	server->started_us = clock_monotonic_us();
	server->app = app;
	server->store = store;
	server->writer = writer;
	fill_limits(&server->config.limits);
	copy_listeners(server);
	pthread_mutex_init(&server->mutex, NULL);
	pthread_cond_init(&server->emptied, NULL);
	LIST_INIT(&server->fronts);
	server->parking = parking_new(call_woken);
	server->workers = arena_array(arena, struct worker, (size_t)server->config.limits.workers);
	/* Numbers grow over restarts as long as there are fewer than a million calls a second. */
	atomic_init(&server->last_call_id, app->world.now_us(app->world.arg));
	return server;
}

static enum rpc_problem probe(const struct rpc_server *server, char why[WHY_SIZE])
{
	enum rpc_problem problem = RPC_OK;
	for (size_t i = 0; i < server->config.n_listeners && problem == RPC_OK; i++)
		problem = listener_probe(server->doors[i].address, why);
	return problem;
}

static enum rpc_problem out_of_threads(char why[WHY_SIZE])
{
	why_set(why, "The system gives the server no more threads or connections to its store.");
	return RPC_NO_RESOURCES;
}

static enum rpc_problem open_server(struct rpc_server *server, char why[WHY_SIZE])
{
	enum rpc_problem problem;
	server->methods = methods_build(&server->config.methods, server->config.reflection, why);
	if (server->methods == NULL)
		return RPC_BAD_METHODS;
	if ((problem = probe(server, why)) != RPC_OK)
		return problem;
	for (int i = 0; i < server->config.limits.workers; i++)
		if (!start_worker(server, &server->workers[i]))
			return out_of_threads(why);
	server->lane = lane_start(server->store, server->config.limits.lane);
	if (server->lane == NULL)
		return out_of_threads(why);
	if ((problem = front_open(server, &server->front, why)) != RPC_OK)
		return problem;
	server->guard = guard_start(server);
	return server->guard != NULL ? RPC_OK : out_of_threads(why);
}

enum rpc_problem rpc_start(const struct rpc_config *config, const struct app *app,
	struct store *store, struct writer *writer, struct rpc_server **out, char why[WHY_SIZE])
{
	struct rpc_server *server = server_new(config, app, store, writer);
	prepare_process(&server->config.limits);
	grpc_init();
	enum rpc_problem problem = open_server(server, why);
	if (problem != RPC_OK) {
		rpc_stop(server, 0);
		server = NULL;
	}
	*out = server;
	return problem;
}

/* ---- stopping ---- */

static bool is_idle(const struct rpc_server *server)
{
	const struct front *front;
	LIST_FOREACH(front, &server->fronts, link)
	if (!front_is_idle(front))
		return false;
	return true;
}

static void cancel_calls(struct rpc_server *server)
{
	struct front *front;
	LIST_FOREACH(front, &server->fronts, link)
	front_cancel_calls(front);
}

/* The core says when there are no connections any more; that there are no calls we must count
 * ourselves: a batch started on a queue that is shut down ends the process. */
static void drain(struct rpc_server *server, int grace_ms)
{
	struct timespec until = clock_in_ms(grace_ms);
	if (server->front != NULL)
		front_close(server->front);
	pthread_mutex_lock(&server->mutex);
	/* A peer that does not listen would keep its connection for seconds. */
	while (server->n_fronts > 0 && !is_idle(server) &&
		pthread_cond_clockwait(&server->emptied, &server->mutex, CLOCK_MONOTONIC, &until) ==
			0)
		;
	while (server->n_fronts > 0) {
		cancel_calls(server);
		until = clock_in_ms(1000);
		pthread_cond_clockwait(&server->emptied, &server->mutex, CLOCK_MONOTONIC, &until);
	}
	pthread_mutex_unlock(&server->mutex);
}

static void server_free(struct rpc_server *server)
{
	for (size_t i = 0; i < server->config.n_listeners; i++)
		credentials_free(server->doors[i].credentials);
	parking_free(server->parking);
	methods_free(server->methods);
	pthread_cond_destroy(&server->emptied);
	pthread_mutex_destroy(&server->mutex);
	arena_free(server->arena);
}

void rpc_stop(struct rpc_server *server, int grace_ms)
{
	if (server == NULL)
		return;
	guard_stop(server->guard);
	atomic_store(&server->is_stopping, true);
	parking_close(server->parking);
	drain(server, grace_ms);
	lane_stop(server->lane);
	for (int i = 0; i < server->config.limits.workers; i++)
		stop_worker(&server->workers[i]);
	grpc_shutdown_blocking(); /* a handshake may ask for credentials until then */
	server_free(server);
}

/* ---- the rest of the interface ---- */

const char *rpc_address(const struct rpc_server *server, size_t i)
{
	return server->doors[i].address;
}

void rpc_renew(struct rpc_server *server, const struct rpc_listener *listeners)
{
	for (size_t i = 0; i < server->config.n_listeners; i++)
		credentials_renew(server->doors[i].credentials, &listeners[i]);
}

void rpc_wake(void *server, uint64_t topic)
{
	parking_wake(((struct rpc_server *)server)->parking, topic);
}

struct rpc_stats rpc_stats(const struct rpc_server *server)
{
	return (struct rpc_stats){
		.calls = atomic_load(&server->calls),
		.refused = atomic_load(&server->refused),
		.cancelled = atomic_load(&server->cancelled),
		.active = atomic_load(&server->active),
		.parked = parking_count(server->parking),
		.restarts = atomic_load(&server->restarts),
	};
}

int32_t rpc_load(const struct rpc_server *server, struct status_class out[STATUS_CLASSES])
{
	static const char *const names[METER_CLASSES] = {
		[METER_READ] = "read",
		[METER_AUDITED] = "audited",
		[METER_WRITE] = "write",
		[METER_SLOW] = "slow",
		[METER_STREAM] = "stream",
	};
	struct meter_sums sums = {0};
	int64_t now_us = clock_monotonic_us();
	for (int i = 0; i < server->config.limits.workers; i++)
		meter_add(&server->workers[i].meter, now_us, &sums);
	for (int i = 0; i < METER_CLASSES; i++)
		out[i] = (struct status_class){.name = names[i],
			.calls = meter_calls(&sums, i),
			.p50_us = meter_percentile(&sums, i, 50),
			.p95_us = meter_percentile(&sums, i, 95),
			.p99_us = meter_percentile(&sums, i, 99)};
	int64_t window_us = METER_MINUTES * 60 * US_PER_SECOND + now_us % (60 * US_PER_SECOND);
	int64_t up_us = now_us - server->started_us;
	return (int32_t)((up_us < window_us ? up_us : window_us) / US_PER_SECOND) + 1;
}
