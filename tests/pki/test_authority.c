#include "server/pki/authority.h"

#include "common/date.h"
#include "common/file.h"
#include "tests/support/scratch.h"

static struct arena *arena;
static struct authority authority;
static struct certificate made;
static char why[WHY_SIZE];

static const int64_t now = INT64_C(1790000000) * US_PER_SECOND; /* 2026-09-21 */
static const struct conf_list no_hosts = {NULL, 0};

static void before(void)
{
	scratch_open();
	arena = arena_new(0);
	authority = authority_in(arena, scratch, now);
	ck_assert_msg(authority_create(&authority, "Test authority", why), "%s", why);
}

static void after(void)
{
	arena_free(arena);
	scratch_close();
}

static const char *client_path(const char *name, const char *end)
{
	char file[200];
	snprintf(file, sizeof file, "clients/%s%s", name, end);
	return arena_strdup(arena, scratch_path(file));
}

/* What the openssl program, which we did not write, says of it. */
static bool openssl_says(const char *expected, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
static bool openssl_says(const char *expected, const char *format, ...)
{
	char command[4096], line[4096];
	bool found = false;
	va_list args;
	va_start(args, format);
	int n = snprintf(command, sizeof command, "cd '%s' && openssl ", scratch);
	vsnprintf(command + n, sizeof command - (size_t)n, format, args);
	va_end(args);
	FILE *out = popen(command, "r");
	while (fgets(line, sizeof line, out) != NULL)
		found = found || strstr(line, expected) != NULL;
	pclose(out);
	return found;
}

START_TEST(a_server_certificate_holds_for_this_host_and_the_names_given)
{
	const char *const hosts[] = {"xueji.example.org", "10.0.0.7"};
	ck_assert_msg(authority_issue_server(&authority, scratch_path("server.crt"),
			      scratch_path("server.key"), (struct conf_list){hosts, 2}, 365, why),
		"%s", why);
	ck_assert(openssl_says("server.crt: OK",
		"verify -attime %lld -purpose sslserver -CAfile ca.crt server.crt 2>&1",
		(long long)(now / US_PER_SECOND)));
	static const char *const names[] = {"DNS:localhost", "IP Address:127.0.0.1",
		"DNS:xueji.example.org", "IP Address:10.0.0.7", "IP Address:0:0:0:0:0:0:0:1"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		ck_assert_msg(openssl_says(names[i], "x509 -in server.crt -noout -text"),
			"%s is missing", names[i]);
	ck_assert(openssl_says("NIST CURVE: P-256", "x509 -in server.crt -noout -text"));
}
END_TEST

START_TEST(a_client_certificate_is_for_clients_only)
{
	ck_assert_msg(authority_issue_client(&authority, "bastion.1", 365, &made, why), "%s", why);
	long long at = now / US_PER_SECOND;
	const char *file = client_path(made.name, ".crt");
	ck_assert(openssl_says(
		": OK", "verify -attime %lld -purpose sslclient -CAfile ca.crt %s 2>&1", at, file));
	ck_assert(!openssl_says(
		": OK", "verify -attime %lld -purpose sslserver -CAfile ca.crt %s 2>&1", at, file));
	ck_assert(openssl_says(made.serial, "x509 -in %s -noout -subject", file));
}
END_TEST

START_TEST(a_clients_name_carries_its_serial)
{
	char expected[CERTIFICATE_NAME_SIZE];
	ck_assert_msg(authority_issue_client(&authority, "bastion", 365, &made, why), "%s", why);
	snprintf(expected, sizeof expected, "bastion-%s", made.serial);
	ck_assert_str_eq(made.name, expected);
	ck_assert_uint_eq(strlen(made.serial), 16);
	struct stat st;
	ck_assert_int_eq(stat(client_path(made.name, ".key"), &st), 0);
	ck_assert_uint_eq(st.st_mode & 0777, 0600);
}
END_TEST

START_TEST(validity_is_what_was_asked)
{
	struct certificate ca;
	ck_assert(authority_issue_client(&authority, "a", 30, &made, why));
	ck_assert_int_eq(made.until_us, now + 30 * US_PER_DAY);
	ck_assert_int_lt(made.from_us, now);
	ck_assert(certificate_read(authority.certificate, &ca, why));
	ck_assert_int_eq(ca.until_us, now + 3650 * US_PER_DAY);
	ck_assert_str_eq(ca.name, "Test authority");
}
END_TEST

START_TEST(names_that_could_mislead_are_refused)
{
	static const char *const bad[] = {"", "a/b", "../a", ".a", "a b", "学", "a\n",
		"a-name-that-is-longer-than-forty-characters"};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		ck_assert_msg(!authority_issue_client(&authority, bad[i], 365, &made, why),
			"accepted: \"%s\"", bad[i]);
		ck_assert_ptr_nonnull(strstr(why, "cannot be a client's name"));
	}
}
END_TEST

START_TEST(a_host_that_is_none_is_refused)
{
	const char *const hosts[] = {"a,IP:1.2.3.4"};
	ck_assert(!authority_issue_server(&authority, scratch_path("server.crt"),
		scratch_path("server.key"), (struct conf_list){hosts, 1}, 365, why));
	ck_assert_str_eq(why, "\"a,IP:1.2.3.4\" is neither a host's name nor an IP address.");
	ck_assert_int_ne(access(scratch_path("server.key"), F_OK), 0);
}
END_TEST

START_TEST(an_authority_is_never_overwritten)
{
	size_t size;
	char *old = file_read(arena, authority.key, 10000, &size, why);
	ck_assert(!authority_create(&authority, "Another", why));
	ck_assert_ptr_nonnull(strstr(why, "File exists"));
	ck_assert_str_eq(file_read(arena, authority.key, 10000, &size, why), old);
}
END_TEST

START_TEST(renewing_a_server_keeps_key_and_names)
{
	const char *const hosts[] = {"xueji.example.org"};
	const char *crt = arena_strdup(arena, scratch_path("server.crt"));
	const char *key = arena_strdup(arena, scratch_path("server.key"));
	ck_assert(authority_issue_server(
		&authority, crt, key, (struct conf_list){hosts, 1}, 365, why));
	authority.now_us = now + 360 * US_PER_DAY;
	ck_assert_msg(authority_renew_server(&authority, crt, no_hosts, 365, why), "%s", why);
	ck_assert_msg(certificate_is_usable(crt, key, now + 500 * US_PER_DAY, why), "%s", why);
	ck_assert(openssl_says("DNS:xueji.example.org", "x509 -in server.crt -noout -text"));
	const char *const others[] = {"new.example.org"};
	ck_assert(authority_renew_server(&authority, crt, (struct conf_list){others, 1}, 365, why));
	ck_assert(openssl_says("DNS:new.example.org", "x509 -in server.crt -noout -text"));
	ck_assert(!openssl_says("xueji.example.org", "x509 -in server.crt -noout -text"));
}
END_TEST

START_TEST(renewing_a_client_makes_a_new_name_for_the_old_key)
{
	struct certificate renewed;
	ck_assert(authority_issue_client(&authority, "bastion", 30, &made, why));
	authority.now_us = now + 20 * US_PER_DAY;
	ck_assert_msg(authority_renew_client(&authority, made.name, 30, &renewed, why), "%s", why);
	ck_assert_str_ne(renewed.name, made.name);
	ck_assert_int_eq(strncmp(renewed.name, "bastion-", 8), 0);
	ck_assert_msg(certificate_is_usable(client_path(renewed.name, ".crt"),
			      client_path(made.name, ".key"), now + 40 * US_PER_DAY, why),
		"%s", why);
	ck_assert(!authority_renew_client(&authority, "nobody-00", 30, &renewed, why));
	ck_assert_ptr_nonnull(strstr(why, "There is no client certificate nobody-00"));
	ck_assert(!authority_renew_client(&authority, "../ca", 30, &renewed, why));
}
END_TEST

START_TEST(a_renewed_authority_still_vouches_for_what_it_signed)
{
	ck_assert(authority_issue_client(&authority, "bastion", 3650 + 300, &made, why));
	authority.now_us = now + 3600 * US_PER_DAY;
	ck_assert_msg(authority_renew_self(&authority, why), "%s", why);
	ck_assert(openssl_says(": OK", "verify -attime %lld -CAfile ca.crt %s 2>&1",
		(long long)((now + 3700 * US_PER_DAY) / US_PER_SECOND),
		client_path(made.name, ".crt")));
}
END_TEST

START_TEST(clients_are_listed_by_name)
{
	struct certificate *clients;
	size_t n;
	ck_assert_msg(authority_clients(&authority, arena, &clients, &n, why), "%s", why);
	ck_assert_uint_eq(n, 0);
	ck_assert(authority_issue_client(&authority, "b", 30, &made, why));
	ck_assert(authority_issue_client(&authority, "a", 30, &made, why));
	ck_assert_msg(authority_clients(&authority, arena, &clients, &n, why), "%s", why);
	ck_assert_uint_eq(n, 2);
	ck_assert_str_eq(clients[0].name, made.name);
	scratch_write("clients/broken.crt", "nonsense");
	ck_assert(!authority_clients(&authority, arena, &clients, &n, why));
	ck_assert_ptr_nonnull(strstr(why, "broken.crt"));
}
END_TEST

START_TEST(a_certificate_that_cannot_serve_says_why)
{
	const char *crt = arena_strdup(arena, scratch_path("server.crt"));
	const char *key = arena_strdup(arena, scratch_path("server.key"));
	ck_assert(authority_issue_server(&authority, crt, key, no_hosts, 365, why));
	ck_assert_msg(certificate_is_usable(crt, key, now, why), "%s", why);
	ck_assert(!certificate_is_usable(crt, key, now + 366 * US_PER_DAY, why));
	ck_assert_ptr_nonnull(strstr(why, "expired on 2027-09-21"));
	ck_assert(!certificate_is_usable(crt, key, now - US_PER_DAY, why));
	ck_assert_ptr_nonnull(strstr(why, "is valid from 2026-09-21 only"));
	ck_assert(!certificate_is_usable(crt, authority.key, now, why));
	ck_assert_ptr_nonnull(strstr(why, "does not hold the key of"));
	ck_assert(!certificate_is_usable(key, key, now, why));
	ck_assert(!certificate_is_usable(scratch_path("none"), key, now, why));
	ck_assert_ptr_nonnull(strstr(why, "No such file or directory"));
	ck_assert_int_eq(chmod(key, 0644), 0);
	ck_assert(!certificate_is_usable(crt, key, now, why));
	ck_assert_ptr_nonnull(strstr(why, "can be read by everybody"));
}
END_TEST

SUITE_WITH("authority", before, after, a_server_certificate_holds_for_this_host_and_the_names_given,
	a_client_certificate_is_for_clients_only, a_clients_name_carries_its_serial,
	validity_is_what_was_asked, names_that_could_mislead_are_refused,
	a_host_that_is_none_is_refused, an_authority_is_never_overwritten,
	renewing_a_server_keeps_key_and_names, renewing_a_client_makes_a_new_name_for_the_old_key,
	a_renewed_authority_still_vouches_for_what_it_signed, clients_are_listed_by_name,
	a_certificate_that_cannot_serve_says_why)
