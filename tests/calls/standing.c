#include "tests/calls/standing.h"

#include "common/date.h"
#include "server/store/unit_store.h"
#include "tests/calls/attaching.h"
#include "tests/support/child.h"

Xueji__V1__ApplyStatusChangeRequest *change_new(
	struct moving *m, int64_t student, enum status_change change)
{
	const struct status_change_row *row = status_change_row((int)change);
	struct arena *arena = m->house->arena;
	Xueji__V1__ApplyStatusChangeRequest *in =
		arena_one(arena, Xueji__V1__ApplyStatusChangeRequest);
	xueji__v1__apply_status_change_request__init(in);
	in->change = arena_one(arena, Xueji__V1__StatusChange);
	xueji__v1__status_change__init(in->change);
	in->student_id = id_text(m->house, student);
	in->change->kind = (Xueji__V1__StatusChangeKind)change;
	in->change->cause = "因病";
	if (row != NULL && row->has_end_day) {
		in->change->until_day = arena_alloc(arena, DATE_TEXT_SIZE);
		date_format(
			date_of_instant(m->house->fixture->now_us) + 180, in->change->until_day);
	}
	if (row != NULL && row->takes_place) {
		in->change->grade = 1;
		in->change->class_number = 2;
	}
	in->submit = true;
	return in;
}

void change_prove(
	struct moving *m, const struct person *registrar, Xueji__V1__ApplyStatusChangeRequest *in)
{
	uint32_t proofs = status_change_row((int)in->change->kind)->proofs;
	struct scan scan = scan_new(m->house, FILE_TYPE_JPEG, 200);
	for (int kind = 1; kind < ATTACHMENT_KIND_END; kind++) {
		if (!(proofs & ATTACHMENT_BIT(kind)))
			continue;
		in->attachment_ids = arena_array(m->house->arena, char *, 1);
		in->attachment_ids[0] =
			attach(m->house, registrar, strtoll(in->student_id, NULL, 10), kind, &scan);
		in->n_attachment_ids = 1;
		return;
	}
}

struct answer change_apply(struct moving *m, const struct person *registrar,
	const Xueji__V1__ApplyStatusChangeRequest *in)
{
	return case_ask(m->house, registrar, "ApplyStatusChange", &in->base);
}

const Xueji__V1__Case *change_applied(struct moving *m, const struct person *registrar,
	int64_t student, enum status_change change)
{
	Xueji__V1__ApplyStatusChangeRequest *in = change_new(m, student, change);
	change_prove(m, registrar, in);
	struct answer a = change_apply(m, registrar, in);
	ck_assert_msg(a.err == OK, "%s", reason_row(a.reason)->name);
	return ((const Xueji__V1__GetCaseResponse *)a.reply)->summary;
}

void changed(struct moving *m, const struct person *registrar, int64_t student,
	enum status_change change)
{
	carried(m, change_applied(m, registrar, student, change),
		XUEJI__V1__CASE_STATE__CASE_STATE_DONE);
}

void stand_as(struct moving *m, int64_t student, enum roll_status status)
{
	struct ctx *ctx = house_write(m->house);
	struct student_record record, before;
	struct enrolment stay;
	bool is_open;
	ck_assert_int_eq(student_read(ctx, student, &record), OK);
	before = record;
	record.row.status = status;
	ck_assert_int_eq(student_rewrite(ctx, &before, &record), OK);
	ck_assert_int_eq(enrolment_get_open(ctx, student, &stay, &is_open), OK);
	bool is_on = roll_status_row(status)->is_on_roll;
	if (is_open && !is_on)
		ck_assert_int_eq(
			OK, enrolment_end(ctx, student, "2026-11-22", ROLL_END_LEFT_OTHER));
	stay = (struct enrolment){.school = record.row.school,
		.stage = record.row.stage,
		.years = 6,
		.year_in_stage = 1,
		.grade = record.row.grade,
		.class_no = record.row.class_no,
		.from_day = "2026-11-22"};
	if (!is_open && is_on)
		ck_assert_int_eq(enrolment_begin(ctx, student, &stay), OK);
	house_commit(m->house);
}

struct mover senior_new(struct moving *m, const char *name, int grade)
{
	struct ctx *ctx = house_write(m->house);
	const struct programme both = {.years = {[STAGE_PRIMARY] = 6, [STAGE_SENIOR] = 3}};
	ck_assert_int_eq(unit_set_programme(ctx, SECOND_SCHOOL, &both), OK);
	struct student_record child =
		child_make(m->house->arena, name, "2010-03-04", SECOND_SCHOOL);
	struct student_enrolled enrolled;
	child.row.stage = STAGE_SENIOR;
	child.row.grade = grade;
	child_create_in(ctx, &child);
	ck_assert_int_eq(student_enrol(ctx, &child, 3, grade - 9, &enrolled), OK);
	struct mover mover = {.id = child.row.id,
		.name = name,
		.student_no = arena_strdup(m->house->arena, enrolled.student_no),
		.id_number = child.items->id_number};
	house_commit(m->house);
	return mover;
}
