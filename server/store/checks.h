/* What `xuejid check` looks at: the file's pages, references, the rules that no constraint can
 * state (a row each in checks.c), the journal's chain, that all that is sealed opens, and that
 * files and rows of attachments fit each other. */
#pragma once

#include "server/ctx.h"

/* One finding: the word of the check ("unit_tier") and a sentence in ctx->lang. */
typedef void check_report(void *arg, const char *check, const char *sentence);

/* Looks at everything on ctx->db, outside a transaction, and reports each fault, at most 100 of a
 * kind. It holds no snapshot between its parts, so it can run beside a server. */
enum err checks_run(
	struct ctx *ctx, check_report *report, void *arg, int64_t *n_faults_out) MUST_CHECK;
