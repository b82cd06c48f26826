/* FSM6, step 2: the last grade of a stage graduates, as a whole or class by class. It is a case of
 * the school and of no one child: the registrar enters who graduates, who completes without
 * graduating and who stays, and the approver signs (R22, R58); in the senior stage the bureau
 * confirms too, and the city where the province wants it (R20). With the last signature all of
 * them leave the roll in one instant, or none: a child whom another case or a problem holds up is
 * named (Q7, Q10). */
#pragma once

#include "server/registry/case_table.h"

/* Its own facts, beside the first twelve. */
enum case_graduation_fact {
	FACT_GRADUATION_BLOCKED = 1 << 12, /* somebody in it cannot graduate now */
	FACT_GRADUATION_EMPTY = 1 << 13,   /* nobody leaves */
	FACT_GRADUATION_SENIOR = 1 << 14,  /* the bureau confirms */
	FACT_GRADUATION_CITY = 1 << 15,    /* and the city (R20) */
};

extern const struct case_table case_graduation;
