/* Problems as messages (service Problems). */
#pragma once

#include "server/service/case_apply.h"

/* Why a problem was found, in the caller's language: a word of problem_cause.def, or of the
 * finder's causes (server/finder/cause.h). */
char *problem_cause_text(struct ctx *ctx, const char *cause);

/* What lists need. `child` with its items; all in the arena. */
enum err problem_message_of(
	struct ctx *ctx, const struct problem_entry *entry, Xueji__V1__Problem **out) MUST_CHECK;
/* The whole of one. */
enum err problem_reply(struct ctx *ctx, const struct case_file *file,
	Xueji__V1__GetProblemResponse *reply) MUST_CHECK;
