/* Where operators are posted, and who stands in for them (Q2). Handlers of Operators. */
#pragma once

#include "server/ctx.h"

enum err add_posting(struct ctx *ctx, const void *request, void *reply) MUST_CHECK;
enum err end_posting(struct ctx *ctx, const void *request, void *reply) MUST_CHECK;
enum err set_deputy(struct ctx *ctx, const void *request, void *reply) MUST_CHECK;
