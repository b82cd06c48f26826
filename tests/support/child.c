#include "tests/support/child.h"

#include <string.h>

#include "domain/id_number.h"
#include "domain/stages.h"
#include "tests/support/suite.h"

static int next_serial = 1;

static char *make_id(struct arena *arena, const char *birth, int sex)
{
	int serial = 2 * next_serial++ + (sex == 1);
	char *id =
		arena_printf(arena, "331002%.4s%.2s%.2s%03dX", birth, birth + 5, birth + 8, serial);
	id[17] = id_number_check_character(id);
	return id;
}

struct student_record child_make(
	struct arena *arena, const char *name, const char *birth, int64_t school)
{
	size_t size = strlen(name);
	int sex = size >= 3 && strcmp(name + size - 3, "花") == 0 ? 2 : 1;
	Xueji__V1__StudentItems *items = arena_one(arena, Xueji__V1__StudentItems);
	xueji__v1__student_items__init(items);
	items->name = (char *)name;
	items->sex = sex == 1 ? "1" : "2";
	items->birth_date = (char *)birth;
	items->id_type = ID_TYPE_RESIDENT;
	items->id_number = make_id(arena, birth, sex);
	items->ethnic_group = "01";
	items->nationality = "CHN";
	items->attendance = "1";
	items->left_behind = "0";
	items->is_migrant_child = "0";
	items->disability = "0";
	items->family_1_name = "陈大山";
	items->family_1_is_guardian = "1";
	return (struct student_record){.items = items,
		.row = {.school = school,
			.stage = STAGE_PRIMARY,
			.grade = 1,
			.class_no = 1,
			.initials = "cxm"}};
}

void child_create_in(struct ctx *ctx, struct student_record *child)
{
	ck_assert_int_eq(student_create_pending(ctx, child), OK);
}

struct student_enrolled child_enrol_in(struct ctx *ctx, struct student_record *child)
{
	struct student_enrolled enrolled;
	if (child->row.id == 0)
		child_create_in(ctx, child);
	ck_assert_int_eq(student_enrol(ctx, child, 6, 1, &enrolled), OK);
	return enrolled;
}
