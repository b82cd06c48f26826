/* Replacing numbers by the list: a province's own by the nation's, one by one within a call. The
 * number before stays the child's alias (R77), so the same list the other way round undoes it, and
 * a list that is sent twice changes nothing the second time. All refusals come before anything is
 * written. */
#include <string.h>

#include "domain/items_check.h"
#include "domain/roll.h"
#include "domain/student_no.h"
#include "server/service/fields.h"
#include "server/service/lists.h"
#include "server/store/attempt.h"
#include "server/store/db.h"
#include "server/store/ids.h"
#include "server/store/number_store.h"
#include "server/store/student_number.h"
#include "server/store/unit_tree.h"

enum { RENUMBER_MOST = 200, HOLDERS = 2 };

static enum err check(struct ctx *ctx, const Xueji__V1__RenumberStudentsRequest *in)
{
	if (in->n_rows == 0)
		ctx_fault(ctx, "rows", REASON_REQUIRED);
	if (in->n_rows > RENUMBER_MOST)
		ctx_fault(ctx, "rows", REASON_TOO_MANY,
			arena_printf(ctx->arena, "%d", RENUMBER_MOST));
	field_line(ctx, "reason", in->reason, LIST_REASON_MOST);
	return ctx_faults(ctx);
}

/* The one child of the province that is known by the old number and has this name. */
static enum err find(struct ctx *ctx, int64_t province, const Xueji__V1__Renumbering *row,
	struct student_record *out)
{
	int64_t students[HOLDERS];
	size_t n;
	enum err err = number_find_below(ctx, province, row->old_number, students, HOLDERS, &n);
	if (err == OK && n > 1 && students[0] != students[1])
		err = ctx_fail(ctx, REASON_NUMBER_SHARED);
	if (err == OK && n == 0)
		err = ctx_fail(ctx, REASON_CHILD_NOT_FOUND);
	if (err == OK)
		err = student_read(ctx, students[0], out);
	const char *name = item_tidy(ITEM_NAME, ctx->arena, row->name);
	if (err == OK && strcmp(out->row.name, name) != 0)
		err = ctx_fail(ctx, REASON_CHILD_NOT_FOUND);
	return err;
}

/* Whose number it is besides is said only of a child of the province: of any other the number looks
 * like one that was mistyped. */
static enum err check_holders(struct ctx *ctx, int64_t province, const char *number)
{
	int64_t holder;
	size_t n, n_here = 0;
	enum err err = number_find(ctx, number, &holder, 1, &n);
	if (err == OK && n > 0)
		err = number_find_below(ctx, province, number, &holder, 1, &n_here);
	if (err != OK || n == 0)
		return err;
	return ctx_fail(ctx, n_here > 0 ? REASON_NUMBER_TAKEN : REASON_RENUMBER_WHAT);
}

/* A formal number shows the child's ID number, as it is or was (R71); a number of the child's own
 * is given back to it; L and J come from elsewhere, so their form is all that can be judged. */
static enum err judge(
	struct ctx *ctx, int64_t province, const struct student_record *child, const char *number)
{
	bool is_own;
	enum err err = number_is_of(ctx, number, child->row.id, &is_own);
	if (err != OK)
		return err;
	if (!roll_status_row(child->row.status)->is_on_roll)
		return ctx_fail(ctx, REASON_NOT_ENROLLED);
	if (is_own)
		return OK;
	if (number[0] == 'G' && strcmp(number + 1, child->items->id_number) != 0)
		return ctx_fail(ctx, REASON_VERDICT_OTHER_NUMBER);
	return check_holders(ctx, province, number);
}

/* A list the other way round may name what is no student number, a province's own: then the child
 * gets back the student number that it had before. */
static enum err find_former(struct ctx *ctx, const struct student_record *child, const char *alias,
	char out[STUDENT_NO_SIZE])
{
	struct number_row *rows;
	size_t n;
	bool is_own;
	enum err err = number_is_of(ctx, alias, child->row.id, &is_own);
	if (err == OK)
		err = number_list(ctx, child->row.id, &rows, &n);
	if (err != OK)
		return err;
	for (size_t i = 0; is_own && i < n; i++)
		if (!rows[i].is_current && rows[i].sort != NUMBER_ALIAS &&
			student_no_parse(rows[i].text, out))
			return OK;
	return ctx_fail(ctx, REASON_RENUMBER_WHAT);
}

static void journal(struct ctx *ctx, const struct student_record *child, const char *from,
	const char *to, const char *reason)
{
	ctx_journal(ctx, &(struct note){.action = ACTION_STUDENT_RENUMBERED,
				 .unit = child->row.school,
				 .entity = "student",
				 .entity_id = child->row.id,
				 .summary = arena_printf(ctx->arena, "%c -> %c", from[0], to[0]),
				 .sealed = reason,
				 .sealed_size = strlen(reason)});
}

struct renumbering {
	int64_t province;
	const Xueji__V1__RenumberStudentsRequest *in;
	const Xueji__V1__Renumbering *row;
	Xueji__V1__RenumberResult *out;
};

static enum err renumber(struct ctx *ctx, void *arg)
{
	const struct renumbering *one = arg;
	struct student_record child;
	char number[STUDENT_NO_SIZE];
	const char *current;
	enum err err = find(ctx, one->province, one->row, &child);
	if (err == OK && !student_no_parse(one->row->new_number, number))
		err = find_former(ctx, &child, one->row->new_number, number);
	if (err == OK)
		err = number_current(ctx, child.row.id, &current);
	if (err != OK)
		return err;
	one->out->student_id = ids_format(ctx->arena, child.row.id);
	one->out->was_done = strcmp(current, number) == 0;
	if (one->out->was_done)
		return OK;
	err = judge(ctx, one->province, &child, number);
	if (err != OK || one->in->is_dry_run)
		return err;
	journal(ctx, &child, current, number, one->in->reason);
	return student_renumber(ctx, &child, number);
}

static enum err renumber_one(struct ctx *ctx, struct renumbering *one)
{
	struct failure refused;
	enum err err = attempt_judged(ctx, renumber, one, &refused);
	if (err != OK)
		return err;
	one->out->is_done = refused.err == OK;
	if (refused.err != OK) {
		one->out->refusal = (char *)reason_row(refusal_reason(&refused))->name;
		one->out->refusal_text = (char *)refusal_words(ctx, &refused);
	}
	return OK;
}

enum err lists_renumber(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__RenumberStudentsRequest *in = request;
	Xueji__V1__RenumberStudentsResponse *out = reply;
	int64_t province = field_id(ctx, "unit_id", in->unit_id);
	const struct unit_node *unit = unit_tree_get(ctx->units, province);
	if (unit == NULL || unit->tier != TIER_PROVINCE)
		ctx_fault(ctx, "unit_id", REASON_NOT_A_PROVINCE);
	enum err err = check(ctx, in);
	if (err != OK)
		return err;
	out->results = arena_array(ctx->arena, Xueji__V1__RenumberResult *, in->n_rows);
	for (size_t i = 0; err == OK && i < in->n_rows; i++) {
		out->results[i] = arena_one(ctx->arena, Xueji__V1__RenumberResult);
		xueji__v1__renumber_result__init(out->results[i]);
		out->n_results++;
		struct renumbering one = {province, in, in->rows[i], out->results[i]};
		err = renumber_one(ctx, &one);
	}
	return err;
}
