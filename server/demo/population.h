/* The children of a demonstration, school by school: who they are, where they sit, what numbers
 * they have and had, where they were before. The same for the same plan and seed; memory does not
 * grow with their number. */
#pragma once

#include "domain/roll.h"
#include "server/demo/schools.h"
#include "server/store/enrolment_store.h"
#include "server/store/number_store.h"
#include "server/store/student_record.h"

enum { DEMO_NUMBERS = 4, DEMO_STAYS = 6 };

/* What was made wrong on purpose, at the rates of the country (0.35 % of the records share an ID
 * number, 0.12 % have one that the population base does not know, 0.35 % another name there). Some
 * were loaded with the data of the time before the registry: an ID number that is none, or items
 * that nobody asked for then. */
enum demo_defect {
	DEFECT_NONE,
	DEFECT_SAME_ID,
	DEFECT_NOT_FOUND,
	DEFECT_OTHER_NAME,
	DEFECT_WRONG_ID,
	DEFECT_ITEMS_MISSING,
	DEFECTS
};

/* As it is to be stored; id, county and shard of the row are the store's. Texts are constants or
 * from the arena that population_next was given. */
struct demo_child {
	struct student_row row;
	Xueji__V1__StudentItems items;
	struct number_row numbers[DEMO_NUMBERS]; /* the one in force first */
	size_t n_numbers;
	struct enrolment stays[DEMO_STAYS]; /* oldest first */
	size_t n_stays;
	bool claims_only; /* another child holds the slot of the identity (Q4) */
	enum demo_defect defect;
};

struct population;
/* `ctx` for units and readings of names; plan and facts must outlive it. */
struct population *population_new(struct ctx *ctx, const struct facts *facts,
	const struct school_plan *plan, const struct demo_wish *wish);
void population_free(struct population *population); /* NULL is fine */

/* The children of the next school of the plan, class by class; NULL behind the last. */
const struct demo_school *population_next(struct population *population, struct arena *arena,
	struct demo_child **children_out, size_t *n_out);

/* Somebody who is to be registered. */
enum applicant { APPLICANT_USUAL, APPLICANT_NO_DOCUMENT, APPLICANT_KINDS };
void population_applicant(struct population *population, struct arena *arena,
	const struct demo_school *school, int grade, int class_no, enum applicant kind,
	struct demo_child *out);
