#include "domain/totals.h"

#include <string.h>

static const struct {
	const char *word;
	struct sentence heading;
} columns[] = {
	{"unit_code", {.en = "unit code", .zh = "单位代码"}},
	{"unit_name", {.en = "unit", .zh = "单位名称"}},
	{"tier", {.en = "tier", .zh = "层级"}},
	{"stage", {.en = "stage", .zh = "学段"}},
	{"grade", {.en = "grade", .zh = "年级"}},
	{"pupils", {.en = "pupils", .zh = "在校生数"}},
	{"boys", {.en = "boys", .zh = "男生"}},
	{"girls", {.en = "girls", .zh = "女生"}},
	{"boarders", {.en = "boarders", .zh = "住校生"}},
	{"left_behind", {.en = "left-behind", .zh = "留守儿童"}},
	{"migrant", {.en = "migrant workers' children", .zh = "随迁子女"}},
	{"disabled", {.en = "disabled", .zh = "残疾学生"}},
	{"aid", {.en = "aided", .zh = "受资助学生"}},
	{"meals", {.en = "school meals", .zh = "享受营养餐"}},
	{"bus", {.en = "school bus", .zh = "需乘校车"}},
	{"minority", {.en = "ethnic minorities", .zh = "少数民族"}},
	{"away", {.en = "on the roll, away", .zh = "在籍不在校"}},
};
_Static_assert(sizeof columns / sizeof *columns == TOTAL_COLUMNS, "a row for each");

const char *total_column_word(int column)
{
	return columns[column].word;
}

const char *total_column_heading(int column, enum lang lang)
{
	return sentence_in(&columns[column].heading, lang);
}

int total_column_find(const char *word)
{
	for (int i = 0; i < TOTAL_COLUMNS; i++)
		if (strcmp(columns[i].word, word) == 0)
			return i;
	return -1;
}

bool total_column_is_number(int column)
{
	return column >= TOTAL_GRADE;
}
