#include "server/store/check_store.h"

#include <string.h>

#include "server/store/db.h"
#include "server/store/ids.h"
#include "server/store/news.h"
#include "sql/check_run.sql.h"

/* ---- runs ---- */

static void scan(const struct cursor *c, struct check_run *out)
{
	*out = (struct check_run){
		.id = cursor_int(c, 0),
		.unit = cursor_int(c, 1),
		.rules = (uint32_t)cursor_int(c, 2),
		.state = (enum check_state)cursor_int(c, 3),
		.done = (int)cursor_int(c, 4),
		.records = cursor_int(c, 5),
		.exact = cursor_int(c, 6),
		.likely = cursor_int(c, 7),
		.possible = cursor_int(c, 8),
		.asked_by = cursor_int(c, 9),
		.asked_us = cursor_int(c, 10),
		.began_us = cursor_int(c, 11),
		.ended_us = cursor_int(c, 12),
		.left_out = cursor_int(c, 13),
	};
}

static enum err find(struct ctx *ctx, const struct sql *sql, struct args args,
	struct check_run *out, bool *found_out)
{
	struct cursor *c = db_open(ctx, sql, args);
	*found_out = cursor_next(c);
	if (*found_out)
		scan(c, out);
	return cursor_close(c);
}

uint64_t check_run_topic(int64_t id)
{
	return news_topic_of_unit(id);
}

static void tell_lane(struct ctx *ctx, void *arg)
{
	(void)arg;
	if (ctx->app->check != NULL)
		ctx->app->check(ctx->app->check_arg);
}

enum err check_run_insert(struct ctx *ctx, struct check_run *run)
{
	struct check_run open;
	bool is_open;
	enum err err = find(ctx, &sql_check_run_open, ARGS(arg_int(run->unit)), &open, &is_open);
	if (err == OK && is_open)
		return ctx_fail(ctx, REASON_CHECK_RUNS);
	if (err == OK)
		err = ids_next(ctx, &run->id);
	run->state = CHECK_WAITING;
	run->asked_by = ctx->actor.operator_id;
	run->asked_us = ctx->now_us;
	if (err == OK)
		err = db_run(ctx, &sql_check_run_insert,
			ARGS(arg_int(run->id), arg_int(run->unit), arg_int(run->rules),
				arg_int(run->asked_by), arg_int(run->asked_us)),
			NULL);
	if (err == OK)
		ctx_on_commit(ctx, tell_lane, NULL);
	return err;
}

enum err check_run_get(struct ctx *ctx, int64_t id, struct check_run *out)
{
	bool is_found;
	enum err err = find(ctx, &sql_check_run_get, ARGS(arg_int(id)), out, &is_found);
	return err == OK && !is_found ? ctx_fail(ctx, REASON_NO_SUCH_CHECK) : err;
}

enum err check_run_next(struct ctx *ctx, struct check_run *out, bool *found_out)
{
	return find(ctx, &sql_check_run_next, NO_ARGS, out, found_out);
}

enum err check_run_page(struct ctx *ctx, int64_t unit, int64_t before, size_t limit,
	struct check_run **runs_out, size_t *n_out)
{
	struct check_run *runs = arena_array(ctx->arena, struct check_run, limit);
	size_t n = 0;
	struct cursor *c = db_open(ctx, &sql_check_run_page,
		ARGS(arg_int(unit), arg_int(before > 0 ? before : INT64_MAX),
			arg_int((int64_t)limit)));
	while (n < limit && cursor_next(c))
		scan(c, &runs[n++]);
	*runs_out = runs;
	*n_out = n;
	return cursor_close(c);
}

enum err check_run_save(struct ctx *ctx, const struct check_run *run)
{
	news_of_unit(ctx, run->id); /* the topic of check_run_topic */
	return db_run(ctx, &sql_check_run_save,
		ARGS(arg_int(run->id), arg_int(run->state), arg_int(run->done),
			arg_int(run->records), arg_int(run->exact), arg_int(run->likely),
			arg_int(run->possible), arg_int(run->began_us), arg_int(run->ended_us),
			arg_int(run->left_out)),
		NULL);
}

/* ---- children who wait ---- */

enum err check_waiting_add(struct ctx *ctx, int64_t student)
{
	ctx_on_commit(ctx, tell_lane, NULL);
	return db_run(ctx, &sql_check_waiting_insert, ARGS(arg_int(student)), NULL);
}

enum err check_waiting_first(struct ctx *ctx, int64_t *student_out)
{
	return db_number(ctx, &sql_check_waiting_first, NO_ARGS, 0, student_out);
}

enum err check_waiting_remove(struct ctx *ctx, int64_t student)
{
	return db_run(ctx, &sql_check_waiting_delete, ARGS(arg_int(student)), NULL);
}

/* ---- what is read ---- */

enum err check_children(
	struct ctx *ctx, int64_t after, size_t limit, struct check_child **out, size_t *n_out)
{
	struct check_child *children = arena_array(ctx->arena, struct check_child, limit);
	size_t n = 0;
	struct cursor *c =
		db_open(ctx, &sql_check_children, ARGS(arg_int(after), arg_int((int64_t)limit)));
	for (; n < limit && cursor_next(c); n++) {
		children[n].row = (struct student_row){.id = cursor_int(c, 0),
			.name = cursor_text(c, 1),
			.sex = (int)cursor_int(c, 2),
			.birth = cursor_text(c, 3),
			.school = cursor_int(c, 4),
			.stage = (int)cursor_int(c, 5),
			.status = (int)cursor_int(c, 6),
			.number_kind = (int)cursor_int(c, 7),
			.is_provisional = cursor_int(c, 8) != 0};
		children[n].sealed = cursor_blob(c, 9, &children[n].sealed_size);
	}
	*out = children;
	*n_out = n;
	return cursor_close(c);
}

/* A row of identity. */
struct claim {
	uint8_t key[BLIND_SIZE];
	int64_t claimant, student;
};

static bool is_same_set(const struct claim *a, const struct claim *b)
{
	return memcmp(a->key, b->key, sizeof a->key) == 0;
}

static enum err read_claims(struct ctx *ctx, const struct check_at *from, size_t limit,
	struct claim *out, size_t *n_out)
{
	size_t n = 0, size;
	struct cursor *c = db_open(ctx, &sql_check_identities,
		ARGS(arg_blob(from->key, from->has_begun ? sizeof from->key : 0),
			arg_int(from->claimant), arg_int((int64_t)limit)));
	for (; n < limit && cursor_next(c); n++) {
		const void *key = cursor_blob(c, 0, &size);
		memcpy(out[n].key, key, sizeof out[n].key);
		out[n].claimant = cursor_int(c, 1);
		out[n].student = cursor_int(c, 2);
	}
	*n_out = n;
	return cursor_close(c);
}

/* The last set may go on behind the rows that were read: it waits for the next time. */
static size_t whole_sets(const struct claim *claims, size_t n)
{
	size_t last = n - 1;
	while (last > 0 && is_same_set(&claims[last - 1], &claims[n - 1]))
		last--;
	return last > 0 ? last : n;
}

enum err check_claims(
	struct ctx *ctx, struct check_at *at, size_t limit, struct check_claim **out, size_t *n_out)
{
	struct claim *claims = arena_array(ctx->arena, struct claim, limit);
	size_t n;
	enum err err = read_claims(ctx, at, limit, claims, &n);
	at->is_over = n < limit;
	if (n == limit)
		n = whole_sets(claims, n);
	struct check_claim *given = arena_array(ctx->arena, struct check_claim, n);
	for (size_t i = 0; i < n; i++)
		given[i] = (struct check_claim){.student = claims[i].student,
			.is_of_same = i > 0 && is_same_set(&claims[i - 1], &claims[i])};
	if (n > 0) {
		memcpy(at->key, claims[n - 1].key, sizeof at->key);
		at->claimant = claims[n - 1].claimant;
		at->has_begun = true;
	}
	*out = given;
	*n_out = n;
	return err;
}

enum err check_next_birth(struct ctx *ctx, const char *after, const char **out)
{
	struct cursor *c = db_open(ctx, &sql_check_next_birth, ARGS(arg_text(after)));
	*out = cursor_next(c) ? cursor_text(c, 0) : "";
	return cursor_close(c);
}

enum err check_born(struct ctx *ctx, const char *birth, const char *from, const char *to,
	size_t limit, struct check_name **out, size_t *n_out)
{
	struct check_name *names = NULL;
	size_t n = 0;
	struct cursor *c = db_open(ctx, &sql_check_born,
		ARGS(arg_text(birth), arg_text(from), arg_text(to), arg_int((int64_t)limit)));
	for (; n < limit && cursor_next(c); n++) {
		names = arena_grow(ctx->arena, names, n, sizeof *names);
		names[n] = (struct check_name){cursor_int(c, 0), cursor_text(c, 1)};
	}
	*out = names;
	*n_out = n;
	return cursor_close(c);
}

enum err check_guarded(struct ctx *ctx, int64_t county, const uint8_t key[GUARDIAN_KEY_SIZE],
	const char *birth, size_t limit, int64_t **out, size_t *n_out)
{
	int64_t *students = NULL;
	size_t n = 0;
	struct cursor *c = db_open(ctx, &sql_check_guarded,
		ARGS(arg_int(county), arg_blob(key, GUARDIAN_KEY_SIZE),
			arg_int(guardian_birth(birth)), arg_int((int64_t)limit)));
	for (; n < limit && cursor_next(c); n++) {
		students = arena_grow(ctx->arena, students, n, sizeof *students);
		students[n] = cursor_int(c, 0);
	}
	*out = students;
	*n_out = n;
	return cursor_close(c);
}

enum err check_people(struct ctx *ctx, int64_t *out)
{
	return db_number(ctx, &sql_check_people, NO_ARGS, 0, out);
}

enum err check_has_common_problem(struct ctx *ctx, int64_t student, int64_t other, bool *out)
{
	int64_t found = 0;
	enum err err = db_number(
		ctx, &sql_check_common_problem, ARGS(arg_int(student), arg_int(other)), 0, &found);
	*out = found != 0;
	return err;
}
