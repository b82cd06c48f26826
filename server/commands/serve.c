/* xuejid serve DIR: opens everything, answers calls until it is told to stop, closes everything. */
#include <pthread.h>
#include <signal.h>
#include <stdio.h>

#include "common/date.h"
#include "common/log.h"
#include "server/commands/caches.h"
#include "server/commands/command.h"
#include "server/commands/listen.h"
#include "server/commands/notify.h"
#include "server/commands/status.h"
#include "server/commands/watch.h"
#include "server/jobs/check_lane.h"
#include "server/jobs/scheduler.h"
#include "server/node/node_jobs.h"
#include "server/rpc/server.h"
#include "server/store/db.h"
#include "server/store/news.h"
#include "server/store/writer.h"

/* What lives while the server does, in the order in which it is made. */
struct serving {
	struct invocation *invocation;
	struct app *app;
	sigset_t signals;
	struct revocations *revocations;
	struct writer *writer;
	struct rpc_server *server;
	struct scheduler *scheduler;
	struct check_lane *checks;
	struct status_sources status;
};

/* ---- starting ---- */

static struct rpc_limits limits_of(const struct settings *settings)
{
	return (struct rpc_limits){
		.message_bytes = (size_t)settings->max_message_bytes,
		.quota_bytes = (size_t)settings->max_buffers_mib << 20,
		.calls = (int)settings->max_concurrent_calls,
		.calls_per_connection = (int)settings->max_calls_per_connection,
		.open_files = (int)settings->max_open_files,
		.workers = (int)settings->workers,
		.keepalive_ms = (int)settings->keepalive_seconds * 1000,
		.idle_ms = (int)settings->idle_connection_minutes * 60000,
	};
}

static enum exit_code exit_of_rpc(enum rpc_problem problem)
{
	switch (problem) {
	case RPC_OK:
		return EXIT_DONE;
	case RPC_BAD_ADDRESS:
	case RPC_PORT_IN_USE:
	case RPC_NOT_PERMITTED:
		return EXIT_ADDRESS;
	case RPC_BAD_CERTIFICATE:
		return EXIT_CERTIFICATE;
	case RPC_BAD_METHODS:
	case RPC_NO_RESOURCES:
		return EXIT_FAILED;
	}
	return EXIT_FAILED;
}

static enum exit_code start_server(struct serving *serving)
{
	struct invocation *invocation = serving->invocation;
	struct rpc_config config = {
		.methods = {services, services_count, xueji_protoset, xueji_protoset_size},
		.limits = limits_of(&invocation->settings),
		.reflection = invocation->settings.reflection,
		.is_revoked = revocations_hold,
		.revoked_arg = serving->revocations,
	};
	struct rpc_listener *listeners;
	char why[WHY_SIZE];
	enum exit_code code =
		listen_prepare(invocation, invocation->arena, &listeners, &config.n_listeners);
	if (code != EXIT_DONE)
		return code;
	config.listeners = listeners;
	enum rpc_problem problem = rpc_start(
		&config, serving->app, invocation->store, serving->writer, &serving->server, why);
	if (problem != RPC_OK)
		return fail(invocation, exit_of_rpc(problem), "%s", why);
	serving->app->wake = rpc_wake;
	serving->app->wake_arg = serving->server;
	news_start(serving->app->news, rpc_wake, serving->server);
	serving->status = (struct status_sources){.settings = &invocation->settings,
		.server = serving->server,
		.writer = serving->writer,
		.started_us = clock_now_us()};
	serving->app->status = status_gather;
	serving->app->status_arg = &serving->status;
	return EXIT_DONE;
}

static enum exit_code start(struct serving *serving)
{
	static const struct job_list *const lists[] = {&jobs, &node_jobs, &watches};
	struct invocation *invocation = serving->invocation;
	char why[WHY_SIZE];
	serving->revocations = revocations_new();
	if (!revocations_read(serving->revocations, invocation->settings.revoked, why))
		return fail(invocation, EXIT_CERTIFICATE, "%s", why);
	enum exit_code code = caches_open(invocation);
	if (code != EXIT_DONE)
		return code;
	serving->app->news = news_new();
	serving->writer = writer_start(invocation->store);
	serving->checks = check_lane_start(serving->app, invocation->store, serving->writer);
	if (serving->checks == NULL)
		return fail(invocation, EXIT_FAILED, "There are no resources for one more thread.");
	code = start_server(serving);
	if (code == EXIT_DONE)
		serving->status.scheduler = serving->scheduler = scheduler_start(
			serving->app, serving->writer, lists, sizeof lists / sizeof *lists);
	return code;
}

static void say_ready(const struct serving *serving)
{
	size_t n = serving->invocation->settings.listen.n;
	for (size_t i = 0; i < n; i++)
		printf("ready %s\n", rpc_address(serving->server, i));
	fflush(stdout);
	notify_systemd("READY=1");
}

/* ---- serving and stopping ---- */

static void say_not_reloaded(const char *what, const char *why)
{
	char quoted[2 * WHY_SIZE];
	log_error("reload.failed", "what=%s why=%s", what, log_quote(why, quoted, sizeof quoted));
}

static void reload_certificates(struct serving *serving)
{
	struct arena *arena = arena_new(0);
	struct rpc_listener *listeners;
	size_t n;
	if (listen_prepare(serving->invocation, arena, &listeners, &n) == EXIT_DONE)
		rpc_renew(serving->server, listeners);
	else
		say_not_reloaded("certificates", "the line above says");
	arena_free(arena);
}

/* SIGHUP: certificates and the revocation list anew. What cannot be read leaves what was. */
static void reload(struct serving *serving)
{
	char why[WHY_SIZE];
	notify_systemd("RELOADING=1");
	if (!revocations_read(serving->revocations, serving->invocation->settings.revoked, why))
		say_not_reloaded("revoked", why);
	reload_certificates(serving);
	log_info("reload.done", "signal=SIGHUP");
	notify_systemd("READY=1");
}

static void serve_until_told(struct serving *serving)
{
	int signal = 0;
	while (signal != SIGTERM && signal != SIGINT) {
		sigwait(&serving->signals, &signal);
		log_info("signal", "number=%d", signal);
		if (signal == SIGHUP)
			reload(serving);
	}
	notify_systemd("STOPPING=1");
}

/* In the order that loses nothing: no new call, those under way to their end, what they wrote. */
static void stop(struct serving *serving)
{
	news_stop(serving->app->news);
	rpc_stop(serving->server, (int)serving->invocation->settings.drain_seconds * 1000);
	scheduler_stop(serving->scheduler);
	check_lane_stop(serving->checks);
	writer_stop(serving->writer);
	caches_close(serving->invocation);
	news_free(serving->app->news);
	revocations_free(serving->revocations);
}

/* Before any thread is made, which all take it over: signals come to sigwait alone. */
static void block_signals(sigset_t *signals)
{
	sigemptyset(signals);
	sigaddset(signals, SIGTERM);
	sigaddset(signals, SIGINT);
	sigaddset(signals, SIGHUP);
	pthread_sigmask(SIG_BLOCK, signals, NULL);
	signal(SIGPIPE, SIG_IGN); /* a closed stdout or stderr must not end a server */
}

static enum exit_code run(struct invocation *invocation)
{
	struct serving serving = {.invocation = invocation, .app = &invocation->app};
	block_signals(&serving.signals);
	enum exit_code code = start(&serving);
	if (code == EXIT_DONE) {
		say_ready(&serving);
		serve_until_told(&serving);
	}
	stop(&serving);
	return code;
}

static const struct option options[] = {
	{"--listen", "ADDRESS", "listen here, not where the settings say; port 0 picks a free one",
		.repeats = true},
};
const struct command serve_command = {
	.name = "serve",
	.operands = "DIR",
	.purpose = "answer calls until SIGTERM or SIGINT; SIGHUP reads certificates anew",
	.options = options,
	.n_options = sizeof options / sizeof *options,
	.needs = NEEDS_STORE,
	.run = run,
};
