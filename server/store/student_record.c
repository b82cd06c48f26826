#include "server/store/student_record.h"

#include <assert.h>
#include <string.h>

#include "common/date.h"
#include "domain/stages.h"
#include "server/registry/stat_rules.h"
#include "server/store/attachment_store.h"
#include "server/store/check_store.h"
#include "server/store/guardian_store.h"
#include "server/store/identity_store.h"
#include "server/store/number_store.h"
#include "server/store/profile_store.h"
#include "server/store/stat_store.h"
#include "server/store/suspension_store.h"

/* ---- the items that are columns ---- */

void student_fill_items(struct ctx *ctx, struct student_record *record)
{
	Xueji__V1__StudentItems *items = record->items;
	const struct student_row *row = &record->row;
	items->name = (char *)row->name;
	items->sex = arena_number(ctx->arena, row->sex);
	items->birth_date = (char *)row->birth;
	items->grade = arena_number(ctx->arena, row->grade);
	items->class_name = arena_number(ctx->arena, row->class_no);
}

static void take_person(struct student_row *row, const Xueji__V1__StudentItems *items)
{
	row->name = items->name;
	row->sex = items->sex[0] - '0';
	row->birth = items->birth_date;
}

enum err student_read(struct ctx *ctx, int64_t id, struct student_record *out)
{
	enum err err = student_get(ctx, id, &out->row);
	if (err == OK)
		err = profile_get(ctx, id, &out->items);
	if (err == OK)
		student_fill_items(ctx, out);
	return err;
}

/* ---- what follows from a record ---- */

static struct stat_row stat_of(const struct student_record *record, int sign)
{
	const struct student_row *row = &record->row;
	struct stat_row stat = {.school = row->school, .stage = row->stage, .grade = row->grade};
	struct stat_counts counts = stat_of_child(row->status, row->sex, record->items);
	stat_sum(&stat.counts, &counts, sign);
	return stat;
}

static bool is_same_group(const struct student_row *a, const struct student_row *b)
{
	return a->school == b->school && a->stage == b->stage && a->grade == b->grade;
}

/* One UPDATE where the child stays in its group, which is nearly always. */
static enum err move_stats(
	struct ctx *ctx, const struct student_record *before, const struct student_record *after)
{
	struct stat_row left = stat_of(before, -1), come = stat_of(after, 1);
	if (is_same_group(&before->row, &after->row)) {
		stat_sum(&come.counts, &left.counts, 1);
		return stat_add(ctx, &come);
	}
	enum err err = stat_add(ctx, &left);
	return err == OK ? stat_add(ctx, &come) : err;
}

static enum err move_guardians(
	struct ctx *ctx, const struct student_record *before, const struct student_record *after)
{
	const struct student_row *from = &before->row, *to = &after->row;
	if (from->county == to->county && guardian_is_same(before->items, after->items))
		return OK;
	enum err err = guardian_delete(ctx, from->county, from->id, before->items);
	return err == OK ? guardian_insert(ctx, to->county, to->id, after->items) : err;
}

static struct identity_key key_of(struct ctx *ctx, const Xueji__V1__StudentItems *items)
{
	return identity_key(ctx->app->keys, items->id_type, items->id_number);
}

static bool is_same_key(const struct identity_key *a, const struct identity_key *b)
{
	return a->is_empty == b->is_empty &&
	       (a->is_empty || memcmp(a->bytes, b->bytes, sizeof a->bytes) == 0);
}

static enum err add_alias(struct ctx *ctx, int64_t student, const char *text, const char *to_day)
{
	if (*text == '\0')
		return OK;
	return number_add(ctx, &(struct number_row){.student = student,
				       .sort = NUMBER_ALIAS,
				       .from_day = "",
				       .to_day = to_day,
				       .text = text});
}

/* The claim follows the number; the slot follows the status and the number. */
static enum err move_identity(
	struct ctx *ctx, const struct student_record *before, const struct student_record *after)
{
	int64_t id = after->row.id;
	struct identity_key old = key_of(ctx, before->items), new = key_of(ctx, after->items);
	bool held = roll_status_row(before->row.status)->holds_identity;
	bool may_hold = roll_status_row(after->row.status)->holds_identity;
	bool is_same = is_same_key(&old, &new), holds;
	char today[DATE_TEXT_SIZE];
	enum err err = OK;
	date_format(ctx_today(ctx), today);
	if (!is_same && (err = identity_release(ctx, id, &old)) == OK)
		err = identity_claim(ctx, id, &new);
	if (err == OK && !is_same && held)
		err = add_alias(ctx, id, before->items->id_number, today);
	if (err == OK && held && !may_hold)
		return identity_yield(ctx, id, &new);
	if (err == OK && may_hold && (!is_same || !held))
		err = identity_take(ctx, id, &new, &holds);
	return err;
}

static enum err move_aux_no(
	struct ctx *ctx, const struct student_record *before, const struct student_record *after)
{
	if (after->row.status == ROLL_PENDING ||
		strcmp(before->items->aux_no, after->items->aux_no) == 0)
		return OK;
	return add_alias(ctx, after->row.id, after->items->aux_no, "");
}

/* Who is written otherwise than before, or came on the roll, is compared with all others. */
static enum err ask_for_check(
	struct ctx *ctx, const struct student_record *before, const struct student_record *after)
{
	const struct student_row *old = &before->row, *new = &after->row;
	struct identity_key old_key = key_of(ctx, before->items), key = key_of(ctx, after->items);
	bool is_same = strcmp(old->name, new->name) == 0 && strcmp(old->birth, new->birth) == 0 &&
		       old->sex == new->sex &&is_same_key(&old_key, &key) &&
		       guardian_is_same(before->items, after->items);
	if (new->status == ROLL_PENDING || (is_same && old->status != ROLL_PENDING))
		return OK;
	return check_waiting_add(ctx, new->id);
}

/* Who is no longer suspended has no day until which he is. */
static enum err move_suspension(
	struct ctx *ctx, const struct student_record *before, const struct student_record *after)
{
	bool is_over = before->row.status == ROLL_SUSPENDED && after->row.status != ROLL_SUSPENDED;
	return is_over ? suspension_end(ctx, after->row.id) : OK;
}

enum err student_rewrite(
	struct ctx *ctx, const struct student_record *before, struct student_record *after)
{
	enum err err = student_update(ctx, &before->row, &after->row);
	if (err == OK && before->items != after->items)
		err = profile_put(ctx, after->row.id, after->items);
	if (err == OK)
		err = move_guardians(ctx, before, after);
	if (err == OK)
		err = move_identity(ctx, before, after);
	if (err == OK)
		err = move_aux_no(ctx, before, after);
	if (err == OK)
		err = move_suspension(ctx, before, after);
	if (err == OK)
		err = move_stats(ctx, before, after);
	if (err == OK)
		err = ask_for_check(ctx, before, after);
	student_fill_items(ctx, after);
	return err;
}

/* ---- what is done ---- */

void student_make(struct ctx *ctx, struct student_record *record)
{
	struct student_made *made = arena_one(ctx->arena, struct student_made);
	made->of = record->items;
	made->key = key_of(ctx, record->items);
	made->profile = profile_pack(ctx->arena, record->items, &made->profile_size);
	record->made = made;
}

enum err student_create_pending(struct ctx *ctx, struct student_record *record)
{
	struct student_row *row = &record->row;
	const Xueji__V1__StudentItems *items = record->items;
	if (record->made == NULL || record->made->of != items)
		student_make(ctx, record);
	const struct student_made *made = record->made;
	take_person(row, items);
	row->status = ROLL_PENDING;
	row->number_kind = 0;
	enum err err = student_insert(ctx, row);
	if (err == OK)
		err = profile_put_packed(ctx, row->id, made->profile, made->profile_size);
	if (err == OK)
		err = guardian_insert(ctx, row->county, row->id, items);
	if (err == OK)
		err = identity_claim_first(ctx, row->id, &made->key);
	struct stat_row stat = stat_of(record, 1);
	student_fill_items(ctx, record);
	return err == OK ? stat_add(ctx, &stat) : err;
}

enum err student_discard(struct ctx *ctx, struct student_record *record)
{
	const struct student_row *row = &record->row;
	struct identity_key key = key_of(ctx, record->items);
	struct stat_row stat = stat_of(record, -1);
	assert(row->status == ROLL_PENDING);
	enum err err = attachment_drop_all(ctx, row->id);
	if (err == OK)
		err = profile_delete(ctx, row->id);
	if (err == OK)
		err = student_delete(ctx, row);
	if (err == OK)
		err = guardian_delete(ctx, row->county, row->id, record->items);
	if (err == OK)
		err = identity_release(ctx, row->id, &key);
	return err == OK ? stat_add(ctx, &stat) : err;
}

/* The number first: a row that is on the roll has one, by constraint. */
static enum err issue_number(
	struct ctx *ctx, const struct student_record *record, char out[STUDENT_NO_SIZE])
{
	const struct student_row *row = &record->row;
	const char *area;
	enum err err = student_area(ctx, row->county, &area);
	if (err != OK)
		return err;
	return number_issue_l(ctx, row->id, area, row->birth, record->items->id_number, out);
}

static enum err begin_enrolment(
	struct ctx *ctx, const struct student_row *row, int years, int year_in_stage)
{
	char today[DATE_TEXT_SIZE];
	date_format(ctx_today(ctx), today);
	return enrolment_begin(ctx, row->id,
		&(struct enrolment){.school = row->school,
			.stage = row->stage,
			.years = years,
			.year_in_stage = year_in_stage,
			.grade = row->grade,
			.class_no = row->class_no,
			.from_day = today});
}

enum err student_enrol(struct ctx *ctx, struct student_record *record, int years, int year_in_stage,
	struct student_enrolled *out)
{
	const struct student_record before = *record;
	struct identity_key key = key_of(ctx, record->items);
	assert(before.row.status == ROLL_PENDING);
	enum err err = issue_number(ctx, &before, out->student_no);
	if (err != OK)
		return err;
	record->row.status = ROLL_ENROLLED;
	record->row.number_kind = NUMBER_L;
	err = student_rewrite(ctx, &before, record);
	if (err == OK)
		err = add_alias(ctx, record->row.id, record->items->aux_no, "");
	if (err == OK)
		err = begin_enrolment(ctx, &record->row, years, year_in_stage);
	return err == OK ? identity_take(ctx, record->row.id, &key, &out->holds_slot) : err;
}

enum err student_apply_items(struct ctx *ctx, struct student_record *record,
	const Xueji__V1__StudentItems *items, const char *initials)
{
	const struct student_record before = *record;
	record->items = profile_copy(ctx->arena, items);
	take_person(&record->row, record->items);
	if (initials != NULL)
		record->row.initials = initials;
	return student_rewrite(ctx, &before, record);
}

enum err student_change_class(struct ctx *ctx, struct student_record *record, int class_no)
{
	const struct student_record before = *record;
	struct enrolment open;
	bool is_open;
	char today[DATE_TEXT_SIZE];
	date_format(ctx_today(ctx), today);
	record->row.class_no = class_no;
	enum err err = student_rewrite(ctx, &before, record);
	if (err == OK)
		err = enrolment_get_open(ctx, record->row.id, &open, &is_open);
	if (err == OK)
		err = enrolment_end(ctx, record->row.id, today, ROLL_END_CLASS_CHANGED);
	return err == OK ? begin_enrolment(ctx, &record->row, open.years, open.year_in_stage) : err;
}

enum err student_end(
	struct ctx *ctx, struct student_record *record, enum roll_status status, enum roll_end end)
{
	const struct student_record before = *record;
	bool was_on_roll = roll_status_row(before.row.status)->is_on_roll;
	char today[DATE_TEXT_SIZE];
	date_format(ctx_today(ctx), today);
	record->row.status = status;
	enum err err = student_rewrite(ctx, &before, record);
	return err == OK && was_on_roll ? enrolment_end(ctx, record->row.id, today, end) : err;
}

void student_begin_stage(struct ctx *ctx, struct student_record *record)
{
	char today[DATE_TEXT_SIZE];
	date_format(ctx_today(ctx), today);
	record->row.status = ROLL_ENROLLED;
	record->items->admission_month = arena_printf(ctx->arena, "%.7s", today);
	if (record->row.stage == STAGE_SENIOR) {
		record->items->admission_way = (char *)protobuf_c_empty_string;
		record->row.is_provisional = true;
	}
}

enum err student_move(
	struct ctx *ctx, struct student_record *record, const struct student_move *move)
{
	const struct student_record before = *record;
	char today[DATE_TEXT_SIZE];
	bool was_on_roll = roll_status_row(before.row.status)->is_on_roll;
	date_format(ctx_today(ctx), today);
	record->row.school = move->school;
	record->row.stage = move->stage;
	record->row.grade = move->grade;
	record->row.class_no = move->class_no;
	record->items = profile_copy(ctx->arena, before.items);
	record->items->number_in_class = (char *)protobuf_c_empty_string;
	if (!was_on_roll)
		student_begin_stage(ctx, record);
	enum err err = student_rewrite(ctx, &before, record);
	if (err == OK && was_on_roll)
		err = enrolment_end(ctx, record->row.id, today, ROLL_END_TRANSFERRED);
	return err == OK ? begin_enrolment(ctx, &record->row, move->years, move->year_in_stage)
			 : err;
}

enum err student_follow_school(
	struct ctx *ctx, struct student_record *record, int64_t school, int class_no)
{
	const struct student_record before = *record;
	struct enrolment open;
	bool is_open;
	char today[DATE_TEXT_SIZE];
	date_format(ctx_today(ctx), today);
	record->row.school = school;
	record->row.class_no = class_no;
	enum err err = student_county(ctx, school, &record->row.county);
	if (err == OK)
		err = student_rewrite(ctx, &before, record);
	if (err == OK)
		err = enrolment_get_open(ctx, record->row.id, &open, &is_open);
	if (err != OK || !is_open || before.row.school == school)
		return err;
	err = enrolment_end(ctx, record->row.id, today, ROLL_END_TRANSFERRED);
	return err == OK ? begin_enrolment(ctx, &record->row, open.years, open.year_in_stage) : err;
}
