/* What time does to attachments. Steps of jobs.c. */
#pragma once

#include <stdbool.h>

#include "server/ctx.h"

/* What was never completed is dropped a day after it was announced. A day after an attachment was
 * dropped its file is removed; when that is durable, its row. So a file is always named by a row,
 * whenever the power fails. */
enum err sweep_attachments(struct ctx *ctx, bool *again_out) MUST_CHECK;
/* Before it, off the writer: makes durable what was removed, and looks for what a crash left of
 * attachments that have arrived completely. */
void look_for_sweepings(struct ctx *ctx);
