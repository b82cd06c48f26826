#include "server/rpc/parking.h"

#include "tests/support/suite.h"

struct waiter {
	struct parked parked;
	struct parked_place places[3];
	int woken;
};

static struct parking *parking;
static struct waiter waiters[5];

static void woken(struct parked *parked)
{
	((struct waiter *)parked)->woken++;
}

static void before(void)
{
	for (int i = 0; i < 5; i++)
		waiters[i] = (struct waiter){.parked.places = waiters[i].places};
	parking = parking_new(woken);
}

static void after(void)
{
	parking_free(parking);
}

static bool enter(int i, uint64_t topic)
{
	return parking_enter(parking, &waiters[i].parked, &topic, 1, parking_moment(parking));
}

START_TEST(a_wake_reaches_who_waits_for_the_topic)
{
	ck_assert(enter(0, 7));
	ck_assert(enter(1, 8));
	ck_assert(enter(2, 7));
	ck_assert_int_eq(parking_count(parking), 3);
	parking_wake(parking, 7);
	ck_assert_int_eq(waiters[0].woken, 1);
	ck_assert_int_eq(waiters[1].woken, 0);
	ck_assert_int_eq(waiters[2].woken, 1);
	parking_wake(parking, 7);
	ck_assert_int_eq(waiters[0].woken, 1);
	ck_assert_int_eq(parking_count(parking), 1);
}
END_TEST

START_TEST(a_wake_before_parking_is_not_lost)
{
	uint64_t moment = parking_moment(parking);
	parking_wake(parking, 7);
	ck_assert(!parking_enter(parking, &waiters[0].parked, &(uint64_t){7}, 1, moment));
	ck_assert(enter(0, 7));
}
END_TEST

START_TEST(who_has_left_is_not_woken)
{
	ck_assert(enter(0, 7));
	ck_assert(parking_leave(parking, &waiters[0].parked));
	parking_wake(parking, 7);
	ck_assert_int_eq(waiters[0].woken, 0);
	ck_assert(enter(0, 7));
	parking_wake(parking, 7);
	ck_assert(!parking_leave(parking, &waiters[0].parked));
	ck_assert_int_eq(waiters[0].woken, 1);
}
END_TEST

START_TEST(who_waits_for_several_topics_is_woken_once_by_any)
{
	static const uint64_t topics[] = {7, 8, 7};
	uint64_t moment = parking_moment(parking);
	ck_assert(parking_enter(parking, &waiters[0].parked, topics, 3, moment));
	ck_assert(enter(1, 8));
	ck_assert_int_eq(parking_count(parking), 2);
	parking_wake(parking, 7);
	ck_assert_int_eq(waiters[0].woken, 1);
	ck_assert_int_eq(waiters[1].woken, 0);
	parking_wake(parking, 8);
	ck_assert_int_eq(waiters[0].woken, 1);
	ck_assert_int_eq(waiters[1].woken, 1);
	ck_assert_int_eq(parking_count(parking), 0);
	ck_assert(!parking_enter(parking, &waiters[0].parked, topics, 3, moment));
}
END_TEST

START_TEST(closing_wakes_all_and_lets_nobody_in)
{
	for (int i = 0; i < 5; i++)
		ck_assert(enter(i, (uint64_t)i * 1000));
	parking_close(parking);
	for (int i = 0; i < 5; i++)
		ck_assert_int_eq(waiters[i].woken, 1);
	ck_assert(!enter(0, 7));
	ck_assert_int_eq(parking_count(parking), 0);
}
END_TEST

SUITE_WITH("parking", before, after, a_wake_reaches_who_waits_for_the_topic,
	a_wake_before_parking_is_not_lost, who_has_left_is_not_woken,
	who_waits_for_several_topics_is_woken_once_by_any, closing_wakes_all_and_lets_nobody_in)
