/* What the last signature under a change of status does (FSM2). */
#pragma once

#include "server/service/case_apply.h"

/* The child's standing changes. Who stays on the roll keeps its class; who leaves it ends the stay
 * today; who comes back comes into the class applied for, if that is there and has room, else it is
 * placed later. */
enum err status_carry_out(struct ctx *ctx, struct case_file *file) MUST_CHECK;

/* What the journal says of it, in words: "suspension, until 2027-08-31". NULL when the summary is
 * none of these. */
const char *status_note_text(struct ctx *ctx, const char *summary);
