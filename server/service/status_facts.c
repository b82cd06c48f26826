#include "server/service/status_facts.h"

#include "domain/status_change.h"
#include "server/registry/case_status.h"
#include "server/service/case_papers.h"
#include "server/store/policy_cache.h"
#include "server/store/unit_store.h"
#include "server/store/unit_tree.h"

/* ---- the child ---- */

static enum err child_facts(struct ctx *ctx, const struct case_file *file,
	const struct status_change_row *change, struct case_facts *out)
{
	const struct student_row *child = &file->student.row;
	struct enrolment stay;
	bool is_open;
	enum err err = enrolment_get_open(ctx, child->id, &stay, &is_open);
	out->standing = sentence_in(&roll_status_row(child->status)->title, ctx->lang);
	out->stage = sentence_in(&stage_row(child->stage)->title, ctx->lang);
	out->grade = arena_printf(ctx->arena, "%d", child->grade);
	if (!(change->stages & UINT32_C(1) << child->stage))
		out->bits |= FACT_STATUS_STAGE;
	else if (!status_change_fits(change, child->status, child->stage))
		out->bits |= FACT_STATUS_WRONG;
	if (change->change == STATUS_COMPLETE && !(is_open && enrolment_is_graduating(&stay)))
		out->bits |= FACT_STATUS_EARLY;
	return err;
}

static void route_facts(const struct ctx *ctx, const struct case_file *file,
	const struct status_change_row *change, struct case_facts *out)
{
	const struct case_row *row = &file->row;
	const struct unit_node *bureau = unit_tree_get(ctx->units, row->bureau);
	bool is_county = bureau != NULL && bureau->tier == TIER_COUNTY;
	bool has_city = unit_tree_ancestor(ctx->units, row->school, TIER_CITY) != NULL;
	if (change->is_notice)
		out->bits |= FACT_STATUS_NOTICE;
	if (file->student.row.stage == STAGE_SENIOR && is_county && has_city &&
		policy_number(ctx, POLICY_STATUS_CITY_SIGNS, row->school) != 0)
		out->bits |= FACT_STATUS_CITY;
}

/* ---- where it comes back to ---- */

static bool is_own_place(const struct case_file *file)
{
	const struct student_row *child = &file->student.row;
	return roll_status_row(child->status)->is_on_roll && child->grade == file->row.to_grade &&
	       child->class_no == file->row.to_class;
}

static enum err class_facts(struct ctx *ctx, const struct case_file *file, struct case_facts *out)
{
	const struct case_row *row = &file->row;
	struct school_class behind = {row->to_grade, row->to_class - 1}, *found;
	size_t n = 0;
	if (row->to_class == 0 || is_own_place(file))
		return OK;
	enum err err = unit_classes(ctx, row->school, row->to_grade, behind, 1, &found, &n);
	if (err != OK)
		return err;
	if (n == 0 || found[0].number != row->to_class) {
		out->bits |= FACT_STATUS_PLACE;
		return OK;
	}
	return case_room_facts(ctx, row->school, row->to_grade, row->to_class, out);
}

static enum err place_facts(struct ctx *ctx, const struct case_file *file,
	const struct status_change_row *change, struct case_facts *out)
{
	const struct case_row *row = &file->row;
	int grade = file->student.row.grade;
	struct unit *school;
	if (!change->takes_place)
		return OK;
	enum err err = unit_get(ctx, row->school, &school);
	if (err != OK)
		return err;
	bool is_there =
		school != NULL && school->closed == 0 &&
		programme_stage_of(&school->programme, row->to_grade) == file->student.row.stage;
	out->gone = case_place_text(ctx, row);
	if (change->change == STATUS_RESUME && row->to_grade != grade && row->to_grade != grade - 1)
		out->bits |= FACT_STATUS_GRADE;
	if (!is_there) {
		out->bits |= FACT_STATUS_PLACE;
		return OK;
	}
	return class_facts(ctx, file, out);
}

static enum err proof_facts(struct ctx *ctx, const struct case_file *file,
	const struct status_change_row *change, struct case_facts *out)
{
	uint32_t kinds = 0;
	enum err err = OK;
	if (file->row.id != 0)
		err = case_papers_kinds(ctx, file->row.id, &kinds);
	out->proofs = case_papers_titles(ctx, change->proofs);
	if (change->proofs != 0 && !(kinds & change->proofs))
		out->bits |= FACT_NO_PROOF;
	return err;
}

enum err status_facts_load(struct ctx *ctx, const struct case_file *file, struct case_facts *out)
{
	const struct status_change_row *change = status_change_row(file->row.change);
	route_facts(ctx, file, change, out);
	enum err err = child_facts(ctx, file, change, out);
	if (err == OK)
		err = place_facts(ctx, file, change, out);
	return err == OK ? proof_facts(ctx, file, change, out) : err;
}
