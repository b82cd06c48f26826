/* What a server keeps an eye on besides its store, and warns of in the log: certificates that
 * expire, a disk that fills, a write-ahead log that grows. Thresholds are settings (warn_…). */
#pragma once

#include "server/jobs/job.h"

extern const struct job_list watches;
