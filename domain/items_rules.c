#include "domain/items_rules.h"

#include <stdio.h>
#include <string.h>

#include "common/date.h"
#include "domain/term.h"

static bool is(const struct items_state *state, enum item item, const char *code)
{
	return strcmp(items_value(state, item), code) == 0;
}

static bool is_given(const struct items_state *state, enum item item)
{
	return items_value(state, item)[0] != '\0';
}

static struct findings *at(const struct items_state *state, enum item item)
{
	state->findings->item = item;
	return state->findings;
}

static struct term name_of(const struct items_state *state, enum item item)
{
	return term_item(state->form->form, item);
}

static struct term label_of(const struct items_state *state, enum item item)
{
	return term_code(item_row(item)->codes, items_value(state, item));
}

/* `item` and `other` are both given and do not go together; nobody knows which of them is wrong. */
static void disagree(const struct items_state *state, enum item item, enum item other)
{
	finding_warn(at(state, item), REASON_DISAGREES, name_of(state, other).text,
		label_of(state, other).text);
}

/* The items of a person's document: the pupil's, then each member's. */
static const struct person {
	enum item type, number;
} persons[PERSONS] = {
	{ITEM_ID_TYPE, ITEM_ID_NUMBER},
	{ITEM_FAMILY_1_ID_TYPE, ITEM_FAMILY_1_ID_NUMBER},
	{ITEM_FAMILY_2_ID_TYPE, ITEM_FAMILY_2_ID_NUMBER},
};

/* The number of a document, once its type is known; the pupil's with birth date and sex. */
static void check_number(struct items_state *state, int person)
{
	enum item type = persons[person].type, number = persons[person].number;
	if (!is_given(state, type) || !is_given(state, number))
		return;
	struct id_claim claim = {
		.type = state->values[type],
		.number = state->values[number],
		.birth_date = person == 0 ? items_value(state, ITEM_BIRTH_DATE) : "",
		.sex = person == 0 ? items_value(state, ITEM_SEX) : "",
		.today = state->form->today,
	};
	state->good[number] = id_number_check(&claim, at(state, number), &state->ids[person]);
	if (state->good[number])
		state->values[number] = arena_strdup(state->arena, state->ids[person].text);
}

static void check_numbers(struct items_state *state)
{
	for (int person = 0; person < PERSONS; person++)
		check_number(state, person);
}

/* A member's document is given whole or not at all. */
static void check_members_documents(struct items_state *state)
{
	for (int person = 1; person < PERSONS; person++) {
		const char *type = state->values[persons[person].type];
		const char *number = state->values[persons[person].number];
		if (type[0] == '\0' && number[0] != '\0')
			finding_fault(at(state, persons[person].type), REASON_REQUIRED, NULL);
		if (type[0] != '\0' && number[0] == '\0' && strcmp(type, ID_TYPE_OTHER) != 0)
			finding_fault(at(state, persons[person].number), REASON_REQUIRED, NULL);
	}
}

static bool is_guardian(const struct items_state *state, int member)
{
	if (state->form->form == FORM_PRESCHOOL)
		return member == 1; /* that form has one person, the guardian */
	return is(state, item_of_member(ITEM_FAMILY_1_IS_GUARDIAN, member), "1");
}

/* R17: a pupil without a number is known by a guardian's. */
static void check_guardians_document(struct items_state *state)
{
	if (state->values[ITEM_ID_NUMBER][0] != '\0')
		return;
	for (int member = 1; member <= FAMILY_MEMBERS; member++)
		if (is_guardian(state, member) && state->values[persons[member].number][0] != '\0')
			return;
	int member = is_guardian(state, 2) && !is_guardian(state, 1) ? 2 : 1;
	struct findings *findings = at(state, persons[member].number);
	if (state->form->is_provisional)
		finding_warn(findings, REASON_GUARDIAN_ID_REQUIRED, NULL);
	else
		finding_fault(findings, REASON_GUARDIAN_ID_REQUIRED, NULL);
}

static void check_guardian(struct items_state *state)
{
	bool is_answered = is_given(state, ITEM_FAMILY_1_IS_GUARDIAN);
	if (state->form->form == FORM_SCHOOL && is_answered && !is_guardian(state, 1) &&
		!is_guardian(state, 2))
		finding_warn(at(state, ITEM_FAMILY_1_IS_GUARDIAN), REASON_NO_GUARDIAN, NULL);
}

/* Each person has a number of his own: a sheet's columns are easily filled twice. */
static void check_numbers_differ(struct items_state *state)
{
	for (int i = 1; i < PERSONS; i++)
		for (int k = 0; k < i; k++)
			if (state->ids[i].text[0] != '\0' &&
				strcmp(state->ids[i].text, state->ids[k].text) == 0)
				finding_fault(at(state, persons[i].number), REASON_SAME_ID,
					name_of(state, persons[k].number).text);
}

/* Whole years between two days, give or take one at the birthday: enough for doubt. */
static int years_between(int32_t from, int32_t to)
{
	return (int)((to - from) / 365.2425);
}

/* Ages at which nobody wonders; beyond them a digit may be wrong. Cut-off days and over-age pupils
 * are a matter of policy, not of this form. */
static void check_age(struct items_state *state)
{
	static const struct {
		int least, most;
	} ages[STAGE_END] = {{1, 8}, [STAGE_PRIMARY] = {5, 16}, [STAGE_JUNIOR] = {10, 20},
		[STAGE_SENIOR] = {13, 24}};
	int32_t born;
	char age_text[12];
	if (!date_parse(items_value(state, ITEM_BIRTH_DATE), &born))
		return;
	if (born > state->form->today) {
		finding_fault(at(state, ITEM_BIRTH_DATE), REASON_FUTURE_DATE, NULL);
		return;
	}
	int stage = state->form->form == FORM_PRESCHOOL ? 0 : (int)state->form->stage;
	int age = years_between(born, state->form->today);
	snprintf(age_text, sizeof age_text, "%d", age);
	if (age < ages[stage].least || age > ages[stage].most)
		finding_warn(at(state, ITEM_BIRTH_DATE), REASON_AGE_UNLIKELY, age_text);
}

/* Admission lies between birth and a year from today: admission lists are made in spring. */
static void check_admission_date(struct items_state *state, enum item item)
{
	char date[DATE_TEXT_SIZE + 3];
	int32_t day, born;
	snprintf(date, sizeof date, "%.10s%s", items_value(state, item),
		item_row(item)->kind == KIND_MONTH ? "-28" : "");
	if (!date_parse(date, &day))
		return;
	const char *birth_date = items_value(state, ITEM_BIRTH_DATE);
	if (date_parse(birth_date, &born) && day < born)
		finding_fault(at(state, item), REASON_BEFORE_BIRTH, birth_date);
	if (day > state->form->today + 366)
		finding_fault(at(state, item), REASON_TOO_FAR_AHEAD, NULL);
}

static void check_admission(struct items_state *state)
{
	check_admission_date(state, ITEM_ADMISSION_MONTH);
	check_admission_date(state, ITEM_ENTRY_DATE);
}

/* Codes that exist in some stages only. */
static const struct {
	enum item item;
	const char *code;
	bool in_compulsory, in_senior;
} stage_codes[] = {
	{ITEM_ADMISSION_WAY, "11", true, false},
	{ITEM_ADMISSION_WAY, "12", true, false},
	{ITEM_ADMISSION_WAY, "21", false, true},
	{ITEM_ADMISSION_WAY, "22", false, true},
	{ITEM_ADMISSION_WAY, "23", false, true},
	{ITEM_ADMISSION_WAY, "99", false, true},
	{ITEM_SOURCE, "2", false, true},
};

static void check_stage(struct items_state *state)
{
	if (state->form->form != FORM_SCHOOL)
		return;
	const struct stage_row *stage = stage_row((int)state->form->stage);
	bool is_senior = stage->stage == STAGE_SENIOR;
	for (size_t i = 0; i < sizeof stage_codes / sizeof *stage_codes; i++) {
		enum item item = stage_codes[i].item;
		bool exists = is_senior ? stage_codes[i].in_senior : stage_codes[i].in_compulsory;
		if (!exists && is(state, item, stage_codes[i].code))
			finding_fault(at(state, item), REASON_NOT_IN_STAGE,
				label_of(state, item).text, term_stage(stage->stage).text);
	}
}

/* The grade fits one of the programmes that the stage may have; which one, the school knows. */
static void check_grade(struct items_state *state)
{
	const char *text = items_value(state, ITEM_GRADE);
	if (state->form->form != FORM_SCHOOL || text[0] == '\0')
		return;
	const struct stage_row *stage = stage_row((int)state->form->stage);
	int first = stage_first_grade(stage->stage, stage->longest);
	int last = stage_last_grade(stage->stage, stage->longest), grade = 0;
	for (; *text != '\0'; text++)
		grade = grade * 10 + (*text - '0');
	char low[12], high[12];
	snprintf(low, sizeof low, "%d", first);
	snprintf(high, sizeof high, "%d", last);
	if (grade < first || grade > last)
		finding_fault(at(state, ITEM_GRADE), REASON_OUT_OF_RANGE, low, high);
}

/* What each answer to 港澳台侨外 goes with; "-" is another state than China. */
static const struct {
	const char *code, *nationalities;
} overseas[] = {
	{"00", "CHN"},
	{"01", "CHN HKG"},
	{"02", "CHN"},
	{"03", "CHN MAC"},
	{"04", "CHN"},
	{"05", "CHN TWN"},
	{"06", "CHN"},
	{"11", "CHN"},
	{"12", "CHN"},
	{"13", "CHN"},
	{"14", "CHN"},
	{"21", "CHN"},
	{"31", "CHN"},
	{"41", "-"},
	{"51", "-"},
};

static void check_overseas(struct items_state *state)
{
	const char *nationality = items_value(state, ITEM_NATIONALITY);
	if (nationality[0] == '\0')
		return;
	bool is_chinese = strstr("CHN HKG MAC TWN", nationality) != NULL;
	for (size_t i = 0; i < sizeof overseas / sizeof *overseas; i++) {
		bool fits =
			strstr(overseas[i].nationalities, is_chinese ? nationality : "-") != NULL;
		if (!fits && is(state, ITEM_OVERSEAS_STATUS, overseas[i].code))
			disagree(state, ITEM_OVERSEAS_STATUS, ITEM_NATIONALITY);
	}
	bool has_citizens_card = is(state, ITEM_ID_TYPE, ID_TYPE_RESIDENT) ||
				 is(state, ITEM_ID_TYPE, ID_TYPE_HOUSEHOLD);
	if (has_citizens_card && items_are_foreigners(state))
		disagree(state, ITEM_ID_TYPE, ITEM_NATIONALITY);
}

/* A pupil in a regular class, and the disabilities that go with it. A home-taught child, or one at
 * a special school, breaks this with good reason. */
static void check_disability(struct items_state *state)
{
	static const struct {
		const char *in_regular_class, *disabilities;
	} rows[] = {{"0", "0"}, {"1", "1"}, {"2", "2"}, {"3", "5"}, {"9", "34679"}};
	const char *disability = items_value(state, ITEM_DISABILITY);
	if (disability[0] == '\0')
		return;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (is(state, ITEM_IN_REGULAR_CLASS, rows[i].in_regular_class) &&
			strstr(rows[i].disabilities, disability) == NULL)
			disagree(state, ITEM_IN_REGULAR_CLASS, ITEM_DISABILITY);
	bool is_none = strcmp(disability, "0") == 0;
	if ((is(state, ITEM_IS_DISABLED, "1") && is_none) ||
		(is(state, ITEM_IS_DISABLED, "0") && !is_none))
		disagree(state, ITEM_IS_DISABLED, ITEM_DISABILITY);
}

/* A left-behind child's parents are away; a migrant child lives with them where they work. */
static void check_left_behind(struct items_state *state)
{
	bool is_left = is(state, ITEM_LEFT_BEHIND, "1") || is(state, ITEM_LEFT_BEHIND, "2");
	if (is_left && is(state, ITEM_IS_MIGRANT_CHILD, "1"))
		disagree(state, ITEM_LEFT_BEHIND, ITEM_IS_MIGRANT_CHILD);
}

static void check_residence(struct items_state *state)
{
	if (is_given(state, ITEM_NONAGRICULTURAL_KIND) && is(state, ITEM_RESIDENCE_KIND, "1"))
		disagree(state, ITEM_NONAGRICULTURAL_KIND, ITEM_RESIDENCE_KIND);
}

/* What the kindergartens' form leaves empty for pupils of another nationality. */
static void check_foreigners(struct items_state *state)
{
	static const enum item items[] = {ITEM_ETHNIC_GROUP, ITEM_BIRTHPLACE, ITEM_NATIVE_PLACE,
		ITEM_RESIDENCE_KIND, ITEM_NONAGRICULTURAL_KIND, ITEM_REGISTERED_RESIDENCE,
		ITEM_IS_ONLY_CHILD, ITEM_LEFT_BEHIND, ITEM_IS_MIGRANT_WORKERS_CHILD};
	if (state->form->form != FORM_PRESCHOOL || !items_are_foreigners(state))
		return;
	for (size_t i = 0; i < sizeof items / sizeof *items; i++)
		if (state->values[items[i]][0] != '\0')
			finding_warn(at(state, items[i]), REASON_FOREIGNER_LEAVES_EMPTY, NULL);
}

void items_apply_rules(struct items_state *state)
{
	static void (*const rules[])(struct items_state *) = {
		check_age,
		check_overseas,
		check_numbers,
		check_residence,
		check_foreigners,
		check_grade,
		check_admission,
		check_stage,
		check_left_behind,
		check_disability,
		check_members_documents,
		check_guardian,
		check_guardians_document,
		check_numbers_differ,
	};
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
		rules[i](state);
}
