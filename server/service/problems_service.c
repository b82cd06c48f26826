/* Service Problems. */
#include "domain/roles.h"
#include "server/auth/access.h"
#include "server/finder/cause.h"
#include "server/service/case_route.h"
#include "server/service/fields.h"
#include "server/service/page.h"
#include "server/service/problem_message.h"
#include "server/service/problems.h"
#include "server/service/services.h"
#include "server/store/ids.h"
#include "server/store/problem_list_store.h"

enum { NAME_MOST = 50, CAUSE_MOST = 40 };

/* ---- one ---- */

/* At a school that was merged into his, say, or to whom it lay under when it was settled. */
static enum err is_listed(struct ctx *ctx, int64_t id, bool *out)
{
	int64_t *units;
	size_t n;
	enum err err = problem_seers(ctx, id, &units, &n);
	for (size_t i = 0; err == OK && !*out && i < n; i++)
		*out = access_right(ctx, ROLES_BUSINESS, SCOPE_UNIT, units[i]) != NULL;
	return err;
}

/* Whoever has a side in the group sees the problem (Q1), and in whose list it is. */
static enum err sees(struct ctx *ctx, const struct case_file *file, bool *out)
{
	struct problem_list sides;
	*out = case_caller_sees(ctx, &file->row);
	if (*out)
		return OK;
	enum err err = problem_list_group(ctx, file->problem.group, &sides);
	for (size_t i = 0; err == OK && !*out && i < sides.n; i++)
		*out = case_caller_sees(ctx, &sides.rows[i].kase);
	return err == OK && !*out ? is_listed(ctx, file->row.id, out) : err;
}

enum err problems_find(struct ctx *ctx, const char *text, struct case_file *out)
{
	struct case_row row;
	int64_t id;
	bool is_seen;
	if (!ids_parse(text, &id))
		return ctx_fail(ctx, REASON_NO_SUCH_PROBLEM);
	enum err err = case_get(ctx, id, &row);
	if (err == ERR_NOT_FOUND || (err == OK && row.type != CASE_PROBLEM))
		return ctx_fail(ctx, REASON_NO_SUCH_PROBLEM);
	if (err == OK)
		err = case_open(ctx, id, out);
	if (err == OK)
		err = sees(ctx, out, &is_seen);
	return err != OK || is_seen ? err : ctx_fail(ctx, REASON_NO_SUCH_PROBLEM);
}

enum err problems_reply(struct ctx *ctx, int64_t id, void *reply)
{
	struct case_file file;
	enum err err = case_open(ctx, id, &file);
	return err == OK ? problem_reply(ctx, &file, reply) : err;
}

static enum err get_problem(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__GetProblemRequest *in = request;
	struct case_file file;
	enum err err = problems_find(ctx, in->problem_id, &file);
	if (err != OK)
		return err;
	ctx_journal(ctx, &(struct note){.action = ACTION_PROBLEM_READ,
				 .unit = file.row.school,
				 .entity = "case",
				 .entity_id = file.row.id});
	return problem_reply(ctx, &file, reply);
}

/* ---- lists ---- */

static int64_t own_unit(const struct ctx *ctx)
{
	const struct right *right = access_right(ctx, ROLES_BUSINESS, SCOPE_REGISTRY, 0);
	return right ? right->unit : 0;
}

static enum err place_of_list(struct ctx *ctx, const void *request, int64_t *place_out)
{
	const Xueji__V1__ListProblemsRequest *in = request;
	*place_out = field_id_or(ctx, "unit_id", in->unit_id, own_unit(ctx));
	return ctx_faults(ctx);
}

static bool is_cause(const char *word)
{
	return word[0] == '\0' || cause_find(word) != CAUSES || problem_cause_row(word) != NULL;
}

static enum err read_filter(
	struct ctx *ctx, const Xueji__V1__ListProblemsRequest *in, struct problem_filter *out)
{
	bool is_for_one = in->waiting_for != XUEJI__V1__CASE_PARTY__CASE_PARTY_UNSPECIFIED;
	*out = (struct problem_filter){.is_open = !in->settled,
		.kind = (int)in->kind,
		.cause = in->cause,
		.state = (int)in->state,
		.stage = (int)in->stage,
		.only_graduating = in->only_graduating,
		.name = in->text,
		.is_waiting = in->mine || is_for_one,
		.parties = is_for_one ? UINT32_C(1) << in->waiting_for : UINT32_MAX};
	if (field_line_or_none(ctx, "cause", in->cause, CAUSE_MOST) && !is_cause(in->cause))
		ctx_fault(ctx, "cause", REASON_NO_SUCH_CAUSE);
	field_line_or_none(ctx, "text", in->text, NAME_MOST);
	if (in->settled && out->is_waiting)
		ctx_fault(ctx, "settled", REASON_CLOSED_WAITS_FOR_NOBODY);
	enum err err = ctx_faults(ctx);
	if (err == OK)
		err = place_of_list(ctx, in, &out->unit);
	if (err == OK && in->mine)
		out->parties &= case_caller_parties(ctx, out->unit);
	/* What a row does not tell is not told by asking for just such rows either. */
	enum cause cause = cause_find(in->cause);
	if (err == OK && (cause_tells_number(cause) || cause == CAUSE_OTHER_NUMBER))
		out->viewer = problems_viewer(ctx, out->unit);
	return err;
}

static enum err add_kinds(
	struct ctx *ctx, const struct problem_filter *filter, Xueji__V1__ListProblemsResponse *out)
{
	int64_t found[PROBLEM_KIND_COUNT];
	enum err err = problem_kinds_found(ctx, filter, found);
	out->kinds = arena_array(ctx->arena, Xueji__V1__ProblemKindFound *, PROBLEM_KIND_COUNT);
	for (int kind = 1; err == OK && kind < PROBLEM_KIND_COUNT; kind++) {
		if (found[kind] == 0)
			continue;
		Xueji__V1__ProblemKindFound *one =
			arena_one(ctx->arena, Xueji__V1__ProblemKindFound);
		xueji__v1__problem_kind_found__init(one);
		one->kind = (Xueji__V1__ProblemKind)kind;
		one->found = found[kind];
		out->kinds[out->n_kinds++] = one;
	}
	return err;
}

static enum err add_totals(
	struct ctx *ctx, const struct problem_filter *filter, Xueji__V1__ListProblemsResponse *out)
{
	const struct problem_filter all = {
		.unit = filter->unit, .is_open = filter->is_open, .cause = "", .name = ""};
	enum err err = problem_found_by(ctx, filter, &out->found);
	if (err == OK)
		err = problem_found_by(ctx, &all, &out->total);
	return err == OK && filter->name[0] == '\0' ? add_kinds(ctx, filter, out) : err;
}

static enum err list_problems(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__ListProblemsRequest *in = request;
	Xueji__V1__ListProblemsResponse *out = reply;
	struct problem_filter filter;
	struct problem_list list;
	struct page page;
	page_read(ctx, &in->base, &page);
	enum err err = read_filter(ctx, in, &filter);
	if (err == OK)
		err = problem_list_seen(
			ctx, &filter, page.number[0], page.number[1], page.size + 1, &list);
	if (err != OK)
		return err;
	size_t n = list.n < page.size ? list.n : page.size;
	out->problems = arena_array(ctx->arena, Xueji__V1__Problem *, n);
	for (; err == OK && out->n_problems < n; out->n_problems++)
		err = problem_message_of(
			ctx, &list.rows[out->n_problems], &out->problems[out->n_problems]);
	if (list.n > page.size)
		out->next_page_token = page_next(&page,
			problem_place(&list.rows[n - 1].problem, &list.rows[n - 1].kase),
			list.rows[n - 1].problem.id, NULL);
	if (err == OK && page.is_first)
		err = add_totals(ctx, &filter, out);
	return err;
}

static const struct method methods[] = {
	{.name = "ListProblems",
		.who = ROLES_BUSINESS,
		.scope = SCOPE_SUBTREE,
		.mode = METHOD_READ,
		.purpose_en = "look at problem records",
		.purpose_zh = "查看问题学籍",
		.place = place_of_list,
		.run = list_problems},
	{.name = "GetProblem",
		.who = ROLES_BUSINESS,
		.scope = SCOPE_REGISTRY, /* problems_find hides what is not the caller's to see */
		.mode = METHOD_AUDITED,
		.purpose_en = "look at problem records",
		.purpose_zh = "查看问题学籍",
		.run = get_problem},
	{.name = "AnswerProblem",
		.who = ROLE_REGISTRAR,
		.scope = SCOPE_UNIT,
		.mode = METHOD_WRITE,
		.purpose_en = "answer problem records",
		.purpose_zh = "处理问题学籍",
		.place = problems_place_answer,
		.run = problems_answer},
	{.name = "DecideProblems",
		.who = ROLES_BUSINESS,
		.scope = SCOPE_EACH, /* case_caller_is asks for the party of each */
		.mode = METHOD_WRITE,
		.purpose_en = "decide on problem records",
		.purpose_zh = "审核问题学籍",
		.run = problems_decide},
	{.name = "AddProblemMessage",
		.who = ROLES_BUSINESS,
		.scope = SCOPE_REGISTRY, /* problems_find hides what is not the caller's to see */
		.mode = METHOD_WRITE,
		.purpose_en = "write about problem records",
		.purpose_zh = "问题学籍留言",
		.run = problems_write},
	{.name = "ReportProblem",
		.who = ROLE_REGISTRAR,
		.scope = SCOPE_UNIT,
		.mode = METHOD_WRITE,
		.purpose_en = "report problem records",
		.purpose_zh = "上报问题学籍",
		.place = problems_place_report,
		.run = problems_report},
	{.name = "SummarizeProblems",
		.who = ROLES_BUSINESS,
		.scope = SCOPE_SUBTREE,
		.mode = METHOD_READ,
		.purpose_en = "look at problem records",
		.purpose_zh = "查看问题学籍",
		.place = problems_place_summary,
		.run = problems_summarize},
};
const struct service problems_service = SERVICE(xueji__v1__problems__descriptor, methods);
