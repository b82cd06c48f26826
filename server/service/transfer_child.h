/* Finding a child of another school by what its guardian shows. */
#pragma once

#include "server/registry/case_kinds.h"
#include "server/store/student_store.h"

/* What identifies a child: the name and at least one number, all typed anyhow. */
struct child_papers {
	const char *student_no; /* now or once; "": not given */
	const char *id_number;  /* "": not given */
	const char *name;       /* tidy (domain/name_text.h) */
};

/* Notes faults of the fields student_no, id_number and name. */
void child_papers_read(struct ctx *ctx, const char *student_no, const char *id_number,
	const char *name, struct child_papers *out);

/* The one child whom these papers fit: for a transfer one on a roll, for an enrolment a graduate.
 * CHILD_NOT_FOUND, DATA_DIFFER_2001 (which names what differs), NUMBER_SHARED, NOT_GRADUATE,
 * ENROLLED_ELSEWHERE (2002), or TRY_LATER for one who guesses. */
enum err transfer_find_child(struct ctx *ctx, enum case_type type,
	const struct child_papers *papers, struct student_row *out) MUST_CHECK;
/* The same for another province, which does not guess: without TRY_LATER. */
enum err transfer_match_child(struct ctx *ctx, enum case_type type,
	const struct child_papers *papers, struct student_row *out) MUST_CHECK;
/* The on_refusal of methods that call it: counts a guess. */
enum err transfer_guess_missed(struct ctx *ctx, const void *request) MUST_CHECK;
