/* Service Cases: the last grade of a stage graduates (FSM6). */
#include <string.h>

#include "domain/stages.h"
#include "server/service/case_message.h"
#include "server/service/case_route.h"
#include "server/service/cases.h"
#include "server/service/fields.h"
#include "server/service/graduation.h"
#include "server/store/ids.h"
#include "server/store/unit_store.h"
#include "server/store/unit_tree.h"
#include "server/unpack.h"

#define OUTCOME(word) XUEJI__V1__GRADUATION_OUTCOME__GRADUATION_OUTCOME_##word

enum { REASON_MOST = 500 };

enum err cases_place_graduation(struct ctx *ctx, const void *request, int64_t *place_out)
{
	const Xueji__V1__ApplyGraduationRequest *in = request;
	if (in->case_id[0] != '\0')
		return cases_place_case(ctx, in->case_id, place_out);
	*place_out = field_id(ctx, "school_id", in->school_id);
	return ctx_faults(ctx);
}

/* ---- who is named ---- */

/* By id, or by a name that only one of them has. NULL: a fault is noted. */
static struct graduation_child *named(
	struct ctx *ctx, const struct graduation *group, const char *field, const char *text)
{
	struct graduation_child *found = NULL;
	size_t n = 0;
	int64_t id;
	bool is_id = ids_parse(text, &id);
	for (size_t i = 0; i < group->n; i++)
		if (is_id ? group->rows[i].row.id == id
			  : strcmp(group->rows[i].row.name, text) == 0) {
			found = &group->rows[i];
			n++;
		}
	if (n != 1)
		ctx_fault(ctx, field, n == 0 ? REASON_NOT_IN_GROUP : REASON_NAME_SHARED_HERE);
	return n == 1 ? found : NULL;
}

static void name_all(struct ctx *ctx, struct graduation *group, const char *field,
	char *const *texts, size_t n, Xueji__V1__GraduationOutcome outcome)
{
	for (size_t i = 0; i < n; i++) {
		const char *at = field_in(ctx, field, i, "");
		struct graduation_child *child = named(ctx, group, at, texts[i]);
		if (child == NULL)
			continue;
		if (child->outcome != OUTCOME(GRADUATES))
			ctx_fault(ctx, at, REASON_NAMED_TWICE);
		child->outcome = outcome;
	}
}

/* Everybody graduates who is not named otherwise, and who is in school (FSM2). */
static void begin_outcomes(struct graduation *group)
{
	for (size_t i = 0; i < group->n; i++)
		group->rows[i].outcome = group->rows[i].row.status == ROLL_ENROLLED
						 ? OUTCOME(GRADUATES)
						 : OUTCOME(STAYS);
}

static int64_t *ids_of(struct ctx *ctx, const struct graduation *group,
	Xueji__V1__GraduationOutcome outcome, size_t *n_out)
{
	int64_t *ids = arena_array(ctx->arena, int64_t, group->n);
	*n_out = 0;
	for (size_t i = 0; i < group->n; i++)
		if (group->rows[i].outcome == outcome)
			ids[(*n_out)++] = group->rows[i].row.id;
	return ids;
}

static void fill(struct ctx *ctx, const struct graduation *group, struct case_file *file)
{
	Xueji__V1__GraduationFile *out = file->graduation;
	out->graduates = ids_of(ctx, group, OUTCOME(GRADUATES), &out->n_graduates);
	out->completes = ids_of(ctx, group, OUTCOME(COMPLETES), &out->n_completes);
	out->stays = ids_of(ctx, group, OUTCOME(STAYS), &out->n_stays);
	file->row.payload = pack_message(ctx->arena, &out->base, &file->row.payload_size);
	file->row.entered_by = ctx->actor.operator_id;
}

/* ---- the case ---- */

static enum err begin(
	struct ctx *ctx, const Xueji__V1__ApplyGraduationRequest *in, struct case_file *file)
{
	int64_t id = field_id(ctx, "school_id", in->school_id);
	struct unit *school = NULL;
	field_number(ctx, "grade", in->grade, GRADE_FIRST, GRADE_LAST);
	field_number(ctx, "class_number", in->class_number, 0, CLASS_LAST);
	enum err err = ctx_faults(ctx);
	if (err == OK)
		err = unit_get(ctx, id, &school);
	if (err != OK)
		return err;
	if (school == NULL || school->tier != TIER_SCHOOL || school->closed != 0) {
		ctx_fault(ctx, "school_id", REASON_NO_OPEN_SCHOOL);
		return ctx_faults(ctx);
	}
	int stage = programme_stage_of(&school->programme, in->grade);
	if (stage == 0 ||
		in->grade != stage_last_grade((enum stage)stage, school->programme.years[stage])) {
		ctx_fault(ctx, "grade", REASON_NOT_LAST_GRADE);
		return ctx_faults(ctx);
	}
	file->row = (struct case_row){.type = CASE_GRADUATION,
		.state = CASE_NEW,
		.is_open = true,
		.school = id,
		.bureau = school->bureau,
		.to_grade = in->grade,
		.to_class = in->class_number,
		.turn = CASE_REGISTRAR,
		.turn_unit = id,
		.due = DUE_NEVER};
	file->graduation = arena_one(ctx->arena, Xueji__V1__GraduationFile);
	xueji__v1__graduation_file__init(file->graduation);
	file->graduation->stage = (Xueji__V1__Stage)stage;
	return OK;
}

static enum err open_returned(
	struct ctx *ctx, const Xueji__V1__ApplyGraduationRequest *in, struct case_file *file)
{
	enum err err = cases_open_draft(ctx, in->case_id, in->rev, CASE_GRADUATION, file);
	return err == OK && file->row.state != CASE_DRAFT ? ctx_fail(ctx, REASON_CASE_PAST_DRAFT)
							  : err;
}

static enum err read_group(
	struct ctx *ctx, const Xueji__V1__ApplyGraduationRequest *in, struct case_file *file)
{
	static const Xueji__V1__GraduationFile nobody = XUEJI__V1__GRADUATION_FILE__INIT;
	struct graduation group;
	Xueji__V1__Stage stage = file->graduation->stage;
	*file->graduation = nobody; /* the roll as it is now, whoever was in it before */
	file->graduation->stage = stage;
	enum err err = graduation_read(ctx, file, &group);
	if (err != OK)
		return err;
	begin_outcomes(&group);
	name_all(ctx, &group, "completes", in->completes, in->n_completes, OUTCOME(COMPLETES));
	name_all(ctx, &group, "stays", in->stays, in->n_stays, OUTCOME(STAYS));
	fill(ctx, &group, file);
	return ctx_faults(ctx);
}

static enum err save(struct ctx *ctx, struct case_file *file)
{
	if (file->row.state == CASE_NEW)
		return case_begin(ctx, file, CASE_SAVE, CASE_REGISTRAR);
	enum err err = case_move(ctx, &file->row);
	ctx_journal(ctx, &(struct note){.action = ACTION_CASE_SAVED,
				 .unit = file->row.school,
				 .entity = "case",
				 .entity_id = file->row.id});
	return err;
}

enum err cases_apply_graduation(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__ApplyGraduationRequest *in = request;
	struct case_file file = {0};
	enum err err =
		in->case_id[0] == '\0' ? begin(ctx, in, &file) : open_returned(ctx, in, &file);
	if (err == OK)
		err = read_group(ctx, in, &file);
	if (err == OK)
		err = save(ctx, &file);
	return err == OK ? cases_finish(ctx, &file, true, reply) : err;
}

/* ---- and back ---- */

enum err cases_undo_graduation(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__UndoGraduationRequest *in = request;
	struct case_file file;
	field_line(ctx, "reason", in->reason, REASON_MOST);
	enum err err = ctx_faults(ctx);
	if (err == OK)
		err = cases_find(ctx, in->case_id, &file);
	if (err == OK && file.row.rev != in->rev)
		err = ctx_fail(ctx, REASON_STALE);
	if (err == OK)
		err = graduation_undo(ctx, &file, in->reason);
	return err == OK ? case_reply(ctx, &file, reply) : err;
}
