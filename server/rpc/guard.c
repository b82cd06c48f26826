#include "server/rpc/guard.h"

#include <fcntl.h>
#include <inttypes.h>
#include <unistd.h>

#include "common/date.h"
#include "common/log.h"
#include "server/rpc/core_log.h"
#include "server/rpc/front.h"
#include "server/rpc/listener.h"

/* Two sockets a listener, some for a resolver, are enough to open again with. */
enum { RESERVE = 24, TICK_MS = 250, RETRY_MS = 25, DRAIN_MS = 1000, SAY_AGAIN_MS = 10000 };

struct guard {
	struct rpc_server *server;
	pthread_t thread;
	pthread_mutex_t mutex;
	pthread_cond_t changed;
	bool is_stopping;
	uint64_t deaths; /* seen so far */
	int reserve[RESERVE];
	struct front *old; /* held; the one that drains */
	int64_t old_since_us;
};

/* True when the guard is to stop. */
static bool sleep_ms(struct guard *guard, int ms)
{
	struct timespec until = clock_in_ms(ms);
	pthread_mutex_lock(&guard->mutex);
	while (!guard->is_stopping && pthread_cond_clockwait(&guard->changed, &guard->mutex,
					      CLOCK_MONOTONIC, &until) == 0)
		;
	bool is_stopping = guard->is_stopping;
	pthread_mutex_unlock(&guard->mutex);
	return is_stopping;
}

/* ---- descriptors in reserve ---- */

static void keep_reserve(struct guard *guard)
{
	for (int i = 0; i < RESERVE; i++)
		if (guard->reserve[i] < 0)
			guard->reserve[i] = open("/dev/null", O_RDONLY | O_CLOEXEC);
}

static void give_up_reserve(struct guard *guard)
{
	for (int i = 0; i < RESERVE; i++) {
		if (guard->reserve[i] >= 0)
			close(guard->reserve[i]);
		guard->reserve[i] = -1;
	}
}

/* ---- replacing the front ---- */

/* Whoever still hangs on the old front holds a descriptor that the new one needs. */
static void end_old(struct guard *guard, bool at_once)
{
	int64_t age = clock_monotonic_us() - guard->old_since_us;
	if (guard->old == NULL || (!at_once && age < DRAIN_MS * 1000))
		return;
	front_cancel_calls(guard->old);
	front_release(guard->old);
	guard->old = NULL;
}

static bool are_doors_free(const struct rpc_server *server)
{
	for (size_t i = 0; i < server->config.n_listeners; i++)
		if (!listener_is_gone(server->doors[i].address))
			return false;
	return true;
}

static bool try_open(struct guard *guard, char why[WHY_SIZE])
{
	struct rpc_server *server = guard->server;
	struct front *front;
	if (!are_doors_free(server))
		return why_set(why, "the old listeners are not gone yet");
	if (front_open(server, &front, why) != RPC_OK)
		return false;
	server->front = front;
	return true;
}

static void replace_front(struct guard *guard)
{
	struct rpc_server *server = guard->server;
	char why[WHY_SIZE], quoted[512];
	int64_t start = clock_monotonic_us(), said = start;
	log_error("listener.died", "deaths=%" PRIu64, guard->deaths);
	end_old(guard, true);
	give_up_reserve(guard);
	guard->old = server->front;
	guard->old_since_us = start;
	front_hold(guard->old);
	front_close(guard->old);
	server->front = NULL;
	while (!try_open(guard, why)) {
		int64_t now = clock_monotonic_us();
		if (now - said > SAY_AGAIN_MS * 1000) {
			log_error("listener.still_dead", "why=%s",
				log_quote(why, quoted, sizeof quoted));
			said = now;
		}
		if (sleep_ms(guard, RETRY_MS))
			return;
		end_old(guard, false);
	}
	atomic_fetch_add(&server->restarts, 1);
	log_warn("listener.restarted", "after_ms=%" PRId64, (clock_monotonic_us() - start) / 1000);
}

static void *guard_main(void *arg)
{
	struct guard *guard = arg;
	while (!sleep_ms(guard, TICK_MS)) {
		uint64_t deaths = core_log_deaths();
		end_old(guard, false);
		keep_reserve(guard);
		if (deaths != guard->deaths) {
			guard->deaths = deaths;
			replace_front(guard);
		}
	}
	end_old(guard, true);
	return NULL;
}

struct guard *guard_start(struct rpc_server *server)
{
	struct guard *guard = arena_one(server->arena, struct guard);
	guard->server = server;
	guard->deaths = core_log_deaths();
	for (int i = 0; i < RESERVE; i++)
		guard->reserve[i] = -1;
	keep_reserve(guard);
	pthread_mutex_init(&guard->mutex, NULL);
	pthread_cond_init(&guard->changed, NULL);
	if (pthread_create(&guard->thread, NULL, guard_main, guard) == 0)
		return guard;
	give_up_reserve(guard);
	return NULL;
}

void guard_stop(struct guard *guard)
{
	if (guard == NULL)
		return;
	pthread_mutex_lock(&guard->mutex);
	guard->is_stopping = true;
	pthread_cond_signal(&guard->changed);
	pthread_mutex_unlock(&guard->mutex);
	pthread_join(guard->thread, NULL);
	give_up_reserve(guard);
	pthread_cond_destroy(&guard->changed);
	pthread_mutex_destroy(&guard->mutex);
}
