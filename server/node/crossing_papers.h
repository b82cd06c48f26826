/* Attachments of a child that came from another province, piece by piece behind its record. */
#pragma once

#include "server/ctx.h"
#include "xueji/v1/parcels.pb-c.h"

/* A piece of one; the last completes it. What is here already, or does not fit, changes nothing:
 * the child does not wait for a scan, and the side that it left keeps its own. */
enum err crossing_paper_take(
	struct ctx *ctx, int64_t student, const Xueji__V1__CrossingPiece *piece) MUST_CHECK;
