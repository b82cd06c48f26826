/* A child goes to another province while each process that works on it is killed (kill -9): before
 * what it did is written, and again just after. */
#include <stdlib.h>

#include "server/node/exchange.h"
#include "server/store/parcel_store.h"
#include "tests/office/provinces.h"

enum { LETTERS = 24, MOVES = 8 };

static struct mover child;
static int64_t n_moves;

static void set_up(void)
{
	provinces_open();
	child = child_of(&south, "陈小明");
	n_moves = 0;
}

/* ---- what somebody is at when the process dies ---- */

struct task {
	struct province *at;
	const Xueji__V1__Case *one;
	struct letter letter;
};

static void move(void *arg)
{
	const struct task *task = arg;
	moved_on(task->at, task->one);
}

static void arrive_unwritten(void *arg)
{
	const struct task *task = arg;
	struct parcel_row row;
	bool is_new;
	ck_assert_int_eq(parcel_arrive(province_write(task->at), task->letter.bytes,
				 task->letter.size, &row, &is_new),
		OK);
}

static void arrive(void *arg)
{
	const struct task *task = arg;
	letter_arrives(task->at, task->letter.bytes, task->letter.size);
}

static void take_in_unwritten(void *arg)
{
	const struct task *task = arg;
	bool again;
	ck_assert_int_eq(exchange_take_step(province_write(task->at), &again), OK);
}

static void take_in(void *arg)
{
	const struct task *task = arg;
	takes_in(task->at);
}

/* ---- and this holds whenever it has ---- */

static int64_t in(struct province *p, const char *sql)
{
	return count_in(p, arena_printf(p->house->arena, sql, (long long)child.id));
}

static void has_one_home(void)
{
	static const char open_stays[] =
		"SELECT count(*) FROM enrolment WHERE to_day IS NULL AND student_id = %lld";
	static const char sent[] =
		"SELECT count(*) FROM kase WHERE state = 21 AND student_id = %lld";
	int64_t homes = in(&south, open_stays) + in(&north, open_stays);
	ck_assert(homes == 1 || (homes == 0 && in(&south, sent) == 1));
}

static int64_t parcels(struct province *p, const char *of)
{
	return count_in(p, arena_printf(p->house->arena, "SELECT count(*) FROM parcel%s", of));
}

static int64_t steps(struct province *p)
{
	return count_in(p, "SELECT count(*) FROM case_step");
}

static void dies(struct task *task, void (*what)(void *arg))
{
	house_die(task->at->house, what, task);
	has_one_home();
}

/* One letter: it arrives, and what it says is done, each of it at the second attempt. */
static bool carry_one(struct task *task)
{
	int64_t before = parcels(task->at, ""), done = steps(task->at);
	dies(task, arrive_unwritten);
	ck_assert_int_eq(parcels(task->at, ""), before);
	dies(task, arrive);
	if (parcels(task->at, "") == before)
		return false; /* it had come, and was not acknowledged yet */
	dies(task, take_in_unwritten);
	ck_assert_int_eq(steps(task->at), done);
	dies(task, take_in);
	return true;
}

static bool carry(struct province *from)
{
	struct letter letters[LETTERS];
	size_t n = letters_of(from, letters, LETTERS);
	bool is_new = false;
	for (size_t i = 0; i < n; i++) {
		struct task task = {.at = from->other, .letter = letters[i]};
		is_new |= carry_one(&task);
		free(letters[i].bytes);
	}
	return is_new;
}

static void carry_all_dying(void)
{
	bool is_new = true;
	while (is_new) {
		is_new = carry(&south);
		is_new |= carry(&north);
	}
}

/* A move that was answered has been made. */
static void move_and_die(struct province *p, const Xueji__V1__Case *one)
{
	struct task task = {.at = p, .one = one};
	int64_t before = steps(p);
	if (one == NULL)
		return; /* the other side does not know of it yet */
	dies(&task, move);
	n_moves += steps(p) - before;
}

START_TEST(nothing_is_lost_or_done_twice_whenever_a_process_is_killed)
{
	const Xueji__V1__Case *one = applied_abroad(&north, &child);
	for (int i = 0; one->state != STATE(CLOSED); i++) {
		ck_assert_int_lt(i, 20);
		move_and_die(&north, one);
		move_and_die(&south, half_of(&south, one));
		carry_all_dying();
		one = case_now(&north, one);
	}
	ck_assert_int_eq(half_of(&south, one)->state, STATE(CLOSED));
	ck_assert_int_eq(n_moves, MOVES);
	ck_assert_int_eq(count_in(&north, "SELECT count(*) FROM enrolment"), 1);
	ck_assert_int_eq(count_in(&north, "SELECT count(*) FROM student"), 1);
	both_are_clean();
}
END_TEST

SUITE_WITH("crossing_deaths", set_up, provinces_close,
	nothing_is_lost_or_done_twice_whenever_a_process_is_killed)
