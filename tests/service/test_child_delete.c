#include "server/service/child_delete.h"

#include <string.h>

#include "domain/roll.h"
#include "tests/calls/moving.h"
#include "tests/calls/whole.h"
#include "tests/support/child.h"

static struct moving *m;
static struct mover child;

static void set_up(void)
{
	m = moving_open();
	child = mover_new(m, "陈小明");
	days_pass(m->house, 2, m->all);
}

static void tear_down(void)
{
	moving_close(m);
}

static enum err delete (
	enum absence why, enum delete_authority approved, int64_t twin, enum reason *reason_out) {
	struct ctx *ctx = whole_write(m->house);
	enum err err = child_delete(ctx, &(struct child_delete){.student = child.id,
						 .why = why,
						 .approved = approved,
						 .twin = twin,
						 .reason = "查无此人"});
	*reason_out = ctx->failure.reason;
	if (err == OK) whole_commit(m->house);
	else whole_rollback(m->house);
	return err;
}

static void deleted(void)
{
	enum reason reason;
	ck_assert_int_eq(delete (ABSENCE_NEVER_HERE, DELETE_BY_BUREAU, 0, &reason), OK);
	whole_check(m->house);
}

static enum err restore(enum reason *reason_out)
{
	struct ctx *ctx = whole_write(m->house);
	enum err err = child_undelete(ctx, child.id, "误删");
	*reason_out = ctx->failure.reason;
	if (err == OK)
		whole_commit(m->house);
	else
		whole_rollback(m->house);
	return err;
}

START_TEST(a_deleted_record_is_on_no_roll_and_frees_its_identity)
{
	deleted();
	ck_assert_int_eq(mover_now(m, child.id).row.status, ROLL_DELETED);
	ck_assert_int_eq(house_count(m->house, "SELECT sum(boys) FROM school_stat"), 0);
	ck_assert_int_eq(
		house_count(m->house, "SELECT count(*) FROM identity WHERE claimant = 0"), 0);
	ck_assert_int_eq(
		house_count(m->house, "SELECT count(*) FROM enrolment WHERE to_day IS NULL"), 0);
	ck_assert_int_eq(
		house_count(m->house, "SELECT count(*) FROM number WHERE is_current = 1"), 1);
}
END_TEST

START_TEST(undoing_gives_back_what_there_was)
{
	enum reason reason;
	char *before = whole_dump(m->house);
	deleted();
	days_pass(m->house, 5, m->all);
	ck_assert_int_eq(restore(&reason), OK);
	whole_check(m->house);
	whole_is(m->house, before);
	ck_assert_int_eq(restore(&reason), ERR_PRECONDITION);
	ck_assert_int_eq(reason, REASON_NOT_DELETED);
}
END_TEST

START_TEST(whoever_took_the_identity_keeps_it)
{
	enum reason reason;
	deleted();
	struct student_record other =
		child_make(m->house->arena, "王五", "2019-05-04", SECOND_SCHOOL);
	other.items->id_number = (char *)child.id_number;
	struct ctx *ctx = whole_write(m->house);
	ck_assert(child_enrol_in(ctx, &other).holds_slot);
	whole_commit(m->house);
	ck_assert_int_eq(restore(&reason), ERR_PRECONDITION);
	ck_assert_int_eq(reason, REASON_RESTORE_BARRED);
}
END_TEST

START_TEST(who_must_agree_is_asked)
{
	enum reason reason;
	char *before = whole_dump(m->house);
	ck_assert_int_eq(
		delete (ABSENCE_NEVER_HERE, DELETE_BY_SCHOOL, 0, &reason), ERR_PRECONDITION);
	ck_assert_int_eq(reason, REASON_DELETE_NEEDS_BUREAU);
	ck_assert_int_eq(delete (ABSENCE_NONE, DELETE_BY_BUREAU, 0, &reason), ERR_PRECONDITION);
	ck_assert_int_eq(reason, REASON_ABSENCE_MISSING);
	applied(m, &child, SECOND_SCHOOL, m->same.registrar);
	before = whole_dump(m->house);
	ck_assert_int_eq(
		delete (ABSENCE_NEVER_HERE, DELETE_BY_BUREAU, 0, &reason), ERR_PRECONDITION);
	ck_assert_int_eq(reason, REASON_CASE_OPEN);
	whole_is(m->house, before);
}
END_TEST

START_TEST(beside_a_live_twin_it_is_a_merge)
{
	enum reason reason;
	struct mover twin = mover_new(m, "陈晓明");
	ck_assert_int_eq(delete (ABSENCE_NONE, DELETE_BY_SCHOOL, twin.id, &reason), OK);
	whole_check(m->house);
	ck_assert_int_eq(house_count(m->house, "SELECT survivor_id FROM tombstone"), twin.id);
	ck_assert_int_eq(restore(&reason), ERR_PRECONDITION);
	ck_assert_int_eq(reason, REASON_NOT_DELETED);
}
END_TEST

SUITE_WITH("child_delete", set_up, tear_down, a_deleted_record_is_on_no_roll_and_frees_its_identity,
	undoing_gives_back_what_there_was, whoever_took_the_identity_keeps_it,
	who_must_agree_is_asked, beside_a_live_twin_it_is_a_merge)
