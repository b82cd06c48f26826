#include "server/service/child_delete.h"

#include "common/date.h"
#include "domain/roll.h"
#include "server/service/child_merge.h"
#include "server/service/record_keep.h"
#include "server/store/case_store.h"
#include "server/store/identity_store.h"
#include "server/store/ids.h"
#include "server/store/number_store.h"
#include "server/store/tombstone_store.h"
#include "server/store/unit_tree.h"

/* ---- deleting ---- */

/* A twin that is gone by now is none. */
static enum err has_live_twin(struct ctx *ctx, int64_t twin, bool *out)
{
	struct student_row row;
	*out = false;
	if (twin == 0)
		return OK;
	enum err err = student_get(ctx, twin, &row);
	*out = err == OK && roll_is_kept_here(row.status);
	return err;
}

static enum err judge(
	struct ctx *ctx, const struct child_delete *order, const struct student_row *row)
{
	enum reason refusal;
	int64_t open = 0;
	struct delete_facts facts = {.status = row->status,
		.stage = row->stage,
		.has_g = row->number_kind == NUMBER_G,
		.why = order->why};
	enum err err = has_live_twin(ctx, order->twin, &facts.has_twin);
	if (err != OK)
		return err;
	if (!delete_is_allowed(&facts, order->approved, &refusal))
		return ctx_fail(
			ctx, refusal, sentence_in(&roll_status_row(row->status)->title, ctx->lang));
	err = case_open_of_student(ctx, row->id, &open);
	if (err == OK && open != 0)
		err = ctx_fail(ctx, REASON_CASE_OPEN, ids_format(ctx->arena, open));
	return err;
}

static enum err end_stay(struct ctx *ctx, const struct student_row *row)
{
	struct enrolment open;
	bool is_open;
	char today[DATE_TEXT_SIZE];
	date_format(ctx_today(ctx), today);
	enum err err = enrolment_get_open(ctx, row->id, &open, &is_open);
	return err == OK && is_open ? enrolment_end(ctx, row->id, today, ROLL_END_DELETED) : err;
}

static enum err delete_alone(
	struct ctx *ctx, const struct child_delete *order, struct student_record *record)
{
	const struct student_record before = *record;
	struct tombstone tombstone = {.student = order->student, .absence = (int)order->why};
	tombstone.undo = arena_one(ctx->arena, Xueji__V1__RecordUndo);
	xueji__v1__record_undo__init(tombstone.undo);
	if (order->reason != NULL)
		tombstone.undo->reason = (char *)order->reason;
	enum err err = record_keep(ctx, record, &tombstone.undo->gone);
	if (err == OK)
		err = end_stay(ctx, &record->row);
	record->row.status = ROLL_DELETED;
	if (err == OK)
		err = student_rewrite(ctx, &before, record);
	if (err == OK)
		err = tombstone_put(ctx, &tombstone);
	if (err == OK)
		record_note(ctx, ACTION_STUDENT_DELETED, &record->row, 0, order->reason);
	return err;
}

enum err child_delete(struct ctx *ctx, const struct child_delete *order)
{
	struct student_record record;
	enum err err = student_read(ctx, order->student, &record);
	if (err == OK)
		err = judge(ctx, order, &record.row);
	if (err != OK)
		return err;
	if (order->twin == 0)
		return delete_alone(ctx, order, &record);
	return child_merge(ctx, &(struct child_merge){.survivor = order->twin,
					.gone = order->student,
					.takes_place = order->takes_place,
					.reason = order->reason});
}

/* ---- undoing ---- */

static enum err barred(struct ctx *ctx, const struct sentence *sentence, const char *what)
{
	const char *const args[] = {what, NULL};
	return ctx_fail(ctx, REASON_RESTORE_BARRED, ctx_sentence(ctx, sentence, args));
}

static enum err judge_undoing(
	struct ctx *ctx, const struct tombstone *tombstone, const struct student_record *record)
{
	static const struct sentence closed = {
		"its school {0} is closed by now", "其学校 {0} 已撤销"};
	static const struct sentence taken = {
		"record {0} has taken its identity number", "其证件号码的唯一位已由学籍 {0} 占用"};
	const Xueji__V1__RecordKept *gone = tombstone->undo->gone;
	const struct unit_node *school = unit_tree_get(ctx->units, gone->school_id);
	struct identity_claims claims;
	struct identity_key key = record_identity(ctx, record);
	if (school == NULL || school->is_closed)
		return barred(ctx, &closed, school != NULL ? school->name : "");
	enum err err = identity_find(ctx, &key, &claims);
	if (err != OK || !gone->holds_identity || claims.n == 0 || !claims.of[0].holds)
		return err;
	return barred(ctx, &taken, ids_format(ctx->arena, claims.of[0].student));
}

enum err child_undelete(struct ctx *ctx, int64_t student, const char *reason)
{
	struct student_record record;
	struct tombstone tombstone;
	bool is_found;
	enum err err = student_read(ctx, student, &record);
	if (err == OK)
		err = tombstone_get(ctx, student, &tombstone, &is_found);
	if (err == OK && (!is_found || tombstone.survivor != 0))
		err = ctx_fail(ctx, REASON_NOT_DELETED);
	if (err == OK)
		err = judge_undoing(ctx, &tombstone, &record);
	if (err != OK)
		return err;
	const Xueji__V1__RecordKept *gone = tombstone.undo->gone;
	struct identity_key key = record_identity(ctx, &record);
	err = enrolment_replace_all(ctx, student, record_stays(ctx, gone), gone->n_stays);
	if (err == OK)
		err = record_put_back(ctx, &record, gone, gone);
	if (err == OK && !gone->holds_identity)
		err = identity_yield(ctx, student, &key);
	if (err == OK)
		err = tombstone_delete(ctx, student);
	if (err == OK)
		record_note(ctx, ACTION_STUDENT_RESTORED, &record.row, 0, reason);
	return err;
}
