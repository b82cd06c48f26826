/* When a record may be deleted (R42, R45, R49, Q11): why the child is not there, and who has to
 * have agreed. A pure rule: nothing is read and nothing done here. */
#pragma once

#include <stdbool.h>

#include "domain/lang.h"
#include "domain/reasons.h"

/* Why the child is not there: the school says so before it deletes (Q11). Stored, and those of
 * xueji.v1: never change a number. */
enum absence {
	ABSENCE_NONE,        /* a twin: the child is there, under another record (Q13) */
	ABSENCE_ELSEWHERE,   /* at another school, whose record it has */
	ABSENCE_NEVER_HERE,  /* no such child was ever taught here (a ghost record) */
	ABSENCE_DROPPED_OUT, /* that is no deletion but a change of status, as are those below */
	ABSENCE_ABROAD,
	ABSENCE_DECEASED,
	ABSENCE_COUNT
};
const struct sentence *absence_title(enum absence absence);

/* Who has agreed to it; each stands above the one before. */
enum delete_authority {
	DELETE_BY_SCHOOL = 1, /* its registrar and its approver */
	DELETE_BY_BUREAU,     /* and the competent bureau */
	DELETE_BY_NATION,     /* the province, and the nation by list (Q6) */
};

struct delete_facts {
	int status, stage; /* enum roll_status, enum stage */
	bool has_g;        /* the number in force is a formal one */
	bool has_twin;     /* another live record of the child stands */
	enum absence why;
};
/* Who must agree: a G needs the nation (R42), any other the bureau, and nobody but the school where
 * another live record of the child stands (R49, Q11). */
enum delete_authority delete_needs(const struct delete_facts *facts);
/* May it be deleted on this authority? *refusal_out says why not. */
bool delete_is_allowed(
	const struct delete_facts *facts, enum delete_authority has, enum reason *refusal_out);
