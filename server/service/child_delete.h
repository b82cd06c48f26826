/* A record is deleted because it is wrong (R45, R49): it stays, with all that it has, on no roll
 * and in no search by name, and is found by its numbers with its state. Its identity's slot is
 * free. It is the effect of an approved deletion; where another record of the child survives, that
 * is a merge (child_merge.h). */
#pragma once

#include "server/ctx.h"
#include "server/registry/delete_rules.h"

struct child_delete {
	int64_t student;
	enum absence why;               /* why the child is not there (Q11) */
	enum delete_authority approved; /* by whom it has been */
	int64_t twin;       /* another live record of the child, into which it is merged;
			     * 0: there is none */
	bool takes_place;   /* of a twin: child_merge.h */
	const char *reason; /* sealed with what was done; NULL: none */
};
/* Refused with CASE_OPEN, or as delete_is_allowed says. */
enum err child_delete(struct ctx *ctx, const struct child_delete *order) MUST_CHECK;

/* Undoes it; a merge is undone by child_unmerge. Refused with NOT_DELETED, or RESTORE_BARRED, which
 * names what stands against it: another record has the identity by now, or its school is gone. */
enum err child_undelete(struct ctx *ctx, int64_t student, const char *reason) MUST_CHECK;
