#include "server/demo/papers.h"

enum { NO_DOCUMENT = 200 /* of 100,000 */ };

/* The last day of August so many years before; a leap day more or less is on the safe side. */
static int32_t youngest_of(const struct pupil_seat *seat, int32_t september)
{
	return september - 2 - (int32_t)((seat->grade + 5) * 365.2425);
}

bool papers_is_of_age(const struct pupil_seat *seat, int32_t born, int32_t september)
{
	return born <= youngest_of(seat, september);
}

int32_t papers_birth(
	struct dice *dice, const struct pupil_seat *seat, bool repeats, int32_t september)
{
	int32_t youngest = youngest_of(seat, september);
	bool is_special = seat->school->is_special;
	bool is_slow = seat->school->town != NULL || is_special;
	int late = repeats + dice_chance(dice, is_slow ? 9000 : 4500) +
		   dice_chance(dice, is_slow ? 2500 : 700);
	if (is_special)
		late += dice_between(dice, 0, 3);
	if (late == 0 && dice_chance(dice, 1000))
		return youngest + dice_between(dice, 1, 60);
	return youngest - dice_between(dice, 0, 364) - late * 365;
}

/* Papers of those who are no residents: how many of 100,000 in towns have them. */
static const struct foreign {
	int of_100000;
	const char *id_type, *nationality, *overseas, *before;
} foreign[] = {
	{40, "6", "HKG", "01", "H"},
	{8, "7", "MAC", "03", "M"},
	{12, "8", "TWN", "05", ""},
	{10, "A", "USA", "41", "E"},
};

static void take_foreign(
	struct dice *dice, const struct foreign *kind, struct pupil_identity *identity)
{
	enum { DIGITS = 8 };
	char *at = identity->id_number;
	identity->id_type = kind->id_type;
	identity->nationality = kind->nationality;
	identity->overseas = kind->overseas;
	if (kind->before[0] != '\0')
		*at++ = kind->before[0];
	for (int i = 0; i < DIGITS; i++)
		*at++ = (char)('1' + dice_below(dice, 9));
	*at = '\0';
}

void papers_none(struct pupil_identity *identity)
{
	identity->id_type = ID_TYPE_OTHER;
	identity->nationality = "CHN";
	identity->overseas = "00";
	identity->id_number[0] = '\0';
}

void papers_throw(struct serials *serials, struct dice *dice, const struct demo_family *family,
	struct pupil_identity *identity)
{
	int thrown = (int)dice_below(dice, 100000);
	papers_none(identity);
	if (thrown < NO_DOCUMENT)
		return;
	thrown -= NO_DOCUMENT;
	for (size_t i = 0; family->town == NULL && i < sizeof foreign / sizeof *foreign; i++) {
		if (thrown < foreign[i].of_100000) {
			take_foreign(dice, &foreign[i], identity);
			return;
		}
		thrown -= foreign[i].of_100000;
	}
	identity->id_type = ID_TYPE_RESIDENT;
	serials_id(serials, family->area, &identity->born, identity->sex, identity->id_number);
}
