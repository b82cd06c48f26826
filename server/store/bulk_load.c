#include "server/store/bulk_load.h"

#include <stdlib.h>

#include "common/memory.h"
#include "server/store/bulk_batch.h"
#include "server/store/bulk_waiting.h"
#include "server/store/db.h"
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

static enum err write_student(struct ctx *ctx, const struct student_row *row)
{
	return db_run(ctx, &sql_bulk_student,
		ARGS(arg_int(row->id), arg_int(row->shard), arg_int(row->status),
			arg_text(row->name), arg_text(row->initials), arg_int(row->sex),
			arg_text(row->birth), arg_int(row->school), arg_int(row->county),
			arg_int(row->stage), arg_int(row->grade), arg_int(row->class_no),
			arg_int(row->number_kind), arg_int(row->is_provisional), arg_int(row->rev),
			arg_int(row->updated_us)),
		NULL);
}

static enum err write_identity(struct ctx *ctx, const struct bulk_rows *rows)
{
	const struct identity_key *key = &rows->identity;
	if (key->is_empty)
		return OK;
	return db_run(ctx, &sql_bulk_identity,
		ARGS(arg_int(rows->student.id), arg_blob(key->bytes, sizeof key->bytes),
			arg_int(rows->holds)),
		NULL);
}

static enum err write_number(struct ctx *ctx, const struct bulk_number *number)
{
	const struct number_row *row = &number->row;
	return db_run(ctx, &sql_bulk_number,
		ARGS(arg_int(row->id), arg_int(row->student),
			arg_blob(number->key, sizeof number->key), arg_int(row->sort),
			arg_int(row->is_current), arg_text(row->from_day), arg_text(row->to_day),
			arg_blob(number->sealed, number->sealed_size)),
		NULL);
}

static enum err write_stay(struct ctx *ctx, int64_t student, int seq, const struct enrolment *stay)
{
	bool is_open = stay->to_day[0] == '\0';
	return db_run(ctx, &sql_bulk_enrolment,
		ARGS(arg_int(student), arg_int(seq), arg_int(stay->school), arg_int(stay->stage),
			arg_int(stay->years), arg_int(stay->year_in_stage), arg_int(stay->grade),
			arg_int(stay->class_no), arg_text(stay->from_day),
			is_open ? arg_null() : arg_text(stay->to_day),
			is_open ? arg_null() : arg_int(stay->ended)),
		NULL);
}

static enum err write_child(
	struct ctx *ctx, struct bulk_waiting *waiting, const struct bulk_rows *rows)
{
	enum err err = write_student(ctx, &rows->student);
	if (err == OK)
		err = write_identity(ctx, rows);
	for (size_t i = 0; i < rows->n_numbers && err == OK; i++)
		err = write_number(ctx, &rows->numbers[i]);
	for (size_t i = 0; i < rows->n_stays && err == OK; i++)
		err = write_stay(ctx, rows->student.id, (int)i + 1, &rows->stays[i]);
	return err == OK ? bulk_waiting_add(waiting, ctx, rows) : err;
}

static enum err write_counts(struct ctx *ctx, const struct bulk_batch *batch)
{
	struct arg values[3 + STAT_COUNT] = {arg_int(batch->school)};
	enum err err = OK;
	for (int stage = STAGE_PRIMARY; stage < STAGE_END; stage++)
		for (int grade = GRADE_FIRST; grade <= GRADE_LAST && err == OK; grade++) {
			const struct stat_counts *counts = &batch->counts[stage][grade];
			values[1] = arg_int(stage);
			values[2] = arg_int(grade);
			for (int i = 0; i < STAT_COUNT; i++)
				values[3 + i] = arg_int(counts->of[i]);
			if (!stat_is_zero(counts))
				err = db_run(ctx, &sql_bulk_stat,
					(struct args){values, 3 + STAT_COUNT}, NULL);
		}
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
	for (size_t i = 0; i < batch->n && err == OK; i++)
		err = write_child(ctx, load->waiting, &batch->of[i]);
	return err == OK ? write_counts(ctx, batch) : err;
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
