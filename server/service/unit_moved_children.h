/* Children, their cases and their problem records follow a school that was moved or merged (R12):
 * what is told at once, and the steps of the job that does it. */
#pragma once

#include "server/store/unit_store.h"

/* A school lies elsewhere now; or a division does, and so does each school in it. */
enum err children_place_changed(struct ctx *ctx, const struct unit *unit) MUST_CHECK;

/* One step: at most a hundred files, cases or problems of one school. *again_out: there may be
 * more. */
enum err children_follow(struct ctx *ctx, bool *again_out) MUST_CHECK;
