/* xuejid cert …: certificates of the data directory's own authority. */
#include <stdio.h>
#include <string.h>

#include "common/date.h"
#include "common/file.h"
#include "server/commands/command.h"
#include "server/pki/authority.h"
#include "server/pki/revoked.h"

enum { DAYS_MAX = 3650 };

static const char notice[] = "A running server takes notice on SIGHUP (systemctl reload xuejid).";

#define DAYS                                                                                \
	{                                                                                   \
		"--days", "N", "how long it is valid; 365 when not given", .repeats = false \
	}
#define CA_KEY                                                                             \
	{                                                                                  \
		"--ca-key", "FILE", "the authority's private key, where it is kept apart", \
			.repeats = false                                                   \
	}

static struct authority authority_of(const struct invocation *invocation)
{
	struct authority authority =
		authority_in(invocation->arena, invocation->settings.directory, clock_now_us());
	const char *key = option_value(invocation, "--ca-key");
	if (key != NULL)
		authority.key = key;
	return authority;
}

/* ---- list ---- */

static const char *state_of(
	const struct invocation *invocation, const struct certificate *certificate, bool is_revoked)
{
	int64_t now = clock_now_us();
	int64_t soon = now + invocation->settings.warn_certificate_days * US_PER_DAY;
	if (is_revoked)
		return "revoked";
	if (certificate->until_us <= now)
		return "expired";
	return certificate->until_us <= soon ? "expires soon" : "valid";
}

static void print_row(const struct invocation *invocation, const char *kind,
	const struct certificate *certificate, bool is_revoked)
{
	char day[DATE_TEXT_SIZE];
	date_format(date_of_instant(certificate->until_us), day);
	printf("%-9s  %s  %-12s  %s\n", kind, day, state_of(invocation, certificate, is_revoked),
		certificate->name);
}

static enum exit_code print_file(
	const struct invocation *invocation, const char *kind, const char *path)
{
	struct certificate certificate;
	char why[WHY_SIZE];
	if (!certificate_read(path, &certificate, why))
		return fail(invocation, EXIT_CERTIFICATE, "%s", why);
	print_row(invocation, kind, &certificate, false);
	return EXIT_DONE;
}

static enum exit_code print_clients(const struct invocation *invocation)
{
	struct authority authority = authority_of(invocation);
	struct certificate *clients;
	struct conf_list revoked;
	size_t n;
	char why[WHY_SIZE];
	if (!authority_clients(&authority, invocation->arena, &clients, &n, why) ||
		!revoked_read(invocation->settings.revoked, invocation->arena, &revoked, why))
		return fail(invocation, EXIT_CERTIFICATE, "%s", why);
	for (size_t i = 0; i < n; i++)
		print_row(invocation, "client", &clients[i],
			revoked_holds(&revoked, clients[i].name));
	return EXIT_DONE;
}

static enum exit_code list(struct invocation *invocation)
{
	struct authority authority = authority_of(invocation);
	enum exit_code code = print_file(invocation, "authority", authority.certificate);
	if (code == EXIT_DONE)
		code = print_file(invocation, "server", invocation->settings.certificate);
	return code == EXIT_DONE ? print_clients(invocation) : code;
}

const struct command cert_list_command = {
	.name = "cert list",
	.operands = "DIR",
	.purpose = "list all certificates and when they expire",
	.needs = NEEDS_SETTINGS,
	.run = list,
};

/* ---- issue ---- */

static enum exit_code issue(struct invocation *invocation)
{
	struct authority authority = authority_of(invocation);
	struct certificate made;
	char why[WHY_SIZE];
	int64_t days;
	if (!option_number(invocation, "--days", 1, DAYS_MAX, ISSUED_DAYS, &days))
		return EXIT_USAGE;
	if (!authority_issue_client(&authority, invocation->operands[1], (int)days, &made, why))
		return fail(invocation, EXIT_CERTIFICATE, "%s", why);
	printf("%s/%s.crt\n%s/%s.key\nMove both to the client, with %s; the key need not stay "
	       "here.\n",
		authority.clients, made.name, authority.clients, made.name, authority.certificate);
	return EXIT_DONE;
}

static const struct option issue_options[] = {DAYS, CA_KEY};
const struct command cert_issue_command = {
	.name = "cert issue",
	.operands = "DIR NAME",
	.purpose = "make a certificate for a host that connects from elsewhere",
	.options = issue_options,
	.n_options = sizeof issue_options / sizeof *issue_options,
	.needs = NEEDS_SETTINGS,
	.run = issue,
};

/* ---- renew ---- */

static bool renew_client(const struct authority *authority, const char *name, int days,
	struct certificate *made, char why[WHY_SIZE])
{
	if (!authority_renew_client(authority, name, days, made, why))
		return false;
	printf("%s/%s.crt\nMove it to the client, beside the key that it has; then revoke %s.\n",
		authority->clients, made->name, name);
	return true;
}

static enum exit_code renew(struct invocation *invocation)
{
	struct authority authority = authority_of(invocation);
	const char *which = invocation->operands[1];
	struct conf_list hosts = option_values(invocation, "--host");
	struct certificate made;
	char why[WHY_SIZE];
	int64_t days;
	bool ok;
	if (!option_number(invocation, "--days", 1, DAYS_MAX, ISSUED_DAYS, &days))
		return EXIT_USAGE;
	if (strcmp(which, "authority") == 0)
		ok = authority_renew_self(&authority, why);
	else if (strcmp(which, "server") == 0)
		ok = authority_renew_server(
			&authority, invocation->settings.certificate, hosts, (int)days, why);
	else
		return renew_client(&authority, which, (int)days, &made, why)
			       ? EXIT_DONE
			       : fail(invocation, EXIT_CERTIFICATE, "%s", why);
	if (!ok)
		return fail(invocation, EXIT_CERTIFICATE, "%s", why);
	puts(notice);
	return EXIT_DONE;
}

static const struct option renew_options[] = {
	DAYS,
	CA_KEY,
	{"--host", "NAME", "server: names in place of those that it has", .repeats = true},
};
const struct command cert_renew_command = {
	.name = "cert renew",
	.operands = "DIR authority|server|NAME-SERIAL",
	.purpose = "make a certificate anew for the key that it has",
	.options = renew_options,
	.n_options = sizeof renew_options / sizeof *renew_options,
	.needs = NEEDS_SETTINGS,
	.run = renew,
};

/* ---- revoke ---- */

static bool is_issued(const struct invocation *invocation, const char *name, char why[WHY_SIZE])
{
	struct authority authority = authority_of(invocation);
	struct certificate *clients;
	size_t n;
	if (!authority_clients(&authority, invocation->arena, &clients, &n, why))
		return false;
	for (size_t i = 0; i < n; i++)
		if (strcmp(clients[i].name, name) == 0)
			return true;
	return why_set(why, "There is no client certificate %s; xuejid cert list shows all.", name);
}

static enum exit_code revoke(struct invocation *invocation)
{
	const char *name = invocation->operands[1];
	char why[WHY_SIZE], today[DATE_TEXT_SIZE];
	date_format(date_of_instant(clock_now_us()), today);
	if (!is_issued(invocation, name, why))
		return fail(invocation, EXIT_NOT_FOUND, "%s", why);
	if (!revoked_add(invocation->settings.revoked, name, today, why))
		return fail(invocation, EXIT_FAILED, "%s", why);
	puts(notice);
	return EXIT_DONE;
}

const struct command cert_revoke_command = {
	.name = "cert revoke",
	.operands = "DIR NAME-SERIAL",
	.purpose = "accept a client certificate no longer",
	.needs = NEEDS_SETTINGS,
	.run = revoke,
};
