/* What a call tells of its caller before any message. */
#pragma once

#include <grpc/grpc.h>

#include "common/arena.h"
#include "server/rpc/run.h"

/* Token, key and language from the metadata. The token points into it, the rest into the arena.
 * Of a header sent twice the first counts. */
struct run_headers peer_headers(const grpc_metadata_array *metadata, struct arena *arena);

/* The common name of the verified client certificate; NULL: none was shown. */
const char *peer_certificate(grpc_call *call, struct arena *arena);

/* A path that a stranger chose, fit to be quoted in an answer. */
const char *peer_path(const grpc_slice *path, struct arena *arena);
