/* What cases there are, where they may stand, what moves them, and who moves them. All are
 * stored, and those of xueji.v1: never change a number. */
#pragma once

enum case_type {
	CASE_REGISTRATION = 1, /* FSM1: a record is established */
	CASE_KEY_DATA,         /* FSM5: a controlled item changes (R40, R41) */
	CASE_TRANSFER,         /* FSM3: a child goes to another school (R23) */
	CASE_STATUS,           /* FSM5: a child's standing with its school changes (FSM2) */
	CASE_PROBLEM,          /* FSM4: something is wrong with a record (R43) */
	CASE_ENROLMENT,        /* FSM6: a graduate goes on to a school of the next stage (R36) */
	CASE_GRADUATION,       /* FSM6: a last grade, or one class of it, graduates; of no child */
	CASE_TYPE_COUNT
};

enum case_state {
	CASE_NEW, /* not there yet */
	CASE_DRAFT,
	CASE_SCHOOL_REVIEW,
	CASE_BUREAU_REVIEW,
	CASE_CITY_REVIEW,
	CASE_PROVINCE_REVIEW,
	CASE_WAIT_NATIONAL, /* on the province's list for the nation (Q6) */
	CASE_DONE,
	CASE_REFUSED,
	CASE_WITHDRAWN,
	/* Of a transfer, on the side that the child leaves. What the domain calls IN_SCHOOL and
	 * IN_BUREAU are SCHOOL_REVIEW and BUREAU_REVIEW, REVOKED is WITHDRAWN. */
	CASE_OUT_SCHOOL, /* its registrar looks and hands on */
	CASE_OUT_SIGN,   /* its approver signs (Q2, R58) */
	CASE_OUT_BUREAU,
	CASE_PAPER_OUT, /* the child has moved; the paper file is to be handed over (R24) */
	CASE_PAPER_IN,  /* and its arrival to be confirmed */
	CASE_CLOSED,    /* the paper file is there too */
	CASE_PURGED,    /* after half a year (R37) */
	/* Of a transfer from another province. While the other side decides, the case stands there
	 * as it does here, at OUT_SCHOOL, OUT_SIGN or OUT_BUREAU. */
	CASE_ROUTING,      /* the province that it comes from is asked, and checks */
	CASE_CHECK_FAILED, /* it found 2001, 2002 or 2003: to be withdrawn, and begun anew */
	CASE_AWAIT_PULL,   /* all have signed: the new school fetches the electronic file */
	CASE_PULLING,      /* it asked for the file; from here on there is no way back */
	CASE_FILE_SENT,    /* the old side has let go, and waits for the receipt */
	/* Of a problem. What the domain calls BUREAU_TODO is BUREAU_REVIEW, PROVINCE_TODO is
	 * PROVINCE_REVIEW and NATIONAL_TODO WAIT_NATIONAL. */
	CASE_FOUND,       /* OPEN: not handed down yet */
	CASE_SCHOOL_TODO, /* the school has to answer */
	CASE_RECHECK,     /* amended; the police are asked again (R50) */
	CASE_ARBITRATION, /* the sides do not agree (R51) */
	CASE_SETTLED,
	CASE_DELETED, /* and the record has gone with it */
	CASE_STATE_COUNT
};

enum case_event {
	CASE_SAVE, /* the registrar changes what he entered */
	CASE_SUBMIT,
	CASE_APPROVE,
	CASE_RETURN, /* for correction, with a reason */
	CASE_REFUSE,
	CASE_WITHDRAW,
	CASE_PASS, /* the nation's verdict, by imported list */
	CASE_FAIL,
	CASE_HAND_OVER, /* the paper file goes to the new school */
	CASE_RECEIVE,   /* and has arrived */
	CASE_PURGE,
	CASE_PULL,     /* the electronic file is asked for */
	CASE_FILE,     /* it has arrived */
	CASE_DISPATCH, /* a problem is handed down to the school */
	CASE_REFER,    /* to the province, where the sides do not agree */
	CASE_MAINTAIN, /* the province: this side is right (R51) */
	CASE_GIVE_UP,  /* or it is not, and answers again */
	CASE_SAME,     /* a suspicion is one person (Q14) */
	CASE_APART,    /* or two */
	CASE_CLEAR,    /* what was found is true no longer */
	CASE_FIND,     /* a problem is found */
	CASE_MOVED,    /* the child is at another school now, which answers anew */
	CASE_EVENT_COUNT
};

/* Who may make a move: a unit on the case's route, and the role there. */
enum case_party {
	CASE_NOBODY,
	CASE_REGISTRAR, /* of the school */
	CASE_APPROVER,  /* of the school: never the registrar himself (R58) */
	CASE_BUREAU,    /* the school's competent bureau (R3) */
	CASE_CITY,
	CASE_PROVINCE,
	CASE_NATION,            /* by list, imported by the province */
	CASE_SENDING_REGISTRAR, /* of the school that a child leaves */
	CASE_SENDING_APPROVER,
	CASE_SENDING_BUREAU, /* its competent bureau */
	CASE_CLOCK,          /* a job */
	CASE_ABROAD,         /* the node of the other province, by its message */
	CASE_PARTY_COUNT
};

/* For what alone the side that a child leaves may refuse (Q16): never for fees or papers. */
enum case_ground {
	GROUND_NONE,
	GROUND_NOT_OUR_PUPIL,
	GROUND_GUARDIAN_DENIES,
	GROUND_DATA_DIFFER,
	GROUND_COUNT
};
