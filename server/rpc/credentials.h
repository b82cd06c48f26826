/* What a listener shows in TLS handshakes and asks of its clients. It can be renewed while the
 * listener is in use: the core asks at each handshake whether there is something new, so
 * connections that stand are not disturbed. */
#pragma once

#include <grpc/grpc_security.h>

#include "server/rpc/server.h"

struct credentials;

/* Copies the PEM texts. */
struct credentials *credentials_new(const struct rpc_listener *listener);
void credentials_free(struct credentials *credentials);
/* From now on these; whether clients are asked for a certificate stays as it was. */
void credentials_renew(struct credentials *credentials, const struct rpc_listener *listener);

/* For one opening of the listener; `arena` outlives it. To be released by the caller. */
grpc_server_credentials *credentials_make(struct credentials *credentials, struct arena *arena);
