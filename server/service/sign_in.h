/* SignIn: the one call of a stranger. The three parts of its row (server/method.h). */
#pragma once

#include "server/ctx.h"

enum err sign_in_prepare(struct ctx *ctx, const void *request) MUST_CHECK;
enum err sign_in_run(struct ctx *ctx, const void *request, void *reply) MUST_CHECK;
enum err sign_in_refused(struct ctx *ctx, const void *request) MUST_CHECK;
