#include "server/service/transfer_effect.h"

#include "server/service/case_facts.h"
#include "server/service/transfer_facts.h"
#include "server/store/profile_store.h"
#include "server/store/unit_store.h"
#include "server/store/unit_tree.h"
#include "server/unpack.h"

static const char *code_of(const struct ctx *ctx, int64_t unit)
{
	const struct unit_node *node = unit_tree_get(ctx->units, unit);
	return node != NULL ? node->code : "";
}

static void note(struct ctx *ctx, const struct case_file *file)
{
	const struct case_row *row = &file->row;
	struct note moved = {.action = row->type == CASE_ENROLMENT ? ACTION_STUDENT_ADMITTED
								   : ACTION_STUDENT_TRANSFERRED,
		.unit = row->school,
		.entity = "student",
		.entity_id = row->student,
		.summary = arena_printf(ctx->arena, "case %lld: from %s to %s", (long long)row->id,
			code_of(ctx, row->from_school), code_of(ctx, row->school))};
	ctx_journal(ctx, &moved);
	moved.unit = row->from_school;
	ctx_journal(ctx, &moved);
}

enum err transfer_carry_out(struct ctx *ctx, struct case_file *file)
{
	struct case_row *row = &file->row;
	struct case_facts facts = {0};
	struct unit *school;
	enum err err = transfer_facts_load(ctx, file, &facts);
	if (err == OK)
		err = unit_get(ctx, row->school, &school);
	if (err != OK)
		return err;
	int stage = programme_stage_of(&school->programme, row->to_grade);
	int years = school->programme.years[stage];
	int first = stage_first_grade((enum stage)stage, years);
	bool is_placed = !(facts.bits & (FACT_NO_ROOM | FACT_PLACE_GONE));
	const struct student_move move = {.school = row->school,
		.stage = stage,
		.grade = row->to_grade,
		.class_no = is_placed ? row->to_class : 0,
		.years = years,
		.year_in_stage = row->to_grade - first + 1};
	file->transfer->left_with = profile_copy(ctx->arena, file->student.items);
	row->payload = pack_message(ctx->arena, &file->transfer->base, &row->payload_size);
	err = student_move(ctx, &file->student, &move);
	if (err == OK)
		note(ctx, file);
	return err;
}
