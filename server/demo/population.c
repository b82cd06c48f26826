#include "server/demo/population.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "common/date.h"
#include "common/memory.h"
#include "server/demo/households.h"
#include "server/demo/papers.h"
#include "server/demo/standing.h"
#include "server/demo/texts.h"

enum { SEEN = 1024, PER_100000 = 100000 };

/* At so many of 100,000 children each. Half of those who share a number are the first to have it.
 */
enum {
	SAME_ID = 175,
	NOT_FOUND = 120,
	OTHER_NAME = 350,
	WRONG_ID = 240,
	ITEMS_MISSING = 200,
	TWINS = 1100,
	BOYS = 53050
};

struct population {
	const struct facts *facts;
	const struct school_plan *plan;
	struct han_readings *readings;
	struct serials *serials;
	struct elsewhere elsewhere;
	struct households *households;
	uint64_t seed;
	struct school_year now;
	size_t next; /* school */
	int64_t n_applicants;
	/* Some of the children so far, whose numbers others may turn up with. */
	uint32_t n_seen;
	struct pupil_identity seen[SEEN];
};

static struct school_year school_year(int32_t today)
{
	char text[DATE_TEXT_SIZE];
	struct school_year now = {.today = today};
	date_format(today, text);
	memcpy(text + 5, "09-01", 5);
	bool is_date = date_parse(text, &now.first);
	assert(is_date);
	now.year = texts_value(text);
	if (now.first > today) {
		now.first -= now.year % 4 == 0 ? 366 : 365;
		now.year--;
	}
	return now;
}

struct population *population_new(struct ctx *ctx, const struct facts *facts,
	const struct school_plan *plan, const struct demo_wish *wish)
{
	struct population *population = memory_new(sizeof *population);
	population->facts = facts;
	population->plan = plan;
	population->readings = ctx->app->readings;
	population->seed = wish->seed;
	population->now = school_year(wish->today);
	population->serials = serials_new(wish->today);
	elsewhere_find(ctx, wish->province, wish->seed, &population->elsewhere);
	population->households = households_new(facts, &population->elsewhere);
	return population;
}

void population_free(struct population *population)
{
	if (population == NULL)
		return;
	households_free(population->households);
	serials_free(population->serials);
	free(population);
}

/* ---- one child ---- */

/* What is made for one school. */
struct making {
	struct population *population;
	struct arena *arena;
	struct dice dice;
	struct pupil_seat seat;
	struct demo_child *children;
	size_t n;
	struct demo_family *family;   /* of the child before */
	struct pupil_identity before; /* that child */
	bool twin_follows, is_applicant;
};

/* Another child of a grade, who was in another school of the county. */
static const struct demo_school *find_school(
	void *arg, struct dice *dice, const struct demo_school *now, int grade)
{
	enum { TRIES = 12 };
	const struct population *population = arg;
	const struct demo_school *first = population->plan->schools;
	size_t n = now->county->n_schools;
	for (int i = 0; i < TRIES; i++) {
		const struct demo_school *school =
			&first[now->county->first_school + dice_below(dice, (uint32_t)n)];
		if (school != now && school->pupils[grade] > 0)
			return school;
	}
	return NULL;
}

static void name_child(struct making *m, struct pupil_identity *identity)
{
	char date[DATE_TEXT_SIZE];
	date_format(identity->born, date);
	identity->group = m->family->group;
	people_name(m->population->facts, &m->dice, identity->group, m->family->passes_on,
		identity->sex, texts_value(date), identity->name);
}

/* Twins share the first character of their given names where they can. */
static void name_twin(struct making *m, struct pupil_identity *younger)
{
	enum { HAN = 3, WHOLE = 3 * HAN };
	const char *elder = m->before.name;
	do {
		name_child(m, younger);
		if (strlen(elder) == WHOLE && strlen(younger->name) == WHOLE)
			memcpy(younger->name, elder, (size_t)WHOLE - HAN);
	} while (strcmp(elder, younger->name) == 0);
}

static void make_twin(struct making *m, struct pupil_identity *identity)
{
	bool is_alike = dice_chance(&m->dice, 65000);
	identity->born = m->before.born;
	identity->sex = is_alike ? m->before.sex : 3 - m->before.sex;
	family_add(m->family, identity->born);
	papers_throw(m->population->serials, &m->dice, m->family, identity);
	name_twin(m, identity);
}

static void make_other(struct making *m, bool repeats, struct pupil_identity *identity)
{
	struct population *population = m->population;
	do
		identity->born = papers_birth(&m->dice, &m->seat, repeats, population->now.first);
	while (m->is_applicant &&
		!papers_is_of_age(&m->seat, identity->born, population->now.first));
	identity->sex = dice_chance(&m->dice, BOYS) ? 1 : 2;
	m->family =
		households_find(population->households, &m->dice, m->seat.school, identity->born);
	papers_throw(population->serials, &m->dice, m->family, identity);
	name_child(m, identity);
}

/* ---- what is wrong with some ---- */

/* Somebody of about that age who has a resident's number. */
static const struct pupil_identity *find_seen(struct making *m, int32_t born)
{
	enum { TRIES = 60, APART = 500 };
	struct population *population = m->population;
	for (int i = 0; population->n_seen > 0 && i < TRIES; i++) {
		const struct pupil_identity *seen =
			&population->seen[dice_below(&m->dice, population->n_seen)];
		if (abs(seen->born - born) < APART)
			return seen;
	}
	return NULL;
}

static void remember(struct making *m, const struct pupil_identity *identity)
{
	struct population *population = m->population;
	uint32_t at = population->n_seen < SEEN ? population->n_seen++ : dice_below(&m->dice, SEEN);
	population->seen[at] = *identity;
}

/* The number of another child: the same child a second time, or somebody whose number was mistyped
 * so. */
static bool take_same_id(struct making *m, struct pupil_identity *identity)
{
	const struct pupil_identity *seen = find_seen(m, identity->born);
	if (seen == NULL)
		return false;
	char name[PERSON_NAME_SIZE];
	memcpy(name, identity->name, sizeof name);
	*identity = *seen;
	if (dice_chance(&m->dice, 40000))
		memcpy(identity->name, name, sizeof name);
	return true;
}

/* A slip of the hand in the last character, which nothing checked. */
static void spoil_number(struct pupil_identity *identity)
{
	char *last = &identity->id_number[strlen(identity->id_number) - 1];
	*last = *last == '4' ? '5' : '4';
}

static enum demo_defect throw_defect(struct making *m, struct pupil_identity *identity)
{
	int thrown = (int)dice_below(&m->dice, PER_100000);
	if (strcmp(identity->id_type, ID_TYPE_RESIDENT) != 0 || m->twin_follows)
		return DEFECT_NONE;
	if (thrown < SAME_ID)
		return take_same_id(m, identity) ? DEFECT_SAME_ID : DEFECT_NONE;
	if (thrown < SAME_ID + NOT_FOUND)
		return DEFECT_NOT_FOUND;
	if (thrown < SAME_ID + NOT_FOUND + OTHER_NAME)
		return DEFECT_OTHER_NAME;
	if (thrown < SAME_ID + NOT_FOUND + OTHER_NAME + WRONG_ID) {
		spoil_number(identity);
		return DEFECT_WRONG_ID;
	}
	if (thrown < SAME_ID + NOT_FOUND + OTHER_NAME + WRONG_ID + ITEMS_MISSING)
		return DEFECT_ITEMS_MISSING;
	if (thrown % 16 == 0)
		remember(m, identity);
	return DEFECT_NONE;
}

/* ---- a school ---- */

static void fill_row(const struct making *m, const struct pupil_identity *identity, int status,
	struct demo_child *child)
{
	struct student_row *row = &child->row;
	row->status = status;
	row->school = m->seat.school->id;
	row->county = row->shard = m->seat.school->county->unit->id;
	row->stage = m->seat.stage;
	row->grade = m->seat.grade;
	row->class_no = m->seat.class_no;
	row->name = child->items.name;
	row->sex = identity->sex;
	row->birth = child->items.birth_date;
}

/* Papers that are still to come: what is not known yet is left out (R18). Or nobody asked then. */
static void leave_out(struct making *m, struct demo_child *child)
{
	enum { PROVISIONAL = 300 };
	bool is_old = child->defect == DEFECT_ITEMS_MISSING;
	child->row.is_provisional = dice_chance(&m->dice, PROVISIONAL) && !is_old;
	if (child->row.is_provisional)
		child->items.birthplace = child->items.postcode = (char *)protobuf_c_empty_string;
	if (is_old)
		child->items.mailing_address = child->items.postcode =
			(char *)protobuf_c_empty_string;
}

static void make_child(struct making *m, struct demo_child *child)
{
	struct population *population = m->population;
	struct pupil_identity identity = {.sex = 0};
	struct standing standing = standing_throw(&m->dice, &m->seat, &population->now);
	bool is_twin = m->twin_follows;
	m->twin_follows = !is_twin && dice_chance(&m->dice, TWINS);
	if (is_twin)
		make_twin(m, &identity);
	else
		make_other(m, standing.repeats, &identity);
	if (m->twin_follows)
		m->family->is_only_child = false;
	child->defect = throw_defect(m, &identity);
	child->claims_only = child->defect == DEFECT_SAME_ID;
	standing.fails |= child->defect != DEFECT_NONE && child->defect != DEFECT_ITEMS_MISSING;
	pupil_items(m->arena, population->facts, population->readings, &m->dice, &m->seat,
		m->family, &identity, &child->items, &child->row.initials);
	fill_row(m, &identity, standing.status, child);
	leave_out(m, child);
	standing_stays(m->arena, &m->dice, &m->seat, &population->now, &standing, find_school,
		population, child);
	standing_numbers(m->arena, population->serials, &m->dice, &m->seat, &identity,
		&population->now, &standing, child);
	m->before = identity;
}

static void take_seat(struct making *m, int grade)
{
	const struct demo_school *school = m->seat.school;
	m->seat.grade = grade;
	m->seat.year_in_stage = school_year_of(school, grade, &m->seat.stage);
	m->seat.years = school->programme.years[m->seat.stage];
	m->seat.admitted = m->population->now.year - m->seat.year_in_stage + 1;
}

static void make_grade(struct making *m, int grade)
{
	const struct demo_school *school = m->seat.school;
	int n = school->pupils[grade], classes = school->classes[grade];
	if (n == 0)
		return;
	take_seat(m, grade);
	m->twin_follows = false;
	for (int i = 0, class = 1; class <= classes; class ++) {
		m->seat.class_no = class;
		for (m->seat.number = 1; i < n * class / classes; m->seat.number++, i++)
			make_child(m, &m->children[m->n++]);
	}
}

const struct demo_school *population_next(struct population *population, struct arena *arena,
	struct demo_child **children_out, size_t *n_out)
{
	if (population->next == population->plan->n_schools)
		return NULL;
	const struct demo_school *school = &population->plan->schools[population->next++];
	struct making m = {.population = population,
		.arena = arena,
		.dice = dice_new(population->seed, "children", school->id),
		.seat = {.school = school}};
	m.children = arena_array(arena, struct demo_child, (size_t)school->n_pupils);
	for (int grade = GRADE_FIRST; grade <= GRADE_LAST; grade++)
		make_grade(&m, grade);
	*children_out = m.children;
	*n_out = m.n;
	return school;
}

void population_applicant(struct population *population, struct arena *arena,
	const struct demo_school *school, int grade, int class_no, enum applicant kind,
	struct demo_child *out)
{
	struct making m = {.population = population,
		.arena = arena,
		.dice = dice_new(population->seed, "applicant", population->n_applicants++),
		.seat = {.school = school, .class_no = class_no, .number = 1},
		.is_applicant = true};
	struct pupil_identity identity = {.sex = 0};
	*out = (struct demo_child){.claims_only = false};
	take_seat(&m, grade);
	make_other(&m, false, &identity);
	if (kind == APPLICANT_NO_DOCUMENT)
		papers_none(&identity);
	pupil_items(arena, population->facts, population->readings, &m.dice, &m.seat, m.family,
		&identity, &out->items, &out->row.initials);
	fill_row(&m, &identity, ROLL_PENDING, out);
}
