#include "domain/stages.h"

#include <stddef.h>

static const struct stage_row rows[] = {
	{STAGE_PRIMARY, "primary", 5, 6, {.en = "primary", .zh = "小学"}},
	{STAGE_JUNIOR, "junior", 3, 4, {.en = "junior secondary", .zh = "初中"}},
	{STAGE_SENIOR, "senior", 3, 3, {.en = "senior secondary", .zh = "高中"}},
};

const struct stage_row *stage_row(int stage)
{
	return stage >= STAGE_PRIMARY && stage < STAGE_END ? &rows[stage - STAGE_PRIMARY] : NULL;
}

/* Junior ends with grade 9 whatever its length; primary and senior begin with 1 and 10. */
int stage_first_grade(enum stage stage, int years)
{
	switch (stage) {
	case STAGE_PRIMARY:
		return 1;
	case STAGE_JUNIOR:
		return 10 - years;
	case STAGE_SENIOR:
		return 10;
	case STAGE_END:
		break;
	}
	return 0;
}

int stage_last_grade(enum stage stage, int years)
{
	return stage_first_grade(stage, years) + years - 1;
}

bool stage_has_grade(enum stage stage, int years, int grade)
{
	return grade >= stage_first_grade(stage, years) && grade <= stage_last_grade(stage, years);
}
