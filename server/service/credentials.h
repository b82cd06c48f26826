/* What an operator changes of his own account: password and second factor. Parts of the rows of
 * Sessions (server/method.h). */
#pragma once

#include "server/ctx.h"

enum err change_password_prepare(struct ctx *ctx, const void *request) MUST_CHECK;
enum err change_password_run(struct ctx *ctx, const void *request, void *reply) MUST_CHECK;
enum err change_password_refused(struct ctx *ctx, const void *request) MUST_CHECK;

enum err enrol_second_factor(struct ctx *ctx, const void *request, void *reply) MUST_CHECK;
enum err confirm_second_factor(struct ctx *ctx, const void *request, void *reply) MUST_CHECK;
