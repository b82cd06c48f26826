/* Cases: anything under way about a child (FSM1, FSM3, FSM5 of the domain), as tables of
 * transitions, and the one pure function that steps them. What a step does to the registry is named
 * by effects, which server/service/case_apply.h carries out in one transaction. Whatever is not in
 * the table is refused with a sentence.
 *
 * The order of rows matters: among the rows of a state, event and party, the first whose facts hold
 * is taken. So exceptions stand above the rule. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/lang.h"
#include "domain/reasons.h"
#include "server/registry/case_effects.h"
#include "server/registry/case_kinds.h"
#include "server/registry/policy_table.h"

/* What the step has to know, as bits, loaded in its transaction. Those from 1 << 12 on are a
 * table's own: changes of status and problems have theirs in case_status.h and case_problem.h. */
enum case_fact {
	FACT_NO_DOCUMENT = 1 << 0,   /* no identity document at all (R17) */
	FACT_LATER_GRADE = 1 << 1,   /* not grade 1 (R16) */
	FACT_IDENTITY_HELD = 1 << 2, /* another live record holds the identity (R7, Q4) */
	FACT_BUREAU_IS_CITY = 1 << 3,
	FACT_BUREAU_IS_PROVINCE = 1 << 4,
	FACT_NO_CITY = 1 << 5,    /* a county directly under its province */
	FACT_HAS_G = 1 << 6,      /* the child has a formal number (R41) */
	FACT_NO_REASON = 1 << 7,  /* the mover gave none */
	FACT_NO_PROOF = 1 << 8,   /* no paper of the table's `proofs` is attached (R40) */
	FACT_FAULTY = 1 << 9,     /* the items do not stand the check again */
	FACT_WRONG_AGE = 1 << 11, /* for grade 1 (R15) */
	FACT_NO_ROOM = 1 << 10,   /* the class is full (R15) */
	/* of a transfer, or of an enrolment in the next stage (FSM6) */
	FACT_SAME_BUREAU = 1 << 12,    /* both schools have one */
	FACT_CITY_SIGNS = 1 << 13,     /* between two cities, where the province wants it */
	FACT_PROVINCE_SIGNS = 1 << 14, /* likewise */
	FACT_SENDER_CLOSED = 1 << 15,  /* the school left is closed: its bureau answers for it */
	FACT_NOT_THERE = 1 << 16,      /* not on that school's roll; or no graduate of it */
	FACT_DATA_DIFFER = 1 << 17,    /* from the record: error 2001 */
	FACT_SAME_SCHOOL = 1 << 18,    /* the child is there already */
	FACT_OTHER_STAGE = 1 << 19,    /* the grade is none of the child's stage; or no entry */
	FACT_PLACE_GONE = 1 << 20,     /* the school is closed, or has no such grade or class */
	FACT_FROZEN = 1 << 21,         /* no new ones are started today (R34, R36) */
	FACT_BARRED = 1 << 22,         /* a bar of the province (R33) */
	FACT_NO_GROUND = 1 << 23,      /* the refusal names none of the list (Q16) */
	FACT_NO_RETURN = 1 << 24,      /* the province has none (Q16) */
	FACT_KEEPS = 1 << 25,          /* the record stays where it is (R8, R32) */
	FACT_KEEP_BARRED = 1 << 26,    /* but neither school is a special or reform school */
	FACT_NO_PAPER = 1 << 27,       /* no paper file is handed over (R11) */
	FACT_FROM_ABROAD = 1 << 28,    /* the child comes from another province */
	FACT_TO_ABROAD = 1 << 29,      /* it goes to one */
	FACT_CASE_OPEN = 1 << 30,      /* another case is open for it: error 2002 */
	FACT_PROBLEM_OPEN = INT32_MIN, /* a problem that blocks it is: error 2003 (Q10) */
};

struct case_transition {
	enum case_state from;
	enum case_event event;
	enum case_party by;
	uint32_t needs, lacks; /* facts that must hold, and must not */
	enum case_state to;
	uint32_t effects;
	bool is_refusal; /* this row refuses, with `refusal` */
	enum reason refusal;
	const char *rule; /* "R16, Q18" */
};

struct case_table {
	enum case_type type;
	const char *word; /* "registration" */
	struct sentence title;
	enum policy days; /* how many working days a party has (R23) */
	bool is_dated;    /* instead, it is due as a whole, on the campaign's day (Q8) */
	bool is_move;     /* of a child to another school: a transfer or an enrolment */
	/* Which kinds of attachment it may carry, and of which it needs one before it is submitted:
	 * bits of domain/attachment_kind.h. */
	uint32_t papers, proofs;
	const struct case_transition *rows;
	size_t n_rows;
};

enum case_clock {
	CLOCK_NONE,  /* but for a draft that has been returned (Q16): its clock is a party's */
	CLOCK_PARTY, /* a unit has so many working days, of which the type says how many (R23) */
	CLOCK_PAPER, /* so many days for the paper file from its first such state on (R24) */
};

struct case_state_row {
	const char *word;
	struct sentence title;
	bool is_open;
	enum case_party turn; /* whose move it is */
	enum case_clock clock;
};

const struct case_table *case_table(enum case_type type);
/* What a case is called: of a change of status, which change. */
const struct sentence *case_title(enum case_type type, int change);
const struct case_state_row *case_state_row(enum case_state state);
const char *case_event_word(enum case_event event);
const struct sentence *case_event_title(enum case_event event);
const struct sentence *case_party_title(enum case_party party);
/* The row that this move takes. NULL when there is none: *refusal_out is the refusing row's reason,
 * CASE_NOT_YOUR_MOVE when another party may, else CASE_NO_SUCH_STEP. */
const struct case_transition *case_step(const struct case_table *table, enum case_state from,
	enum case_event event, enum case_party by, uint32_t facts, enum reason *refusal_out);
/* A party's moves in a state, as bits of 1 << event. */
uint32_t case_moves(const struct case_table *table, enum case_state from, enum case_party by);
