#include "server/commands/listen.h"

#include <pthread.h>
#include <stdlib.h>

#include "common/address.h"
#include "common/date.h"
#include "common/file.h"
#include "common/memory.h"
#include "server/pki/certificate.h"
#include "server/pki/revoked.h"

enum { PEM_LIMIT = 1 << 20 };

/* ---- addresses ---- */

static enum exit_code take_addresses(struct invocation *invocation)
{
	struct conf_list given = option_values(invocation, "--listen");
	char why[WHY_SIZE];
	for (size_t i = 0; i < given.n; i++)
		if (address_kind(given.items[i]) == ADDRESS_BAD)
			return fail(invocation, EXIT_USAGE,
				"--listen %s is no address; write unix:PATH, HOST:PORT or "
				"[IPV6]:PORT.",
				given.items[i]);
	if (given.n > 0)
		invocation->settings.listen = given;
	if (invocation->settings.listen.n == 0)
		return fail(invocation, EXIT_SETTING, "The setting listen names no address.");
	if (!settings_listen_is_safe(&invocation->settings, why))
		return fail(invocation, EXIT_UNSAFE, "%s", why);
	return EXIT_DONE;
}

static enum exit_code read_files(struct invocation *invocation, struct arena *arena,
	struct rpc_listener *listener, const char *address)
{
	const struct settings *settings = &invocation->settings;
	char why[WHY_SIZE];
	listener->address = settings_address(settings, arena, address);
	listener->certificate = file_read(arena, settings->certificate, PEM_LIMIT, NULL, why);
	if (listener->certificate != NULL)
		listener->key = file_read(arena, settings->certificate_key, PEM_LIMIT, NULL, why);
	bool ok = listener->key != NULL;
	if (ok && settings_demands_certificate(settings, address)) {
		listener->client_ca = file_read(arena, settings->client_ca, PEM_LIMIT, NULL, why);
		ok = listener->client_ca != NULL;
	}
	return ok ? EXIT_DONE : fail(invocation, EXIT_CERTIFICATE, "%s", why);
}

enum exit_code listen_prepare(struct invocation *invocation, struct arena *arena,
	struct rpc_listener **out, size_t *n_out)
{
	const struct settings *settings = &invocation->settings;
	char why[WHY_SIZE];
	enum exit_code code = take_addresses(invocation);
	if (code != EXIT_DONE)
		return code;
	if (!certificate_is_usable(
		    settings->certificate, settings->certificate_key, clock_now_us(), why))
		return fail(invocation, EXIT_CERTIFICATE, "%s", why);
	*n_out = settings->listen.n;
	*out = arena_array(arena, struct rpc_listener, *n_out);
	for (size_t i = 0; code == EXIT_DONE && i < *n_out; i++)
		code = read_files(invocation, arena, &(*out)[i], settings->listen.items[i]);
	return code;
}

/* ---- revoked certificates ---- */

struct revocations {
	pthread_rwlock_t lock; /* guards what follows */
	struct arena *arena;   /* of the list */
	struct conf_list list;
};

struct revocations *revocations_new(void)
{
	struct revocations *revocations = memory_new(sizeof *revocations);
	pthread_rwlock_init(&revocations->lock, NULL);
	return revocations;
}

void revocations_free(struct revocations *revocations)
{
	if (revocations == NULL)
		return;
	pthread_rwlock_destroy(&revocations->lock);
	arena_free(revocations->arena);
	free(revocations);
}

bool revocations_read(struct revocations *revocations, const char *path, char why[WHY_SIZE])
{
	struct arena *arena = arena_new(0);
	struct conf_list list;
	bool ok = revoked_read(path, arena, &list, why);
	if (ok) {
		pthread_rwlock_wrlock(&revocations->lock);
		struct arena *old = revocations->arena;
		revocations->arena = arena;
		revocations->list = list;
		pthread_rwlock_unlock(&revocations->lock);
		arena = old;
	}
	arena_free(arena);
	return ok;
}

bool revocations_hold(void *arg, const char *common_name)
{
	struct revocations *revocations = arg;
	pthread_rwlock_rdlock(&revocations->lock);
	bool holds = revoked_holds(&revocations->list, common_name);
	pthread_rwlock_unlock(&revocations->lock);
	return holds;
}
