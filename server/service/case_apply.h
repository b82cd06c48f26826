/* Carrying a case one step on: load the facts, ask the table (server/registry/case_table.h), apply
 * the effects, all in the transaction of the call. */
#pragma once

#include "server/store/case_store.h"
#include "server/store/problem_store.h"
#include "server/store/student_record.h"
#include "xueji/v1/cases.pb-c.h"
#include "xueji/v1/parcels.pb-c.h"
#include "xueji/v1/problems.pb-c.h"
#include "xueji/v1/transfers.pb-c.h"

/* A case with what a step must know. */
struct case_file {
	struct case_row row;
	struct student_record student;
	Xueji__V1__KeyDataChange *change; /* of CASE_KEY_DATA, and what a problem amends; or NULL */
	Xueji__V1__TransferFile *transfer;     /* of a move to another school, else NULL */
	Xueji__V1__StatusChange *status;       /* of CASE_STATUS, else NULL */
	Xueji__V1__GraduationFile *graduation; /* of CASE_GRADUATION, else NULL */
	struct problem_row problem; /* of CASE_PROBLEM, with what the school answered or NULL */
	Xueji__V1__ProblemAnswerGiven *answer;
	enum case_ground ground; /* of a refusal about to be made; else GROUND_NONE */
	bool is_checked;         /* the items were, in this very transaction */
	bool is_unclaimed;       /* so was that no record claims the identity */
	/* Of a move across provinces: what the other one has just said; else NULL. */
	const Xueji__V1__CrossingStep *told;
	const Xueji__V1__CrossingFile *arrived;
};
enum err case_open(struct ctx *ctx, int64_t id, struct case_file *out) MUST_CHECK;

/* Makes the move as the party that the caller is. A refusal changes nothing. */
enum err case_decide(struct ctx *ctx, struct case_file *file, enum case_event event,
	const char *reason) MUST_CHECK;
/* The same as a given party: for verdicts by list. */
enum err case_decide_as(struct ctx *ctx, struct case_file *file, enum case_event event,
	enum case_party party, const char *reason) MUST_CHECK;

/* Stores a new case where its first move has led it, which was judged from the draft that the row
 * is; both its steps are noted, as if the draft had been saved before. */
enum err case_enter(
	struct ctx *ctx, struct case_file *file, const struct case_transition *step) MUST_CHECK;

/* Puts a case in that is in no store yet: `file->row` has its type, child and units, and is at
 * CASE_NEW; what the party's first move makes of it is filled in. A refusal inserts nothing. */
enum err case_begin(struct ctx *ctx, struct case_file *file, enum case_event event,
	enum case_party party) MUST_CHECK;

/* What the table says to a move, before anything is written: the row that it takes, or the refusal.
 */
enum err case_judge(struct ctx *ctx, const struct case_file *file, enum case_event event,
	enum case_party party, const char *reason, const struct case_transition **out) MUST_CHECK;

/* The items as they will be if the case goes through. */
Xueji__V1__StudentItems *case_items_after(struct ctx *ctx, const struct case_file *file);
