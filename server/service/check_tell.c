#include "server/service/check_tell.h"

#include "common/date.h"
#include "domain/roll.h"
#include "server/service/problem_found.h"
#include "server/store/student_record.h"

static void form_of(struct ctx *ctx, struct letter_table *letters,
	const struct student_record *record, struct form *out)
{
	const struct student_row *row = &record->row;
	int32_t born = 0;
	if (!date_parse(row->birth, &born))
		born = 0;
	struct person person = check_person(
		ctx->app->keys, row->id, row->name, row->sex, born, row->school, record->items);
	form_read(letters, &person, out);
}

static enum err tell_pair(
	struct ctx *ctx, struct letter_table *letters, const struct check_found *found)
{
	struct student_record one, other;
	struct form *forms = arena_array(ctx->arena, struct form, 2);
	const struct scales in_the_middle = {.people = SCALE_LEAST_PEOPLE};
	const int64_t students[2] = {found->student, found->other};
	enum err err = student_read(ctx, students[0], &one);
	if (err == OK)
		err = student_read(ctx, students[1], &other);
	if (err != OK || !roll_is_record(one.row.status) || !roll_is_record(other.row.status))
		return err;
	form_of(ctx, letters, &one, &forms[0]);
	form_of(ctx, letters, &other, &forms[1]);
	if (weigh(&in_the_middle, &forms[0], &forms[1]).cause != found->cause)
		return OK;
	return problem_found(ctx,
		&(struct problem_finding){.kind = PROBLEM_NEAR_DUP,
			.cause = cause_row(found->cause)->word,
			.score = found->permille,
			.students = students,
			.n = 2},
		NULL);
}

enum err check_tell(struct ctx *ctx, struct letter_table *letters, const struct check_found *found)
{
	return found->other == 0 ? problem_check_child(ctx, found->student)
				 : tell_pair(ctx, letters, found);
}
