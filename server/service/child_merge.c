#include "server/service/child_merge.h"

#include <stdlib.h>
#include <string.h>

#include "common/date.h"
#include "domain/roll.h"
#include "server/service/record_keep.h"
#include "server/store/case_store.h"
#include "server/store/identity_store.h"
#include "server/store/ids.h"
#include "server/store/number_store.h"
#include "server/store/profile_store.h"
#include "server/store/tombstone_store.h"

/* A merge on its way: both records, and how they were. */
struct merge {
	struct ctx *ctx;
	const struct child_merge *order;
	struct student_record survivor, gone;
	Xueji__V1__RecordUndo *undo;
	char today[DATE_TEXT_SIZE];
};

/* ---- may it be ---- */

static enum err judge_record(struct ctx *ctx, const struct student_row *row, bool may_have_case)
{
	int64_t open = 0;
	if (!roll_is_kept_here(row->status))
		return ctx_fail(ctx, REASON_RECORD_NOT_LIVE,
			sentence_in(&roll_status_row(row->status)->title, ctx->lang));
	enum err err = may_have_case ? OK : case_open_of_student(ctx, row->id, &open);
	if (err == OK && open != 0)
		err = ctx_fail(ctx, REASON_CASE_OPEN, ids_format(ctx->arena, open));
	return err;
}

static enum err judge(struct merge *merge)
{
	struct ctx *ctx = merge->ctx;
	if (merge->order->survivor == merge->order->gone)
		return ctx_fail(ctx, REASON_SAME_RECORD);
	enum err err = judge_record(ctx, &merge->gone.row, false);
	return err == OK ? judge_record(ctx, &merge->survivor.row, !merge->order->takes_place)
			 : err;
}

static enum err load(struct merge *merge)
{
	struct ctx *ctx = merge->ctx;
	merge->undo = arena_one(ctx->arena, Xueji__V1__RecordUndo);
	xueji__v1__record_undo__init(merge->undo);
	if (merge->order->reason != NULL)
		merge->undo->reason = (char *)merge->order->reason;
	enum err err = student_read(ctx, merge->order->survivor, &merge->survivor);
	if (err == OK)
		err = student_read(ctx, merge->order->gone, &merge->gone);
	if (err == OK)
		err = judge(merge);
	if (err == OK)
		err = record_keep(ctx, &merge->survivor, &merge->undo->survivor);
	return err == OK ? record_keep(ctx, &merge->gone, &merge->undo->gone) : err;
}

/* ---- stays ---- */

struct stay {
	struct enrolment row;
	bool is_of_gone;
};

/* By their first day; of one record in its own order, of two that began together the open one last.
 */
static int by_time(const void *a, const void *b)
{
	const struct stay *x = a, *y = b;
	int days = strcmp(x->row.from_day, y->row.from_day);
	if (days != 0)
		return days;
	if ((x->row.ended == 0) != (y->row.ended == 0))
		return x->row.ended == 0 ? 1 : -1;
	return x->row.seq != y->row.seq ? x->row.seq - y->row.seq : x->is_of_gone - y->is_of_gone;
}

static void add_stays(const struct merge *merge, const Xueji__V1__RecordKept *kept, bool is_of_gone,
	struct stay *out)
{
	const struct enrolment *stays = record_stays(merge->ctx, kept);
	bool stays_open = is_of_gone == merge->order->takes_place;
	for (size_t i = 0; i < kept->n_stays; i++) {
		out[i] = (struct stay){stays[i], is_of_gone};
		struct enrolment *row = &out[i].row;
		if (row->ended != 0 || stays_open)
			continue;
		row->to_day =
			strcmp(row->from_day, merge->today) > 0 ? row->from_day : merge->today;
		row->ended = ROLL_END_DELETED;
	}
}

static enum err join_stays(const struct merge *merge)
{
	struct ctx *ctx = merge->ctx;
	const Xueji__V1__RecordKept *own = merge->undo->survivor, *other = merge->undo->gone;
	size_t n = own->n_stays + other->n_stays;
	struct stay *stays = arena_array(ctx->arena, struct stay, n);
	struct enrolment *rows = arena_array(ctx->arena, struct enrolment, n);
	add_stays(merge, own, false, stays);
	add_stays(merge, other, true, stays + own->n_stays);
	if (n > 1)
		qsort(stays, n, sizeof *stays, by_time);
	for (size_t i = 0; i < n; i++) {
		rows[i] = stays[i].row;
		rows[i].seq = (int)i + 1;
	}
	enum err err = enrolment_replace_all(ctx, other->student_id, NULL, 0);
	return err == OK ? enrolment_replace_all(ctx, own->student_id, rows, n) : err;
}

/* ---- numbers ---- */

static int rank(int number_kind)
{
	return number_kind == NUMBER_G ? 3 : number_kind == NUMBER_J ? 2 : number_kind != 0;
}

static bool brings_number(const struct merge *merge)
{
	return rank(merge->gone.row.number_kind) > rank(merge->survivor.row.number_kind);
}

static enum err join_numbers(const struct merge *merge)
{
	struct ctx *ctx = merge->ctx;
	const Xueji__V1__RecordKept *other = merge->undo->gone;
	int64_t survivor = merge->survivor.row.id;
	struct identity_key key = record_identity(ctx, &merge->gone);
	bool is_same = record_has_identity(merge->undo->survivor, &key);
	enum err err = number_end_current(
		ctx, brings_number(merge) ? survivor : other->student_id, merge->today);
	for (size_t i = 0; err == OK && i < other->n_numbers; i++)
		err = number_hand_over(ctx, other->numbers[i], survivor);
	if (err != OK || key.is_empty || is_same)
		return err;
	return number_add(ctx, &(struct number_row){.student = survivor,
				       .sort = NUMBER_ALIAS,
				       .from_day = "",
				       .to_day = merge->today,
				       .text = merge->gone.items->id_number});
}

/* ---- the two rows ---- */

static enum err end_gone(struct merge *merge)
{
	const struct student_record before = merge->gone;
	merge->gone.row.status = ROLL_DELETED;
	return student_rewrite(merge->ctx, &before, &merge->gone);
}

static void take_place(struct merge *merge)
{
	const Xueji__V1__RecordKept *place = merge->undo->gone;
	struct student_record *record = &merge->survivor;
	struct student_row *row = &record->row;
	row->status = place->status;
	row->school = place->school_id;
	row->county = merge->gone.row.county;
	row->stage = place->stage;
	row->grade = place->grade;
	row->class_no = place->class_number;
	record->items = profile_copy(merge->ctx->arena, record->items);
	record->items->number_in_class = place->number_in_class;
}

/* Written in any case: who edits the record is to see that there is more of it now. */
static enum err change_survivor(struct merge *merge)
{
	struct ctx *ctx = merge->ctx;
	const struct student_record before = merge->survivor;
	struct identity_key key = record_identity(ctx, &before);
	bool holds;
	if (merge->order->takes_place)
		take_place(merge);
	if (brings_number(merge))
		merge->survivor.row.number_kind = merge->gone.row.number_kind;
	enum err err = student_rewrite(ctx, &before, &merge->survivor);
	if (err == OK && merge->order->takes_place)
		err = record_suspend(ctx, merge->undo->gone, before.row.id);
	return err == OK ? identity_take(ctx, before.row.id, &key, &holds) : err;
}

/* ---- merging ---- */

static enum err leave_tombstone(struct merge *merge)
{
	struct tombstone tombstone = {.student = merge->order->gone,
		.survivor = merge->order->survivor,
		.undo = merge->undo};
	enum err err = record_keep(merge->ctx, &merge->survivor, &merge->undo->joined);
	return err == OK ? tombstone_put(merge->ctx, &tombstone) : err;
}

static void note(const struct merge *merge)
{
	const char *reason = merge->order->reason;
	int64_t survivor = merge->order->survivor, gone = merge->order->gone;
	record_note(merge->ctx, ACTION_STUDENT_MERGED, &merge->survivor.row, gone, reason);
	record_note(merge->ctx, ACTION_STUDENT_MERGED_AWAY, &merge->gone.row, survivor, reason);
}

enum err child_merge(struct ctx *ctx, const struct child_merge *order)
{
	struct merge merge = {.ctx = ctx, .order = order};
	date_format(ctx_today(ctx), merge.today);
	enum err err = load(&merge);
	if (err == OK)
		err = end_gone(&merge);
	if (err == OK)
		err = join_stays(&merge);
	if (err == OK)
		err = join_numbers(&merge);
	if (err == OK)
		err = record_hand_over(ctx, merge.undo->gone, order->survivor);
	if (err == OK)
		err = change_survivor(&merge);
	if (err == OK)
		err = leave_tombstone(&merge);
	if (err == OK)
		note(&merge);
	return err;
}
