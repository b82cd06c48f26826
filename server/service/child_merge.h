/* Two records of one child become one (Q13). It is no act of its own but the effect of an approved
 * deletion whose twin survives, carried out in the transaction of whoever approves it; who may
 * approve it, and the guardian's choice (R52), are judged before (server/registry/delete_rules.h).
 *
 * The survivor keeps its items and gets the other record's numbers, the former identity number
 * among them (R77), its stays, its cases that are over, its attachments, and the slot of their
 * identity. The number in force is the better of the two: G before J before L, else the survivor's.
 * The other record stays as a tombstone, with its items, that leads to the survivor.
 *
 * Undoing it gives back exactly what there was: `xuejid dump` is the same as before, byte for byte,
 * but for ordinary items of the survivor that were changed meanwhile. */
#pragma once

#include "server/ctx.h"

struct child_merge {
	int64_t survivor, gone;
	/* Which place in a school stays (R52): the survivor's own, or that of the record that goes,
	 * with its school, grade, class and status. The stay in the other ends today. */
	bool takes_place;
	const char *reason; /* sealed with what was done; NULL: none */
};
/* Refused with RECORD_NOT_LIVE, SAME_RECORD, or CASE_OPEN: the record that goes has none under way,
 * nor has the survivor when its place changes. */
enum err child_merge(struct ctx *ctx, const struct child_merge *merge) MUST_CHECK;

/* Undoes it. Refused with NOT_MERGED, or with MERGE_RELIED_ON, which names what was done since and
 * relies on it: a case, a number, another class or school, a changed identity, another merge. */
enum err child_unmerge(struct ctx *ctx, int64_t gone, const char *reason) MUST_CHECK;
