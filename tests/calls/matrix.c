#include "tests/calls/matrix.h"

#include <string.h>

static int64_t written(const struct moving *m)
{
	return house_count(m->house, "SELECT sum(rev) + (SELECT count(*) FROM case_step) + "
				     "(SELECT sum(rev) FROM student) + "
				     "(SELECT count(*) FROM problem) + "
				     "(SELECT count(*) FROM tombstone) FROM kase");
}

static bool is_allowed(
	const struct matrix *matrix, size_t state, size_t event, const struct person *person)
{
	char who = matrix->letter_of(person);
	return who != '-' && strchr(matrix->allowed[state * matrix->n_events + event], who) != NULL;
}

static void refuses_others(
	struct moving *m, const struct matrix *matrix, size_t state, size_t event, const void *one)
{
	for (size_t who = 0; m->all[who] != NULL; who++) {
		if (is_allowed(matrix, state, event, m->all[who]))
			continue;
		int64_t before = written(m);
		struct matrix_outcome now =
			matrix->attempt(m->all[who], matrix->events[event], one);
		ck_assert_msg(!now.is_done, "state %d, event %d: %s did it", matrix->states[state],
			matrix->events[event], m->all[who]->name);
		ck_assert_str_ne(now.refusal, "");
		ck_assert_str_ne(now.refusal, "INTERNAL");
		ck_assert_str_ne(now.text, "");
		ck_assert_int_eq(before, written(m));
	}
}

void matrix_refuses_all_others(struct moving *m, const struct matrix *matrix)
{
	for (size_t state = 0; state < matrix->n_states; state++) {
		const void *one = matrix->make(state);
		for (size_t event = 0; event < matrix->n_events; event++)
			refuses_others(m, matrix, state, event, one);
	}
}

void matrix_does_what_it_allows(struct moving *m, const struct matrix *matrix)
{
	for (size_t state = 0; state < matrix->n_states; state++)
		for (size_t event = 0; event < matrix->n_events; event++)
			for (size_t who = 0; m->all[who] != NULL; who++) {
				if (!is_allowed(matrix, state, event, m->all[who]))
					continue;
				struct matrix_outcome now = matrix->attempt(
					m->all[who], matrix->events[event], matrix->make(state));
				ck_assert_msg(now.is_done, "state %d, event %d: %s",
					matrix->states[state], matrix->events[event], now.refusal);
			}
}

struct matrix_outcome matrix_of_case(const Xueji__V1__CaseResult *result)
{
	return (struct matrix_outcome){.is_done = result->is_done,
		.refusal = result->refusal,
		.text = result->refusal_text};
}
