/* Service Cases: applying for a change of a child's standing with its school (FSM2). */
#include "common/date.h"
#include "domain/stages.h"
#include "domain/status_change.h"
#include "server/service/case_papers.h"
#include "server/service/case_route.h"
#include "server/service/cases.h"
#include "server/service/fields.h"
#include "server/store/policy_cache.h"
#include "server/store/unit_tree.h"
#include "server/unpack.h"

enum { CAUSE_MOST = 200 };

enum err cases_place_status(struct ctx *ctx, const void *request, int64_t *place_out)
{
	const Xueji__V1__ApplyStatusChangeRequest *in = request;
	return cases_place_child(ctx, in->case_id, in->student_id, place_out);
}

/* ---- what is applied for ---- */

static char *day_text(struct ctx *ctx, int32_t day)
{
	char *text = arena_alloc(ctx->arena, DATE_TEXT_SIZE);
	date_format(day, text);
	return text;
}

/* A suspension ends on a day that the province allows; nothing else has such a day. */
static void read_days(struct ctx *ctx, const struct status_change_row *row, int64_t school,
	Xueji__V1__StatusChange *to)
{
	int months = (int)policy_number(ctx, POLICY_SUSPENSION_MONTHS, school);
	int32_t today = ctx_today(ctx),
		from = field_day_or(ctx, "change.from_day", to->from_day, today);
	if (from > today)
		ctx_fault(ctx, "change.from_day", REASON_IN_FUTURE);
	else if (from != 0)
		to->from_day = day_text(ctx, from);
	if (!row->has_end_day) {
		if (to->until_day[0] != '\0')
			ctx_fault(ctx, "change.until_day", REASON_STATUS_DAY_MISSING);
		return;
	}
	int32_t until = field_day(ctx, "change.until_day", to->until_day);
	if (until == 0 || from == 0)
		return;
	if (until <= from || until <= today)
		ctx_fault(ctx, "change.until_day", REASON_ENDS_BEFORE_START,
			day_text(ctx, (from > today ? from : today) + 1));
	else if (until > date_add_months(from, months))
		ctx_fault(ctx, "change.until_day", REASON_STATUS_DAY_FAR,
			arena_printf(ctx->arena, "%d", months));
}

static void read_place(
	struct ctx *ctx, const struct status_change_row *row, const Xueji__V1__StatusChange *to)
{
	if (row->takes_place) {
		field_number(ctx, "change.grade", to->grade, GRADE_FIRST, GRADE_LAST);
		field_number(ctx, "change.class_number", to->class_number, 0, CLASS_LAST);
		return;
	}
	if (to->grade != 0)
		ctx_fault(ctx, "change.grade", REASON_STATUS_PLACE_MISSING);
	if (to->class_number != 0)
		ctx_fault(ctx, "change.class_number", REASON_STATUS_PLACE_MISSING);
}

static enum err read_change(
	struct ctx *ctx, const Xueji__V1__ApplyStatusChangeRequest *in, struct case_file *file)
{
	if (in->change == NULL) {
		ctx_fault(ctx, "change", REASON_REQUIRED);
		return ctx_faults(ctx);
	}
	const struct status_change_row *row = status_change_row((int)in->change->kind);
	file->status = arena_dup(ctx->arena, in->change, sizeof *in->change);
	field_line(ctx, "change.cause", in->change->cause, CAUSE_MOST);
	if (row == NULL) {
		ctx_fault(ctx, "change.kind", REASON_REQUIRED);
		return ctx_faults(ctx);
	}
	if (file->row.id != 0 && file->row.change != (int)row->change)
		ctx_fault(ctx, "change.kind", REASON_STATUS_NOT_CHILDS);
	read_days(ctx, row, file->student.row.school, file->status);
	read_place(ctx, row, file->status);
	file->row.change = (int)row->change;
	file->row.to_grade = file->status->grade;
	file->row.to_class = file->status->class_number;
	return ctx_faults(ctx);
}

/* ---- the draft ---- */

/* What the table says to it, before there is a case. */
static enum err judge_new(struct ctx *ctx, struct case_file *file)
{
	const struct case_transition *step;
	const struct student_row *child = &file->student.row;
	const struct unit_node *school = unit_tree_get(ctx->units, child->school);
	file->row.type = CASE_STATUS;
	file->row.state = CASE_NEW;
	file->row.student = child->id;
	file->row.school = child->school;
	file->row.bureau = school != NULL ? school->bureau : 0;
	file->row.turn = CASE_REGISTRAR;
	return case_judge(ctx, file, CASE_SAVE, CASE_REGISTRAR, NULL, &step);
}

static enum err open_child(
	struct ctx *ctx, const Xueji__V1__ApplyStatusChangeRequest *in, struct case_file *file)
{
	if (in->case_id[0] == '\0') {
		int64_t student = field_id(ctx, "student_id", in->student_id);
		enum err err = ctx_faults(ctx);
		return err == OK ? student_read(ctx, student, &file->student) : err;
	}
	enum err err = cases_open_draft(ctx, in->case_id, in->rev, CASE_STATUS, file);
	return err == OK && file->row.state != CASE_DRAFT ? ctx_fail(ctx, REASON_CASE_PAST_DRAFT)
							  : err;
}

static enum err save(struct ctx *ctx, struct case_file *file, const struct case_papers *papers)
{
	enum err err = case_papers_keep(ctx, file->row.id, papers);
	file->row.payload = pack_message(ctx->arena, &file->status->base, &file->row.payload_size);
	file->row.entered_by = ctx->actor.operator_id;
	if (err == OK)
		err = case_move(ctx, &file->row);
	if (err == OK)
		ctx_journal(ctx, &(struct note){.action = ACTION_CASE_SAVED,
					 .unit = file->row.school,
					 .entity = "case",
					 .entity_id = file->row.id});
	return err;
}

enum err cases_apply_status(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__ApplyStatusChangeRequest *in = request;
	struct case_file file = {0};
	struct case_papers papers;
	bool is_new = in->case_id[0] == '\0';
	enum err err = open_child(ctx, in, &file);
	if (err == OK)
		err = case_papers_read(ctx, CASE_STATUS, file.student.row.id, in->attachment_ids,
			in->n_attachment_ids, &papers);
	if (err == OK)
		err = read_change(ctx, in, &file);
	if (err == OK && is_new)
		err = judge_new(ctx, &file);
	if (err == OK && is_new)
		err = cases_insert_draft(ctx, CASE_STATUS, &file);
	if (err == OK)
		err = save(ctx, &file, &papers);
	return err == OK ? cases_finish(ctx, &file, in->submit, reply) : err;
}
