#include "domain/roles.h"
#include "server/auth/access.h"
#include "server/service/case_message.h"
#include "server/service/case_route.h"
#include "server/service/cases.h"
#include "server/service/fields.h"
#include "server/service/page.h"
#include "server/service/services.h"
#include "server/store/attempt.h"
#include "server/store/case_list_store.h"
#include "server/store/ids.h"

enum { DECIDE_MOST = 200, REASON_MOST = 500, FILTER_MOST = 60 };

/* ---- one ---- */

enum err cases_find(struct ctx *ctx, const char *text, struct case_file *out)
{
	int64_t id;
	if (!ids_parse(text, &id))
		return ctx_fail(ctx, REASON_NO_SUCH_CASE, text);
	enum err err = case_get(ctx, id, &out->row);
	if (err != OK)
		return err;
	if (!case_caller_sees(ctx, &out->row))
		return ctx_fail(ctx, REASON_NO_SUCH_CASE, text);
	return case_open(ctx, id, out);
}

static enum err get_case(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__GetCaseRequest *in = request;
	struct case_file file;
	enum err err = cases_find(ctx, in->case_id, &file);
	if (err != OK)
		return err;
	ctx_journal(ctx, &(struct note){.action = ACTION_CASE_READ,
				 .unit = file.row.school,
				 .entity = "case",
				 .entity_id = file.row.id});
	return case_reply(ctx, &file, reply);
}

/* ---- lists ---- */

static int64_t own_unit(const struct ctx *ctx)
{
	const struct right *right = access_right(ctx, ROLES_BUSINESS, SCOPE_REGISTRY, 0);
	return right ? right->unit : 0;
}

static enum err place_of_list(struct ctx *ctx, const void *request, int64_t *place_out)
{
	const Xueji__V1__ListCasesRequest *in = request;
	*place_out = field_id_or(ctx, "unit_id", in->unit_id, own_unit(ctx));
	return ctx_faults(ctx);
}

static enum err read_list(struct ctx *ctx, const Xueji__V1__ListCasesRequest *in,
	const struct page *page, struct case_page *out)
{
	bool is_for_one = in->waiting_for != XUEJI__V1__CASE_PARTY__CASE_PARTY_UNSPECIFIED;
	*out = (struct case_page){
		.is_waiting = in->mine || is_for_one,
		.parties = is_for_one ? UINT32_C(1) << in->waiting_for : UINT32_MAX,
		.is_open = !in->closed,
		.type = (int)in->type,
		.order = (enum case_order)in->order,
		.filter = in->filter,
		.is_first = page->is_first,
		.after_due = (int32_t)page->number[0],
		.after_id = page->number[1],
		.limit = page->size + 1,
	};
	field_line_or_none(ctx, "filter", in->filter, FILTER_MOST);
	if (in->closed && out->is_waiting)
		ctx_fault(ctx, "closed", REASON_CLOSED_WAITS_FOR_NOBODY);
	if (in->closed && in->order != XUEJI__V1__CASE_ORDER__CASE_ORDER_UNSPECIFIED &&
		in->order != XUEJI__V1__CASE_ORDER__CASE_ORDER_NEWEST)
		ctx_fault(ctx, "order", REASON_CLOSED_NEWEST_FIRST);
	enum err err = ctx_faults(ctx);
	if (err == OK)
		err = place_of_list(ctx, in, &out->unit);
	if (err == OK && in->mine)
		out->parties &= case_caller_parties(ctx, out->unit);
	return err;
}

static enum err list_message(struct ctx *ctx, const struct case_row *row, Xueji__V1__Case **out)
{
	struct student_row child = {0};
	struct case_file file;
	bool is_gone = row->state == CASE_WITHDRAWN && row->type == CASE_REGISTRATION;
	enum err err = OK;
	if (row->student == 0) { /* of another province: the name stands in the application */
		err = case_open(ctx, row->id, &file);
		child.name = err == OK ? file.student.row.name : NULL;
	} else if (!is_gone) {
		err = student_get(ctx, row->student, &child);
	}
	if (err != OK)
		return err;
	*out = case_message(ctx, row, &child);
	return case_marks(ctx, row, *out);
}

static enum err add_load(
	struct ctx *ctx, const struct case_page *list, Xueji__V1__ListCasesResponse *out)
{
	struct case_load load;
	if (!list->is_waiting)
		return OK;
	enum err err = case_load_of(ctx, list->unit, list->parties, list->type, &load);
	if (err == OK)
		out->load = case_load_message(ctx, &load);
	return err;
}

static enum err add_counts(
	struct ctx *ctx, const struct case_page *list, Xueji__V1__ListCasesResponse *out)
{
	struct case_page all = *list;
	int64_t matching = 0, total = 0;
	if (!list->is_open)
		return OK;
	enum err err = case_count(ctx, list, &matching);
	all.filter = "";
	if (err == OK)
		err = case_count(ctx, &all, &total);
	out->matching_count = (int32_t)matching;
	out->total_count = (int32_t)total;
	return err;
}

static enum err add_cases(
	struct ctx *ctx, const struct case_list *rows, size_t n, Xueji__V1__ListCasesResponse *out)
{
	enum err err = OK;
	out->cases = arena_array(ctx->arena, Xueji__V1__Case *, n);
	for (; err == OK && out->n_cases < n; out->n_cases++)
		err = list_message(ctx, &rows->rows[out->n_cases], &out->cases[out->n_cases]);
	return err;
}

static enum err list_cases(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__ListCasesRequest *in = request;
	Xueji__V1__ListCasesResponse *out = reply;
	struct page page;
	struct case_page list;
	struct case_list rows;
	page_read(ctx, &in->base, &page);
	enum err err = read_list(ctx, in, &page, &list);
	if (err == OK)
		err = case_page(ctx, &list, &rows);
	if (err != OK)
		return err;
	size_t n = rows.n < page.size ? rows.n : page.size;
	err = add_cases(ctx, &rows, n, out);
	if (rows.n > page.size)
		out->next_page_token =
			page_next(&page, rows.rows[n - 1].due, rows.rows[n - 1].id, NULL);
	else if (rows.resume_id != 0)
		out->next_page_token = page_next(&page, 0, rows.resume_id, NULL);
	if (err == OK && page.is_first)
		err = add_load(ctx, &list, out);
	if (err == OK && page.is_first)
		err = add_counts(ctx, &list, out);
	return err;
}

/* ---- deciding ---- */

static bool is_move(Xueji__V1__CaseEvent event)
{
	return (event >= XUEJI__V1__CASE_EVENT__CASE_EVENT_SUBMIT &&
		       event <= XUEJI__V1__CASE_EVENT__CASE_EVENT_WITHDRAW) ||
	       event == XUEJI__V1__CASE_EVENT__CASE_EVENT_HAND_OVER ||
	       event == XUEJI__V1__CASE_EVENT__CASE_EVENT_RECEIVE ||
	       event == XUEJI__V1__CASE_EVENT__CASE_EVENT_PULL;
}

static enum err check_decision(struct ctx *ctx, const Xueji__V1__DecideCasesRequest *in)
{
	if (!is_move(in->event))
		ctx_fault(ctx, "event", REASON_NOT_A_MOVE);
	if (in->n_cases == 0)
		ctx_fault(ctx, "cases", REASON_REQUIRED);
	if (in->n_cases > DECIDE_MOST)
		ctx_fault(
			ctx, "cases", REASON_TOO_MANY, arena_printf(ctx->arena, "%d", DECIDE_MOST));
	for (size_t i = 0; i < in->n_cases && i < DECIDE_MOST; i++)
		field_id(ctx, field_in(ctx, "cases", i, "case_id"), in->cases[i]->case_id);
	field_line_or_none(ctx, "reason", in->reason, REASON_MOST);
	bool has_ground = in->ground != XUEJI__V1__REFUSAL_GROUND__REFUSAL_GROUND_UNSPECIFIED;
	bool refuses = in->event == XUEJI__V1__CASE_EVENT__CASE_EVENT_REFUSE;
	bool needs_reason =
		in->event == XUEJI__V1__CASE_EVENT__CASE_EVENT_RETURN || (refuses && !has_ground);
	if (has_ground && !refuses)
		ctx_fault(ctx, "ground", REASON_GROUND_WITHOUT_REFUSAL);
	if (needs_reason && in->reason[0] == '\0')
		ctx_fault(ctx, "reason", REASON_CASE_REASON_MISSING);
	return ctx_faults(ctx);
}

struct deciding {
	const Xueji__V1__CaseRef *ref;
	const Xueji__V1__DecideCasesRequest *in;
	struct case_file file; /* as it stands when that is done */
};

static enum err decide(struct ctx *ctx, void *arg)
{
	struct deciding *one = arg;
	enum err err = cases_find(ctx, one->ref->case_id, &one->file);
	if (err == OK && one->file.row.rev != one->ref->rev)
		err = ctx_fail(ctx, REASON_STALE);
	if (err != OK)
		return err;
	one->file.ground = (enum case_ground)one->in->ground;
	return case_decide(ctx, &one->file, (enum case_event)(one->in->event - 1), one->in->reason);
}

/* As it stands untouched; a case that is not the caller's to see has none. */
static enum err add_untouched(struct ctx *ctx, Xueji__V1__CaseResult *out)
{
	struct case_file file;
	const struct failure before = ctx->failure;
	enum err err = cases_find(ctx, out->case_id, &file);
	if (err == OK)
		out->summary = case_message(ctx, &file.row, &file.student.row);
	if (err != ERR_NOT_FOUND)
		return err;
	ctx->failure = before;
	return OK;
}

static enum err decide_one(struct ctx *ctx, const Xueji__V1__CaseRef *ref,
	const Xueji__V1__DecideCasesRequest *in, Xueji__V1__CaseResult *out)
{
	struct deciding one = {.ref = ref, .in = in};
	struct failure refused;
	out->case_id = ref->case_id;
	enum err err = attempt(ctx, decide, &one, &refused);
	if (err != OK)
		return err;
	out->is_done = refused.err == OK;
	if (out->is_done) {
		out->summary = case_message(ctx, &one.file.row, &one.file.student.row);
		return OK;
	}
	out->refusal = (char *)reason_row(refusal_reason(&refused))->name;
	out->refusal_text = (char *)refusal_words(ctx, &refused);
	return add_untouched(ctx, out);
}

static enum err decide_cases(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__DecideCasesRequest *in = request;
	Xueji__V1__DecideCasesResponse *out = reply;
	enum err err = check_decision(ctx, in);
	if (err != OK)
		return err;
	out->results = arena_array(ctx->arena, Xueji__V1__CaseResult *, in->n_cases);
	for (size_t i = 0; err == OK && i < in->n_cases; i++) {
		out->results[i] = arena_one(ctx->arena, Xueji__V1__CaseResult);
		xueji__v1__case_result__init(out->results[i]);
		out->n_results++;
		err = decide_one(ctx, in->cases[i], in, out->results[i]);
	}
	return err;
}

static const struct method methods[] = {
	{.name = "SaveRegistration",
		.who = ROLE_REGISTRAR,
		.scope = SCOPE_UNIT,
		.mode = METHOD_WRITE,
		.purpose_en = "register children",
		.purpose_zh = "办理学籍注册",
		.place = cases_place_registration,
		.run = cases_save_registration,
		.on_refusal = cases_note_duplicate},
	{.name = "SaveKeyDataChange",
		.who = ROLE_REGISTRAR,
		.scope = SCOPE_UNIT,
		.mode = METHOD_WRITE,
		.purpose_en = "apply for changes of key data",
		.purpose_zh = "申请关键数据变更",
		.place = cases_place_key_data,
		.run = cases_save_key_data,
		.on_refusal = cases_note_duplicate},
	{.name = "ApplyStatusChange",
		.who = ROLE_REGISTRAR,
		.scope = SCOPE_UNIT,
		.mode = METHOD_WRITE,
		.purpose_en = "apply for changes of status",
		.purpose_zh = "申请学籍状态变动",
		.place = cases_place_status,
		.run = cases_apply_status},
	{.name = "ApplyGraduation",
		.who = ROLE_REGISTRAR,
		.scope = SCOPE_UNIT,
		.mode = METHOD_WRITE,
		.purpose_en = "enter graduations",
		.purpose_zh = "办理毕业",
		.place = cases_place_graduation,
		.run = cases_apply_graduation},
	{.name = "UndoGraduation",
		.who = ROLE_APPROVER | ROLE_OFFICER,
		.scope = SCOPE_EACH, /* graduation_undo asks for the last signature's party */
		.mode = METHOD_WRITE,
		.purpose_en = "take graduations back",
		.purpose_zh = "撤回毕业",
		.run = cases_undo_graduation},
	{.name = "GetCase",
		.who = ROLES_BUSINESS,
		.scope = SCOPE_REGISTRY, /* cases_find hides what is not the caller's to see */
		.mode = METHOD_AUDITED,
		.purpose_en = "look at cases",
		.purpose_zh = "查看业务",
		.run = get_case},
	{.name = "ListCases",
		.who = ROLES_BUSINESS,
		.scope = SCOPE_SUBTREE,
		.mode = METHOD_READ,
		.purpose_en = "look at cases",
		.purpose_zh = "查看业务",
		.place = place_of_list,
		.run = list_cases},
	{.name = "DecideCases",
		.who = ROLES_BUSINESS,
		.scope = SCOPE_EACH, /* case_caller_is asks for the party of each */
		.mode = METHOD_WRITE,
		.purpose_en = "decide on cases",
		.purpose_zh = "办理业务",
		.run = decide_cases},
};
const struct service cases_service = SERVICE(xueji__v1__cases__descriptor, methods);
