/* What a step of a problem has to know (R42, R44, R46–R48, Q11–Q15). */
#pragma once

#include "server/service/case_facts.h"

/* Adds to *out the bits of enum problem_fact, and the words of refusals. */
enum err problem_facts_load(
	struct ctx *ctx, const struct case_file *file, struct case_facts *out) MUST_CHECK;

/* The two sets of which an answer needs one paper each (R46, Q15); 0: none. */
struct papers_needed {
	uint32_t sets[2];
	size_t n;
};
struct papers_needed problem_papers(enum problem_answer answer, enum guardian_choice choice);
