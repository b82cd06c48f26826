/* One pupil: the 72 items, as a careful registrar would have entered them. */
#pragma once

#include "common/han_reading.h"
#include "server/demo/family.h"
#include "xueji/v1/students.pb-c.h"

/* Where a pupil sits, and in which year of which stage. */
struct pupil_seat {
	const struct demo_school *school;
	int stage, years, year_in_stage, grade, class_no;
	int number;   /* in the class, from 1 */
	int admitted; /* year of entering the stage here */
};

/* Who somebody is. */
struct pupil_identity {
	char name[PERSON_NAME_SIZE];
	int sex;
	int32_t born;
	const char *id_type;                /* code; "1": a resident's */
	char id_number[ID_NUMBER_SIZE / 4]; /* "" with a type that has none */
	const char *nationality, *overseas; /* codes */
	int group;
};

/* Fills in all items; texts are constants or from the arena. *initials_out are the name's. */
void pupil_items(struct arena *arena, const struct facts *facts, struct han_readings *readings,
	struct dice *dice, const struct pupil_seat *seat, const struct demo_family *family,
	const struct pupil_identity *identity, Xueji__V1__StudentItems *out,
	const char **initials_out);
