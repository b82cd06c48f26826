#include "server/demo/pupil.h"

#include <string.h>

#include "common/date.h"
#include "domain/id_number.h"
#include "domain/person_name.h"
#include "server/demo/texts.h"

/* What the functions below need of a pupil. */
struct filling {
	struct arena *arena;
	const struct facts *facts;
	struct dice *dice;
	const struct pupil_seat *seat;
	const struct demo_family *family;
	const struct pupil_identity *identity;
	Xueji__V1__StudentItems *items;
	bool is_boarder, is_chinese;
};

static char *yes_if(bool is_so)
{
	return is_so ? "1" : "0";
}

static bool chance(const struct filling *f, int of_100000)
{
	return dice_chance(f->dice, of_100000);
}

/* The code of a number below 100 with two digits. */
static char *code_of(const struct filling *f, int number)
{
	return texts_digits(f->arena, "", 2, (uint64_t)number);
}

static char *copy(const struct filling *f, const char *text)
{
	return arena_strdup(f->arena, text);
}

static const char *fill_name(
	const struct filling *f, struct han_readings *readings, const char **initials_out)
{
	struct person_name name;
	person_name_read(readings, f->identity->name, &name);
	f->items->name_pinyin = copy(f, name.pinyin);
	*initials_out = copy(f, name.initials);
	return copy(f, f->identity->name);
}

static void fill_basics(const struct filling *f)
{
	Xueji__V1__StudentItems *items = f->items;
	const struct pupil_identity *who = f->identity;
	char date[DATE_TEXT_SIZE];
	date_format(who->born, date);
	items->sex = who->sex == 1 ? "1" : "2";
	items->birth_date = copy(f, date);
	items->id_type = (char *)who->id_type;
	items->id_number = copy(f, who->id_number);
	items->nationality = (char *)who->nationality;
	items->overseas_status = (char *)who->overseas;
	items->health = chance(f, 96500)   ? "10"
			: chance(f, 70000) ? "20"
			: chance(f, 70000) ? "30"
					   : "40";
	if (chance(f, 70000))
		items->blood_type = (char *[]){"1", "2", "3", "4"}[dice_below(f->dice, 4)];
	if (f->seat->stage != 1)
		items->political_status =
			chance(f, f->seat->stage == 3 ? 45000 : 12000) ? "03" : "13";
	if (!f->is_chinese)
		return;
	items->ethnic_group = code_of(f, who->group);
	items->birthplace = copy(f, f->family->residence);
	items->registered_residence = copy(f, f->family->residence);
	items->native_place = (char *)f->family->home;
	items->residence_kind = f->family->is_farmer ? "1" : "2";
}

static void fill_roll(const struct filling *f)
{
	Xueji__V1__StudentItems *items = f->items;
	const struct pupil_seat *seat = f->seat;
	items->grade = texts_number(f->arena, seat->grade);
	items->class_name = texts_number(f->arena, seat->class_no);
	items->number_in_class = code_of(f, seat->number);
	items->admission_month = texts_join(
		f->arena, texts_digits(f->arena, "", 4, (uint64_t)seat->admitted), "-09", NULL);
	if (seat->stage != 3)
		items->admission_way = chance(f, 96000) ? "11" : "12";
	else
		items->admission_way = chance(f, 97000) ? "21" : chance(f, 50000) ? "22" : "23";
	items->attendance = f->is_boarder ? "2" : "1";
	items->source = chance(f, 99000) ? "1" : "9";
	if (chance(f, 12000))
		items->talents = (char *)words_pick(&f->facts->places[PLACE_TALENT], f->dice);
}

static void fill_contact(const struct filling *f)
{
	Xueji__V1__StudentItems *items = f->items;
	const struct demo_family *family = f->family;
	char *address = copy(f, family->address);
	/* A grandparent is called rather than the parents who are away. */
	const struct family_member *called =
		&family->members[family->n_members > 1 && family->members[0].address != NULL];
	items->present_address = address;
	items->mailing_address = address;
	items->family_address = family->is_migrant ? (char *)family->home : address;
	items->phone = copy(f, called->phone);
	items->postcode = texts_digits(f->arena, family->county->facts->postcode, 4,
		(uint64_t)(family->county->unit->id % 89) * 100);
}

static void fill_disability(const struct filling *f)
{
	static const char *const kinds[] = {"6", "1", "4", "5", "2", "7", "3"};
	Xueji__V1__StudentItems *items = f->items;
	bool is_special = f->seat->school->is_special;
	items->disability = "0";
	items->in_regular_class = is_special ? "" : "0";
	if (!is_special && !chance(f, 130))
		return;
	const char *kind = kinds[dice_below(f->dice, 4) + dice_below(f->dice, 4)];
	items->disability = (char *)kind;
	items->health = "50";
	if (!is_special)
		items->in_regular_class = *kind == '1'   ? "1"
					  : *kind == '2' ? "2"
					  : *kind == '5' ? "3"
							 : "9";
}

static void fill_extended(const struct filling *f)
{
	Xueji__V1__StudentItems *items = f->items;
	const struct demo_school *school = f->seat->school;
	const struct demo_family *family = f->family;
	bool is_compulsory = f->seat->stage != 3, in_country = school->town != NULL;
	bool is_poor = family->is_orphan || chance(f, in_country          ? 14000
						      : family->is_farmer ? 8000
									  : 2500);
	items->is_only_child = yes_if(family->is_only_child);
	items->had_preschool = yes_if(chance(f, in_country ? 82000 : 96000));
	items->left_behind = (char *[]){"0", "1", "2"}[family->left_behind];
	items->is_migrant_child = yes_if(family->is_migrant && is_compulsory);
	items->is_orphan = yes_if(family->is_orphan);
	items->is_martyr_child = yes_if(family->is_entitled);
	items->has_bought_place = yes_if(school->is_private && is_compulsory && chance(f, 25000));
	items->needs_aid = yes_if(is_poor);
	items->receives_subsidy =
		yes_if(is_compulsory && f->is_boarder && (is_poor || chance(f, 25000)));
	items->has_school_meals =
		yes_if(is_compulsory && (in_country || school->county->is_rural) &&
			school->county->has_meals);
	fill_disability(f);
}

static void fill_transport(const struct filling *f)
{
	Xueji__V1__StudentItems *items = f->items;
	int km = f->family->distance_km + (f->is_boarder ? dice_between(f->dice, 2, 15) : 0);
	bool is_far = km > 2 && f->seat->stage != 3;
	bool takes_bus = is_far && !f->is_boarder && chance(f, 15000);
	items->distance_km = texts_number(f->arena, km);
	items->needs_school_bus = yes_if(takes_bus || (is_far && chance(f, 8000)));
	if (takes_bus)
		items->transport = "5";
	else if (km == 0)
		items->transport = "1";
	else
		items->transport = km < 3 ? (char *[]){"1", "2", "4"}[dice_below(f->dice, 3)]
					  : (char *[]){"2", "3", "4"}[dice_below(f->dice, 3)];
}

/* The fields of one member, which are named for each. */
struct member_fields {
	char **name, **relation, **group, **employer, **address, **residence, **phone,
		**is_guardian, **id_type, **id_number;
};
#define MEMBER(items, n)                                                                      \
	((struct member_fields){&(items)->family_##n##_name, &(items)->family_##n##_relation, \
		&(items)->family_##n##_ethnic_group, &(items)->family_##n##_employer,         \
		&(items)->family_##n##_present_address,                                       \
		&(items)->family_##n##_registered_residence, &(items)->family_##n##_phone,    \
		&(items)->family_##n##_is_guardian, &(items)->family_##n##_id_type,           \
		&(items)->family_##n##_id_number})

static void fill_member(
	const struct filling *f, const struct family_member *member, const struct member_fields *to)
{
	bool shows_id = member->shows_id || f->identity->id_number[0] == '\0';
	*to->name = copy(f, member->name);
	*to->relation = (char *)member->relation;
	*to->group = code_of(f, member->group);
	*to->employer = (char *)member->employer;
	*to->address =
		member->address != NULL ? (char *)member->address : f->items->present_address;
	*to->residence = copy(f, f->family->residence);
	*to->phone = copy(f, member->phone);
	*to->is_guardian = yes_if(member->is_guardian);
	*to->id_type = shows_id ? ID_TYPE_RESIDENT : "";
	*to->id_number = shows_id ? copy(f, member->id_number) : "";
}

static void fill_family(const struct filling *f)
{
	const struct member_fields first = MEMBER(f->items, 1), second = MEMBER(f->items, 2);
	fill_member(f, &f->family->members[0], &first);
	if (f->family->n_members > 1)
		fill_member(f, &f->family->members[1], &second);
}

/* In the country, and the older the more, children live at school. */
static bool is_boarder(struct dice *dice, const struct pupil_seat *seat)
{
	static const int of_100000[][2] = {{0, 0}, {3000, 14000}, {22000, 55000}, {58000, 70000}};
	const struct demo_county *county = seat->school->county;
	int chance = of_100000[seat->stage][seat->school->town != NULL];
	return dice_chance(dice, chance * county->facts->boarders / 100);
}

void pupil_items(struct arena *arena, const struct facts *facts, struct han_readings *readings,
	struct dice *dice, const struct pupil_seat *seat, const struct demo_family *family,
	const struct pupil_identity *identity, Xueji__V1__StudentItems *out,
	const char **initials_out)
{
	struct filling f = {.arena = arena,
		.facts = facts,
		.dice = dice,
		.seat = seat,
		.family = family,
		.identity = identity,
		.items = out,
		.is_boarder = is_boarder(dice, seat),
		.is_chinese = strcmp(identity->nationality, "CHN") == 0};
	xueji__v1__student_items__init(out);
	out->name = (char *)fill_name(&f, readings, initials_out);
	fill_basics(&f);
	fill_roll(&f);
	fill_contact(&f);
	fill_extended(&f);
	fill_transport(&f);
	fill_family(&f);
}
