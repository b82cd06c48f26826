#include "server/store/student_record.h"

#include <string.h>

#include "domain/roll.h"
#include "server/store/identity_store.h"
#include "server/store/number_store.h"
#include "server/store/stat_cache.h"
#include "tests/support/children.h"
#include "tests/support/suite.h"

static struct fixture *f;

static void before(void)
{
	f = children_open();
}

static void after(void)
{
	children_close();
}

static struct identity_claims claims_of(const struct student_record *child)
{
	struct identity_claims claims;
	struct identity_key key =
		identity_key(f->app.keys, child->items->id_type, child->items->id_number);
	ck_assert_int_eq(identity_find(children_ctx(), &key, &claims), OK);
	return claims;
}

static size_t find_number(const char *typed, int64_t *first_out)
{
	int64_t found[5] = {0};
	size_t n;
	ck_assert_int_eq(number_find(children_ctx(), typed, found, 5, &n), OK);
	*first_out = found[0];
	return n;
}

static size_t on_roll(int64_t school)
{
	struct student_row *rows;
	size_t n;
	struct roster_page page = {.school = school, .class_no = -1, .limit = 100};
	ck_assert_int_eq(student_roster(children_ctx(), &page, &rows, &n), OK);
	return n;
}

static struct stat_totals totals(int64_t unit)
{
	struct stat_totals totals;
	ck_assert(stat_cache_totals(f->app.stats, unit, &totals));
	return totals;
}

static int64_t pupils(int64_t unit)
{
	struct stat_totals of_unit = totals(unit);
	return stat_pupils(&of_unit.counts);
}

START_TEST(a_pending_child_has_no_number_no_slot_and_is_on_no_roll)
{
	struct student_record child = child_new("陈小明", "2019-03-04", SCHOOL_A);
	child_create(&child);
	fixture_commit(f);
	struct identity_claims claims = claims_of(&child);
	ck_assert_uint_eq(claims.n, 1);
	ck_assert(!claims.of[0].holds);
	const char *number;
	ck_assert_int_eq(number_current(children_ctx(), child.row.id, &number), OK);
	ck_assert_str_eq(number, "");
	ck_assert_uint_eq(on_roll(SCHOOL_A), 0);
	ck_assert_int_eq(pupils(PROVINCE), 0);
	ck_assert_int_eq(totals(PROVINCE).counts.of[STAT_PENDING], 1);
	ck_assert_int_eq(child_read(child.row.id).row.status, ROLL_PENDING);
}
END_TEST

START_TEST(an_enrolled_child_has_a_number_the_slot_and_counts_at_every_tier)
{
	struct student_record child = child_new("陈小花", "2019-03-04", SCHOOL_A);
	child.items->attendance = "2";
	child.items->ethnic_group = "11";
	struct student_enrolled enrolled = child_enrol(&child);
	fixture_commit(f);
	ck_assert(enrolled.holds_slot);
	ck_assert_uint_eq(strlen(enrolled.student_no), 19);
	ck_assert_int_eq(strncmp(enrolled.student_no, "L33100220190304", 15), 0);
	int64_t found;
	ck_assert_uint_eq(find_number(enrolled.student_no, &found), 1);
	ck_assert_int_eq(found, child.row.id);
	ck_assert_uint_eq(on_roll(SCHOOL_A), 1);
	const int64_t units[] = {SCHOOL_A, COUNTY, CITY, PROVINCE, 1};
	for (size_t i = 0; i < 5; i++) {
		struct stat_totals t = totals(units[i]);
		ck_assert_int_eq(t.counts.of[STAT_GIRLS], 1);
		ck_assert_int_eq(t.counts.of[STAT_BOYS], 0);
		ck_assert_int_eq(t.counts.of[STAT_BOARDERS], 1);
		ck_assert_int_eq(t.counts.of[STAT_MINORITY], 1);
		ck_assert_int_eq(t.counts.of[STAT_PENDING], 0);
		ck_assert_int_eq(t.pupils[1], 1);
	}
	ck_assert_int_eq(pupils(OTHER_COUNTY), 0);
	ck_assert_int_eq(pupils(SCHOOL_B), 0);
}
END_TEST

START_TEST(a_record_is_read_as_written)
{
	struct student_record child = child_new("欧阳𠮷花", "2019-02-28", SCHOOL_B);
	child.items->phone = "13800001234";
	child.items->present_address = "某街道某号";
	child_enrol(&child);
	fixture_commit(f);
	struct student_record read = child_read(child.row.id);
	ck_assert_str_eq(read.items->name, "欧阳𠮷花");
	ck_assert_str_eq(read.items->sex, "2");
	ck_assert_str_eq(read.items->birth_date, "2019-02-28");
	ck_assert_str_eq(read.items->grade, "1");
	ck_assert_str_eq(read.items->class_name, "1");
	ck_assert_str_eq(read.items->phone, "13800001234");
	ck_assert_str_eq(read.items->present_address, "某街道某号");
	ck_assert_str_eq(read.items->id_number, child.items->id_number);
	ck_assert_int_eq(read.row.county, COUNTY);
	ck_assert_int_eq(read.row.shard, COUNTY);
	ck_assert_int_eq(read.row.status, ROLL_ENROLLED);
}
END_TEST

START_TEST(a_second_claimant_is_stored_without_the_slot)
{
	struct student_record first = child_new("陈小明", "2019-03-04", SCHOOL_A);
	struct student_record second = child_new("陈小名", "2019-03-04", SCHOOL_C);
	second.items->id_number = first.items->id_number;
	ck_assert(child_enrol(&first).holds_slot);
	ck_assert(!child_enrol(&second).holds_slot);
	struct identity_claims claims = claims_of(&first);
	ck_assert_uint_eq(claims.n, 2);
	ck_assert_int_eq(claims.of[0].student, first.row.id);
	ck_assert(claims.of[0].holds);
	ck_assert(!claims.of[1].holds);
}
END_TEST

START_TEST(an_old_number_of_15_digits_is_the_same_identity)
{
	struct identity_key old = identity_key(f->app.keys, "1", "320102850307452");
	struct identity_key new = identity_key(f->app.keys, "B", "32010219850307452X");
	ck_assert_mem_eq(old.bytes, new.bytes, BLIND_SIZE);
	struct identity_key passport = identity_key(f->app.keys, "A", "E12345678");
	struct identity_key other = identity_key(f->app.keys, "8", "E12345678");
	ck_assert_mem_ne(passport.bytes, other.bytes, BLIND_SIZE);
	ck_assert(identity_key(f->app.keys, "Z", "").is_empty);
}
END_TEST

START_TEST(a_discarded_child_leaves_nothing_behind)
{
	struct student_record child = child_new("陈小明", "2019-03-04", SCHOOL_A);
	child_create(&child);
	ck_assert_int_eq(student_discard(children_ctx(), &child), OK);
	fixture_commit(f);
	struct student_record read;
	ck_assert_int_eq(student_read(children_ctx(), child.row.id, &read), ERR_NOT_FOUND);
	ck_assert_uint_eq(claims_of(&child).n, 0);
	ck_assert_int_eq(totals(PROVINCE).counts.of[STAT_PENDING], 0);
}
END_TEST

START_TEST(new_items_move_counters_identity_and_aliases)
{
	struct student_record child = child_new("陈小明", "2019-03-04", SCHOOL_A);
	struct student_record other = child_new("王小虎", "2019-05-04", SCHOOL_A);
	child.items->aux_no = "0123456789";
	child_enrol(&child);
	const char *old = child.items->id_number;
	Xueji__V1__StudentItems items = *child.items;
	items.id_number = other.items->id_number;
	items.name = "陈晓明";
	items.attendance = "2";
	items.aux_no = "9876543210";
	ck_assert_int_eq(student_apply_items(children_ctx(), &child, &items, "cxm"), OK);
	fixture_commit(f);
	int64_t found;
	ck_assert_uint_eq(find_number(old, &found), 1);
	ck_assert_uint_eq(find_number("0123456789", &found), 1);
	ck_assert_uint_eq(find_number(" 9876543210 ", &found), 1);
	ck_assert_int_eq(found, child.row.id);
	ck_assert(claims_of(&child).of[0].holds);
	ck_assert_int_eq(totals(CITY).counts.of[STAT_BOARDERS], 1);
	ck_assert_int_eq(pupils(CITY), 1);
	ck_assert_str_eq(child_read(child.row.id).row.name, "陈晓明");
}
END_TEST

START_TEST(of_two_editors_the_second_is_told)
{
	struct student_record child = child_new("陈小明", "2019-03-04", SCHOOL_A);
	child_enrol(&child);
	struct student_record first = child_read(child.row.id), second = first;
	Xueji__V1__StudentItems items = *first.items;
	items.phone = "13800001234";
	ck_assert_int_eq(student_apply_items(children_ctx(), &first, &items, NULL), OK);
	ck_assert_int_eq(student_apply_items(children_ctx(), &second, &items, NULL), ERR_STALE);
}
END_TEST

START_TEST(a_change_of_class_ends_one_stay_and_begins_another)
{
	struct student_record child = child_new("陈小明", "2019-03-04", SCHOOL_A);
	child_enrol(&child);
	f->now_us += 3 * US_PER_DAY;
	fixture_commit(f);
	child = child_read(child.row.id);
	ck_assert_int_eq(student_change_class(children_ctx(), &child, 2), OK);
	struct enrolment *stays;
	size_t n;
	ck_assert_int_eq(enrolment_list(children_ctx(), child.row.id, &stays, &n), OK);
	ck_assert_uint_eq(n, 2);
	ck_assert_int_eq(stays[0].class_no, 2);
	ck_assert_str_eq(stays[0].to_day, "");
	ck_assert_str_eq(stays[0].from_day, "2026-11-25");
	ck_assert_int_eq(stays[1].class_no, 1);
	ck_assert_str_eq(stays[1].to_day, "2026-11-25");
	ck_assert_int_eq(stays[1].ended, ROLL_END_CLASS_CHANGED);
	ck_assert_int_eq(stays[0].year_in_stage, 1);
	ck_assert(!enrolment_is_graduating(&stays[0]));
	int64_t in_class;
	ck_assert_int_eq(student_class_size(children_ctx(), SCHOOL_A, 1, 2, &in_class), OK);
	ck_assert_int_eq(in_class, 1);
}
END_TEST

START_TEST(a_child_has_one_open_enrolment)
{
	struct student_record child = child_new("陈小明", "2019-03-04", SCHOOL_A);
	child_enrol(&child);
	struct enrolment second = {.school = SCHOOL_B,
		.stage = 1,
		.years = 6,
		.year_in_stage = 1,
		.grade = 1,
		.from_day = "2026-11-22"};
	ck_assert_int_eq(enrolment_begin(children_ctx(), child.row.id, &second), ERR_EXISTS);
}
END_TEST

START_TEST(suspended_children_are_away_and_still_on_the_roll)
{
	struct student_record child = child_new("陈小明", "2019-03-04", SCHOOL_A), changed;
	child_enrol(&child);
	changed = child;
	changed.row.status = ROLL_SUSPENDED;
	ck_assert_int_eq(student_rewrite(children_ctx(), &child, &changed), OK);
	fixture_commit(f);
	ck_assert_uint_eq(on_roll(SCHOOL_A), 1);
	ck_assert_int_eq(pupils(COUNTY), 0);
	ck_assert_int_eq(totals(COUNTY).counts.of[STAT_AWAY], 1);
}
END_TEST

/* A deleted record gives its slot back; a transferred child is found where it went. */
START_TEST(slot_and_totals_follow_status_and_school)
{
	struct student_record child = child_new("陈小明", "2019-03-04", SCHOOL_A), moved, gone;
	child_enrol(&child);
	moved = child;
	moved.row.school = SCHOOL_D;
	ck_assert_int_eq(student_rewrite(children_ctx(), &child, &moved), OK);
	fixture_commit(f);
	ck_assert_int_eq(moved.row.county, FAR_COUNTY);
	ck_assert_int_eq(child_read(child.row.id).row.shard, COUNTY);
	ck_assert_int_eq(pupils(CITY), 0);
	ck_assert_int_eq(pupils(OTHER_CITY), 1);
	ck_assert_int_eq(pupils(PROVINCE), 1);
	gone = moved;
	gone.row.status = ROLL_DELETED;
	ck_assert_int_eq(student_rewrite(children_ctx(), &moved, &gone), OK);
	ck_assert(!claims_of(&child).of[0].holds);
	ck_assert_uint_eq(on_roll(SCHOOL_D), 0);
}
END_TEST

SUITE_WITH("student_record", before, after, a_pending_child_has_no_number_no_slot_and_is_on_no_roll,
	an_enrolled_child_has_a_number_the_slot_and_counts_at_every_tier,
	a_record_is_read_as_written, a_second_claimant_is_stored_without_the_slot,
	an_old_number_of_15_digits_is_the_same_identity, a_discarded_child_leaves_nothing_behind,
	new_items_move_counters_identity_and_aliases, of_two_editors_the_second_is_told,
	a_change_of_class_ends_one_stay_and_begins_another, a_child_has_one_open_enrolment,
	suspended_children_are_away_and_still_on_the_roll, slot_and_totals_follow_status_and_school)
