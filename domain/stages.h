/* The stages of school that the registry knows, and the grades that a programme of so many years
 * has. Grades are numbered through, 1 to 12; graduating is the last year of the programme, never a
 * grade number (Q7): a five-year primary ends with grade 5, a four-year junior has grades 6 to 9.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/lang.h"

enum stage { STAGE_PRIMARY = 1, STAGE_JUNIOR, STAGE_SENIOR, STAGE_END };

enum { GRADE_FIRST = 1, GRADE_LAST = 12, CLASS_LAST = 99 /* in a grade */ };

struct stage_row {
	enum stage stage;
	const char *word;
	int shortest, longest; /* programme, in years */
	struct sentence title;
};

/* NULL for a number that is none. */
const struct stage_row *stage_row(int stage);

/* The grades of a programme: all three ask for years that the row allows. */
int stage_first_grade(enum stage stage, int years);
int stage_last_grade(enum stage stage, int years);
bool stage_has_grade(enum stage stage, int years, int grade);

/* Where a child who has left one stage behind with this grade may begin the next (FSM6): in its
 * first grade, or in the grade that follows, where a six-year primary leads into a four-year
 * junior. Within primary itself only grade 6, from a five-year primary. `years` is the length of
 * the programme that it enters; any numbers will do. */
bool stage_is_entry(int left_stage, int left_grade, int stage, int years, int grade);

/* What a school teaches: of each stage the years, 0 where it does not teach it. */
struct programme {
	uint8_t years[STAGE_END];
};

/* The stage that a grade belongs to in this programme; 0 if it has no such grade. */
int programme_stage_of(const struct programme *programme, int grade);

enum { PROGRAMME_TEXT = 16 };
/* "1:6 2:3", and back; false for what is no such text. */
const char *programme_format(const struct programme *programme, char out[PROGRAMME_TEXT]);
bool programme_parse(const char *text, struct programme *out);
