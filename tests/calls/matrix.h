/* Every state of a kind of case, every event and every person: what the table allows is done, and
 * all else is refused with a word and a sentence, and changes nothing. */
#pragma once

#include "tests/calls/moving.h"

struct matrix_outcome {
	bool is_done;
	const char *refusal, *text;
};

struct matrix {
	const Xueji__V1__CaseState *states;
	size_t n_states;
	const Xueji__V1__CaseEvent *events;
	size_t n_events;
	/* Of each state its events: the letters of those who may. */
	const char *const *allowed;
	/* Whose letter stands for a person; '-': nobody's. */
	char (*letter_of)(const struct person *person);
	/* A new one at the state of that number; asked for by `attempt`. */
	const void *(*make)(size_t state);
	struct matrix_outcome (*attempt)(
		const struct person *person, Xueji__V1__CaseEvent event, const void *one);
};

void matrix_refuses_all_others(struct moving *m, const struct matrix *matrix);
void matrix_does_what_it_allows(struct moving *m, const struct matrix *matrix);

/* The outcome of a move on a case. */
struct matrix_outcome matrix_of_case(const Xueji__V1__CaseResult *result);
