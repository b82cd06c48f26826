#include "server/service/case_apply.h"

#include <assert.h>

#include "domain/person_name.h"
#include "domain/working_days.h"
#include "server/registry/student_items.h"
#include "server/service/case_facts.h"
#include "server/service/case_papers.h"
#include "server/service/case_route.h"
#include "server/service/crossing.h"
#include "server/service/graduation.h"
#include "server/service/items.h"
#include "server/service/problem_found.h"
#include "server/service/problem_steps.h"
#include "server/service/student_note.h"
#include "server/service/status_effect.h"
#include "server/service/transfer_effect.h"
#include "server/store/policy_cache.h"
#include "server/store/unit_store.h"
#include "server/unpack.h"

static const ProtobufCMessageDescriptor *payload_type(enum case_type type)
{
	if (case_table(type)->is_move)
		return &xueji__v1__transfer_file__descriptor;
	return type == CASE_STATUS       ? &xueji__v1__status_change__descriptor
	       : type == CASE_GRADUATION ? &xueji__v1__graduation_file__descriptor
					 : &xueji__v1__key_data_change__descriptor;
}

/* Until its file comes, a child of another province is a name and no record. */
static enum err read_child(struct ctx *ctx, struct case_file *out)
{
	if (out->row.student != 0)
		return student_read(ctx, out->row.student, &out->student);
	out->student =
		(struct student_record){.items = arena_one(ctx->arena, Xueji__V1__StudentItems)};
	xueji__v1__student_items__init(out->student.items);
	return OK;
}

/* It has a class where others have a child. */
static void name_group(struct ctx *ctx, Xueji__V1__GraduationFile *payload, struct case_file *out)
{
	out->graduation = payload;
	out->student.row.name = case_place_text(ctx, &out->row);
	out->student.row.grade = out->row.to_grade;
	out->student.row.class_no = out->row.to_class;
}

enum err case_open(struct ctx *ctx, int64_t id, struct case_file *out)
{
	*out = (struct case_file){.ground = GROUND_NONE};
	enum err err = case_get(ctx, id, &out->row);
	if (err == OK)
		err = read_child(ctx, out);
	if (err == OK && out->row.type == CASE_PROBLEM)
		return problem_open(ctx, out);
	if (err != OK || out->row.payload == NULL)
		return err;
	void *payload = unpack_message(
		ctx->arena, payload_type(out->row.type), out->row.payload, out->row.payload_size);
	if (payload == NULL)
		return ctx_broken(ctx, ERR_INTERNAL, "the case's payload is damaged");
	if (case_table(out->row.type)->is_move)
		out->transfer = payload;
	else if (out->row.type == CASE_STATUS)
		out->status = payload;
	else if (out->row.type == CASE_GRADUATION)
		name_group(ctx, payload, out);
	else
		out->change = payload;
	if (out->transfer != NULL && out->row.student == 0)
		out->student.row.name = out->transfer->application->name;
	return OK;
}

Xueji__V1__StudentItems *case_items_after(struct ctx *ctx, const struct case_file *file)
{
	Xueji__V1__StudentItems *after =
		arena_dup(ctx->arena, file->student.items, sizeof *file->student.items);
	for (int item = 0; file->change != NULL && item < ITEM_COUNT; item++) {
		const char *value = student_item(file->change->items, (enum item)item);
		if (value[0] != '\0')
			*student_item_at(after, (enum item)item) = (char *)value;
	}
	return after;
}

/* ---- refusing ---- */

static enum err refuse(struct ctx *ctx, const struct case_file *file, enum case_event event,
	enum reason why, const struct case_facts *facts)
{
	const struct case_state_row *state = case_state_row(file->row.state);
	switch (why) {
	case REASON_CASE_NO_SUCH_STEP:
		return ctx_fail(ctx, why,
			sentence_in(case_title(file->row.type, file->row.change), ctx->lang),
			sentence_in(&state->title, ctx->lang),
			sentence_in(case_event_title(event), ctx->lang));
	case REASON_CASE_NOT_YOUR_MOVE:
		return ctx_fail(ctx, why, sentence_in(case_party_title(file->row.turn), ctx->lang));
	case REASON_CASE_REASON_MISSING:
		ctx_fault(ctx, "reason", why);
		return ctx_faults(ctx);
	case REASON_IDENTITY_HELD:
		return ctx_fail(ctx, why, facts->held_by);
	case REASON_CASE_ITEMS_FAULTY:
		return ctx_fail(ctx, why, facts->faulty);
	case REASON_CLASS_FULL:
		return ctx_fail(ctx, why, facts->class_no, facts->taken, facts->of);
	case REASON_WRONG_AGE:
		return ctx_fail(ctx, why, facts->youngest, facts->oldest, facts->cut_off);
	case REASON_DATA_DIFFER_2001:
		return ctx_fail(ctx, why, facts->differs);
	case REASON_PLACE_GONE:
		return ctx_fail(ctx, why, facts->gone);
	case REASON_STATUS_WRONG:
	case REASON_STATUS_STAGE:
		return ctx_fail(ctx, why,
			sentence_in(case_title(file->row.type, file->row.change), ctx->lang),
			why == REASON_STATUS_STAGE ? facts->stage : facts->standing);
	case REASON_STATUS_GRADE:
		return ctx_fail(ctx, why, facts->grade);
	case REASON_STATUS_PLACE:
		return ctx_fail(ctx, why, facts->gone);
	case REASON_STATUS_PROOF:
		return ctx_fail(ctx, why, facts->proofs);
	case REASON_GRADUATION_BLOCKED:
		return ctx_fail(ctx, why, facts->blocked);
	case REASON_NOT_GRADUATE:
		return ctx_fail(ctx, why, facts->standing);
	case REASON_NOT_ENTRY:
		return ctx_fail(ctx, why, facts->gone);
	case REASON_ENROLMENT_CLOSED:
		return ctx_fail(ctx, why, facts->windows);
	case REASON_TRANSFERS_FROZEN:
		return ctx_fail(ctx, why, facts->frozen_from, facts->frozen_until);
	case REASON_TRANSFER_BARRED:
		return ctx_fail(ctx, why, facts->barred);
	case REASON_PROBLEM_NO_PAPERS:
		return ctx_fail(ctx, why, facts->papers);
	case REASON_PROBLEM_NOT_OFFERED:
		return ctx_fail(ctx, why, facts->kind, facts->rule);
	case REASON_PROBLEM_SIDE_SILENT:
		return ctx_fail(ctx, why, facts->silent);
	case REASON_PROBLEM_OPEN_2003:
		return ctx_fail(ctx, why, facts->kind);
	default:
		return ctx_fail(ctx, why);
	}
}

/* ---- effects ---- */

static enum err enrol(struct ctx *ctx, struct case_file *file)
{
	const struct student_row *child = &file->student.row;
	struct student_enrolled enrolled;
	struct unit *school;
	enum err err = unit_get(ctx, child->school, &school);
	if (err != OK)
		return err;
	int years = school ? school->programme.years[child->stage] : 0;
	if (years == 0 || !stage_has_grade((enum stage)child->stage, years, child->grade))
		return ctx_fail(
			ctx, REASON_GRADE_GONE, arena_printf(ctx->arena, "%d", child->grade));
	int year = child->grade - stage_first_grade((enum stage)child->stage, years) + 1;
	err = student_enrol(ctx, &file->student, years, year, &enrolled);
	if (err != OK)
		return err;
	ctx_journal(ctx, &(struct note){.action = ACTION_STUDENT_ENROLLED,
				 .unit = file->row.school,
				 .entity = "student",
				 .entity_id = file->row.student});
	return OK;
}

static enum err apply_change(struct ctx *ctx, struct case_file *file)
{
	const struct student_record before = file->student;
	const struct items_form form = {.form = FORM_SCHOOL,
		.stage = (enum stage)before.row.stage,
		.today = ctx_today(ctx),
		.is_provisional = true};
	Xueji__V1__StudentItems *items = case_items_after(ctx, file);
	struct person_name name;
	person_name_read(ctx->app->readings, items->name, &name);
	if (before.row.is_provisional)
		file->student.row.is_provisional = !items_are_complete(ctx, &form, items);
	enum err err = student_apply_items(ctx, &file->student, items, name.initials);
	if (err == OK)
		student_note(ctx, ACTION_STUDENT_KEY_DATA_CHANGED, &before, &file->student);
	return err;
}

static enum err discard(struct ctx *ctx, struct case_file *file)
{
	return student_discard(ctx, &file->student);
}

static enum err drop_papers(struct ctx *ctx, struct case_file *file)
{
	return case_papers_drop(ctx, file->row.id);
}

static const struct {
	uint32_t effect;
	enum err (*apply)(struct ctx *ctx, struct case_file *file);
} effects[] = {
	{EFFECT_ENROL, enrol},
	{EFFECT_APPLY_CHANGE, apply_change},
	{EFFECT_DISCARD, discard},
	{EFFECT_DROP_PAPERS, drop_papers},
	{EFFECT_TRANSFER, transfer_carry_out},
	{EFFECT_STATUS, status_carry_out},
	{EFFECT_GRADUATE, graduation_carry_out},
	{EFFECT_UPHOLD, problem_uphold},
	{EFFECT_DELETE, problem_delete_child},
	{EFFECT_GIVE_J, problem_give_j},
	{EFFECT_SAME, problem_judge_one},
	{EFFECT_APART, problem_judge_two},
	{EFFECT_LET_GO, crossing_let_go},
	{EFFECT_ARRIVE, crossing_arrive},
};

static enum err apply_effects(struct ctx *ctx, struct case_file *file, uint32_t wanted)
{
	enum err err = OK;
	for (size_t i = 0; err == OK && i < sizeof effects / sizeof *effects; i++)
		if (wanted & effects[i].effect)
			err = effects[i].apply(ctx, file);
	return err;
}

/* ---- the step ---- */

/* Who audits either side sees it. */
static void journal_step(
	struct ctx *ctx, const struct case_file *file, enum case_state from, enum case_event event)
{
	struct note note = {
		.action = ACTION_CASE_STEP,
		.unit = file->row.school,
		.entity = "case",
		.entity_id = file->row.id,
		.summary = arena_printf(ctx->arena, "%s %s: %s -> %s",
			case_table(file->row.type)->word, case_event_word(event),
			case_state_row(from)->word, case_state_row(file->row.state)->word),
	};
	ctx_journal(ctx, &note);
	note.unit = file->row.from_school;
	if (note.unit != 0)
		ctx_journal(ctx, &note);
}

/* When the move that comes next is due. A unit has its days once: from the registrar to the
 * approver of one school the clock runs on; what is returned begins anew (Q16). */
static int32_t due_of(const struct ctx *ctx, const struct case_row *row,
	const struct case_transition *step, int64_t unit_before)
{
	enum case_clock clock = case_state_row(step->to)->clock;
	if (case_table(row->type)->is_dated)
		return row->turn_unit != 0 ? row->due : DUE_NEVER;
	bool is_return = step->to == CASE_DRAFT && step->from != CASE_NEW;
	if (row->turn_unit == 0 || (clock == CLOCK_NONE && !is_return))
		return DUE_NEVER;
	if (clock == CLOCK_PAPER) {
		bool is_running = case_state_row(step->from)->clock == CLOCK_PAPER;
		int64_t most = policy_number(ctx, POLICY_TRANSFER_PAPER_DAYS, row->school);
		return is_running ? row->due : ctx_today(ctx) + (int32_t)most;
	}
	if (row->due != DUE_NEVER && row->turn_unit == unit_before && !is_return)
		return row->due;
	int days = (int)policy_number(ctx, case_table(row->type)->days, row->turn_unit);
	return working_day_after(ctx_calendar(ctx), ctx_today(ctx), days);
}

/* Where a step leads: whose move it then is, and until when. */
static void stand(struct ctx *ctx, struct case_row *row, const struct case_transition *step)
{
	int64_t unit_before = row->turn_unit;
	row->state = step->to;
	row->is_open = case_state_row(step->to)->is_open;
	row->turn = case_state_row(step->to)->turn;
	row->turn_unit = case_unit_of(ctx, row, row->turn);
	row->due = due_of(ctx, row, step, unit_before);
	if (step->event == CASE_SUBMIT && step->by != CASE_ABROAD)
		row->entered_by = ctx->actor.operator_id;
}

enum err case_enter(struct ctx *ctx, struct case_file *file, const struct case_transition *step)
{
	struct case_row *row = &file->row;
	int64_t seers[CASE_SEERS];
	const struct case_step_row saved = {.number = 1,
					   .from = CASE_NEW,
					   .event = CASE_SAVE,
					   .party = step->by,
					   .unit = row->school},
				   taken = {.number = 2,
					   .from = CASE_DRAFT,
					   .event = step->event,
					   .party = step->by,
					   .unit = row->school};
	assert(step->effects == 0);
	stand(ctx, row, step);
	enum err err = case_insert(ctx, row, seers, case_seers(ctx, row, seers));
	row->state = CASE_DRAFT;
	if (err == OK)
		err = case_note_step(ctx, row, &saved);
	row->state = step->to;
	if (err == OK)
		err = case_note_step(ctx, row, &taken);
	ctx_journal(ctx, &(struct note){.action = ACTION_CASE_OPENED,
				 .unit = row->school,
				 .entity = "case",
				 .entity_id = row->id,
				 .summary = arena_printf(ctx->arena, "%s, submitted at once",
					 case_table(row->type)->word)});
	return err;
}

/* After these the child's record is looked at: by rules that look at one child (R50). */
#define CHANGES_CHILD                                                                           \
	(EFFECT_ENROL | EFFECT_APPLY_CHANGE | EFFECT_TRANSFER | EFFECT_STATUS | EFFECT_LET_GO | \
		EFFECT_ARRIVE)

static enum err move(struct ctx *ctx, struct case_file *file, const struct case_transition *step,
	const char *reason)
{
	struct case_row *row = &file->row;
	const struct case_step_row taken = {.from = row->state,
		.event = step->event,
		.party = step->by,
		.unit = case_unit_of(ctx, row, step->by),
		.reason = reason,
		.ground = step->event == CASE_REFUSE ? file->ground : GROUND_NONE};
	stand(ctx, row, step);
	enum err err = apply_effects(ctx, file, step->effects);
	if (err == OK)
		err = case_move(ctx, row);
	if (err == OK)
		err = case_note_step(ctx, row, &taken);
	if (err == OK)
		journal_step(ctx, file, taken.from, step->event);
	if (err == OK && row->type == CASE_PROBLEM)
		err = problem_moved(ctx, file, step);
	else if (err == OK && step->effects & CHANGES_CHILD)
		err = problem_child_changed(ctx, row->student);
	return err == OK ? crossing_tell(ctx, file, step, reason) : err;
}

enum err case_judge(struct ctx *ctx, const struct case_file *file, enum case_event event,
	enum case_party party, const char *reason, const struct case_transition **out)
{
	struct case_facts facts;
	enum reason why;
	enum err err = case_facts_load(ctx, file, reason, &facts);
	if (err != OK)
		return err;
	*out = case_step(
		case_table(file->row.type), file->row.state, event, party, facts.bits, &why);
	return *out != NULL ? OK : refuse(ctx, file, event, why, &facts);
}

enum err case_decide_as(struct ctx *ctx, struct case_file *file, enum case_event event,
	enum case_party party, const char *reason)
{
	const struct case_transition *step;
	enum err err = case_judge(ctx, file, event, party, reason, &step);
	if (err != OK)
		return err;
	if (case_is_second_person(party) && file->row.entered_by == ctx->actor.operator_id)
		return ctx_fail(ctx, REASON_SAME_PERSON_SIGNS);
	return move(ctx, file, step, reason);
}

enum err case_begin(
	struct ctx *ctx, struct case_file *file, enum case_event event, enum case_party party)
{
	const struct case_transition *step;
	int64_t seers[CASE_SEERS];
	enum err err = case_judge(ctx, file, event, party, NULL, &step);
	if (err != OK)
		return err;
	const struct case_step_row taken = {.number = 1,
		.from = CASE_NEW,
		.event = event,
		.party = party,
		.unit = case_unit_of(ctx, &file->row, party)};
	stand(ctx, &file->row, step);
	err = case_insert(ctx, &file->row, seers, case_seers(ctx, &file->row, seers));
	if (err == OK)
		err = case_note_step(ctx, &file->row, &taken);
	ctx_journal(ctx, &(struct note){.action = ACTION_CASE_OPENED,
				 .unit = file->row.school,
				 .entity = "case",
				 .entity_id = file->row.id,
				 .summary = case_table(file->row.type)->word});
	return err;
}

enum err case_decide(
	struct ctx *ctx, struct case_file *file, enum case_event event, const char *reason)
{
	return case_decide_as(ctx, file, event, case_caller_is(ctx, &file->row, event), reason);
}
