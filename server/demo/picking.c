#include "server/demo/picking.h"

enum { CLASS_MOST = 80 };

const struct demo_school *pick_school(
	const struct school_plan *plan, struct dice *dice, bool is_home)
{
	const struct demo_county *home = plan->home;
	for (int i = 0; i < PICK_TRIES; i++) {
		size_t at =
			is_home ? home->first_school + dice_below(dice, (uint32_t)home->n_schools)
				: dice_below(dice, (uint32_t)plan->n_schools);
		const struct demo_school *school = &plan->schools[at];
		if (!school->is_special && school->n_pupils > 0 &&
			is_home == (school->county == home))
			return school;
	}
	return NULL;
}

enum err pick_child(struct ctx *ctx, struct dice *dice, const struct demo_school *school,
	enum roll_status status, struct student_row *out)
{
	int grade = 0;
	for (int i = 0; i < PICK_TRIES && (grade == 0 || school->pupils[grade] == 0); i++)
		grade = dice_between(dice, GRADE_FIRST, GRADE_LAST);
	const struct roster_page page = {.school = school->id,
		.grade = grade,
		.class_no = -1,
		.after_class = dice_between(dice, 0, school->classes[grade] - 1),
		.limit = CLASS_MOST};
	struct student_row *rows;
	size_t n = 0;
	out->id = 0;
	if (school->pupils[grade] == 0)
		return OK;
	enum err err = student_roster(ctx, &page, &rows, &n);
	for (size_t i = 0; err == OK && i < n && out->id == 0; i++)
		if (rows[i].status == (int)status)
			*out = rows[i];
	return err;
}
