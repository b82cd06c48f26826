/* What cases there are, where they may stand, what moves them, and who moves them. All four are
 * stored, and those of xueji.v1: never change a number. */
#pragma once

enum case_type {
	CASE_REGISTRATION = 1, /* FSM1: a record is established */
	CASE_KEY_DATA,         /* FSM5: a controlled item changes (R40, R41) */
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
	CASE_NATION, /* by list, imported by the province */
	CASE_PARTY_COUNT
};
