#include "server/service/status_effect.h"

#include <string.h>

#include "common/date.h"
#include "domain/status_change.h"
#include "server/registry/case_status.h"
#include "server/service/status_facts.h"
#include "server/store/profile_store.h"
#include "server/store/suspension_store.h"
#include "server/store/unit_store.h"

/* ---- stays ---- */

static enum roll_end end_of(int grade_before, int grade_after)
{
	return grade_after < grade_before   ? ROLL_END_REPEATED
	       : grade_after > grade_before ? ROLL_END_PROMOTED
					    : ROLL_END_CLASS_CHANGED;
}

static enum err begin_stay(struct ctx *ctx, const struct student_row *row, const char *today)
{
	struct unit *school;
	enum err err = unit_get(ctx, row->school, &school);
	if (err != OK)
		return err;
	int years = school->programme.years[row->stage];
	int first = stage_first_grade((enum stage)row->stage, years);
	return enrolment_begin(ctx, row->id,
		&(struct enrolment){.school = row->school,
			.stage = row->stage,
			.years = years,
			.year_in_stage = row->grade - first + 1,
			.grade = row->grade,
			.class_no = row->class_no,
			.from_day = today});
}

/* A stay goes on where nothing but the standing changes. */
static enum err change_stay(struct ctx *ctx, const struct student_row *before,
	const struct student_row *after, enum roll_end end)
{
	bool was_on = roll_status_row(before->status)->is_on_roll;
	bool is_on = roll_status_row(after->status)->is_on_roll;
	bool is_same = before->grade == after->grade && before->class_no == after->class_no;
	char today[DATE_TEXT_SIZE];
	enum err err = OK;
	date_format(ctx_today(ctx), today);
	if (was_on && is_on && is_same)
		return OK;
	if (was_on)
		err = enrolment_end(
			ctx, after->id, today, is_on ? end_of(before->grade, after->grade) : end);
	return err == OK && is_on ? begin_stay(ctx, after, today) : err;
}

/* ---- the effect ---- */

static void take_place(struct ctx *ctx, const struct case_file *file, bool is_placed,
	struct student_record *record)
{
	int class_no = is_placed ? file->row.to_class : 0;
	struct student_row *row = &record->row;
	if (row->grade == file->row.to_grade && row->class_no == class_no)
		return;
	row->grade = file->row.to_grade;
	row->class_no = class_no;
	record->items = profile_copy(ctx->arena, record->items);
	record->items->number_in_class = (char *)protobuf_c_empty_string;
}

static void note(struct ctx *ctx, const struct case_file *file)
{
	const struct status_change_row *change = status_change_row(file->row.change);
	const char *until = file->status->until_day, *cause = file->status->cause;
	ctx_journal(ctx, &(struct note){.action = ACTION_STUDENT_STATUS_CHANGED,
				 .unit = file->student.row.school,
				 .entity = "student",
				 .entity_id = file->student.row.id,
				 .summary = arena_printf(ctx->arena, "status %s %s %s",
					 change->word, file->status->from_day, until),
				 .sealed = cause,
				 .sealed_size = strlen(cause)});
}

enum err status_carry_out(struct ctx *ctx, struct case_file *file)
{
	const struct status_change_row *change = status_change_row(file->row.change);
	const struct student_record before = file->student;
	struct case_facts facts = {0};
	enum err err = status_facts_load(ctx, file, &facts);
	if (err != OK)
		return err;
	file->student.row.status = change->to;
	if (change->takes_place)
		take_place(ctx, file, !(facts.bits & (FACT_NO_ROOM | FACT_STATUS_PLACE)),
			&file->student);
	err = student_rewrite(ctx, &before, &file->student);
	if (err == OK)
		err = change_stay(ctx, &before.row, &file->student.row, change->end);
	if (err == OK && change->has_end_day)
		err = suspension_put(ctx, before.row.id, file->status->until_day);
	if (err == OK)
		note(ctx, file);
	return err;
}

/* ---- reading what was noted ---- */

const char *status_note_text(struct ctx *ctx, const char *summary)
{
	static const char mark[] = "status ";
	char word[16] = "", *to = word;
	if (strncmp(summary, mark, strlen(mark)) != 0)
		return NULL;
	const char *at = summary + strlen(mark);
	while (*at != '\0' && *at != ' ' && to < word + sizeof word - 1)
		*to++ = *at++;
	const struct status_change_row *change = status_change_find(word);
	if (change == NULL)
		return NULL;
	const char *title = sentence_in(&change->title, ctx->lang), *from = at + (*at == ' ');
	size_t size = strcspn(from, " ");
	const char *until = from[size] == ' ' ? from + size + 1 : "";
	const char *text = arena_printf(ctx->arena,
		ctx->lang == LANG_EN ? "%s, from %.*s" : "%s，自 %.*s 起", title, (int)size, from);
	return *until == '\0'
		       ? text
		       : arena_printf(ctx->arena, ctx->lang == LANG_EN ? "%s until %s" : "%s至 %s",
				 text, until);
}
