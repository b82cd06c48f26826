#include "server/demo/standing.h"

#include <string.h>

#include "common/date.h"

enum { REGISTRY_YEARS = 2, SPRING = 195 /* days from 1 September to the middle of March */ };

static char *date_text(struct arena *arena, int32_t day)
{
	char text[DATE_TEXT_SIZE];
	date_format(day, text);
	return arena_strdup(arena, text);
}

/* 1 September, so many years before the present school year's. */
static int32_t september(const struct school_year *now, int back)
{
	int32_t day = now->first;
	for (int i = 0; i < back; i++)
		day -= (now->year - i) % 4 == 0 ? 366 : 365;
	return day;
}

/* ---- what has happened ---- */

/* Statuses by stage (primary, junior, senior), so many of 100,000. */
static const struct {
	int status, of_100000[3];
} statuses[] = {
	{ROLL_SUSPENDED, {60, 120, 300}},
	{ROLL_ABROAD, {40, 60, 120}},
	{ROLL_DROPPED_OUT, {10, 150, 0}},
	{ROLL_LEFT_OTHER, {20, 30, 30}},
	{ROLL_WITHDRAWN, {0, 0, 150}},
	{ROLL_DECEASED, {5, 5, 5}},
};

static int throw_status(struct dice *dice, int stage)
{
	int thrown = (int)dice_below(dice, 100000);
	for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++) {
		thrown -= statuses[i].of_100000[stage - 1];
		if (thrown < 0)
			return statuses[i].status;
	}
	return ROLL_ENROLLED;
}

struct standing standing_throw(
	struct dice *dice, const struct pupil_seat *seat, const struct school_year *now)
{
	struct standing standing = {
		.repeats = dice_chance(dice, seat->grade > 1 ? 400 : 150),
		.came_here = seat->year_in_stage > 1 && dice_chance(dice, 2500),
		.fails = dice_chance(dice, 700),
		.id_changed = dice_chance(dice, 100),
		.status = throw_status(dice, seat->stage),
	};
	bool is_checked = now->today >= now->first + SPRING;
	standing.is_new =
		!is_checked && !standing.repeats && (seat->grade == 1 || dice_chance(dice, 300));
	return standing;
}

/* ---- classes ---- */

struct walk {
	struct arena *arena;
	struct dice *dice;
	const struct pupil_seat *seat;
	const struct school_year *now;
	const struct standing *standing;
	standing_school_fn *find;
	void *arg;
};

/* How many grades below the present one the child was, so many years back. */
static int grades_back(const struct standing *standing, int years_back)
{
	return years_back - (standing->repeats && years_back > 0);
}

static const struct demo_school *school_then(const struct walk *walk, int grade, int back)
{
	const struct demo_school *here = walk->seat->school;
	bool is_here = programme_stage_of(&here->programme, grade) != 0;
	if (back == 0 || (is_here && !walk->standing->came_here))
		return here;
	const struct demo_school *other = walk->find(walk->arg, walk->dice, here, grade);
	return other != NULL || !is_here ? other : here;
}

static int least(int a, int b)
{
	return a < b ? a : b;
}

static bool stay_of(const struct walk *walk, int back, struct enrolment *out)
{
	int grade = walk->seat->grade - grades_back(walk->standing, back), stage;
	const struct demo_school *school = grade > 0 ? school_then(walk, grade, back) : NULL;
	if (school == NULL)
		return false;
	int year = school_year_of(school, grade, &stage);
	*out = (struct enrolment){
		.school = school->id,
		.stage = stage,
		.years = school->programme.years[stage],
		.year_in_stage = year,
		.grade = grade,
		.class_no = back == 0 ? walk->seat->class_no
				      : least(walk->seat->class_no, school->classes[grade]),
		.from_day = date_text(walk->arena, september(walk->now, back)),
		.to_day = "",
	};
	return true;
}

static int end_between(const struct enrolment *before, const struct enrolment *after)
{
	if (before->stage != after->stage)
		return ROLL_END_GRADUATED;
	if (before->school != after->school)
		return ROLL_END_TRANSFERRED;
	return before->grade == after->grade ? ROLL_END_REPEATED : ROLL_END_PROMOTED;
}

/* Left for good, some days ago. */
static void leave(const struct walk *walk, struct enrolment *last, int status)
{
	static const struct {
		int status, end;
	} ends[] = {{ROLL_LEFT_OTHER, ROLL_END_LEFT_OTHER}, {ROLL_WITHDRAWN, ROLL_END_WITHDRAWN},
		{ROLL_DECEASED, ROLL_END_DECEASED}};
	int days = walk->now->today - walk->now->first;
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		if (ends[i].status == status) {
			last->to_day = date_text(
				walk->arena, walk->now->first + dice_between(walk->dice, 0, days));
			last->ended = ends[i].end;
		}
}

void standing_stays(struct arena *arena, struct dice *dice, const struct pupil_seat *seat,
	const struct school_year *now, const struct standing *standing, standing_school_fn *find,
	void *arg, struct demo_child *child)
{
	const struct walk walk = {arena, dice, seat, now, standing, find, arg};
	for (int back = REGISTRY_YEARS; back >= 0; back--) {
		struct enrolment *stay = &child->stays[child->n_stays];
		if (!stay_of(&walk, back, stay))
			continue;
		stay->seq = (int)++child->n_stays;
		if (child->n_stays == 1)
			continue;
		stay[-1].ended = end_between(&stay[-1], stay);
		stay[-1].to_day = date_text(arena, september(now, back) - 1);
	}
	leave(&walk, &child->stays[child->n_stays - 1], standing->status);
}

/* ---- numbers ---- */

static void add_number(struct arena *arena, struct demo_child *child, enum number_sort sort,
	const char *text, int32_t from_day, int32_t to_day)
{
	child->numbers[child->n_numbers++] = (struct number_row){
		.sort = sort,
		.is_current = sort != NUMBER_ALIAS && to_day == 0,
		.from_day = from_day == 0 ? "" : date_text(arena, from_day),
		.to_day = to_day == 0 ? "" : date_text(arena, to_day),
		.text = arena_strdup(arena, text),
	};
	if (sort != NUMBER_ALIAS && to_day == 0)
		child->row.number_kind = sort;
}

/* A formal number, and the temporary one before it if that was given by this registry. */
static void add_formal(struct arena *arena, struct dice *dice, const struct pupil_seat *seat,
	const struct school_year *now, enum number_sort sort, const char *formal,
	const char *temporary, struct demo_child *child)
{
	int back = least(seat->grade - 1, 12);
	int32_t registered = september(now, back) + dice_between(dice, 5, 40);
	int32_t numbered = september(now, back) + SPRING + dice_between(dice, 0, 60);
	if (numbered > now->today)
		numbered = now->today;
	add_number(arena, child, sort, formal, numbered, 0);
	if (temporary[0] != '\0')
		add_number(arena, child, NUMBER_L, temporary, registered, numbered);
}

static bool throw_l(struct serials *serials, const struct pupil_seat *seat,
	const struct pupil_identity *identity, char out[STUDENT_NO_SIZE])
{
	out[0] = '\0';
	return serials_l(serials, seat->school->county->unit->code, identity->born,
		identity->id_number, out);
}

static void add_g(struct arena *arena, struct serials *serials, struct dice *dice,
	const struct pupil_seat *seat, const struct pupil_identity *identity,
	const struct school_year *now, const struct standing *standing, struct demo_child *child)
{
	char formal[STUDENT_NO_SIZE] = "G", temporary[STUDENT_NO_SIZE] = "";
	char former[RESIDENT_ID_SIZE], area[7] = "";
	memcpy(formal + 1, identity->id_number, RESIDENT_ID_SIZE);
	if (standing->id_changed) {
		int32_t born = identity->born;
		memcpy(area, identity->id_number, 6);
		serials_id(serials, area, &born, identity->sex, former);
		memcpy(formal + 1, former, RESIDENT_ID_SIZE);
	}
	if (seat->grade <= 1 + REGISTRY_YEARS && !throw_l(serials, seat, identity, temporary))
		temporary[0] = '\0';
	add_formal(arena, dice, seat, now, NUMBER_G, formal, temporary, child);
	if (standing->id_changed)
		add_number(arena, child, NUMBER_ALIAS, former, 0,
			now->first - dice_between(dice, 1, 200));
}

void standing_numbers(struct arena *arena, struct serials *serials, struct dice *dice,
	const struct pupil_seat *seat, const struct pupil_identity *identity,
	const struct school_year *now, const struct standing *standing, struct demo_child *child)
{
	char text[STUDENT_NO_SIZE];
	int back = least(seat->grade - 1, REGISTRY_YEARS);
	bool is_resident = strcmp(identity->id_type, ID_TYPE_RESIDENT) == 0;
	bool waits = standing->is_new || standing->fails;
	if (is_resident && !waits) {
		add_g(arena, serials, dice, seat, identity, now, standing, child);
		return;
	}
	bool has_j = !is_resident && !waits && dice_chance(dice, 60000) &&
		     serials_j(serials, seat->school->county->unit->code, identity->born, text);
	if (has_j)
		add_formal(arena, dice, seat, now, NUMBER_J, text, "", child);
	else if (throw_l(serials, seat, identity, text))
		add_number(arena, child, NUMBER_L, text,
			september(now, standing->is_new ? 0 : back) + dice_between(dice, 5, 40), 0);
}
