#include "server/demo/family.h"

#include <stdio.h>
#include <string.h>

#include "common/date.h"
#include "domain/id_number.h"
#include "server/demo/counties.h"

/* No operator of mobile phones has numbers that begin so: nobody is called by mistake. */
#define NOBODYS_PHONE "154"

enum { MALE = 1, FEMALE = 2 };

/* ---- elsewhere ---- */

/* Two in five of the own province, the others of any. */
void elsewhere_find(
	struct ctx *ctx, const struct unit_node *province, uint64_t seed, struct elsewhere *out)
{
	struct dice dice = dice_new(seed, "elsewhere", province->id);
	uint32_t size = (uint32_t)unit_tree_size(ctx->units);
	for (int i = 0, tries = 0; i < ELSEWHERE; tries++) {
		bool is_own = i % 5 < 2 && tries < 100 * ELSEWHERE;
		uint32_t at =
			is_own ? province->first +
					 dice_below(&dice, province->last - province->first + 1)
			       : dice_below(&dice, size);
		const struct unit_node *unit = unit_tree_at(ctx->units, at);
		if (unit->tier != TIER_COUNTY && tries < 200 * ELSEWHERE)
			continue;
		snprintf(out->counties[i].area, sizeof out->counties[i].area, "%.6s", unit->code);
		out->counties[i++].where = counties_where(ctx, unit);
	}
}

/* ---- members ---- */

static void make_id(
	struct dice *dice, const char *area, int32_t born, int sex, char out[RESIDENT_ID_SIZE])
{
	char date[DATE_TEXT_SIZE];
	date_format(born, date);
	int serial = (int)dice_below(dice, 498) * 2 + (sex == MALE);
	snprintf(out, RESIDENT_ID_SIZE, "%.6s%.4s%.2s%.2s%03dX", area, date, date + 5, date + 8,
		serial);
	out[17] = id_number_check_character(out);
}

static void make_phone(struct dice *dice, char out[PHONE_SIZE])
{
	snprintf(out, PHONE_SIZE, NOBODYS_PHONE "%08u", dice_below(dice, 100000000));
}

/* A parent, or with an age beyond that a grandparent. */
static void make_member(const struct facts *facts, struct dice *dice,
	const struct demo_family *family, const char *name_part, const char *relation, int sex,
	int32_t born, struct family_member *out)
{
	char date[DATE_TEXT_SIZE];
	date_format(born, date);
	int year = (date[0] - '0') * 1000 + (date[1] - '0') * 100 + (date[2] - '0') * 10 +
		   (date[3] - '0');
	people_name(facts, dice, out->group, name_part, sex, year, out->name);
	make_id(dice, family->area, born, sex, out->id_number);
	make_phone(dice, out->phone);
	out->relation = relation;
	enum place_kind work =
		family->is_migrant || out->address != NULL ? PLACE_CITY_EMPLOYER : PLACE_EMPLOYER;
	out->employer = words_pick(&facts->places[work], dice);
	out->shows_id = dice_chance(dice, 60000);
}

static int32_t older(struct dice *dice, int32_t born, int years, int spread)
{
	double age = dice_around(dice, years * 365.25, spread * 365.25);
	return born - (int32_t)age;
}

static const char *pick_away(const struct elsewhere *elsewhere, struct dice *dice)
{
	return elsewhere->counties[dice_below(dice, ELSEWHERE)].where;
}

/* Group 0: as the others around here. */
static int throw_group(struct dice *dice, const struct demo_county *county)
{
	if (county->group != 0 && dice_chance(dice, 45000))
		return county->group;
	int thrown = (int)dice_below(dice, 10000);
	for (size_t i = 0; i < county->facts->n_groups; i++) {
		thrown -= county->facts->groups[i].share;
		if (thrown < 0)
			return county->facts->groups[i].group;
	}
	return GROUP_HAN;
}

static void make_parents(const struct facts *facts, const struct elsewhere *elsewhere,
	struct dice *dice, int32_t born, struct demo_family *family)
{
	struct family_member *father = &family->members[0], *mother = &family->members[1];
	bool is_south = family->county->facts->is_south;
	char own[PERSON_NAME_SIZE], hers[PERSON_NAME_SIZE];
	int32_t mother_born = older(dice, born, 27, 4);
	father->group = family->group;
	mother->group =
		dice_chance(dice, 85000) ? family->group : throw_group(dice, family->county);
	people_family(facts, dice, father->group, is_south, own);
	people_family(facts, dice, mother->group, is_south, hers);
	if (family->left_behind > 0)
		father->address = pick_away(elsewhere, dice);
	if (family->left_behind == 2)
		mother->address = father->address;
	make_member(facts, dice, family, own, "51", MALE, older(dice, mother_born, 2, 2), father);
	make_member(facts, dice, family, hers, "52", FEMALE, mother_born, mother);
	people_passes_on(facts, father->group, father->name, own, family->passes_on);
	father->is_guardian = mother->is_guardian = true;
	family->n_members = 2;
}

/* Both parents away: a grandparent looks after the child, and stands in the mother's place. */
static void bring_grandparent(
	const struct facts *facts, struct dice *dice, int32_t born, struct demo_family *family)
{
	struct family_member *member = &family->members[1];
	bool is_man = dice_chance(dice, 45000);
	char own[PERSON_NAME_SIZE];
	*member = (struct family_member){.group = family->group, .is_guardian = true};
	if (is_man && family->group == GROUP_HAN)
		snprintf(own, sizeof own, "%s", family->passes_on);
	else
		people_family(facts, dice, family->group, family->county->facts->is_south, own);
	make_member(facts, dice, family, own, is_man ? "61" : "62", is_man ? MALE : FEMALE,
		older(dice, born, 54, 5), member);
	member->shows_id = true;
}

/* ---- the household ---- */

static void make_address(const struct facts *facts, struct dice *dice, struct demo_family *family)
{
	const char *where = family->county->where;
	if (family->town != NULL)
		snprintf(family->address, sizeof family->address, "%s%s%s%d组%d号", where,
			family->town, words_pick(&facts->places[PLACE_VILLAGE], dice),
			dice_between(dice, 1, 12), dice_between(dice, 1, 99));
	else
		snprintf(family->address, sizeof family->address, "%s%s%d号%s%d栋%d0%d室", where,
			words_pick(&facts->places[PLACE_ROAD], dice), dice_between(dice, 1, 400),
			words_pick(&facts->places[PLACE_ESTATE], dice), dice_between(dice, 1, 30),
			dice_between(dice, 1, 28), dice_between(dice, 1, 4));
}

static void throw_circumstances(
	struct dice *dice, const struct demo_school *school, struct demo_family *family)
{
	const struct province_facts *facts = school->county->facts;
	bool in_country = school->town != NULL || school->county->is_rural;
	family->is_migrant = dice_chance(dice, facts->migrant * (in_country ? 40 : 140));
	if (!family->is_migrant && dice_chance(dice, facts->left_behind * (in_country ? 160 : 40)))
		family->left_behind = dice_chance(dice, 45000) ? 2 : 1;
	family->is_farmer = family->is_migrant || dice_chance(dice, school->town ? 92000
								    : in_country ? 55000
										 : 25000);
	family->is_only_child = dice_chance(dice, in_country ? 32000 : 58000);
	family->is_entitled = dice_chance(dice, 60);
	family->is_orphan = dice_chance(dice, 250);
	family->distance_km =
		school->town != NULL ? dice_between(dice, 0, 9) : dice_between(dice, 0, 4);
}

/* People of the Production Corps have numbers of Xinjiang: of Shihezi, its largest city. */
static const char *area_of(const struct demo_county *county)
{
	return strncmp(county->unit->code, "66", 2) == 0 ? "659001" : county->unit->code;
}

static void register_at(const struct elsewhere *elsewhere, struct dice *dice,
	const struct demo_school *school, struct demo_family *family)
{
	uint32_t at = dice_below(dice, ELSEWHERE);
	bool is_elsewhere = family->is_migrant || dice_chance(dice, 4000);
	snprintf(family->area, sizeof family->area, "%.6s",
		is_elsewhere ? elsewhere->counties[at].area : area_of(school->county));
	family->home = is_elsewhere ? elsewhere->counties[at].where : school->county->where;
	snprintf(family->residence, sizeof family->residence, "%s%03d%03d", family->area,
		dice_between(dice, 1, 3) + (family->is_farmer ? 100 : 0),
		dice_between(dice, 1, 60) + (family->is_farmer ? 200 : 0));
}

void family_make(const struct facts *facts, const struct elsewhere *elsewhere, struct dice *dice,
	const struct demo_school *school, int32_t born, struct demo_family *out)
{
	*out = (struct demo_family){.county = school->county, .town = school->town};
	throw_circumstances(dice, school, out);
	register_at(elsewhere, dice, school, out);
	make_address(facts, dice, out);
	out->group = throw_group(dice, school->county);
	make_parents(facts, elsewhere, dice, born, out);
	if (out->left_behind == 2)
		bring_grandparent(facts, dice, born, out);
	else if (dice_chance(dice, 3000))
		out->n_members = 1;
	family_add(out, born);
}

bool family_fits(const struct demo_family *family, const struct demo_school *school, int32_t born)
{
	enum { LEAST = 320, MOST = 3300 }; /* days between two children */
	if (family->is_only_child || family->n_births >= FAMILY_CHILDREN ||
		family->county != school->county || family->town != school->town)
		return false;
	for (int i = 0; i < family->n_births; i++) {
		int32_t apart = born > family->births[i] ? born - family->births[i]
							 : family->births[i] - born;
		if (apart < LEAST || apart > MOST)
			return false;
	}
	return true;
}

void family_add(struct demo_family *family, int32_t born)
{
	if (family->n_births < FAMILY_CHILDREN)
		family->births[family->n_births++] = born;
}
