/* A list that is narrowed is what the whole list has of it, in the same order, page by page. */
#include <string.h>

#include "server/service/services.h"
#include "tests/calls/settling.h"

enum { PAGE = 2, MANY = 200 };

static struct moving *m;
static const struct person *reader;

/* Problems of several kinds at schools of two counties and two cities, some of them answered, some
 * signed, some before the city or the province, one settled. */
static void set_up(void)
{
	m = moving_open();
	struct person *const signers[] = {m->old.approver, m->old.officer, m->province};
	static const char *const names[] = {"陈小明", "陈小红", "王小明", "欧阳小明", "明一鸣"};
	for (int step = 0; step < 5; step++) {
		int64_t child = faulty_new(m, names[step], SCHOOL, "");
		const Xueji__V1__Problem *one = problem_of(m, child, KIND(NO_ID));
		if (step > 0)
			one = problem_done(m, m->old.officer, EVENT(DISPATCH), one);
		if (step > 1)
			one = problem_answered(m, one, m->old.registrar, ANSWER(APPLY_J));
		for (int i = 0; i < step - 1; i++)
			one = problem_done(m, signers[i], EVENT(APPROVE), one);
	}
	char *near = number_new(m), *far = number_new(m);
	faulty_new(m, "陈小明", SCHOOL, near);
	faulty_new(m, "李小明", NEIGHBOUR_SCHOOL, near);
	faulty_new(m, "陈小方", SECOND_SCHOOL, far);
	faulty_new(m, "李小圆", FAR_SCHOOL, far);
	faulty_new(m, "小明小明", SECOND_SCHOOL, number_wrong(m));
}

static void tear_down(void)
{
	moving_close(m);
}

static const Xueji__V1__ListProblemsResponse *ask(const Xueji__V1__ListProblemsRequest *in)
{
	struct answer a =
		call(m->house, reader->token, &problems_service, "ListProblems", &in->base);
	ck_assert_msg(a.err == OK, "%s", reason_row(a.reason)->name);
	return a.reply;
}

static bool fits(const Xueji__V1__ListProblemsRequest *in, const Xueji__V1__Problem *row)
{
	bool is_own = row->turn_unit != NULL && in->unit_id != NULL &&
		      strcmp(row->turn_unit->id, in->unit_id) == 0;
	return (!in->kind || in->kind == row->kind) && (!in->state || in->state == row->state) &&
	       (!in->stage || in->stage == row->stage) &&
	       (!in->only_graduating || row->is_graduating) &&
	       (in->cause[0] == '\0' || strcmp(in->cause, row->cause) == 0) &&
	       strstr(row->student_name, in->text) != NULL &&
	       (!in->waiting_for || (is_own && in->waiting_for == row->turn));
}

/* Beside the first page: what each kind has of the whole list. */
static void compare_kinds(Xueji__V1__ListProblemsRequest in,
	const Xueji__V1__ListProblemsResponse *whole, const Xueji__V1__ListProblemsResponse *first)
{
	size_t told = 0;
	in.cause = (char *)protobuf_c_empty_string;
	for (in.kind = KIND(DUP_ID); in.kind <= KIND(NEAR_DUP); in.kind++) {
		int64_t n = 0;
		for (size_t i = 0; i < whole->n_problems; i++)
			n += fits(&in, whole->problems[i]);
		if (n == 0)
			continue;
		ck_assert_uint_lt(told, first->n_kinds);
		ck_assert_int_eq(first->kinds[told]->kind, in.kind);
		ck_assert_int_eq(first->kinds[told++]->found, n);
	}
	ck_assert_uint_eq(told, first->n_kinds);
}

static void compare(Xueji__V1__ListProblemsRequest in)
{
	const Xueji__V1__ListProblemsRequest asked = in;
	Xueji__V1__ListProblemsRequest all = XUEJI__V1__LIST_PROBLEMS_REQUEST__INIT;
	all.unit_id = in.unit_id;
	all.settled = in.settled;
	all.page_size = MANY;
	in.page_size = PAGE;
	const Xueji__V1__ListProblemsResponse *whole = ask(&all), *page = NULL, *first = ask(&in);
	if (in.text[0] == '\0')
		compare_kinds(asked, whole, first);
	else
		ck_assert_uint_eq(first->n_kinds, 0);
	size_t at = 0, n = 0, found = 0;
	for (size_t i = 0; i < whole->n_problems; i++) {
		if (!fits(&in, whole->problems[i]))
			continue;
		if (page == NULL || at == page->n_problems) {
			if (page != NULL)
				in.page_token = page->next_page_token;
			page = ask(&in);
			found = found == 0 ? (size_t)page->found : found;
			at = 0;
		}
		ck_assert_uint_lt(at, page->n_problems);
		ck_assert_str_eq(page->problems[at++]->id, whole->problems[i]->id);
		n++;
	}
	if (page == NULL)
		page = ask(&in);
	ck_assert_uint_eq(at, page->n_problems);
	ck_assert_str_eq(page->next_page_token, "");
	ck_assert_uint_eq(found, n);
}

static void compare_each_text(Xueji__V1__ListProblemsRequest in)
{
	static char *const texts[] = {"", "小明", "明", "小明小", "陈", "无人", "%"};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		in.text = texts[i];
		compare(in);
	}
}

static void compare_each(int64_t unit, bool is_settled)
{
	Xueji__V1__ListProblemsRequest all = XUEJI__V1__LIST_PROBLEMS_REQUEST__INIT, in;
	all.unit_id = id_text(m->house, unit);
	all.settled = is_settled;
	compare_each_text(all);
	for (in = all, in.kind = KIND(DUP_ID); in.kind <= KIND(NEAR_DUP); in.kind++)
		compare_each_text(in);
	for (in = all, in.state = STATE(BUREAU_REVIEW); in.state <= STATE(DELETED); in.state++)
		compare(in);
	for (in = all, in.stage = 1; in.stage <= 3; in.stage++)
		compare(in);
	in = all;
	in.only_graduating = true;
	compare(in);
	in = all;
	in.cause = "same_number";
	compare_each_text(in);
	in.kind = KIND(DUP_ID);
	in.state = STATE(FOUND);
	compare_each_text(in);
	for (in = all; !is_settled && in.waiting_for <= 5; in.waiting_for++)
		compare_each_text(in);
}

START_TEST(a_list_by_anything_is_what_the_whole_list_has_of_it)
{
	const struct {
		const struct person *reader;
		int64_t unit;
	} lists[] = {
		{m->old.registrar, SCHOOL},
		{m->old.officer, COUNTY},
		{m->city, CITY},
		{m->city, COUNTY},
		{m->province, PROVINCE},
	};
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
		reader = lists[i].reader;
		compare_each(lists[i].unit, false);
		compare_each(lists[i].unit, true);
	}
}
END_TEST

SUITE_WITH("problem_lists", set_up, tear_down, a_list_by_anything_is_what_the_whole_list_has_of_it)
