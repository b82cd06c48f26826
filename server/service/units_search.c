/* Service Units: search. The tree is walked in order; a call looks at no more than a bounded number
 * of units, and says where the next one goes on. */
#include "server/service/units.h"

#include "domain/unit_code.h"
#include "server/service/fields.h"
#include "server/service/page.h"
#include "server/service/unit_match.h"

enum { LOOKED_AT_MOST = 50000 };

struct search {
	const Xueji__V1__SearchUnitsRequest *in;
	struct unit_match match;
};

static bool is_match(const struct search *search, const struct unit_node *node)
{
	if (node->is_closed && !search->in->include_closed)
		return false;
	if (search->in->tier != XUEJI__V1__TIER__TIER_UNSPECIFIED &&
		(int)search->in->tier != node->tier)
		return false;
	return unit_match_is(&search->match, node);
}

/* "河北省 石家庄市 长安区": the names above a unit, without the nation's. */
static char *place_message(struct ctx *ctx, const struct unit_node *node)
{
	char *place = "";
	const struct unit_node *above = unit_tree_get(ctx->units, node->parent);
	for (; above != NULL && above->tier > TIER_NATION;
		above = unit_tree_get(ctx->units, above->parent))
		place = arena_printf(
			ctx->arena, "%s%s%s", above->name, place[0] != '\0' ? " " : "", place);
	return place;
}

static void add_found(
	struct ctx *ctx, const struct unit_node *node, Xueji__V1__SearchUnitsResponse *out)
{
	Xueji__V1__FoundUnit *found = arena_one(ctx->arena, Xueji__V1__FoundUnit);
	xueji__v1__found_unit__init(found);
	found->unit = arena_one(ctx->arena, Xueji__V1__Unit);
	xueji__v1__unit__init(found->unit);
	unit_message(ctx, node, found->unit);
	found->place = place_message(ctx, node);
	out->units[out->n_units++] = found;
}

/* From a position on; the id of the unit that the page ended with, 0 when nothing is left. */
static int64_t collect(struct ctx *ctx, const struct search *search, uint32_t from, uint32_t last,
	size_t most, Xueji__V1__SearchUnitsResponse *out)
{
	for (uint32_t at = from; at <= last; at++) {
		const struct unit_node *node = unit_tree_at(ctx->units, at);
		if (is_match(search, node))
			add_found(ctx, node, out);
		if (at < last && (out->n_units == most || at - from + 1 == LOOKED_AT_MOST))
			return node->id;
	}
	return 0;
}

/* Where the page begins: behind the unit that the one before ended with. */
static enum err start_of(struct ctx *ctx, const struct page *page, const struct unit_node *within,
	uint32_t *from_out)
{
	*from_out = within->first;
	if (page->is_first)
		return OK;
	const struct unit_node *ended = unit_tree_get(ctx->units, page->number[0]);
	if (ended == NULL || ended->first < within->first || ended->first > within->last) {
		ctx_fault(ctx, "page_token", REASON_NOT_A_PAGE_TOKEN); /* it moved away since */
		return ctx_faults(ctx);
	}
	*from_out = ended->first + 1;
	return OK;
}

enum err units_search(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__SearchUnitsRequest *in = request;
	Xueji__V1__SearchUnitsResponse *out = reply;
	const struct unit_node *within = NULL;
	struct page page;
	uint32_t from = 0;
	field_line(ctx, "query", in->query, UNIT_NAME_MOST);
	int64_t id = field_id_or(ctx, "within_id", in->within_id, UNIT_NATION);
	page_read(ctx, &in->base, &page);
	enum err err = ctx_faults(ctx);
	if (err == OK)
		err = unit_find(ctx, id, in->within_id, &within);
	if (err == OK)
		err = start_of(ctx, &page, within, &from);
	if (err != OK)
		return err;
	const struct search search = {in, unit_match_make(ctx, in->query)};
	out->units = arena_array(ctx->arena, Xueji__V1__FoundUnit *, page.size);
	int64_t ended = collect(ctx, &search, from, within->last, page.size, out);
	if (ended != 0)
		out->next_page_token = page_next(&page, ended, 0, NULL);
	return OK;
}
