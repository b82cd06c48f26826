/* What can be wrong with a record, and what a school can answer. Both are stored, and those of
 * xueji.v1: never change a number. */
#pragma once

enum problem_kind {
	PROBLEM_DUP_ID = 1,
	PROBLEM_DUP_PERSON,
	PROBLEM_ID_FORMAT,
	PROBLEM_ID_NOT_FOUND,
	PROBLEM_ID_NAME_MISMATCH,
	PROBLEM_ID_CHANGED,
	PROBLEM_NO_ID,
	PROBLEM_GHOST,
	PROBLEM_SEPARATED,
	PROBLEM_NO_RECORD,
	PROBLEM_MISSING_ITEM,
	PROBLEM_NEAR_DUP,
	PROBLEM_KIND_COUNT
};

enum problem_answer {
	ANSWER_NONE,
	ANSWER_SUBSTANTIATE,
	ANSWER_AMEND,
	ANSWER_DELETE,
	ANSWER_APPLY_J,
	ANSWER_COUNT
};

/* Why a record is to go (Q11), and what the guardian chose (R52). */
enum delete_ground {
	DELETE_NONE,
	DELETE_RECORDED_TWICE,
	DELETE_NEVER_CAME,
	DELETE_ELSEWHERE,
	DELETE_DROPPED_OUT, /* from here on that is a change of status, and no deletion */
	DELETE_ABROAD,
	DELETE_DECEASED,
	DELETE_GROUND_COUNT
};
enum guardian_choice { GUARDIAN_NONE, GUARDIAN_MOVES, GUARDIAN_STAYS };
