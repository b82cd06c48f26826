#include <stdlib.h>
#include <string.h>

#include "common/date.h"
#include "domain/roles.h"
#include "server/auth/access.h"
#include "server/service/campaigns.h"
#include "server/service/fields.h"
#include "server/service/message.h"
#include "server/service/services.h"
#include "server/service/units.h"
#include "server/store/campaign_store.h"
#include "server/store/ids.h"
#include "server/store/stat_cache.h"
#include "server/store/unit_tree.h"
#include "xueji/v1/campaigns.pb-c.h"

enum { LIST_MOST = 200, TITLE_MOST = 60 };

/* ---- where the right must reach ---- */

static int64_t own_unit(struct ctx *ctx, const char *text)
{
	const struct right *right = access_right(ctx, ROLES_BUSINESS, SCOPE_REGISTRY, 0);
	return field_id_or(ctx, "unit_id", text, right != NULL ? right->unit : 0);
}

/* Only the province opens and closes, for whatever lies in it. */
static enum err province_of(struct ctx *ctx, int64_t unit, int64_t *place_out)
{
	const struct unit_node *province = unit_tree_ancestor(ctx->units, unit, TIER_PROVINCE);
	*place_out = province != NULL ? province->id : 0;
	return ctx_faults(ctx);
}

static enum err place_open(struct ctx *ctx, const void *request, int64_t *place_out)
{
	const Xueji__V1__OpenCampaignRequest *in = request;
	return province_of(ctx, field_id(ctx, "unit_id", in->unit_id), place_out);
}

static enum err find_campaign(struct ctx *ctx, const char *text, struct campaign *out)
{
	int64_t id;
	return ids_parse(text, &id) ? campaign_get(ctx, id, out)
				    : ctx_fail(ctx, REASON_NO_SUCH_CAMPAIGN);
}

static enum err place_close(struct ctx *ctx, const void *request, int64_t *place_out)
{
	struct campaign campaign;
	enum err err = find_campaign(
		ctx, ((const Xueji__V1__CloseCampaignRequest *)request)->campaign_id, &campaign);
	return err == OK ? province_of(ctx, campaign.unit, place_out) : err;
}

static enum err place_list(struct ctx *ctx, const void *request, int64_t *place_out)
{
	*place_out = own_unit(ctx, ((const Xueji__V1__ListCampaignsRequest *)request)->unit_id);
	return ctx_faults(ctx);
}

static enum err place_get(struct ctx *ctx, const void *request, int64_t *place_out)
{
	*place_out = own_unit(ctx, ((const Xueji__V1__GetCampaignRequest *)request)->unit_id);
	return ctx_faults(ctx);
}

/* ---- messages ---- */

/* The last day of all; 0: it has no stages. */
static int32_t last_day(const struct campaign *campaign)
{
	int32_t last = 0, day;
	for (int stage = 1; stage < STAGE_END; stage++)
		if (campaign->until_day[stage] != NULL &&
			date_parse(campaign->until_day[stage], &day) && day > last)
			last = day;
	return last;
}

static bool is_running(const struct ctx *ctx, const struct campaign *campaign)
{
	int32_t from, today = ctx_today(ctx);
	return campaign->closed_us == 0 && date_parse(campaign->from_day, &from) && from <= today &&
	       today <= last_day(campaign);
}

static Xueji__V1__Campaign *campaign_message(struct ctx *ctx, const struct campaign *campaign)
{
	Xueji__V1__Campaign *out = arena_one(ctx->arena, Xueji__V1__Campaign);
	xueji__v1__campaign__init(out);
	out->id = ids_format(ctx->arena, campaign->id);
	out->kind = (Xueji__V1__CampaignKind)campaign->kind;
	out->purpose = (Xueji__V1__CollectionPurpose)campaign->purpose;
	out->unit = unit_name_message(ctx, campaign->unit);
	out->title = (char *)campaign->title;
	out->from_day = (char *)campaign->from_day;
	out->is_running = is_running(ctx, campaign);
	out->closed_time = message_time(ctx->arena, campaign->closed_us);
	out->stages = arena_array(ctx->arena, Xueji__V1__CampaignStage *, STAGE_END);
	for (int stage = 1; stage < STAGE_END; stage++) {
		if (campaign->until_day[stage] == NULL)
			continue;
		Xueji__V1__CampaignStage *one = arena_one(ctx->arena, Xueji__V1__CampaignStage);
		xueji__v1__campaign_stage__init(one);
		one->stage = (Xueji__V1__Stage)stage;
		one->until_day = (char *)campaign->until_day[stage];
		out->stages[out->n_stages++] = one;
	}
	return out;
}

/* ---- opening and closing ---- */

static void read_stages(
	struct ctx *ctx, const Xueji__V1__OpenCampaignRequest *in, struct campaign *out)
{
	int32_t from = field_day_or(ctx, "from_day", in->from_day, ctx_today(ctx));
	out->from_day = message_day(ctx->arena, from);
	if (in->n_stages == 0)
		ctx_fault(ctx, "stages", REASON_REQUIRED);
	for (size_t i = 0; i < in->n_stages; i++) {
		int stage = (int)in->stages[i]->stage;
		const char *field = field_in(ctx, "stages", i, "until_day");
		int32_t until = field_day(ctx, field, in->stages[i]->until_day);
		if (stage == 0 || out->until_day[stage] != NULL)
			ctx_fault(ctx, field_in(ctx, "stages", i, "stage"), REASON_CAMPAIGN_STAGE);
		else
			out->until_day[stage] = in->stages[i]->until_day;
		if (until != 0 && until < from)
			ctx_fault(ctx, field, REASON_CAMPAIGN_DAYS);
	}
}

static void note(struct ctx *ctx, enum action action, const struct campaign *campaign)
{
	ctx_journal(ctx, &(struct note){.action = action,
				 .unit = campaign->unit,
				 .entity = "campaign",
				 .entity_id = campaign->id});
}

static enum err open_campaign(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__OpenCampaignRequest *in = request;
	Xueji__V1__OpenCampaignResponse *out = reply;
	bool is_collection = in->kind == XUEJI__V1__CAMPAIGN_KIND__CAMPAIGN_KIND_COLLECTION;
	struct campaign campaign = {.unit = field_id(ctx, "unit_id", in->unit_id),
		.kind = (enum campaign_kind)in->kind,
		.purpose = (int)in->purpose,
		.title = in->title};
	if (in->kind == XUEJI__V1__CAMPAIGN_KIND__CAMPAIGN_KIND_UNSPECIFIED)
		ctx_fault(ctx, "kind", REASON_REQUIRED);
	if (is_collection != (in->purpose != 0))
		ctx_fault(ctx, "purpose", REASON_CAMPAIGN_PURPOSE);
	field_line(ctx, "title", in->title, TITLE_MOST);
	read_stages(ctx, in, &campaign);
	enum err err = ctx_faults(ctx);
	if (err == OK)
		err = campaign_insert(ctx, &campaign);
	if (err != OK)
		return err;
	note(ctx, ACTION_CAMPAIGN_OPENED, &campaign);
	out->campaign = campaign_message(ctx, &campaign);
	return OK;
}

static enum err close_campaign(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__CloseCampaignRequest *in = request;
	Xueji__V1__CloseCampaignResponse *out = reply;
	struct campaign campaign;
	enum err err = find_campaign(ctx, in->campaign_id, &campaign);
	if (err == OK && campaign.closed_us == 0) {
		note(ctx, ACTION_CAMPAIGN_CLOSED, &campaign);
		err = campaign_close(ctx, &campaign);
	}
	if (err == OK)
		out->campaign = campaign_message(ctx, &campaign);
	return err;
}

/* ---- looking ---- */

bool campaign_concerns(const struct ctx *ctx, int64_t of_campaign, int64_t unit)
{
	return unit_tree_is_under(ctx->units, unit, of_campaign) ||
	       unit_tree_is_under(ctx->units, of_campaign, unit);
}

int64_t campaign_place(const struct ctx *ctx, int64_t of_campaign, int64_t unit)
{
	return unit_tree_is_under(ctx->units, of_campaign, unit) ? of_campaign : unit;
}

static enum err list(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__ListCampaignsRequest *in = request;
	Xueji__V1__ListCampaignsResponse *out = reply;
	struct campaign *campaigns;
	int64_t unit = own_unit(ctx, in->unit_id);
	size_t n = 0;
	enum err err = ctx_faults(ctx);
	if (err == OK)
		err = campaign_list(ctx, unit, !in->all, LIST_MOST, &campaigns, &n);
	if (err != OK)
		return err;
	out->campaigns = arena_array(ctx->arena, Xueji__V1__Campaign *, n);
	for (; out->n_campaigns < n; out->n_campaigns++)
		out->campaigns[out->n_campaigns] =
			campaign_message(ctx, &campaigns[out->n_campaigns]);
	return OK;
}

struct campaign_reach campaign_reached(const struct ctx *ctx, int64_t unit)
{
	struct stat_totals totals = {.counts = {{0}}};
	struct campaign_reach out = {.percent = 100};
	if (ctx->app->stats != NULL)
		stat_cache_totals(ctx->app->stats, unit, &totals);
	out.registered = stat_on_roll(&totals.counts);
	out.under_way = totals.counts.of[STAT_PENDING];
	int64_t all = out.registered + out.under_way;
	if (all > 0)
		out.percent = (int32_t)(out.registered * 100 / all);
	return out;
}

static Xueji__V1__CampaignProgress *progress(struct ctx *ctx, int64_t unit)
{
	const struct campaign_reach reach = campaign_reached(ctx, unit);
	Xueji__V1__CampaignProgress *out = arena_one(ctx->arena, Xueji__V1__CampaignProgress);
	xueji__v1__campaign_progress__init(out);
	out->unit = unit_name_message(ctx, unit);
	out->registered = reach.registered;
	out->under_way = reach.under_way;
	out->percent = reach.percent;
	return out;
}

/* The least complete first; of the same, where most are missing. */
static int compare_progress(const void *a, const void *b)
{
	const Xueji__V1__CampaignProgress *x = *(Xueji__V1__CampaignProgress *const *)a;
	const Xueji__V1__CampaignProgress *y = *(Xueji__V1__CampaignProgress *const *)b;
	if (x->percent != y->percent)
		return x->percent < y->percent ? -1 : 1;
	if (x->under_way != y->under_way)
		return x->under_way > y->under_way ? -1 : 1;
	return strcmp(x->unit->code, y->unit->code);
}

static void add_units(struct ctx *ctx, int64_t unit, Xueji__V1__GetCampaignResponse *out)
{
	const struct unit_node *above = unit_tree_get(ctx->units, unit);
	out->units = arena_array(ctx->arena, Xueji__V1__CampaignProgress *, above->n_children);
	for (uint32_t at = above->first + 1; at <= above->last;) {
		const struct unit_node *node = unit_tree_at(ctx->units, at);
		if (!node->is_closed && out->n_units < above->n_children)
			out->units[out->n_units++] = progress(ctx, node->id);
		at = node->last + 1;
	}
}

static enum err get(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__GetCampaignRequest *in = request;
	Xueji__V1__GetCampaignResponse *out = reply;
	struct campaign campaign;
	int64_t unit = own_unit(ctx, in->unit_id);
	enum err err = ctx_faults(ctx);
	if (err == OK)
		err = find_campaign(ctx, in->campaign_id, &campaign);
	if (err == OK && !campaign_concerns(ctx, campaign.unit, unit))
		err = ctx_fail(ctx, REASON_NO_SUCH_CAMPAIGN);
	if (err != OK)
		return err;
	int32_t left = last_day(&campaign) - ctx_today(ctx);
	out->campaign = campaign_message(ctx, &campaign);
	out->days_left = left > 0 && campaign.closed_us == 0 ? left : 0;
	unit = campaign_place(ctx, campaign.unit, unit);
	out->total = progress(ctx, unit);
	add_units(ctx, unit, out);
	if (in->ranked && out->n_units > 0)
		qsort(out->units, out->n_units, sizeof(out->units[0]), compare_progress);
	return OK;
}

#define RUNS  .purpose_en = "run campaigns", .purpose_zh = "组织集中采集"
#define LOOKS .purpose_en = "look at campaigns", .purpose_zh = "查看集中采集"

static const struct method methods[] = {
	{.name = "OpenCampaign",
		.who = ROLE_OFFICER,
		.scope = SCOPE_UNIT,
		.mode = METHOD_WRITE,
		RUNS,
		.place = place_open,
		.run = open_campaign},
	{.name = "CloseCampaign",
		.who = ROLE_OFFICER,
		.scope = SCOPE_UNIT,
		.mode = METHOD_WRITE,
		RUNS,
		.place = place_close,
		.run = close_campaign},
	{.name = "ListCampaigns",
		.who = ROLES_BUSINESS,
		.scope = SCOPE_SUBTREE,
		.mode = METHOD_READ,
		LOOKS,
		.place = place_list,
		.run = list},
	{.name = "GetCampaign",
		.who = ROLES_BUSINESS,
		.scope = SCOPE_SUBTREE,
		.mode = METHOD_READ,
		LOOKS,
		.place = place_get,
		.run = get},
};
const struct service campaigns_service = SERVICE(xueji__v1__campaigns__descriptor, methods);
