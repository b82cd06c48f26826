#include "server/settings.h"

#include <string.h>

#include "common/address.h"
#include "common/file.h"

static bool is_address(const char *value)
{
	return address_kind(value) != ADDRESS_BAD;
}

static bool is_unit_code(const char *value)
{
	size_t n = strspn(value, "0123456789");
	return n == 6 && value[n] == '\0';
}

static bool is_given(const char *value)
{
	return value[0] != '\0';
}

#define SETTING(member, kind) \
	.name = #member, .type = CONF_##kind, .at = offsetof(struct settings, member)
#define FILE_NAME .is_good = is_given, .must = "name a file"

static const struct conf_row rows[] = {
	/* who can reach the server */
	{SETTING(listen, LIST), .fallback = "[\"unix:xuejid.sock\", \"127.0.0.1:50051\"]",
		.meaning = "Where the server listens: unix:PATH, HOST:PORT or [IPV6]:PORT.",
		.is_good = is_address,
		.must = "hold addresses: unix:PATH, HOST:PORT or [IPV6]:PORT"},
	{SETTING(client_ca, PATH), .fallback = "\"ca.crt\"",
		.meaning = "Authority whose client certificates are accepted; \"\" accepts none."},
	{SETTING(require_client_certificate, BOOL), .fallback = "false",
		.meaning = "Demand client certificates on loopback and Unix sockets too."},
	{SETTING(accept_denial_of_service_by_strangers, BOOL), .fallback = "false",
		.meaning =
			"Listen beyond this host without client certificates: anyone who reaches "
			"the port can stop the server or fill its memory."},
	{SETTING(certificate, PATH), .fallback = "\"server.crt\"", FILE_NAME,
		.meaning = "The server's certificate."},
	{SETTING(certificate_key, PATH), .fallback = "\"server.key\"", FILE_NAME,
		.meaning = "The private key of the server's certificate."},
	{SETTING(revoked, PATH), .fallback = "\"revoked\"", FILE_NAME,
		.meaning = "List of client certificates that are no longer accepted."},
	/* what this node is */
	{SETTING(key_file, PATH), .fallback = "\"keys\"", FILE_NAME,
		.meaning = "The keys that seal personal data. Keep a copy elsewhere: without it "
			   "every sealed item is lost."},
	{SETTING(node, INT), .min = 0, .max = 1023, .fallback = "1",
		.meaning = "Number of this node, different on every node of the country."},
	{SETTING(unit, TEXT), .fallback = "\"000000\"", .is_good = is_unit_code,
		.must = "be the six digits of a division",
		.meaning = "Code of the division that this node serves; 000000 is the nation."},
	{SETTING(holidays_file, PATH), .fallback = "\"\"",
		.meaning = "Holidays and make-up working days of years that are not built in (see "
			   "etc/holidays.csv); \"\" is none."},
	/* limits */
	{SETTING(workers, INT), .min = 1, .max = 64, .fallback = "2",
		.meaning = "Threads that answer calls."},
	{SETTING(max_message_bytes, INT), .min = 4096, .max = 16 << 20, .fallback = "262144",
		.meaning = "Largest message that is accepted."},
	{SETTING(max_concurrent_calls, INT), .min = 1, .max = 100000, .fallback = "1024",
		.meaning = "Calls under way at one time; more are refused."},
	{SETTING(max_calls_per_connection, INT), .min = 1, .max = 1000, .fallback = "100",
		.meaning = "Calls under way at one time on one connection."},
	{SETTING(max_buffers_mib, INT), .min = 16, .max = 4096, .fallback = "64",
		.meaning = "Memory for messages being received, in MiB."},
	{SETTING(max_open_files, INT), .min = 256, .max = 1 << 20, .fallback = "65536",
		.meaning = "Descriptors to ask of the system; each connection takes one."},
	{SETTING(keepalive_seconds, INT), .min = 10, .max = 3600, .fallback = "60",
		.meaning =
			"Silence on a connection before the server asks whether it still lives."},
	{SETTING(idle_connection_minutes, INT), .min = 0, .max = 10080, .fallback = "0",
		.meaning = "Minutes without a call before a connection is closed; 0 is never."},
	{SETTING(drain_seconds, INT), .min = 0, .max = 600, .fallback = "10",
		.meaning = "How long calls under way may take to finish when the server stops."},
	{SETTING(reflection, BOOL), .fallback = "false",
		.meaning = "Describe all methods to any caller (gRPC server reflection)."},
	/* warnings in the log */
	{SETTING(warn_certificate_days, INT), .min = 0, .max = 3650, .fallback = "30",
		.meaning = "Warn when a certificate expires within so many days."},
	{SETTING(warn_disk_free_mib, INT), .min = 0, .max = 1 << 30, .fallback = "1024",
		.meaning = "Warn when the disk has less room than this, in MiB."},
	{SETTING(warn_wal_mib, INT), .min = 1, .max = 1 << 20, .fallback = "512",
		.meaning = "Warn when the write-ahead log is larger than this, in MiB."},
};

const struct conf_table settings_table = {
	rows, sizeof rows / sizeof *rows, sizeof(struct settings)};

bool settings_read(
	struct settings *settings, struct arena *arena, const char *directory, char why[WHY_SIZE])
{
	const char *file = file_path(arena, directory, SETTINGS_FILE);
	if (!conf_read(&settings_table, file, arena, settings, why))
		return false;
	settings->directory = arena_strdup(arena, directory);
	return true;
}

void settings_defaults(struct settings *settings, struct arena *arena, const char *directory)
{
	conf_defaults(&settings_table, directory, arena, settings);
	settings->directory = arena_strdup(arena, directory);
}

void settings_write_sample(const struct conf_choice *choices, size_t n_choices, FILE *out)
{
	fputs("# Settings of xuejid. Each stands here with its default; take away the # to change "
	      "it.\n"
	      "# The server reads them at start. A path is seen from the directory of this file.\n",
		out);
	conf_write_sample(&settings_table, choices, n_choices, out);
}

const char *settings_address(
	const struct settings *settings, struct arena *arena, const char *address)
{
	if (address_kind(address) != ADDRESS_UNIX)
		return address;
	return arena_printf(
		arena, "unix:%s", file_path(arena, settings->directory, address + strlen("unix:")));
}

bool settings_demands_certificate(const struct settings *settings, const char *address)
{
	bool is_remote = address_kind(address) == ADDRESS_REMOTE;
	return settings->require_client_certificate ||
	       (is_remote && !settings->accept_denial_of_service_by_strangers);
}

bool settings_listen_is_safe(const struct settings *settings, char why[WHY_SIZE])
{
	if (settings->client_ca[0] != '\0')
		return true;
	for (size_t i = 0; i < settings->listen.n; i++)
		if (settings_demands_certificate(settings, settings->listen.items[i]))
			return why_set(why,
				"Listening on %s needs client certificates, and client_ca names no "
				"authority for them; set client_ca, or listen on loopback and "
				"Unix sockets only.",
				settings->listen.items[i]);
	return true;
}
