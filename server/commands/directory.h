/* What lies in a data directory: store.db, keys, ca.crt and ca.key, server.crt and server.key,
 * clients/, revoked, xuejid.conf. docs/operations.md tells what each is for. */
#pragma once

#include "server/commands/command.h"

/* What a new directory is to be. */
struct directory_plan {
	const char *directory;  /* absent, or empty */
	const char *key_file;   /* where the keys go; NULL: into the directory */
	const char *unit;       /* code of the division that the node serves */
	int64_t node;           /* the node's number */
	struct conf_list hosts; /* names of the server besides this host's own */
	bool reflection;
	const char *backup; /* take the store from this file, and the keys that key_file holds; or
			       NULL: both are made new */
	/* Puts into the open store what belongs there; may change unit and node. */
	enum exit_code (*fill)(struct invocation *invocation, struct directory_plan *plan);
	void *arg;
	bool made_keys; /* set by directory_make */
};

/* Makes it: whole, or not at all. The settings file comes last; what has none is no data directory.
 * The code after a sentence on stderr when it cannot be made. */
enum exit_code directory_make(
	struct invocation *invocation, struct directory_plan *plan) MUST_CHECK;

/* Takes away a store that turned out to be of no use. */
void directory_remove_store(struct arena *arena, const char *directory);
