#include "server/pki/authority.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/file.h"

struct authority authority_in(struct arena *arena, const char *directory, int64_t now_us)
{
	return (struct authority){.certificate = file_path(arena, directory, "ca.crt"),
		.key = file_path(arena, directory, "ca.key"),
		.clients = file_path(arena, directory, "clients"),
		.now_us = now_us};
}

/* ---- new ones ---- */

/* The key's file first: a certificate without its key would be of no use to anybody. */
static bool put_pair(const char *certificate_path, const char *certificate, const char *key_path,
	const char *key, char why[WHY_SIZE])
{
	if (!file_create(key_path, 0600, key, strlen(key), why))
		return false;
	if (file_create(certificate_path, 0644, certificate, strlen(certificate), why))
		return true;
	unlink(key_path);
	return false;
}

static bool make_pair(const struct certificate_order *order, struct arena *arena,
	const char *certificate_path, const char *key_path, char why[WHY_SIZE])
{
	const char *certificate, *key;
	return certificate_make(order, arena, &certificate, &key, NULL, why) &&
	       put_pair(certificate_path, certificate, key_path, key, why);
}

bool authority_create(const struct authority *authority, const char *name, char why[WHY_SIZE])
{
	const struct certificate_order order = {.kind = CERTIFICATE_AUTHORITY,
		.name = name,
		.now_us = authority->now_us,
		.days = AUTHORITY_DAYS};
	struct arena *arena = arena_new(0);
	bool ok = make_pair(&order, arena, authority->certificate, authority->key, why);
	arena_free(arena);
	return ok;
}

static struct certificate_order signed_by(
	const struct authority *authority, enum certificate_kind kind, const char *name, int days)
{
	return (struct certificate_order){.kind = kind,
		.name = name,
		.now_us = authority->now_us,
		.days = days,
		.issuer = authority->certificate,
		.issuer_key = authority->key};
}

bool authority_issue_server(const struct authority *authority, const char *certificate,
	const char *key, struct conf_list hosts, int days, char why[WHY_SIZE])
{
	struct certificate_order order = signed_by(authority, CERTIFICATE_SERVER, "xuejid", days);
	order.hosts = hosts.items;
	order.n_hosts = hosts.n;
	struct arena *arena = arena_new(0);
	bool ok = make_pair(&order, arena, certificate, key, why);
	arena_free(arena);
	return ok;
}

static bool name_is_good(const char *name, char why[WHY_SIZE])
{
	static const char allowed[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
	size_t size = strspn(name, allowed);
	if (size > 0 && size <= CLIENT_NAME_MAX && name[size] == '\0' && name[0] != '.')
		return true;
	return why_set(why,
		"\"%s\" cannot be a client's name: use 1 to %d letters, digits, '.', '_' and '-', "
		"and no '.' in front.",
		name, CLIENT_NAME_MAX);
}

static bool make_clients_directory(const struct authority *authority, char why[WHY_SIZE])
{
	if (mkdir(authority->clients, 0700) == 0 || errno == EEXIST)
		return true;
	return why_set(why, "%s cannot be made: %s.", authority->clients, strerror(errno));
}

static const char *client_file(
	const struct authority *authority, struct arena *arena, const char *name, const char *end)
{
	return arena_printf(arena, "%s/%s%s", authority->clients, name, end);
}

static bool issue_client(const struct authority *authority, struct arena *arena, const char *name,
	int days, struct certificate *out, char why[WHY_SIZE])
{
	const struct certificate_order order = signed_by(authority, CERTIFICATE_CLIENT, name, days);
	const char *certificate, *key;
	if (!name_is_good(name, why) ||
		!certificate_make(&order, arena, &certificate, &key, out, why) ||
		!make_clients_directory(authority, why))
		return false;
	return put_pair(client_file(authority, arena, out->name, ".crt"), certificate,
		client_file(authority, arena, out->name, ".key"), key, why);
}

bool authority_issue_client(const struct authority *authority, const char *name, int days,
	struct certificate *out, char why[WHY_SIZE])
{
	struct arena *arena = arena_new(0);
	bool ok = issue_client(authority, arena, name, days, out, why);
	arena_free(arena);
	return ok;
}

/* ---- renewing ---- */

static bool renew_file(const struct certificate_order *order, const char *path, char why[WHY_SIZE])
{
	struct arena *arena = arena_new(0);
	const char *certificate, *key;
	bool ok = certificate_make(order, arena, &certificate, &key, NULL, why) &&
		  file_replace(path, 0644, certificate, strlen(certificate), why);
	arena_free(arena);
	return ok;
}

bool authority_renew_self(const struct authority *authority, char why[WHY_SIZE])
{
	struct certificate old;
	if (!certificate_read(authority->certificate, &old, why))
		return false;
	struct certificate_order order =
		signed_by(authority, CERTIFICATE_AUTHORITY, old.name, AUTHORITY_DAYS);
	order.issuer = NULL;
	order.renews = authority->certificate;
	return renew_file(&order, authority->certificate, why);
}

bool authority_renew_server(const struct authority *authority, const char *certificate,
	struct conf_list hosts, int days, char why[WHY_SIZE])
{
	struct certificate_order order = signed_by(authority, CERTIFICATE_SERVER, "xuejid", days);
	order.hosts = hosts.items;
	order.n_hosts = hosts.n;
	order.renews = certificate;
	return renew_file(&order, certificate, why);
}

static bool renew_client(const struct authority *authority, struct arena *arena,
	const char *full_name, int days, struct certificate *out, char why[WHY_SIZE])
{
	const char *old_path = client_file(authority, arena, full_name, ".crt");
	struct certificate old;
	if (strchr(full_name, '/') != NULL || access(old_path, F_OK) != 0)
		return why_set(why,
			"There is no client certificate %s; xuejid cert list shows all.",
			full_name);
	if (!certificate_read(old_path, &old, why))
		return false;
	size_t size = strlen(old.name), tail = strlen(old.serial) + 1;
	const char *name = arena_strndup(arena, old.name, size > tail ? size - tail : 0);
	struct certificate_order order = signed_by(authority, CERTIFICATE_CLIENT, name, days);
	order.renews = old_path;
	const char *certificate, *key;
	if (!name_is_good(name, why) ||
		!certificate_make(&order, arena, &certificate, &key, out, why))
		return false;
	return file_create(client_file(authority, arena, out->name, ".crt"), 0644, certificate,
		strlen(certificate), why);
}

bool authority_renew_client(const struct authority *authority, const char *full_name, int days,
	struct certificate *out, char why[WHY_SIZE])
{
	struct arena *arena = arena_new(0);
	bool ok = renew_client(authority, arena, full_name, days, out, why);
	arena_free(arena);
	return ok;
}

/* ---- listing ---- */

static int is_certificate_file(const struct dirent *entry)
{
	size_t size = strlen(entry->d_name);
	return size > 4 && strcmp(entry->d_name + size - 4, ".crt") == 0;
}

bool authority_clients(const struct authority *authority, struct arena *arena,
	struct certificate **out, size_t *n_out, char why[WHY_SIZE])
{
	struct dirent **entries = NULL;
	int n = scandir(authority->clients, &entries, is_certificate_file, alphasort);
	*n_out = 0;
	if (n < 0 && errno == ENOENT)
		return true;
	if (n < 0)
		return why_set(why, "%s cannot be read: %s.", authority->clients, strerror(errno));
	bool ok = true;
	*out = arena_array(arena, struct certificate, (size_t)n);
	for (int i = 0; i < n; i++) {
		ok = ok && certificate_read(client_file(authority, arena, entries[i]->d_name, ""),
				   &(*out)[*n_out], why);
		*n_out += ok;
		free(entries[i]);
	}
	free(entries);
	return ok;
}
