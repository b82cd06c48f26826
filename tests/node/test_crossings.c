/* A child goes to another province: two nodes, and what they say to each other. */
#include <stdlib.h>
#include <string.h>

#include "domain/roles.h"
#include "domain/roll.h"
#include "server/service/problem_found.h"
#include "server/service/services.h"
#include "server/store/number_store.h"
#include "server/store/parcel_store.h"
#include "server/store/peer_store.h"
#include "server/store/student_number.h"
#include "server/store/unit_store.h"
#include "tests/calls/attaching.h"
#include "tests/office/provinces.h"
#include "tests/support/child.h"

static struct mover child;

static void set_up(void)
{
	provinces_open();
	child = child_of(&south, "陈小明");
}

static struct student_record record_in(struct province *p, int64_t student)
{
	struct student_record record;
	ck_assert_int_eq(student_read(house_write(p->house), student, &record), OK);
	house_rollback(p->house);
	return record;
}

START_TEST(a_child_goes_over_with_its_id_its_numbers_and_its_history)
{
	const Xueji__V1__Case *one = applied_abroad(&north, &child);
	ck_assert_str_eq(one->student_name, "陈小明");
	ck_assert_str_eq(one->student_id, "");
	one = brought_to(&north, one, STATE(PAPER_OUT));
	struct student_record here = record_in(&north, child.id);
	struct student_record there = record_in(&south, child.id);
	ck_assert_int_eq(here.row.status, ROLL_ENROLLED);
	ck_assert_int_eq(here.row.school, north.school);
	ck_assert_int_eq(here.row.class_no, 2);
	ck_assert_str_eq(here.items->id_number, child.id_number);
	ck_assert_int_eq(there.row.status, ROLL_MOVED_OUT);
	ck_assert_int_eq(half_of(&south, one)->state, STATE(PAPER_OUT));
	ck_assert_str_eq(one->student_id, id_text(north.house, child.id));
	both_are_clean();
}
END_TEST

static const Xueji__V1__GetCaseResponse *whole(struct province *p, const Xueji__V1__Case *one)
{
	return case_get_whole(p->house, p->staff.officer, one);
}

static const char *last_reason(struct province *p, const Xueji__V1__Case *one)
{
	const Xueji__V1__GetCaseResponse *all = whole(p, one);
	return all->steps[all->n_steps - 1]->reason;
}

static struct answer find_in(struct province *p, const struct mover *of)
{
	Xueji__V1__FindChildRequest in = XUEJI__V1__FIND_CHILD_REQUEST__INIT;
	in.school_id = id_text(p->house, p->school);
	in.student_no = (char *)of->student_no;
	in.name = (char *)of->name;
	return call(p->house, p->staff.registrar->token, &transfers_service, "FindChild", &in.base);
}

static const Xueji__V1__GetHistoryResponse *history_in(struct province *p, int64_t student)
{
	Xueji__V1__GetHistoryRequest in = XUEJI__V1__GET_HISTORY_REQUEST__INIT;
	in.student_id = id_text(p->house, student);
	in.page_size = 200;
	struct answer a =
		call(p->house, p->staff.approver->token, &students_service, "GetHistory", &in.base);
	ck_assert_int_eq(a.err, OK);
	return a.reply;
}

static int events_at(
	const Xueji__V1__GetHistoryResponse *history, Xueji__V1__HistoryKind kind, const char *unit)
{
	int n = 0;
	for (size_t i = 0; i < history->n_events; i++) {
		const Xueji__V1__HistoryEvent *one = history->events[i];
		n += one->kind == kind && one->unit != NULL && strcmp(one->unit->name, unit) == 0;
	}
	return n;
}
#define STAY XUEJI__V1__HISTORY_KIND__HISTORY_KIND_ENROLMENT

START_TEST(its_life_reads_there_as_it_did_and_its_numbers_find_it)
{
	int64_t boys = count_in(&south, "SELECT sum(boys) FROM school_stat");
	brought_to(&north, applied_abroad(&north, &child), STATE(CLOSED));
	const Xueji__V1__GetHistoryResponse *history = history_in(&north, child.id);
	ck_assert_int_eq(events_at(history, STAY, "北方小学"), 1);
	ck_assert_int_eq(events_at(history, STAY, "广东省 第一小学"), 1);
	ck_assert_int_eq(find_in(&north, &child).err, OK);
	struct answer a = find_in(&south, &child);
	ck_assert_int_eq(a.reason, REASON_CHILD_ELSEWHERE);
	ck_assert_str_eq(a.failure.args[0], "北京市");
	ck_assert_int_eq(count_in(&south, "SELECT sum(boys) FROM school_stat"), boys - 1);
	ck_assert_int_eq(count_in(&north, "SELECT sum(boys) FROM school_stat"), 1);
	ck_assert_int_eq(count_in(&south, "SELECT count(*) FROM identity WHERE claimant = 0"), 1);
}
END_TEST

START_TEST(nothing_of_the_child_is_shown_before_the_other_side_has_checked)
{
	const Xueji__V1__Case *one = applied_abroad(&north, &child);
	one = moved_on(&north, one);
	one = moved_on(&north, one);
	ck_assert_int_eq(one->state, STATE(ROUTING));
	ck_assert_str_eq(whole(&north, one)->transfer->other_school, "");
	carry_all();
	one = case_now(&north, one);
	ck_assert_int_eq(one->state, STATE(OUT_SCHOOL));
	ck_assert_str_eq(whole(&north, one)->transfer->other_school, "第一小学");
	ck_assert_str_eq(whole(&north, one)->transfer->other_province->name, "广东省");
	const Xueji__V1__Case *half = half_of(&south, one);
	ck_assert_str_eq(whole(&south, half)->transfer->other_school, "北方小学");
	ck_assert_str_eq(whole(&south, half)->transfer->other_place, "北京市 海淀区");
	ck_assert_int_eq(whole(&north, one)->n_stations, 9);
	ck_assert_int_eq(whole(&south, half)->n_stations, 5);
}
END_TEST

START_TEST(an_application_that_differs_from_the_record_fails_the_check)
{
	struct mover slip = child;
	slip.name = "陈晓明";
	const Xueji__V1__Case *one = applied_abroad(&north, &slip);
	one = brought_to(&north, one, STATE(CHECK_FAILED));
	ck_assert_ptr_nonnull(strstr(last_reason(&north, one), "2001"));
	ck_assert_ptr_nonnull(strstr(last_reason(&north, one), "姓名"));
	ck_assert_ptr_null(half_of(&south, one));
	one = moved_on(&north, one);
	ck_assert_int_eq(one->state, STATE(WITHDRAWN));
}
END_TEST

START_TEST(a_child_with_a_case_of_its_own_is_not_given_away)
{
	const Xueji__V1__Case *first = applied_abroad(&north, &child);
	const Xueji__V1__Case *second = applied_abroad(&north, &child);
	first = brought_to(&north, first, STATE(OUT_SCHOOL));
	second = brought_to(&north, second, STATE(CHECK_FAILED));
	ck_assert_ptr_nonnull(strstr(last_reason(&north, second), "2002"));
	brought_to(&north, case_now(&north, first), STATE(CLOSED));
	both_are_clean();
}
END_TEST

static void has_problem(enum problem_kind kind)
{
	const struct problem_finding finding = {
		.kind = kind, .cause = "not_found", .score = 1000, .students = &child.id, .n = 1};
	struct ctx *ctx = province_write(&south);
	ck_assert_int_eq(problem_found(ctx, &finding, NULL), OK);
	province_commit(&south, ctx);
	ck_assert_int_eq(
		count_in(&south, "SELECT count(*) FROM kase WHERE type = 5 AND is_open"), 1);
}

START_TEST(a_child_with_a_problem_that_blocks_transfers_is_not_given_away)
{
	has_problem(PROBLEM_ID_NOT_FOUND);
	const Xueji__V1__Case *one = applied_abroad(&north, &child);
	one = brought_to(&north, one, STATE(CHECK_FAILED));
	ck_assert_ptr_nonnull(strstr(last_reason(&north, one), "2003"));
	ck_assert_ptr_nonnull(strstr(last_reason(&north, one), "身份证号不存在"));
	ck_assert_ptr_null(half_of(&south, one));
	ck_assert_int_eq(record_in(&south, child.id).row.status, ROLL_ENROLLED);
	both_are_clean();
}
END_TEST

START_TEST(a_child_with_a_problem_that_blocks_nothing_goes)
{
	has_problem(PROBLEM_SEPARATED);
	brought_to(&north, applied_abroad(&north, &child), STATE(CLOSED));
	ck_assert_int_eq(record_in(&north, child.id).row.status, ROLL_ENROLLED);
	ck_assert_int_eq(
		count_in(&south, "SELECT count(*) FROM kase WHERE type = 5 AND is_open"), 0);
	both_are_clean();
}
END_TEST

START_TEST(an_application_abroad_names_a_province_that_is_trusted_and_a_number)
{
	struct mover unknown = child;
	unknown.student_no = "";
	struct answer a = apply_abroad(&north, &unknown);
	ck_assert(has_fault(&a, "student_no", REASON_NUMBER_NEEDED_ABROAD));
	const char *code = south.code;
	static const char *const wrong[] = {"110000", "110108", "nowhere"};
	for (size_t i = 0; i < 3; i++) {
		south.code = wrong[i];
		a = apply_abroad(&north, &child);
		ck_assert(has_fault(&a, "province_code", REASON_NOT_ANOTHER_PROVINCE));
	}
	south.code = code;
	ck_assert_int_eq(peer_revoke(house_write(north.house), "south"), OK);
	house_commit(north.house);
	ck_assert_int_eq(apply_abroad(&north, &child).reason, REASON_PEER_MISSING);
}
END_TEST

START_TEST(a_refusal_is_heard_with_its_ground)
{
	const Xueji__V1__Case *one = applied_abroad(&north, &child);
	one = brought_to(&north, one, STATE(OUT_SIGN));
	struct moving here = {.house = south.house};
	ck_assert(refuse_for(&here, south.staff.approver, half_of(&south, one),
		XUEJI__V1__REFUSAL_GROUND__REFUSAL_GROUND_GUARDIAN_DENIES)
			  ->is_done);
	carry_all();
	one = case_now(&north, one);
	ck_assert_int_eq(one->state, STATE(REFUSED));
	const Xueji__V1__GetCaseResponse *all = whole(&north, one);
	ck_assert_int_eq(all->steps[all->n_steps - 1]->ground,
		XUEJI__V1__REFUSAL_GROUND__REFUSAL_GROUND_GUARDIAN_DENIES);
	ck_assert_str_eq(last_reason(&north, one), "详见说明");
	ck_assert_int_eq(record_in(&south, child.id).row.status, ROLL_ENROLLED);
}
END_TEST

START_TEST(a_withdrawal_is_heard_until_the_file_is_asked_for)
{
	const Xueji__V1__Case *one = applied_abroad(&north, &child);
	one = brought_to(&north, one, STATE(AWAIT_PULL));
	ck_assert_int_eq(half_of(&south, one)->state, STATE(AWAIT_PULL));
	ck_assert_int_eq(record_in(&south, child.id).row.status, ROLL_ENROLLED);
	case_done(north.house, north.staff.registrar, WITHDRAW, one, "");
	carry_all();
	ck_assert_int_eq(half_of(&south, one)->state, STATE(WITHDRAWN));
	one = brought_to(&north, applied_abroad(&north, &child), STATE(AWAIT_PULL));
	one = moved_on(&north, one);
	ck_assert_int_eq(one->state, STATE(PULLING));
	case_refused(north.house, north.staff.registrar, WITHDRAW, one, "CASE_NO_SUCH_STEP");
	carry_all();
	ck_assert_int_eq(case_now(&north, one)->state, STATE(PAPER_OUT));
	both_are_clean();
}
END_TEST

START_TEST(a_move_that_cannot_be_told_there_is_not_made_here)
{
	const Xueji__V1__Case *one = applied_abroad(&north, &child), *half;
	while ((half = half_of(&south, one)) == NULL) {
		moved_on(&north, one);
		carry_all();
		one = case_now(&north, one);
	}
	struct ctx *ctx = province_write(&south);
	ck_assert_int_eq(peer_revoke(ctx, "north"), OK);
	province_commit(&south, ctx);
	half = half_of(&south, one);
	const Xueji__V1__Case *untouched = moved_on(&south, half);
	ck_assert_int_eq(untouched->state, half->state);
	ck_assert_int_eq(untouched->rev, half->rev);
	ck_assert_int_eq(half_of(&south, one)->state, half->state);
}
END_TEST

START_TEST(what_is_lost_is_asked_for_again_and_counts_once)
{
	const Xueji__V1__Case *one =
		brought_to(&north, applied_abroad(&north, &child), STATE(AWAIT_PULL));
	for (int i = 0; i < 3; i++) {
		ck_assert_int_eq(moved_on(&north, one)->state, STATE(PULLING));
		one = case_now(&north, one);
		one = case_done(north.house, north.staff.registrar, PULL, one, "");
	}
	carry_all();
	ck_assert_int_eq(case_now(&north, one)->state, STATE(PAPER_OUT));
	ck_assert_int_eq(half_of(&south, one)->state, STATE(PAPER_OUT));
	ck_assert_int_eq(count_in(&north, "SELECT count(*) FROM enrolment"), 1);
	ck_assert_int_eq(
		count_in(&south, "SELECT count(*) FROM enrolment WHERE to_day IS NULL"), 0);
	both_are_clean();
}
END_TEST

START_TEST(nobody_of_this_side_decides_for_the_other_province)
{
	struct person *stranger = person_make(north.house, "stranger", PROVINCE, ROLE_OFFICER);
	const Xueji__V1__Case *one =
		brought_to(&north, applied_abroad(&north, &child), STATE(OUT_BUREAU));
	case_refused(north.house, stranger, APPROVE, one, "CASE_DECIDED_ABROAD");
}
END_TEST

START_TEST(a_child_comes_back_to_the_record_that_it_left)
{
	brought_to(&north, applied_abroad(&north, &child), STATE(CLOSED));
	const Xueji__V1__Case *back =
		brought_to(&south, applied_abroad(&south, &child), STATE(CLOSED));
	ck_assert_str_eq(back->student_id, id_text(south.house, child.id));
	ck_assert_int_eq(record_in(&south, child.id).row.status, ROLL_ENROLLED);
	ck_assert_int_eq(record_in(&north, child.id).row.status, ROLL_MOVED_OUT);
	const Xueji__V1__GetHistoryResponse *history = history_in(&south, child.id);
	ck_assert_int_eq(events_at(history, STAY, "北京市 北方小学"), 1);
	ck_assert_int_eq(events_at(history, STAY, "第一小学"), 2);
	ck_assert_int_eq(events_at(history, STAY, "广东省 第一小学"), 0);
	ck_assert_int_eq(count_in(&south, "SELECT count(*) FROM student"), 1);
	both_are_clean();
}
END_TEST

START_TEST(a_formal_number_that_another_child_has_there_becomes_an_alias)
{
	struct ctx *ctx = house_write(south.house);
	struct student_record record;
	const char *g = arena_printf(south.house->arena, "G%s", child.id_number);
	ck_assert_int_eq(student_read(ctx, child.id, &record), OK);
	ck_assert_int_eq(student_give_g(ctx, &record, g), OK);
	house_commit(south.house);
	struct mover other = child_of(&north, "李一");
	ctx = house_write(north.house);
	ck_assert_int_eq(student_read(ctx, other.id, &record), OK);
	ck_assert_int_eq(student_give_g(ctx, &record, g), OK);
	house_commit(north.house);
	brought_to(&north, applied_abroad(&north, &child), STATE(CLOSED));
	ck_assert_int_eq(record_in(&north, child.id).row.number_kind, NUMBER_L);
	ck_assert_int_eq(count_in(&north, "SELECT count(*) FROM number WHERE kind = 4"), 1);
	both_are_clean();
}
END_TEST

START_TEST(its_attachments_go_with_it_whole)
{
	struct scan scan = scan_new(south.house, FILE_TYPE_JPEG, 150000);
	char *id = attach(
		south.house, south.staff.registrar, child.id, ATTACHMENT_HOUSEHOLD_PAGE, &scan);
	brought_to(&north, applied_abroad(&north, &child), STATE(CLOSED));
	struct answer a = read_piece(north.house, north.staff.registrar, id, 65536, "1");
	ck_assert_msg(a.err == OK, "%s", reason_row(a.reason)->name);
	const Xueji__V1__ReadAttachmentResponse *piece = a.reply;
	ck_assert_int_eq(piece->data.len, 65536);
	ck_assert_mem_eq(piece->data.data, scan.bytes + 65536, 65536);
	ck_assert_int_eq(get_attachment(south.house, south.staff.officer, id).err, OK);
	both_are_clean();
}
END_TEST

/* What a node that is trusted, and has gone wrong, may send. */
static void send_file(const Xueji__V1__Case *one, Xueji__V1__CrossingFile *file)
{
	struct ctx *ctx = house_write(south.house);
	Xueji__V1__Crossing message = XUEJI__V1__CROSSING__INIT;
	const ProtobufCMessage *items[] = {&message.base};
	struct parcel_row row;
	struct peer peer;
	message.case_id = strtoll(one->id, NULL, 10);
	message.file = file;
	ck_assert_int_eq(peer_in_place(ctx, PEER_PROVINCE, north.code, &peer), OK);
	ck_assert_int_eq(parcel_send(ctx, &peer, &(struct parcel_start){.kind = PARCEL_TRANSFER},
				 items, 1, &row),
		OK);
	house_commit(south.house);
}

START_TEST(a_file_that_is_none_or_another_childs_is_refused_and_the_right_one_still_comes)
{
	const Xueji__V1__Case *one =
		brought_to(&north, applied_abroad(&north, &child), STATE(AWAIT_PULL));
	Xueji__V1__CrossingFile file = XUEJI__V1__CROSSING_FILE__INIT;
	Xueji__V1__CrossingNumber number = XUEJI__V1__CROSSING_NUMBER__INIT, *numbers[] = {&number};
	struct student_record other =
		child_make(south.house->arena, "李小花", "2019-03-04", SCHOOL);
	file.student_id = 4711, file.shard = COUNTY, file.years = 6;
	file.stage = XUEJI__V1__STAGE__STAGE_PRIMARY;
	file.status = XUEJI__V1__STUDENT_STATUS__STUDENT_STATUS_ENROLLED;
	file.items = other.items;
	moved_on(&north, one);
	send_file(one, &file); /* without a number */
	number.kind = XUEJI__V1__STUDENT_NUMBER_KIND__STUDENT_NUMBER_KIND_TEMPORARY;
	number.number = "L440305201903040011", number.is_current = true;
	file.n_numbers = 1, file.numbers = numbers;
	send_file(one, &file);
	carry_all();
	ck_assert_int_eq(count_in(&north, "SELECT count(*) FROM parcel WHERE reason = "
					  "'CROSSING_FILE_BAD'"),
		1);
	ck_assert_int_eq(count_in(&north, "SELECT count(*) FROM parcel WHERE reason = "
					  "'CROSSING_FILE_OTHER'"),
		1);
	ck_assert_int_eq(case_now(&north, one)->state, STATE(PAPER_OUT));
	ck_assert_int_eq(count_in(&north, "SELECT count(*) FROM student"), 1);
	ck_assert_int_eq(record_in(&north, child.id).row.status, ROLL_ENROLLED);
	both_are_clean();
}
END_TEST

/* ---- the record stays (R32) ---- */

enum { NORTH_SPECIAL = 300 };

/* From here on it is a special school of the north that applies. */
static void north_applies_as_special(void)
{
	struct house *house = north.house;
	struct ctx *ctx = house_write(house);
	struct unit school = {.id = NORTH_SPECIAL,
		.code = "5111000300",
		.name = "北方特殊教育学校",
		.parent = FAR_COUNTY,
		.bureau = FAR_COUNTY,
		.tier = TIER_SCHOOL,
		.initials = "bf"};
	ck_assert_int_eq(unit_insert(ctx, &school), OK);
	ctx_on_commit(ctx, unit_cache_reload, NULL);
	house_commit(house);
	case_classes(house, NORTH_SPECIAL);
	north.school = NORTH_SPECIAL;
	north.staff.registrar =
		person_make(house, "registrar.special", NORTH_SPECIAL, ROLE_REGISTRAR);
	north.staff.approver = person_make(house, "approver.special", NORTH_SPECIAL, ROLE_APPROVER);
}

static const Xueji__V1__Case *applied_for_keeps(void)
{
	Xueji__V1__ApplyTransferRequest in = XUEJI__V1__APPLY_TRANSFER_REQUEST__INIT;
	in.school_id = id_text(north.house, north.school);
	in.student_no = (char *)child.student_no;
	in.name = (char *)child.name;
	in.grade = 1;
	in.cause = "康复就读";
	in.province_code = "440000";
	in.keeps_record = true;
	struct answer a = call(north.house, north.staff.registrar->token, &transfers_service,
		"ApplyTransfer", &in.base);
	ck_assert_msg(a.err == OK, "%s", reason_row(a.reason)->name);
	return ((const Xueji__V1__GetCaseResponse *)a.reply)->summary;
}

START_TEST(a_special_school_takes_the_child_and_its_record_stays)
{
	const Xueji__V1__Case *one = brought_to(&north, applied_for_keeps(), STATE(CHECK_FAILED));
	ck_assert_ptr_nonnull(strstr(last_reason(&north, one), "特殊教育"));
	moved_on(&north, one);
	north_applies_as_special();
	one = brought_to(&north, applied_for_keeps(), STATE(DONE));
	ck_assert_int_eq(half_of(&south, one)->state, STATE(DONE));
	ck_assert_int_eq(record_in(&south, child.id).row.status, ROLL_ENROLLED);
	ck_assert_int_eq(count_in(&north, "SELECT count(*) FROM student"), 0);
	both_are_clean();
}
END_TEST

SUITE_WITH("crossings", set_up, provinces_close,
	a_child_goes_over_with_its_id_its_numbers_and_its_history,
	its_life_reads_there_as_it_did_and_its_numbers_find_it,
	nothing_of_the_child_is_shown_before_the_other_side_has_checked,
	an_application_that_differs_from_the_record_fails_the_check,
	a_child_with_a_case_of_its_own_is_not_given_away,
	a_child_with_a_problem_that_blocks_transfers_is_not_given_away,
	a_child_with_a_problem_that_blocks_nothing_goes,
	an_application_abroad_names_a_province_that_is_trusted_and_a_number,
	a_refusal_is_heard_with_its_ground, a_withdrawal_is_heard_until_the_file_is_asked_for,
	a_move_that_cannot_be_told_there_is_not_made_here,
	what_is_lost_is_asked_for_again_and_counts_once,
	nobody_of_this_side_decides_for_the_other_province,
	a_child_comes_back_to_the_record_that_it_left,
	a_formal_number_that_another_child_has_there_becomes_an_alias,
	its_attachments_go_with_it_whole,
	a_file_that_is_none_or_another_childs_is_refused_and_the_right_one_still_comes,
	a_special_school_takes_the_child_and_its_record_stays)
