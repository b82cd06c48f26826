/* What the files of service Problems share. */
#pragma once

#include "server/service/case_apply.h"

/* The problem of an id that a request gives. To whom it is none of his business it does not exist
 * (Q1). */
enum err problems_find(struct ctx *ctx, const char *text, struct case_file *out) MUST_CHECK;
/* The whole of one as it stands now: what changes of a problem reply. */
enum err problems_reply(struct ctx *ctx, int64_t id, void *reply) MUST_CHECK;

typedef enum err problems_handler(struct ctx *ctx, const void *request, void *reply);
problems_handler problems_answer, problems_report; /* problem_answer.c */
problems_handler problems_decide, problems_write;  /* problem_decide.c */
problems_handler problems_summarize;               /* problem_summary.c */

/* Where the right must reach. */
typedef enum err problems_place(struct ctx *ctx, const void *request, int64_t *place_out);
problems_place problems_place_answer, problems_place_report, problems_place_summary;

/* From where the caller looks at the problems of a unit: his own unit above it. 0: from a province,
 * whose records he sees all. */
int64_t problems_viewer(const struct ctx *ctx, int64_t unit);
