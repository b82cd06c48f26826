/* Where the rows of a desk come from: one row of a table for each kind of work. A new kind adds a
 * row here, and whoever changes what it counts calls news_of_unit (server/store/news.h) for the
 * unit at which it is shown; nothing else knows it. */
#pragma once

#include "domain/roles.h"
#include "domain/tiers.h"
#include "server/ctx.h"
#include "server/registry/case_table.h"
#include "xueji/v1/desk.pb-c.h"

#define DESK_AT(tier) (UINT32_C(1) << (tier))

struct desk_source {
	const char *key; /* stable; the part before the dot is the module */
	struct sentence title;
	Xueji__V1__DeskKind kind;
	uint32_t roles; /* whom it concerns, of domain/roles.h … */
	uint32_t tiers; /* … at units of these tiers, as DESK_AT */
	bool is_own;    /* about the operator himself: once, however many postings he has */
	/* Fills the counts but for the number; `out` is initialised. */
	enum err (*count)(struct ctx *ctx, const struct desk_source *source, int64_t unit,
		Xueji__V1__DeskCount *out);
	const char *method;    /* that lists it; of ListCases also: */
	enum case_party party; /* CASE_NOBODY: not asked for */
	enum case_type type;   /* 0: of no case */
};

/* In the order in which work should be done. */
extern const struct desk_source desk_sources[];
extern const size_t desk_sources_count;
