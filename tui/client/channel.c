#include "tui/client/channel.h"

#include <grpc/compression.h>
#include <grpc/grpc.h>
#include <grpc/support/log.h>
#include <stdlib.h>
#include <string.h>

#include "common/address.h"
#include "common/file.h"

enum {
	PEM_MAX = 1 << 20,
	MESSAGE_MAX = 4 << 20,
	FIRST_BACKOFF_MS = 100,
	BACKOFF_MS = 10000,
	CONNECT_MS = 10000,
	KEEPALIVE_MS = 60000,
	KEEPALIVE_WAIT_MS = 20000,
	TICKETS = 4,
};

/* ---- the process ---- */

/* The core allows TLS 1.2 and has no setting against it. With a list of suites that no certificate
 * can serve, 1.2 has nothing to offer; the suites of 1.3 are set elsewhere. */
#define NO_TLS_1_2 "PSK-AES128-GCM-SHA256"

/* What the core logs is for developers, and would be written into the middle of a screen. */
static void say_nothing(gpr_log_func_args *args)
{
	(void)args;
}

void channel_prepare(void)
{
	setenv("GRPC_SSL_CIPHER_SUITES", NO_TLS_1_2, 1);
	setenv("GRPC_DNS_RESOLVER", "native", 1); /* names as the host has them configured */
	gpr_set_log_function(say_nothing);
	grpc_init();
}

void channel_forget(void)
{
	grpc_shutdown_blocking();
}

/* ---- certificates ---- */

static char *read_pem(struct arena *arena, const char *path, char why[WHY_SIZE])
{
	char *text = file_read(arena, path, PEM_MAX, NULL, why);
	if (text != NULL && strstr(text, "-----BEGIN ") == NULL) {
		why_set(why, "%s holds no certificate and no key.", path);
		return NULL;
	}
	return text;
}

static grpc_channel_credentials *make(
	struct arena *arena, const struct client_options *options, char why[WHY_SIZE])
{
	grpc_ssl_pem_key_cert_pair pair = {NULL, NULL};
	const char *ca = read_pem(arena, options->ca, why);
	if (ca == NULL)
		return NULL;
	if (options->certificate == NULL)
		return grpc_ssl_credentials_create(ca, NULL, NULL, NULL);
	if ((pair.cert_chain = read_pem(arena, options->certificate, why)) == NULL ||
		(pair.private_key = read_pem(arena, options->key, why)) == NULL)
		return NULL;
	return grpc_ssl_credentials_create(ca, &pair, NULL, NULL);
}

grpc_channel_credentials *channel_credentials(
	const struct client_options *options, char why[WHY_SIZE])
{
	if ((options->certificate == NULL) != (options->key == NULL)) {
		why_set(why, "A certificate of the client and its key go together; give both.");
		return NULL;
	}
	struct arena *arena = arena_new(0);
	grpc_channel_credentials *credentials = make(arena, options, why);
	arena_free(arena);
	return credentials;
}

/* ---- arguments ---- */

static grpc_arg number(const char *key, int value)
{
	return (grpc_arg){.type = GRPC_ARG_INTEGER, .key = (char *)key, .value.integer = value};
}

grpc_channel *channel_open(const char *server, grpc_channel_credentials *credentials,
	grpc_ssl_session_cache **tickets_out)
{
	*tickets_out = grpc_ssl_session_cache_create_lru(TICKETS);
	grpc_arg args[] = {
		number(GRPC_ARG_HTTP2_BDP_PROBE, 0), /* halves the bytes of a small call */
		number(GRPC_ARG_ENABLE_HTTP_PROXY, 0),
		number(GRPC_ARG_SERVICE_CONFIG_DISABLE_RESOLUTION, 1),
		number(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1),
		/* No compressed replies: a bomb would be inflated before its size is looked at. */
		number(GRPC_COMPRESSION_CHANNEL_ENABLED_ALGORITHMS_BITSET, 1),
		number(GRPC_ARG_MAX_RECEIVE_MESSAGE_LENGTH, MESSAGE_MAX),
		number(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, FIRST_BACKOFF_MS),
		number(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, BACKOFF_MS),
		number(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, CONNECT_MS),
		number(GRPC_ARG_KEEPALIVE_TIME_MS, KEEPALIVE_MS),
		number(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, KEEPALIVE_WAIT_MS),
		number(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1),
		number(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0),
		number(GRPC_ARG_CLIENT_IDLE_TIMEOUT_MS, INT32_MAX), /* an idle line stays up */
		grpc_ssl_session_cache_create_channel_arg(*tickets_out),
		/* The last: a socket file has no name of its own that the core would check. */
		{.type = GRPC_ARG_STRING,
			.key = (char *)GRPC_SSL_TARGET_NAME_OVERRIDE_ARG,
			.value.string = (char *)"localhost"},
	};
	size_t n = sizeof args / sizeof *args - (address_kind(server) != ADDRESS_UNIX);
	return grpc_channel_create(server, credentials, &(grpc_channel_args){n, args});
}
