/* How a server can be reached: its addresses with their certificates, and the client certificates
 * that are no longer accepted. Read from the files that the settings name, and again on SIGHUP. */
#pragma once

#include "server/commands/command.h"
#include "server/rpc/server.h"

/* The addresses of the settings, or of --listen, ready for rpc_start; texts are the arena's. The
 * code after a sentence on stderr when one is wrong or unsafe, or the certificate is unusable. */
enum exit_code listen_prepare(struct invocation *invocation, struct arena *arena,
	struct rpc_listener **out, size_t *n_out) MUST_CHECK;

/* The revocation list in memory; asked on any thread. */
struct revocations;
struct revocations *revocations_new(void);
void revocations_free(struct revocations *revocations);
/* On failure what was read before stays in force. */
bool revocations_read(
	struct revocations *revocations, const char *path, char why[WHY_SIZE]) MUST_CHECK;
bool revocations_hold(void *revocations, const char *common_name);
