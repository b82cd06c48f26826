/* Merging two records and undoing it: what the survivor has, what undoing gives back, and what it
 * is refused for. test_child_merge_property.c does it with random children. */
#include "server/service/child_merge.h"

#include <string.h>

#include "domain/roll.h"
#include "domain/stages.h"
#include "server/store/attachment_store.h"
#include "server/store/identity_store.h"
#include "server/store/ids.h"
#include "server/store/number_store.h"
#include "server/store/profile_store.h"
#include "server/store/student_number.h"
#include "server/store/student_search.h"
#include "server/store/tombstone_store.h"
#include "tests/calls/attaching.h"
#include "tests/calls/standing.h"
#include "tests/calls/whole.h"
#include "tests/support/child.h"

static struct moving *m;
static struct mover first, second; /* of SCHOOL, and of FAR_SCHOOL */

static void move_to(const struct mover *mover, int64_t school)
{
	struct student_record record;
	struct ctx *ctx = whole_write(m->house);
	const struct student_move move = {.school = school,
		.stage = STAGE_PRIMARY,
		.grade = 1,
		.class_no = 2,
		.years = 6,
		.year_in_stage = 1};
	ck_assert_int_eq(student_read(ctx, mover->id, &record), OK);
	ck_assert_int_eq(student_move(ctx, &record, &move), OK);
	whole_commit(m->house);
}

static void set_up(void)
{
	m = moving_open();
	first = mover_new(m, "陈小明");
	second = mover_new(m, "陈晓明");
	days_pass(m->house, 3, m->all);
	move_to(&second, FAR_SCHOOL);
	days_pass(m->house, 3, m->all);
}

static void tear_down(void)
{
	moving_close(m);
}

static enum err merge(bool takes_place, enum reason *reason_out)
{
	struct ctx *ctx = whole_write(m->house);
	enum err err = child_merge(ctx, &(struct child_merge){.survivor = first.id,
						.gone = second.id,
						.takes_place = takes_place,
						.reason = "监护人书面确认"});
	*reason_out = ctx->failure.reason;
	if (err == OK)
		whole_commit(m->house);
	else
		whole_rollback(m->house);
	return err;
}

static void merged(bool takes_place)
{
	enum reason reason;
	ck_assert_msg(merge(takes_place, &reason) == OK, "%s", reason_row(reason)->name);
	whole_check(m->house);
}

static enum err unmerge(int64_t gone, const char **why_out)
{
	struct ctx *ctx = whole_write(m->house);
	enum err err = child_unmerge(ctx, gone, "录入有误");
	enum reason reason = ctx->failure.reason;
	*why_out = err == OK ? "" : arena_strdup(m->house->arena, reason_row(reason)->name);
	if (err != OK && ctx->failure.args[0] != NULL)
		*why_out = arena_printf(m->house->arena, "%s: %s", *why_out, ctx->failure.args[0]);
	if (err == OK)
		whole_commit(m->house);
	else
		whole_rollback(m->house);
	return err;
}

static void unmerged(void)
{
	const char *why;
	ck_assert_msg(unmerge(second.id, &why) == OK, "%s", why);
	whole_check(m->house);
}

static void refused(const char *phrase)
{
	const char *why;
	char *before = whole_dump(m->house);
	ck_assert_int_eq(unmerge(second.id, &why), ERR_PRECONDITION);
	ck_assert_msg(
		strstr(why, "MERGE_RELIED_ON") != NULL && strstr(why, phrase) != NULL, "%s", why);
	whole_is(m->house, before);
}

static int64_t owner_of(const char *number)
{
	int64_t found[3] = {0};
	size_t n;
	struct ctx *ctx = whole_write(m->house);
	ck_assert_int_eq(number_find(ctx, number, found, 3, &n), OK);
	whole_rollback(m->house);
	ck_assert_uint_eq(n, 1);
	return found[0];
}

static size_t list_stays(int64_t student, struct enrolment **out)
{
	size_t n;
	ck_assert_int_eq(enrolment_list(whole_write(m->house), student, out, &n), OK);
	whole_rollback(m->house);
	return n;
}

/* ---- merging ---- */

START_TEST(the_survivor_has_both_histories_and_all_numbers)
{
	struct enrolment *stays;
	merged(false);
	ck_assert_int_eq(owner_of(first.student_no), first.id);
	ck_assert_int_eq(owner_of(second.student_no), first.id);
	ck_assert_int_eq(owner_of(second.id_number), first.id);
	ck_assert_uint_eq(list_stays(first.id, &stays), 3);
	ck_assert_uint_eq(list_stays(second.id, &stays), 0);
	ck_assert_int_eq(mover_now(m, first.id).row.status, ROLL_ENROLLED);
	ck_assert_int_eq(mover_now(m, second.id).row.status, ROLL_DELETED);
	ck_assert_int_eq(house_count(m->house, "SELECT sum(boys) FROM school_stat"), 1);
}
END_TEST

START_TEST(the_place_that_stays_is_the_one_that_was_chosen)
{
	struct enrolment *stays;
	merged(false);
	ck_assert_int_eq(mover_now(m, first.id).row.school, SCHOOL);
	list_stays(first.id, &stays);
	ck_assert_int_eq(stays[0].school, FAR_SCHOOL);
	ck_assert_int_eq(stays[0].ended, ROLL_END_DELETED);
	ck_assert_int_eq(stays[1].school + stays[2].school, 2 * SCHOOL);
	unmerged();
	merged(true);
	ck_assert_int_eq(mover_now(m, first.id).row.school, FAR_SCHOOL);
	ck_assert_int_eq(mover_now(m, first.id).row.county,
		house_count(m->house, "SELECT parent FROM unit WHERE id = 100"));
	list_stays(first.id, &stays);
	ck_assert_int_eq(stays[0].school, FAR_SCHOOL);
	ck_assert_int_eq(stays[0].ended, 0);
	ck_assert_int_eq(
		house_count(m->house, "SELECT sum(boys) FROM school_stat WHERE school_id = 100"),
		1);
}
END_TEST

START_TEST(the_better_number_is_in_force)
{
	struct student_record record;
	struct id_number number;
	char g[STUDENT_NO_SIZE];
	const char *current;
	struct ctx *ctx = whole_write(m->house);
	ck_assert_int_eq(student_read(ctx, second.id, &record), OK);
	ck_assert(id_number_parse(record.items->id_number, &number));
	student_no_make_g(&number, g);
	ck_assert_int_eq(student_give_g(ctx, &record, g), OK);
	whole_commit(m->house);
	char *before = whole_dump(m->house);
	merged(false);
	ck_assert_int_eq(mover_now(m, first.id).row.number_kind, NUMBER_G);
	ck_assert_int_eq(number_current(whole_write(m->house), first.id, &current), OK);
	whole_rollback(m->house);
	ck_assert_str_eq(current, g);
	unmerged();
	whole_is(m->house, before);
}
END_TEST

static bool holds(int64_t student)
{
	return house_count(m->house, arena_printf(m->house->arena,
					     "SELECT count(*) FROM identity WHERE student_id = "
					     "%lld AND claimant = 0",
					     (long long)student)) > 0;
}

START_TEST(the_survivor_takes_the_slot_of_their_identity)
{
	struct student_record twin =
		child_make(m->house->arena, "陈小明", "2019-03-04", SECOND_SCHOOL);
	struct student_record holder = mover_now(m, first.id);
	twin.items->id_number = holder.items->id_number;
	struct ctx *ctx = whole_write(m->house);
	child_enrol_in(ctx, &twin);
	whole_commit(m->house);
	ck_assert(holds(first.id) && !holds(twin.row.id));
	char *before = whole_dump(m->house);
	ctx = whole_write(m->house);
	ck_assert_int_eq(
		child_merge(ctx, &(struct child_merge){.survivor = twin.row.id, .gone = first.id}),
		OK);
	whole_commit(m->house);
	whole_check(m->house);
	ck_assert(holds(twin.row.id) && !holds(first.id));
	const char *why;
	ck_assert_int_eq(unmerge(first.id, &why), OK);
	ck_assert(holds(first.id) && !holds(twin.row.id));
	whole_is(m->house, before);
}
END_TEST

START_TEST(cases_that_are_over_and_attachments_come_over)
{
	struct scan scan = scan_new(m->house, FILE_TYPE_JPEG, 500);
	attach(m->house, m->far.registrar, second.id, ATTACHMENT_ID_CARD, &scan);
	const Xueji__V1__Case *one = applied(m, &second, SCHOOL, m->old.registrar);
	case_done(m->house, m->old.registrar, WITHDRAW, one, "");
	char *before = whole_dump(m->house);
	merged(false);
	const char *sql = "SELECT (SELECT count(*) FROM kase WHERE student_id = %lld) + (SELECT "
			  "count(*) FROM attachment WHERE student_id = %lld)";
	ck_assert_int_eq(
		2, house_count(m->house, arena_printf(m->house->arena, sql, (long long)first.id,
						 (long long)first.id)));
	unmerged();
	whole_is(m->house, before);
}
END_TEST

START_TEST(what_is_under_way_or_not_in_force_is_not_merged)
{
	enum reason reason;
	const Xueji__V1__Case *one = applied(m, &second, SCHOOL, m->old.registrar);
	ck_assert_int_eq(merge(false, &reason), ERR_PRECONDITION);
	ck_assert_int_eq(reason, REASON_CASE_OPEN);
	case_done(m->house, m->old.registrar, WITHDRAW, one, "");
	one = applied(m, &first, SECOND_SCHOOL, m->same.registrar);
	ck_assert_int_eq(merge(true, &reason), ERR_PRECONDITION);
	ck_assert_int_eq(reason, REASON_CASE_OPEN);
	merged(false);
	ck_assert_int_eq(merge(false, &reason), ERR_PRECONDITION);
	ck_assert_int_eq(reason, REASON_RECORD_NOT_LIVE);
	struct mover same = second;
	second = first;
	ck_assert_int_eq(merge(false, &reason), ERR_PRECONDITION);
	ck_assert_int_eq(reason, REASON_SAME_RECORD);
	second = same;
}
END_TEST

/* The record lives on in another province: nothing here can be joined to it, nor it to anything. */
START_TEST(who_has_gone_to_another_province_is_not_merged)
{
	enum reason reason;
	struct mover same = first;
	stand_as(m, first.id, ROLL_MOVED_OUT);
	char *before = whole_dump(m->house);
	for (int takes_place = 0; takes_place < 2; takes_place++) {
		ck_assert_int_eq(merge(takes_place, &reason), ERR_PRECONDITION);
		ck_assert_int_eq(reason, REASON_RECORD_NOT_LIVE);
	}
	first = second;
	second = same;
	ck_assert_int_eq(merge(true, &reason), ERR_PRECONDITION);
	ck_assert_int_eq(reason, REASON_RECORD_NOT_LIVE);
	whole_is(m->house, before);
}
END_TEST

START_TEST(who_searches_for_the_old_number_finds_the_survivor)
{
	struct student_row *rows;
	size_t n;
	merged(false);
	struct ctx *ctx = whole_write(m->house);
	const struct unit_node *top = unit_tree_get(ctx->units, PROVINCE);
	const char *const numbers[] = {second.student_no, second.id_number};
	for (size_t i = 0; i < 2; i++) {
		ck_assert_int_eq(student_search_number(ctx, numbers[i], top, &rows, &n), OK);
		ck_assert_uint_eq(n, 1);
		ck_assert_int_eq(rows[0].id, first.id);
	}
	/* who sees only where it was sees that it was deleted */
	top = unit_tree_get(ctx->units, FAR_SCHOOL);
	ck_assert_int_eq(student_search_number(ctx, second.id_number, top, &rows, &n), OK);
	ck_assert_uint_eq(n, 1);
	ck_assert_int_eq(rows[0].id, second.id);
	ck_assert_int_eq(rows[0].status, ROLL_DELETED);
	struct student_search search = {.by = SEARCH_NAME,
		.text = "陈晓明",
		.birth = "",
		.top = top,
		.with_off_roll = true,
		.after = {.name = "", .initials = ""},
		.limit = 10};
	ck_assert_int_eq(student_search(ctx, &search, &rows, &n), OK);
	ck_assert_uint_eq(n, 0);
	search.by = SEARCH_GUARDIAN;
	search.text = "陈大山";
	ck_assert_int_eq(student_search(ctx, &search, &rows, &n), OK);
	ck_assert_uint_eq(n, 0);
	whole_rollback(m->house);
}
END_TEST

/* ---- undoing ---- */

START_TEST(undoing_gives_back_what_there_was)
{
	for (int takes_place = 0; takes_place < 2; takes_place++) {
		char *before = whole_dump(m->house);
		merged(takes_place == 1);
		days_pass(m->house, 2, m->all);
		unmerged();
		whole_is(m->house, before);
	}
}
END_TEST

START_TEST(ordinary_items_changed_meanwhile_stay_changed)
{
	merged(false);
	struct student_record record = mover_now(m, first.id);
	Xueji__V1__StudentItems items = *record.items;
	items.phone = "13800001234";
	struct ctx *ctx = whole_write(m->house);
	ck_assert_int_eq(student_apply_items(ctx, &record, &items, NULL), OK);
	whole_commit(m->house);
	unmerged();
	ck_assert_str_eq(mover_now(m, first.id).items->phone, "13800001234");
}
END_TEST

START_TEST(a_record_that_was_not_merged_is_not_parted)
{
	const char *why;
	ck_assert_int_eq(unmerge(second.id, &why), ERR_PRECONDITION);
	ck_assert_str_eq(why, "NOT_MERGED");
}
END_TEST

START_TEST(a_transfer_under_way_keeps_the_merge_once_the_child_has_moved)
{
	const Xueji__V1__Case *one = applied(m, &first, SECOND_SCHOOL, m->same.registrar);
	char *before = whole_dump(m->house);
	merged(false);
	unmerged();
	whole_is(m->house, before);
	merged(false);
	carried(m, one, XUEJI__V1__CASE_STATE__CASE_STATE_PAPER_OUT);
	ck_assert_int_eq(mover_now(m, first.id).row.school, SECOND_SCHOOL);
	refused("school");
}
END_TEST

START_TEST(parents_that_differ_come_back_with_the_record)
{
	struct student_record record = mover_now(m, second.id);
	Xueji__V1__StudentItems items = *record.items;
	items.family_1_name = "陈远山";
	items.family_2_name = "黄秀兰";
	struct ctx *ctx = whole_write(m->house);
	ck_assert_int_eq(student_apply_items(ctx, &record, &items, NULL), OK);
	whole_commit(m->house);
	char *before = whole_dump(m->house);
	merged(true);
	ck_assert_str_eq(mover_now(m, first.id).items->family_1_name, "陈大山");
	unmerged();
	whole_is(m->house, before);
}
END_TEST

START_TEST(a_later_case_keeps_the_merge)
{
	merged(false);
	const Xueji__V1__Case *one = applied(m, &first, SECOND_SCHOOL, m->same.registrar);
	refused(arena_printf(m->house->arena, "case %s", one->id));
}
END_TEST

START_TEST(another_class_keeps_the_merge)
{
	merged(false);
	struct student_record record = mover_now(m, first.id);
	struct ctx *ctx = whole_write(m->house);
	ck_assert_int_eq(student_change_class(ctx, &record, 2), OK);
	whole_commit(m->house);
	refused("class");
}
END_TEST

START_TEST(another_number_keeps_the_merge)
{
	char j[STUDENT_NO_SIZE];
	merged(false);
	struct student_record record = mover_now(m, first.id);
	struct ctx *ctx = whole_write(m->house);
	ck_assert_int_eq(student_give_j(ctx, &record, j), OK);
	whole_commit(m->house);
	refused("number");
}
END_TEST

START_TEST(another_identity_keeps_the_merge)
{
	struct student_record other = child_make(m->house->arena, "王五", "2019-05-04", SCHOOL);
	merged(false);
	struct student_record record = mover_now(m, first.id);
	Xueji__V1__StudentItems items = *record.items;
	items.id_number = other.items->id_number;
	struct ctx *ctx = whole_write(m->house);
	ck_assert_int_eq(student_apply_items(ctx, &record, &items, NULL), OK);
	whole_commit(m->house);
	refused("identity");
}
END_TEST

START_TEST(whoever_took_the_identity_keeps_the_merge)
{
	struct student_record other = child_make(m->house->arena, "王五", "2019-05-04", SCHOOL);
	merged(false);
	other.items->id_number = (char *)second.id_number;
	struct ctx *ctx = whole_write(m->house);
	ck_assert(child_enrol_in(ctx, &other).holds_slot);
	whole_commit(m->house);
	refused(arena_printf(m->house->arena, "record %lld", (long long)other.row.id));
}
END_TEST

START_TEST(a_dropped_attachment_keeps_the_merge)
{
	struct scan scan = scan_new(m->house, FILE_TYPE_JPEG, 500);
	char *id = attach(m->house, m->far.registrar, second.id, ATTACHMENT_ID_CARD, &scan);
	merged(false);
	ck_assert_int_eq(drop_attachment(m->house, m->old.registrar, id).err, OK);
	refused(arena_printf(m->house->arena, "attachment %s", id));
}
END_TEST

START_TEST(merges_are_undone_in_their_order)
{
	struct mover third = mover_new(m, "陈小铭");
	const char *why;
	char *before = whole_dump(m->house);
	merged(false);
	char *between = whole_dump(m->house);
	struct ctx *ctx = whole_write(m->house);
	ck_assert_int_eq(
		child_merge(ctx, &(struct child_merge){.survivor = third.id, .gone = first.id}),
		OK);
	whole_commit(m->house);
	whole_check(m->house);
	ck_assert_int_eq(owner_of(second.student_no), third.id);
	refused(arena_printf(m->house->arena, "record %lld", (long long)third.id));
	ck_assert_int_eq(unmerge(first.id, &why), OK);
	whole_is(m->house, between);
	unmerged();
	whole_is(m->house, before);
}
END_TEST

START_TEST(a_later_merge_into_the_survivor_is_named)
{
	struct mover third = mover_new(m, "陈小铭");
	merged(false);
	struct ctx *ctx = whole_write(m->house);
	ck_assert_int_eq(
		child_merge(ctx, &(struct child_merge){.survivor = first.id, .gone = third.id}),
		OK);
	whole_commit(m->house);
	refused(arena_printf(m->house->arena, "record %lld", (long long)third.id));
}
END_TEST

SUITE_WITH("child_merge", set_up, tear_down, the_survivor_has_both_histories_and_all_numbers,
	the_place_that_stays_is_the_one_that_was_chosen, the_better_number_is_in_force,
	the_survivor_takes_the_slot_of_their_identity,
	cases_that_are_over_and_attachments_come_over,
	what_is_under_way_or_not_in_force_is_not_merged,
	who_has_gone_to_another_province_is_not_merged,
	who_searches_for_the_old_number_finds_the_survivor, undoing_gives_back_what_there_was,
	ordinary_items_changed_meanwhile_stay_changed, a_record_that_was_not_merged_is_not_parted,
	a_transfer_under_way_keeps_the_merge_once_the_child_has_moved,
	parents_that_differ_come_back_with_the_record, a_later_case_keeps_the_merge,
	another_class_keeps_the_merge, another_number_keeps_the_merge,
	another_identity_keeps_the_merge, whoever_took_the_identity_keeps_the_merge,
	a_dropped_attachment_keeps_the_merge, merges_are_undone_in_their_order,
	a_later_merge_into_the_survivor_is_named)
