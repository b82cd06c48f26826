#include "server/demo/deeds.h"

#include <stdlib.h>
#include <string.h>

#include "domain/roles.h"
#include "server/service/case_route.h"
#include "server/service/services.h"
#include "server/store/db.h"
#include "server/store/ids.h"
#include "server/store/journal_store.h"
#include "server/store/operator_store.h"
#include "server/store/unit_tree.h"
#include "xueji/v1/cases.pb-c.h"

/* ---- in the order of time ---- */

void deeds_add(struct ctx *ctx, struct deeds *deeds, const struct deed *deed)
{
	deeds->rows = arena_grow(ctx->arena, deeds->rows, deeds->n, sizeof *deeds->rows);
	deeds->rows[deeds->n++] = *deed;
}

static int earlier(const void *a, const void *b)
{
	const struct deed *one = a, *other = b;
	if (one->at_us != other->at_us)
		return one->at_us < other->at_us ? -1 : 1;
	return one->step - other->step;
}

/* Randomness of numbers that are issued on the way. */
static void throw_bytes(void *arg, void *bytes, size_t size)
{
	for (size_t i = 0; i < size; i++)
		((uint8_t *)bytes)[i] = (uint8_t)dice_below(arg, 256);
}

static enum err do_deed(struct ctx *ctx, const struct deed *deed)
{
	ctx->now_us = deed->at_us;
	enum err err = deed->run(ctx, deed->of, deed->step);
	if (err == OK)
		err = journal_write_notes(ctx);
	if (err == OK)
		ctx_restart(ctx); /* its notes are written; totals are read anew afterwards */
	return err;
}

enum err deeds_run(struct ctx *ctx, struct deeds *deeds, uint64_t seed)
{
	const struct ctx before = *ctx;
	struct dice for_numbers = dice_new(seed, "issued", 0);
	struct app app = *ctx->app;
	enum err err = OK;
	app.world.random = throw_bytes;
	app.world.arg = &for_numbers;
	ctx->app = &app;
	if (deeds->n > 0)
		qsort(deeds->rows, deeds->n, sizeof *deeds->rows, earlier);
	for (size_t i = 0; err == OK && i < deeds->n; i++)
		err = do_deed(ctx, &deeds->rows[i]);
	ctx->app = before.app;
	ctx->actor = before.actor;
	ctx->now_us = before.now_us;
	return err;
}

/* ---- who does it ---- */

static const char *word_of(uint32_t role)
{
	return role == ROLE_REGISTRAR  ? "registrar"
	       : role == ROLE_APPROVER ? "approver"
				       : "officer";
}

enum err acting_as(struct ctx *ctx, int64_t unit, uint32_t role)
{
	const struct unit_node *node = unit_tree_get(ctx->units, unit);
	if (node == NULL)
		return ctx_broken(ctx, ERR_INTERNAL, "no unit %lld", (long long)unit);
	struct right *right = arena_one(ctx->arena, struct right);
	const char *name = arena_printf(ctx->arena, "%s-%s", word_of(role), node->code);
	*right = (struct right){
		.unit = unit, .roles = role, .from_day = DAY_NONE, .to_day = DAY_OPEN};
	ctx->actor = (struct actor){.rights = right, .n_rights = 1};
	enum err err = operator_find(ctx, name, &ctx->actor.operator_id);
	if (err == OK && ctx->actor.operator_id == 0)
		err = ctx_broken(ctx, ERR_INTERNAL, "nobody is called %s", name);
	return err;
}

enum err acting_for(struct ctx *ctx, const struct case_row *row, enum case_party party)
{
	uint32_t role = ROLE_OFFICER;
	if (party == CASE_REGISTRAR || party == CASE_SENDING_REGISTRAR)
		role = ROLE_REGISTRAR;
	if (party == CASE_APPROVER || party == CASE_SENDING_APPROVER)
		role = ROLE_APPROVER;
	return acting_as(ctx, case_unit_of(ctx, row, party), role);
}

/* ---- doing it ---- */

enum err deed_call(struct ctx *ctx, const struct service *service, const char *name,
	const void *request, void *reply)
{
	for (size_t i = 0; i < service->n_methods; i++)
		if (strcmp(service->methods[i].name, name) == 0)
			return service->methods[i].run(ctx, request, reply);
	return ctx_broken(ctx, ERR_INTERNAL, "there is no %s", name);
}

enum err deed_try(struct ctx *ctx, const struct service *service, const char *name,
	const void *request, void *reply, bool *done_out)
{
	enum err err = db_savepoint(ctx);
	if (err != OK)
		return err;
	err = deed_call(ctx, service, name, request, reply);
	*done_out = err == OK;
	if (err == OK)
		return db_release(ctx);
	if (err != ERR_PRECONDITION || !db_undo_savepoint(ctx))
		return err;
	ctx_restart(ctx);
	return OK;
}

static enum err decide(struct ctx *ctx, const struct case_row *row, enum case_event event,
	enum case_ground ground, const char *reason, const char **refusal_out)
{
	Xueji__V1__CaseRef ref = XUEJI__V1__CASE_REF__INIT, *refs[] = {&ref};
	Xueji__V1__DecideCasesRequest request = XUEJI__V1__DECIDE_CASES_REQUEST__INIT;
	Xueji__V1__DecideCasesResponse reply = XUEJI__V1__DECIDE_CASES_RESPONSE__INIT;
	ref.case_id = ids_format(ctx->arena, row->id);
	ref.rev = row->rev;
	request.event = (Xueji__V1__CaseEvent)(event + 1);
	request.cases = refs;
	request.n_cases = 1;
	request.ground = (Xueji__V1__RefusalGround)ground;
	request.reason = (char *)reason;
	enum err err = deed_call(ctx, &cases_service, "DecideCases", &request, &reply);
	*refusal_out = err == OK && !reply.results[0]->is_done ? reply.results[0]->refusal : NULL;
	return err;
}

enum err deed_decide(struct ctx *ctx, const struct case_row *row, enum case_event event,
	enum case_ground ground, const char *reason)
{
	const char *refusal;
	enum err err = decide(ctx, row, event, ground, reason, &refusal);
	return refusal == NULL ? err
			       : ctx_broken(ctx, ERR_INTERNAL, "case %lld: %s", (long long)row->id,
					 refusal);
}

enum err deed_approve_try(struct ctx *ctx, const struct case_row *row, bool *done_out)
{
	const char *refusal;
	enum err err = decide(ctx, row, CASE_APPROVE, GROUND_NONE, "", &refusal);
	*done_out = err == OK && refusal == NULL;
	return err;
}
