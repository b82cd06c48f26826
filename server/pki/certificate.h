/* X.509 certificates in files (OpenSSL): made, signed and looked at. ECDSA on P-256 throughout.
 * What the data directory's own authority issues is in server/pki/authority.h. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "common/arena.h"
#include "common/err.h"
#include "common/why.h"

enum { CERTIFICATE_NAME_SIZE = 65, CERTIFICATE_SERIAL_SIZE = 17 };

/* What a certificate says. */
struct certificate {
	char name[CERTIFICATE_NAME_SIZE];     /* the subject's common name */
	char serial[CERTIFICATE_SERIAL_SIZE]; /* hexadecimal; cut when a foreign one is longer */
	int64_t from_us, until_us;            /* valid in between */
};
bool certificate_read(const char *path, struct certificate *out, char why[WHY_SIZE]) MUST_CHECK;

/* False and a sentence unless the certificate is valid at `now_us`, and the key file holds its key
 * and is not readable by everybody. */
bool certificate_is_usable(
	const char *certificate, const char *key, int64_t now_us, char why[WHY_SIZE]) MUST_CHECK;

enum certificate_kind { CERTIFICATE_AUTHORITY, CERTIFICATE_SERVER, CERTIFICATE_CLIENT };

/* What is to be made. */
struct certificate_order {
	enum certificate_kind kind;
	const char *name;         /* the common name; for a client "-SERIAL" is put behind it */
	const char *const *hosts; /* SERVER: further names and addresses besides this host's own */
	size_t n_hosts;
	int64_t now_us;
	int days;                        /* how long it is valid */
	const char *issuer, *issuer_key; /* files of the authority; NULL: signs itself */
	/* The certificate whose key (and, where no hosts are given, hosts) it takes over; NULL: a
	 * new key is made. */
	const char *renews;
};

/* The certificate as PEM text, and the new private key's (NULL when it renews one), from the
 * arena; *out (may be NULL) says what was made. */
bool certificate_make(const struct certificate_order *order, struct arena *arena,
	const char **certificate_out, const char **key_out, struct certificate *out,
	char why[WHY_SIZE]) MUST_CHECK;
