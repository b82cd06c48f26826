#include <stdlib.h>
#include <string.h>

#include "common/date.h"
#include "domain/roles.h"
#include "server/auth/access.h"
#include "server/service/fields.h"
#include "server/service/lists.h"
#include "server/service/message.h"
#include "server/service/page.h"
#include "server/service/services.h"
#include "server/service/units.h"
#include "server/settings.h"
#include "server/store/ids.h"
#include "server/store/parcel_store.h"
#include "server/store/policy_cache.h"
#include "server/store/student_store.h"

/* ---- where the right must reach ---- */

static int64_t own_unit(const struct ctx *ctx)
{
	const struct right *right = access_right(ctx, ROLE_OFFICER, SCOPE_REGISTRY, 0);
	return right ? right->unit : 0;
}

static enum err place_of_unit(struct ctx *ctx, const char *unit_id, int64_t *place_out)
{
	*place_out = field_id_or(ctx, "unit_id", unit_id, own_unit(ctx));
	return ctx_faults(ctx);
}

static enum err place_create(struct ctx *ctx, const void *request, int64_t *place_out)
{
	return place_of_unit(
		ctx, ((const Xueji__V1__CreateListRequest *)request)->unit_id, place_out);
}

static enum err place_page(struct ctx *ctx, const void *request, int64_t *place_out)
{
	return place_of_unit(
		ctx, ((const Xueji__V1__ListListsRequest *)request)->unit_id, place_out);
}

static enum err place_import(struct ctx *ctx, const void *request, int64_t *place_out)
{
	return place_of_unit(
		ctx, ((const Xueji__V1__ImportVerdictsRequest *)request)->unit_id, place_out);
}

static enum err place_renumber(struct ctx *ctx, const void *request, int64_t *place_out)
{
	*place_out = field_id(
		ctx, "unit_id", ((const Xueji__V1__RenumberStudentsRequest *)request)->unit_id);
	return ctx_faults(ctx);
}

static enum err find_list(struct ctx *ctx, const char *text, struct list *out)
{
	int64_t id;
	return ids_parse(text, &id) ? list_get(ctx, id, out) : ctx_fail(ctx, REASON_NO_SUCH_LIST);
}

static enum err place_of_list(struct ctx *ctx, const char *text, int64_t *place_out)
{
	struct list list;
	enum err err = find_list(ctx, text, &list);
	if (err == OK)
		*place_out = list.unit;
	return err;
}

static enum err place_get(struct ctx *ctx, const void *request, int64_t *place_out)
{
	return place_of_list(ctx, ((const Xueji__V1__GetListRequest *)request)->list_id, place_out);
}

static enum err place_refusals(struct ctx *ctx, const void *request, int64_t *place_out)
{
	return place_of_list(
		ctx, ((const Xueji__V1__ListRefusalsRequest *)request)->list_id, place_out);
}

/* ---- messages ---- */

static enum err list_message(struct ctx *ctx, const struct list *list, Xueji__V1__List **out)
{
	Xueji__V1__List *message = arena_one(ctx->arena, Xueji__V1__List);
	struct parcel_row parcel = {0};
	enum err err = list->parcel ? parcel_get(ctx, list->parcel, &parcel) : OK;
	xueji__v1__list__init(message);
	message->id = ids_format(ctx->arena, list->id);
	message->kind = (Xueji__V1__ListKind)list->kind;
	message->state = (Xueji__V1__ListState)list->state;
	message->number = parcel.number;
	message->entries = list->entries;
	message->settled = list->settled;
	message->refused = list->refused;
	message->reason = (char *)list->reason;
	message->made_by = list->made_by > 0 ? ids_format(ctx->arena, list->made_by) : "";
	message->made_time = message_time(ctx->arena, list->made_us);
	message->moved_time = message_time(ctx->arena, list->moved_us);
	if (parcel.state == PARCEL_READY) {
		message->size = parcel.size;
		message->pieces = parcel.blocks + 2;
	}
	*out = message;
	return err;
}

/* ---- making ---- */

static enum err create_list(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__CreateListRequest *in = request;
	Xueji__V1__CreateListResponse *out = reply;
	struct list list;
	int64_t place;
	enum err err = place_create(ctx, request, &place);
	const struct unit_node *unit = err == OK ? unit_tree_get(ctx->units, place) : NULL;
	if (unit == NULL || unit->tier != TIER_PROVINCE)
		ctx_fault(ctx, "unit_id", REASON_NOT_A_PROVINCE);
	if (in->kind == XUEJI__V1__LIST_KIND__LIST_KIND_UNSPECIFIED)
		ctx_fault(ctx, "kind", REASON_REQUIRED);
	field_line(ctx, "reason", in->reason, LIST_REASON_MOST);
	err = ctx_faults(ctx);
	if (err == OK)
		err = list_ask_for(ctx, place, (enum parcel_kind)in->kind, in->reason, &list);
	return err == OK ? list_message(ctx, &list, &out->list) : err;
}

/* ---- listing ---- */

/* The first day of the policy's number that is not before `since`. */
static int32_t due_day(int32_t since, int day_of_month)
{
	char text[DATE_TEXT_SIZE];
	int32_t day = since;
	for (int i = 0; i < 31; i++, day++) {
		date_format(day, text);
		if (strtol(text + 8, NULL, 10) == day_of_month)
			break;
	}
	return day;
}

static enum err fill_queue(
	struct ctx *ctx, int64_t unit, enum parcel_kind kind, Xueji__V1__ListQueue *out)
{
	int64_t oldest;
	enum err err = list_waiting(ctx, unit, kind, &out->waiting, &oldest);
	out->kind = (Xueji__V1__ListKind)kind;
	if (err != OK || out->waiting == 0)
		return err;
	int32_t since = date_of_instant(oldest), today = ctx_today(ctx);
	int32_t due = due_day(since, (int)policy_number(ctx, POLICY_LIST_DAY, unit));
	out->oldest_time = message_time(ctx->arena, oldest);
	out->oldest_days = today - since;
	out->due_day = message_day(ctx->arena, due);
	out->is_overdue = today > due;
	return OK;
}

static enum err fill_queues(struct ctx *ctx, int64_t unit, Xueji__V1__ListListsResponse *out)
{
	static const enum parcel_kind kinds[] = {
		PARCEL_LIST_WIDER_CHECK, PARCEL_LIST_KEY_DATA, PARCEL_LIST_PROBLEMS};
	enum { N = sizeof kinds / sizeof *kinds };
	enum err err = OK;
	out->queues = arena_array(ctx->arena, Xueji__V1__ListQueue *, N);
	for (; err == OK && out->n_queues < N; out->n_queues++) {
		Xueji__V1__ListQueue *queue = arena_one(ctx->arena, Xueji__V1__ListQueue);
		xueji__v1__list_queue__init(queue);
		out->queues[out->n_queues] = queue;
		err = fill_queue(ctx, unit, kinds[out->n_queues], queue);
	}
	return err;
}

static enum err list_lists(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__ListListsRequest *in = request;
	Xueji__V1__ListListsResponse *out = reply;
	struct page page;
	struct list *lists;
	size_t found;
	int64_t unit;
	page_read(ctx, &in->base, &page);
	enum err err = place_page(ctx, request, &unit);
	if (err == OK)
		err = fill_queues(ctx, unit, out);
	if (err == OK)
		err = list_page(ctx, unit, page.number[0], page.size + 1, &lists, &found);
	if (err != OK)
		return err;
	size_t n = found < page.size ? found : page.size;
	out->lists = arena_array(ctx->arena, Xueji__V1__List *, n);
	for (; err == OK && out->n_lists < n; out->n_lists++)
		err = list_message(ctx, &lists[out->n_lists], &out->lists[out->n_lists]);
	if (found > page.size)
		out->next_page_token = page_next(&page, lists[n - 1].id, 0, NULL);
	return err;
}

/* ---- fetching ---- */

static const char *file_name(
	struct ctx *ctx, const struct peer *peer, const struct parcel_row *parcel)
{
	return arena_printf(ctx->arena, "%s-%s-%010lld.parcel", ctx->app->settings->unit,
		peer->name, (long long)parcel->number);
}

static enum err get_list(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__GetListRequest *in = request;
	Xueji__V1__GetListResponse *out = reply;
	struct list list;
	struct parcel_row parcel = {0};
	struct parcel_piece piece;
	struct peer peer;
	enum err err = find_list(ctx, in->list_id, &list);
	if (err == OK && list.parcel != 0)
		err = parcel_get(ctx, list.parcel, &parcel);
	if (err == OK && parcel.state != PARCEL_READY)
		err = ctx_fail(ctx, REASON_LIST_NOT_MADE);
	if (err != OK)
		return err;
	out->pieces = parcel.blocks + 2;
	if (in->piece < 0 || in->piece >= out->pieces) {
		ctx_fault(ctx, "piece", REASON_NO_SUCH_PIECE,
			arena_printf(ctx->arena, "%lld", (long long)out->pieces));
		return ctx_faults(ctx);
	}
	err = peer_with_id(ctx, parcel.peer, &peer);
	if (err == OK)
		err = parcel_piece_at(ctx, parcel.id, in->piece, &piece);
	if (err == OK && piece.size == 0) /* server/store/parcel_purge.h */
		err = ctx_fail(ctx, REASON_LIST_GONE);
	if (err != OK)
		return err;
	out->data = (ProtobufCBinaryData){piece.size, (uint8_t *)piece.bytes};
	out->file_name = (char *)file_name(ctx, &peer, &parcel);
	if (in->piece == 0) /* one fetching, one entry */
		ctx_journal(ctx, &(struct note){.action = ACTION_LIST_FETCHED,
					 .unit = list.unit,
					 .entity = "list",
					 .entity_id = list.id,
					 .summary = parcel_kind_row(list.kind)->word});
	return OK;
}

/* ---- refusals ---- */

static const struct reason_row *reason_named(const char *name)
{
	for (int reason = 0; reason < REASON_COUNT; reason++)
		if (strcmp(reason_row((enum reason)reason)->name, name) == 0)
			return reason_row((enum reason)reason);
	return NULL;
}

static enum err refusal_message(
	struct ctx *ctx, const struct list_refusal *row, Xueji__V1__ListRefusal **out)
{
	struct student_row child = {0};
	const char *const no_args[4] = {NULL};
	Xueji__V1__ListRefusal *message = arena_one(ctx->arena, Xueji__V1__ListRefusal);
	const struct reason_row *why = reason_named(row->reason);
	enum err err = row->student ? student_get(ctx, row->student, &child) : OK;
	if (err == ERR_NOT_FOUND) { /* the record is gone: what is known of it stands */
		ctx->failure.err = OK;
		err = OK;
	}
	xueji__v1__list_refusal__init(message);
	message->row = row->row;
	message->result = (Xueji__V1__VerdictResult)row->result;
	message->refusal = (char *)row->reason;
	if (why != NULL)
		message->refusal_text = (char *)ctx_sentence(ctx, &why->sentence, no_args);
	if (row->student != 0)
		message->student_id = ids_format(ctx->arena, row->student);
	if (child.name != NULL)
		message->student_name = (char *)child.name;
	message->school = unit_name_message(ctx, child.school);
	message->time = message_time(ctx->arena, row->at_us);
	*out = message;
	return err;
}

static enum err refusals(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__ListRefusalsRequest *in = request;
	Xueji__V1__ListRefusalsResponse *out = reply;
	struct page page;
	struct list list;
	struct list_refusal *rows;
	size_t found;
	page_read(ctx, &in->base, &page);
	enum err err = ctx_faults(ctx);
	if (err == OK)
		err = find_list(ctx, in->list_id, &list);
	if (err == OK)
		err = list_refusals(ctx, list.id, page.number[0], page.size + 1, &rows, &found);
	if (err != OK)
		return err;
	size_t n = found < page.size ? found : page.size;
	out->refusals = arena_array(ctx->arena, Xueji__V1__ListRefusal *, n);
	for (; err == OK && out->n_refusals < n; out->n_refusals++)
		err = refusal_message(ctx, &rows[out->n_refusals], &out->refusals[out->n_refusals]);
	if (found > page.size)
		out->next_page_token = page_next(&page, rows[n - 1].seq, 0, NULL);
	return err;
}

#define PURPOSE .purpose_en = "exchange lists with the nation", .purpose_zh = "办理全国核查名单"

static const struct method methods[] = {
	{.name = "CreateList",
		.who = ROLE_OFFICER,
		.scope = SCOPE_UNIT,
		.mode = METHOD_WRITE,
		PURPOSE,
		.place = place_create,
		.run = create_list},
	{.name = "ListLists",
		.who = ROLE_OFFICER,
		.scope = SCOPE_UNIT,
		.mode = METHOD_READ,
		PURPOSE,
		.place = place_page,
		.run = list_lists},
	{.name = "GetList",
		.who = ROLE_OFFICER,
		.scope = SCOPE_UNIT,
		.mode = METHOD_AUDITED,
		PURPOSE,
		.place = place_get,
		.run = get_list},
	{.name = "ImportVerdicts",
		.who = ROLE_OFFICER,
		.scope = SCOPE_UNIT,
		.mode = METHOD_WRITE,
		PURPOSE,
		.place = place_import,
		.run = lists_import},
	{.name = "ListRefusals",
		.who = ROLE_OFFICER,
		.scope = SCOPE_UNIT,
		.mode = METHOD_READ,
		PURPOSE,
		.place = place_refusals,
		.run = refusals},
	{.name = "GiveSubstituteNumbers",
		.who = ROLE_OFFICER,
		.scope = SCOPE_EACH, /* lists_numbers.c asks for the province of each child */
		.mode = METHOD_WRITE,
		.purpose_en = "give formal numbers to children without an ID number",
		.purpose_zh = "为无身份证件号学生核发学籍号",
		.run = lists_give_numbers},
	{.name = "RenumberStudents",
		.who = ROLE_OFFICER,
		.scope = SCOPE_UNIT,
		.mode = METHOD_WRITE,
		.purpose_en = "replace children's numbers",
		.purpose_zh = "批量替换学籍号",
		.place = place_renumber,
		.run = lists_renumber},
};
const struct service lists_service = SERVICE(xueji__v1__lists__descriptor, methods);
