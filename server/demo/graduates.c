#include "server/demo/graduates.h"

#include "domain/roles.h"
#include "server/service/services.h"
#include "server/store/ids.h"

enum { CLASS_MOST = 300 };

static enum err read_class(struct ctx *ctx, const struct demo_school *school, int grade,
	int class_no, struct student_row **rows_out, size_t *n_out)
{
	const struct roster_page page = {.school = school->id,
		.grade = grade,
		.class_no = class_no,
		.status = ROLL_ENROLLED,
		.limit = CLASS_MOST};
	*n_out = 0;
	return student_roster(ctx, &page, rows_out, n_out);
}

static char **all_others(struct ctx *ctx, const struct student_row *rows, size_t n, size_t but)
{
	char **ids = arena_array(ctx->arena, char *, n);
	for (size_t i = 0, at = 0; i < n; i++)
		if (i != but)
			ids[at++] = ids_format(ctx->arena, rows[i].id);
	return ids;
}

enum err graduate_enter(struct ctx *ctx, struct dice *dice, const struct demo_school *school,
	struct student_row *child_out, int64_t *case_out)
{
	int years = school->programme.years[STAGE_PRIMARY];
	int grade = years != 0 ? stage_last_grade(STAGE_PRIMARY, years) : 0;
	Xueji__V1__ApplyGraduationRequest in = XUEJI__V1__APPLY_GRADUATION_REQUEST__INIT;
	Xueji__V1__GetCaseResponse reply = XUEJI__V1__GET_CASE_RESPONSE__INIT;
	struct student_row *rows;
	size_t n = 0;
	*case_out = 0;
	if (grade == 0 || school->classes[grade] == 0)
		return OK;
	in.class_number = dice_between(dice, 1, school->classes[grade]);
	enum err err = read_class(ctx, school, grade, in.class_number, &rows, &n);
	if (err != OK || n == 0)
		return err;
	size_t which = dice_below(dice, (uint32_t)n);
	*child_out = rows[which];
	in.school_id = ids_format(ctx->arena, school->id);
	in.grade = grade;
	in.stays = all_others(ctx, rows, n, which);
	in.n_stays = n - 1;
	bool is_done = false;
	err = acting_as(ctx, school->id, ROLE_REGISTRAR);
	if (err == OK)
		err = deed_try(ctx, &cases_service, "ApplyGraduation", &in, &reply, &is_done);
	if (is_done)
		ids_parse(reply.summary->id, case_out);
	return err;
}

enum err graduate_sign(struct ctx *ctx, int64_t case_id, bool *done_out)
{
	struct case_row row;
	*done_out = false;
	enum err err = case_get(ctx, case_id, &row);
	if (err == OK)
		err = acting_for(ctx, &row, row.turn);
	return err == OK ? deed_approve_try(ctx, &row, done_out) : err;
}
