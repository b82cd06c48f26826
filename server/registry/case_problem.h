/* FSM4: a problem record of one child, from its finding to its settling (R43–R53). What is offered
 * and what is needed for it stands in the row of its kind (problem_table.h) and reaches this table
 * as facts. The school answers, its approver signs, the bureau above all sides decides (Q12). A
 * problem whose finding is true no longer is cleared, wherever it stands. */
#pragma once

#include "server/registry/case_table.h"

extern const struct case_table case_problem;

/* Why an answer cannot be given, as far as its kind decides alone; REASON_COUNT: it can. */
enum reason problem_refuses(uint32_t facts);

/* Beside those of enum case_fact below 1 << 12. */
enum problem_fact {
	PROBLEM_AMENDS = 1 << 12, /* what the school answers */
	PROBLEM_UPHOLDS = 1 << 13,
	PROBLEM_DELETES = 1 << 14,
	PROBLEM_APPLIES_J = 1 << 15,
	PROBLEM_NOT_OFFERED =
		1 << 16,             /* the kind has no such answer for this number, today (Q11) */
	PROBLEM_NO_PAPERS = 1 << 17, /* a paper of one of the two sets is missing (R46, Q15) */
	PROBLEM_NO_GROUND = 1 << 18, /* nothing says why the child is not there (Q11) */
	PROBLEM_NO_CHOICE = 1 << 19, /* the guardian has not chosen, or otherwise (R52) */
	PROBLEM_HAS_TWIN = 1 << 20,  /* another live record stands, surely of the child (Q11) */
	PROBLEM_SIDE_SILENT = 1 << 21,    /* a school of the group has not answered (R44) */
	PROBLEM_BUREAUS_DIFFER = 1 << 22, /* the group has schools of more than one (Q12) */
	PROBLEM_UPHELD = 1 << 23,         /* another record of the number was upheld (R47) */
	PROBLEM_NO_POLICE = 1 << 24,      /* no verdict of the police on the child as it is (R44) */
	PROBLEM_CROSSES = 1 << 25,        /* a side lies in another province (R51) */
	PROBLEM_DISPUTED = 1 << 26,       /* more than one side upholds */
	PROBLEM_NEAR = 1 << 27,           /* a suspicion (Q14) */
	PROBLEM_TWIN_UNCLEAR = 1 << 28,   /* several other records might be the child's (Q13) */
	PROBLEM_UNCHANGED = 1 << 29,      /* nothing is amended */
	PROBLEM_IS_STATUS = 1 << 30,      /* the child is a child all the same (Q11, R30) */
	PROBLEM_BARRED = INT32_MIN, /* whoever agrees: the record as it is now is not deleted */
};
