/* What a step of a case does to the registry, as bits: each is a function in the table of
 * server/service/case_apply.c, carried out in the transaction of the step. */
#pragma once

enum case_effect {
	EFFECT_ENROL = 1 << 0,        /* the child is on the roll, with a temporary number (R72) */
	EFFECT_APPLY_CHANGE = 1 << 1, /* the controlled items take their new values */
	EFFECT_DISCARD = 1 << 2,      /* the pending child goes: it never was on a roll */
	EFFECT_DROP_PAPERS = 1 << 3,  /* what was attached for this case alone goes with it */
	EFFECT_TRANSFER = 1 << 4,     /* the child leaves one roll and is on the other (R25) */
	EFFECT_LET_GO = 1 << 5,       /* it leaves the roll, and its file is sent (R12) */
	EFFECT_ARRIVE = 1 << 6,   /* the file that came is the child's record from here on (R25) */
	EFFECT_STATUS = 1 << 7,   /* the child's standing with its school changes (FSM2) */
	EFFECT_GRADUATE = 1 << 8, /* all who are named leave the roll (FSM6) */
	/* of a problem */
	EFFECT_UPHOLD = 1 << 16, /* the record is right, and has its identity's slot (R47, Q4) */
	EFFECT_DELETE = 1 << 17, /* the record goes; what another of the child has, stays (Q13) */
	EFFECT_GIVE_J = 1 << 18, /* a formal number without an ID number (R73) */
	EFFECT_SAME = 1 << 19,   /* a suspicion is one person (Q14) */
	EFFECT_APART = 1 << 20,  /* or two, for ever */
};
