/* One move on many problems, each by itself: what is refused is undone and told, and the others go
 * on. */
#include "server/service/problems.h"

#include "domain/roles.h"
#include "server/auth/access.h"
#include "server/service/case_route.h"
#include "server/service/fields.h"
#include "server/service/problem_message.h"
#include "server/store/attempt.h"

enum { DECIDE_MOST = 200, REASON_MOST = 500, TEXT_MOST = 500 };

#define EVENT(word) XUEJI__V1__CASE_EVENT__CASE_EVENT_##word

static bool is_move(Xueji__V1__CaseEvent event)
{
	switch ((int)event) {
	case EVENT(DISPATCH):
	case EVENT(APPROVE):
	case EVENT(RETURN):
	case EVENT(REFUSE):
	case EVENT(WITHDRAW):
	case EVENT(REFER):
	case EVENT(MAINTAIN):
	case EVENT(GIVE_UP):
	case EVENT(SAME):
	case EVENT(APART):
		return true;
	default:
		return false;
	}
}

static enum err check_decision(struct ctx *ctx, const Xueji__V1__DecideProblemsRequest *in)
{
	if (!is_move(in->event))
		ctx_fault(ctx, "event", REASON_NOT_A_MOVE);
	if (in->n_problems == 0)
		ctx_fault(ctx, "problems", REASON_REQUIRED);
	if (in->n_problems > DECIDE_MOST)
		ctx_fault(ctx, "problems", REASON_TOO_MANY,
			arena_printf(ctx->arena, "%d", DECIDE_MOST));
	for (size_t i = 0; i < in->n_problems && i < DECIDE_MOST; i++)
		field_id(ctx, field_in(ctx, "problems", i, "case_id"), in->problems[i]->case_id);
	field_line_or_none(ctx, "reason", in->reason, REASON_MOST);
	return ctx_faults(ctx);
}

/* ---- one of them ---- */

struct deciding {
	const Xueji__V1__CaseRef *ref;
	const Xueji__V1__DecideProblemsRequest *in;
};

static enum err decide(struct ctx *ctx, void *arg)
{
	const struct deciding *one = arg;
	struct case_file file;
	enum err err = problems_find(ctx, one->ref->case_id, &file);
	if (err == OK && file.row.rev != one->ref->rev)
		err = ctx_fail(ctx, REASON_STALE);
	return err == OK ? case_decide(ctx, &file, (enum case_event)(one->in->event - 1),
				   one->in->reason)
			 : err;
}

static enum err add_summary(struct ctx *ctx, const char *id, Xueji__V1__ProblemResult *out)
{
	struct case_file file;
	enum err err = problems_find(ctx, id, &file);
	if (err == ERR_NOT_FOUND) {
		ctx->failure.err = OK;
		return OK;
	}
	const struct problem_entry entry = {.problem = file.problem, .kase = file.row};
	return err == OK ? problem_message_of(ctx, &entry, &out->summary) : err;
}

static enum err decide_one(struct ctx *ctx, const Xueji__V1__CaseRef *ref,
	const Xueji__V1__DecideProblemsRequest *in, Xueji__V1__ProblemResult *out)
{
	struct deciding one = {ref, in};
	struct failure refused;
	out->problem_id = ref->case_id;
	enum err err = attempt(ctx, decide, &one, &refused);
	if (err != OK)
		return err;
	out->is_done = refused.err == OK;
	if (refused.err != OK) {
		out->refusal = (char *)reason_row(refusal_reason(&refused))->name;
		out->refusal_text = (char *)refusal_words(ctx, &refused);
	}
	return add_summary(ctx, ref->case_id, out);
}

enum err problems_decide(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__DecideProblemsRequest *in = request;
	Xueji__V1__DecideProblemsResponse *out = reply;
	enum err err = check_decision(ctx, in);
	if (err != OK)
		return err;
	out->results = arena_array(ctx->arena, Xueji__V1__ProblemResult *, in->n_problems);
	for (size_t i = 0; err == OK && i < in->n_problems; i++) {
		out->results[i] = arena_one(ctx->arena, Xueji__V1__ProblemResult);
		xueji__v1__problem_result__init(out->results[i]);
		out->n_results++;
		err = decide_one(ctx, in->problems[i], in, out->results[i]);
	}
	return err;
}

/* ---- messages ---- */

/* For which of his units he writes: a side of the finding, or who decides it. */
static int64_t writes_for(const struct ctx *ctx, const struct case_file *file)
{
	const struct right *right = access_right(ctx, ROLE_OFFICER, SCOPE_UNIT, file->row.bureau);
	if (right == NULL)
		right = access_right(ctx, ROLES_BUSINESS, SCOPE_REGISTRY, 0);
	return right != NULL ? right->unit : 0;
}

enum err problems_write(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__AddProblemMessageRequest *in = request;
	struct case_file file;
	field_line(ctx, "text", in->text, TEXT_MOST);
	enum err err = ctx_faults(ctx);
	if (err == OK)
		err = problems_find(ctx, in->problem_id, &file);
	if (err == OK && !file.row.is_open)
		err = ctx_fail(ctx, REASON_PROBLEM_CLOSED);
	if (err == OK)
		err = problem_message_add(
			ctx, file.problem.group, writes_for(ctx, &file), in->text);
	if (err != OK)
		return err;
	ctx_journal(ctx, &(struct note){.action = ACTION_PROBLEM_WRITTEN,
				 .unit = file.row.school,
				 .entity = "case",
				 .entity_id = file.row.id});
	return problems_reply(ctx, file.row.id, reply);
}
