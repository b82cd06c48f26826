#include <stdlib.h>

#include "common/snapshot.h"
#include "tests/support/suite.h"

enum { READERS = 4, ROUNDS = 2000 };

struct value {
	struct snapshot snapshot;
	int number, twice;
};
static atomic_int alive;

static void destroy(struct snapshot *snapshot)
{
	struct value *value = (struct value *)snapshot;
	value->number = value->twice = -1;
	free(value);
	atomic_fetch_sub(&alive, 1);
}

static void publish(struct snapshot_slot *slot, int number)
{
	struct value *value = calloc(1, sizeof *value);
	*value = (struct value){.snapshot.destroy = destroy, .number = number, .twice = 2 * number};
	atomic_fetch_add(&alive, 1);
	snapshot_publish(slot, &value->snapshot);
}

START_TEST(a_pinned_snapshot_outlives_its_successor)
{
	struct snapshot_slot slot;
	snapshot_slot_init(&slot);
	ck_assert_ptr_null(snapshot_pin(&slot));
	publish(&slot, 1);
	struct value *old = (struct value *)snapshot_pin(&slot);
	publish(&slot, 2);
	struct value *new = (struct value *)snapshot_pin(&slot);
	ck_assert_int_eq(old->number, 1);
	ck_assert_int_eq(new->number, 2);
	ck_assert_int_eq(atomic_load(&alive), 2);
	snapshot_unpin(&old->snapshot);
	ck_assert_int_eq(atomic_load(&alive), 1);
	snapshot_slot_clear(&slot);
	ck_assert_int_eq(new->number, 2);
	snapshot_unpin(&new->snapshot);
	ck_assert_int_eq(atomic_load(&alive), 0);
	snapshot_unpin(NULL);
}
END_TEST

static void *read_on(void *arg)
{
	struct snapshot_slot *slot = arg;
	int newest = 0;
	for (int i = 0; i < ROUNDS; i++) {
		struct value *value = (struct value *)snapshot_pin(slot);
		if (value->twice != 2 * value->number || value->number < newest)
			return "a torn or an older value";
		newest = value->number;
		snapshot_unpin(&value->snapshot);
	}
	return NULL;
}

START_TEST(readers_never_see_a_torn_or_freed_value)
{
	struct snapshot_slot slot;
	pthread_t readers[READERS];
	snapshot_slot_init(&slot);
	publish(&slot, 0);
	for (int i = 0; i < READERS; i++)
		pthread_create(&readers[i], NULL, read_on, &slot);
	for (int i = 1; i <= ROUNDS; i++)
		publish(&slot, i);
	for (int i = 0; i < READERS; i++) {
		void *complaint;
		pthread_join(readers[i], &complaint);
		ck_assert_ptr_null(complaint);
	}
	snapshot_slot_clear(&slot);
	ck_assert_int_eq(atomic_load(&alive), 0);
}
END_TEST

SUITE("snapshot", a_pinned_snapshot_outlives_its_successor, readers_never_see_a_torn_or_freed_value)
