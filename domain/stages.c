#include "domain/stages.h"

#include <stdio.h>
#include <string.h>

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

bool stage_is_entry(int left_stage, int left_grade, int stage, int years, int grade)
{
	const struct stage_row *row = stage_row(stage);
	if (row == NULL || years < row->shortest || years > row->longest ||
		!stage_has_grade((enum stage)stage, years, grade))
		return false;
	if (stage == STAGE_PRIMARY)
		return left_stage == STAGE_PRIMARY && left_grade == row->shortest &&
		       grade == row->longest;
	return left_stage == stage - 1 &&
	       (grade == stage_first_grade((enum stage)stage, years) || grade == left_grade + 1);
}

int programme_stage_of(const struct programme *programme, int grade)
{
	for (int stage = STAGE_PRIMARY; stage < STAGE_END; stage++)
		if (programme->years[stage] != 0 &&
			stage_has_grade(stage, programme->years[stage], grade))
			return stage;
	return 0;
}

const char *programme_format(const struct programme *programme, char out[PROGRAMME_TEXT])
{
	size_t n = 0;
	out[0] = '\0';
	for (int stage = STAGE_PRIMARY; stage < STAGE_END; stage++)
		if (programme->years[stage] != 0)
			n += (size_t)snprintf(out + n, PROGRAMME_TEXT - n, "%s%d:%d",
				n > 0 ? " " : "", stage, programme->years[stage] % 10);
	return out;
}

bool programme_parse(const char *text, struct programme *out)
{
	char again[PROGRAMME_TEXT];
	*out = (struct programme){.years = {0}};
	for (const char *at = text; strlen(at) >= 3; at += at[3] == ' ' ? 4 : 3)
		if (stage_row(at[0] - '0') != NULL)
			out->years[at[0] - '0'] = (uint8_t)(at[2] - '0') % 10;
	return strcmp(programme_format(out, again), text) == 0;
}
