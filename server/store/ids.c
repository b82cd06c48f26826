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

enum err ids_next_in(struct ctx *ctx, int64_t shard, int64_t *id_out)
{
	int64_t sequence;
	enum err err = db_number(ctx, &sql_ids_take, ARGS(arg_int(shard)), 0, &sequence);
	if (err != OK)
		return err;
	*id_out = ids_make(ctx->app->node, shard, sequence);
	return OK;
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
	return arena_printf(arena, "%lld", (long long)id);
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
