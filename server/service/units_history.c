/* Service Units: the history of a unit. */
#include "server/service/units.h"

#include "server/service/fields.h"
#include "server/service/message.h"
#include "server/service/page.h"
#include "server/store/ids.h"
#include "server/store/unit_change_store.h"

static Xueji__V1__UnitFacts *facts_message(struct ctx *ctx, const struct unit_facts *facts)
{
	struct programme programme;
	if (facts->name == NULL)
		return NULL;
	Xueji__V1__UnitFacts *out = arena_one(ctx->arena, Xueji__V1__UnitFacts);
	xueji__v1__unit_facts__init(out);
	out->name = (char *)facts->name;
	out->parent = unit_name_message(ctx, facts->parent);
	out->bureau = unit_name_message(ctx, facts->bureau);
	out->is_closed = facts->is_closed;
	if (programme_parse(facts->stages, &programme))
		out->stages = stages_message(ctx, &programme, &out->n_stages);
	return out;
}

static Xueji__V1__UnitChangePart *part_message(struct ctx *ctx, const struct unit_change_part *part)
{
	Xueji__V1__UnitChangePart *out = arena_one(ctx->arena, Xueji__V1__UnitChangePart);
	xueji__v1__unit_change_part__init(out);
	out->unit_id = ids_format(ctx->arena, part->unit);
	out->code = (char *)part->code;
	out->part = (Xueji__V1__UnitPart)part->part;
	out->before = facts_message(ctx, &part->before);
	out->after = facts_message(ctx, &part->after);
	return out;
}

static enum err change_message(struct ctx *ctx, int64_t unit, const struct unit_change *change,
	Xueji__V1__UnitChange **out)
{
	struct unit_change_part *parts = NULL;
	size_t n = 0;
	Xueji__V1__UnitChange *message = *out = arena_one(ctx->arena, Xueji__V1__UnitChange);
	xueji__v1__unit_change__init(message);
	message->id = ids_format(ctx->arena, change->id);
	message->kind = (Xueji__V1__UnitChangeKind)change->kind;
	message->effective_day = message_day(ctx->arena, change->effective);
	message->reason = (char *)change->reason;
	message->at = message_time(ctx->arena, change->at_us);
	message->followed_count = (int32_t)change->n_followed;
	if (change->operator_id > 0)
		message->operator_id = ids_format(ctx->arena, change->operator_id);
	enum err err = unit_change_parts(ctx, change->id, unit, &parts, &n);
	message->parts = arena_array(ctx->arena, Xueji__V1__UnitChangePart *, n);
	for (size_t i = 0; i < n; i++)
		message->parts[message->n_parts++] = part_message(ctx, &parts[i]);
	return err;
}

enum err units_list_changes(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__ListUnitChangesRequest *in = request;
	Xueji__V1__ListUnitChangesResponse *out = reply;
	const struct unit_node *unit = NULL;
	struct unit_change *changes = NULL;
	struct page page;
	size_t n = 0;
	int64_t id = field_id(ctx, "unit_id", in->unit_id);
	page_read(ctx, &in->base, &page);
	enum err err = ctx_faults(ctx);
	if (err == OK)
		err = unit_find(ctx, id, in->unit_id, &unit);
	int64_t before = page.is_first ? INT64_MAX : page.number[0];
	if (err == OK)
		err = unit_changes(ctx, id, before, page.size + 1, &changes, &n);
	out->changes = arena_array(ctx->arena, Xueji__V1__UnitChange *, page.size);
	for (size_t i = 0; err == OK && i < n && i < page.size; i++)
		err = change_message(ctx, id, &changes[i], &out->changes[out->n_changes++]);
	if (err == OK && n > page.size)
		out->next_page_token = page_next(&page, changes[page.size - 1].id, 0, NULL);
	return err;
}
