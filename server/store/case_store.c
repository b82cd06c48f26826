#include "server/store/case_store.h"

#include <string.h>

#include "common/date.h"
#include "server/store/case_scan.h"
#include "server/store/db_gather.h"
#include "server/store/ids.h"
#include "server/store/news.h"
#include "server/store/seal.h"
#include "server/store/stat_store.h"
#include "sql/case.sql.h"

static struct arg seal_payload(struct ctx *ctx, const struct case_row *row)
{
	if (row->payload == NULL)
		return arg_null();
	size_t size;
	const void *sealed =
		seal(ctx->arena, ctx->app->keys, (struct seal_place){"kase.sealed", row->id},
			row->payload, row->payload_size, &size);
	return arg_blob(sealed, size);
}

struct arg case_day_arg(struct ctx *ctx, int32_t day)
{
	char *text = arena_alloc(ctx->arena, DATE_TEXT_SIZE);
	date_format(day, text);
	return arg_text(text);
}

int32_t case_day_at(const struct cursor *c, int column)
{
	int32_t day = DUE_NEVER;
	return date_parse(cursor_text(c, column), &day) ? day : DUE_NEVER;
}

/* What is open at a school is counted with each change (stat_store.h). */
static enum err count_open(struct ctx *ctx, struct case_row *row)
{
	int64_t delta = (int64_t)row->is_open - row->was_open;
	row->was_open = row->is_open;
	return open_work_add(ctx, row->school, (enum open_work)row->type, delta);
}

/* The desks of those whose move it was, and is now, and of those who wait for it. */
static void tell_desks(struct ctx *ctx, struct case_row *row)
{
	const int64_t units[] = {row->school, row->bureau, row->from_school, row->from_bureau,
		row->was_turn_unit, row->turn_unit};
	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
		if (units[i] != 0 && (i == 0 || units[i] != units[i - 1]))
			news_of_unit(ctx, units[i]);
	row->was_turn_unit = row->turn_unit;
}

static struct arg arg_id(int64_t id)
{
	return id == 0 ? arg_null() : arg_int(id);
}

enum err case_add_parties(
	struct ctx *ctx, const struct case_row *row, const int64_t *units, size_t n_units)
{
	enum err err = OK;
	for (size_t i = 0; err == OK && i < n_units; i++)
		err = db_insert(ctx, &sql_case_party_insert, &sql_case_party_rows,
			ARGS(arg_int(units[i]), arg_int(row->is_open), arg_int(row->id)));
	return err;
}

enum err case_insert(struct ctx *ctx, struct case_row *row, const int64_t *units, size_t n_units)
{
	enum err err = ids_next_in(ctx, ids_shard(row->student), &row->id);
	if (err != OK)
		return err;
	row->opened_us = row->moved_us = ctx->now_us;
	row->rev = 1;
	err = db_insert(ctx, &sql_case_insert, &sql_case_rows,
		ARGS(arg_int(row->id), arg_int(row->type), arg_int(row->state),
			arg_int(row->is_open), arg_int(row->student), arg_int(row->school),
			arg_int(row->bureau), arg_int(row->turn), arg_id(row->turn_unit),
			arg_int(row->opened_us), arg_int(row->entered_by), seal_payload(ctx, row),
			case_day_arg(ctx, row->due), arg_id(row->from_school),
			arg_id(row->from_bureau), arg_int(row->to_grade), arg_int(row->to_class),
			arg_int(row->change), arg_id(row->import)));
	if (err == OK)
		err = case_add_parties(ctx, row, units, n_units);
	tell_desks(ctx, row);
	return err == OK ? count_open(ctx, row) : err;
}

void case_scan(const struct cursor *c, struct case_row *out)
{
	*out = (struct case_row){
		.id = cursor_int(c, 0),
		.type = (enum case_type)cursor_int(c, 1),
		.state = (enum case_state)cursor_int(c, 2),
		.is_open = cursor_int(c, 3) != 0,
		.was_open = cursor_int(c, 3) != 0,
		.student = cursor_int(c, 4),
		.school = cursor_int(c, 5),
		.bureau = cursor_int(c, 6),
		.turn = (enum case_party)cursor_int(c, 7),
		.turn_unit = cursor_int(c, 8),
		.was_turn_unit = cursor_int(c, 8),
		.opened_us = cursor_int(c, 9),
		.moved_us = cursor_int(c, 10),
		.entered_by = cursor_int(c, 11),
		.rev = cursor_int(c, 12),
		.due = case_day_at(c, 13),
		.from_school = cursor_int(c, 14),
		.from_bureau = cursor_int(c, 15),
		.to_grade = (int)cursor_int(c, 16),
		.to_class = (int)cursor_int(c, 17),
		.change = (int)cursor_int(c, 18),
	};
}

enum err case_get(struct ctx *ctx, int64_t id, struct case_row *out)
{
	bool found = false;
	void *sealed = NULL;
	size_t size = 0;
	struct cursor *c = db_open(ctx, &sql_case_get, ARGS(arg_int(id)));
	while (cursor_next(c)) {
		found = true;
		case_scan(c, out);
		sealed = cursor_blob(c, 19, &size);
	}
	enum err err = cursor_close(c);
	if (err != OK)
		return err;
	if (!found)
		return ctx_fail(ctx, REASON_NO_SUCH_CASE, ids_format(ctx->arena, id));
	if (sealed == NULL)
		return OK;
	out->payload = seal_open(ctx->arena, ctx->app->keys, (struct seal_place){"kase.sealed", id},
		sealed, size, &out->payload_size);
	return out->payload ? OK : ctx_broken(ctx, ERR_INTERNAL, "kase.sealed does not open");
}

enum err case_open_of_student(struct ctx *ctx, int64_t student, int64_t *case_out)
{
	return db_number(ctx, &sql_case_open_of_student, ARGS(arg_int(student)), 0, case_out);
}

enum err case_ids_of_student(struct ctx *ctx, int64_t student, int64_t **ids_out, size_t *n_out)
{
	int64_t *ids = NULL;
	size_t n = 0;
	struct cursor *c = db_open(ctx, &sql_case_ids_of_student, ARGS(arg_int(student)));
	while (cursor_next(c)) {
		ids = arena_grow(ctx->arena, ids, n, sizeof *ids);
		ids[n++] = cursor_int(c, 0);
	}
	*ids_out = ids;
	*n_out = n;
	return cursor_close(c);
}

enum err case_hand_over(struct ctx *ctx, int64_t id, int64_t to)
{
	return db_run(ctx, &sql_case_hand_over, ARGS(arg_int(id), arg_int(to)), NULL);
}

enum err case_move(struct ctx *ctx, struct case_row *row)
{
	int64_t changed;
	enum err err = db_run(ctx, &sql_case_move,
		ARGS(arg_int(row->id), arg_int(row->rev), arg_int(row->state),
			arg_int(row->is_open), arg_int(row->turn), arg_id(row->turn_unit),
			arg_int(ctx->now_us), arg_int(row->entered_by), seal_payload(ctx, row),
			case_day_arg(ctx, row->due), arg_int(row->to_grade), arg_int(row->to_class),
			arg_int(row->student)),
		&changed);
	if (err != OK)
		return err;
	if (changed == 0)
		return ctx_fail(ctx, REASON_STALE);
	row->rev++;
	row->moved_us = ctx->now_us;
	tell_desks(ctx, row);
	if (!row->is_open)
		err = db_run(ctx, &sql_case_party_close, ARGS(arg_int(row->id)), NULL);
	return err == OK ? count_open(ctx, row) : err;
}

enum err case_note_step(
	struct ctx *ctx, const struct case_row *row, const struct case_step_row *step)
{
	int64_t id, last = step->number - 1;
	enum err err = ids_next_in(ctx, ids_shard(row->id), &id);
	if (err == OK && step->number == 0)
		err = db_number(ctx, &sql_case_step_last, ARGS(arg_int(row->id)), 0, &last);
	if (err != OK)
		return err;
	size_t size = 0;
	const void *sealed = NULL;
	if (step->reason != NULL && step->reason[0] != '\0')
		sealed = seal(ctx->arena, ctx->app->keys,
			(struct seal_place){"case_step.reason", id}, step->reason,
			strlen(step->reason), &size);
	return db_insert(ctx, &sql_case_step_insert, &sql_case_step_rows,
		ARGS(arg_int(id), arg_int(row->id), arg_int(last + 1), arg_int(ctx->now_us),
			arg_int(step->event), arg_int(step->from), arg_int(row->state),
			arg_int(step->party), arg_id(step->unit), arg_int(ctx->actor.operator_id),
			arg_int(ctx->actor.for_operator), arg_blob(sealed, size),
			arg_int(step->ground)));
}

static const char *open_reason(struct ctx *ctx, const struct cursor *c)
{
	size_t size, plain_size;
	const void *sealed = cursor_blob(c, 10, &size);
	if (sealed == NULL)
		return "";
	const char *plain = seal_open(ctx->arena, ctx->app->keys,
		(struct seal_place){"case_step.reason", cursor_int(c, 0)}, sealed, size,
		&plain_size);
	return plain ? plain : "";
}

static struct case_step_row scan_step(struct ctx *ctx, const struct cursor *c)
{
	return (struct case_step_row){
		.number = (int)cursor_int(c, 1),
		.at_us = cursor_int(c, 2),
		.event = (enum case_event)cursor_int(c, 3),
		.from = (enum case_state)cursor_int(c, 4),
		.to = (enum case_state)cursor_int(c, 5),
		.party = (enum case_party)cursor_int(c, 6),
		.unit = cursor_int(c, 7),
		.operator_id = cursor_int(c, 8),
		.for_operator = cursor_int(c, 9),
		.reason = open_reason(ctx, c),
		.operator_name = cursor_text(c, 11),
		.for_name = cursor_text(c, 12),
		.ground = (enum case_ground)cursor_int(c, 13),
	};
}

enum err case_steps(struct ctx *ctx, int64_t id, struct case_step_row **steps_out, size_t *n_out)
{
	enum { STEPS_MOST = 200 };
	struct case_step_row *steps = arena_array(ctx->arena, struct case_step_row, STEPS_MOST);
	size_t n = 0;
	struct cursor *c = db_open(ctx, &sql_case_step_list, ARGS(arg_int(id)));
	while (n < STEPS_MOST && cursor_next(c))
		steps[n++] = scan_step(ctx, c);
	*steps_out = steps;
	*n_out = n;
	return cursor_close(c);
}

enum err case_steps_of_student(struct ctx *ctx, int64_t student, int64_t before_us,
	int64_t before_id, size_t limit, struct student_step **steps_out, size_t *n_out)
{
	struct student_step *steps = arena_array(ctx->arena, struct student_step, limit);
	size_t n = 0;
	struct cursor *c = db_open(ctx, &sql_case_steps_of_student,
		ARGS(arg_int(student), arg_int(before_us), arg_int(before_id),
			arg_int((int64_t)limit)));
	while (n < limit && cursor_next(c))
		steps[n++] = (struct student_step){.step = scan_step(ctx, c),
			.id = cursor_int(c, 0),
			.case_id = cursor_int(c, 14),
			.type = (enum case_type)cursor_int(c, 15),
			.change = (int)cursor_int(c, 16)};
	*steps_out = steps;
	*n_out = n;
	return cursor_close(c);
}

static void replace(struct case_row *row, int64_t from, int64_t to)
{
	int64_t *const parts[] = {
		&row->school, &row->bureau, &row->from_school, &row->from_bureau, &row->turn_unit};
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		if (*parts[i] == from)
			*parts[i] = to;
}

enum err case_replace_unit(struct ctx *ctx, struct case_row *row, int64_t from, int64_t to)
{
	enum err err = db_run(ctx, &sql_case_replace_unit,
		ARGS(arg_int(row->id), arg_int(from), arg_int(to)), NULL);
	const bool is_open = row->is_open;
	row->is_open = false; /* at the unit that it leaves */
	if (err == OK)
		err = count_open(ctx, row);
	replace(row, from, to);
	row->is_open = is_open;
	row->rev++;
	if (err == OK)
		err = count_open(ctx, row);
	tell_desks(ctx, row);
	return err;
}

enum err case_set_bureau(struct ctx *ctx, struct case_row *row, int64_t bureau)
{
	enum err err =
		db_run(ctx, &sql_case_set_bureau, ARGS(arg_int(row->id), arg_int(bureau)), NULL);
	row->bureau = bureau;
	row->turn_unit = row->turn == CASE_BUREAU ? bureau : row->turn_unit;
	row->rev++;
	tell_desks(ctx, row);
	return err;
}
