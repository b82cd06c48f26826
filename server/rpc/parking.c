#include "server/rpc/parking.h"

#include <pthread.h>
#include <stdlib.h>

#include "common/memory.h"

/* Streams of some thousand desks over a few hundred lists: short ones. */
enum { LISTS = 256 };

LIST_HEAD(waiting, parked_place);
LIST_HEAD(leaving, parked);

struct parking {
	void (*woken)(struct parked *parked);
	pthread_mutex_t mutex;
	bool is_closed;
	uint64_t wakes;
	int64_t count;
	struct list {
		struct waiting waiting;
		uint64_t last_wake; /* of any topic of this list */
	} lists[LISTS];
};

struct parking *parking_new(void (*woken)(struct parked *parked))
{
	struct parking *parking = memory_new(sizeof *parking);
	parking->woken = woken;
	pthread_mutex_init(&parking->mutex, NULL);
	return parking;
}

void parking_free(struct parking *parking)
{
	if (parking == NULL)
		return;
	pthread_mutex_destroy(&parking->mutex);
	free(parking);
}

static struct list *list_of(struct parking *parking, uint64_t topic)
{
	return &parking->lists[(topic * UINT64_C(0x9e3779b97f4a7c15)) >> 56];
}

uint64_t parking_moment(struct parking *parking)
{
	pthread_mutex_lock(&parking->mutex);
	uint64_t moment = parking->wakes;
	pthread_mutex_unlock(&parking->mutex);
	return moment;
}

static bool is_news(struct parking *parking, const uint64_t *topics, size_t n, uint64_t moment)
{
	for (size_t i = 0; i < n; i++)
		if (list_of(parking, topics[i])->last_wake > moment)
			return true;
	return false;
}

bool parking_enter(struct parking *parking, struct parked *parked, const uint64_t *topics, size_t n,
	uint64_t moment)
{
	pthread_mutex_lock(&parking->mutex);
	bool may_enter = !parking->is_closed && !is_news(parking, topics, n, moment);
	if (may_enter) {
		parked->is_in = true;
		parked->n = n;
		for (size_t i = 0; i < n; i++) {
			parked->places[i].parked = parked;
			parked->places[i].topic = topics[i];
			LIST_INSERT_HEAD(
				&list_of(parking, topics[i])->waiting, &parked->places[i], link);
		}
		parking->count++;
	}
	pthread_mutex_unlock(&parking->mutex);
	return may_enter;
}

static void take_out(struct parking *parking, struct parked *parked)
{
	for (size_t i = 0; i < parked->n; i++)
		LIST_REMOVE(&parked->places[i], link);
	parking->count--;
}

bool parking_leave(struct parking *parking, struct parked *parked)
{
	pthread_mutex_lock(&parking->mutex);
	bool was_in = parked->is_in;
	parked->is_in = false;
	if (was_in)
		take_out(parking, parked);
	pthread_mutex_unlock(&parking->mutex);
	return was_in;
}

/* Marks them first: one stream may stand in a list twice, so none leaves while it is walked. Once
 * out, a stream is ours alone until `woken`: nobody else can find it. */
static void take_matching(
	struct parking *parking, struct list *list, bool all, uint64_t topic, struct leaving *out)
{
	struct leaving found = LIST_HEAD_INITIALIZER(found);
	struct parked_place *place;
	LIST_FOREACH(place, &list->waiting, link)
	{
		if (!place->parked->is_in || (!all && place->topic != topic))
			continue;
		place->parked->is_in = false;
		LIST_INSERT_HEAD(&found, place->parked, woken);
	}
	struct parked *parked;
	while ((parked = LIST_FIRST(&found)) != NULL) {
		LIST_REMOVE(parked, woken);
		take_out(parking, parked);
		LIST_INSERT_HEAD(out, parked, woken);
	}
}

static void tell(struct parking *parking, struct leaving *woken)
{
	struct parked *parked;
	while ((parked = LIST_FIRST(woken)) != NULL) {
		LIST_REMOVE(parked, woken);
		parking->woken(parked);
	}
}

void parking_wake(struct parking *parking, uint64_t topic)
{
	struct list *list = list_of(parking, topic);
	struct leaving woken = LIST_HEAD_INITIALIZER(woken);
	pthread_mutex_lock(&parking->mutex);
	list->last_wake = ++parking->wakes;
	take_matching(parking, list, false, topic, &woken);
	pthread_mutex_unlock(&parking->mutex);
	tell(parking, &woken);
}

void parking_close(struct parking *parking)
{
	struct leaving woken = LIST_HEAD_INITIALIZER(woken);
	pthread_mutex_lock(&parking->mutex);
	parking->is_closed = true;
	for (size_t i = 0; i < LISTS; i++)
		take_matching(parking, &parking->lists[i], true, 0, &woken);
	pthread_mutex_unlock(&parking->mutex);
	tell(parking, &woken);
}

int64_t parking_count(struct parking *parking)
{
	pthread_mutex_lock(&parking->mutex);
	int64_t count = parking->count;
	pthread_mutex_unlock(&parking->mutex);
	return count;
}
