#include "server/rpc/lane.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

#include "common/memory.h"
#include "server/store/db.h"

struct lane {
	struct db *db;
	pthread_t thread;
	pthread_mutex_t mutex;
	pthread_cond_t changed;
	struct lane_job *first, **last;
	int length, bound;
	bool is_stopping;
};

/* The next job; NULL when there will be none. */
static struct lane_job *take(struct lane *lane)
{
	pthread_mutex_lock(&lane->mutex);
	while (lane->first == NULL && !lane->is_stopping)
		pthread_cond_wait(&lane->changed, &lane->mutex);
	struct lane_job *job = lane->first;
	if (job != NULL) {
		lane->first = job->next;
		if (lane->first == NULL)
			lane->last = &lane->first;
		lane->length--;
	}
	pthread_mutex_unlock(&lane->mutex);
	return job;
}

static void *lane_main(void *arg)
{
	struct lane *lane = arg;
	struct lane_job *job;
	while ((job = take(lane)) != NULL)
		job->run(job, lane->db);
	return NULL;
}

struct lane *lane_start(struct store *store, int bound)
{
	struct lane *lane = memory_new(sizeof *lane);
	lane->bound = bound;
	lane->last = &lane->first;
	lane->db = store_reader(store);
	pthread_mutex_init(&lane->mutex, NULL);
	pthread_cond_init(&lane->changed, NULL);
	if (lane->db != NULL && pthread_create(&lane->thread, NULL, lane_main, lane) == 0)
		return lane;
	db_close(lane->db);
	free(lane);
	return NULL;
}

bool lane_submit(struct lane *lane, struct lane_job *job)
{
	pthread_mutex_lock(&lane->mutex);
	bool has_room = lane->length < lane->bound && !lane->is_stopping;
	if (has_room) {
		job->next = NULL;
		*lane->last = job;
		lane->last = &job->next;
		lane->length++;
		pthread_cond_signal(&lane->changed);
	}
	pthread_mutex_unlock(&lane->mutex);
	return has_room;
}

void lane_stop(struct lane *lane)
{
	if (lane == NULL)
		return;
	pthread_mutex_lock(&lane->mutex);
	lane->is_stopping = true;
	pthread_cond_signal(&lane->changed);
	pthread_mutex_unlock(&lane->mutex);
	pthread_join(lane->thread, NULL);
	assert(lane->first == NULL);
	db_close(lane->db);
	pthread_cond_destroy(&lane->changed);
	pthread_mutex_destroy(&lane->mutex);
	free(lane);
}
