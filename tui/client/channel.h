/* The connection as the core is asked for it. */
#pragma once

#include <grpc/grpc_security.h>

#include "tui/client/client.h"

/* Before anything else of the core, and once it is no longer needed. They count. */
void channel_prepare(void);
void channel_forget(void);

/* Reads the PEM files. NULL and a sentence when one is not usable. */
grpc_channel_credentials *channel_credentials(
	const struct client_options *options, char why[WHY_SIZE]) MUST_CHECK;

/* *tickets_out belongs to the caller, who keeps it for as long as the channel. */
grpc_channel *channel_open(const char *server, grpc_channel_credentials *credentials,
	grpc_ssl_session_cache **tickets_out);
