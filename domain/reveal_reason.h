/* Why somebody may want to see a child's whole numbers (R55): a closed list, to which a sentence of
 * his own is added. The numbers are those of xueji.v1, the words stand in the journal: never change
 * one. */
#pragma once

#include "domain/lang.h"

enum reveal_reason {
	REVEAL_DOCUMENT_CHECK = 1,
	REVEAL_POLICE,
	REVEAL_EXAM_ENTRY,
	REVEAL_AID,
	REVEAL_STATUS_CASE,
	REVEAL_PROBLEM_RECORD,
	REVEAL_GUARDIAN,
	REVEAL_OTHER,
	REVEAL_REASON_END
};

struct reveal_reason_row {
	enum reveal_reason reason;
	const char *word;
	struct sentence title;
};
/* NULL for a number that is none. */
const struct reveal_reason_row *reveal_reason_row(int reason);
