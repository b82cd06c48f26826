/* The country's divisions in memory, and a ctx that knows them, without a store. */
#pragma once

#include <stdio.h>
#include <string.h>

#include "common/han_reading.h"
#include "domain/unit_code.h"
#include "server/demo/population.h"
#include "tests/support/suite.h"

enum { NATION_UNITS = 4000, TODAY_IN_AUTUMN = 20779 /* 2026-11-22 */, TODAY_IN_MAY = 20949 };

static struct arena *nation_arena;
static struct app nation_app;
static struct ctx nation_ctx;
static int32_t nation_today = TODAY_IN_AUTUMN;

static int64_t nation_now(void *arg)
{
	(void)arg;
	return (int64_t)nation_today * 86400 * 1000000;
}

/* code,tier,parent,name */
static void nation_read(char *line, struct unit_node *out)
{
	char *code = strsep(&line, ","), *tier = strsep(&line, ","), *parent = strsep(&line, ",");
	*out = (struct unit_node){.id = unit_code_id(code), .code = code, .name = line};
	out->tier = (uint8_t)tier_find(tier)->tier;
	out->bureau = out->id;
	out->initials = "x";
	if (out->tier > TIER_NATION)
		out->parent = parent[0] != '\0' ? unit_code_id(parent) : UNIT_NATION;
}

static void nation_open(void)
{
	static struct unit_node units[NATION_UNITS];
	static char lines[NATION_UNITS][200];
	size_t n = 0;
	FILE *in = fopen(SOURCE_DIR "/etc/divisions.csv", "r");
	ck_assert_ptr_nonnull(in);
	ck_assert_ptr_nonnull(fgets(lines[0], sizeof lines[0], in));
	for (; n < NATION_UNITS && fgets(lines[n], sizeof lines[n], in) != NULL; n++) {
		lines[n][strcspn(lines[n], "\n")] = '\0';
		nation_read(lines[n], &units[n]);
	}
	fclose(in);
	nation_arena = arena_new(0);
	nation_app = (struct app){.units = unit_cache_new(),
		.readings = han_readings_open(),
		.world = {.now_us = nation_now}};
	unit_cache_publish(nation_app.units, unit_tree_build(units, n));
	ctx_init(&nation_ctx, &nation_app, nation_arena);
	nation_ctx.units = unit_tree_pin(nation_app.units);
}

static void nation_close(void)
{
	unit_tree_unpin(nation_ctx.units);
	unit_cache_free(nation_app.units);
	han_readings_close(nation_app.readings);
	arena_free(nation_arena);
}

/* A demonstration of so many children. */
struct demo {
	struct demo_wish wish;
	const struct facts *facts;
	const struct school_plan *plan;
	struct population *population;
};

static inline struct demo demo_plan(const char *province, int64_t students, uint64_t seed)
{
	struct demo demo = {.wish = {unit_tree_by_code(nation_ctx.units, province), students, seed,
				    nation_today},
		.facts = facts_read(nation_arena)};
	ck_assert_ptr_nonnull(demo.wish.province);
	demo.plan = schools_plan(&nation_ctx, demo.facts, &demo.wish);
	demo.population = population_new(&nation_ctx, demo.facts, demo.plan, &demo.wish);
	return demo;
}
