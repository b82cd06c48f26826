/* Who a child is: day of birth and identity document. */
#pragma once

#include "server/demo/pupil.h"

/* Six by the end of August before grade 1; some a little early, some years late, in the country and
 * at special schools more. `september` is the first day of the present school year. */
int32_t papers_birth(
	struct dice *dice, const struct pupil_seat *seat, bool repeats, int32_t september);

/* Old enough for the grade (R15): who enters it now is not let off. */
bool papers_is_of_age(const struct pupil_seat *seat, int32_t born, int32_t september);

/* Document, nationality and number of a child whose sex and day of birth are set; the day moves
 * when it has no numbers left. Nearly all have a resident's number; in towns some come from Hong
 * Kong, Macao, Taiwan and abroad, and a few have no document. */
void papers_throw(struct serials *serials, struct dice *dice, const struct demo_family *family,
	struct pupil_identity *identity);
/* None at all: a guardian's must do (R17). */
void papers_none(struct pupil_identity *identity);
