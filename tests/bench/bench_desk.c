/* What a desk costs in a county with ten thousand open cases, in a store with ten times as many:
 * GetDesk and one step of WatchDesk, through the engine but without the network, beside a single
 * count that reads the table instead of an index. And what it cost in a county with 160,000 open
 * problem records, what their list does by each of its filters, and one more that is found.
 *
 *	bench_desk [CALLS]
 *
 * Trust the ratio rather than the times. */
#include <stdio.h>
#include <stdlib.h>

#include "domain/roles.h"
#include "server/registry/student_items.h"
#include "server/service/problem_found.h"
#include "server/service/services.h"
#include "server/store/db.h"
#include "server/store/profile_store.h"
#include "server/store/unit_tree.h"
#include "tests/calls/calls.h"
#include "tests/support/child.h"
#include "tests/support/form.h"
#include "xueji/v1/desk.pb-c.h"
#include "xueji/v1/problems.pb-c.h"

enum { OPEN_HERE = 10000, OPEN_ELSEWHERE = 90000, PROBLEMS = 160000, CALLS_MOST = 100000 };

static const struct sql fill = {"fill",
	"INSERT INTO kase (id, type, state, is_open, student_id, school_id, bureau_id, to_grade,"
	" to_class, turn_party, turn_unit, due_day, opened_us, moved_us, entered_by, rev)"
	" WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < $1)"
	" SELECT $2 + i, 1 + i % 2, 3, 1, $2 + i, $3, $4, 0, 0, 3, $4,"
	" CASE WHEN i % 10 = 0 THEN '2026-11-10' ELSE '2026-12-04' END, $5 - i, $5 - i, 1, 1"
	" FROM c"};
static const struct sql by_table = {"by_table",
	"SELECT count(moved_us), sum(CASE WHEN due_day < '2026-11-22' THEN 1 ELSE 0 END)"
	" FROM kase NOT INDEXED WHERE turn_unit = $1 AND turn_party = 3 AND type = 1"};

/* Problem records of a county: kinds 1 to 9 and two stages in turn, a third each found, before its
 * school and before its bureau; and at the very end of the list ten of kind 11, another cause,
 * another stage and state, of children of a rare name, who wait for the city: so that who filters
 * for what they alone are goes through all of them, if he goes through any. */
static const struct sql problems[] = {
	{"groups", "INSERT INTO problem_group (id, kind, gkey, cause, score, found_us)"
		   " WITH RECURSIVE c(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM c WHERE i < $1)"
		   " SELECT 20000000 + i, 1, randomblob(16), 'same_number', 1000, 1 FROM c"
		   " WHERE $2 > 0 AND $3 > 0"},
	{"students",
		"INSERT INTO student (id, shard, status, name, initials, sex, birth, school_id,"
		" county_id, stage, grade, class_no, number_kind, is_provisional, rev, updated_us)"
		" WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < $1)"
		" SELECT 10000000 + i, $3, 2, CASE WHEN i > $1 - 10 THEN '鄢一鸣' ELSE"
		" substr('王李张刘陈杨赵黄周吴', 1 + i % 10, 1)"
		" || substr('小大文国志建春秋冬夏', 1 + i / 10 % 10, 1)"
		" || substr('明亮华强伟芳丽娟敏静', 1 + i / 100 % 10, 1) END,"
		" '', 1, '2019-03-04', $2, $3, 1, 1, 1, 1, 0, 1, 1 FROM c"},
	{"grams", "INSERT INTO name_gram (county_id, gram, school_id, student_id)"
		  " SELECT $3, substr(name, 1, 2), $2, id FROM student WHERE $1 > 0"
		  " UNION SELECT $3, substr(name, 2, 2), $2, id FROM student"},
	{"cases", "INSERT INTO kase (id, type, state, is_open, student_id, school_id, bureau_id,"
		  " to_grade, to_class, turn_party, turn_unit, due_day, opened_us, moved_us,"
		  " entered_by, rev)"
		  " WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < $1)"
		  " SELECT 10000000 + i, 5, CASE WHEN i > $1 - 10 OR i % 3 = 0 THEN 3"
		  " ELSE 21 + i % 3 END, 1, 10000000 + i, $2,"
		  " CASE WHEN i > $1 - 10 THEN 3 ELSE $3 END, 0, 0,"
		  " CASE WHEN i <= $1 - 10 AND i % 3 = 2 THEN 1 ELSE 3 END,"
		  " CASE WHEN i > $1 - 10 THEN 3 WHEN i % 3 = 2 THEN $2 ELSE $3 END,"
		  " '2026-12-04', 1, 1, 1, 1 FROM c"},
	{"problems",
		"INSERT INTO problem (id, group_id, kind, cause, student_id, is_open, state, stage,"
		" is_graduating, place, answer, is_upheld, campaign_id)"
		" SELECT id, 20000000 + (id - 10000000) / 2,"
		" CASE WHEN id > 10000000 + $1 - 10 THEN 11 ELSE 1 + id % 9 END,"
		" CASE WHEN id > 10000000 + $1 - 10 THEN 'items_missing' ELSE 'same_number' END,"
		" student_id, 1, state, CASE WHEN id > 10000000 + $1 - 10 THEN 3 ELSE 1 + id % 2 "
		"END,"
		" id % 2, id, 0, 0, 0"
		" FROM kase WHERE type = 5 AND school_id = $2 AND $3 > 0"},
	{"seen",
		"INSERT INTO problem_seen (unit_id, is_open, place, problem_id, kind, cause, stage,"
		" is_graduating, state, is_turn)"
		" SELECT u.id, 1, p.place, p.id, p.kind, p.cause, p.stage, p.is_graduating, "
		"p.state,"
		" CASE WHEN k.turn_unit = u.id THEN 1 ELSE 0 END"
		" FROM problem p JOIN kase k ON k.id = p.id JOIN unit u ON u.id IN ($2, $3, 3, 2)"
		" WHERE $1 > 0"},
	{"counts", "INSERT INTO problem_count (unit_id, kind, cause, stage, is_graduating, state,"
		   " is_turn, n)"
		   " SELECT unit_id, kind, cause, stage, is_graduating, state, is_turn, count(*)"
		   " FROM problem_seen WHERE $1 > 0 AND $2 > 0 AND $3 > 0"
		   " GROUP BY unit_id, kind, cause, stage, is_graduating, state, is_turn"},
};

static int64_t times[CALLS_MOST];

static int compare(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

/* The median. */
static int64_t print(const char *what, int n)
{
	qsort(times, (size_t)n, sizeof *times, compare);
	printf("%-28s p50 %6lld us   p99 %6lld us\n", what, (long long)times[n / 2],
		(long long)times[n * 99 / 100]);
	return times[n / 2];
}

static void put(struct house *house, int n, int64_t first, int64_t school, int64_t bureau)
{
	struct ctx *ctx = house_write(house);
	ck_assert_int_eq(OK, db_run(ctx, &fill,
				     ARGS(arg_int(n), arg_int(first), arg_int(school),
					     arg_int(bureau), arg_int(ctx->now_us)),
				     NULL));
	house_commit(house);
}

static void get_desks(struct house *house, const struct person *officer, int n)
{
	Xueji__V1__GetDeskRequest in = XUEJI__V1__GET_DESK_REQUEST__INIT;
	for (int i = 0; i < n; i++) {
		int64_t begun_us = clock_monotonic_us();
		ck_assert_int_eq(
			call(house, officer->token, &desk_service, "GetDesk", &in.base).err, OK);
		times[i] = clock_monotonic_us() - begun_us;
	}
}

static void watch_desk(struct house *house, const struct person *officer, int n)
{
	Xueji__V1__WatchDeskRequest in = XUEJI__V1__WATCH_DESK_REQUEST__INIT;
	struct watching *watching =
		watch_open(house, officer->token, &desk_service, "WatchDesk", &in.base);
	for (int i = 0; i < n; i++) {
		int64_t begun_us = clock_monotonic_us();
		ck_assert_int_eq(watch_next(watching).err, OK);
		times[i] = clock_monotonic_us() - begun_us;
	}
	watch_close(watching);
}

static void read_table(struct house *house, int n)
{
	struct ctx ctx;
	int64_t count;
	ctx_init(&ctx, &house->fixture->app, house->arena);
	ctx.db = house->reader;
	ck_assert_int_eq(db_begin_read(&ctx), OK);
	for (int i = 0; i < n; i++) {
		int64_t begun_us = clock_monotonic_us();
		ck_assert_int_eq(db_number(&ctx, &by_table, ARGS(arg_int(COUNTY)), 0, &count), OK);
		times[i] = clock_monotonic_us() - begun_us;
	}
	db_rollback(&ctx);
	ck_assert_int_eq(count, OPEN_HERE / 2);
}

static void put_problems(struct house *house)
{
	struct ctx *ctx = house_write(house);
	Xueji__V1__StudentItems items;
	student_items_from_values(form_good, &items);
	for (size_t i = 0; i < sizeof problems / sizeof *problems; i++)
		ck_assert_int_eq(OK,
			db_run(ctx, &problems[i],
				ARGS(arg_int(PROBLEMS), arg_int(SCHOOL), arg_int(COUNTY)), NULL));
	for (int i = 1; i <= PROBLEMS; i++)
		ck_assert_int_eq(OK, profile_put(ctx, 10000000 + i, &items));
	house_commit(house);
}

static int64_t list_problems(struct house *house, const struct person *officer, const char *what,
	const Xueji__V1__ListProblemsRequest *in, int n)
{
	for (int i = 0; i < n; i++) {
		int64_t begun_us = clock_monotonic_us();
		ck_assert_int_eq(
			call(house, officer->token, &problems_service, "ListProblems", &in->base)
				.err,
			OK);
		times[i] = clock_monotonic_us() - begun_us;
	}
	return print(what, n);
}

static int calls = 2000;

/* In a test, since the fixtures report to one. */
START_TEST(measure)
{
	int n = calls < 1 ? 1 : calls > CALLS_MOST ? CALLS_MOST : calls;
	struct house *house = house_open();
	struct person *officer = person_make(house, "li", COUNTY, ROLE_OFFICER);
	put(house, OPEN_HERE, 1000000, SCHOOL, COUNTY);
	put(house, OPEN_ELSEWHERE, 2000000, NEIGHBOUR_SCHOOL, NEIGHBOUR);
	get_desks(house, officer, n);
	int64_t desk_us = print("GetDesk", n);
	watch_desk(house, officer, n);
	print("a step of WatchDesk", n);
	read_table(house, n / 100 + 1);
	int64_t scan_us = print("one count, by the table", n / 100 + 1);
	printf("a desk of all rows costs %.2f of one such count\n",
		(double)desk_us / (double)(scan_us > 0 ? scan_us : 1));
	house_close(house);
}
END_TEST

/* What a list may be narrowed by; where few are found they stand at its end. */
static void list_by_each(struct house *house, const struct person *officer, int n)
{
	const Xueji__V1__ListProblemsRequest all = XUEJI__V1__LIST_PROBLEMS_REQUEST__INIT;
	Xueji__V1__ListProblemsRequest in;
#define BY(what, ...) \
	(in = all, __VA_ARGS__, (void)list_problems(house, officer, "  " what, &in, n))
	BY("of a frequent kind", in.kind = XUEJI__V1__PROBLEM_KIND__PROBLEM_KIND_DUP_ID);
	BY("of a rare kind", in.kind = XUEJI__V1__PROBLEM_KIND__PROBLEM_KIND_MISSING_ITEM);
	BY("of a kind without any", in.kind = XUEJI__V1__PROBLEM_KIND__PROBLEM_KIND_NO_RECORD);
	BY("of a frequent cause", in.cause = "same_number");
	BY("of a rare cause", in.cause = "items_missing");
	BY("in a frequent state", in.state = XUEJI__V1__CASE_STATE__CASE_STATE_FOUND);
	BY("of a rare stage", in.stage = XUEJI__V1__STAGE__STAGE_SENIOR);
	BY("of graduating grades", in.only_graduating = true);
	BY("rare kind, graduating", in.kind = XUEJI__V1__PROBLEM_KIND__PROBLEM_KIND_MISSING_ITEM,
		in.only_graduating = true);
	BY("that wait for the bureau", in.waiting_for = XUEJI__V1__CASE_PARTY__CASE_PARTY_BUREAU);
	BY("that wait for the reader", in.mine = true);
	BY("by a frequent name", in.text = "小明");
	BY("by a rare name", in.text = "鄢一");
	BY("by a name that nobody has", in.text = "鄢二");
	BY("by a frequent character", in.text = "明");
	BY("by a rare character", in.text = "鄢");
	BY("rare kind, by a character",
		in.kind = XUEJI__V1__PROBLEM_KIND__PROBLEM_KIND_MISSING_ITEM, in.text = "鄢");
#undef BY
}

/* One more is found, with the papers of its child, where there are so many already. */
static void find_more(struct house *house, int n)
{
	for (int i = 0; i < n; i++) {
		struct ctx *ctx = house_write(house);
		struct student_record child =
			child_make(house->arena, "陈小红", "2018-01-01", SCHOOL);
		ctx->units = unit_tree_pin(house->fixture->app.units);
		child.items->id_number = "";
		child.items->id_type = "Z";
		child_enrol_in(ctx, &child);
		int64_t begun_us = clock_monotonic_us();
		ck_assert_int_eq(problem_check_child(ctx, child.row.id), OK);
		times[i] = clock_monotonic_us() - begun_us;
		unit_tree_unpin(ctx->units);
		house_commit(house);
	}
	print("finding two of one child", n);
}

START_TEST(measure_problems)
{
	int n = calls < 1 ? 1 : calls > CALLS_MOST ? CALLS_MOST : calls;
	struct house *house = house_open();
	struct person *officer = person_make(house, "li", COUNTY, ROLE_OFFICER);
	struct person *city = person_make(house, "shi", CITY, ROLE_OFFICER);
	const Xueji__V1__ListProblemsRequest all = XUEJI__V1__LIST_PROBLEMS_REQUEST__INIT;
	get_desks(house, officer, n);
	print("GetDesk without problems", n);
	put_problems(house);
	get_desks(house, officer, n);
	print("GetDesk, 160,000 problems", n);
	list_problems(house, officer, "ListProblems, all", &all, n);
	list_by_each(house, officer, n);
	Xueji__V1__ListProblemsRequest mine = all;
	mine.mine = true;
	list_problems(house, city, "  the ten for the city", &mine, n);
	find_more(house, n);
	house_close(house);
}
END_TEST

int main(int argc, char **argv)
{
	if (argc > 1)
		calls = (int)strtol(argv[1], NULL, 10);
	Suite *suite = suite_create("bench_desk");
	TCase *tcase = tcase_create("bench_desk");
	tcase_set_timeout(tcase, 0);
	tcase_add_test(tcase, measure);
	tcase_add_test(tcase, measure_problems);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_set_fork_status(runner, CK_NOFORK);
	srunner_run_all(runner, CK_MINIMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
