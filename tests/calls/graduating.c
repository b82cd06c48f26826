#include "tests/calls/graduating.h"

#include "server/store/unit_store.h"
#include "tests/support/child.h"

void graduate(struct house *house, int64_t student)
{
	struct ctx *ctx = house_write(house);
	struct student_record record;
	ck_assert_int_eq(student_read(ctx, student, &record), OK);
	ck_assert_int_eq(student_end(ctx, &record, ROLL_GRADUATED, ROLL_END_GRADUATED), OK);
	house_commit(house);
}

struct mover sixth_grader(struct moving *m, const char *name)
{
	struct ctx *ctx = house_write(m->house);
	int n = m->n_children++;
	const char *birth =
		arena_printf(m->house->arena, "2014-%02d-%02d", 1 + n / 28 % 12, 1 + n % 28);
	struct student_record child = child_make(m->house->arena, name, birth, SCHOOL);
	struct student_enrolled enrolled;
	child.row.grade = 6;
	child_create_in(ctx, &child);
	ck_assert_int_eq(student_enrol(ctx, &child, 6, 6, &enrolled), OK);
	struct mover mover = {.id = child.row.id,
		.name = arena_strdup(m->house->arena, name),
		.student_no = arena_strdup(m->house->arena, enrolled.student_no),
		.id_number = arena_strdup(m->house->arena, child.items->id_number)};
	house_commit(m->house);
	return mover;
}

struct mover graduate_new(struct moving *m, const char *name)
{
	struct mover mover = sixth_grader(m, name);
	graduate(m->house, mover.id);
	return mover;
}

void junior_opens(struct house *house, int64_t school)
{
	struct ctx *ctx = house_write(house);
	static const struct school_class classes[] = {{1, 1}, {1, 2}, {7, 1}, {7, 2}};
	const struct programme both = {.years = {[STAGE_PRIMARY] = 6, [STAGE_JUNIOR] = 3}};
	ck_assert_int_eq(unit_set_programme(ctx, school, &both), OK);
	ck_assert_int_eq(unit_set_classes(ctx, school, classes, 4), OK);
	house_commit(house);
}

Xueji__V1__ApplyTransferRequest enrolment_of(
	struct moving *m, const struct mover *child, int64_t school)
{
	Xueji__V1__ApplyTransferRequest in = application(m, child, school);
	in.type = XUEJI__V1__CASE_TYPE__CASE_TYPE_ENROLMENT;
	in.grade = 7;
	in.class_number = 1;
	in.cause = "小学毕业升学";
	return in;
}

const Xueji__V1__Case *enrolment_applied(
	struct moving *m, const struct mover *child, int64_t school, const struct person *registrar)
{
	Xueji__V1__ApplyTransferRequest in = enrolment_of(m, child, school);
	struct answer a = apply(m, registrar, &in);
	ck_assert_msg(a.err == OK, "%s", reason_row(a.reason)->name);
	return ((const Xueji__V1__GetCaseResponse *)a.reply)->summary;
}
