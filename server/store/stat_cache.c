#include "server/store/stat_cache.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "common/log.h"
#include "common/memory.h"
#include "common/snapshot.h"
#include "server/store/stat_store.h"
#include "server/store/unit_tree.h"

typedef _Atomic int32_t tally; /* the nation's children fit */

/* The totals of one unit. */
struct sums {
	tally counts[STAT_COUNT];
	tally pupils[GRADE_LAST + 1];
	tally open[OPEN_WORK_END]; /* 0: all of them */
	uint32_t cells; /* where a unit above the schools has its cells: 1 + index of the first */
};

/* Sums for one tree of units, by position in it. */
struct stats {
	struct snapshot snapshot;
	const struct unit_tree *tree; /* pinned */
	struct sums *sums;
	tally (*cells)[STAT_COUNT]; /* STAT_CELLS for each unit above the schools */
};

/* What was last seen of a row of counters; an open-addressing table. Stage 0 stands for open work:
 * its kind in place of a grade, and one counter. */
enum { STAGE_OPEN_WORK = 0 };
struct seen {
	int64_t key; /* 0: empty */
	int32_t counts[STAT_COUNT];
};

struct stat_cache {
	struct snapshot_slot slot;
	pthread_mutex_t lock; /* of what follows: one changes, others read the snapshot */
	struct seen *seen;
	size_t n_seen, mask;
};

/* ---- what was seen ---- */

static int64_t key_of(int64_t school, int stage, int grade)
{
	return school << 8 | stage << 4 | grade;
}

static struct seen *slot_of(const struct stat_cache *cache, int64_t key)
{
	uint64_t hash = (uint64_t)key * UINT64_C(0x9e3779b97f4a7c15);
	size_t at = (size_t)(hash >> 32) & cache->mask;
	while (cache->seen[at].key != key && cache->seen[at].key != 0)
		at = (at + 1) & cache->mask;
	return &cache->seen[at];
}

static void grow(struct stat_cache *cache)
{
	struct seen *old = cache->seen;
	size_t n = cache->mask + 1;
	cache->mask = 2 * n - 1;
	cache->seen = memory_array(2 * n, sizeof *cache->seen);
	for (size_t i = 0; i < n; i++)
		if (old[i].key != 0)
			*slot_of(cache, old[i].key) = old[i];
	free(old);
}

static struct seen *find_seen(struct stat_cache *cache, int64_t school, int stage, int grade)
{
	int64_t key = key_of(school, stage, grade);
	struct seen *seen = slot_of(cache, key);
	if (seen->key == key)
		return seen;
	if (2 * ++cache->n_seen > cache->mask) {
		grow(cache);
		seen = slot_of(cache, key);
	}
	seen->key = key;
	return seen;
}

/* ---- sums ---- */

static void destroy(struct snapshot *snapshot)
{
	struct stats *stats = (struct stats *)snapshot;
	unit_tree_unpin(stats->tree);
	free(stats->sums);
	free(stats->cells);
	free(stats);
}

static struct stats *new_stats(const struct unit_tree *tree)
{
	struct stats *stats = memory_new(sizeof *stats);
	uint32_t n = (uint32_t)unit_tree_size(tree), n_above = 0;
	stats->snapshot.destroy = destroy;
	stats->tree = tree;
	stats->sums = memory_array(n, sizeof *stats->sums);
	for (uint32_t i = 0; i < n; i++)
		if (unit_tree_at(tree, i)->tier != TIER_SCHOOL)
			stats->sums[i].cells = 1 + STAT_CELLS * n_above++;
	stats->cells = memory_array((size_t)STAT_CELLS * n_above, sizeof *stats->cells);
	return stats;
}

static void add(tally *to, int32_t what)
{
	atomic_fetch_add_explicit(to, what, memory_order_relaxed);
}

static size_t cell_of(int stage, int grade)
{
	return (size_t)((stage - 1) * GRADE_LAST + grade - 1);
}

static void add_up_open(struct stats *stats, const struct unit_node *unit, int kind, int32_t delta)
{
	for (; unit != NULL; unit = unit_tree_get(stats->tree, unit->parent)) {
		add(&stats->sums[unit->first].open[kind], delta);
		add(&stats->sums[unit->first].open[0], delta);
	}
}

/* Adds to a school and all above it. A school that is not in the tree is summed with the next. */
static void add_up(struct stats *stats, int64_t key, const int32_t delta[STAT_COUNT])
{
	int stage = (int)(key >> 4 & 15), grade = (int)(key & 15);
	const struct unit_node *unit = unit_tree_get(stats->tree, key >> 8);
	if (stage == STAGE_OPEN_WORK) {
		add_up_open(stats, unit, grade, delta[0]);
		return;
	}
	for (; unit != NULL; unit = unit_tree_get(stats->tree, unit->parent)) {
		struct sums *sums = &stats->sums[unit->first];
		add(&sums->pupils[grade], delta[STAT_BOYS] + delta[STAT_GIRLS]);
		for (int i = 0; i < STAT_COUNT; i++) {
			if (delta[i] == 0)
				continue;
			add(&sums->counts[i], delta[i]);
			if (sums->cells != 0)
				add(&stats->cells[sums->cells - 1 + cell_of(stage, grade)][i],
					delta[i]);
		}
	}
}

static void rebuild(struct stat_cache *cache, const struct app *app)
{
	const struct unit_tree *tree = unit_tree_pin(app->units);
	if (tree == NULL)
		return;
	struct stats *stats = new_stats(tree);
	for (size_t i = 0; i <= cache->mask; i++)
		if (cache->seen[i].key != 0)
			add_up(stats, cache->seen[i].key, cache->seen[i].counts);
	snapshot_publish(&cache->slot, &stats->snapshot);
}

/* ---- following the store ---- */

/* Takes a row as it now is; *delta_out is what has changed since it was last seen. */
static void see(struct stat_cache *cache, const struct stat_row *row, int32_t delta_out[STAT_COUNT])
{
	struct seen *seen = find_seen(cache, row->school, row->stage, row->grade);
	for (int i = 0; i < STAT_COUNT; i++) {
		delta_out[i] = (int32_t)row->counts.of[i] - seen->counts[i];
		seen->counts[i] = (int32_t)row->counts.of[i];
	}
}

static enum err read_row(struct ctx *ctx, struct stat_row *row)
{
	if (row->stage == STAGE_OPEN_WORK)
		return open_work_get(
			ctx, row->school, (enum open_work)row->grade, &row->counts.of[0]);
	return stat_get(ctx, row->school, row->stage, row->grade, &row->counts);
}

static void follow(struct ctx *ctx, void *arg)
{
	struct stat_row *row = arg;
	struct stat_cache *cache = ctx->app->stats;
	int32_t delta[STAT_COUNT];
	if (read_row(ctx, row) != OK) {
		log_error("stats.follow", "call=%lld school=%lld", (long long)ctx->call_id,
			(long long)row->school);
		return;
	}
	pthread_mutex_lock(&cache->lock);
	see(cache, row, delta);
	struct stats *stats = (struct stats *)snapshot_pin(&cache->slot);
	if (stats != NULL)
		add_up(stats, key_of(row->school, row->stage, row->grade), delta);
	snapshot_unpin((struct snapshot *)stats);
	pthread_mutex_unlock(&cache->lock);
}

void stat_cache_follow(struct ctx *ctx, int64_t school, int stage, int grade)
{
	if (ctx->app->stats == NULL)
		return;
	const struct stat_row row = {.school = school, .stage = stage, .grade = grade};
	ctx_on_commit_once(ctx, follow, &row, sizeof row);
}

void stat_cache_follow_open(struct ctx *ctx, int64_t school, enum open_work kind)
{
	stat_cache_follow(ctx, school, STAGE_OPEN_WORK, (int)kind);
}

void stat_cache_rebuild(struct ctx *ctx)
{
	struct stat_cache *cache = ctx->app->stats;
	if (cache == NULL)
		return;
	pthread_mutex_lock(&cache->lock);
	rebuild(cache, ctx->app);
	pthread_mutex_unlock(&cache->lock);
}

static void load_row(void *arg, const struct stat_row *row)
{
	int32_t delta[STAT_COUNT];
	see(arg, row, delta);
}

static void load_open(void *arg, int64_t school, enum open_work kind, int64_t open)
{
	struct stat_row row = {.school = school,
		.stage = STAGE_OPEN_WORK,
		.grade = (int)kind,
		.counts.of[0] = open};
	load_row(arg, &row);
}

static void forget(struct stat_cache *cache)
{
	memset(cache->seen, 0, (cache->mask + 1) * sizeof *cache->seen);
	cache->n_seen = 0;
}

enum err stat_cache_load(struct stat_cache *cache, struct ctx *ctx)
{
	pthread_mutex_lock(&cache->lock);
	forget(cache);
	enum err err = stat_each(ctx, 0, load_row, cache);
	if (err == OK)
		err = open_work_each(ctx, load_open, cache);
	if (err == OK)
		rebuild(cache, ctx->app);
	pthread_mutex_unlock(&cache->lock);
	return err;
}

struct stat_cache *stat_cache_new(void)
{
	enum { FIRST = 1024 };
	struct stat_cache *cache = memory_new(sizeof *cache);
	snapshot_slot_init(&cache->slot);
	pthread_mutex_init(&cache->lock, NULL);
	cache->mask = FIRST - 1;
	cache->seen = memory_array(FIRST, sizeof *cache->seen);
	return cache;
}

void stat_cache_free(struct stat_cache *cache)
{
	if (cache == NULL)
		return;
	snapshot_slot_clear(&cache->slot);
	pthread_mutex_destroy(&cache->lock);
	free(cache->seen);
	free(cache);
}

/* ---- reading ---- */

static int64_t read_tally(const tally *from)
{
	return atomic_load_explicit(from, memory_order_relaxed);
}

static void read_counts(const tally from[STAT_COUNT], struct stat_counts *out)
{
	for (int i = 0; i < STAT_COUNT; i++)
		out->of[i] = read_tally(&from[i]);
}

static const struct sums *sums_of(const struct stats *stats, int64_t unit)
{
	const struct unit_node *node = stats != NULL ? unit_tree_get(stats->tree, unit) : NULL;
	return node != NULL ? &stats->sums[node->first] : NULL;
}

bool stat_cache_totals(struct stat_cache *cache, int64_t unit, struct stat_totals *out)
{
	struct stats *stats = (struct stats *)snapshot_pin(&cache->slot);
	const struct sums *sums = sums_of(stats, unit);
	*out = (struct stat_totals){0};
	if (sums != NULL) {
		read_counts(sums->counts, &out->counts);
		for (int grade = GRADE_FIRST; grade <= GRADE_LAST; grade++)
			out->pupils[grade] = read_tally(&sums->pupils[grade]);
		for (int kind = 0; kind < OPEN_WORK_END; kind++)
			out->open[kind] = read_tally(&sums->open[kind]);
	}
	snapshot_unpin((struct snapshot *)stats);
	return sums != NULL;
}

size_t stat_cache_cells(struct stat_cache *cache, int64_t unit, struct stat_cell out[STAT_CELLS])
{
	struct stats *stats = (struct stats *)snapshot_pin(&cache->slot);
	const struct sums *sums = sums_of(stats, unit);
	size_t n = 0;
	for (size_t i = 0; sums != NULL && sums->cells != 0 && i < STAT_CELLS; i++) {
		struct stat_cell *cell = &out[n];
		cell->stage = (int)(i / GRADE_LAST) + 1;
		cell->grade = (int)(i % GRADE_LAST) + 1;
		read_counts(stats->cells[sums->cells - 1 + i], &cell->counts);
		n += !stat_is_zero(&cell->counts);
	}
	snapshot_unpin((struct snapshot *)stats);
	return n;
}
