#include "server/demo/school_names.h"

#include <string.h>

/* 1 to 99 as schools are counted: 十二, 三十. */
static const char *numeral(struct arena *arena, int n)
{
	static const char *const digits[] = {
		"", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
	if (n > 99)
		return arena_printf(arena, "%d", n);
	if (n < 10)
		return digits[n];
	return arena_printf(arena, "%s十%s", n < 20 ? "" : digits[n / 10], digits[n % 10]);
}

/* How a name is made: %P the place it lies in (the town, or the county), %N its number among the
 * county's, %V a village, %W a word, %B one of private schools. The second form, where there is
 * one, serves all further schools of the kind. */
static const struct {
	const char *first, *further;
	bool is_primary;
} names[KINDS] = {
	[TOWN_PRIMARY] = {"%P实验小学", "%P第%N小学", true},
	[VILLAGE_PRIMARY] = {"%P%V小学", NULL, true},
	[TEACHING_POINT] = {"%P%V教学点", NULL, true},
	[FIVE_YEAR_PRIMARY] = {"%P第%N小学", NULL, true},
	[JUNIOR] = {"%P第%N中学", NULL, false},
	[TOWNSHIP_JUNIOR] = {"%P%W初级中学", NULL, false},
	[FOUR_YEAR_JUNIOR] = {"%P第%N中学", NULL, false},
	[NINE_YEAR] = {"%P%W九年一贯制学校", NULL, false},
	[COMPLETE] = {"%P第%N中学", NULL, false},
	[SENIOR] = {"%P高级中学", "%P第%N中学", false},
	[PROVINCIAL_SENIOR] = {"%P省属实验中学", NULL, false},
	[PRIVATE_TWELVE] = {"%P%B学校", NULL, false},
	[SPECIAL] = {"%P特殊教育学校", NULL, false},
	[REFORM] = {"%P专门学校", NULL, false},
};

static const char *part(struct arena *arena, const struct facts *facts, char sign,
	const char *place, int number, struct dice *dice)
{
	switch (sign) {
	case 'P':
		return place;
	case 'N':
		return numeral(arena, number);
	case 'W':
		return words_pick(&facts->places[PLACE_SCHOOL], dice);
	case 'V':
		return words_pick(&facts->places[PLACE_VILLAGE], dice);
	default:
		return words_pick(&facts->places[PLACE_PRIVATE], dice);
	}
}

static const char *fill(struct arena *arena, const struct facts *facts, const char *form,
	const char *place, int number, struct dice *dice)
{
	const char *out = "";
	for (const char *sign; (sign = strchr(form, '%')) != NULL; form = sign + 2)
		out = arena_printf(arena, "%s%.*s%s", out, (int)(sign - form), form,
			part(arena, facts, sign[1], place, number, dice));
	return arena_printf(arena, "%s%s", out, form);
}

static bool is_taken(const struct school_naming *naming, const char *name)
{
	for (size_t i = 0; i < naming->n_names; i++)
		if (strcmp(naming->names[i], name) == 0)
			return true;
	return false;
}

const char *school_name(struct arena *arena, const struct facts *facts,
	struct school_naming *naming, enum kind kind, const char *town, struct dice *dice)
{
	enum { TRIES = 50 };
	const char *further = names[kind].further, *name = "";
	const char *form =
		naming->n_of[kind]++ > 0 && further != NULL ? further : names[kind].first;
	const char *place = town != NULL
				    ? arena_printf(arena, "%s%s", naming->county->unit->name, town)
				    : naming->county->unit->name;
	int *n = names[kind].is_primary ? &naming->n_primary : &naming->n_secondary;
	int number = strstr(form, "%N") != NULL ? ++*n : 0;
	for (int i = 0; i == 0 || (i < TRIES && is_taken(naming, name)); i++)
		name = fill(arena, facts, form, place, number, dice);
	while (is_taken(naming, name))
		name = fill(arena, facts, "%P第%N学校", place, ++*n, dice);
	naming->names = arena_grow(arena, naming->names, naming->n_names, sizeof *naming->names);
	naming->names[naming->n_names++] = name;
	return name;
}
