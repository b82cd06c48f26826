/* The data directory's own authority: it signs the server's certificate and those of the hosts that
 * may connect from elsewhere. Its private key is needed for signing only; it may be kept apart from
 * the running server.
 *
 * A client's common name is NAME-SERIAL, so that a name in the log or in the revocation list means
 * one certificate. Its files are clients/NAME-SERIAL.crt, which stays for listing and renewing, and
 * clients/NAME-SERIAL.key, which is to be moved to the client's host. */
#pragma once

#include "common/conf.h"
#include "server/pki/certificate.h"

enum { AUTHORITY_DAYS = 3650, ISSUED_DAYS = 365, CLIENT_NAME_MAX = 40 };

struct authority {
	const char *certificate; /* DIR/ca.crt */
	const char *key;         /* DIR/ca.key, or where it is kept */
	const char *clients;     /* DIR/clients; made at the first issue */
	int64_t now_us;
};

/* The authority of a data directory; paths are the arena's. */
struct authority authority_in(struct arena *arena, const char *directory, int64_t now_us);

/* Makes the authority's certificate and key; refuses when one of the files is there. */
bool authority_create(
	const struct authority *authority, const char *name, char why[WHY_SIZE]) MUST_CHECK;

/* A new server certificate and key, for this host's own names and `hosts`. */
bool authority_issue_server(const struct authority *authority, const char *certificate,
	const char *key, struct conf_list hosts, int days, char why[WHY_SIZE]) MUST_CHECK;
/* A new client certificate and key. `name`: up to 40 letters, digits, '.', '_' and '-'. */
bool authority_issue_client(const struct authority *authority, const char *name, int days,
	struct certificate *out, char why[WHY_SIZE]) MUST_CHECK;

/* Renewing keeps the private key and replaces the certificate, in one step. */
bool authority_renew_self(const struct authority *authority, char why[WHY_SIZE]) MUST_CHECK;
/* Without `hosts` the names stay as they are; with them they are these. */
bool authority_renew_server(const struct authority *authority, const char *certificate,
	struct conf_list hosts, int days, char why[WHY_SIZE]) MUST_CHECK;
/* A further certificate, of its own serial, beside the old one, which stays good until it expires
 * or is revoked. `full_name` is NAME-SERIAL. */
bool authority_renew_client(const struct authority *authority, const char *full_name, int days,
	struct certificate *out, char why[WHY_SIZE]) MUST_CHECK;

/* All client certificates that were issued, by name; none when there is no such directory. */
bool authority_clients(const struct authority *authority, struct arena *arena,
	struct certificate **out, size_t *n_out, char why[WHY_SIZE]) MUST_CHECK;
