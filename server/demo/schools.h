/* The schools of a demonstration: where they lie, what they teach, how many children and classes
 * each grade has. One county has a school of every kind (Q7); how many others there are follows
 * from the number of children, about 600 to a school, spread over the province's counties. */
#pragma once

#include "domain/stages.h"
#include "server/ctx.h"
#include "server/demo/facts.h"
#include "server/store/unit_tree.h"

/* A division that schools hang under, as it is seen from them. */
struct demo_county {
	const struct unit_node *unit;
	const struct province_facts *facts;
	bool is_rural;     /* a county rather than a district or a town */
	bool has_meals;    /* in the nutrition improvement plan */
	bool is_five_four; /* primary of five years, junior of four */
	int group;         /* the people that an autonomous county is named after; 0: none */
	double weight;     /* how many schools it gets beside the others */
	size_t first_school, n_schools; /* in the plan */
	const char *where;              /* "广东省韶关市始兴县" */
};

struct demo_school {
	int64_t id;
	const struct demo_county *county;
	const char *code, *name;
	const char *town; /* of a school in the country; NULL: in the county town */
	const char *category;
	int64_t bureau;
	bool is_private, is_special;
	int32_t opened;
	struct programme programme;
	int class_size;
	int pupils[GRADE_LAST + 1], classes[GRADE_LAST + 1];
	int64_t n_pupils;
};

struct school_plan {
	struct demo_county *counties;
	size_t n_counties;
	struct demo_county *home;    /* has a school of every kind */
	struct demo_school *schools; /* county by county */
	size_t n_schools;
};

/* What is wanted. */
struct demo_wish {
	const struct unit_node *province;
	int64_t students;
	uint64_t seed;
	int32_t today;
};

/* Plans them in the ctx's arena; the same for the same wish. */
const struct school_plan *schools_plan(
	struct ctx *ctx, const struct facts *facts, const struct demo_wish *wish);
/* Inserts them, in ctx's write transaction, with a note for the journal. */
enum err schools_insert(struct ctx *ctx, const struct school_plan *plan,
	const struct unit_node *province) MUST_CHECK;

/* The stage of a grade in a school, and its year there, from 1. */
int school_year_of(const struct demo_school *school, int grade, int *stage_out);
