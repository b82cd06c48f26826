/* The settings of a server: DIR/xuejid.conf, read once at start. What provinces decide about the
 * registry itself is not here but a policy (server/store/policy_cache.h). */
#pragma once

#include "common/conf.h"

/* One member a row of settings.c, where its meaning, default and range stand. Paths are absolute or
 * seen from the working directory; strings live as long as the arena that was given. */
struct settings {
	const char *directory; /* the data directory itself; no row */

	struct conf_list listen;
	const char *client_ca;
	bool require_client_certificate;
	bool accept_denial_of_service_by_strangers;
	const char *certificate, *certificate_key, *revoked;

	const char *key_file;
	int64_t node;
	const char *unit;
	const char *holidays_file; /* "": none */

	int64_t workers;
	int64_t max_message_bytes;
	int64_t max_concurrent_calls;
	int64_t max_calls_per_connection;
	int64_t max_buffers_mib;
	int64_t max_open_files;
	int64_t keepalive_seconds;
	int64_t idle_connection_minutes; /* 0: never closed */
	int64_t drain_seconds;
	bool reflection;

	int64_t warn_certificate_days;
	int64_t warn_disk_free_mib;
	int64_t warn_wal_mib;
};

extern const struct conf_table settings_table;

/* The name of the settings file within a data directory; what makes it one. */
#define SETTINGS_FILE "xuejid.conf"

/* Reads DIR/xuejid.conf; on failure `why` says what is wrong and where. */
bool settings_read(struct settings *settings, struct arena *arena, const char *directory,
	char why[WHY_SIZE]) MUST_CHECK;
/* All defaults, as for an empty file in `directory`. */
void settings_defaults(struct settings *settings, struct arena *arena, const char *directory);

/* The sample file (etc/xuejid.conf; with choices: what init writes). */
void settings_write_sample(const struct conf_choice *choices, size_t n_choices, FILE *out);

/* The listening addresses as gRPC takes them: a relative socket path seen from the data directory.
 */
const char *settings_address(
	const struct settings *settings, struct arena *arena, const char *address);
/* Must who connects to this address show a client certificate? */
bool settings_demands_certificate(const struct settings *settings, const char *address);
/* False and a sentence when an address that other hosts may reach demands client certificates and
 * client_ca names no authority for them. */
bool settings_listen_is_safe(const struct settings *settings, char why[WHY_SIZE]) MUST_CHECK;
