/* A child's standing with the school (FSM2) and how a stay in a class can end. The numbers are
 * stored and those of xueji.v1: never change one. */
#pragma once

#include <stdbool.h>

#include "domain/lang.h"

enum roll_status {
	ROLL_PENDING = 1, /* registration under way: no number, on no roll */
	ROLL_ENROLLED,    /* from here … */
	ROLL_SUSPENDED,
	ROLL_ABROAD,
	ROLL_DROPPED_OUT, /* … to here the child is on the school's roll */
	ROLL_LEFT_OTHER,  /* may be restored */
	ROLL_WITHDRAWN,
	ROLL_GRADUATED,
	ROLL_COMPLETED,
	ROLL_PARTIAL,
	ROLL_DECEASED,
	ROLL_DELETED,   /* the record was wrong; kept to be seen (R49) */
	ROLL_MOVED_OUT, /* the child is in another province, and the record lives on there (R12) */
	ROLL_STATUS_END
};

struct roll_status_row {
	enum roll_status status;
	const char *word;
	struct sentence title;
	bool is_on_roll;
	bool holds_identity; /* such a record may hold the slot of an identity (Q4) */
};
/* NULL for a number that is none. */
const struct roll_status_row *roll_status_row(int status);
/* The record is in force and kept here: it can be merged or deleted. */
bool roll_is_kept_here(int status);
/* Is it a record that stands? Neither pending nor deleted. */
bool roll_is_record(int status);
/* May a child who left a stage so enter the next one (FSM6)? Who has graduated; and who has
 * completed primary school without, since the compulsory years go on (R31). */
bool roll_may_go_on(int status, int stage);

enum roll_end {
	ROLL_END_PROMOTED = 1,
	ROLL_END_CLASS_CHANGED,
	ROLL_END_TRANSFERRED,
	ROLL_END_REPEATED,
	ROLL_END_SKIPPED,
	ROLL_END_GRADUATED,
	ROLL_END_COMPLETED,
	ROLL_END_PARTIAL,
	ROLL_END_WITHDRAWN,
	ROLL_END_LEFT_OTHER,
	ROLL_END_DECEASED,
	ROLL_END_DELETED,
	ROLL_END_END
};

struct roll_end_row {
	enum roll_end end;
	const char *word;
	struct sentence title;
};
const struct roll_end_row *roll_end_row(int end);
