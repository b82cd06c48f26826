/* What a server holds in memory of its store: units, policies, sessions. */
#pragma once

#include "server/commands/command.h"

/* Makes them and fills them from the open store. */
enum exit_code caches_open(struct invocation *invocation) MUST_CHECK;
/* Reads units and policies again, after a change. */
enum exit_code caches_refresh(struct invocation *invocation) MUST_CHECK;
void caches_close(struct invocation *invocation); /* also when none were opened */
