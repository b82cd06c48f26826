/* Changes of a child's standing with its school, suspension, going abroad, dropout, death … and
 * back (FSM2), through one table (FSM5): which change it is stands in the case, and what is
 * particular to it in domain/status_change.h. */
#pragma once

#include "server/registry/case_table.h"

/* Its own facts, beside the first twelve. */
enum case_status_fact {
	FACT_STATUS_WRONG = 1 << 12,  /* the change does not follow from the child's status */
	FACT_STATUS_STAGE = 1 << 13,  /* the stage knows no such change (R31) */
	FACT_STATUS_PLACE = 1 << 14,  /* the school has no such grade or class, or is closed */
	FACT_STATUS_GRADE = 1 << 15,  /* neither the same grade nor the one below (R26) */
	FACT_STATUS_EARLY = 1 << 16,  /* not the programme's last year (Q7) */
	FACT_STATUS_NOTICE = 1 << 17, /* the bureau is told and not asked (R30) */
	FACT_STATUS_CITY = 1 << 18,   /* the city confirms it too (Q3) */
};

extern const struct case_table case_status;
