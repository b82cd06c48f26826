/* How a child's standing with its school may change, one by one (FSM2): from what to what, in which
 * stages, with which proofs. The numbers are stored and those of xueji.v1: never change one. What
 * the whole registry does at once (promotion, graduation) is not here. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "domain/lang.h"
#include "domain/roll.h"

enum status_change {
	STATUS_SUSPEND = 1,
	STATUS_EXTEND, /* the suspension goes on to another day */
	STATUS_RESUME,
	STATUS_GO_ABROAD,
	STATUS_RETURN,
	STATUS_DROP_OUT,
	STATUS_COME_BACK,
	STATUS_WITHDRAW,
	STATUS_COMPLETE, /* the programme, without graduating */
	STATUS_PARTIAL, /* leaves before the programme's end, with a certificate of what was studied
			 */
	STATUS_DIE,
	STATUS_LEAVE,
	STATUS_RESTORE, /* after having left */
	STATUS_CHANGE_END
};

struct status_change_row {
	enum status_change change;
	const char *word;
	struct sentence title;
	uint32_t from; /* bits of 1 << enum roll_status */
	enum roll_status to;
	uint32_t stages;   /* bits of 1 << enum stage */
	uint32_t proofs;   /* one of these is attached: ATTACHMENT_BITs; 0: none is asked for */
	enum roll_end end; /* how the stay in the class ends; 0: it goes on */
	bool has_end_day;  /* it lasts until a day */
	bool takes_place;  /* the child comes into a grade and class */
	bool is_notice;    /* the school decides, and the bureau is told (R30) */
};
/* NULL for a number that is none. */
const struct status_change_row *status_change_row(int change);
/* By its word; NULL when there is none. */
const struct status_change_row *status_change_find(const char *word);
/* Does it follow from this status, in this stage? Any numbers will do: they come from afar. */
bool status_change_fits(const struct status_change_row *row, int status, int stage);
