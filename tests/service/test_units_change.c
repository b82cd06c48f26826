/* ChangeUnits as it should go: what the tree, the history and the people are afterwards. */
#include "server/store/export_store.h"
#include "tests/calls/changing.h"

START_TEST(a_renamed_unit_keeps_its_code_and_its_old_name)
{
	struct units_change *change = a_change(RENAME);
	from(change, COUNTY, 1);
	change->in.name = "长安区";
	done(change);
	const Xueji__V1__GetUnitResponse *out = get(COUNTY);
	ck_assert_str_eq(out->unit->name, "长安区");
	ck_assert_str_eq(out->unit->initials, "caq");
	ck_assert_str_eq(out->unit->code, "440305");
	ck_assert_int_eq(out->unit->rev, 2);
	const Xueji__V1__UnitChange *last = history(COUNTY)->changes[0];
	ck_assert_int_eq(last->kind, RENAME);
	ck_assert_str_eq(last->effective_day, "2026-11-01");
	ck_assert_int_eq(last->parts[0]->part, XUEJI__V1__UNIT_PART__UNIT_PART_BOTH);
	ck_assert_str_eq(last->parts[0]->before->name, "南山区");
	ck_assert_str_eq(last->parts[0]->after->name, "长安区");
}
END_TEST

START_TEST(a_moved_county_takes_its_schools_and_their_bureaus_along)
{
	int64_t city_school = add_school("3444000001", NEIGHBOUR, CITY);
	int64_t province_school = add_school("3444000002", NEIGHBOUR, PROVINCE);
	struct units_change *change = a_change(MOVE);
	from(change, NEIGHBOUR, 1);
	change->in.parent_id = id_text(house, OTHER_CITY);
	done(change);
	ck_assert_str_eq(get(NEIGHBOUR_SCHOOL)->path[2]->code, "441300");
	ck_assert_int_eq(stored(NEIGHBOUR_SCHOOL).bureau, NEIGHBOUR);
	ck_assert_int_eq(stored(NEIGHBOUR_SCHOOL).rev, 1);
	ck_assert_int_eq(stored(city_school).bureau, OTHER_CITY);
	ck_assert_int_eq(stored(province_school).bureau, PROVINCE);
	ck_assert_int_eq(history(NEIGHBOUR)->changes[0]->followed_count, 1);
	const Xueji__V1__UnitChange *followed = history(city_school)->changes[0];
	ck_assert_uint_eq(followed->n_parts, 2);
	ck_assert_int_eq(followed->parts[1]->part, XUEJI__V1__UNIT_PART__UNIT_PART_FOLLOWED);
	ck_assert_str_eq(followed->parts[1]->before->bureau->code, "440300");
	ck_assert_str_eq(followed->parts[1]->after->bureau->code, "441300");
}
END_TEST

START_TEST(a_county_that_comes_under_the_province_runs_the_citys_schools)
{
	int64_t city_school = add_school("3444000001", NEIGHBOUR, CITY);
	struct units_change *change = a_change(MOVE);
	from(change, NEIGHBOUR, 1);
	change->in.parent_id = id_text(house, PROVINCE);
	done(change);
	ck_assert_uint_eq(get(NEIGHBOUR)->n_path, 2);
	ck_assert_int_eq(stored(city_school).bureau, NEIGHBOUR);
}
END_TEST

START_TEST(schools_move_between_counties)
{
	struct units_change *change = a_change(MOVE);
	from(change, SCHOOL, 1);
	from(change, SECOND_SCHOOL, 1);
	change->in.parent_id = id_text(house, DIRECT_COUNTY);
	done(change);
	ck_assert_int_eq(stored(SCHOOL).parent, DIRECT_COUNTY);
	ck_assert_int_eq(stored(SCHOOL).bureau, DIRECT_COUNTY);
	ck_assert_int_eq(get(DIRECT_COUNTY)->unit->child_count, 2);
	ck_assert_int_eq(get(COUNTY)->unit->child_count, 0);
}
END_TEST

START_TEST(an_export_waits_for_the_bureau_that_the_school_has_now)
{
	struct export export = {.unit = SCHOOL,
		.kind = EXPORT_CHILDREN,
		.columns = "name",
		.purpose = "vaccination",
		.asked_for = SCHOOL,
		.bureau = COUNTY};
	ck_assert_int_eq(export_ask(house_write(house), &export), OK);
	house_commit(house);
	struct units_change *change = a_change(MOVE);
	from(change, SCHOOL, 1);
	change->in.parent_id = id_text(house, DIRECT_COUNTY);
	done(change);
	ck_assert_int_eq(house_count(house, "SELECT bureau_id FROM export_request"), DIRECT_COUNTY);
}
END_TEST

START_TEST(a_county_merges_into_its_neighbour)
{
	struct units_change *change = a_change(MERGE);
	from(change, COUNTY, 1);
	from(change, NEIGHBOUR, 1);
	into(change, NEIGHBOUR, 1);
	done(change);
	const Xueji__V1__GetUnitResponse *closed = get(COUNTY);
	ck_assert(closed->unit->is_closed);
	ck_assert_str_eq(closed->closed_day, "2026-11-01");
	ck_assert_uint_eq(closed->n_successors, 1);
	ck_assert_str_eq(closed->successors[0]->code, "440304");
	const Xueji__V1__GetUnitResponse *into = get(NEIGHBOUR);
	ck_assert_int_eq(into->unit->child_count, 3);
	ck_assert_uint_eq(into->n_predecessors, 1);
	ck_assert_str_eq(into->predecessors[0]->code, "440305");
	ck_assert_uint_eq(into->n_successors, 0);
	ck_assert_int_eq(stored(SCHOOL).bureau, NEIGHBOUR);
	ck_assert_int_eq(stored(CLOSED_SCHOOL).parent, NEIGHBOUR); /* its history stays in scope */
	ck_assert_int_eq(history(COUNTY)->changes[0]->followed_count, 3);
}
END_TEST

START_TEST(a_county_that_becomes_a_district_gets_a_new_code)
{
	struct units_change *change = a_change(MERGE);
	from(change, COUNTY, 1);
	into_new(change, "440399", OTHER_CITY);
	done(change);
	const Xueji__V1__GetUnitResponse *new_one = get(440399);
	ck_assert_str_eq(new_one->unit->name, "新440399");
	ck_assert_str_eq(new_one->predecessors[0]->code, "440305");
	ck_assert_str_eq(new_one->opened_day, "2026-11-01");
	ck_assert_int_eq(new_one->unit->child_count, 2);
	ck_assert_str_eq(get(SCHOOL)->path[2]->code, "441300");
	ck_assert_str_eq(get(SCHOOL)->path[3]->code, "440399");
}
END_TEST

START_TEST(a_merged_schools_files_go_to_its_successor)
{
	struct units_change *change = a_change(MERGE);
	from(change, SCHOOL, 1);
	into(change, SECOND_SCHOOL, 1);
	done(change);
	ck_assert_str_eq(get(SCHOOL)->keeper->code, "2144000002");
	ck_assert_str_eq(get(SCHOOL)->successors[0]->code, "2144000002");
	ck_assert_int_eq(stored(SECOND_SCHOOL).rev, 2);
}
END_TEST

START_TEST(a_city_merges_with_all_that_it_runs)
{
	int64_t city_school = add_school("3444000001", NEIGHBOUR, CITY);
	struct units_change *change = a_change(MERGE);
	from(change, CITY, 1);
	into(change, OTHER_CITY, 1);
	done(change);
	ck_assert_int_eq(stored(NEIGHBOUR).parent, OTHER_CITY);
	ck_assert_int_eq(stored(city_school).bureau, OTHER_CITY);
	ck_assert_int_eq(stored(NEIGHBOUR_SCHOOL).bureau, NEIGHBOUR);
	ck_assert_str_eq(get(city_school)->path[2]->code, "441300");
}
END_TEST

START_TEST(a_county_splits_and_its_schools_are_shared_out)
{
	struct units_change *change = a_change(SPLIT);
	from(change, COUNTY, 1);
	into_new(change, "440398", CITY);
	with_child(change, SCHOOL);
	into_new(change, "440399", CITY);
	with_child(change, SECOND_SCHOOL);
	done(change);
	ck_assert_int_eq(stored(SCHOOL).parent, 440398);
	ck_assert_int_eq(stored(SCHOOL).bureau, 440398);
	ck_assert_int_eq(stored(SECOND_SCHOOL).parent, 440399);
	ck_assert_int_eq(stored(CLOSED_SCHOOL).parent, 440398);
	ck_assert_uint_eq(get(COUNTY)->n_successors, 2);
	ck_assert(get(COUNTY)->unit->is_closed);
	ck_assert_str_eq(get(440399)->predecessors[0]->code, "440305");
}
END_TEST

START_TEST(what_splits_off_leaves_the_rest_as_it_was)
{
	struct units_change *change = a_change(SPLIT);
	from(change, COUNTY, 1);
	into(change, COUNTY, 1);
	into_new(change, "440399", CITY);
	with_child(change, SECOND_SCHOOL);
	done(change);
	ck_assert(!get(COUNTY)->unit->is_closed);
	ck_assert_int_eq(stored(SCHOOL).parent, COUNTY);
	ck_assert_int_eq(stored(SECOND_SCHOOL).parent, 440399);
	ck_assert_str_eq(get(COUNTY)->successors[0]->code, "440399");
	ck_assert_str_eq(get(440399)->predecessors[0]->code, "440305");
}
END_TEST

START_TEST(a_closed_schools_files_have_a_keeper)
{
	struct units_change *change = a_change(CLOSE);
	from(change, SCHOOL, 1);
	change->in.keeper_id = id_text(house, COUNTY);
	done(change);
	ck_assert_str_eq(get(SCHOOL)->keeper->code, "440305");
	ck_assert_str_eq(get(SCHOOL)->closed_day, "2026-11-01");
	ck_assert_uint_eq(get(SCHOOL)->n_successors, 0);
	ck_assert_int_eq(history(SCHOOL)->changes[0]->kind, CLOSE);
}
END_TEST

START_TEST(an_empty_division_closes)
{
	struct units_change *change = a_change(CLOSE);
	from(change, DIRECT_COUNTY, 1);
	done(change);
	ck_assert(get(DIRECT_COUNTY)->unit->is_closed);
	ck_assert_ptr_null(get(DIRECT_COUNTY)->keeper);
	ck_assert_int_eq(get(PROVINCE)->unit->child_count, 2);
}
END_TEST

START_TEST(the_answer_names_each_unit_once_with_its_new_revision)
{
	struct units_change *change = a_change(MERGE);
	from(change, COUNTY, 1);
	from(change, NEIGHBOUR, 1);
	into(change, NEIGHBOUR, 1);
	const Xueji__V1__ChangeUnitsResponse *out = submit(change).reply;
	ck_assert_uint_eq(out->n_units, 2);
	ck_assert_str_eq(out->units[0]->code, "440305");
	ck_assert(out->units[0]->is_closed);
	ck_assert_int_eq(out->units[1]->rev, 2);
	ck_assert_int_eq(out->units[1]->child_count, 3);
	ck_assert_str_eq(history(COUNTY)->changes[0]->id, out->change_id);
}
END_TEST

START_TEST(each_unit_stands_in_the_journal)
{
	struct units_change *change = a_change(MERGE);
	from(change, COUNTY, 1);
	into(change, NEIGHBOUR, 1);
	done(change);
	ck_assert_int_eq(
		house_count(house, "SELECT count(*) FROM journal WHERE action = 'unit.merge'"
				   " AND entity = 'unit' AND entity_id IN (5, 6)"),
		2);
	ck_assert_int_eq(
		house_count(house, "SELECT count(*) FROM journal WHERE action = 'unit.merge'"
				   " AND summary = '440305 > 440304, 2026-11-01'"),
		1);
}
END_TEST

START_TEST(a_chain_of_successors_is_never_lost)
{
	struct units_change *change = a_change(MERGE);
	from(change, SCHOOL, 1);
	into(change, SECOND_SCHOOL, 1);
	done(change);
	change = a_change(RENAME);
	from(change, SECOND_SCHOOL, 2);
	change->in.name = "联合小学";
	done(change);
	change = a_change(CLOSE);
	from(change, SECOND_SCHOOL, 3);
	change->in.keeper_id = id_text(house, COUNTY);
	done(change);
	ck_assert_str_eq(get(SCHOOL)->successors[0]->name, "联合小学");
	ck_assert(get(SCHOOL)->successors[0]->is_closed);
	ck_assert_uint_eq(history(SECOND_SCHOOL)->n_changes, 3);
	ck_assert_uint_eq(history(SCHOOL)->n_changes, 1);
}
END_TEST

SUITE_WITH("units_change", changing_open, changing_close,
	a_renamed_unit_keeps_its_code_and_its_old_name,
	a_moved_county_takes_its_schools_and_their_bureaus_along,
	a_county_that_comes_under_the_province_runs_the_citys_schools,
	schools_move_between_counties, an_export_waits_for_the_bureau_that_the_school_has_now,
	a_county_merges_into_its_neighbour, a_county_that_becomes_a_district_gets_a_new_code,
	a_merged_schools_files_go_to_its_successor, a_city_merges_with_all_that_it_runs,
	a_county_splits_and_its_schools_are_shared_out, what_splits_off_leaves_the_rest_as_it_was,
	a_closed_schools_files_have_a_keeper, an_empty_division_closes,
	the_answer_names_each_unit_once_with_its_new_revision, each_unit_stands_in_the_journal,
	a_chain_of_successors_is_never_lost)
