/* Changes that a command makes in the store, without a server. */
#pragma once

#include "server/commands/command.h"
#include "server/ctx.h"

/* Runs `apply` as OPERATOR_SYSTEM in one transaction on the open store, writes its notes into the
 * journal, commits. What it refuses is said on stderr. */
enum exit_code write_apply(struct invocation *invocation,
	enum err (*apply)(struct ctx *ctx, void *arg), void *arg) MUST_CHECK;
/* A ctx of the command's own on a connection: for reading, as OPERATOR_SYSTEM. */
void write_ctx(struct invocation *invocation, struct ctx *ctx, struct db *db);
/* Says on stderr why a function that was given the ctx failed. */
enum exit_code write_refused(struct invocation *invocation, struct ctx *ctx, enum err err);
