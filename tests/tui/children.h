/* Children as the server would send them, for screens that show them. */
#pragma once

#include <xueji/v1/students.pb-c.h>

/* Static: one test program, one child at a time. */
static Xueji__V1__UnitName child_school, child_county;
static Xueji__V1__Student child_row;
static Xueji__V1__StudentItems child_items;

#define CHILD_TEXT(text) ((char *)(uintptr_t)(text))

static inline Xueji__V1__Student *child_make(void)
{
	child_school = (Xueji__V1__UnitName)XUEJI__V1__UNIT_NAME__INIT;
	child_school.id = CHILD_TEXT("2001"), child_school.name = CHILD_TEXT("长安区谈固小学");
	child_school.tier = XUEJI__V1__TIER__TIER_SCHOOL;
	child_county = (Xueji__V1__UnitName)XUEJI__V1__UNIT_NAME__INIT;
	child_county.id = CHILD_TEXT("1001"), child_county.name = CHILD_TEXT("长安区");
	child_row = (Xueji__V1__Student)XUEJI__V1__STUDENT__INIT;
	child_row.id = CHILD_TEXT("9001"), child_row.rev = 3;
	child_row.name = CHILD_TEXT("刘佳琪"), child_row.sex = CHILD_TEXT("2");
	child_row.birth_date = CHILD_TEXT("2018-03-02");
	child_row.status = XUEJI__V1__STUDENT_STATUS__STUDENT_STATUS_ENROLLED;
	child_row.student_no_kind = XUEJI__V1__STUDENT_NUMBER_KIND__STUDENT_NUMBER_KIND_TEMPORARY;
	child_row.student_no_masked = CHILD_TEXT("L****************14");
	child_row.id_type = CHILD_TEXT("1");
	child_row.id_number_masked = CHILD_TEXT("****************18");
	child_row.school = &child_school;
	child_row.grade = 3, child_row.class_number = 2;
	return &child_row;
}

static inline Xueji__V1__StudentItems *child_items_make(void)
{
	child_items = (Xueji__V1__StudentItems)XUEJI__V1__STUDENT_ITEMS__INIT;
	child_items.name = CHILD_TEXT("刘佳琪"), child_items.sex = CHILD_TEXT("2");
	child_items.birth_date = CHILD_TEXT("2018-03-02");
	child_items.ethnic_group = CHILD_TEXT("01"), child_items.nationality = CHILD_TEXT("CHN");
	child_items.id_type = CHILD_TEXT("1");
	child_items.id_number = CHILD_TEXT("****************18");
	child_items.health = CHILD_TEXT("10"), child_items.overseas_status = CHILD_TEXT("00");
	child_items.present_address =
		CHILD_TEXT("石家庄市长安区谈固街道建华北大街 77 号 3 栋 2 单元 501");
	child_items.phone = CHILD_TEXT("13800138000"), child_items.postcode = CHILD_TEXT("050000");
	child_items.family_1_name = CHILD_TEXT("刘国强"),
	child_items.family_1_relation = CHILD_TEXT("51");
	return &child_items;
}
