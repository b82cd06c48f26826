/* How a server is doing: plain numbers, gathered by who put the program together
 * (server/commands/status.c) from engine, writer and jobs, which do not know each other. Nothing in
 * it is about a person. Instants are microseconds of UTC, 0 unknown. */
#pragma once

#include <stddef.h>
#include <stdint.h>

struct status_class {
	const char *name; /* "read" */
	int64_t calls, p50_us, p95_us, p99_us;
};
enum { STATUS_CLASSES = 5, STATUS_JOBS_MOST = 64 };

struct status_job {
	const char *name;
	int64_t last_us, took_us, next_us;
	const char *last_error; /* its stable word; "": none */
	int64_t last_error_us;
};

struct server_status {
	const char *version;
	int64_t started_us;
	int64_t calls, refused, cancelled; /* since the start */
	int64_t active, parked;            /* now */
	int32_t window_seconds;
	struct status_class classes[STATUS_CLASSES];
	int64_t queued, batches, works, failed_commits;
	int64_t wal_bytes, store_bytes, disk_free_bytes;
	int64_t last_backup_us, certificate_until_us;
	struct status_job jobs[STATUS_JOBS_MOST];
	size_t n_jobs;
};
