#include "server/pki/certificate.h"

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "common/address.h"
#include "common/date.h"
#include "common/file.h"

enum { PEM_LIMIT = 1 << 16, CLOCKS_DIFFER_SECONDS = 3600 };

/* What each kind is allowed to do, in OpenSSL's notation. */
static const struct {
	const char *constraints, *usage, *purpose;
} kinds[] = {
	[CERTIFICATE_AUTHORITY] = {"critical,CA:TRUE,pathlen:0", "critical,keyCertSign,cRLSign",
		NULL},
	[CERTIFICATE_SERVER] = {"critical,CA:FALSE", "critical,digitalSignature", "serverAuth"},
	[CERTIFICATE_CLIENT] = {"critical,CA:FALSE", "critical,digitalSignature", "clientAuth"},
};

static const char own_hosts[] = "DNS:localhost,IP:127.0.0.1,IP:::1";

static bool openssl_refuses(char why[WHY_SIZE], const char *what)
{
	const char *reason = ERR_reason_error_string(ERR_get_error());
	ERR_clear_error();
	return why_set(why, "%s: %s.", what, reason ? reason : "OpenSSL does not say why");
}

/* ---- files ---- */

static BIO *open_pem(struct arena *arena, const char *path, char why[WHY_SIZE])
{
	size_t size;
	const char *text = file_read(arena, path, PEM_LIMIT, &size, why);
	return text == NULL ? NULL : BIO_new_mem_buf(text, (int)size);
}

static X509 *read_certificate(const char *path, char why[WHY_SIZE])
{
	struct arena *arena = arena_new(0);
	BIO *bio = open_pem(arena, path, why);
	X509 *x509 = bio == NULL ? NULL : PEM_read_bio_X509(bio, NULL, NULL, NULL);
	if (bio != NULL && x509 == NULL)
		openssl_refuses(why, path);
	BIO_free(bio);
	arena_free(arena);
	return x509;
}

static EVP_PKEY *read_key(const char *path, char why[WHY_SIZE])
{
	struct arena *arena = arena_new(0);
	BIO *bio = open_pem(arena, path, why);
	char no_password[] = ""; /* an encrypted key is refused, never asked about */
	EVP_PKEY *key = bio == NULL ? NULL : PEM_read_bio_PrivateKey(bio, NULL, NULL, no_password);
	if (bio != NULL && key == NULL)
		openssl_refuses(why, path);
	BIO_free(bio);
	arena_free(arena);
	return key;
}

static const char *text_of(struct arena *arena, BIO *bio)
{
	char *text;
	long size = BIO_get_mem_data(bio, &text);
	return arena_strndup(arena, text, (size_t)size);
}

/* ---- what a certificate says ---- */

static int64_t instant_of(const ASN1_TIME *time)
{
	struct tm tm;
	if (ASN1_TIME_to_tm(time, &tm) != 1)
		return 0;
	return (int64_t)timegm(&tm) * US_PER_SECOND;
}

static void read_serial(const X509 *x509, char out[CERTIFICATE_SERIAL_SIZE])
{
	BIGNUM *number = ASN1_INTEGER_to_BN(X509_get0_serialNumber(x509), NULL);
	char *hex = number == NULL ? NULL : BN_bn2hex(number);
	snprintf(out, CERTIFICATE_SERIAL_SIZE, "%.16s", hex ? hex : "");
	for (char *c = out; *c != '\0'; c++)
		if (*c >= 'A' && *c <= 'F')
			*c = (char)(*c - 'A' + 'a');
	OPENSSL_free(hex);
	BN_free(number);
}

static void describe(const X509 *x509, struct certificate *out)
{
	*out = (struct certificate){.from_us = instant_of(X509_get0_notBefore(x509)),
		.until_us = instant_of(X509_get0_notAfter(x509))};
	X509_NAME_get_text_by_NID(
		X509_get_subject_name(x509), NID_commonName, out->name, sizeof out->name);
	read_serial(x509, out->serial);
}

bool certificate_read(const char *path, struct certificate *out, char why[WHY_SIZE])
{
	X509 *x509 = read_certificate(path, why);
	if (x509 == NULL)
		return false;
	describe(x509, out);
	X509_free(x509);
	return true;
}

static bool is_private(const char *path, char why[WHY_SIZE])
{
	struct stat st;
	if (stat(path, &st) == 0 && (st.st_mode & S_IRWXO) != 0)
		return why_set(why, "%s can be read by everybody: chmod o= it.", path);
	return true;
}

static bool is_valid_at(
	const char *path, const struct certificate *certificate, int64_t now_us, char why[WHY_SIZE])
{
	char day[DATE_TEXT_SIZE];
	if (now_us < certificate->from_us) {
		date_format(date_of_instant(certificate->from_us), day);
		return why_set(why, "%s is valid from %s only.", path, day);
	}
	if (now_us >= certificate->until_us) {
		date_format(date_of_instant(certificate->until_us), day);
		return why_set(
			why, "%s expired on %s; renew it with: xuejid cert renew.", path, day);
	}
	return true;
}

bool certificate_is_usable(
	const char *certificate, const char *key, int64_t now_us, char why[WHY_SIZE])
{
	struct certificate facts;
	X509 *x509 = read_certificate(certificate, why);
	EVP_PKEY *pkey = x509 == NULL ? NULL : read_key(key, why);
	bool ok = pkey != NULL && is_private(key, why);
	if (ok && X509_check_private_key(x509, pkey) != 1) {
		ERR_clear_error();
		ok = why_set(why, "%s does not hold the key of %s.", key, certificate);
	}
	if (ok) {
		describe(x509, &facts);
		ok = is_valid_at(certificate, &facts, now_us, why);
	}
	EVP_PKEY_free(pkey);
	X509_free(x509);
	return ok;
}

/* ---- making one ---- */

/* Everything of OpenSSL's that one making holds. */
struct making {
	const struct certificate_order *order;
	struct arena *arena;
	X509 *x509, *issuer, *old;
	EVP_PKEY *key, *issuer_key;
	char *why;
};

static bool open_parts(struct making *making)
{
	const struct certificate_order *order = making->order;
	if (order->renews != NULL) {
		making->old = read_certificate(order->renews, making->why);
		making->key = making->old == NULL ? NULL : X509_get_pubkey(making->old);
	} else {
		making->key = EVP_EC_gen("P-256");
	}
	if (making->key == NULL)
		return false;
	if (order->issuer == NULL && order->issuer_key == NULL)
		return true;
	if (order->issuer != NULL)
		making->issuer = read_certificate(order->issuer, making->why);
	making->issuer_key = read_key(order->issuer_key, making->why);
	return making->issuer_key != NULL && (order->issuer == NULL || making->issuer != NULL);
}

/* A random positive number of 63 bits. */
static bool set_serial(X509 *x509)
{
	BIGNUM *number = BN_new();
	bool ok = number != NULL && BN_rand(number, 63, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) == 1 &&
		  BN_to_ASN1_INTEGER(number, X509_get_serialNumber(x509)) != NULL;
	BN_free(number);
	return ok;
}

static bool set_validity(X509 *x509, int64_t now_us, int days)
{
	time_t now = (time_t)(now_us / US_PER_SECOND);
	return X509_time_adj_ex(X509_getm_notBefore(x509), 0, -CLOCKS_DIFFER_SECONDS, &now) !=
		       NULL &&
	       X509_time_adj_ex(X509_getm_notAfter(x509), days, 0, &now) != NULL;
}

static bool set_name(struct making *making)
{
	const char *name = making->order->name;
	X509_NAME *subject = X509_NAME_new();
	if (making->order->kind == CERTIFICATE_CLIENT) {
		char serial[CERTIFICATE_SERIAL_SIZE];
		read_serial(making->x509, serial);
		name = arena_printf(making->arena, "%s-%s", name, serial);
	}
	bool ok = subject != NULL &&
		  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8,
			  (const unsigned char *)name, -1, -1, 0) == 1 &&
		  X509_set_subject_name(making->x509, subject) == 1 &&
		  X509_set_issuer_name(making->x509,
			  making->issuer ? X509_get_subject_name(making->issuer) : subject) == 1;
	X509_NAME_free(subject);
	return ok;
}

static bool add_extension(struct making *making, int nid, const char *value)
{
	X509V3_CTX v3;
	X509V3_set_ctx_nodb(&v3);
	X509V3_set_ctx(
		&v3, making->issuer ? making->issuer : making->x509, making->x509, NULL, NULL, 0);
	X509_EXTENSION *extension = X509V3_EXT_nconf_nid(NULL, &v3, nid, value);
	bool ok = extension != NULL && X509_add_ext(making->x509, extension, -1) == 1;
	X509_EXTENSION_free(extension);
	return ok;
}

/* The hosts of the certificate that is renewed, as they stand there. */
static bool copy_hosts(struct making *making)
{
	int at = X509_get_ext_by_NID(making->old, NID_subject_alt_name, -1);
	return at >= 0 && X509_add_ext(making->x509, X509_get_ext(making->old, at), -1) == 1;
}

static bool add_hosts(struct making *making)
{
	const struct certificate_order *order = making->order;
	char *hosts = arena_strdup(making->arena, own_hosts);
	if (making->old != NULL && order->n_hosts == 0)
		return copy_hosts(making);
	for (size_t i = 0; i < order->n_hosts; i++)
		hosts = arena_printf(making->arena, "%s,%s:%s", hosts,
			host_kind(order->hosts[i]) == HOST_IP ? "IP" : "DNS", order->hosts[i]);
	return add_extension(making, NID_subject_alt_name, hosts);
}

static bool fill(struct making *making)
{
	enum certificate_kind kind = making->order->kind;
	X509 *x509 = making->x509;
	return X509_set_version(x509, X509_VERSION_3) == 1 && set_serial(x509) &&
	       set_validity(x509, making->order->now_us, making->order->days) && set_name(making) &&
	       X509_set_pubkey(x509, making->key) == 1 &&
	       add_extension(making, NID_basic_constraints, kinds[kind].constraints) &&
	       add_extension(making, NID_key_usage, kinds[kind].usage) &&
	       add_extension(making, NID_subject_key_identifier, "hash") &&
	       add_extension(making, NID_authority_key_identifier, "keyid:always") &&
	       (kinds[kind].purpose == NULL ||
		       add_extension(making, NID_ext_key_usage, kinds[kind].purpose)) &&
	       (kind != CERTIFICATE_SERVER || add_hosts(making)) &&
	       X509_sign(x509, making->issuer_key ? making->issuer_key : making->key,
		       EVP_sha256()) > 0;
}

static bool write_out(struct making *making, const char **certificate_out, const char **key_out)
{
	BIO *certificate = BIO_new(BIO_s_mem()), *key = BIO_new(BIO_s_mem());
	bool has_new_key = making->order->renews == NULL;
	bool ok = certificate != NULL && key != NULL &&
		  PEM_write_bio_X509(certificate, making->x509) == 1 &&
		  (!has_new_key || PEM_write_bio_PKCS8PrivateKey(
					   key, making->key, NULL, NULL, 0, NULL, NULL) == 1);
	if (ok) {
		*certificate_out = text_of(making->arena, certificate);
		*key_out = has_new_key ? text_of(making->arena, key) : NULL;
	}
	BIO_free(certificate);
	BIO_free(key);
	return ok;
}

static bool hosts_are_good(const struct certificate_order *order, char why[WHY_SIZE])
{
	for (size_t i = 0; i < order->n_hosts; i++)
		if (host_kind(order->hosts[i]) == HOST_BAD)
			return why_set(why, "\"%s\" is neither a host's name nor an IP address.",
				order->hosts[i]);
	return true;
}

bool certificate_make(const struct certificate_order *order, struct arena *arena,
	const char **certificate_out, const char **key_out, struct certificate *out,
	char why[WHY_SIZE])
{
	struct making making = {.order = order, .arena = arena, .x509 = X509_new(), .why = why};
	why[0] = '\0';
	bool ok = hosts_are_good(order, why) && open_parts(&making) && fill(&making) &&
		  write_out(&making, certificate_out, key_out);
	if (!ok && why[0] == '\0')
		openssl_refuses(why, "The certificate could not be made");
	if (ok && out != NULL)
		describe(making.x509, out);
	X509_free(making.x509);
	X509_free(making.issuer);
	X509_free(making.old);
	EVP_PKEY_free(making.key);
	EVP_PKEY_free(making.issuer_key);
	return ok;
}
