#include <string.h>

#include "domain/roles.h"
#include "domain/roll.h"
#include "domain/stages.h"
#include "server/service/child_delete.h"
#include "server/service/child_merge.h"
#include "server/service/problem_found.h"
#include "server/service/services.h"
#include "server/store/crossing_store.h"
#include "tests/calls/moving.h"
#include "tests/calls/whole.h"
#include "xueji/v1/students.pb-c.h"

static struct moving *m;
static struct mover survivor, gone; /* of SCHOOL; of FAR_SCHOOL */

static void set_up(void)
{
	struct student_record record;
	m = moving_open();
	survivor = mover_new(m, "陈小明");
	gone = mover_new(m, "陈晓明");
	struct ctx *ctx = whole_write(m->house);
	const struct student_move far = {.school = FAR_SCHOOL,
		.stage = STAGE_PRIMARY,
		.grade = 1,
		.class_no = 1,
		.years = 6,
		.year_in_stage = 1};
	ck_assert_int_eq(student_read(ctx, gone.id, &record), OK);
	ck_assert_int_eq(student_move(ctx, &record, &far), OK);
	/* what is wrong with them is known before, so that undoing finds nothing new */
	ck_assert_int_eq(problem_check_child(ctx, survivor.id), OK);
	ck_assert_int_eq(problem_check_child(ctx, gone.id), OK);
	whole_commit(m->house);
}

static void tear_down(void)
{
	moving_close(m);
}

static void merge(void)
{
	struct ctx *ctx = whole_write(m->house);
	const struct child_merge order = {
		.survivor = survivor.id, .gone = gone.id, .reason = "监护人书面确认"};
	ck_assert_int_eq(child_merge(ctx, &order), OK);
	whole_commit(m->house);
}

static void delete (void)
{
	struct ctx *ctx = whole_write(m->house);
	const struct child_delete order = {
		.student = gone.id, .why = ABSENCE_NEVER_HERE, .approved = DELETE_BY_BUREAU};
	ck_assert_int_eq(child_delete(ctx, &order), OK);
	whole_commit(m->house);
}

static struct answer open_file(const struct person *person, int64_t student)
{
	Xueji__V1__GetStudentRequest in = XUEJI__V1__GET_STUDENT_REQUEST__INIT;
	in.student_id = id_text(m->house, student);
	return call(m->house, person->token, &students_service, "GetStudent", &in.base);
}

static const Xueji__V1__GetStudentResponse *opened(const struct person *person, int64_t student)
{
	struct answer answer = open_file(person, student);
	ck_assert_msg(answer.err == OK, "%s", reason_row(answer.reason)->name);
	return answer.reply;
}

static struct answer undo_merge(const struct person *person, const char *reason)
{
	Xueji__V1__UndoMergeRequest in = XUEJI__V1__UNDO_MERGE_REQUEST__INIT;
	in.student_id = id_text(m->house, gone.id);
	in.reason = (char *)reason;
	return call(m->house, person->token, &students_service, "UndoMerge", &in.base);
}

static struct answer undo_delete(const struct person *person, const char *reason)
{
	Xueji__V1__UndoDeleteRequest in = XUEJI__V1__UNDO_DELETE_REQUEST__INIT;
	in.student_id = id_text(m->house, gone.id);
	in.reason = (char *)reason;
	return call(m->house, person->token, &students_service, "UndoDelete", &in.base);
}

/* Is there an event of this title, with this reason? */
static bool tells(
	const struct person *person, int64_t student, const char *title, const char *reason)
{
	Xueji__V1__GetHistoryRequest in = XUEJI__V1__GET_HISTORY_REQUEST__INIT;
	in.student_id = id_text(m->house, student);
	struct answer answer =
		call(m->house, person->token, &students_service, "GetHistory", &in.base);
	ck_assert_int_eq(answer.err, OK);
	const Xueji__V1__GetHistoryResponse *out = answer.reply;
	for (size_t i = 0; i < out->n_events; i++)
		if (strcmp(out->events[i]->title, title) == 0 &&
			strcmp(out->events[i]->reason, reason) == 0)
			return true;
	return false;
}

START_TEST(the_old_record_opens_as_the_one_that_has_it_all)
{
	merge();
	const Xueji__V1__GetStudentResponse *out = opened(m->province, gone.id);
	ck_assert(out->is_followed);
	ck_assert_str_eq(out->student->id, id_text(m->house, survivor.id));
	ck_assert_uint_eq(out->n_merged, 1);
	ck_assert_str_eq(out->merged[0]->student_id, id_text(m->house, gone.id));
	ck_assert_str_eq(out->merged[0]->name, "陈晓明");
	ck_assert_uint_eq(out->n_numbers, 3); /* two L, and the former ID number */
	ck_assert(!opened(m->province, survivor.id)->is_followed);
}
END_TEST

START_TEST(who_sees_only_the_old_record_is_told_where_it_went)
{
	merge();
	const Xueji__V1__GetStudentResponse *out = opened(m->far.registrar, gone.id);
	ck_assert(!out->is_followed);
	ck_assert_int_eq(out->student->status, XUEJI__V1__STUDENT_STATUS__STUDENT_STATUS_DELETED);
	ck_assert_ptr_nonnull(out->merged_into);
	ck_assert_str_eq(out->merged_into->school->name, "第一小学");
	ck_assert_int_eq(open_file(m->far.registrar, survivor.id).err, ERR_DENIED);
}
END_TEST

START_TEST(a_deleted_record_says_why)
{
	delete ();
	ck_assert_str_eq(opened(m->far.registrar, gone.id)->deleted_because, "never here");
}
END_TEST

START_TEST(the_province_parts_them_again_for_a_reason)
{
	char *before = whole_dump(m->house);
	merge();
	struct answer answer = undo_merge(m->province, "");
	ck_assert(has_fault(&answer, "reason", REASON_REQUIRED));
	ck_assert_int_eq(undo_merge(m->far.officer, "错并").err, ERR_DENIED);
	answer = undo_merge(m->province, "错并");
	ck_assert_int_eq(answer.err, OK);
	const Xueji__V1__UndoMergeResponse *out = answer.reply;
	ck_assert_str_eq(out->student->name, "陈晓明");
	ck_assert_str_eq(out->survivor->name, "陈小明");
	whole_is(m->house, before);
	ck_assert_int_eq(undo_merge(m->province, "错并").reason, REASON_NOT_MERGED);
}
END_TEST

START_TEST(the_province_brings_a_deleted_record_back)
{
	char *before = whole_dump(m->house);
	delete ();
	ck_assert_int_eq(undo_merge(m->province, "误删").reason, REASON_NOT_MERGED);
	ck_assert_int_eq(undo_delete(m->far.officer, "误删").err, ERR_DENIED);
	struct answer answer = undo_delete(m->province, "误删");
	ck_assert_int_eq(answer.err, OK);
	ck_assert_int_eq(((const Xueji__V1__UndoDeleteResponse *)answer.reply)->student->status,
		XUEJI__V1__STUDENT_STATUS__STUDENT_STATUS_ENROLLED);
	whole_is(m->house, before);
}
END_TEST

/* The record that goes came from another province once. */
static void came_from_elsewhere(void)
{
	Xueji__V1__StudentPast past = XUEJI__V1__STUDENT_PAST__INIT;
	Xueji__V1__PastEvent one = XUEJI__V1__PAST_EVENT__INIT, *events[] = {&one};
	Xueji__V1__HistoryEvent event = XUEJI__V1__HISTORY_EVENT__INIT;
	event.title = "入籍";
	one.event = &event, one.title_en = "On the roll, in Beijing";
	past.events = events, past.n_events = 1;
	ck_assert_int_eq(student_past_put(whole_write(m->house), gone.id, &past), OK);
	whole_commit(m->house);
}

START_TEST(what_another_province_told_of_either_is_told_of_the_survivor)
{
	came_from_elsewhere();
	ck_assert(!tells(m->old.registrar, survivor.id, "On the roll, in Beijing", ""));
	merge();
	ck_assert(tells(m->old.registrar, survivor.id, "On the roll, in Beijing", ""));
}
END_TEST

START_TEST(the_history_tells_all_of_it)
{
	merge();
	ck_assert(tells(m->old.registrar, survivor.id, "Another record of the child merged in",
		"监护人书面确认"));
	/* what was done to the other record is told here too */
	ck_assert(tells(
		m->old.registrar, survivor.id, "Record merged into another one", "监护人书面确认"));
	ck_assert_int_eq(undo_merge(m->province, "错并").err, OK);
	ck_assert(tells(m->old.registrar, survivor.id, "Merge of records undone", "错并"));
	ck_assert(tells(m->far.registrar, gone.id, "Merge of records undone", "错并"));
}
END_TEST

SUITE_WITH("students_gone", set_up, tear_down, the_old_record_opens_as_the_one_that_has_it_all,
	who_sees_only_the_old_record_is_told_where_it_went, a_deleted_record_says_why,
	the_province_parts_them_again_for_a_reason, the_province_brings_a_deleted_record_back,
	what_another_province_told_of_either_is_told_of_the_survivor, the_history_tells_all_of_it)
