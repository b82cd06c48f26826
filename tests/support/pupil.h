/* A child whose form has nothing wrong with it, enrolled, for tests of calls. */
#pragma once

#include "domain/id_number.h"
#include "server/registry/student_items.h"
#include "tests/calls/calls.h"
#include "tests/support/child.h"
#include "tests/support/form.h"

static int pupil_serial = 100;

/* The items of form_good for a girl born in 2016, in grade 4, with a document of her own. */
__attribute__((unused)) static struct student_record pupil_make(
	struct arena *arena, int64_t school, const struct change *changes, size_t n)
{
	const char *values[ITEM_COUNT];
	char *number = arena_printf(arena, "41058120160902%03dX", 2 * pupil_serial++);
	number[17] = id_number_check_character(number);
	memcpy(values, form_good, sizeof values);
	values[ITEM_ID_NUMBER] = number;
	for (size_t i = 0; i < n; i++)
		values[changes[i].item] = changes[i].value;
	struct student_record pupil = {.items = arena_one(arena, Xueji__V1__StudentItems),
		.row = {.school = school,
			.stage = STAGE_PRIMARY,
			.grade = 4,
			.class_no = 2,
			.initials = "ljq"}};
	student_items_from_values(values, pupil.items);
	return pupil;
}

/* Stored and on the roll; the texts live as long as the house. */
__attribute__((unused)) static struct student_record pupil_put(struct house *house, int64_t school,
	bool is_provisional, const struct change *changes, size_t n)
{
	struct student_record pupil = pupil_make(house->arena, school, changes, n);
	pupil.row.is_provisional = is_provisional;
	child_enrol_in(house_write(house), &pupil);
	house_commit(house);
	return pupil;
}
