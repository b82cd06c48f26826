/* Service Desk. */
#include "server/service/services.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/date.h"
#include "server/service/desk_source.h"
#include "server/service/message.h"
#include "server/service/units.h"
#include "server/store/desk_store.h"
#include "server/store/ids.h"
#include "server/store/news.h"
#include "server/store/unit_tree.h"

/* ---- which rows ---- */

/* A row of a desk: a source at a unit. */
struct place {
	const struct desk_source *source;
	int64_t unit, for_operator;
};

struct desk {
	struct place *places;
	size_t n;
	uint64_t layout; /* never 0 */
};

static bool has_place(const struct desk *desk, const struct desk_source *source, int64_t unit)
{
	for (size_t i = 0; i < desk->n; i++)
		if (desk->places[i].source == source &&
			(desk->places[i].unit == unit || source->is_own))
			return true;
	return false;
}

static bool concerns(
	const struct ctx *ctx, const struct desk_source *source, const struct right *right)
{
	int32_t today = ctx_today(ctx);
	const struct unit_node *unit = unit_tree_get(ctx->units, right->unit);
	return unit != NULL && right->from_day <= today && today <= right->to_day &&
	       right->roles & source->roles && source->tiers & DESK_AT(unit->tier) &&
	       !(source->is_own && right->for_operator != 0);
}

static void add_place(struct ctx *ctx, struct desk *desk, const struct desk_source *source,
	const struct right *right)
{
	desk->places = arena_grow(ctx->arena, desk->places, desk->n, sizeof *desk->places);
	desk->places[desk->n++] = (struct place){source, right->unit, right->for_operator};
}

static uint64_t mix(uint64_t hash, uint64_t value)
{
	hash = (hash ^ value) * UINT64_C(0x9e3779b97f4a7c15);
	return hash ^ hash >> 29;
}

static uint64_t layout_of(const struct desk *desk)
{
	uint64_t hash = 1;
	for (size_t i = 0; i < desk->n; i++) {
		hash = mix(hash, (uint64_t)(desk->places[i].source - desk_sources));
		hash = mix(hash, (uint64_t)desk->places[i].unit);
	}
	return hash | 1;
}

/* Where a colleague's posting and one's own are at the same unit, one's own stands for both: rights
 * come in that order. */
static struct desk desk_of(struct ctx *ctx)
{
	struct desk desk = {0};
	for (size_t s = 0; s < desk_sources_count; s++)
		for (size_t r = 0; r < ctx->actor.n_rights; r++) {
			const struct right *right = &ctx->actor.rights[r];
			if (concerns(ctx, &desk_sources[s], right) &&
				!has_place(&desk, &desk_sources[s], right->unit))
				add_place(ctx, &desk, &desk_sources[s], right);
		}
	desk.layout = layout_of(&desk);
	return desk;
}

static enum err count(struct ctx *ctx, const struct desk *desk, size_t i, Xueji__V1__DeskCount *out)
{
	const struct place *place = &desk->places[i];
	xueji__v1__desk_count__init(out);
	out->row = (int32_t)i + 1;
	return place->source->count(ctx, place->source, place->unit, out);
}

/* ---- GetDesk ---- */

static enum err row_message(
	struct ctx *ctx, const struct desk *desk, size_t i, Xueji__V1__DeskRow *out)
{
	const struct place *place = &desk->places[i];
	xueji__v1__desk_row__init(out);
	out->number = (int32_t)i + 1;
	out->key = (char *)place->source->key;
	out->title = (char *)sentence_in(&place->source->title, ctx->lang);
	out->kind = place->source->kind;
	out->unit = unit_name_message(ctx, place->unit);
	if (place->for_operator != 0)
		out->for_operator_id = ids_format(ctx->arena, place->for_operator);
	out->method = (char *)place->source->method;
	out->case_party = (Xueji__V1__CaseParty)place->source->party;
	out->case_type = (Xueji__V1__CaseType)place->source->type;
	out->count = arena_one(ctx->arena, Xueji__V1__DeskCount);
	return count(ctx, desk, i, out->count);
}

/* ---- late below ---- */

enum { LATE_SHOWN = 20 };

struct late_unit {
	int64_t unit, count;
};
struct late {
	struct late_unit *units;
	size_t n;
};

static enum err add_late(struct ctx *ctx, int64_t unit, struct late *late)
{
	struct desk_sum sum;
	enum err err = desk_late(ctx, unit, &sum);
	if (err != OK || sum.count == 0)
		return err;
	late->units = arena_grow(ctx->arena, late->units, late->n, sizeof *late->units);
	late->units[late->n++] = (struct late_unit){unit, sum.count};
	return OK;
}

/* The bureaus below a bureau, and the schools that are its own (R3): what other bureaus' schools
 * are late with is those bureaus' to see to. */
static enum err add_below(struct ctx *ctx, const struct unit_node *bureau, struct late *late)
{
	enum err err = OK;
	for (uint32_t at = bureau->first + 1; err == OK && at <= bureau->last; at++) {
		const struct unit_node *unit = unit_tree_at(ctx->units, at);
		if (unit->tier != TIER_SCHOOL || unit->bureau == bureau->id)
			err = add_late(ctx, unit->id, late);
		/* Under a county stand schools only. */
		if (unit->tier == TIER_COUNTY)
			at = unit->last;
	}
	return err;
}

static int compare_late(const void *a, const void *b)
{
	const struct late_unit *x = a, *y = b;
	if (x->count != y->count)
		return x->count < y->count ? 1 : -1;
	return (x->unit > y->unit) - (x->unit < y->unit);
}

static void late_message(struct ctx *ctx, struct late *late, Xueji__V1__GetDeskResponse *out)
{
	if (late->n > 0)
		qsort(late->units, late->n, sizeof *late->units, compare_late);
	out->late = arena_array(ctx->arena, Xueji__V1__LateUnit *, LATE_SHOWN);
	for (size_t i = 0; i < late->n && i < LATE_SHOWN; i++) {
		Xueji__V1__LateUnit *one = arena_one(ctx->arena, Xueji__V1__LateUnit);
		xueji__v1__late_unit__init(one);
		one->unit = unit_name_message(ctx, late->units[i].unit);
		one->overdue = (int32_t)late->units[i].count;
		out->late[out->n_late++] = one;
	}
}

static bool is_bureau_of(const struct ctx *ctx, const struct right *right)
{
	int32_t today = ctx_today(ctx);
	return right->roles & ROLE_OFFICER && right->from_day <= today && today <= right->to_day;
}

static enum err fill_late(struct ctx *ctx, Xueji__V1__GetDeskResponse *out)
{
	struct late late = {0};
	enum err err = OK;
	for (size_t i = 0; err == OK && i < ctx->actor.n_rights; i++) {
		const struct right *right = &ctx->actor.rights[i];
		const struct unit_node *unit = unit_tree_get(ctx->units, right->unit);
		bool is_seen = false;
		for (size_t k = 0; k < i; k++)
			is_seen |= ctx->actor.rights[k].unit == right->unit &&
				   is_bureau_of(ctx, &ctx->actor.rights[k]);
		/* The nation decides no case and has no desk of them (R4). */
		if (is_seen || unit == NULL || unit->tier == TIER_NATION ||
			!is_bureau_of(ctx, right))
			continue;
		err = add_below(ctx, unit, &late);
	}
	if (err == OK)
		late_message(ctx, &late, out);
	return err;
}

static enum err get_desk(struct ctx *ctx, const void *request, void *reply)
{
	Xueji__V1__GetDeskResponse *out = reply;
	struct desk desk = desk_of(ctx);
	enum err err = OK;
	(void)request;
	out->rows = arena_array(ctx->arena, Xueji__V1__DeskRow *, desk.n);
	for (size_t i = 0; err == OK && i < desk.n; i++) {
		out->rows[i] = arena_one(ctx->arena, Xueji__V1__DeskRow);
		out->n_rows++;
		err = row_message(ctx, &desk, i, out->rows[i]);
	}
	out->layout = desk.layout;
	out->today = message_day(ctx->arena, ctx_today(ctx));
	return err == OK ? fill_late(ctx, out) : err;
}

/* ---- WatchDesk ---- */

/* What was told of a row. */
struct told {
	int32_t count, due_today, overdue;
	int64_t oldest_seconds;
	char earliest_due_day[DATE_TEXT_SIZE];
};

struct watch {
	uint64_t layout;
	struct told *rows;
	uint64_t *topics;
	size_t n_topics;
};

static struct told told_of(const Xueji__V1__DeskCount *count)
{
	struct told told = {.count = count->count,
		.due_today = count->due_today,
		.overdue = count->overdue,
		.oldest_seconds = count->oldest_seconds};
	snprintf(told.earliest_due_day, DATE_TEXT_SIZE, "%s", count->earliest_due_day);
	return told;
}

static bool is_same(const struct told *a, const struct told *b)
{
	return a->count == b->count && a->due_today == b->due_today && a->overdue == b->overdue &&
	       a->oldest_seconds == b->oldest_seconds &&
	       strcmp(a->earliest_due_day, b->earliest_due_day) == 0;
}

static void add_topic(struct watch *watch, uint64_t topic)
{
	for (size_t i = 0; i < watch->n_topics; i++)
		if (watch->topics[i] == topic)
			return;
	watch->topics[watch->n_topics++] = topic;
}

/* For other rows than before: nothing of them was told yet. */
static struct watch *begin_watch(struct ctx *ctx, struct stream *stream, const struct desk *desk)
{
	struct watch *watch = arena_one(stream->arena, struct watch);
	watch->layout = desk->layout;
	watch->rows = arena_array(stream->arena, struct told, desk->n);
	for (size_t i = 0; i < desk->n; i++)
		watch->rows[i].count = -1;
	watch->topics = arena_array(stream->arena, uint64_t, desk->n + 1);
	add_topic(watch, news_topic_of_operator(ctx->actor.operator_id));
	for (size_t i = 0; i < desk->n; i++)
		add_topic(watch, news_topic_of_unit(desk->places[i].unit));
	stream->topics = watch->topics;
	stream->n_topics = watch->n_topics;
	return watch;
}

static enum err tell_changes(struct ctx *ctx, const struct desk *desk, struct watch *watch,
	Xueji__V1__WatchDeskResponse *out)
{
	enum err err = OK;
	out->changes = arena_array(ctx->arena, Xueji__V1__DeskCount *, desk->n);
	for (size_t i = 0; i < desk->n; i++) {
		Xueji__V1__DeskCount *now = arena_one(ctx->arena, Xueji__V1__DeskCount);
		if ((err = count(ctx, desk, i, now)) != OK)
			return err;
		struct told told = told_of(now);
		if (is_same(&watch->rows[i], &told))
			continue;
		watch->rows[i] = told;
		out->changes[out->n_changes++] = now;
	}
	return OK;
}

static enum err watch_desk(struct ctx *ctx, struct stream *stream, const void *request, void *item)
{
	const Xueji__V1__WatchDeskRequest *in = request;
	Xueji__V1__WatchDeskResponse *out = item;
	struct watch *watch = stream->state;
	struct desk desk = desk_of(ctx);
	uint64_t known = watch != NULL ? watch->layout : in->layout;
	bool is_first = watch == NULL;
	if (is_first || watch->layout != desk.layout)
		watch = stream->state = begin_watch(ctx, stream, &desk);
	if (known != desk.layout)
		out->layout = desk.layout;
	enum err err = tell_changes(ctx, &desk, watch, out);
	bool is_news = is_first || out->layout != 0 || out->n_changes > 0;
	stream->step = is_news ? STREAM_ITEM : STREAM_PARK;
	return err;
}

static const struct method methods[] = {
	{.name = "GetDesk",
		.who = WHO_SIGNED_IN,
		.scope = SCOPE_REGISTRY, /* desk_of takes the rows from the caller's rights */
		.mode = METHOD_READ,
		.purpose_en = "look at one's desk",
		.purpose_zh = "查看待办",
		.run = get_desk},
	{.name = "WatchDesk",
		.who = WHO_SIGNED_IN,
		.scope = SCOPE_REGISTRY,
		.mode = METHOD_READ,
		.purpose_en = "be told what changes on one's desk",
		.purpose_zh = "订阅待办变化",
		.next = watch_desk},
};
const struct service desk_service = SERVICE(xueji__v1__desk__descriptor, methods);
