/* Takes the totals that may leave the registry: once a year, from the day on that the province sets
 * (policy totals.day), of every unit at once, rounded (server/registry/rounding.h).
 *
 * Not while a collection of the whole province runs, since half of it would be in; and never within
 * half a year of the last time, whatever day is set meanwhile: two roundings of nearly the same
 * children could be compared. A province without children has none taken.
 *
 * The first totals of a province are those of a day on which its children may still be coming in.
 * They are taken anew each day until somebody approves an export of them, which is his word that
 * they are whole, or until the year's day comes: of what was never approved nothing has left. */
#pragma once

#include <stdbool.h>

#include "server/ctx.h"

enum err take_totals(struct ctx *ctx, bool *again_out) MUST_CHECK;
