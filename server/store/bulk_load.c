#include "server/store/bulk_load.h"

#include <stdlib.h>
#include <string.h>

#include "common/memory.h"
#include "server/store/bulk_batch.h"
#include "server/store/bulk_waiting.h"
#include "server/store/day.h"
#include "server/store/db_feed.h"
#include "server/store/ids.h"
#include "sql/bulk_load.sql.h"

/* Where the ids of a shard have got to. */
struct sequence {
	int64_t shard, next;
};

struct bulk_load {
	/* of the thread that prepares */
	const struct app *app;
	int64_t now_us;
	struct arena *of_sequences;
	struct sequence *sequences;
	size_t n_sequences;
	/* of the thread that writes */
	struct arena *arena; /* of one batch */
	struct bulk_waiting *waiting;
};

/* ---- ids ---- */

static struct sequence *add_sequence(struct bulk_load *load, int64_t shard, int64_t next)
{
	size_t n = load->n_sequences++;
	load->sequences =
		arena_grow(load->of_sequences, load->sequences, n, sizeof *load->sequences);
	load->sequences[n] = (struct sequence){shard, next};
	return &load->sequences[n];
}

static struct sequence *sequence_of(struct bulk_load *load, int64_t shard)
{
	for (size_t i = load->n_sequences; i-- > 0;)
		if (load->sequences[i].shard == shard)
			return &load->sequences[i];
	return add_sequence(load, shard, 1);
}

static enum err read_sequences(struct ctx *ctx, struct bulk_load *load)
{
	enum err err = ids_settle(ctx);
	if (err != OK)
		return err;
	ids_forget(ctx->db); /* from here on this counts */
	struct cursor *c = db_open(ctx, &sql_bulk_sequences, NO_ARGS);
	while (cursor_next(c))
		add_sequence(load, cursor_int(c, 0), cursor_int(c, 1));
	return cursor_close(c);
}

static enum err write_sequences(struct ctx *ctx, const struct bulk_load *load)
{
	enum err err = OK;
	for (size_t i = 0; i < load->n_sequences && err == OK; i++)
		err = db_run(ctx, &sql_bulk_sequence_set,
			ARGS(arg_int(load->sequences[i].shard), arg_int(load->sequences[i].next)),
			NULL);
	return err;
}

/* ---- preparing ---- */

struct bulk_batch *bulk_load_prepare(
	struct bulk_load *load, struct arena *arena, const struct bulk_child *children, size_t n)
{
	struct bulk_batch *batch = arena_one(arena, struct bulk_batch);
	batch->of = arena_array(arena, struct bulk_rows, n);
	batch->n = n;
	if (n == 0)
		return batch;
	batch->school = children[0].row.school;
	batch->county = children[0].row.county;
	struct sequence *sequence = sequence_of(load, batch->county);
	for (size_t i = 0; i < n; i++) {
		const struct student_row *row = &batch->of[i].student;
		bulk_rows_make(arena, load->app, load->now_us, &children[i], &sequence->next,
			&batch->of[i]);
		struct stat_counts one = stat_of_child(row->status, row->sex, children[i].items);
		stat_sum(&batch->counts[row->stage][row->grade], &one, 1);
	}
	return batch;
}

/* ---- writing ---- */

/* Where the feed of a table has got to. */
struct walk {
	const struct bulk_batch *batch;
	size_t child, at;
};

static bool next_student(void *arg, struct arg *row)
{
	struct walk *walk = arg;
	if (walk->child == walk->batch->n)
		return false;
	const struct student_row *s = &walk->batch->of[walk->child++].student;
	const struct arg columns[] = {arg_int(s->id), arg_int(s->shard), arg_int(s->status),
		arg_text(s->name), arg_text(s->initials), arg_int(s->sex), arg_text(s->birth),
		arg_int(s->school), arg_int(s->county), arg_int(s->stage), arg_int(s->grade),
		arg_int(s->class_no), arg_int(s->number_kind), arg_int(s->is_provisional),
		arg_int(s->rev), arg_int(s->updated_us)};
	memcpy(row, columns, sizeof columns);
	return true;
}

static bool next_identity(void *arg, struct arg *row)
{
	struct walk *walk = arg;
	const struct bulk_batch *batch = walk->batch;
	while (walk->child < batch->n && batch->of[walk->child].identity.is_empty)
		walk->child++;
	if (walk->child == batch->n)
		return false;
	const struct bulk_rows *rows = &batch->of[walk->child++];
	row[0] = arg_blob(rows->identity.bytes, sizeof rows->identity.bytes);
	row[1] = arg_int(rows->holds ? 0 : rows->student.id);
	row[2] = arg_int(rows->student.id);
	return true;
}

static bool next_number(void *arg, struct arg *row)
{
	struct walk *walk = arg;
	const struct bulk_batch *batch = walk->batch;
	for (; walk->child < batch->n && walk->at == batch->of[walk->child].n_numbers; walk->at = 0)
		walk->child++;
	if (walk->child == batch->n)
		return false;
	const struct bulk_number *number = &batch->of[walk->child].numbers[walk->at++];
	const struct number_row *n = &number->row;
	const struct arg columns[] = {arg_int(n->id), arg_int(n->student),
		arg_blob(number->key, sizeof number->key), arg_int(n->sort), arg_int(n->is_current),
		arg_day(n->from_day), arg_day(n->to_day),
		arg_blob(number->sealed, number->sealed_size)};
	memcpy(row, columns, sizeof columns);
	return true;
}

static bool next_stay(void *arg, struct arg *row)
{
	struct walk *walk = arg;
	const struct bulk_batch *batch = walk->batch;
	for (; walk->child < batch->n && walk->at == batch->of[walk->child].n_stays; walk->at = 0)
		walk->child++;
	if (walk->child == batch->n)
		return false;
	const struct bulk_rows *rows = &batch->of[walk->child];
	const struct enrolment *e = &rows->stays[walk->at++];
	bool is_open = e->to_day[0] == '\0';
	const struct arg columns[] = {arg_int(rows->student.id), arg_int((int64_t)walk->at),
		arg_int(e->school), arg_int(e->stage), arg_int(e->years), arg_int(e->year_in_stage),
		arg_int(e->grade), arg_int(e->class_no), arg_day(e->from_day), arg_day(e->to_day),
		is_open ? arg_null() : arg_int(e->ended)};
	memcpy(row, columns, sizeof columns);
	return true;
}

/* `at` is the place in the table of counters. */
static bool next_counts(void *arg, struct arg *row)
{
	enum { CELLS = STAGE_END * (GRADE_LAST + 1) };
	struct walk *walk = arg;
	const struct stat_counts *all = &walk->batch->counts[0][0];
	while (walk->at < CELLS && stat_is_zero(&all[walk->at]))
		walk->at++;
	if (walk->at == CELLS)
		return false;
	row[0] = arg_int(walk->batch->school);
	row[1] = arg_int((int64_t)(walk->at / (GRADE_LAST + 1)));
	row[2] = arg_int((int64_t)(walk->at % (GRADE_LAST + 1)));
	for (int i = 0; i < STAT_COUNT; i++)
		row[3 + i] = arg_int(all[walk->at].of[i]);
	walk->at++;
	return true;
}

static enum err write_rows(struct ctx *ctx, const struct bulk_batch *batch)
{
	static const struct {
		const struct sql *sql;
		db_feed *next;
	} tables[] = {{&sql_bulk_student, next_student}, {&sql_bulk_identity, next_identity},
		{&sql_bulk_number, next_number}, {&sql_bulk_enrolment, next_stay},
		{&sql_bulk_stat, next_counts}};
	enum err err = OK;
	for (size_t i = 0; i < sizeof tables / sizeof *tables && err == OK; i++)
		err = db_insert_many(
			ctx, tables[i].sql, tables[i].next, &(struct walk){.batch = batch}, NULL);
	return err;
}

static enum err check_place(struct ctx *ctx, const struct bulk_batch *batch)
{
	int64_t county;
	enum err err =
		db_number(ctx, &sql_bulk_school_county, ARGS(arg_int(batch->school)), 0, &county);
	bool is_right = county == batch->county;
	for (size_t i = 0; i < batch->n; i++)
		is_right &= batch->of[i].student.school == batch->school &&
			    batch->of[i].student.county == county;
	if (err == OK && !is_right)
		err = ctx_broken(ctx, ERR_INTERNAL, "school %lld does not lie in %lld",
			(long long)batch->school, (long long)batch->county);
	return err;
}

static enum err write_batch(struct bulk_load *load, struct ctx *ctx, const struct bulk_batch *batch)
{
	enum err err = check_place(ctx, batch);
	if (err == OK)
		err = write_rows(ctx, batch);
	for (size_t i = 0; i < batch->n && err == OK; i++)
		err = bulk_waiting_add(load->waiting, ctx, &batch->of[i]);
	return err;
}

/* Each school's statements use memory that is let go with it. */
enum err bulk_load_write(struct bulk_load *load, struct ctx *ctx, const struct bulk_batch *batch)
{
	if (batch->n == 0)
		return OK;
	struct ctx piece = *ctx;
	piece.arena = load->arena;
	ctx_restart(&piece);
	enum err err = write_batch(load, &piece, batch);
	arena_reset(load->arena);
	return err == OK ? OK : ctx_broken(ctx, err, "a school's children cannot be stored");
}

enum err bulk_load_finish(struct bulk_load *load, struct ctx *ctx)
{
	enum err err = bulk_waiting_write_all(load->waiting, ctx);
	if (err == OK)
		err = db_run(ctx, &sql_bulk_identity_end, NO_ARGS, NULL);
	if (err == OK)
		err = db_run(ctx, &sql_bulk_identity_gone, NO_ARGS, NULL);
	return err == OK ? write_sequences(ctx, load) : err;
}

/* ---- beginning and end ---- */

enum err bulk_load_new(struct ctx *ctx, struct bulk_load **out)
{
	int64_t has;
	enum err err = db_number(ctx, &sql_bulk_has_students, NO_ARGS, 0, &has);
	*out = NULL;
	if (err == OK && has != 0)
		err = ctx_broken(ctx, ERR_INTERNAL, "the store has children already");
	if (err == OK)
		err = db_run(ctx, &sql_bulk_identity_begin, NO_ARGS, NULL);
	if (err != OK)
		return err;
	struct bulk_load *load = memory_new(sizeof *load);
	load->app = ctx->app;
	load->now_us = ctx->now_us;
	load->of_sequences = arena_new(0);
	load->arena = arena_new(0);
	load->waiting = bulk_waiting_new();
	*out = load;
	return read_sequences(ctx, load);
}

void bulk_load_free(struct bulk_load *load)
{
	if (load == NULL)
		return;
	bulk_waiting_free(load->waiting);
	arena_free(load->arena);
	arena_free(load->of_sequences);
	free(load);
}
