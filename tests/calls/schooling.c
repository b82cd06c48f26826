#include "tests/calls/schooling.h"

#include "domain/stages.h"
#include "server/store/unit_store.h"
#include "server/store/unit_tree.h"

Xueji__V1__SchoolStage *stage_of(struct house *house, int stage, int years)
{
	Xueji__V1__SchoolStage *one = arena_one(house->arena, Xueji__V1__SchoolStage);
	xueji__v1__school_stage__init(one);
	one->stage = (Xueji__V1__Stage)stage;
	one->years = years;
	return one;
}

Xueji__V1__SchoolStage **nine_years(struct house *house)
{
	Xueji__V1__SchoolStage **list = arena_array(house->arena, Xueji__V1__SchoolStage *, 2);
	list[0] = stage_of(house, STAGE_PRIMARY, 6);
	list[1] = stage_of(house, STAGE_JUNIOR, 3);
	return list;
}

Xueji__V1__SchoolClass *class_of(struct house *house, int grade, int number)
{
	Xueji__V1__SchoolClass *one = arena_one(house->arena, Xueji__V1__SchoolClass);
	xueji__v1__school_class__init(one);
	one->grade = grade;
	one->number = number;
	return one;
}

void add_schools(struct house *house, int n, int64_t county)
{
	struct ctx *ctx = house_write(house);
	for (int i = 0; i < n; i++) {
		struct unit school = {.id = INT64_C(2144100000) + i,
			.parent = county,
			.bureau = county,
			.code = arena_printf(ctx->arena, "21441%05d", i),
			.name = arena_printf(ctx->arena, "第%d小学", i),
			.initials = arena_printf(ctx->arena, "d%dxx", i),
			.tier = TIER_SCHOOL,
			.programme = {{[STAGE_PRIMARY] = 6}}};
		ck_assert_int_eq(unit_insert(ctx, &school), OK);
	}
	ctx_on_commit(ctx, unit_cache_reload, NULL);
	house_commit(house);
}
