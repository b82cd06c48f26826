#include "tests/calls/schooling.h"

#include "domain/stages.h"

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
