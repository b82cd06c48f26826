#include "server/store/student_number.h"

#include <string.h>

#include "common/date.h"
#include "server/store/number_store.h"

/* The row follows the number that is in force. */
static enum err follow(struct ctx *ctx, struct student_record *record, enum number_sort sort)
{
	const struct student_record before = *record;
	record->row.number_kind = sort;
	return student_rewrite(ctx, &before, record);
}

enum err student_give_g(struct ctx *ctx, struct student_record *record, const char *student_no)
{
	int64_t holder;
	size_t n;
	char today[DATE_TEXT_SIZE];
	date_format(ctx_today(ctx), today);
	enum err err = number_find(ctx, student_no, &holder, 1, &n);
	if (err == OK && n > 0 && holder != record->row.id)
		err = ctx_fail(ctx, REASON_NUMBER_TAKEN);
	if (err == OK)
		err = number_end_current(ctx, record->row.id, today);
	if (err == OK)
		err = number_add(ctx, &(struct number_row){.student = record->row.id,
					      .sort = NUMBER_G,
					      .is_current = true,
					      .from_day = today,
					      .to_day = "",
					      .text = student_no});
	return err == OK ? follow(ctx, record, NUMBER_G) : err;
}

enum err student_give_j(struct ctx *ctx, struct student_record *record, char out[STUDENT_NO_SIZE])
{
	const char *area;
	char today[DATE_TEXT_SIZE];
	date_format(ctx_today(ctx), today);
	enum err err = student_area(ctx, record->row.county, &area);
	if (err == OK)
		err = number_end_current(ctx, record->row.id, today);
	if (err == OK)
		err = number_issue_j(ctx, record->row.id, area, record->row.birth, out);
	return err == OK ? follow(ctx, record, NUMBER_J) : err;
}

/* One that the child had is in force again; an alias of the same text makes room for it. */
static enum err take_back(
	struct ctx *ctx, int64_t student, const char *student_no, bool *is_back_out)
{
	struct number_row *rows;
	size_t n;
	enum err err = number_list(ctx, student, &rows, &n);
	*is_back_out = false;
	for (size_t i = 0; err == OK && i < n; i++) {
		if (strcmp(rows[i].text, student_no) != 0)
			continue;
		*is_back_out = rows[i].sort != NUMBER_ALIAS;
		err = *is_back_out ? number_set_current(ctx, rows[i].id)
				   : number_forget(ctx, rows[i].id);
	}
	return err;
}

enum err student_renumber(struct ctx *ctx, struct student_record *record, const char *student_no)
{
	enum number_sort sort = student_no[0] == 'G'   ? NUMBER_G
				: student_no[0] == 'J' ? NUMBER_J
						       : NUMBER_L;
	bool is_back;
	char today[DATE_TEXT_SIZE];
	date_format(ctx_today(ctx), today);
	enum err err = number_end_current(ctx, record->row.id, today);
	if (err == OK)
		err = take_back(ctx, record->row.id, student_no, &is_back);
	if (err == OK && !is_back)
		err = number_add(ctx, &(struct number_row){.student = record->row.id,
					      .sort = sort,
					      .is_current = true,
					      .from_day = today,
					      .to_day = "",
					      .text = student_no});
	return err == OK ? follow(ctx, record, sort) : err;
}
