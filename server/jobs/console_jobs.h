/* What time does to what consoles keep. Steps of jobs.c. */
#pragma once

#include <stdbool.h>

#include "server/ctx.h"

/* Drafts that nobody has touched for the days of their operator's policy go, and places of the
 * same age with them. Nothing of it was journalled, nor is its end. */
enum err purge_drafts(struct ctx *ctx, bool *again_out) MUST_CHECK;
