#include "server/store/case_list_store.h"

#include <strings.h>

#include "server/store/case_scan.h"
#include "sql/case_list.sql.h"

static enum err read_list(struct ctx *ctx, const struct sql *sql, struct args args, size_t limit,
	struct case_list *out)
{
	*out = (struct case_list){.rows = arena_array(ctx->arena, struct case_row, limit)};
	struct cursor *c = db_open(ctx, sql, args);
	while (out->n < limit && cursor_next(c))
		case_scan(c, &out->rows[out->n++]);
	return cursor_close(c);
}

static bool is_for_several(const struct case_page *page)
{
	return (page->parties & (page->parties - 1)) != 0;
}

/* The usual orders without a filter are ranges of an index; the others, and what waits for several
 * parties, sort what is open, which is thousands at most. */
static bool is_usual(const struct case_page *page)
{
	enum case_order usual = page->is_waiting ? CASE_ORDER_DUE : CASE_ORDER_NEWEST;
	return page->filter[0] == '\0' && !is_for_several(page) &&
	       (page->order == CASE_ORDER_USUAL || page->order == usual);
}

static enum err read_usual(struct ctx *ctx, const struct case_page *p, struct case_list *out)
{
	int64_t limit = (int64_t)p->limit;
	if (p->is_waiting)
		return read_list(ctx, &sql_case_waiting,
			ARGS(arg_int(p->unit), arg_int(ffs((int)p->parties) - 1),
				case_day_arg(ctx, p->after_due), arg_int(p->after_id),
				arg_int(p->type), arg_int(limit)),
			p->limit, out);
	return read_list(ctx, &sql_case_of_unit,
		ARGS(arg_int(p->unit), arg_int(p->is_open),
			arg_int(p->is_first ? INT64_MAX : p->after_id), arg_int(p->type),
			arg_int(limit)),
		p->limit, out);
}

static enum err read_sorted(struct ctx *ctx, const struct case_page *p, struct case_list *out)
{
	bool by_due = p->order == CASE_ORDER_DUE || (p->order == CASE_ORDER_USUAL && p->is_waiting);
	int64_t sign = by_due || p->order == CASE_ORDER_OLDEST ? 1 : -1;
	struct arg day = by_due ? case_day_arg(ctx, p->after_due) : arg_text("");
	struct arg id = arg_int(p->is_first ? INT64_MIN : sign * p->after_id);
	struct arg limit = arg_int((int64_t)p->limit);
	if (p->is_waiting)
		return read_list(ctx, &sql_case_waiting_sorted,
			ARGS(arg_int(p->unit), arg_int(p->parties), arg_int(p->type),
				arg_text(p->filter), arg_int(by_due), day, id, arg_int(sign),
				limit),
			p->limit, out);
	return read_list(ctx, &sql_case_open_sorted,
		ARGS(arg_int(p->unit), arg_int(p->type), arg_text(p->filter), arg_int(by_due), day,
			id, arg_int(sign), limit),
		p->limit, out);
}

enum { CLOSED_WINDOW = 20000 };

static enum err read_closed(struct ctx *ctx, const struct case_page *p, struct case_list *out)
{
	struct arg before = arg_int(p->is_first ? INT64_MAX : p->after_id);
	enum err err = read_list(ctx, &sql_case_closed_named,
		ARGS(arg_int(p->unit), before, arg_int(CLOSED_WINDOW), arg_int(p->type),
			arg_text(p->filter), arg_int((int64_t)p->limit)),
		p->limit, out);
	if (err != OK || out->n == p->limit)
		return err;
	struct cursor *c = db_open(ctx, &sql_case_closed_window,
		ARGS(arg_int(p->unit), before, arg_int(CLOSED_WINDOW)));
	if (cursor_next(c) && cursor_int(c, 1) == CLOSED_WINDOW)
		out->resume_id = cursor_int(c, 0);
	return cursor_close(c);
}

enum err case_page(struct ctx *ctx, const struct case_page *page, struct case_list *out)
{
	return is_usual(page)                        ? read_usual(ctx, page, out)
	       : !page->is_waiting && !page->is_open ? read_closed(ctx, page, out)
						     : read_sorted(ctx, page, out);
}

enum err case_count(struct ctx *ctx, const struct case_page *page, int64_t *n_out)
{
	struct arg unit = arg_int(page->unit), type = arg_int(page->type);
	struct arg filter = arg_text(page->filter);
	struct cursor *c = page->is_waiting
				   ? db_open(ctx, &sql_case_waiting_count,
					     ARGS(unit, arg_int(page->parties), type, filter))
				   : db_open(ctx, &sql_case_open_count, ARGS(unit, type, filter));
	*n_out = cursor_next(c) ? cursor_int(c, 0) : 0;
	return cursor_close(c);
}

enum err case_load_of(
	struct ctx *ctx, int64_t unit, uint32_t parties, int type, struct case_load *out)
{
	int32_t today = ctx_today(ctx);
	*out = (struct case_load){0};
	struct cursor *c = db_open(
		ctx, &sql_case_waiting_days, ARGS(arg_int(unit), arg_int(parties), arg_int(type)));
	while (cursor_next(c)) {
		int32_t day = case_day_at(c, 0);
		int64_t n = cursor_int(c, 1);
		out->waiting += n;
		out->late += day < today ? n : 0;
		if (day < today || day == DUE_NEVER || out->n_days == DUE_DAYS)
			continue;
		out->days[out->n_days].day = day;
		out->days[out->n_days++].n = n;
	}
	return cursor_close(c);
}

enum err case_list_opened_before(struct ctx *ctx, enum case_type type, int64_t before_us,
	const struct case_row *after, size_t limit, struct case_list *out)
{
	return read_list(ctx, &sql_case_opened_before,
		ARGS(arg_int(type), arg_int(after ? after->opened_us : 0),
			arg_int(after ? after->id : 0), arg_int(before_us),
			arg_int((int64_t)limit)),
		limit, out);
}

enum err case_list_open_at(
	struct ctx *ctx, int64_t unit, int64_t after_id, size_t limit, struct case_list *out)
{
	return read_list(ctx, &sql_case_open_at,
		ARGS(arg_int(unit), arg_int(after_id), arg_int((int64_t)limit)), limit, out);
}
