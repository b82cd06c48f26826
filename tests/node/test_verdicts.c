#include "server/node/verdicts.h"

#include "tests/office/office.h"

static struct student_record child[3];
static struct list list;

static void set_up(void)
{
	office_open();
	child[0] = pupil("陈小明");
	child[1] = pupil("陈小花");
	child[2] = pupil("欧阳一");
	list = made_list(PARCEL_LIST_G_NUMBERS);
}

static Xueji__V1__Verdict numbered(int64_t row)
{
	return verdict_of(row, RESULT(NUMBERED), g_of(&child[row - 1]));
}

static int64_t children_with_g(void)
{
	return count("SELECT count(*) FROM student WHERE number_kind = 2");
}

/* ---- formal numbers ---- */

START_TEST(a_child_gets_its_g_and_the_l_still_finds_it)
{
	const char *temporary = number_now(child[0].row.id);
	int64_t boys = count("SELECT sum(boys) FROM school_stat");
	ck_assert_int_eq(list.entries, 3);
	Xueji__V1__Verdict verdicts[] = {numbered(1), numbered(2)};
	answered(&list, verdicts, 2, false);
	ck_assert_str_eq(number_now(child[0].row.id), g_of(&child[0]));
	ck_assert_int_eq(found_by(temporary), child[0].row.id);
	ck_assert_int_eq(found_by(g_of(&child[0])), child[0].row.id);
	ck_assert_int_eq(children_with_g(), 2);
	ck_assert_int_eq(count("SELECT sum(boys) FROM school_stat"), boys);
	ck_assert_int_eq(count("SELECT count(*) FROM journal WHERE action = "
			       "'student.numbered' AND summary = 'L -> G'"),
		2);
	list = list_now(list.id);
	ck_assert_int_eq(list.settled, 2);
	ck_assert_int_eq(list.state, LIST_MADE);
}
END_TEST

START_TEST(the_same_verdicts_again_do_nothing_and_others_on_a_settled_row_are_refused)
{
	Xueji__V1__Verdict verdicts[] = {numbered(1)};
	struct bytes bytes = answer_of(&nation, ++sent, &list, verdicts, 1, false);
	arrives(bytes);
	work(exchange_take_step);
	int64_t entries = count("SELECT count(*) FROM journal");
	arrives(bytes);
	ck_assert_int_eq(work(exchange_take_step), 0);
	ck_assert_int_eq(count("SELECT count(*) FROM journal"), entries);
	free(bytes.at);
	answered(&list, verdicts, 1, false);
	list = list_now(list.id);
	ck_assert_int_eq(list.settled, 1);
	ck_assert_int_eq(list.refused, 1);
	ck_assert_str_eq(refusal(&list, 0), "VERDICT_TWICE");
}
END_TEST

START_TEST(each_refused_verdict_is_named_and_the_others_take_effect)
{
	Xueji__V1__Verdict verdicts[] = {verdict_of(9, RESULT(NUMBERED), g_of(&child[0])),
		verdict_of(1, RESULT(NUMBERED), g_of(&child[1])), verdict_of(2, RESULT(MATCH), ""),
		numbered(3)};
	answered(&list, verdicts, 4, true);
	ck_assert_str_eq(refusal(&list, 0), "VERDICT_NO_ROW");
	ck_assert_str_eq(refusal(&list, 1), "VERDICT_OTHER_NUMBER");
	ck_assert_str_eq(refusal(&list, 2), "VERDICT_NOT_FOR_LIST");
	ck_assert_str_eq(refusal(&list, 3), "");
	ck_assert_int_eq(children_with_g(), 1);
	list = list_now(list.id);
	ck_assert_int_eq(list.state, LIST_ANSWERED);
	ck_assert_int_eq(list.refused, 3);
}
END_TEST

START_TEST(a_verdict_is_about_the_child_as_it_was_asked_about)
{
	struct ctx *ctx = office_ctx();
	struct student_record now;
	ck_assert_int_eq(student_read(ctx, child[0].row.id, &now), OK);
	Xueji__V1__StudentItems *items = arena_dup(ctx->arena, now.items, sizeof *now.items);
	items->name = "陈晓明";
	ck_assert_int_eq(student_apply_items(ctx, &now, items, "cxm"), OK);
	ck_assert_int_eq(student_read(ctx, child[1].row.id, &now), OK);
	ck_assert_int_eq(student_change_class(ctx, &now, 2), OK);
	office_commit();
	Xueji__V1__Verdict verdicts[] = {numbered(1), numbered(2)};
	answered(&list, verdicts, 2, true);
	ck_assert_str_eq(refusal(&list, 0), "VERDICT_FACTS_CHANGED");
	ck_assert_str_eq(number_now(child[1].row.id), g_of(&child[1]));
	ck_assert_int_eq(number_now(child[0].row.id)[0], 'L');
}
END_TEST

START_TEST(who_was_refused_or_left_out_is_on_the_next_list_and_who_waits_is_not)
{
	struct list next = made_list(PARCEL_LIST_G_NUMBERS);
	ck_assert_int_eq(next.state, LIST_EMPTY);
	Xueji__V1__Verdict verdicts[] = {
		numbered(1), verdict_of(2, RESULT(NUMBERED), g_of(&child[0]))};
	answered(&list, verdicts, 2, true);
	next = made_list(PARCEL_LIST_G_NUMBERS);
	ck_assert_int_eq(next.entries, 2);
}
END_TEST

START_TEST(a_number_that_another_child_has_is_nobody_elses)
{
	struct ctx *ctx = office_ctx();
	ck_assert_int_eq(student_give_g(ctx, &child[1], g_of(&child[0])), OK);
	office_commit();
	Xueji__V1__Verdict verdicts[] = {numbered(1), numbered(3)};
	int64_t numbers = count("SELECT count(*) FROM number");
	answered(&list, verdicts, 2, true);
	ck_assert_str_eq(refusal(&list, 0), "NUMBER_TAKEN");
	ck_assert_int_eq(number_now(child[0].row.id)[0], 'L');
	ck_assert_int_eq(count("SELECT count(*) FROM number"), numbers + 1);
}
END_TEST

START_TEST(a_child_with_j_gets_g_once_it_has_an_id_number)
{
	char j[STUDENT_NO_SIZE];
	ck_assert_int_eq(student_read(office_ctx(), child[0].row.id, &child[0]), OK);
	ck_assert_int_eq(student_give_j(office_ctx(), &child[0], j), OK);
	office_commit();
	ck_assert_int_eq(j[0], 'J');
	Xueji__V1__Verdict verdicts[] = {numbered(1)};
	answered(&list, verdicts, 1, true);
	ck_assert_str_eq(number_now(child[0].row.id), g_of(&child[0]));
	ck_assert_int_eq(found_by(j), child[0].row.id);
	ck_assert_int_eq(count("SELECT count(*) FROM journal WHERE action = "
			       "'student.numbered' AND summary = 'J -> G'"),
		1);
}
END_TEST

START_TEST(the_nation_may_give_no_number)
{
	Xueji__V1__Verdict verdicts[] = {verdict_of(1, RESULT(FAILED), "他省已有同号")};
	answered(&list, verdicts, 1, true);
	ck_assert_int_eq(number_now(child[0].row.id)[0], 'L');
	ck_assert_int_eq(list_now(list.id).settled, 1);
}
END_TEST

/* ---- the police ---- */

START_TEST(what_the_police_say_is_kept_and_asked_again_only_after_a_change)
{
	struct ctx *ctx;
	struct list asked = made_list(PARCEL_LIST_POLICE);
	ck_assert_int_eq(asked.entries, 3);
	Xueji__V1__Verdict verdicts[] = {verdict_of(1, RESULT(MATCH), ""),
		verdict_of(2, RESULT(NAME_DIFFERS), "姓名为陈晓花"),
		verdict_of(3, RESULT(NUMBER_REPLACED), "")};
	verdicts[2].id_number = "110101200703070034";
	struct bytes bytes = answer_of(&police, 1, &asked, verdicts, 3, true);
	arrives(bytes);
	free(bytes.at);
	work(exchange_take_step);
	ck_assert_int_eq(count("SELECT count(*) FROM police_check"), 3);
	ck_assert_int_eq(count("SELECT count(*) FROM police_check WHERE "
			       "instr(sealed, '110101200703070034') > 0"),
		0);
	/* what is not as they know it is a problem from now on */
	ck_assert_int_eq(count("SELECT count(*) FROM problem WHERE is_open = 1 AND kind = 5"), 1);
	ck_assert_int_eq(count("SELECT count(*) FROM problem WHERE is_open = 1 AND kind = 6"), 1);
	ck_assert_int_eq(made_list(PARCEL_LIST_POLICE).state, LIST_EMPTY);
	ctx = office_ctx();
	ck_assert_int_eq(student_read(ctx, child[1].row.id, &child[1]), OK);
	Xueji__V1__StudentItems *items =
		arena_dup(ctx->arena, child[1].items, sizeof *child[1].items);
	items->name = "陈晓花";
	ck_assert_int_eq(student_apply_items(ctx, &child[1], items, "cxh"), OK);
	office_commit();
	asked = made_list(PARCEL_LIST_POLICE);
	ck_assert_int_eq(asked.entries, 1);
	verdicts[0] = verdict_of(1, RESULT(MATCH), "");
	bytes = answer_of(&police, 2, &asked, verdicts, 1, true);
	arrives(bytes);
	free(bytes.at);
	work(exchange_take_step);
	ck_assert_int_eq(count("SELECT count(*) FROM problem WHERE is_open = 1 AND kind = 5"), 0);
	ck_assert_int_eq(count("SELECT count(*) FROM problem WHERE is_open = 1 AND kind = 6"), 1);
}
END_TEST

SUITE_WITH("verdicts", set_up, office_close, a_child_gets_its_g_and_the_l_still_finds_it,
	the_same_verdicts_again_do_nothing_and_others_on_a_settled_row_are_refused,
	each_refused_verdict_is_named_and_the_others_take_effect,
	a_verdict_is_about_the_child_as_it_was_asked_about,
	who_was_refused_or_left_out_is_on_the_next_list_and_who_waits_is_not,
	a_number_that_another_child_has_is_nobody_elses,
	a_child_with_j_gets_g_once_it_has_an_id_number, the_nation_may_give_no_number,
	what_the_police_say_is_kept_and_asked_again_only_after_a_change)
