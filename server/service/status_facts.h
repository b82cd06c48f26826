/* What a change of status has to know (server/registry/case_status.h). */
#pragma once

#include "server/service/case_facts.h"

enum err status_facts_load(
	struct ctx *ctx, const struct case_file *file, struct case_facts *out) MUST_CHECK;
