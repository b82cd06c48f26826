#include "server/store/problem_store.h"

#include <string.h>

#include "common/date.h"
#include "server/store/db.h"
#include "server/store/ids.h"
#include "server/store/tombstone_store.h"
#include "sql/problem.sql.h"

enum { PERSONS_MOST = 2, MESSAGES_MOST = 500, PLACES = 10000000 };

/* ---- groups ---- */

enum err problem_group_insert(struct ctx *ctx, struct problem_group *group)
{
	enum err err = ids_next(ctx, &group->id);
	group->found_us = ctx->now_us;
	if (err != OK)
		return err;
	return db_run(ctx, &sql_problem_group_insert,
		ARGS(arg_int(group->id), arg_int(group->kind), arg_blob(group->key, BLIND_SIZE),
			arg_text(group->cause), arg_int(group->score), arg_int(group->found_us)),
		NULL);
}

static enum err read_group(struct ctx *ctx, const struct sql *sql, struct args args,
	struct problem_group *out, bool *found)
{
	size_t size;
	struct cursor *c = db_open(ctx, sql, args);
	*found = cursor_next(c);
	if (*found) {
		*out = (struct problem_group){.id = cursor_int(c, 0),
			.kind = (enum problem_kind)cursor_int(c, 1),
			.cause = cursor_text(c, 3),
			.score = (int)cursor_int(c, 4),
			.found_us = cursor_int(c, 5)};
		memcpy(out->key, cursor_blob(c, 2, &size), BLIND_SIZE);
	}
	return cursor_close(c);
}

enum err problem_group_find(struct ctx *ctx, enum problem_kind kind, const uint8_t key[BLIND_SIZE],
	struct problem_group *out, bool *found_out)
{
	return read_group(ctx, &sql_problem_group_find,
		ARGS(arg_int(kind), arg_blob(key, BLIND_SIZE)), out, found_out);
}

enum err problem_group_get(struct ctx *ctx, int64_t id, struct problem_group *out)
{
	bool found;
	enum err err = read_group(ctx, &sql_problem_group_get, ARGS(arg_int(id)), out, &found);
	if (err == OK && !found)
		return ctx_broken(
			ctx, ERR_INTERNAL, "problem group %lld is missing", (long long)id);
	return err;
}

/* ---- counts ---- */

int64_t problem_place(const struct problem_row *row, const struct case_row *kase)
{
	return (int64_t)problem_rank(row->stage, row->is_graduating) * PLACES + kase->due;
}

static enum err count(struct ctx *ctx, const struct problem_row *row, bool is_up)
{
	return db_run(ctx, is_up ? &sql_problem_count_up : &sql_problem_count_down,
		ARGS(arg_int(row->id)), NULL);
}

/* At one unit, or at all that see it. */
enum { EVERYWHERE = 0 };

/* Today one more came, or went. */
static enum err count_day(
	struct ctx *ctx, const struct problem_row *row, int64_t unit, bool has_come)
{
	char day[DATE_TEXT_SIZE];
	date_format(ctx_today(ctx), day);
	return db_run(ctx, &sql_problem_day_add,
		ARGS(arg_int(row->id), arg_text(arena_strdup(ctx->arena, day)), arg_int(row->kind),
			arg_int(has_come), arg_int(!has_come), arg_int(unit)),
		NULL);
}

static enum err see(struct ctx *ctx, const struct problem_row *row, int64_t unit)
{
	return db_run(ctx, &sql_problem_seen_insert, ARGS(arg_int(row->id), arg_int(unit)), NULL);
}

/* Whoever sees it sees it so. */
static enum err show(struct ctx *ctx, const struct problem_row *row, const struct case_row *kase)
{
	return db_run(ctx, &sql_problem_seen_move,
		ARGS(arg_int(row->id), arg_int(row->is_open), arg_int(problem_place(row, kase)),
			arg_int(row->is_graduating), arg_int(row->state), arg_int(kase->turn_unit)),
		NULL);
}

/* ---- problems ---- */

enum err problem_insert(struct ctx *ctx, const struct problem_row *row, const struct case_row *kase,
	const int64_t *units, size_t n_units)
{
	int64_t place = problem_place(row, kase);
	enum err err = db_run(ctx, &sql_problem_insert,
		ARGS(arg_int(row->id), arg_int(row->group), arg_int(row->kind),
			arg_text(row->cause), arg_int(row->student), arg_int(row->state),
			arg_int(row->stage), arg_int(row->is_graduating), arg_int(place),
			arg_int(row->answer), arg_int(row->campaign)),
		NULL);
	for (size_t i = 0; err == OK && i < n_units; i++)
		err = see(ctx, row, units[i]);
	if (err == OK)
		err = count(ctx, row, true);
	return err == OK ? count_day(ctx, row, EVERYWHERE, true) : err;
}

enum err problem_follow(struct ctx *ctx, struct problem_row *row, const struct case_row *kase)
{
	struct problem_row before;
	bool found;
	enum err err = problem_get(ctx, row->id, &before, &found);
	if (err == OK)
		err = count(ctx, &before, false);
	if (err != OK)
		return err;
	row->state = kase->state;
	row->is_open = kase->is_open;
	err = db_run(ctx, &sql_problem_update,
		ARGS(arg_int(row->id), arg_int(row->is_open), arg_int(row->state),
			arg_int(row->is_graduating), arg_int(problem_place(row, kase)),
			arg_int(row->answer), arg_int(row->is_upheld), arg_int(row->campaign)),
		NULL);
	if (err == OK)
		err = show(ctx, row, kase);
	if (err == OK)
		err = count(ctx, row, true);
	if (err == OK && before.is_open && !row->is_open)
		err = count_day(ctx, row, EVERYWHERE, false);
	return err;
}

enum err problem_seers(struct ctx *ctx, int64_t id, int64_t **out, size_t *n_out)
{
	*out = NULL;
	*n_out = 0;
	struct cursor *c = db_open(ctx, &sql_problem_seers, ARGS(arg_int(id)));
	while (cursor_next(c)) {
		*out = arena_grow(ctx->arena, *out, *n_out, sizeof **out);
		(*out)[(*n_out)++] = cursor_int(c, 0);
	}
	return cursor_close(c);
}

static bool is_among(const int64_t *units, size_t n, int64_t unit)
{
	for (size_t i = 0; i < n; i++)
		if (units[i] == unit)
			return true;
	return false;
}

static enum err begin_to_see(struct ctx *ctx, const struct problem_row *row, int64_t unit)
{
	enum err err = see(ctx, row, unit);
	return err == OK && row->is_open ? count_day(ctx, row, unit, true) : err;
}

static enum err see_no_more(struct ctx *ctx, const struct problem_row *row, int64_t unit)
{
	enum err err = count_day(ctx, row, unit, false);
	return err == OK ? db_run(ctx, &sql_problem_seen_drop,
				   ARGS(arg_int(row->id), arg_int(unit)), NULL)
			 : err;
}

static enum err change_seers(
	struct ctx *ctx, const struct problem_row *row, const int64_t *units, size_t n)
{
	int64_t *before;
	size_t n_before;
	enum err err = problem_seers(ctx, row->id, &before, &n_before);
	for (size_t i = 0; err == OK && i < n; i++)
		if (!is_among(before, n_before, units[i]) && !is_among(units, i, units[i]))
			err = begin_to_see(ctx, row, units[i]);
	for (size_t i = 0; err == OK && row->is_open && i < n_before; i++)
		if (!is_among(units, n, before[i]))
			err = see_no_more(ctx, row, before[i]);
	return err;
}

enum err problem_resee(
	struct ctx *ctx, const struct problem_row *row, const int64_t *units, size_t n)
{
	struct case_row kase;
	enum err err = case_get(ctx, row->id, &kase);
	if (err == OK)
		err = count(ctx, row, false);
	if (err == OK)
		err = change_seers(ctx, row, units, n);
	if (err == OK)
		err = show(ctx, row, &kase);
	return err == OK ? count(ctx, row, true) : err;
}

static struct problem_row scan(const struct cursor *c)
{
	return (struct problem_row){
		.id = cursor_int(c, 0),
		.group = cursor_int(c, 1),
		.kind = (enum problem_kind)cursor_int(c, 2),
		.cause = cursor_text(c, 3),
		.student = cursor_int(c, 4),
		.is_open = cursor_int(c, 5) != 0,
		.state = (enum case_state)cursor_int(c, 6),
		.stage = (int)cursor_int(c, 7),
		.is_graduating = cursor_int(c, 8) != 0,
		.answer = (enum problem_answer)cursor_int(c, 9),
		.is_upheld = cursor_int(c, 10) != 0,
		.campaign = cursor_int(c, 11),
	};
}

enum err problem_get(struct ctx *ctx, int64_t id, struct problem_row *out, bool *found_out)
{
	struct cursor *c = db_open(ctx, &sql_problem_get, ARGS(arg_int(id)));
	*found_out = cursor_next(c);
	if (*found_out)
		*out = scan(c);
	return cursor_close(c);
}

/* ---- lists ---- */

static void scan_entry(const struct cursor *c, struct problem_entry *out)
{
	out->problem = scan(c);
	out->kase = (struct case_row){
		.id = out->problem.id,
		.type = CASE_PROBLEM,
		.state = out->problem.state,
		.is_open = out->problem.is_open,
		.was_open = out->problem.is_open,
		.student = out->problem.student,
		.rev = cursor_int(c, 12),
		.school = cursor_int(c, 13),
		.bureau = cursor_int(c, 14),
		.turn = (enum case_party)cursor_int(c, 15),
		.turn_unit = cursor_int(c, 16),
		.was_turn_unit = cursor_int(c, 16),
		.opened_us = cursor_int(c, 17),
		.moved_us = cursor_int(c, 18),
		.entered_by = cursor_int(c, 19),
		.due = DUE_NEVER,
	};
	date_parse(cursor_text(c, 20), &out->kase.due);
}

static enum err read_list(struct ctx *ctx, const struct sql *sql, struct args args, size_t limit,
	struct problem_list *out)
{
	*out = (struct problem_list){NULL, 0};
	struct cursor *c = db_open(ctx, sql, args);
	while (out->n < limit && cursor_next(c)) {
		out->rows = arena_grow(ctx->arena, out->rows, out->n, sizeof *out->rows);
		scan_entry(c, &out->rows[out->n++]);
	}
	return cursor_close(c);
}

enum err problem_list_group(struct ctx *ctx, int64_t group, struct problem_list *out)
{
	return read_list(ctx, &sql_problem_list_group,
		ARGS(arg_int(group), arg_int(PROBLEM_GROUP_MOST)), PROBLEM_GROUP_MOST, out);
}

enum err problem_list_child(struct ctx *ctx, int64_t student, struct problem_list *out)
{
	return read_list(ctx, &sql_problem_list_child,
		ARGS(arg_int(student), arg_int(PROBLEM_GROUP_MOST)), PROBLEM_GROUP_MOST, out);
}

enum err problem_entry_get(struct ctx *ctx, int64_t id, struct problem_entry *out)
{
	struct cursor *c = db_open(ctx, &sql_problem_entry, ARGS(arg_int(id)));
	bool is_found = cursor_next(c);
	if (is_found)
		scan_entry(c, out);
	enum err err = cursor_close(c);
	return err == OK && !is_found
		       ? ctx_broken(ctx, ERR_INTERNAL, "problem %lld is missing", (long long)id)
		       : err;
}

enum err problem_waiting(struct ctx *ctx, int64_t unit, int stage, size_t limit,
	int64_t *problems_out, size_t *n_out)
{
	struct cursor *c = db_open(ctx, &sql_problem_waiting,
		ARGS(arg_int(unit), arg_int(stage), arg_int((int64_t)limit)));
	*n_out = 0;
	while (*n_out < limit && cursor_next(c))
		problems_out[(*n_out)++] = cursor_int(c, 0);
	return cursor_close(c);
}

/* ---- verdicts ---- */

/* The person that a record is judged to be; itself while nobody has judged. */
static enum err person_of(struct ctx *ctx, int64_t student, int64_t *out)
{
	return db_number(ctx, &sql_problem_person_of, ARGS(arg_int(student)), student, out);
}

static enum err persons_of(struct ctx *ctx, int64_t one, int64_t other, int64_t out[PERSONS_MOST])
{
	enum err err = person_of(ctx, one, &out[0]);
	return err == OK ? person_of(ctx, other, &out[1]) : err;
}

enum err problem_judge_same(struct ctx *ctx, int64_t one, int64_t other)
{
	int64_t person[PERSONS_MOST];
	enum err err = persons_of(ctx, one, other, person);
	const struct sql *const joins[] = {
		&sql_problem_person_join, &sql_problem_apart_join, &sql_problem_apart_join_back};
	const int64_t students[] = {one, other};
	for (size_t i = 0; err == OK && i < PERSONS_MOST; i++)
		err = db_run(ctx, &sql_problem_person_put,
			ARGS(arg_int(students[i]), arg_int(person[i])), NULL);
	for (size_t i = 0; err == OK && person[0] != person[1] && i < 3; i++)
		err = db_run(ctx, joins[i], ARGS(arg_int(person[1]), arg_int(person[0])), NULL);
	return err;
}

enum err problem_judge_apart(struct ctx *ctx, int64_t one, int64_t other)
{
	int64_t person[PERSONS_MOST];
	enum err err = persons_of(ctx, one, other, person);
	for (int i = 0; err == OK && i < PERSONS_MOST; i++)
		err = db_run(ctx, &sql_problem_apart_put,
			ARGS(arg_int(person[i]), arg_int(person[1 - i])), NULL);
	return err;
}

enum err problem_judge_anew(struct ctx *ctx, int64_t student, int64_t other)
{
	int64_t person[PERSONS_MOST];
	enum err err = persons_of(ctx, student, other, person);
	if (err != OK || person[0] != person[1])
		return err;
	/* Whoever else is judged to be that person goes on as the other one. */
	const struct sql *const leave[] = {
		&sql_problem_person_join, &sql_problem_apart_join, &sql_problem_apart_join_back};
	for (size_t i = 0; err == OK && person[0] == student && i < 3; i++)
		err = db_run(ctx, leave[i], ARGS(arg_int(student), arg_int(other)), NULL);
	return err == OK ? db_run(ctx, &sql_problem_person_put,
				   ARGS(arg_int(student), arg_int(student)), NULL)
			 : err;
}

enum err problem_is_same(struct ctx *ctx, int64_t one, int64_t other, bool *out)
{
	int64_t person[PERSONS_MOST];
	enum err err = persons_of(ctx, one, other, person);
	*out = err == OK && person[0] == person[1];
	return err;
}

static enum err are_apart(struct ctx *ctx, int64_t one, int64_t other, bool *out)
{
	int64_t person[PERSONS_MOST], n = 0;
	enum err err = persons_of(ctx, one, other, person);
	if (err == OK)
		err = db_number(ctx, &sql_problem_apart_has,
			ARGS(arg_int(person[0]), arg_int(person[1])), 0, &n);
	*out = n > 0;
	return err;
}

/* A record and those that are merged into it now. */
static enum err with_merged(struct ctx *ctx, int64_t student, int64_t **out, size_t *n_out)
{
	int64_t *merged;
	size_t n;
	enum err err = tombstones_of(ctx, student, &merged, &n);
	*out = arena_array(ctx->arena, int64_t, n + 1);
	(*out)[0] = student;
	for (size_t i = 0; err == OK && i < n; i++)
		(*out)[i + 1] = merged[i];
	*n_out = n + 1;
	return err;
}

enum err problem_is_apart(struct ctx *ctx, int64_t one, int64_t other, bool *out)
{
	int64_t *ones, *others;
	size_t n_ones, n_others;
	enum err err = with_merged(ctx, one, &ones, &n_ones);
	if (err == OK)
		err = with_merged(ctx, other, &others, &n_others);
	*out = false;
	for (size_t i = 0; err == OK && !*out && i < n_ones; i++)
		for (size_t k = 0; err == OK && !*out && k < n_others; k++)
			err = are_apart(ctx, ones[i], others[k], out);
	return err;
}

enum err problem_is_judged(struct ctx *ctx, int64_t one, int64_t other, bool *out)
{
	enum err err = problem_is_same(ctx, one, other, out);
	return err != OK || *out ? err : problem_is_apart(ctx, one, other, out);
}

/* ---- messages ---- */

#define PLACE(id) ((struct seal_place){"problem_message.sealed", (id)})

enum err problem_message_add(struct ctx *ctx, int64_t group, int64_t unit, const char *text)
{
	int64_t id;
	size_t size;
	enum err err = ids_next(ctx, &id);
	if (err != OK)
		return err;
	const void *sealed = seal(ctx->arena, ctx->app->keys, PLACE(id), text, strlen(text), &size);
	return db_run(ctx, &sql_problem_message_insert,
		ARGS(arg_int(id), arg_int(group), arg_int(ctx->now_us),
			arg_int(ctx->actor.operator_id), arg_int(unit), arg_blob(sealed, size)),
		NULL);
}

enum err problem_messages(
	struct ctx *ctx, int64_t group, struct problem_message **out, size_t *n_out)
{
	struct problem_message *rows =
		arena_array(ctx->arena, struct problem_message, MESSAGES_MOST);
	size_t n = 0, size;
	struct cursor *c = db_open(
		ctx, &sql_problem_message_list, ARGS(arg_int(group), arg_int(MESSAGES_MOST)));
	while (n < MESSAGES_MOST && cursor_next(c)) {
		const void *sealed = cursor_blob(c, 4, &size);
		const char *text = seal_open(
			ctx->arena, ctx->app->keys, PLACE(cursor_int(c, 0)), sealed, size, &size);
		rows[n++] = (struct problem_message){.at_us = cursor_int(c, 1),
			.operator_id = cursor_int(c, 2),
			.unit = cursor_int(c, 3),
			.text = text != NULL ? text : "",
			.operator_name = cursor_text(c, 5)};
	}
	*out = rows;
	*n_out = n;
	return cursor_close(c);
}
