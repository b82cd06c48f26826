#include "server/commands/watch.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include "common/date.h"
#include "common/file.h"
#include "common/log.h"
#include "domain/working_days.h"
#include "server/pki/authority.h"
#include "server/pki/revoked.h"
#include "server/settings.h"

#define MINUTES (60 * US_PER_SECOND)

enum { QUOTED = 512 };

/* ---- certificates ---- */

static void warn_of(const struct app *app, const struct certificate *certificate)
{
	char day[DATE_TEXT_SIZE], name[QUOTED];
	int64_t left = certificate->until_us - app->world.now_us(app->world.arg);
	if (left > app->settings->warn_certificate_days * US_PER_DAY)
		return;
	date_format(date_of_instant(certificate->until_us), day);
	log_warn("watch.certificate", "name=%s expires=%s days_left=%lld",
		log_quote(certificate->name, name, sizeof name), day,
		(long long)(left < 0 ? 0 : left / US_PER_DAY));
}

static void look_at_file(const struct app *app, const char *path)
{
	struct certificate certificate;
	char why[WHY_SIZE], quoted[QUOTED];
	if (certificate_read(path, &certificate, why))
		warn_of(app, &certificate);
	else
		log_warn("watch.certificate", "why=%s", log_quote(why, quoted, sizeof quoted));
}

static void look_at_clients(const struct app *app, struct arena *arena)
{
	const struct settings *settings = app->settings;
	struct authority authority =
		authority_in(arena, settings->directory, app->world.now_us(app->world.arg));
	struct certificate *clients;
	struct conf_list revoked;
	size_t n;
	char why[WHY_SIZE], quoted[QUOTED];
	if (!authority_clients(&authority, arena, &clients, &n, why) ||
		!revoked_read(settings->revoked, arena, &revoked, why)) {
		log_warn("watch.certificate", "why=%s", log_quote(why, quoted, sizeof quoted));
		return;
	}
	/* One that has expired was renewed, or is not missed: nothing comes to an end any more. */
	for (size_t i = 0; i < n; i++)
		if (clients[i].until_us > authority.now_us &&
			!revoked_holds(&revoked, clients[i].name))
			warn_of(app, &clients[i]);
}

static void look_at_certificates(const struct app *app)
{
	struct arena *arena = arena_new(0);
	look_at_file(app, app->settings->certificate);
	if (app->settings->client_ca[0] != '\0')
		look_at_file(app, app->settings->client_ca);
	look_at_clients(app, arena);
	arena_free(arena);
}

/* ---- disk ---- */

static void look_at_disk(const struct app *app)
{
	const struct settings *settings = app->settings;
	struct statvfs disk;
	if (statvfs(settings->directory, &disk) != 0) {
		log_warn("watch.disk", "errno=%d", errno);
		return;
	}
	long long free_mib = (long long)(disk.f_bavail * disk.f_frsize >> 20);
	if (free_mib < settings->warn_disk_free_mib)
		log_warn("watch.disk", "free_mib=%lld", free_mib);
}

static void look_at_wal(const struct app *app)
{
	struct arena *arena = arena_new(0);
	struct stat st;
	if (stat(file_path(arena, app->settings->directory, "store.db-wal"), &st) == 0 &&
		st.st_size >> 20 > app->settings->warn_wal_mib)
		log_warn("watch.wal", "size_mib=%lld", (long long)(st.st_size >> 20));
	arena_free(arena);
}

/* ---- holidays ---- */

static void look_at_holidays(const struct app *app)
{
	int32_t today = date_of_instant(app->world.now_us(app->world.arg));
	int32_t end = calendar_end(app->calendar);
	char day[DATE_TEXT_SIZE];
	if (calendar_knows(app->calendar, today + CALENDAR_AHEAD))
		return;
	date_format(end, day);
	log_warn("watch.holidays", "known_until=%s days_left=%d", day,
		end < today ? 0 : end - today);
}

static const struct job rows[] = {
	{.name = "watch.certificates", .every_us = 12 * 60 * MINUTES, .look = look_at_certificates},
	{.name = "watch.holidays", .every_us = 12 * 60 * MINUTES, .look = look_at_holidays},
	{.name = "watch.disk", .every_us = 5 * MINUTES, .look = look_at_disk},
	{.name = "watch.wal", .every_us = 5 * MINUTES, .look = look_at_wal},
};

const struct job_list watches = {rows, sizeof rows / sizeof *rows};
