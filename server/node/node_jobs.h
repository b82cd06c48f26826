/* What a node does by itself for the exchange with others: lists that were asked for are made, what
 * arrived is taken in. */
#pragma once

#include "server/jobs/job.h"

extern const struct job_list node_jobs;
