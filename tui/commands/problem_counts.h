/* How many problem records there are, as a table with the columns of what they are counted by. */
#pragma once

#include <xueji/v1/problems.pb-c.h>

#include "tui/commands/command.h"

/* Asks and writes the reply; by the units directly under one, where the request does not say. */
enum exit_code problem_counts_show(
	struct invocation *invocation, Xueji__V1__SummarizeProblemsRequest *request);
