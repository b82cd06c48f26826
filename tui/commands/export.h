/* Fetching an export, for whatever command says which. */
#pragma once

#include "tui/commands/command.h"

/* Into a new file, .xlsx or .csv by its name. */
enum exit_code export_fetch(struct invocation *invocation, const char *id, const char *path);
