#include <string.h>

#include "domain/roles.h"
#include "server/service/services.h"
#include "server/store/number_store.h"
#include "tests/calls/schooling.h"
#include "tests/support/pupil.h"
#include "xueji/v1/lists.pb-c.h"

static struct house *house;
static struct person *officer, *county;
static struct student_record child;
static char *number_l, *number_g;

static char *current_of(int64_t student)
{
	const char *text;
	ck_assert_int_eq(number_current(house_write(house), student, &text), OK);
	char *copy = arena_strdup(house->arena, text);
	house_rollback(house);
	return copy;
}

static void set_up(void)
{
	house = house_open();
	officer = person_make(house, "prov", PROVINCE, ROLE_OFFICER);
	county = person_make(house, "off", COUNTY, ROLE_OFFICER);
	child = pupil_put(
		house, SCHOOL, false, (struct change[]){{ITEM_AUX_NO, "1101011523040117"}}, 1);
	number_l = current_of(child.row.id);
	number_g = arena_printf(house->arena, "G%s", child.items->id_number);
}

static void tear_down(void)
{
	house_close(house);
}

static struct answer asked(const struct person *person, const char *old, const char *new,
	const char *name, bool is_dry)
{
	Xueji__V1__Renumbering row = XUEJI__V1__RENUMBERING__INIT, *rows[] = {&row};
	Xueji__V1__RenumberStudentsRequest in = XUEJI__V1__RENUMBER_STUDENTS_REQUEST__INIT;
	row.old_number = (char *)old;
	row.new_number = (char *)new;
	row.name = (char *)name;
	in.unit_id = id_text(house, PROVINCE);
	in.rows = rows;
	in.n_rows = 1;
	in.reason = "national numbers";
	in.is_dry_run = is_dry;
	return call(house, person->token, &lists_service, "RenumberStudents", &in.base);
}

static const Xueji__V1__RenumberResult *renumbered(const char *old, const char *new)
{
	struct answer a = asked(officer, old, new, "刘佳琪", false);
	ck_assert_msg(a.err == OK, "%s", reason_row(a.reason)->name);
	return ((const Xueji__V1__RenumberStudentsResponse *)a.reply)->results[0];
}

START_TEST(a_local_number_gives_way_to_a_national_one_and_still_finds_the_child)
{
	ck_assert(renumbered("1101011523040117", number_g)->is_done);
	ck_assert_str_eq(current_of(child.row.id), number_g);
	ck_assert_int_eq(house_count(house, "SELECT number_kind FROM student"), NUMBER_G);
	const Xueji__V1__RenumberResult *again = renumbered(number_l, number_g);
	ck_assert(again->is_done && again->was_done);
	ck_assert_int_eq(house_count(house, "SELECT count(*) FROM journal WHERE action = "
					    "'student.renumbered'"),
		1);
}
END_TEST

START_TEST(the_list_the_other_way_round_gives_back_what_was)
{
	ck_assert(renumbered("1101011523040117", number_g)->is_done);
	ck_assert(renumbered(number_g, "1101011523040117")->is_done);
	ck_assert_str_eq(current_of(child.row.id), number_l);
	ck_assert(renumbered(number_l, number_g)->is_done);
	ck_assert(renumbered(number_g, number_l)->is_done);
	ck_assert_str_eq(current_of(child.row.id), number_l);
	ck_assert_int_eq(house_count(house, "SELECT number_kind FROM student"), NUMBER_L);
	ck_assert_int_eq(house_count(house, "SELECT count(*) FROM number WHERE is_current = 1"), 1);
}
END_TEST

static Xueji__V1__Renumbering *to(const struct student_record *of, const char *new)
{
	Xueji__V1__Renumbering *row = arena_one(house->arena, Xueji__V1__Renumbering);
	xueji__v1__renumbering__init(row);
	row->old_number = current_of(of->row.id);
	row->new_number = (char *)new;
	row->name = (char *)of->row.name;
	return row;
}

START_TEST(one_that_is_refused_leaves_the_others_of_its_call)
{
	static const char new[] = "L99000120190101000";
	char *free = arena_printf(house->arena, "%s1", new),
	     *last = arena_printf(house->arena, "%s2", new);
	struct student_record a = pupil_put(house, SCHOOL, false, NULL, 0),
			      b = pupil_put(house, SCHOOL, false, NULL, 0);
	const char *of_b = current_of(b.row.id);
	Xueji__V1__Renumbering *rows[] = {to(&a, free), to(&b, free), to(&child, last)};
	Xueji__V1__RenumberStudentsRequest in = XUEJI__V1__RENUMBER_STUDENTS_REQUEST__INIT;
	in.unit_id = id_text(house, PROVINCE);
	in.rows = rows;
	in.n_rows = 3;
	in.reason = "national numbers";
	struct answer answer =
		call(house, officer->token, &lists_service, "RenumberStudents", &in.base);
	const Xueji__V1__RenumberStudentsResponse *out = answer.reply;
	ck_assert_int_eq(answer.err, OK);
	ck_assert(
		out->results[0]->is_done && !out->results[1]->is_done && out->results[2]->is_done);
	ck_assert_str_eq(out->results[1]->refusal, "NUMBER_TAKEN");
	ck_assert_str_eq(current_of(a.row.id), free);
	ck_assert_str_eq(current_of(b.row.id), of_b);
	ck_assert_str_eq(current_of(child.row.id), last);
}
END_TEST

START_TEST(a_dry_run_changes_nothing)
{
	struct answer a = asked(officer, number_l, number_g, "刘佳琪", true);
	ck_assert(((const Xueji__V1__RenumberStudentsResponse *)a.reply)->results[0]->is_done);
	ck_assert_str_eq(current_of(child.row.id), number_l);
}
END_TEST

START_TEST(slips_are_named_and_nothing_is_done)
{
	struct student_record other = pupil_put(house, SCHOOL, false, NULL, 0);
	const char *theirs = current_of(other.row.id);
	struct answer a = asked(officer, number_l, number_g, "刘佳", false);
	const Xueji__V1__RenumberStudentsResponse *out = a.reply;
	ck_assert_str_eq(out->results[0]->refusal, "CHILD_NOT_FOUND");
	ck_assert_str_eq(renumbered("nothing", number_g)->refusal, "CHILD_NOT_FOUND");
	ck_assert_str_eq(renumbered(number_l, theirs)->refusal, "NUMBER_TAKEN");
	ck_assert_str_eq(
		renumbered(number_l, "G41058120160902202X")->refusal, "VERDICT_OTHER_NUMBER");
	ck_assert_str_eq(renumbered(number_l, "12345")->refusal, "RENUMBER_WHAT");
	ck_assert_str_eq(current_of(child.row.id), number_l);
}
END_TEST

START_TEST(nothing_is_told_of_a_number_that_a_child_of_another_province_has)
{
	add_schools(house, 1, FAR_COUNTY);
	struct student_record far = pupil_put(house, INT64_C(2144100000), false,
		(struct change[]){{ITEM_AUX_NO, "1101011523040117"}}, 1);
	const char *theirs = current_of(far.row.id);
	ck_assert_str_eq(renumbered(theirs, number_g)->refusal, "CHILD_NOT_FOUND");
	ck_assert_str_eq(renumbered(number_l, theirs)->refusal, "RENUMBER_WHAT");
	ck_assert_str_eq(
		renumbered(number_l, arena_printf(house->arena, "G%s", far.items->id_number))
			->refusal,
		"VERDICT_OTHER_NUMBER");
	/* Nor does it stand in the way that both were once known by one number. */
	ck_assert(renumbered("1101011523040117", number_g)->is_done);
	ck_assert(renumbered(number_g, "1101011523040117")->is_done);
}
END_TEST

START_TEST(only_the_province_renumbers)
{
	ck_assert_int_eq(asked(county, number_l, number_g, "刘佳琪", false).err, ERR_DENIED);
}
END_TEST

SUITE_WITH("lists_renumber", set_up, tear_down,
	a_local_number_gives_way_to_a_national_one_and_still_finds_the_child,
	the_list_the_other_way_round_gives_back_what_was,
	one_that_is_refused_leaves_the_others_of_its_call, a_dry_run_changes_nothing,
	slips_are_named_and_nothing_is_done,
	nothing_is_told_of_a_number_that_a_child_of_another_province_has,
	only_the_province_renumbers)
