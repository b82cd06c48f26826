#include "server/commands/status.h"

#include <sys/stat.h>
#include <sys/statvfs.h>

#include "common/date.h"
#include "common/file.h"
#include "server/jobs/scheduler.h"
#include "server/pki/certificate.h"
#include "server/rpc/server.h"
#include "server/settings.h"
#include "server/store/writer.h"

static void ask_engine(const struct status_sources *from, struct server_status *out)
{
	struct rpc_stats stats = rpc_stats(from->server);
	out->calls = stats.calls;
	out->refused = stats.refused;
	out->cancelled = stats.cancelled;
	out->active = stats.active;
	out->parked = stats.parked;
	out->window_seconds = rpc_load(from->server, out->classes);
}

static void ask_writer(const struct status_sources *from, struct server_status *out)
{
	struct writer_stats stats = writer_stats(from->writer);
	out->queued = stats.queued;
	out->batches = stats.batches;
	out->works = stats.works;
	out->failed_commits = stats.failed_commits;
	out->wal_bytes = stats.wal_bytes;
}

static void ask_disk(
	const struct status_sources *from, struct arena *arena, struct server_status *out)
{
	const char *directory = from->settings->directory;
	struct stat st;
	struct statvfs disk;
	if (stat(file_path(arena, directory, "store.db"), &st) == 0)
		out->store_bytes = st.st_size;
	if (stat(file_path(arena, directory, BACKUP_MARK), &st) == 0)
		out->last_backup_us = (int64_t)st.st_mtim.tv_sec * US_PER_SECOND;
	if (statvfs(directory, &disk) == 0)
		out->disk_free_bytes = (int64_t)(disk.f_bavail * disk.f_frsize);
}

void status_gather(void *sources, struct arena *arena, struct server_status *out)
{
	const struct status_sources *from = sources;
	struct certificate certificate;
	char why[WHY_SIZE];
	out->version = XUEJI_VERSION;
	out->started_us = from->started_us;
	ask_engine(from, out);
	ask_writer(from, out);
	ask_disk(from, arena, out);
	if (certificate_read(from->settings->certificate, &certificate, why))
		out->certificate_until_us = certificate.until_us;
	struct scheduler *scheduler = from->scheduler;
	if (scheduler != NULL)
		out->n_jobs = scheduler_status(scheduler, out->jobs, STATUS_JOBS_MOST);
}
