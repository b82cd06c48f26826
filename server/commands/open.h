/* Opens what a command's row asks for, and closes it. */
#pragma once

#include "server/commands/command.h"

/* EXIT_DONE, or a code after a sentence on stderr. invocation_close afterwards in any case. */
enum exit_code invocation_open(struct invocation *invocation) MUST_CHECK;
void invocation_close(struct invocation *invocation);

/* The program's own clock and randomness. */
struct world world_real(void);
