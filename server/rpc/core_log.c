#include "server/rpc/core_log.h"

#include <grpc/support/log.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "common/date.h"
#include "common/log.h"

/* The one mutable static of the engine: the core's log function takes no argument, and its text is
 * the only sign that a listener is dead (gRPC 1.51, tcp_server_posix.cc). */
static struct {
	_Atomic uint64_t deaths;
	_Atomic int64_t second; /* the second of the last line */
	_Atomic int64_t unsaid; /* lines swallowed since */
} state;

static const char *const deaths[] = {"Failed accept4", "Failed getsockname", "Invalid address"};

static bool starts_with(const char *text, const char *start)
{
	return strncmp(text, start, strlen(start)) == 0;
}

static bool is_death(const char *text)
{
	for (size_t i = 0; i < sizeof deaths / sizeof *deaths; i++)
		if (starts_with(text, deaths[i]))
			return true;
	return false;
}

/* A peer that fails the handshake is news about the peer; anything else about us. What stands in
 * braces are the particulars of an error, which may quote a peer's headers: they are left out. */
static void say(const char *message, int64_t unsaid)
{
	char text[160], quoted[512];
	bool is_refusal = starts_with(message, "Handshake failed");
	snprintf(text, sizeof text, "%.*s", (int)strcspn(message, "{"), message);
	log_quote(text, quoted, sizeof quoted);
	if (is_refusal)
		log_info("tls.refused", "why=%s unsaid=%lld", quoted, (long long)unsaid);
	else
		log_warn("grpc.core", "text=%s unsaid=%lld", quoted, (long long)unsaid);
}

/* Called with locks of the core held: it must not call back. */
static void take(gpr_log_func_args *args)
{
	if (is_death(args->message))
		atomic_fetch_add(&state.deaths, 1);
	if (args->severity < GPR_LOG_SEVERITY_ERROR)
		return;
	int64_t second = clock_monotonic_us() / US_PER_SECOND;
	if (atomic_exchange(&state.second, second) == second)
		atomic_fetch_add(&state.unsaid, 1);
	else
		say(args->message, atomic_exchange(&state.unsaid, 0));
}

void core_log_start(void)
{
	gpr_set_log_function(take);
	gpr_set_log_verbosity(GPR_LOG_SEVERITY_ERROR);
}

uint64_t core_log_deaths(void)
{
	return atomic_load(&state.deaths);
}
