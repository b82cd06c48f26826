#include "server/store/ids.h"

#include <assert.h>
#include <string.h>

#include "server/store/db.h"
#include "sql/ids.sql.h"

int64_t ids_make(int64_t node, int64_t shard, int64_t sequence)
{
	assert(node >= 0 && node < INT64_C(1) << ID_NODE_BITS);
	assert(shard >= 0 && shard < INT64_C(1) << ID_SHARD_BITS);
	assert(sequence > 0 && sequence < INT64_C(1) << ID_SEQUENCE_BITS);
	return node << (ID_SHARD_BITS + ID_SEQUENCE_BITS) | shard << ID_SEQUENCE_BITS | sequence;
}

static enum err settle(struct ctx *ctx, struct id_counter *counter)
{
	if (!counter->is_ahead)
		return OK;
	counter->is_ahead = false;
	return db_run(
		ctx, &sql_ids_settle, ARGS(arg_int(counter->shard), arg_int(counter->next)), NULL);
}

/* In the place of the one that came first. */
static enum err begin(struct ctx *ctx, int64_t shard, struct id_counter **out)
{
	struct id_counters *counters = db_id_counters(ctx->db);
	counters->newest = (counters->newest + 1) % ID_COUNTERS;
	*out = &counters->of[counters->newest];
	enum err err = settle(ctx, *out);
	**out = (struct id_counter){.shard = shard};
	return err == OK ? db_number(ctx, &sql_ids_next, ARGS(arg_int(shard)), 1, &(*out)->next)
			 : err;
}

static enum err find(struct ctx *ctx, int64_t shard, struct id_counter **out)
{
	struct id_counters *counters = db_id_counters(ctx->db);
	for (int i = 0; i < ID_COUNTERS; i++) {
		*out = &counters->of[i];
		if ((*out)->next != 0 && (*out)->shard == shard)
			return OK;
	}
	return begin(ctx, shard, out);
}

enum err ids_next_in(struct ctx *ctx, int64_t shard, int64_t *id_out)
{
	struct id_counter *counter;
	enum err err = find(ctx, shard, &counter);
	if (err != OK)
		return err;
	*id_out = ids_make(ctx->app->node, shard, counter->next++);
	counter->is_ahead = true;
	return OK;
}

enum err ids_settle(struct ctx *ctx)
{
	struct id_counters *counters = db_id_counters(ctx->db);
	enum err err = OK;
	for (int i = 0; err == OK && i < ID_COUNTERS; i++)
		err = settle(ctx, &counters->of[i]);
	return err;
}

void ids_forget(struct db *db)
{
	*db_id_counters(db) = (struct id_counters){0};
}

enum err ids_next(struct ctx *ctx, int64_t *id_out)
{
	return ids_next_in(ctx, 0, id_out);
}

int64_t ids_shard(int64_t id)
{
	return id >> ID_SEQUENCE_BITS & ((INT64_C(1) << ID_SHARD_BITS) - 1);
}

char *ids_format(struct arena *arena, int64_t id)
{
	return arena_number(arena, id);
}

bool ids_parse(const char *text, int64_t *id_out)
{
	int64_t id = 0;
	if (*text < '1' || *text > '9')
		return false;
	for (; *text != '\0'; text++) {
		if (*text < '0' || *text > '9' || __builtin_mul_overflow(id, 10, &id) ||
			__builtin_add_overflow(id, *text - '0', &id))
			return false;
	}
	*id_out = id;
	return true;
}
