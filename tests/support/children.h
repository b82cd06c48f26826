/* A small country with schools, and children to put into them.
 *
 *	children_open();
 *	struct student_record child = child_new("陈小明", "2019-03-04", SCHOOL_A);
 *	child.items->phone = "13800000000";
 *	child_enrol(&child); */
#pragma once

#include "server/store/unit_tree.h"
#include "tests/support/child.h"
#include "tests/support/fixture.h"

/* Two provinces: 330000 with a city of two counties and a city of one, 440000 with one of each. */
enum {
	PROVINCE = 330000,
	CITY = 331000,
	COUNTY = 331002,
	OTHER_COUNTY = 331003,
	OTHER_CITY = 330100,
	FAR_COUNTY = 330102, /* of OTHER_CITY */
	FOREIGN_PROVINCE = 440000,
	FOREIGN_COUNTY = 440303,
};
/* Primary schools, each with classes 1 to 3 in grades 1 to 6. */
#define SCHOOL_A       INT64_C(2133000001) /* in COUNTY */
#define SCHOOL_B       INT64_C(2133000002) /* in COUNTY */
#define SCHOOL_C       INT64_C(2133000003) /* in OTHER_COUNTY */
#define SCHOOL_D       INT64_C(2133000004) /* in FAR_COUNTY */
#define SCHOOL_FOREIGN INT64_C(2144000001) /* in FOREIGN_COUNTY */

/* A fixture with these units, stored and in the tree, and totals that follow. */
struct fixture *children_open(void);
void children_close(void);
/* The units, parents first, for who has a fixture of his own. */
const struct unit *children_units(size_t *n_out);

/* The fixture's ctx, in a write transaction, with the tree of units. */
struct ctx *children_ctx(void);

/* child_make and what follows, in the ctx of children_ctx. */
struct student_record child_new(const char *name, const char *birth, int64_t school);
void child_create(struct student_record *child);
struct student_enrolled child_enrol(struct student_record *child);
/* As stored now. */
struct student_record child_read(int64_t id);
