/* What time does to accounts: sessions end, idle accounts are sealed (R58), counts of failed
 * sign-ins are forgotten. Steps of jobs.c. */
#pragma once

#include <stdbool.h>

#include "server/ctx.h"

/* Sessions past their idle or absolute end leave the store, each with an entry in the journal. */
enum err end_sessions(struct ctx *ctx, bool *again_out) MUST_CHECK;
/* Accounts that nobody has used for the days of their unit's policy are sealed. */
enum err seal_idle_accounts(struct ctx *ctx, bool *again_out) MUST_CHECK;
/* A day after the last failure nothing of it is left. */
enum err purge_guards(struct ctx *ctx, bool *again_out) MUST_CHECK;
/* A day after its end a ticket is forgotten. */
enum err purge_tickets(struct ctx *ctx, bool *again_out) MUST_CHECK;
