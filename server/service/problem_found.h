/* The one way in which a finding becomes problem records (R43, FSM4): for the checks of a province,
 * for each write that looks at its own child, for the verdicts of the police, and for the demo. */
#pragma once

#include "server/registry/problem_kinds.h"
#include "server/store/problem_store.h"
#include "server/store/student_record.h"
#include "xueji/v1/parcels.pb-c.h"

struct problem_finding {
	enum problem_kind kind;
	/* Keyed hash of what its records share (seal.h), by which the finding is known again; NULL:
	 * of the records themselves. */
	const uint8_t *key;
	const char *cause; /* a word of problem_cause.def */
	int score;         /* thousandths; 1000: certain */
	const int64_t *students;
	size_t n; /* at most PROBLEM_GROUP_MOST */
};
/* Opens a problem for each record of it that has none in this group yet; while a campaign runs a
 * job hands it down (problem_dispatch.h). The same again changes nothing: what is open stays, what
 * was upheld is not raised again, and two records that were judged to be different persons are no
 * suspicion (Q14). Runs in the transaction of the caller, within a call that writes; *group_out
 * (may be NULL) is the group, 0 if nothing came of it. */
enum err problem_found(
	struct ctx *ctx, const struct problem_finding *finding, int64_t *group_out) MUST_CHECK;

/* Looks at a child that was just written (R50): what was found and is true no longer is cleared,
 * in its groups too; what its record shows now is found. Costs a few index lookups. */
enum err problem_check_child(struct ctx *ctx, int64_t student) MUST_CHECK;
/* The key of DUP_PERSON; that of DUP_ID is the identity's (identity_store.h). */
void problem_person_key(const struct keys *keys, const char *name, const char *birth, int sex,
	uint8_t out[BLIND_SIZE]);
/* Only the first half, for the records of a group. */
enum err problem_recheck_group(struct ctx *ctx, int64_t group) MUST_CHECK;

/* Both, and the child's problems go with it where it has gone to another school (Q10). */
enum err problem_child_changed(struct ctx *ctx, int64_t student) MUST_CHECK;

/* What the police say of the child as it is now: a finding, or the end of one (R50). `facts` is the
 * keyed hash of what was asked about (list_store.h). */
enum err problem_police_says(struct ctx *ctx, int64_t student, Xueji__V1__VerdictResult result,
	const uint8_t facts[BLIND_SIZE]) MUST_CHECK;
