/* Takes the totals that may leave the registry: once a year, from the day on that the province sets
 * (policy totals.day), of every unit at once, rounded (server/registry/rounding.h).
 *
 * Not while a collection of the whole province runs, since half of it would be in; and never within
 * half a year of the last time, whatever day is set meanwhile: two roundings of nearly the same
 * children could be compared. A province without children has none taken. */
#pragma once

#include <stdbool.h>

#include "server/ctx.h"

enum err take_totals(struct ctx *ctx, bool *again_out) MUST_CHECK;
