#include "server/rpc/credentials.h"

#include <pthread.h>
#include <stdlib.h>

#include "common/arena.h"
#include "common/memory.h"

struct credentials {
	bool wants_client;
	pthread_mutex_t lock; /* guards what follows */
	struct arena *arena;  /* of the texts */
	const char *certificate, *key, *client_ca;
	unsigned generation;
};

/* One opening's view: which generation the core has. */
struct view {
	struct credentials *credentials;
	unsigned seen;
};

static void take_texts(struct credentials *credentials, const struct rpc_listener *listener)
{
	credentials->arena = arena_new(0);
	credentials->certificate = arena_strdup(credentials->arena, listener->certificate);
	credentials->key = arena_strdup(credentials->arena, listener->key);
	credentials->client_ca = arena_strdup(credentials->arena, listener->client_ca);
	credentials->generation++;
}

struct credentials *credentials_new(const struct rpc_listener *listener)
{
	struct credentials *credentials = memory_new(sizeof *credentials);
	pthread_mutex_init(&credentials->lock, NULL);
	credentials->wants_client = listener->client_ca != NULL;
	take_texts(credentials, listener);
	return credentials;
}

void credentials_free(struct credentials *credentials)
{
	if (credentials == NULL)
		return;
	arena_free(credentials->arena);
	pthread_mutex_destroy(&credentials->lock);
	free(credentials);
}

void credentials_renew(struct credentials *credentials, const struct rpc_listener *listener)
{
	pthread_mutex_lock(&credentials->lock);
	struct arena *old = credentials->arena;
	take_texts(credentials, listener);
	pthread_mutex_unlock(&credentials->lock);
	arena_free(old);
}

/* Asked by the core at each handshake. */
static grpc_ssl_certificate_config_reload_status fetch(
	void *arg, grpc_ssl_server_certificate_config **config_out)
{
	struct view *view = arg;
	struct credentials *credentials = view->credentials;
	pthread_mutex_lock(&credentials->lock);
	bool is_new = view->seen != credentials->generation;
	if (is_new) {
		grpc_ssl_pem_key_cert_pair pair = {credentials->key, credentials->certificate};
		/* The core insists on an authority, also where clients are never asked. */
		const char *authority = credentials->wants_client ? credentials->client_ca
								  : credentials->certificate;
		*config_out = grpc_ssl_server_certificate_config_create(authority, &pair, 1);
		view->seen = credentials->generation;
	}
	pthread_mutex_unlock(&credentials->lock);
	return is_new ? GRPC_SSL_CERTIFICATE_CONFIG_RELOAD_NEW
		      : GRPC_SSL_CERTIFICATE_CONFIG_RELOAD_UNCHANGED;
}

grpc_server_credentials *credentials_make(struct credentials *credentials, struct arena *arena)
{
	struct view *view = arena_one(arena, struct view);
	view->credentials = credentials;
	return grpc_ssl_server_credentials_create_with_options(
		grpc_ssl_server_credentials_create_options_using_config_fetcher(
			credentials->wants_client
				? GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY
				: GRPC_SSL_DONT_REQUEST_CLIENT_CERTIFICATE,
			fetch, view));
}
