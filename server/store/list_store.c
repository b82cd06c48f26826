#include "server/store/list_store.h"

#include <assert.h>
#include <string.h>

#include "server/registry/case_kinds.h"
#include "server/store/db.h"
#include "server/store/ids.h"
#include "sql/list.sql.h"

#define REASON_PLACE(id) ((struct seal_place){"list.reason", (id)})

/* ---- facts ---- */

void list_facts(const struct keys *keys, const Xueji__V1__ListRow *row, uint8_t out[BLIND_SIZE])
{
	const char *const facts[] = {row->name, row->sex, row->birth_date, row->id_type,
		row->id_number, row->name_before, row->id_number_before};
	char text[4096];
	size_t n = 0;
	for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
		size_t size = strlen(facts[i]) + 1; /* the NUL keeps two facts apart */
		assert(n + size <= sizeof text);
		memcpy(text + n, facts[i], size);
		n += size;
	}
	blind_index(keys, "list_entry", text, n, out);
}

/* ---- lists ---- */

static enum err scan(struct ctx *ctx, const struct cursor *c, struct list *out)
{
	size_t size;
	*out = (struct list){
		.id = cursor_int(c, 0),
		.unit = cursor_int(c, 1),
		.kind = (enum parcel_kind)cursor_int(c, 2),
		.state = (enum list_state)cursor_int(c, 3),
		.parcel = cursor_int(c, 4),
		.after_id = cursor_int(c, 5),
		.entries = cursor_int(c, 6),
		.settled = cursor_int(c, 7),
		.refused = cursor_int(c, 8),
		.made_by = cursor_int(c, 9),
		.made_us = cursor_int(c, 10),
		.moved_us = cursor_int(c, 11),
	};
	const void *sealed = cursor_blob(c, 12, &size);
	out->reason =
		seal_open(ctx->arena, ctx->app->keys, REASON_PLACE(out->id), sealed, size, &size);
	return out->reason != NULL
		       ? OK
		       : ctx_broken(ctx, ERR_INTERNAL, "the reason of a list does not unseal");
}

static enum err find(
	struct ctx *ctx, const struct sql *sql, struct args args, struct list *out, bool *found_out)
{
	struct cursor *c = db_open(ctx, sql, args);
	*found_out = cursor_next(c);
	enum err err = *found_out ? scan(ctx, c, out) : OK;
	enum err closed = cursor_close(c);
	return err != OK ? err : closed;
}

static enum err find_or_refuse(
	struct ctx *ctx, const struct sql *sql, int64_t key, struct list *out)
{
	bool is_found;
	enum err err = find(ctx, sql, ARGS(arg_int(key)), out, &is_found);
	return err == OK && !is_found ? ctx_fail(ctx, REASON_NO_SUCH_LIST) : err;
}

enum err list_get(struct ctx *ctx, int64_t id, struct list *out)
{
	return find_or_refuse(ctx, &sql_list_get, id, out);
}

enum err list_of_parcel(struct ctx *ctx, int64_t parcel, struct list *out)
{
	return find_or_refuse(ctx, &sql_list_of_parcel, parcel, out);
}

enum err list_being_made(struct ctx *ctx, struct list *out, bool *found_out)
{
	return find(ctx, &sql_list_being_made, NO_ARGS, out, found_out);
}

enum err list_newest(
	struct ctx *ctx, int64_t unit, enum parcel_kind kind, struct list *out, bool *found_out)
{
	return find(ctx, &sql_list_newest, ARGS(arg_int(unit), arg_int(kind)), out, found_out);
}

enum err list_page(struct ctx *ctx, int64_t unit, int64_t before, size_t limit,
	struct list **lists_out, size_t *n_out)
{
	size_t n = 0;
	struct list *lists = arena_array(ctx->arena, struct list, limit);
	struct cursor *c = db_open(ctx, &sql_list_page,
		ARGS(arg_int(unit), arg_int(before ? before : INT64_MAX), arg_int((int64_t)limit)));
	enum err err = OK;
	while (err == OK && n < limit && cursor_next(c))
		err = scan(ctx, c, &lists[n++]);
	*lists_out = lists;
	*n_out = n;
	enum err closed = cursor_close(c);
	return err != OK ? err : closed;
}

enum err list_insert(struct ctx *ctx, struct list *list)
{
	int64_t making;
	size_t size;
	enum err err = db_number(ctx, &sql_list_is_being_made,
		ARGS(arg_int(list->unit), arg_int(list->kind)), 0, &making);
	if (err == OK && making > 0)
		err = ctx_fail(ctx, REASON_LIST_BEING_MADE);
	if (err == OK)
		err = ids_next(ctx, &list->id);
	if (err != OK)
		return err;
	list->state = LIST_BEING_MADE;
	list->made_us = list->moved_us = ctx->now_us;
	const void *sealed = seal(ctx->arena, ctx->app->keys, REASON_PLACE(list->id), list->reason,
		strlen(list->reason), &size);
	return db_run(ctx, &sql_list_insert,
		ARGS(arg_int(list->id), arg_int(list->unit), arg_int(list->kind),
			arg_int(list->after_id), arg_int(list->made_by), arg_int(list->made_us),
			arg_blob(sealed, size)),
		NULL);
}

enum err list_save(struct ctx *ctx, struct list *list)
{
	list->moved_us = ctx->now_us;
	return db_run(ctx, &sql_list_save,
		ARGS(arg_int(list->id), arg_int(list->state),
			list->parcel ? arg_int(list->parcel) : arg_null(), arg_int(list->after_id),
			arg_int(list->entries), arg_int(list->settled), arg_int(list->refused),
			arg_int(list->moved_us)),
		NULL);
}

/* ---- candidates ---- */

static int case_type_of(enum parcel_kind kind)
{
	return kind == PARCEL_LIST_WIDER_CHECK ? CASE_REGISTRATION
	       : kind == PARCEL_LIST_KEY_DATA  ? CASE_KEY_DATA
	       : kind == PARCEL_LIST_PROBLEMS  ? CASE_PROBLEM
					       : 0;
}

static struct cursor *open_candidates(struct ctx *ctx, const struct list *list, size_t limit)
{
	struct arg after = arg_int(list->after_id), kind = arg_int(list->kind);
	struct arg most = arg_int((int64_t)limit);
	int type = case_type_of(list->kind);
	if (type != 0)
		return db_open(ctx, &sql_list_candidate_cases,
			ARGS(arg_int(list->unit), arg_int(type), after, kind, most));
	if (list->kind == PARCEL_LIST_G_NUMBERS)
		return db_open(ctx, &sql_list_candidate_numbers, ARGS(after, kind, most));
	return db_open(ctx, &sql_list_candidate_pupils, ARGS(after, kind, most));
}

enum err list_candidates(struct ctx *ctx, const struct list *list, size_t limit,
	struct list_candidate *out, size_t *n_out)
{
	struct cursor *c = open_candidates(ctx, list, limit);
	*n_out = 0;
	while (*n_out < limit && cursor_next(c))
		out[(*n_out)++] = (struct list_candidate){
			cursor_int(c, 0), cursor_int(c, 1), cursor_int(c, 2), cursor_int(c, 3)};
	return cursor_close(c);
}

enum err list_waiting(struct ctx *ctx, int64_t unit, enum parcel_kind kind, int64_t *n_out,
	int64_t *oldest_us_out)
{
	struct cursor *c = db_open(ctx, &sql_list_waiting,
		ARGS(arg_int(unit), arg_int(case_type_of(kind)), arg_int(kind)));
	*n_out = *oldest_us_out = 0;
	if (cursor_next(c)) {
		*n_out = cursor_int(c, 0);
		*oldest_us_out = cursor_int(c, 1);
	}
	return cursor_close(c);
}

/* ---- entries ---- */

enum err list_entry_insert(struct ctx *ctx, const struct list_entry *entry)
{
	return db_run(ctx, &sql_list_entry_insert,
		ARGS(arg_int(entry->list), arg_int(entry->row), arg_int(entry->kind),
			arg_int(entry->student), arg_int(entry->kase), arg_int(entry->kase_rev),
			arg_blob(entry->facts, BLIND_SIZE)),
		NULL);
}

enum err list_entry_get(
	struct ctx *ctx, int64_t list, int64_t row, struct list_entry *out, bool *found_out)
{
	size_t size;
	struct cursor *c = db_open(ctx, &sql_list_entry_get, ARGS(arg_int(list), arg_int(row)));
	*found_out = cursor_next(c);
	if (*found_out) {
		*out = (struct list_entry){
			.list = cursor_int(c, 0),
			.row = cursor_int(c, 1),
			.kind = (enum parcel_kind)cursor_int(c, 2),
			.student = cursor_int(c, 3),
			.kase = cursor_int(c, 4),
			.kase_rev = cursor_int(c, 5),
			.state = (enum list_entry_state)cursor_int(c, 7),
			.result = (int)cursor_int(c, 8),
		};
		memcpy(out->facts, cursor_blob(c, 6, &size), BLIND_SIZE);
	}
	return cursor_close(c);
}

enum err list_entry_save(struct ctx *ctx, const struct list_entry *entry)
{
	return db_run(ctx, &sql_list_entry_save,
		ARGS(arg_int(entry->list), arg_int(entry->row), arg_int(entry->state),
			arg_int(entry->result)),
		NULL);
}

enum err list_release(struct ctx *ctx, int64_t list)
{
	return db_run(ctx, &sql_list_release, ARGS(arg_int(list)), NULL);
}

/* ---- refusals ---- */

enum err list_refuse(
	struct ctx *ctx, struct list *list, int64_t row, int result, enum reason reason)
{
	list->refused++;
	return db_run(ctx, &sql_list_refuse,
		ARGS(arg_int(list->id), arg_int(list->refused), arg_int(row), arg_int(result),
			arg_text(reason_row(reason)->name), arg_int(ctx->now_us)),
		NULL);
}

enum err list_refusals(struct ctx *ctx, int64_t list, int64_t after, size_t limit,
	struct list_refusal **rows_out, size_t *n_out)
{
	size_t n = 0;
	struct list_refusal *rows = arena_array(ctx->arena, struct list_refusal, limit);
	struct cursor *c = db_open(ctx, &sql_list_refusals,
		ARGS(arg_int(list), arg_int(after), arg_int((int64_t)limit)));
	while (n < limit && cursor_next(c))
		rows[n++] = (struct list_refusal){
			.seq = cursor_int(c, 0),
			.row = cursor_int(c, 1),
			.result = (int)cursor_int(c, 2),
			.reason = cursor_text(c, 3),
			.student = cursor_int(c, 4),
			.at_us = cursor_int(c, 5),
		};
	*rows_out = rows;
	*n_out = n;
	return cursor_close(c);
}
