#include "domain/school_code.h"

#include <stddef.h>
#include <string.h>

#define PRIMARY (UINT32_C(1) << STAGE_PRIMARY)
#define JUNIOR  (UINT32_C(1) << STAGE_JUNIOR)
#define SENIOR  (UINT32_C(1) << STAGE_SENIOR)
#define ANY     (PRIMARY | JUNIOR | SENIOR)

static const struct school_category categories[] = {
	{"11", 0, 0, {.en = "kindergarten", .zh = "幼儿园"}},
	{"21", PRIMARY, 0, {.en = "primary school", .zh = "小学"}},
	{"22", 0, 0, {.en = "adult primary school", .zh = "成人小学"}},
	/* with primary: nine-year schools */
	{"31", JUNIOR, PRIMARY, {.en = "junior secondary school", .zh = "普通初中"}},
	{"32", 0, 0, {.en = "vocational junior school", .zh = "职业初中"}},
	{"33", 0, 0, {.en = "adult junior school", .zh = "成人初中"}},
	/* with junior: complete secondary; with primary too: twelve-year schools */
	{"34", SENIOR, PRIMARY | JUNIOR, {.en = "senior secondary school", .zh = "普通高中"}},
	{"35", 0, 0, {.en = "adult senior school", .zh = "成人高中"}},
	{"36", 0, 0, {.en = "secondary vocational school", .zh = "中等职业学校"}},
	{"37", 0, ANY, {.en = "reform school", .zh = "工读学校"}},
	{"41", 0, 0, {.en = "higher education", .zh = "普通高等学校"}},
	{"42", 0, 0, {.en = "adult higher education", .zh = "成人高等学校"}},
	{"51", 0, ANY, {.en = "special school", .zh = "特殊教育学校"}},
	{"91", 0, 0, {.en = "other institution", .zh = "其他教育机构"}},
	{"92", 0, 0, {.en = "other institution", .zh = "其他教育机构"}},
	{"93", 0, 0, {.en = "other institution", .zh = "其他教育机构"}},
};

const struct school_category *school_category(const char *code)
{
	for (size_t i = 0; i < sizeof categories / sizeof *categories; i++)
		if (strncmp(categories[i].digits, code, 2) == 0)
			return &categories[i];
	return NULL;
}
