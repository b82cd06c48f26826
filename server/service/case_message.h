/* Cases as messages. */
#pragma once

#include "server/service/case_apply.h"
#include "server/store/case_list_store.h"

/* `name` and place are the child's; all in the arena. */
Xueji__V1__Case *case_message(
	struct ctx *ctx, const struct case_row *row, const struct student_row *child);
/* Adds what one has to look at before signing: of a transfer the last year of the stage, and of a
 * registration, too, that the class is full. */
enum err case_marks(struct ctx *ctx, const struct case_row *row, Xueji__V1__Case *out) MUST_CHECK;
Xueji__V1__CaseLoad *case_load_message(struct ctx *ctx, const struct case_load *load);
/* The whole of one: steps, track, moves, what it applies for (numbers masked). */
enum err case_reply(struct ctx *ctx, const struct case_file *file,
	Xueji__V1__GetCaseResponse *reply) MUST_CHECK;
