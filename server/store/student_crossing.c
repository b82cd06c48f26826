#include "server/store/student_crossing.h"

#include <string.h>

#include "common/date.h"
#include "domain/roll.h"
#include "server/store/guardian_store.h"
#include "server/store/identity_store.h"
#include "server/store/profile_store.h"

/* ---- leaving ---- */

enum err student_leave(struct ctx *ctx, struct student_record *record)
{
	return student_end(ctx, record, ROLL_MOVED_OUT, ROLL_END_TRANSFERRED);
}

/* ---- numbers ---- */

static enum err is_others(
	struct ctx *ctx, int64_t student, const struct number_row *number, bool *out)
{
	enum { FOUND_MOST = 8 };
	int64_t found[FOUND_MOST];
	size_t n = 0;
	enum err err = number_find(ctx, number->text, found, FOUND_MOST, &n);
	*out = false;
	for (size_t i = 0; err == OK && i < n; i++)
		*out |= found[i] != student;
	return err;
}

/* A number that was in force here and is not any more. */
static enum err end_former(struct ctx *ctx, int64_t student, const struct number_row *now)
{
	const char *here;
	char today[DATE_TEXT_SIZE];
	date_format(ctx_today(ctx), today);
	enum err err = number_current(ctx, student, &here);
	if (err != OK || here[0] == '\0' || strcmp(here, now->text) == 0)
		return err;
	return number_end_current(ctx, student, today);
}

static enum err put_number(
	struct ctx *ctx, int64_t student, const struct number_row *number, int *kind_out)
{
	struct number_row row = *number;
	bool is_taken;
	enum err err = is_others(ctx, student, number, &is_taken);
	row.student = student;
	if (is_taken) {
		row.sort = NUMBER_ALIAS;
		row.is_current = false;
	}
	if (err == OK && row.is_current)
		err = end_former(ctx, student, number);
	if (row.is_current)
		*kind_out = row.sort;
	return err == OK ? number_add(ctx, &row) : err;
}

static enum err put_numbers(struct ctx *ctx, const struct student_record *record,
	const struct student_arrival *arrival, int *kind_out)
{
	const struct student_row *row = &record->row;
	char issued[STUDENT_NO_SIZE];
	const char *area;
	int64_t county;
	enum err err = OK;
	*kind_out = 0;
	for (size_t i = 0; err == OK && i < arrival->n_numbers; i++)
		err = put_number(ctx, row->id, &arrival->numbers[i], kind_out);
	if (err != OK || *kind_out != 0)
		return err;
	*kind_out = NUMBER_L;
	err = student_county(ctx, row->school, &county);
	if (err == OK)
		err = student_area(ctx, county, &area);
	return err == OK ? number_issue_l(ctx, row->id, area, record->items->birth_date,
				   record->items->id_number, issued)
			 : err;
}

/* ---- the record ---- */

static struct identity_key key_of(struct ctx *ctx, const Xueji__V1__StudentItems *items)
{
	return identity_key(ctx->app->keys, items->id_type, items->id_number);
}

/* As if it had been here and left: so all who come are taken in alike. */
static enum err insert_gone(struct ctx *ctx, struct student_record *record)
{
	struct identity_key key = key_of(ctx, record->items);
	record->row.status = ROLL_MOVED_OUT;
	enum err err = student_insert_as(ctx, &record->row);
	if (err == OK)
		err = profile_put(ctx, record->row.id, record->items);
	if (err == OK)
		err = guardian_insert(ctx, record->row.county, record->row.id, record->items);
	return err == OK ? identity_claim(ctx, record->row.id, &key) : err;
}

static enum err read_gone(
	struct ctx *ctx, const struct student_record *coming, struct student_record *before)
{
	bool is_known;
	enum err err = student_is_known(ctx, coming->row.id, &is_known);
	if (err != OK)
		return err;
	if (!is_known) {
		*before = *coming;
		return insert_gone(ctx, before);
	}
	err = student_read(ctx, coming->row.id, before);
	if (err == OK && before->row.status != ROLL_MOVED_OUT)
		err = ctx_fail(ctx, REASON_STUDENT_IS_HERE);
	return err;
}

static enum err begin(
	struct ctx *ctx, const struct student_record *record, const struct student_arrival *arrival)
{
	const struct student_row *row = &record->row;
	struct identity_key key = key_of(ctx, record->items);
	char today[DATE_TEXT_SIZE];
	bool holds;
	date_format(ctx_today(ctx), today);
	enum err err = enrolment_begin(ctx, row->id,
		&(struct enrolment){.school = row->school,
			.stage = row->stage,
			.years = arrival->years,
			.year_in_stage = arrival->year_in_stage,
			.grade = row->grade,
			.class_no = row->class_no,
			.from_day = today});
	return err == OK ? identity_take(ctx, row->id, &key, &holds) : err;
}

enum err student_arrive(
	struct ctx *ctx, struct student_record *record, const struct student_arrival *arrival)
{
	struct student_record before;
	const Xueji__V1__StudentItems *items = record->items;
	record->row.name = items->name;
	record->row.sex = items->sex[0] - '0';
	record->row.birth = items->birth_date;
	record->row.number_kind = NUMBER_L; /* until it is known which stays in force */
	enum err err = read_gone(ctx, record, &before);
	if (err == OK)
		err = put_numbers(ctx, record, arrival, &record->row.number_kind);
	if (err != OK)
		return err;
	record->row.rev = before.row.rev;
	record->row.shard = before.row.shard;
	record->row.county = before.row.county;
	err = student_rewrite(ctx, &before, record);
	return err == OK ? begin(ctx, record, arrival) : err;
}
