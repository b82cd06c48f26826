#include "server/service/case_message.h"
#include "server/service/case_route.h"
#include "server/service/cases.h"
#include "server/service/fields.h"
#include "server/store/ids.h"
#include "server/store/unit_tree.h"

enum err cases_open_draft(struct ctx *ctx, const char *case_id, int64_t rev, enum case_type type,
	struct case_file *file)
{
	int64_t id;
	enum err err = ids_parse(case_id, &id) ? case_open(ctx, id, file)
					       : ctx_fail(ctx, REASON_NO_SUCH_CASE, case_id);
	if (err != OK)
		return err;
	if (file->row.type != type)
		return ctx_fail(ctx, REASON_NO_SUCH_CASE, case_id);
	return file->row.rev == rev ? OK : ctx_fail(ctx, REASON_STALE);
}

void cases_begin_draft(struct ctx *ctx, enum case_type type, struct case_file *file)
{
	const struct unit_node *school = unit_tree_get(ctx->units, file->student.row.school);
	file->row = (struct case_row){
		.type = type,
		.change = file->row.change,
		.to_grade = file->row.to_grade,
		.to_class = file->row.to_class,
		.state = CASE_NEW,
		.is_open = true,
		.student = file->student.row.id,
		.school = file->student.row.school,
		.bureau = school ? school->bureau : 0,
		.turn = CASE_REGISTRAR,
		.turn_unit = file->student.row.school,
		.due = DUE_NEVER,
		.entered_by = ctx->actor.operator_id,
	};
}

enum err cases_insert_draft(struct ctx *ctx, enum case_type type, struct case_file *file)
{
	int64_t seers[CASE_SEERS], open;
	cases_begin_draft(ctx, type, file);
	enum err err = case_open_of_student(ctx, file->row.student, &open);
	if (err == OK && open != 0)
		err = ctx_fail(ctx, REASON_CASE_OPEN, ids_format(ctx->arena, open));
	if (err != OK)
		return err;
	file->row.state = CASE_DRAFT;
	err = case_insert(ctx, &file->row, seers, case_seers(ctx, &file->row, seers));
	if (err == OK)
		err = case_note_step(ctx, &file->row,
			&(struct case_step_row){.number = 1,
				.from = CASE_NEW,
				.event = CASE_SAVE,
				.party = CASE_REGISTRAR,
				.unit = file->row.school});
	ctx_journal(ctx, &(struct note){.action = ACTION_CASE_OPENED,
				 .unit = file->row.school,
				 .entity = "case",
				 .entity_id = file->row.id,
				 .summary = case_table(type)->word});
	return err;
}

enum err cases_finish(
	struct ctx *ctx, struct case_file *file, bool submit, Xueji__V1__GetCaseResponse *reply)
{
	enum err err = submit ? case_decide(ctx, file, CASE_SUBMIT, NULL) : OK;
	return err == OK ? case_reply(ctx, file, reply) : err;
}

enum err cases_place_case(struct ctx *ctx, const char *case_id, int64_t *place_out)
{
	struct case_row row;
	int64_t id = field_id(ctx, "case_id", case_id);
	enum err err = ctx_faults(ctx);
	if (err == OK)
		err = case_get(ctx, id, &row);
	if (err == OK)
		*place_out = row.school;
	return err;
}

enum err cases_place_child(
	struct ctx *ctx, const char *case_id, const char *student_id, int64_t *place_out)
{
	struct student_row child;
	if (case_id[0] != '\0')
		return cases_place_case(ctx, case_id, place_out);
	int64_t id = field_id(ctx, "student_id", student_id);
	enum err err = ctx_faults(ctx);
	if (err == OK)
		err = student_get(ctx, id, &child);
	if (err == OK)
		*place_out = child.school;
	return err;
}
