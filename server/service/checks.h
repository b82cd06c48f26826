/* What the files of service Checks share. */
#pragma once

#include "server/ctx.h"
#include "xueji/v1/checks.pb-c.h"

typedef enum err checks_handler(struct ctx *ctx, const void *request, void *reply);
checks_handler checks_compare; /* checks_compare.c */
