/* What becomes of the people at a unit that ends. */
#include "tests/calls/changing.h"

#include "server/service/unit_moved.h"

static const char *posted_at(int64_t operator_id, int64_t unit)
{
	return arena_printf(house->arena,
		"SELECT count(*) FROM posting WHERE operator_id = %lld AND unit_id = %lld"
		" AND from_day <= '2026-11-22' AND to_day >= '2026-11-22'",
		(long long)operator_id, (long long)unit);
}

static bool is_posted(const struct person *person, int64_t unit)
{
	return house_count(house, posted_at(person->id, unit)) == 1;
}

static enum err look(const struct person *person)
{
	Xueji__V1__GetUnitRequest in = XUEJI__V1__GET_UNIT_REQUEST__INIT;
	in.code = "440305";
	return call(house, person->token, &units_service, "GetUnit", &in.base).err;
}

static void merge_schools(void)
{
	struct units_change *change = a_change(MERGE);
	from(change, SCHOOL, 1);
	into(change, SECOND_SCHOOL, 1);
	done(change);
}

START_TEST(people_go_with_a_merged_school)
{
	struct person *li = person_make(house, "li", SCHOOL, ROLE_REGISTRAR);
	merge_schools();
	ck_assert(!is_posted(li, SCHOOL));
	ck_assert(is_posted(li, SECOND_SCHOOL));
	ck_assert_int_eq(look(li), OK);
	ck_assert_int_eq(
		house_count(house, "SELECT count(*) FROM operator WHERE name = 'li' AND unit_id = 9"
				   " AND rev = 2"),
		1);
	ck_assert_int_eq(house_count(house, "SELECT count(*) FROM journal WHERE action IN"
					    " ('operator.posted', 'operator.posting_ended')"),
		2);
}
END_TEST

START_TEST(their_deputies_stay_their_deputies)
{
	struct person *li = person_make(house, "li", SCHOOL, ROLE_REGISTRAR);
	struct person *he = person_make(house, "he", NEIGHBOUR_SCHOOL, ROLE_REGISTRAR);
	struct ctx *ctx = house_write(house);
	static const struct sql name_deputy = {"test_name_deputy",
		"UPDATE posting SET deputy_id = $1, deputy_from = '2026-11-20',"
		" deputy_to = '2026-12-20' WHERE operator_id = $2"};
	ck_assert_int_eq(
		db_run(ctx, &name_deputy, ARGS(arg_int(he->id), arg_int(li->id)), NULL), OK);
	house_commit(house);
	merge_schools();
	ck_assert_int_eq(
		house_count(house, arena_printf(house->arena,
					   "SELECT count(*) FROM posting WHERE deputy_id = %lld"
					   " AND unit_id = 9 AND deputy_to = '2026-12-20'",
					   (long long)he->id)),
		1);
}
END_TEST

/* R58: registrar of one school and approver of the other cannot be both in the merged one. */
START_TEST(a_merge_makes_nobody_registrar_and_approver)
{
	struct person *li = person_make(house, "li", SCHOOL, ROLE_REGISTRAR);
	struct ctx *ctx = house_write(house);
	static const struct sql approver_too = {"test_approver_too",
		"INSERT INTO posting (id, operator_id, unit_id, roles, from_day, to_day,"
		" deputy_from, deputy_to) VALUES (77, $1, 9, 2, '2026-11-01', '2027-11-01', '', "
		"'')"};
	ck_assert_int_eq(db_run(ctx, &approver_too, ARGS(arg_int(li->id)), NULL), OK);
	house_commit(house);
	merge_schools();
	ck_assert(!is_posted(li, SCHOOL));
	ck_assert(is_posted(li, SECOND_SCHOOL));
	ck_assert_int_eq(
		house_count(house, "SELECT count(*) FROM posting WHERE unit_id = 9 AND roles = 2"
				   " AND to_day >= '2026-11-22'"),
		1);
}
END_TEST

START_TEST(with_a_closed_school_postings_end)
{
	struct person *li = person_make(house, "li", SCHOOL, ROLE_REGISTRAR);
	struct units_change *change = a_change(CLOSE);
	from(change, SCHOOL, 1);
	change->in.keeper_id = id_text(house, COUNTY);
	done(change);
	ck_assert(!is_posted(li, SCHOOL));
	ck_assert_int_ne(look(li), OK); /* from his next call on */
}
END_TEST

START_TEST(with_a_split_school_postings_end_and_elsewhere_go_on)
{
	struct person *li = person_make(house, "li", COUNTY, ROLE_OFFICER);
	struct person *he = person_make(house, "he", SCHOOL, ROLE_REGISTRAR);
	struct units_change *change = a_change(SPLIT);
	from(change, COUNTY, 1);
	into_new(change, "440398", CITY);
	with_child(change, SCHOOL);
	into_new(change, "440399", CITY);
	with_child(change, SECOND_SCHOOL);
	done(change);
	ck_assert(!is_posted(li, COUNTY));
	ck_assert(is_posted(he, SCHOOL));
	ck_assert_int_eq(look(he), OK);
}
END_TEST

START_TEST(a_rename_or_a_move_leaves_people_alone)
{
	struct person *li = person_make(house, "li", SCHOOL, ROLE_REGISTRAR);
	struct units_change *change = a_change(MOVE);
	from(change, SCHOOL, 1);
	change->in.parent_id = id_text(house, NEIGHBOUR);
	done(change);
	ck_assert(is_posted(li, SCHOOL));
	ck_assert_int_eq(look(li), OK);
}
END_TEST

SUITE_WITH("unit_moved", changing_open, changing_close, people_go_with_a_merged_school,
	their_deputies_stay_their_deputies, a_merge_makes_nobody_registrar_and_approver,
	with_a_closed_school_postings_end, with_a_split_school_postings_end_and_elsewhere_go_on,
	a_rename_or_a_move_leaves_people_alone)
