/* The thread that runs jobs: each once soon after the start, then whenever its time has passed.
 * Jobs run one after another, so none delays the calls by more than its own step. */
#pragma once

#include "server/jobs/job.h"
#include "server/status.h"

struct writer;
struct scheduler;

/* Everything is borrowed until scheduler_stop. */
struct scheduler *scheduler_start(const struct app *app, struct writer *writer,
	const struct job_list *const lists[], size_t n_lists);
/* How the jobs are doing, at most `most` of them, in the order of the lists; how many. From any
 * thread, while it runs. */
size_t scheduler_status(struct scheduler *scheduler, struct status_job *out, size_t most);
/* Waits for the job under way; the writer must still be running. NULL is fine. */
void scheduler_stop(struct scheduler *scheduler);
