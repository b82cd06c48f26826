/* Numbers that nobody else has: the serials that ID numbers and student numbers end with, counted
 * by area and day of birth. What is remembered does not grow with the number of people. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "domain/id_number.h"
#include "domain/student_no.h"

enum { RESIDENT_ID_SIZE = 19 };

struct serials;
/* For those born within 30 years before a day. */
struct serials *serials_new(int32_t today);
void serials_free(struct serials *serials); /* NULL is fine */

/* A resident ID number of somebody born in an area (six digits) on a day. The day moves when that
 * one has no numbers left. */
void serials_id(struct serials *serials, const char *area, int32_t *born, int sex,
	char out[RESIDENT_ID_SIZE]);
/* Another number of the same area, day and sex as a resident's: what stands in the papers where the
 * record has a slip. */
void serials_beside(const char *number, char out[RESIDENT_ID_SIZE]);
/* An L number that is free in an area; a J number. False when the day has none left. */
bool serials_l(struct serials *serials, const char *area, int32_t born, const char *id_number,
	char out[STUDENT_NO_SIZE]) MUST_CHECK;
bool serials_j(struct serials *serials, const char *area, int32_t born,
	char out[STUDENT_NO_SIZE]) MUST_CHECK;
