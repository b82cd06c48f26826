/* ChangeUnits as it should not go: each refusal names field and fault, and leaves nothing behind.
 */
#include "tests/calls/changing.h"

START_TEST(all_faults_of_form_come_at_once)
{
	struct units_change *change = a_change(RENAME);
	change->in.effective_day = "2026-11-31";
	change->in.reason = "\t";
	change->in.name = "";
	change->in.parent_id = "1";
	change->in.keeper_id = "1";
	into(change, CITY, 1);
	struct answer answer = submit(change);
	ck_assert(has_fault(&answer, "effective_day", REASON_NO_SUCH_DAY));
	ck_assert(has_fault(&answer, "reason", REASON_REQUIRED));
	ck_assert(has_fault(&answer, "from", REASON_WRONG_COUNT));
	ck_assert(has_fault(&answer, "to", REASON_NOT_FOR_KIND));
	ck_assert(has_fault(&answer, "name", REASON_REQUIRED));
	ck_assert(has_fault(&answer, "parent_id", REASON_NOT_FOR_KIND));
	ck_assert(has_fault(&answer, "keeper_id", REASON_NOT_FOR_KIND));
	ck_assert_uint_eq(answer.failure.n_faults, 7);
}
END_TEST

START_TEST(only_five_kinds_can_be_asked_for)
{
	refused(a_change(0), "kind", REASON_NO_SUCH_CHANGE);
	refused(a_change(UNIT_CREATE), "kind", REASON_NO_SUCH_CHANGE);
	refused(a_change(UNIT_UPDATE), "kind", REASON_NO_SUCH_CHANGE);
	refused(a_change(99), "kind", REASON_UNKNOWN_VALUE);
	refused(a_change(-1), "kind", REASON_UNKNOWN_VALUE);
}
END_TEST

static const struct {
	int kind;
	size_t n_from, n_to;
	const char *field;
	enum reason reason;
} counts[] = {
	{RENAME, 0, 0, "from", REASON_WRONG_COUNT},
	{RENAME, 2, 0, "from", REASON_WRONG_COUNT},
	{MOVE, 0, 0, "from", REASON_WRONG_COUNT},
	{MOVE, 51, 0, "from", REASON_WRONG_COUNT},
	{MOVE, 1, 1, "to", REASON_NOT_FOR_KIND},
	{MERGE, 1, 0, "to", REASON_WRONG_COUNT},
	{MERGE, 1, 2, "to", REASON_WRONG_COUNT},
	{SPLIT, 1, 1, "to", REASON_WRONG_COUNT},
	{SPLIT, 1, 21, "to", REASON_WRONG_COUNT},
	{SPLIT, 2, 2, "from", REASON_WRONG_COUNT},
	{CLOSE, 0, 0, "from", REASON_WRONG_COUNT},
	{CLOSE, 1, 1, "to", REASON_NOT_FOR_KIND},
};

START_TEST(each_kind_has_its_numbers)
{
	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
		struct units_change *change = a_change(counts[i].kind);
		for (size_t k = 0; k < counts[i].n_from; k++)
			from(change, COUNTY + (int64_t)k, 1);
		for (size_t k = 0; k < counts[i].n_to; k++)
			into(change, NEIGHBOUR + (int64_t)k, 1);
		refused(change, counts[i].field, counts[i].reason);
	}
}
END_TEST

START_TEST(a_unit_stands_in_a_request_once)
{
	struct units_change *change = a_change(CLOSE);
	from(change, SCHOOL, 1);
	from(change, SCHOOL, 1);
	refused(change, "from[1].unit_id", REASON_TWICE);
	change = a_change(SPLIT);
	from(change, COUNTY, 1);
	into(change, NEIGHBOUR, 1);
	into(change, NEIGHBOUR, 1);
	refused(change, "to[1]", REASON_TWICE);
}
END_TEST

START_TEST(ids_and_revisions_are_checked)
{
	struct units_change *change = a_change(CLOSE);
	from(change, SCHOOL, 0);
	change->from[0]->unit_id = "five";
	change->in.keeper_id = "x";
	struct answer answer = submit(change);
	ck_assert(has_fault(&answer, "from[0].unit_id", REASON_NOT_AN_ID));
	ck_assert(has_fault(&answer, "from[0].rev", REASON_OUT_OF_RANGE));
	ck_assert(has_fault(&answer, "keeper_id", REASON_NOT_AN_ID));
	change = a_change(MERGE);
	from(change, SCHOOL, 1);
	a_target(change);
	refused(change, "to[0].new_unit", REASON_REQUIRED);
	change = a_change(MERGE);
	from(change, SCHOOL, 1);
	into_new(change, "2144000100", COUNTY);
	change->to[0]->unit_id = "9";
	refused(change, "to[0].new_unit", REASON_ID_OR_CODE);
	change = a_change(MERGE);
	from(change, SCHOOL, 1);
	into_new(change, "21440001", COUNTY);
	refused(change, "to[0].new_unit.code", REASON_NOT_A_UNIT_CODE);
}
END_TEST

static enum err closing(int64_t id, int64_t rev)
{
	struct units_change *change = a_change(CLOSE);
	from(change, id, rev);
	change->in.keeper_id = id_text(house, PROVINCE);
	return submit(change).err;
}

START_TEST(of_two_editors_the_second_is_told)
{
	struct units_change *rename = a_change(RENAME);
	from(rename, SCHOOL, 1);
	rename->in.name = "甲小学";
	done(rename);
	rename->in.name = "乙小学";
	ck_assert_int_eq(submit(rename).err, ERR_STALE);
	ck_assert_int_eq(closing(SCHOOL, 1), ERR_STALE);
	ck_assert_int_eq(closing(SCHOOL, 3), ERR_STALE);
	struct units_change *merge = a_change(MERGE);
	from(merge, SECOND_SCHOOL, 1);
	into(merge, SCHOOL, 1);
	ck_assert_int_eq(submit(merge).err, ERR_STALE);
	ck_assert_str_eq(stored(SCHOOL).name, "甲小学");
	ck_assert_int_eq(closing(SCHOOL, 2), OK);
}
END_TEST

START_TEST(what_is_not_there_is_not_found)
{
	ck_assert_int_eq(closing(4711, 1), ERR_NOT_FOUND);
	struct units_change *change = a_change(CLOSE);
	from(change, SCHOOL, 1);
	change->in.keeper_id = "4711";
	ck_assert_int_eq(submit(change).err, ERR_NOT_FOUND);
	change = a_change(MOVE);
	from(change, SCHOOL, 1);
	change->in.parent_id = "4711";
	ck_assert_int_eq(submit(change).err, ERR_NOT_FOUND);
}
END_TEST

START_TEST(a_closed_unit_takes_no_part)
{
	struct units_change *change = a_change(RENAME);
	from(change, CLOSED_SCHOOL, 1);
	change->in.name = "旧小学二";
	refused(change, "from[0].unit_id", REASON_UNIT_IS_CLOSED);
	change = a_change(MERGE);
	from(change, SCHOOL, 1);
	into(change, CLOSED_SCHOOL, 1);
	refused(change, "to[0].unit_id", REASON_UNIT_IS_CLOSED);
	change = a_change(CLOSE);
	from(change, SCHOOL, 1);
	change->in.keeper_id = id_text(house, CLOSED_SCHOOL);
	refused(change, "keeper_id", REASON_UNIT_IS_CLOSED);
}
END_TEST

START_TEST(days_have_an_order)
{
	struct units_change *change = a_change(MERGE);
	from(change, COUNTY, 1);
	into_new(change, "440399", CITY);
	done(change);
	change = a_change(RENAME);
	from(change, 440399, 1);
	change->in.name = "早区";
	change->in.effective_day = "2026-10-31";
	refused(change, "effective_day", REASON_BEFORE_OPENING);
	change->in.effective_day = "2026-11-23";
	refused(change, "effective_day", REASON_IN_FUTURE);
	change->in.effective_day = "2026-11-22";
	done(change);
}
END_TEST

START_TEST(a_change_that_changes_nothing_is_refused)
{
	struct units_change *change = a_change(RENAME);
	from(change, COUNTY, 1);
	change->in.name = "南山区";
	refused(change, "name", REASON_SAME_AS_BEFORE);
	change = a_change(MOVE);
	from(change, COUNTY, 1);
	change->in.parent_id = id_text(house, CITY);
	refused(change, "parent_id", REASON_SAME_AS_BEFORE);
	change = a_change(MERGE);
	from(change, COUNTY, 1);
	into(change, COUNTY, 1);
	refused(change, "to[0]", REASON_SAME_AS_BEFORE);
}
END_TEST

static const struct {
	int64_t unit, parent;
	enum reason reason;
} moves[] = {
	{SCHOOL, CITY, REASON_HAS_DIVISIONS},
	{SCHOOL, SECOND_SCHOOL, REASON_WRONG_PLACE},
	{SCHOOL, CLOSED_SCHOOL, REASON_UNIT_IS_CLOSED},
	{COUNTY, NEIGHBOUR, REASON_WRONG_PLACE},
	{CITY, OTHER_CITY, REASON_WRONG_PLACE},
	{COUNTY, SCHOOL, REASON_WRONG_PLACE},
};

START_TEST(a_unit_moves_only_where_it_belongs)
{
	for (size_t i = 0; i < sizeof moves / sizeof *moves; i++) {
		struct units_change *change = a_change(MOVE);
		from(change, moves[i].unit, 1);
		change->in.parent_id = id_text(house, moves[i].parent);
		refused(change, "parent_id", moves[i].reason);
	}
}
END_TEST

START_TEST(schools_and_divisions_do_not_mix)
{
	struct units_change *change = a_change(MERGE);
	from(change, SCHOOL, 1);
	into(change, COUNTY, 1);
	refused(change, "to[0]", REASON_SCHOOLS_AND_DIVISIONS);
	change = a_change(SPLIT);
	from(change, SCHOOL, 1);
	into(change, SCHOOL, 1);
	into_new(change, "440399", CITY);
	refused(change, "to[1]", REASON_SCHOOLS_AND_DIVISIONS);
}
END_TEST

START_TEST(nothing_goes_on_under_a_unit_that_closes)
{
	struct units_change *change = a_change(MERGE);
	from(change, CITY, 1);
	into(change, COUNTY, 1);
	refused(change, "to[0]", REASON_WILL_CLOSE);
	change = a_change(MERGE);
	from(change, CITY, 1);
	into_new(change, "440399", CITY);
	refused(change, "to[0]", REASON_WILL_CLOSE);
	change = a_change(CLOSE);
	from(change, SCHOOL, 1);
	from(change, SECOND_SCHOOL, 1);
	change->in.keeper_id = id_text(house, SECOND_SCHOOL);
	refused(change, "keeper_id", REASON_WILL_CLOSE);
}
END_TEST

START_TEST(what_the_successor_cannot_hold_is_refused)
{
	struct units_change *change = a_change(MERGE); /* counties under a county */
	from(change, CITY, 1);
	into(change, DIRECT_COUNTY, 1);
	refused(change, "to[0]", REASON_WRONG_PLACE);
	change = a_change(MERGE); /* schools beside counties */
	from(change, COUNTY, 1);
	into(change, OTHER_CITY, 1);
	done(change);
	change = a_change(MERGE);
	from(change, OTHER_CITY, 2);
	into(change, CITY, 1);
	refused(change, "to[0]", REASON_HAS_DIVISIONS);
}
END_TEST

START_TEST(a_unit_with_children_does_not_close)
{
	struct units_change *change = a_change(CLOSE);
	from(change, COUNTY, 1);
	struct answer answer = submit(change);
	ck_assert_int_eq(answer.err, ERR_PRECONDITION);
	ck_assert_int_eq(answer.reason, REASON_HAS_CHILDREN);
	ck_assert_str_eq(answer.failure.args[0], "南山区");
	ck_assert_str_eq(answer.failure.args[1], "2");
}
END_TEST

START_TEST(a_keeper_is_for_schools_and_schools_need_one)
{
	struct units_change *change = a_change(CLOSE);
	from(change, SCHOOL, 1);
	refused(change, "keeper_id", REASON_REQUIRED);
	change = a_change(CLOSE);
	from(change, DIRECT_COUNTY, 1);
	change->in.keeper_id = id_text(house, PROVINCE);
	refused(change, "keeper_id", REASON_ONLY_SCHOOLS);
}
END_TEST

START_TEST(a_split_places_each_child_once)
{
	struct units_change *change = a_change(SPLIT);
	from(change, COUNTY, 1);
	into_new(change, "440398", CITY);
	with_child(change, SCHOOL);
	into_new(change, "440399", CITY);
	refused(change, "to", REASON_CHILD_UNPLACED);
	with_child(change, SCHOOL);
	refused(change, "to[1].child_ids[0]", REASON_TWICE);
	change->to[1]->child_ids[0] = id_text(house, NEIGHBOUR_SCHOOL);
	refused(change, "to[1].child_ids[0]", REASON_NOT_A_CHILD);
	change->to[1]->child_ids[0] = id_text(house, CLOSED_SCHOOL);
	refused(change, "to[1].child_ids[0]", REASON_NOT_A_CHILD);
	change->to[1]->child_ids[0] = "4711";
	refused(change, "to[1].child_ids[0]", REASON_NOT_A_CHILD);
	change->to[1]->child_ids[0] = "";
	refused(change, "to[1].child_ids[0]", REASON_REQUIRED);
	change->in.kind = (Xueji__V1__UnitChangeKind)MERGE;
	change->in.n_to = 1;
	refused(change, "to[0].child_ids", REASON_NOT_FOR_KIND);
}
END_TEST

/* ---- who may ---- */

START_TEST(a_change_beyond_the_province_is_the_nations)
{
	struct units_change *rename = a_change(RENAME);
	from(rename, PROVINCE, 1);
	rename->in.name = "粤省";
	ck_assert_int_eq(submit(rename).err, ERR_DENIED);
	struct units_change *merge = a_change(MERGE);
	from(merge, COUNTY, 1);
	into(merge, FAR_COUNTY, 1);
	ck_assert_int_eq(submit(merge).err, ERR_DENIED);
	struct units_change *far = a_change(RENAME);
	from(far, FAR_COUNTY, 1);
	far->in.name = "西区";
	ck_assert_int_eq(submit(far).err, ERR_DENIED);
	token = person_make(house, "gu", NATION, ROLE_SYSTEM)->token;
	ck_assert_int_eq(submit(rename).err, OK);
	ck_assert_int_eq(submit(far).err, OK);
	merge->to[0]->rev = 2;
	refused(merge, "to[0]",
		REASON_WRONG_PROVINCE); /* schools keep the province of their code */
}
END_TEST

START_TEST(the_nation_itself_does_not_change)
{
	token = person_make(house, "gu", NATION, ROLE_SYSTEM)->token;
	struct units_change *change = a_change(RENAME);
	from(change, NATION, 1);
	change->in.name = "天下";
	refused(change, "from[0].unit_id", REASON_IS_NATION);
}
END_TEST

START_TEST(nobody_else_changes_units)
{
	static const struct {
		int64_t unit;
		uint32_t roles;
	} people[] = {{OTHER_PROVINCE, ROLE_SYSTEM}, {CITY, ROLE_SYSTEM}, {COUNTY, ROLE_OFFICER},
		{PROVINCE, ROLE_SECURITY}, {PROVINCE, ROLE_OFFICER}, {SCHOOL, ROLE_REGISTRAR}};
	for (size_t i = 0; i < sizeof people / sizeof *people; i++) {
		char *name = arena_printf(house->arena, "person%zu", i);
		token = person_make(house, name, people[i].unit, people[i].roles)->token;
		ck_assert_int_eq(closing(SCHOOL, 1), ERR_DENIED);
	}
	ck_assert_int_eq(stored(SCHOOL).rev, 1);
}
END_TEST

SUITE_WITH("units_change_refused", changing_open, changing_close, all_faults_of_form_come_at_once,
	only_five_kinds_can_be_asked_for, each_kind_has_its_numbers,
	a_unit_stands_in_a_request_once, ids_and_revisions_are_checked,
	of_two_editors_the_second_is_told, what_is_not_there_is_not_found,
	a_closed_unit_takes_no_part, days_have_an_order, a_change_that_changes_nothing_is_refused,
	a_unit_moves_only_where_it_belongs, schools_and_divisions_do_not_mix,
	nothing_goes_on_under_a_unit_that_closes, what_the_successor_cannot_hold_is_refused,
	a_unit_with_children_does_not_close, a_keeper_is_for_schools_and_schools_need_one,
	a_split_places_each_child_once, a_change_beyond_the_province_is_the_nations,
	the_nation_itself_does_not_change, nobody_else_changes_units)
