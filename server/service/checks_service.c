/* Service Checks: asking for checks and seeing how far they are. */
#include "server/service/checks.h"

#include "domain/roles.h"
#include "server/auth/access.h"
#include "server/service/fields.h"
#include "server/service/message.h"
#include "server/service/page.h"
#include "server/service/services.h"
#include "server/service/units.h"
#include "server/store/check_store.h"
#include "server/store/ids.h"
#include "server/store/unit_tree.h"

enum { RULES = 3 };

/* ---- where the right must reach ---- */

static int64_t own_unit(const struct ctx *ctx)
{
	const struct right *right = access_right(ctx, ROLE_OFFICER, SCOPE_REGISTRY, 0);
	return right != NULL ? right->unit : 0;
}

static enum err place_run(struct ctx *ctx, const void *request, int64_t *place_out)
{
	const Xueji__V1__RunCheckRequest *in = request;
	*place_out = field_id_or(ctx, "unit_id", in->unit_id, own_unit(ctx));
	return ctx_faults(ctx);
}

static enum err place_page(struct ctx *ctx, const void *request, int64_t *place_out)
{
	const Xueji__V1__ListChecksRequest *in = request;
	*place_out = field_id_or(ctx, "unit_id", in->unit_id, own_unit(ctx));
	return ctx_faults(ctx);
}

static enum err find_check(struct ctx *ctx, const char *text, struct check_run *out)
{
	int64_t id;
	return ids_parse(text, &id) ? check_run_get(ctx, id, out)
				    : ctx_fail(ctx, REASON_NO_SUCH_CHECK);
}

static enum err place_of(struct ctx *ctx, const char *text, int64_t *place_out)
{
	struct check_run run;
	enum err err = find_check(ctx, text, &run);
	if (err == OK)
		*place_out = run.unit;
	return err;
}

static enum err place_get(struct ctx *ctx, const void *request, int64_t *place_out)
{
	return place_of(ctx, ((const Xueji__V1__GetCheckRequest *)request)->check_id, place_out);
}

static enum err place_watch(struct ctx *ctx, const void *request, int64_t *place_out)
{
	return place_of(ctx, ((const Xueji__V1__WatchCheckRequest *)request)->check_id, place_out);
}

static enum err place_cancel(struct ctx *ctx, const void *request, int64_t *place_out)
{
	return place_of(ctx, ((const Xueji__V1__CancelCheckRequest *)request)->check_id, place_out);
}

/* ---- messages ---- */

static Xueji__V1__Check *check_message(struct ctx *ctx, const struct check_run *run)
{
	Xueji__V1__Check *message = arena_one(ctx->arena, Xueji__V1__Check);
	xueji__v1__check__init(message);
	message->id = ids_format(ctx->arena, run->id);
	message->unit = unit_name_message(ctx, run->unit);
	message->rules = arena_array(ctx->arena, Xueji__V1__CheckRule, RULES);
	for (int rule = 0; rule < RULES; rule++)
		if (run->rules & 1u << rule)
			message->rules[message->n_rules++] = (Xueji__V1__CheckRule)(rule + 1);
	message->state = (Xueji__V1__CheckState)run->state;
	message->done = run->done;
	message->records = run->records;
	message->exact = run->exact;
	message->likely = run->likely;
	message->possible = run->possible;
	message->left_out = run->left_out;
	message->asked_by = ids_format(ctx->arena, run->asked_by);
	message->asked_time = message_time(ctx->arena, run->asked_us);
	if (run->began_us != 0)
		message->began_time = message_time(ctx->arena, run->began_us);
	if (run->ended_us != 0)
		message->ended_time = message_time(ctx->arena, run->ended_us);
	return message;
}

static void note(struct ctx *ctx, enum action action, const struct check_run *run)
{
	static const char *const words[RULES] = {"exact", "near", "record"};
	const char *summary = "";
	for (int rule = 0; rule < RULES; rule++)
		if (run->rules & 1u << rule)
			summary = arena_printf(ctx->arena, "%s%s%s", summary,
				*summary != '\0' ? " " : "", words[rule]);
	ctx_journal(ctx, &(struct note){.action = action,
				 .unit = run->unit,
				 .entity = "check",
				 .entity_id = run->id,
				 .summary = summary});
}

/* ---- asking and stopping ---- */

static enum err run_check(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__RunCheckRequest *in = request;
	Xueji__V1__RunCheckResponse *out = reply;
	struct check_run run = {.rules = in->n_rules == 0 ? CHECK_RULES : 0};
	enum err err = place_run(ctx, request, &run.unit);
	for (size_t i = 0; i < in->n_rules; i++) {
		if (in->rules[i] == XUEJI__V1__CHECK_RULE__CHECK_RULE_UNSPECIFIED)
			ctx_fault(ctx, field_in(ctx, "rules", i, ""), REASON_REQUIRED);
		else
			run.rules |= 1u << (in->rules[i] - 1);
	}
	const struct unit_node *unit = unit_tree_get(ctx->units, run.unit);
	if (err == OK && (unit == NULL || unit->tier == TIER_SCHOOL))
		ctx_fault(ctx, "unit_id", REASON_NOT_A_BUREAU);
	if ((err = ctx_faults(ctx)) != OK)
		return err;
	err = check_run_insert(ctx, &run);
	if (err != OK)
		return err;
	note(ctx, ACTION_CHECK_ASKED, &run);
	out->check = check_message(ctx, &run);
	return OK;
}

static enum err cancel_check(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__CancelCheckRequest *in = request;
	Xueji__V1__CancelCheckResponse *out = reply;
	struct check_run run;
	enum err err = find_check(ctx, in->check_id, &run);
	if (err == OK && check_is_over(&run))
		err = ctx_fail(ctx, REASON_CHECK_IS_OVER);
	if (err != OK)
		return err;
	run.state = CHECK_STOPPED;
	run.ended_us = ctx->now_us;
	err = check_run_save(ctx, &run);
	note(ctx, ACTION_CHECK_STOPPED, &run);
	out->check = check_message(ctx, &run);
	return err;
}

/* ---- seeing ---- */

static enum err get_check(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__GetCheckRequest *in = request;
	Xueji__V1__GetCheckResponse *out = reply;
	struct check_run run;
	enum err err = find_check(ctx, in->check_id, &run);
	if (err == OK)
		out->check = check_message(ctx, &run);
	return err;
}

static enum err list_checks(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__ListChecksRequest *in = request;
	Xueji__V1__ListChecksResponse *out = reply;
	struct page page;
	struct check_run *runs;
	size_t found;
	int64_t unit;
	page_read(ctx, &in->base, &page);
	enum err err = place_page(ctx, request, &unit);
	if (err == OK)
		err = check_run_page(ctx, unit, page.number[0], page.size + 1, &runs, &found);
	if (err != OK)
		return err;
	size_t n = found < page.size ? found : page.size;
	out->checks = arena_array(ctx->arena, Xueji__V1__Check *, n);
	for (; out->n_checks < n; out->n_checks++)
		out->checks[out->n_checks] = check_message(ctx, &runs[out->n_checks]);
	if (found > page.size)
		out->next_page_token = page_next(&page, runs[n - 1].id, 0, NULL);
	return OK;
}

/* What was told last. */
struct watch {
	uint64_t topic;
	struct check_run told;
	bool is_told;
};

static bool is_news(const struct watch *watch, const struct check_run *now)
{
	const struct check_run *told = &watch->told;
	return !watch->is_told || told->state != now->state || told->done != now->done ||
	       told->records != now->records;
}

static enum err watch_check(struct ctx *ctx, struct stream *stream, const void *request, void *item)
{
	const Xueji__V1__WatchCheckRequest *in = request;
	Xueji__V1__WatchCheckResponse *out = item;
	struct watch *watch = stream->state;
	struct check_run run;
	enum err err = find_check(ctx, in->check_id, &run);
	if (err != OK)
		return err;
	if (watch == NULL) {
		watch = stream->state = arena_one(stream->arena, struct watch);
		watch->topic = check_run_topic(run.id);
		stream->topics = &watch->topic;
		stream->n_topics = 1;
	}
	bool is_over = watch->is_told && check_is_over(&watch->told);
	stream->step = is_over ? STREAM_END : is_news(watch, &run) ? STREAM_ITEM : STREAM_PARK;
	watch->told = run;
	watch->is_told = true;
	out->state = (Xueji__V1__CheckState)run.state;
	out->done = run.done;
	out->records = run.records;
	out->exact = run.exact;
	out->likely = run.likely;
	out->possible = run.possible;
	out->left_out = run.left_out;
	return OK;
}

#define PURPOSE .purpose_en = "check for second records", .purpose_zh = "学籍查重"

static const struct method methods[] = {
	{.name = "RunCheck",
		.who = ROLE_OFFICER,
		.scope = SCOPE_SUBTREE,
		.mode = METHOD_WRITE,
		PURPOSE,
		.place = place_run,
		.run = run_check},
	{.name = "GetCheck",
		.who = ROLE_OFFICER,
		.scope = SCOPE_SUBTREE,
		.mode = METHOD_READ,
		PURPOSE,
		.place = place_get,
		.run = get_check},
	{.name = "WatchCheck",
		.who = ROLE_OFFICER,
		.scope = SCOPE_SUBTREE,
		.mode = METHOD_READ,
		PURPOSE,
		.place = place_watch,
		.next = watch_check},
	{.name = "ListChecks",
		.who = ROLE_OFFICER,
		.scope = SCOPE_SUBTREE,
		.mode = METHOD_READ,
		PURPOSE,
		.place = place_page,
		.run = list_checks},
	{.name = "CancelCheck",
		.who = ROLE_OFFICER,
		.scope = SCOPE_SUBTREE,
		.mode = METHOD_WRITE,
		PURPOSE,
		.place = place_cancel,
		.run = cancel_check},
	{.name = "CompareStudents",
		.who = ROLES_BUSINESS,
		.scope = SCOPE_EACH, /* checks_compare.c asks for the school of each child */
		.mode = METHOD_AUDITED,
		.purpose_en = "compare two records",
		.purpose_zh = "比对两条学籍",
		.run = checks_compare},
};
const struct service checks_service = SERVICE(xueji__v1__checks__descriptor, methods);
