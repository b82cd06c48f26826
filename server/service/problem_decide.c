/* One move on many problems, each by itself: what is refused is undone and told, and the others go
 * on. */
#include "server/service/problems.h"

#include "domain/roles.h"
#include "server/auth/access.h"
#include "server/service/case_route.h"
#include "server/service/fields.h"
#include "server/service/problem_message.h"
#include "server/store/db.h"

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

/* Is the error one of this problem alone? */
static bool is_refusal(const struct ctx *ctx, enum err err)
{
	return ctx->failure.err == err &&
	       (err == ERR_PRECONDITION || err == ERR_STALE || err == ERR_NOT_FOUND ||
		       err == ERR_EXISTS || err == ERR_INVALID);
}

static enum err decide(
	struct ctx *ctx, const Xueji__V1__CaseRef *ref, const Xueji__V1__DecideProblemsRequest *in)
{
	struct case_file file;
	enum err err = problems_find(ctx, ref->case_id, &file);
	if (err == OK && file.row.rev != ref->rev)
		err = ctx_fail(ctx, REASON_STALE);
	return err == OK ? case_decide(ctx, &file, (enum case_event)(in->event - 1), in->reason)
			 : err;
}

/* What the undone part noted and hung on the commit goes with it. */
static enum err decide_or_undo(struct ctx *ctx, const Xueji__V1__CaseRef *ref,
	const Xueji__V1__DecideProblemsRequest *in, bool *done_out)
{
	struct note **last_note = ctx->last_note;
	struct commit_hook **last_hook = ctx->last_hook;
	*done_out = false;
	enum err err = db_savepoint(ctx);
	if (err != OK)
		return err;
	err = decide(ctx, ref, in);
	if (err == OK) {
		*done_out = true;
		return db_release(ctx);
	}
	if (!is_refusal(ctx, err) || !db_undo_savepoint(ctx))
		return err;
	ctx->last_note = last_note;
	*last_note = NULL;
	ctx->last_hook = last_hook;
	*last_hook = NULL;
	return OK;
}

static const char *words_of(struct ctx *ctx, const struct failure *failure)
{
	const struct fault *fault = failure->faults;
	if (fault != NULL)
		return ctx_sentence(ctx, &reason_row(fault->reason)->sentence, fault->args);
	return ctx_sentence(ctx, &reason_row(failure->reason)->sentence, failure->args);
}

static void tell_refusal(struct ctx *ctx, Xueji__V1__ProblemResult *out)
{
	const struct failure failure = ctx->failure;
	enum reason why = failure.faults != NULL ? failure.faults->reason : failure.reason;
	out->refusal = (char *)reason_row(why)->name;
	out->refusal_text = (char *)words_of(ctx, &failure);
	ctx->failure = (struct failure){.err = OK};
	ctx->failure.last_fault = &ctx->failure.faults;
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
	bool is_done;
	out->problem_id = ref->case_id;
	enum err err = decide_or_undo(ctx, ref, in, &is_done);
	if (err != OK)
		return err;
	out->is_done = is_done;
	if (!is_done)
		tell_refusal(ctx, out);
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
