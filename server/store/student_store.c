#include "server/store/student_store.h"

#include <assert.h>
#include <string.h>

#include "common/text.h"
#include "domain/roll.h"
#include "domain/stages.h"
#include "server/store/db_gather.h"
#include "server/store/ids.h"
#include "server/store/news.h"
#include "server/store/student_scan.h"
#include "sql/student.sql.h"

/* ---- names ---- */

enum gram_change { GRAM_INSERT, GRAM_DELETE };

/* Each pair of neighbouring characters of the name, once. */
static enum err change_grams(struct ctx *ctx, const struct student_row *row, enum gram_change what)
{
	char gram[9];
	enum err err = OK;
	for (const char *at = row->name; err == OK && student_gram(at, gram); text_next(&at)) {
		const struct args args = ARGS(arg_int(row->county), arg_text(gram),
			arg_int(row->school), arg_int(row->id));
		err = what == GRAM_INSERT ? db_insert(ctx, &sql_student_gram_insert,
						    &sql_student_gram_rows, args)
					  : db_run(ctx, &sql_student_gram_delete, args, NULL);
	}
	return err;
}

bool student_gram(const char *name, char out[9])
{
	const char *end = name;
	if (text_next(&end) == 0 || text_next(&end) == 0)
		return false;
	memcpy(out, name, (size_t)(end - name));
	out[end - name] = '\0';
	return true;
}

/* ---- one row ---- */

struct student_row student_scan(const struct cursor *c)
{
	return (struct student_row){
		.id = cursor_int(c, 0),
		.shard = cursor_int(c, 1),
		.status = (int)cursor_int(c, 2),
		.name = cursor_text(c, 3),
		.initials = cursor_text(c, 4),
		.sex = (int)cursor_int(c, 5),
		.birth = cursor_text(c, 6),
		.school = cursor_int(c, 7),
		.county = cursor_int(c, 8),
		.stage = (int)cursor_int(c, 9),
		.grade = (int)cursor_int(c, 10),
		.class_no = (int)cursor_int(c, 11),
		.number_kind = (int)cursor_int(c, 12),
		.is_provisional = cursor_int(c, 13) != 0,
		.rev = cursor_int(c, 14),
		.updated_us = cursor_int(c, 15),
	};
}

enum err student_get(struct ctx *ctx, int64_t id, struct student_row *out)
{
	struct cursor *c = db_open(ctx, &sql_student_get, ARGS(arg_int(id)));
	bool found = cursor_next(c);
	if (found)
		*out = student_scan(c);
	enum err err = cursor_close(c);
	if (err == OK && !found)
		err = ctx_fail(ctx, REASON_NO_SUCH_STUDENT);
	return err;
}

enum err student_county(struct ctx *ctx, int64_t school, int64_t *county_out)
{
	enum err err = db_number(ctx, &sql_student_county_of, ARGS(arg_int(school)), 0, county_out);
	if (err == OK && *county_out == 0)
		err = ctx_broken(ctx, ERR_INTERNAL, "unit %lld is no school", (long long)school);
	return err;
}

enum err student_area(struct ctx *ctx, int64_t county, const char **code_out)
{
	struct cursor *c = db_open(ctx, &sql_student_area, ARGS(arg_int(county)));
	*code_out = cursor_next(c) ? cursor_text(c, 0) : "";
	return cursor_close(c);
}

static enum err insert(struct ctx *ctx, struct student_row *row)
{
	row->rev = 1;
	row->updated_us = ctx->now_us;
	enum err err = db_insert(ctx, &sql_student_insert, &sql_student_rows,
		ARGS(arg_int(row->id), arg_int(row->shard), arg_int(row->status),
			arg_text(row->name), arg_text(row->initials), arg_int(row->sex),
			arg_text(row->birth), arg_int(row->school), arg_int(row->county),
			arg_int(row->stage), arg_int(row->grade), arg_int(row->class_no),
			arg_int(row->number_kind), arg_int(row->is_provisional), arg_int(row->rev),
			arg_int(row->updated_us)));
	return err == OK ? change_grams(ctx, row, GRAM_INSERT) : err;
}

enum err student_insert(struct ctx *ctx, struct student_row *row)
{
	enum err err = student_county(ctx, row->school, &row->county);
	if (err != OK)
		return err;
	row->shard = row->county;
	err = ids_next_in(ctx, row->shard, &row->id);
	return err == OK ? insert(ctx, row) : err;
}

enum err student_is_known(struct ctx *ctx, int64_t id, bool *out)
{
	int64_t n;
	enum err err = db_number(ctx, &sql_student_is_known, ARGS(arg_int(id)), 0, &n);
	*out = err == OK && n > 0;
	return err;
}

enum err student_insert_as(struct ctx *ctx, struct student_row *row)
{
	enum err err = student_county(ctx, row->school, &row->county);
	return err == OK ? insert(ctx, row) : err;
}

static enum err move_grams(
	struct ctx *ctx, const struct student_row *before, const struct student_row *after)
{
	if (before->county == after->county && before->school == after->school &&
		strcmp(before->name, after->name) == 0)
		return OK;
	enum err err = change_grams(ctx, before, GRAM_DELETE);
	return err == OK ? change_grams(ctx, after, GRAM_INSERT) : err;
}

/* Desks of school and county count them (R30). */
static bool is_dropout(const struct student_row *row)
{
	return row->status == ROLL_DROPPED_OUT;
}

static bool is_same_but_number(const struct student_row *a, const struct student_row *b)
{
	return a->status == b->status && strcmp(a->name, b->name) == 0 &&
	       strcmp(a->initials, b->initials) == 0 && a->sex == b->sex &&
	       strcmp(a->birth, b->birth) == 0 && a->school == b->school &&
	       a->county == b->county && a->stage == b->stage && a->grade == b->grade &&
	       a->class_no == b->class_no && a->is_provisional == b->is_provisional;
}

static enum err write_update(struct ctx *ctx, const struct student_row *before,
	const struct student_row *after, int64_t *changed_out)
{
	if (is_same_but_number(before, after))
		return db_run(ctx, &sql_student_update_number,
			ARGS(arg_int(before->id), arg_int(before->rev), arg_int(after->number_kind),
				arg_int(after->updated_us)),
			changed_out);
	return db_run(ctx, &sql_student_update,
		ARGS(arg_int(before->id), arg_int(before->rev), arg_int(after->status),
			arg_text(after->name), arg_text(after->initials), arg_int(after->sex),
			arg_text(after->birth), arg_int(after->school), arg_int(after->county),
			arg_int(after->stage), arg_int(after->grade), arg_int(after->class_no),
			arg_int(after->number_kind), arg_int(after->is_provisional),
			arg_int(after->updated_us)),
		changed_out);
}

enum err student_update(
	struct ctx *ctx, const struct student_row *before, struct student_row *after)
{
	assert(before->id == after->id);
	enum err err = OK;
	if (after->school != before->school)
		err = student_county(ctx, after->school, &after->county);
	if (err != OK)
		return err;
	int64_t changed;
	after->updated_us = ctx->now_us;
	err = write_update(ctx, before, after, &changed);
	if (err != OK)
		return err;
	if (changed == 0)
		return ctx_fail(ctx, REASON_STALE);
	after->rev = before->rev + 1;
	if (after->is_provisional || before->is_provisional || is_dropout(after) ||
		is_dropout(before)) {
		news_of_unit(ctx, before->school);
		news_of_unit(ctx, after->school);
		news_of_unit(ctx, before->county);
		news_of_unit(ctx, after->county);
	}
	return move_grams(ctx, before, after);
}

enum err student_delete(struct ctx *ctx, const struct student_row *row)
{
	int64_t changed;
	enum err err = db_run(
		ctx, &sql_student_delete, ARGS(arg_int(row->id), arg_int(row->rev)), &changed);
	if (err != OK)
		return err;
	if (changed == 0)
		return ctx_fail(ctx, REASON_STALE);
	return change_grams(ctx, row, GRAM_DELETE);
}

/* ---- lists ---- */

enum err student_collect(struct cursor *c, struct ctx *ctx, int64_t limit,
	struct student_row **rows_out, size_t *n_out)
{
	size_t n = 0;
	struct student_row *rows = arena_array(ctx->arena, struct student_row, (size_t)limit);
	while (n < (size_t)limit && cursor_next(c))
		rows[n++] = student_scan(c);
	*rows_out = rows;
	*n_out = n;
	return cursor_close(c);
}

static struct arg filter_of(const struct roster_page *p)
{
	return arg_text(p->filter != NULL ? p->filter : "");
}

static struct cursor *open_roster(struct ctx *ctx, const struct roster_page *p)
{
	if (p->grade == 0)
		return db_open(ctx, &sql_student_roster,
			ARGS(arg_int(p->school), arg_int(p->after_grade), arg_int(p->after_class),
				arg_int(p->after_id), arg_int(p->limit), filter_of(p),
				arg_int(p->only_provisional), arg_int(p->status)));
	if (p->class_no < 0)
		return db_open(ctx, &sql_student_roster_grade,
			ARGS(arg_int(p->school), arg_int(p->grade), arg_int(p->after_class),
				arg_int(p->after_id), arg_int(p->limit), filter_of(p),
				arg_int(p->only_provisional), arg_int(p->status)));
	return db_open(ctx, &sql_student_roster_class,
		ARGS(arg_int(p->school), arg_int(p->grade), arg_int(p->class_no),
			arg_int(p->after_id), arg_int(p->limit), filter_of(p),
			arg_int(p->only_provisional), arg_int(p->status)));
}

enum err student_roster_count(struct ctx *ctx, const struct roster_page *p, int64_t *out)
{
	return db_number(ctx, &sql_student_roster_count,
		ARGS(arg_int(p->school), arg_int(p->grade), arg_int(p->class_no), filter_of(p),
			arg_int(p->only_provisional), arg_int(p->status)),
		0, out);
}

enum err student_roster(struct ctx *ctx, const struct roster_page *page,
	struct student_row **rows_out, size_t *n_out)
{
	return student_collect(open_roster(ctx, page), ctx, page->limit, rows_out, n_out);
}

enum err student_roster_sorted(struct ctx *ctx, const struct roster_page *p,
	struct student_row **rows_out, const char ***keys_out, size_t *n_out)
{
	size_t n = 0;
	struct student_row *rows = arena_array(ctx->arena, struct student_row, (size_t)p->limit);
	const char **keys = arena_array(ctx->arena, const char *, (size_t)p->limit);
	struct cursor *c = db_open(ctx, &sql_student_roster_sorted,
		ARGS(arg_int(p->school), arg_int(p->grade), arg_int(p->class_no), arg_int(p->limit),
			filter_of(p), arg_int(p->only_provisional), arg_int(p->status),
			arg_int(p->order), arg_text(p->after_key), arg_int(p->after_id)));
	for (; n < (size_t)p->limit && cursor_next(c); n++) {
		rows[n] = student_scan(c);
		keys[n] = cursor_text(c, STUDENT_SCANNED);
	}
	*rows_out = rows;
	*keys_out = keys;
	*n_out = n;
	return cursor_close(c);
}

enum err student_dropped_out(struct ctx *ctx, int64_t county, const char *filter,
	int64_t after_school, int64_t after_id, int64_t limit, struct student_row **rows_out,
	size_t *n_out)
{
	struct cursor *c = db_open(ctx, &sql_student_dropped_out,
		ARGS(arg_int(county), arg_int(after_school), arg_int(after_id), arg_text(filter),
			arg_int(limit)));
	return student_collect(c, ctx, limit, rows_out, n_out);
}

enum err student_dropped_out_count(
	struct ctx *ctx, int64_t county, const char *filter, int64_t *out)
{
	return db_number(ctx, &sql_student_dropped_out_count,
		ARGS(arg_int(county), arg_text(filter)), 0, out);
}

enum err student_off_roll(struct ctx *ctx, int64_t school, int status, int64_t after_id,
	int64_t limit, struct student_row **rows_out, size_t *n_out)
{
	struct cursor *c = db_open(ctx, &sql_student_off_roll,
		ARGS(arg_int(school), arg_int(status), arg_int(after_id), arg_int(limit)));
	return student_collect(c, ctx, limit, rows_out, n_out);
}

enum err student_class_sizes(
	struct ctx *ctx, int64_t school, struct class_size **sizes_out, size_t *n_out)
{
	enum { MOST = GRADE_LAST * 100 };
	size_t n = 0;
	struct class_size *sizes = arena_array(ctx->arena, struct class_size, MOST);
	struct cursor *c = db_open(ctx, &sql_student_class_sizes, ARGS(arg_int(school)));
	while (n < MOST && cursor_next(c))
		sizes[n++] = (struct class_size){.grade = (int)cursor_int(c, 0),
			.class_no = (int)cursor_int(c, 1),
			.pupils = cursor_int(c, 2)};
	*sizes_out = sizes;
	*n_out = n;
	return cursor_close(c);
}

enum err student_class_size(struct ctx *ctx, int64_t school, int grade, int class_no, int64_t *out)
{
	return db_number(ctx, &sql_student_class_size,
		ARGS(arg_int(school), arg_int(grade), arg_int(class_no)), 0, out);
}
