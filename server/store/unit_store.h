/* Units in the store (R1–R4, R12, R76). Lists, searches and checks of place read the tree in memory
 * (server/store/unit_tree.h); what stands here is what only the store knows, and every change.
 * A handler that changes units judges by what these functions say, never by the tree, which is as
 * old as the beginning of the writer's batch. */
#pragma once

#include "server/ctx.h"
#include "server/store/unit_tree.h"

/* All units by code, from the arena. */
enum err unit_read_all(struct ctx *ctx, struct unit_node **units_out, size_t *n_out) MUST_CHECK;
