/* The policies (Q3): what the nation and the provinces may set, one row each. The number itself is
 * never in the code: it asks server/store/policy_cache.h for the value in force. Add a row for what
 * code reads, and only then. */
#pragma once

#include <stdint.h>

#include "domain/lang.h"
#include "domain/roles.h"
#include "domain/tiers.h"

enum policy {
	POLICY_SESSION_IDLE_MINUTES,
	POLICY_SESSION_HOURS,
	POLICY_SESSIONS_PER_OPERATOR,
	POLICY_PASSWORD_LENGTH,
	POLICY_ONE_TIME_HOURS,
	POLICY_SECOND_FACTOR,
	POLICY_SIGN_IN_FREE_TRIES,
	POLICY_SIGN_IN_LONGEST_WAIT,
	POLICY_ACCOUNT_IDLE_DAYS,
	POLICY_CERTIFICATE_WARNING_DAYS,
	POLICY_CONSOLE_DRAFT_DAYS,
	POLICY_CLASS_SIZE,
	POLICY_ENTRY_AGE,
	POLICY_ENTRY_AGE_MOST,
	POLICY_ENTRY_CUT_OFF,
	POLICY_REGISTRATION_DAYS,
	POLICY_REGISTRATION_WARNING_DAYS,
	POLICY_CASE_DAYS,
	POLICY_STATUS_CITY_SIGNS,
	POLICY_SUSPENSION_MONTHS,
	POLICY_SUSPENSION_WARNING_DAYS,
	POLICY_REVEALS_PER_HOUR,
	POLICY_CHECKS_PER_HOUR,
	POLICY_DUPLICATES_PER_HOUR,
	POLICY_TRANSFER_DAYS,
	POLICY_TRANSFER_PAPER_DAYS,
	POLICY_TRANSFER_PURGE_MONTHS,
	POLICY_TRANSFER_RETURN,
	POLICY_TRANSFER_CITY_SIGNS,
	POLICY_TRANSFER_PROVINCE_SIGNS,
	POLICY_TRANSFER_FREEZE_FROM,
	POLICY_TRANSFER_FREEZE_UNTIL,
	POLICY_TRANSFER_CLOSED_FROM,
	POLICY_TRANSFER_CLOSED_UNTIL,
	POLICY_TRANSFER_BAR_FIRST_TERM,
	POLICY_TRANSFER_FIRST_TERM_FROM,
	POLICY_TRANSFER_FIRST_TERM_UNTIL,
	POLICY_TRANSFER_BAR_LAST_YEAR,
	POLICY_TRANSFER_BAR_SUSPENDED,
	POLICY_TRANSFER_BAR_GRADE_CHANGE,
	POLICY_TRANSFER_BAR_WITHIN_CITY,
	POLICY_TRANSFER_BAR_WITHIN_COUNTY,
	POLICY_ENROLMENT_FROM,
	POLICY_ENROLMENT_UNTIL,
	POLICY_ENROLMENT_ABROAD_FROM,
	POLICY_ENROLMENT_ABROAD_UNTIL,
	POLICY_ENROLMENT_SPRING_FROM,
	POLICY_ENROLMENT_SPRING_UNTIL,
	POLICY_LIST_DAY,
	POLICY_PROBLEM_PHASE,
	POLICY_CHECK_LIKELY,
	POLICY_CHECK_POSSIBLE,
	POLICY_TOTALS_BASE,
	POLICY_TOTALS_DAY,
	POLICY_COUNT
};

enum policy_type {
	POLICY_NUMBER = 1,
	POLICY_YES_NO, /* 0 or 1 */
};

struct policy_row {
	enum policy policy;
	const char *key; /* stored and stable; never rename or reuse one */
	enum policy_type type;
	int64_t fallback, low, high; /* where nobody has set it; the bounds of what may be set */
	enum tier owner;             /* the lowest tier that may set it: nation or province */
	enum role role;              /* who proposes and who decides, in the unit that sets it */
	struct sentence title;       /* what it is, and what it is good for */
	struct sentence measure;     /* its unit of measure; "" for a yes or no */
};

const struct policy_row *policy_row(enum policy policy);
/* The row of a key; NULL for an unknown one. */
const struct policy_row *policy_find(const char *key);
