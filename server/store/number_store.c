#include "server/store/number_store.h"

#include <string.h>

#include "common/date.h"
#include "domain/number_text.h"
#include "server/store/day.h"
#include "server/store/db.h"
#include "server/store/ids.h"
#include "server/store/number_key.h"
#include "server/store/seal.h"
#include "sql/number.sql.h"

void number_key(const struct keys *keys, const char *typed, uint8_t out[BLIND_SIZE])
{
	struct id_number national;
	char text[ID_NUMBER_SIZE];
	if (id_number_parse(typed, &national))
		memcpy(text, national.text, sizeof text);
	else
		number_tidy(typed, text, sizeof text);
	blind_index(keys, "number", text, strlen(text), out);
}

static enum err insert(struct ctx *ctx, const struct sql *sql, const struct number_row *number,
	int64_t *inserted_out)
{
	uint8_t key[BLIND_SIZE];
	size_t size;
	number_key(ctx->app->keys, number->text, key);
	const void *sealed = seal(ctx->arena, ctx->app->keys, NUMBER_PLACE(number->id),
		number->text, strlen(number->text), &size);
	return db_run(ctx, sql,
		ARGS(arg_int(number->id), arg_int(number->student), arg_blob(key, sizeof key),
			arg_int(number->sort), arg_int(number->is_current),
			arg_day(number->from_day), arg_day(number->to_day), arg_blob(sealed, size)),
		inserted_out);
}

enum err number_add(struct ctx *ctx, const struct number_row *number)
{
	uint8_t key[BLIND_SIZE];
	int64_t has;
	struct number_row row = *number;
	number_key(ctx->app->keys, number->text, key);
	enum err err = db_number(ctx, &sql_number_has,
		ARGS(arg_int(number->student), arg_blob(key, sizeof key)), 0, &has);
	if (err != OK || has != 0)
		return err;
	err = ids_next_in(ctx, ids_shard(number->student), &row.id);
	return err == OK ? insert(ctx, &sql_number_insert, &row, NULL) : err;
}

enum err number_end_current(struct ctx *ctx, int64_t student, const char *to_day)
{
	return db_run(ctx, &sql_number_end_current, ARGS(arg_int(student), arg_day(to_day)), NULL);
}

enum err number_hand_over(struct ctx *ctx, int64_t id, int64_t to)
{
	return db_run(ctx, &sql_number_hand_over, ARGS(arg_int(id), arg_int(to)), NULL);
}

enum err number_set_current(struct ctx *ctx, int64_t id)
{
	return db_run(ctx, &sql_number_set_current, ARGS(arg_int(id)), NULL);
}

enum err number_forget(struct ctx *ctx, int64_t id)
{
	return db_run(ctx, &sql_number_forget, ARGS(arg_int(id)), NULL);
}

/* An unbiased serial below `count`: what lies above the largest multiple of it that 16 bits hold is
 * drawn again. */
static unsigned draw_serial(struct ctx *ctx, unsigned count)
{
	uint16_t drawn;
	do
		ctx_random(ctx, &drawn, sizeof drawn);
	while (drawn >= UINT16_MAX / count * count);
	return drawn % count;
}

/* L or J of a drawn serial; false when the serial is to be left out. */
static bool make(struct ctx *ctx, enum number_sort sort, const char *area, int32_t born,
	const char *id_number, char out[STUDENT_NO_SIZE])
{
	if (sort == NUMBER_L)
		return student_no_make_l(
			area, born, draw_serial(ctx, STUDENT_NO_L_SERIALS), id_number, out);
	student_no_make_j(area, born, draw_serial(ctx, STUDENT_NO_J_SERIALS), out);
	return true;
}

static enum err issue(struct ctx *ctx, int64_t student, enum number_sort sort, const char *area,
	const char *birth, const char *id_number, char out[STUDENT_NO_SIZE])
{
	/* A county has a dozen births a day: hundreds of draws that are all taken mean that
	 * something else is wrong. */
	enum { DRAWS = 300 };
	int32_t born;
	char today[DATE_TEXT_SIZE];
	date_format(ctx_today(ctx), today);
	struct number_row row = {.student = student,
		.sort = sort,
		.is_current = true,
		.from_day = today,
		.to_day = "",
		.text = out};
	if (!date_parse(birth, &born))
		return ctx_broken(ctx, ERR_INTERNAL, "a stored birth date is no date");
	enum err err = ids_next_in(ctx, ids_shard(student), &row.id);
	int64_t inserted = 0;
	for (int i = 0; i < DRAWS && err == OK && inserted == 0; i++)
		if (make(ctx, sort, area, born, id_number, out))
			err = insert(ctx, &sql_number_insert_free, &row, &inserted);
	if (err == OK && inserted == 0)
		err = ctx_broken(ctx, ERR_INTERNAL, "no %c number is free in %s",
			sort == NUMBER_L ? 'L' : 'J', area);
	return err;
}

enum err number_issue_l(struct ctx *ctx, int64_t student, const char *area, const char *birth,
	const char *id_number, char out[STUDENT_NO_SIZE])
{
	return issue(ctx, student, NUMBER_L, area, birth, id_number, out);
}

enum err number_issue_j(struct ctx *ctx, int64_t student, const char *area, const char *birth,
	char out[STUDENT_NO_SIZE])
{
	return issue(ctx, student, NUMBER_J, area, birth, "", out);
}

static enum err scan(struct ctx *ctx, const struct cursor *c, struct number_row *out)
{
	size_t sealed_size, size;
	out->id = cursor_int(c, 0);
	out->student = cursor_int(c, 1);
	out->sort = (int)cursor_int(c, 2);
	out->is_current = cursor_int(c, 3) != 0;
	out->from_day = cursor_day(ctx, c, 4);
	out->to_day = cursor_day(ctx, c, 5);
	const void *sealed = cursor_blob(c, 6, &sealed_size);
	out->text = seal_open(
		ctx->arena, ctx->app->keys, NUMBER_PLACE(out->id), sealed, sealed_size, &size);
	if (out->text != NULL)
		return OK;
	return ctx_broken(ctx, ERR_INTERNAL, "a number of student %lld does not unseal",
		(long long)out->student);
}

enum err number_list(struct ctx *ctx, int64_t student, struct number_row **rows_out, size_t *n_out)
{
	size_t n = 0;
	struct number_row *rows = NULL;
	struct cursor *c = db_open(ctx, &sql_number_list, ARGS(arg_int(student)));
	enum err err = OK;
	while (err == OK && cursor_next(c)) {
		rows = arena_grow(ctx->arena, rows, n, sizeof *rows);
		err = scan(ctx, c, &rows[n++]);
	}
	*rows_out = rows;
	*n_out = n;
	enum err closed = cursor_close(c);
	return err != OK ? err : closed;
}

enum err number_current(struct ctx *ctx, int64_t student, const char **text_out)
{
	struct number_row row = {.text = ""};
	struct cursor *c = db_open(ctx, &sql_number_current, ARGS(arg_int(student)));
	enum err err = cursor_next(c) ? scan(ctx, c, &row) : OK;
	enum err closed = cursor_close(c);
	*text_out = row.text;
	return err != OK ? err : closed;
}

static enum err take_students(struct cursor *c, int64_t *students, size_t most, size_t *n_out)
{
	size_t n = 0;
	while (n < most && cursor_next(c))
		students[n++] = cursor_int(c, 0);
	*n_out = n;
	return cursor_close(c);
}

enum err number_find(
	struct ctx *ctx, const char *typed, int64_t *students, size_t most, size_t *n_out)
{
	uint8_t key[BLIND_SIZE];
	number_key(ctx->app->keys, typed, key);
	return take_students(db_open(ctx, &sql_number_find,
				     ARGS(arg_blob(key, sizeof key), arg_int((int64_t)most))),
		students, most, n_out);
}

enum err number_find_below(struct ctx *ctx, int64_t unit, const char *typed, int64_t *students,
	size_t most, size_t *n_out)
{
	uint8_t key[BLIND_SIZE];
	number_key(ctx->app->keys, typed, key);
	return take_students(
		db_open(ctx, &sql_number_find_below,
			ARGS(arg_blob(key, sizeof key), arg_int((int64_t)most), arg_int(unit))),
		students, most, n_out);
}

enum err number_is_of(struct ctx *ctx, const char *typed, int64_t student, bool *out)
{
	uint8_t key[BLIND_SIZE];
	int64_t n;
	number_key(ctx->app->keys, typed, key);
	enum err err = db_number(
		ctx, &sql_number_is_of, ARGS(arg_blob(key, sizeof key), arg_int(student)), 0, &n);
	*out = err == OK && n > 0;
	return err;
}
