/* Giving J numbers: the province's approval of a child who has no usable resident ID number. */
#include <string.h>

#include "domain/roles.h"
#include "domain/roll.h"
#include "domain/student_no.h"
#include "server/auth/access.h"
#include "server/service/fields.h"
#include "server/service/lists.h"
#include "server/store/number_store.h"
#include "server/store/student_number.h"
#include "server/store/unit_tree.h"

enum { GIVE_MOST = 200 };

static enum err check(struct ctx *ctx, const Xueji__V1__GiveSubstituteNumbersRequest *in)
{
	if (in->n_students == 0)
		ctx_fault(ctx, "students", REASON_REQUIRED);
	if (in->n_students > GIVE_MOST)
		ctx_fault(ctx, "students", REASON_TOO_MANY,
			arena_printf(ctx->arena, "%d", GIVE_MOST));
	for (size_t i = 0; i < in->n_students && i < GIVE_MOST; i++)
		field_id(ctx, field_in(ctx, "students", i, "student_id"),
			in->students[i]->student_id);
	field_line(ctx, "reason", in->reason, LIST_REASON_MOST);
	return ctx_faults(ctx);
}

/* He is an officer of the very province in which the child's school lies; to others there is no
 * such child. */
static enum err find(struct ctx *ctx, int64_t id, struct student_record *out)
{
	enum err err = student_read(ctx, id, out);
	if (err != OK)
		return err;
	const struct unit_node *province =
		unit_tree_ancestor(ctx->units, out->row.school, TIER_PROVINCE);
	const struct right *right =
		province ? access_right(ctx, ROLE_OFFICER, SCOPE_UNIT, province->id) : NULL;
	if (right == NULL)
		return ctx_fail(ctx, REASON_NO_SUCH_STUDENT);
	ctx->actor.for_operator = right->for_operator;
	return OK;
}

static enum err give(struct ctx *ctx, const Xueji__V1__StudentRef *ref, const char *reason,
	char student_no[STUDENT_NO_SIZE])
{
	struct student_record child;
	struct id_number number;
	enum err err = find(ctx, field_id(ctx, "student_id", ref->student_id), &child);
	if (err == OK && child.row.rev != ref->rev)
		err = ctx_fail(ctx, REASON_STALE);
	if (err == OK && (child.row.number_kind != NUMBER_L ||
				 !roll_status_row(child.row.status)->is_on_roll))
		err = ctx_fail(ctx, REASON_NOT_TEMPORARY);
	if (err == OK && id_number_parse(child.items->id_number, &number))
		err = ctx_fail(ctx, REASON_HAS_ID_NUMBER);
	if (err == OK)
		err = student_give_j(ctx, &child, student_no);
	if (err == OK)
		ctx_journal(ctx, &(struct note){.action = ACTION_STUDENT_NUMBERED,
					 .unit = child.row.school,
					 .entity = "student",
					 .entity_id = child.row.id,
					 .summary = "L -> J",
					 .sealed = reason,
					 .sealed_size = strlen(reason)});
	return err;
}

/* Is it one of this child alone, with nothing written? Then the others go on. */
static bool is_refusal(enum err err)
{
	return err == ERR_PRECONDITION || err == ERR_STALE || err == ERR_NOT_FOUND;
}

static enum err give_one(struct ctx *ctx, const Xueji__V1__StudentRef *ref, const char *reason,
	Xueji__V1__SubstituteNumberResult *out)
{
	char student_no[STUDENT_NO_SIZE], masked[STUDENT_NO_SIZE];
	out->student_id = ref->student_id;
	enum err err = give(ctx, ref, reason, student_no);
	if (err != OK && !is_refusal(err))
		return err;
	out->is_done = err == OK;
	if (err == OK) {
		student_no_mask(student_no, masked);
		out->student_no_masked = arena_strdup(ctx->arena, masked);
		return OK;
	}
	const struct reason_row *why = reason_row(ctx->failure.reason);
	out->refusal = (char *)why->name;
	out->refusal_text = (char *)ctx_sentence(ctx, &why->sentence, ctx->failure.args);
	ctx->failure.err = OK;
	return OK;
}

enum err lists_give_numbers(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__GiveSubstituteNumbersRequest *in = request;
	Xueji__V1__GiveSubstituteNumbersResponse *out = reply;
	enum err err = check(ctx, in);
	if (err != OK)
		return err;
	out->results = arena_array(ctx->arena, Xueji__V1__SubstituteNumberResult *, in->n_students);
	for (size_t i = 0; err == OK && i < in->n_students; i++) {
		out->results[i] = arena_one(ctx->arena, Xueji__V1__SubstituteNumberResult);
		xueji__v1__substitute_number_result__init(out->results[i]);
		out->n_results++;
		err = give_one(ctx, in->students[i], in->reason, out->results[i]);
	}
	return err;
}
