#include <string.h>

#include "domain/roles.h"
#include "domain/roll.h"
#include "server/service/services.h"
#include "server/store/number_store.h"
#include "server/store/profile_store.h"
#include "tests/calls/calls.h"
#include "tests/support/pupil.h"
#include "xueji/v1/students.pb-c.h"

static struct house *house;
static struct person *officer, *stranger;

static void before(void)
{
	house = house_open();
	officer = person_make(house, "li", COUNTY, ROLE_OFFICER);
	stranger = person_make(house, "zhao", NEIGHBOUR, ROLE_OFFICER);
}

static void after(void)
{
	house_close(house);
}

/* How many are found; -1 for a refusal. */
static int find(const struct person *person, Xueji__V1__SearchStudentsRequest in)
{
	struct answer answer =
		call(house, person->token, &students_service, "SearchStudents", &in.base);
	const Xueji__V1__SearchStudentsResponse *out = answer.reply;
	return out != NULL ? (int)out->n_students : -1;
}

static Xueji__V1__SearchStudentsRequest of(const char *query, Xueji__V1__SearchBy by)
{
	Xueji__V1__SearchStudentsRequest in = XUEJI__V1__SEARCH_STUDENTS_REQUEST__INIT;
	in.query = (char *)query;
	in.by = by;
	return in;
}

#define ANYHOW   XUEJI__V1__SEARCH_BY__SEARCH_BY_UNSPECIFIED
#define NAME     XUEJI__V1__SEARCH_BY__SEARCH_BY_NAME
#define NUMBER   XUEJI__V1__SEARCH_BY__SEARCH_BY_NUMBER
#define GUARDIAN XUEJI__V1__SEARCH_BY__SEARCH_BY_GUARDIAN

static const char *number_in_force(int64_t student)
{
	const char *text;
	ck_assert_int_eq(number_current(house_write(house), student, &text), OK);
	text = arena_strdup(house->arena, text);
	house_rollback(house);
	return text;
}

static void apply(struct student_record *child, enum item item, const char *value)
{
	Xueji__V1__StudentItems *items = profile_copy(house->arena, child->items);
	*student_item_at(items, item) = (char *)value;
	ck_assert_int_eq(student_apply_items(house_write(house), child, items, NULL), OK);
	house_commit(house);
}

START_TEST(every_number_that_a_child_ever_had_finds_it)
{
	char first[19] = "41058119850307452X", second[19] = "41058119850307454X";
	first[17] = id_number_check_character(first);
	second[17] = id_number_check_character(second);
	const struct change changes[] = {{ITEM_BIRTH_DATE, "1985-03-07"}, {ITEM_ID_NUMBER, first},
		{ITEM_AUX_NO, "BJ2016-0001"}};
	struct student_record child = pupil_put(house, SCHOOL, false, changes, 3);
	apply(&child, ITEM_ID_NUMBER, second);
	apply(&child, ITEM_AUX_NO, "BJ2020-0002");
	const char *in_force = number_in_force(child.row.id);
	char lower[32];
	snprintf(lower, sizeof lower, " l%s ", in_force + 1);
	const char *const queries[] = {in_force, lower, first, second, "410581850307452",
		"410581850307454 ", "BJ2016-0001", "bj2020-0002"};
	for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
		ck_assert_msg(find(officer, of(queries[i], NUMBER)) == 1, "%s", queries[i]);
		ck_assert_msg(find(stranger, of(queries[i], NUMBER)) == 0, "%s", queries[i]);
	}
	ck_assert_int_eq(find(officer, of("410581850307452", ANYHOW)), 1);
	ck_assert_int_eq(find(officer, of(in_force, ANYHOW)), 1);
	ck_assert_int_eq(find(officer, of("BJ2016-0003", NUMBER)), 0);
}
END_TEST

START_TEST(a_search_by_number_stands_in_the_journal)
{
	struct student_record child = pupil_put(house, SCHOOL, false, NULL, 0);
	find(officer, of(child.items->id_number, ANYHOW));
	find(stranger, of(child.items->id_number, NUMBER));
	find(officer, of("刘佳琪", NAME));
	const char *found = arena_printf(house->arena,
		"SELECT count(*) FROM journal WHERE action = 'student.searched' AND summary = "
		"'found' AND entity_id = %lld AND actor = %lld AND unit_id = %d",
		(long long)child.row.id, (long long)officer->id, SCHOOL);
	ck_assert_int_eq(house_count(house, found), 1);
	const char *none = arena_printf(house->arena,
		"SELECT count(*) FROM journal WHERE action = 'student.searched' AND summary = "
		"'none' AND entity_id = 0 AND actor = %lld AND unit_id = %d",
		(long long)stranger->id, NEIGHBOUR);
	ck_assert_int_eq(house_count(house, none), 1);
	ck_assert_int_eq(house_count(house, "SELECT count(*) FROM journal"), 2);
}
END_TEST

START_TEST(who_has_left_is_found_when_asked_for)
{
	struct student_record child = pupil_put(house, SCHOOL, false, NULL, 0), gone = child;
	gone.row.status = ROLL_GRADUATED;
	ck_assert_int_eq(student_rewrite(house_write(house), &child, &gone), OK);
	house_commit(house);
	Xueji__V1__SearchStudentsRequest in = of("刘佳琪", NAME);
	ck_assert_int_eq(find(officer, in), 0);
	in.include_off_roll = true;
	ck_assert_int_eq(find(officer, in), 1);
	/* A whole number is meant as it is said, wherever its child is. */
	ck_assert_int_eq(find(officer, of(child.items->id_number, NUMBER)), 1);
}
END_TEST

START_TEST(guardians_lead_to_their_children)
{
	const struct change family[] = {{ITEM_FAMILY_1_NAME, "古丽•娜扎"},
		{ITEM_FAMILY_2_NAME, "刘丽"}, {ITEM_FAMILY_2_IS_GUARDIAN, "0"}};
	struct student_record child = pupil_make(house->arena, SCHOOL, family, 3);
	child.items->family_1_name = "古丽·娜扎"; /* as it is stored */
	child_enrol_in(house_write(house), &child);
	house_commit(house);
	pupil_put(
		house, SECOND_SCHOOL, false, &(struct change){ITEM_FAMILY_1_NAME, "古丽·娜扎"}, 1);
	ck_assert_int_eq(find(officer, of("古丽·娜扎", GUARDIAN)), 2);
	ck_assert_int_eq(find(officer, of(" 古丽•娜扎", GUARDIAN)), 2);
	ck_assert_int_eq(find(officer, of("古丽", GUARDIAN)), 0);
	ck_assert_int_eq(find(officer, of("刘丽", GUARDIAN)), 0);
	ck_assert_int_eq(find(stranger, of("古丽·娜扎", GUARDIAN)), 0);
	Xueji__V1__SearchStudentsRequest in = of("古丽·娜扎", GUARDIAN);
	in.birth_date = "2016-09-02";
	ck_assert_int_eq(find(officer, in), 2);
	in.birth_date = "2016-09-03";
	ck_assert_int_eq(find(officer, in), 0);
	in.unit_id = id_text(house, SCHOOL);
	in.birth_date = "";
	ck_assert_int_eq(find(officer, in), 1);
	apply(&child, ITEM_FAMILY_1_NAME, "刘强");
	ck_assert_int_eq(find(officer, of("古丽·娜扎", GUARDIAN)), 1);
}
END_TEST

SUITE_WITH("students_search", before, after, every_number_that_a_child_ever_had_finds_it,
	a_search_by_number_stands_in_the_journal, who_has_left_is_found_when_asked_for,
	guardians_lead_to_their_children)
