/* Findings that come again: after a verdict, after a merge, and many times over. */
#include <stdlib.h>
#include <string.h>

#include "server/finder/cause.h"
#include "server/service/case_apply.h"
#include "server/service/child_merge.h"
#include "server/service/problem_found.h"
#include "server/service/services.h"
#include "tests/calls/settling.h"

static struct moving *m;
static int64_t pair[2];

static void set_up(void)
{
	m = moving_open();
	pair[0] = faulty_new(m, "陈小明", SCHOOL, number_new(m));
	pair[1] = faulty_new(m, "陈晓明", SECOND_SCHOOL, number_new(m));
}

static void tear_down(void)
{
	moving_close(m);
}

/* The group that comes of it; 0: none. */
static int64_t suspect(int64_t one, int64_t other)
{
	int64_t group;
	const struct problem_finding near = {.kind = PROBLEM_NEAR_DUP,
		.cause = "homophone",
		.score = 870,
		.students = (const int64_t[]){one, other},
		.n = 2};
	struct ctx *ctx = settling_begin(m);
	ck_assert_int_eq(problem_found(ctx, &near, &group), OK);
	settling_commit(m, ctx);
	return group;
}

static void merge(int64_t survivor, int64_t gone)
{
	struct ctx *ctx = settling_begin(m);
	ck_assert_int_eq(
		OK, child_merge(ctx, &(struct child_merge){.survivor = survivor, .gone = gone}));
	settling_commit(m, ctx);
}

static void unmerge(int64_t gone)
{
	Xueji__V1__UndoMergeRequest in = XUEJI__V1__UNDO_MERGE_REQUEST__INIT;
	in.student_id = id_text(m->house, gone);
	in.reason = "两名学生";
	struct answer a =
		call(m->house, m->province->token, &students_service, "UndoMerge", &in.base);
	ck_assert_msg(a.err == OK, "%s", reason_row(a.reason)->name);
}

static int64_t open_of_kind(int64_t student, int kind)
{
	return house_count(m->house,
		arena_printf(m->house->arena,
			"SELECT count(*) FROM problem WHERE student_id = %lld AND kind = %d AND "
			"is_open = 1",
			(long long)student, kind));
}

START_TEST(a_pair_that_is_judged_a_second_time_has_one_problem_each)
{
	suspect(pair[0], pair[1]);
	problem_done(m, m->old.officer, EVENT(SAME), problem_of(m, pair[0], KIND(NEAR_DUP)));
	merge(pair[0], pair[1]);
	unmerge(pair[1]);
	ck_assert_int_ne(0, suspect(pair[0], pair[1]));
	problem_done(m, m->old.officer, EVENT(SAME), problem_of(m, pair[0], KIND(NEAR_DUP)));
	for (int i = 0; i < 2; i++) {
		ck_assert_int_eq(0, open_of_kind(pair[i], PROBLEM_NEAR_DUP));
		ck_assert_int_eq(1, open_of_kind(pair[i], PROBLEM_DUP_PERSON));
	}
}
END_TEST

START_TEST(who_is_another_than_a_merged_record_is_another_than_the_survivor_until_that_is_undone)
{
	int64_t third = faulty_new(m, "陈小鸣", SCHOOL, number_new(m));
	struct ctx *ctx = settling_begin(m);
	ck_assert_int_eq(problem_judge_apart(ctx, pair[1], third), OK);
	settling_commit(m, ctx);
	merge(pair[0], pair[1]);
	ck_assert_int_eq(0, suspect(pair[0], third));
	ck_assert_int_eq(0, suspect(third, pair[0]));
	unmerge(pair[1]);
	ck_assert_int_eq(0, suspect(pair[1], third));
	ck_assert_int_ne(0, suspect(pair[0], third));
}
END_TEST

START_TEST(what_comes_again_and_again_is_found_once_each_time_and_can_be_looked_at)
{
	enum { TIMES = PROBLEM_GROUP_MOST + 3 };
	const struct problem_finding ghost = {.kind = PROBLEM_GHOST,
		.cause = "no_pupil",
		.score = 1000,
		.students = &pair[0],
		.n = 1};
	char *first = NULL, *last = NULL;
	for (int i = 0; i < TIMES; i++) {
		struct ctx *ctx = settling_begin(m);
		ck_assert_int_eq(problem_found(ctx, &ghost, NULL), OK);
		settling_commit(m, ctx);
		ck_assert_int_eq(1, open_of_kind(pair[0], PROBLEM_GHOST));
		const Xueji__V1__Problem *one = problem_of(m, pair[0], KIND(GHOST));
		first = first == NULL ? one->id : first;
		last = one->id;
		if (i == TIMES - 1)
			break;
		ctx = settling_begin(m);
		struct case_file file;
		ck_assert_int_eq(case_open(ctx, strtoll(one->id, NULL, 10), &file), OK);
		ck_assert_int_eq(case_decide_as(ctx, &file, CASE_CLEAR, CASE_CLOCK, NULL), OK);
		settling_commit(m, ctx);
	}
	ck_assert_str_eq(problem_whole(m, m->province, last)->summary->id, last);
	ck_assert_str_eq(problem_whole(m, m->province, first)->summary->id, first);
}
END_TEST

static const char *cause_seen(const struct person *person, const char *id)
{
	return problem_whole(m, person, id)->summary->cause;
}

static size_t listed(const struct person *person, const char *cause)
{
	Xueji__V1__ListProblemsRequest in = XUEJI__V1__LIST_PROBLEMS_REQUEST__INIT;
	in.cause = (char *)cause;
	struct answer a =
		call(m->house, person->token, &problems_service, "ListProblems", &in.base);
	ck_assert_int_eq(a.err, OK);
	return ((const Xueji__V1__ListProblemsResponse *)a.reply)->n_problems;
}

/* A school's journal is read at the school, too: it tells no more. */
static void found_near(int64_t one, int64_t other, const char *cause)
{
	const struct problem_finding near = {.kind = PROBLEM_NEAR_DUP,
		.cause = cause,
		.score = 870,
		.students = (const int64_t[]){one, other},
		.n = 2};
	struct ctx *ctx = settling_begin(m);
	ck_assert_int_eq(problem_found(ctx, &near, NULL), OK);
	ck_assert_ptr_nonnull(ctx->notes);
	for (const struct note *note = ctx->notes; note != NULL; note = note->next)
		ck_assert_ptr_null(strstr(note->summary, cause));
	settling_commit(m, ctx);
}

/* How many the caller's unit is told of this cause. */
static int64_t counted(const struct person *person, const char *cause)
{
	Xueji__V1__SummarizeProblemsRequest in = XUEJI__V1__SUMMARIZE_PROBLEMS_REQUEST__INIT;
	in.by = XUEJI__V1__COUNT_PROBLEMS_BY__COUNT_PROBLEMS_BY_CAUSE;
	struct answer a =
		call(m->house, person->token, &problems_service, "SummarizeProblems", &in.base);
	ck_assert_int_eq(a.err, OK);
	const Xueji__V1__SummarizeProblemsResponse *out = a.reply;
	int64_t n = 0;
	for (size_t i = 0; i < out->n_counts; i++)
		if (strcmp(out->counts[i]->cause, cause) == 0)
			n += out->counts[i]->open;
	return n;
}

/* Row, filter and count say the same. */
static void told(const struct person *person, const char *cause, int64_t n)
{
	ck_assert_int_eq(listed(person, cause), n);
	ck_assert_int_eq(counted(person, cause), n);
}

START_TEST(how_two_numbers_differ_is_told_only_to_who_sees_both_children)
{
	found_near(pair[0], pair[1], "number_digit");
	const char *id = problem_of(m, pair[0], KIND(NEAR_DUP))->id;
	ck_assert_str_eq(cause_seen(m->old.registrar, id), "other_number");
	ck_assert_str_eq(cause_seen(m->same.registrar, id), "other_number");
	ck_assert_str_eq(cause_seen(m->old.officer, id), "number_digit");
	told(m->old.registrar, "number_digit", 0);
	told(m->old.registrar, "other_number", 1);
	told(m->old.officer, "number_digit", 2);
	told(m->old.officer, "other_number", 0);
}
END_TEST

START_TEST(a_county_is_not_told_how_a_number_differs_from_one_in_another)
{
	int64_t far = faulty_new(m, "陈小明", FAR_SCHOOL, number_new(m));
	for (int cause = 0; cause < CAUSES; cause++) {
		const char *word = cause_row(cause)->word;
		if (!cause_tells_number(cause))
			continue;
		int64_t near = faulty_new(m, "陈晓明", SCHOOL, number_new(m));
		int64_t before = counted(m->old.officer, "other_number");
		found_near(near, far, word);
		const char *id = problem_of(m, near, KIND(NEAR_DUP))->id;
		ck_assert_str_eq(cause_seen(m->old.officer, id), "other_number");
		told(m->old.officer, word, 0);
		told(m->old.officer, "other_number", before + 1);
		told(m->province, word, 2);
	}
}
END_TEST

START_TEST(a_school_finds_by_that_cause_what_is_between_its_own_children)
{
	int64_t own = faulty_new(m, "陈小鸣", SCHOOL, number_new(m));
	found_near(pair[0], own, "number_swapped");
	found_near(pair[1], own, "number_swapped");
	told(m->old.registrar, "number_swapped", 2);
	told(m->old.registrar, "other_number", 1);
	told(m->same.registrar, "number_swapped", 0);
}
END_TEST

START_TEST(a_word_that_is_no_cause_is_not_taken_for_one_without_records)
{
	Xueji__V1__ListProblemsRequest in = XUEJI__V1__LIST_PROBLEMS_REQUEST__INIT;
	in.cause = (char *)"other_nmae";
	struct answer a =
		call(m->house, m->province->token, &problems_service, "ListProblems", &in.base);
	ck_assert(has_fault(&a, "cause", REASON_NO_SUCH_CAUSE));
	ck_assert_uint_eq(listed(m->province, "checksum"), 0);
	ck_assert_uint_eq(listed(m->province, "renamed"), 0);
}
END_TEST

SUITE_WITH("problem_groups", set_up, tear_down,
	a_pair_that_is_judged_a_second_time_has_one_problem_each,
	who_is_another_than_a_merged_record_is_another_than_the_survivor_until_that_is_undone,
	what_comes_again_and_again_is_found_once_each_time_and_can_be_looked_at,
	how_two_numbers_differ_is_told_only_to_who_sees_both_children,
	a_county_is_not_told_how_a_number_differs_from_one_in_another,
	a_school_finds_by_that_cause_what_is_between_its_own_children,
	a_word_that_is_no_cause_is_not_taken_for_one_without_records)
