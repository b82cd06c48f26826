/* What a step has to know (enum case_fact), and the words that its refusal will want. */
#pragma once

#include "server/service/case_apply.h"

struct case_facts {
	uint32_t bits;
	const char *held_by;                     /* of FACT_IDENTITY_HELD: where that record is */
	const char *faulty;                      /* of FACT_FAULTY: the items */
	const char *class_no, *taken, *of;       /* of FACT_NO_ROOM */
	const char *differs;                     /* of FACT_DATA_DIFFER: the items */
	const char *gone;                        /* the place; of FACT_PLACE_GONE and others */
	const char *stage, *standing, *grade;    /* of a change of status: the child's */
	const char *proofs;                      /* and what it asks for */
	const char *frozen_from, *frozen_until;  /* of FACT_FROZEN */
	const char *blocked;                     /* of a graduation: who holds it up, and why */
	const char *windows;                     /* of an enrolment: when it may be started */
	const char *barred;                      /* of FACT_BARRED: the rule */
	const char *youngest, *oldest, *cut_off; /* of FACT_WRONG_AGE */
	/* of problems: the kind in words and its rule; papers missing; schools yet to answer */
	const char *kind, *rule, *papers, *silent;
};

enum err case_facts_load(struct ctx *ctx, const struct case_file *file, const char *reason,
	struct case_facts *out) MUST_CHECK;

/* The grade and class that a case leads to, in words. */
const char *case_place_text(struct ctx *ctx, const struct case_row *row);

/* FACT_NO_ROOM, if a class has no place left (R15); class 0 always has. */
enum err case_room_facts(struct ctx *ctx, int64_t school, int grade, int class_no,
	struct case_facts *out) MUST_CHECK;

/* Who else holds the identity of these items; NULL when it is free. The record is named by its
 * school where the caller may see that school, else by its city. */
enum err case_identity_holder(struct ctx *ctx, int64_t student,
	const Xueji__V1__StudentItems *items, const char **held_by_out) MUST_CHECK;
