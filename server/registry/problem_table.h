/* The kinds of problem records as rows: what each means, which answers it has for which student
 * number and from which phase on, what it blocks and what cures it (R43–R53, Q10, Q11). Codes are
 * words and stable for ever. tests/golden/problems.txt holds the table. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/lang.h"
#include "server/registry/case_kinds.h"
#include "server/registry/problem_kinds.h"

enum problem_severity { SEVERITY_SUSPICION = 1, SEVERITY_FAULT, SEVERITY_GRAVE };

/* Sets of answers and of case types are bits of 1 << number. */
struct problem_kind_row {
	enum problem_kind kind;
	const char *word;
	enum problem_severity severity;
	struct sentence title, meaning, cure;
	uint32_t answers;       /* of who has an L or J number, or none yet */
	uint32_t g_answers;     /* of who has a G (R41, R42) */
	uint32_t later_answers; /* these only from the second phase on (R48) */
	uint32_t blocks;        /* case types that may not be begun while it is open */
	uint32_t cured_by;      /* case types that are never blocked (Q10) */
	bool is_shared;         /* a finding of several records */
	bool is_by_police;      /* found by the police, who look again (R50) */
	bool is_reported;       /* found by the school itself */
	const char *rule;
};
/* NULL for a number that is none. */
const struct problem_kind_row *problem_kind_row(int kind);
const struct sentence *problem_answer_title(enum problem_answer answer);

/* Which answers are offered: to who has a G or not, in a phase (1 or 2). */
uint32_t problem_answers(const struct problem_kind_row *row, bool has_g, int phase);
/* Does an open problem of the kind keep a case of this type from being begun? */
bool problem_blocks(const struct problem_kind_row *row, enum case_type type);

/* Why it was found: a stable word and its sentence; NULL for a word that is none. */
struct problem_cause_row {
	const char *word;
	struct sentence text;
};
const struct problem_cause_row *problem_cause_row(const char *word);

/* The order in which desks work (Q8): 1 graduating grades of senior and junior, 2 of primary, 3 the
 * rest. */
enum { PROBLEM_RANK_FIRST = 1, PROBLEM_RANK_LAST = 3 };
int problem_rank(int stage, bool is_graduating);
