/* Batches: the registrations of one school that came with one import, signed and confirmed together
 * (Q18). Each case still moves by its own table; what stands in the way of one stops no other. */
#include "server/service/case_apply.h"
#include "server/service/case_message.h"
#include "server/service/fields.h"
#include "server/service/imports.h"
#include "server/service/message.h"
#include "server/service/page.h"
#include "server/service/units.h"
#include "server/store/attempt.h"
#include "server/store/ids.h"

/* Whoever writes waits while a call decides, and of more cases what there may be to undo does not
 * fit into memory any more: then each takes longer. */
enum { BATCHES_MOST = 50, DECIDED_MOST = 50, REASON_MOST = 500 };

static void check_party(struct ctx *ctx, Xueji__V1__CaseParty party)
{
	if (party != XUEJI__V1__CASE_PARTY__CASE_PARTY_APPROVER &&
		party != XUEJI__V1__CASE_PARTY__CASE_PARTY_BUREAU)
		ctx_fault(ctx, "waiting_for", REASON_NOT_A_BATCH_PARTY);
}

/* ---- listing ---- */

static enum err batch_message(
	struct ctx *ctx, const struct import_batch *batch, Xueji__V1__Batch **out)
{
	struct import import;
	enum err err = import_get(ctx, batch->import, &import);
	if (err != OK)
		return err;
	*out = arena_one(ctx->arena, Xueji__V1__Batch);
	xueji__v1__batch__init(*out);
	(*out)->import_id = ids_format(ctx->arena, batch->import);
	(*out)->title = (char *)import.title;
	(*out)->operator_name = (char *)import.operator_name;
	(*out)->begun_time = message_time(ctx->arena, import.begun_us);
	(*out)->school = unit_name_message(ctx, batch->school);
	(*out)->cases = batch->cases;
	(*out)->waiting = batch->waiting;
	return OK;
}

enum err imports_batches(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__ListBatchesRequest *in = request;
	Xueji__V1__ListBatchesResponse *out = reply;
	struct import_batch *batches;
	struct page page;
	size_t found;
	int64_t unit = imports_unit(ctx, in->unit_id);
	page_read(ctx, &in->base, &page);
	check_party(ctx, in->waiting_for);
	enum err err = ctx_faults(ctx);
	size_t most = page.size < BATCHES_MOST ? page.size : BATCHES_MOST;
	if (err == OK)
		err = import_batches(ctx, unit, (int)in->waiting_for, page.number[0],
			page.number[1], most + 1, &batches, &found);
	if (err != OK)
		return err;
	size_t n = found < most ? found : most;
	out->batches = arena_array(ctx->arena, Xueji__V1__Batch *, n);
	for (; err == OK && out->n_batches < n; out->n_batches++)
		err = batch_message(ctx, &batches[out->n_batches], &out->batches[out->n_batches]);
	if (found > most)
		out->next_page_token =
			page_next(&page, batches[n - 1].import, batches[n - 1].school, NULL);
	return err;
}

/* ---- what is in one ---- */

static enum err case_of(struct ctx *ctx, int64_t id, Xueji__V1__Case **out)
{
	struct case_file file;
	enum err err = case_open(ctx, id, &file);
	if (err != OK)
		return err;
	*out = case_message(ctx, &file.row, &file.student.row);
	return case_marks(ctx, &file.row, *out);
}

enum err imports_batch_cases(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__ListBatchCasesRequest *in = request;
	Xueji__V1__ListBatchCasesResponse *out = reply;
	struct import_case *cases;
	struct page page;
	size_t found;
	int64_t unit = imports_unit(ctx, in->unit_id),
		id = field_id(ctx, "import_id", in->import_id);
	int64_t school = field_id_or(ctx, "school_id", in->school_id, 0);
	page_read(ctx, &in->base, &page);
	check_party(ctx, in->waiting_for);
	enum err err = ctx_faults(ctx);
	if (err == OK)
		err = import_waiting(ctx, id, school, unit, (int)in->waiting_for,
			(struct import_case){page.number[0], page.number[1]}, page.size + 1, &cases,
			&found);
	if (err == OK && page.is_first)
		err = import_waiting_count(
			ctx, id, school, unit, (int)in->waiting_for, &out->waiting);
	if (err != OK)
		return err;
	size_t n = found < page.size ? found : page.size;
	out->cases = arena_array(ctx->arena, Xueji__V1__Case *, n);
	for (; err == OK && out->n_cases < n; out->n_cases += err == OK)
		err = case_of(ctx, cases[out->n_cases].id, &out->cases[out->n_cases]);
	if (err == OK && found > page.size)
		out->next_page_token = page_next(&page, cases[n - 1].school, cases[n - 1].id, NULL);
	return err;
}

/* ---- deciding ---- */

static enum err check_decision(struct ctx *ctx, const Xueji__V1__DecideBatchRequest *in)
{
	bool returns = in->event == XUEJI__V1__CASE_EVENT__CASE_EVENT_RETURN;
	field_id(ctx, "import_id", in->import_id);
	field_id_or(ctx, "school_id", in->school_id, 0);
	check_party(ctx, in->waiting_for);
	if (!returns && in->event != XUEJI__V1__CASE_EVENT__CASE_EVENT_APPROVE)
		ctx_fault(ctx, "event", REASON_NOT_A_BATCH_MOVE);
	field_line_or_none(ctx, "reason", in->reason, REASON_MOST);
	if (returns && in->reason[0] == '\0')
		ctx_fault(ctx, "reason", REASON_CASE_REASON_MISSING);
	return ctx_faults(ctx);
}

struct deciding {
	int64_t id;
	const Xueji__V1__DecideBatchRequest *in;
};

static enum err decide(struct ctx *ctx, void *arg)
{
	const struct deciding *one = arg;
	struct case_file file;
	enum err err = case_open(ctx, one->id, &file);
	return err == OK ? case_decide(ctx, &file, (enum case_event)(one->in->event - 1),
				   one->in->reason)
			 : err;
}

static enum err add_refusal(struct ctx *ctx, int64_t id, const struct failure *refused,
	Xueji__V1__DecideBatchResponse *out)
{
	Xueji__V1__CaseResult *result = arena_one(ctx->arena, Xueji__V1__CaseResult);
	xueji__v1__case_result__init(result);
	enum err err = case_of(ctx, id, &result->summary);
	if (err != OK)
		return err;
	result->case_id = ids_format(ctx->arena, id);
	result->refusal = (char *)reason_row(refusal_reason(refused))->name;
	result->refusal_text = (char *)refusal_words(ctx, refused);
	out->refused[out->n_refused++] = result;
	return OK;
}

static enum err decide_one(struct ctx *ctx, const struct import_case *one,
	const Xueji__V1__DecideBatchRequest *in, Xueji__V1__DecideBatchResponse *out)
{
	struct deciding deciding = {one->id, in};
	struct failure refused;
	enum err err = attempt(ctx, decide, &deciding, &refused);
	if (err != OK || refused.err != OK)
		return err != OK ? err : add_refusal(ctx, one->id, &refused, out);
	out->done++;
	return OK;
}

enum err imports_decide_batch(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__DecideBatchRequest *in = request;
	Xueji__V1__DecideBatchResponse *out = reply;
	struct import import;
	struct import_case *cases;
	struct page page;
	size_t found;
	int64_t unit = imports_unit(ctx, in->unit_id), id;
	page_read(ctx, &in->base, &page);
	size_t most = page.size < DECIDED_MOST ? page.size : DECIDED_MOST;
	enum err err = check_decision(ctx, in);
	if (err == OK && !ids_parse(in->import_id, &id))
		err = ctx_fail(ctx, REASON_NO_SUCH_IMPORT);
	if (err == OK)
		err = import_get(ctx, id, &import);
	if (err == OK)
		err = import_waiting(ctx, id, field_id_or(ctx, "school_id", in->school_id, 0), unit,
			(int)in->waiting_for, (struct import_case){page.number[0], page.number[1]},
			most + 1, &cases, &found);
	if (err != OK)
		return err;
	size_t n = found < most ? found : most;
	out->refused = arena_array(ctx->arena, Xueji__V1__CaseResult *, n);
	for (size_t i = 0; err == OK && i < n; i++)
		err = decide_one(ctx, &cases[i], in, out);
	if (err == OK && found > most)
		out->next_page_token = page_next(&page, cases[n - 1].school, cases[n - 1].id, NULL);
	return err;
}
