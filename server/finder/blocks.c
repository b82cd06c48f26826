#include "server/finder/blocks.h"

#include <stdlib.h>
#include <string.h>

#include "common/memory.h"

enum { WALK_STEP = 1 << 20, GIVE_STEP = 1 << 17, BLOOM_BITS = 27, FEW = 32, SIXTY_FOUR = 64 };

struct entry {
	uint64_t key;
	uint32_t row;
};

struct sorting {
	const struct blocks *blocks;
	enum key_ring ring;
	struct entry *entries, *sorted;
	size_t n, capacity;
	uint32_t *starts; /* of buckets */
	int slice_bits, bucket_bits;
	uint64_t slice;
	uint8_t *bloom; /* of keys that only matter when an odd number has them; NULL: all do */
	uint32_t *rows;
	size_t rows_capacity;
};

/* ---- odd numbers ---- */

static size_t bloom_bit(uint64_t key)
{
	return (size_t)(key * UINT64_C(0x9e3779b97f4a7c15) >> (SIXTY_FOUR - BLOOM_BITS));
}

/* What only odd numbers can meet by is worth sorting for few: those who share a key with one. */
static void fill_bloom(struct sorting *s)
{
	const struct blocks *blocks = s->blocks;
	uint64_t keys[KEYS_MOST];
	s->bloom = memory_array((size_t)1 << (BLOOM_BITS - 3), 1);
	for (uint32_t at = 0; at < crowd_size(blocks->crowd); at++) {
		const struct crowd_row *row = crowd_row(blocks->crowd, at);
		if (!keys_number_is_odd(blocks->days, row))
			continue;
		size_t n = keys_of(blocks->crowd, blocks->days, s->ring, row, keys);
		for (size_t i = 0; i < n; i++)
			s->bloom[bloom_bit(keys[i]) / 8] |= (uint8_t)(1 << bloom_bit(keys[i]) % 8);
	}
}

static bool matters(const struct sorting *s, uint64_t key)
{
	return s->bloom == NULL || s->bloom[bloom_bit(key) / 8] >> bloom_bit(key) % 8 & 1;
}

/* ---- one slice ---- */

/* A slice that is fuller than any honest one drops what is over. */
static void collect_row(struct sorting *s, uint32_t at)
{
	const struct blocks *blocks = s->blocks;
	uint64_t keys[KEYS_MOST];
	size_t n =
		keys_of(blocks->crowd, blocks->days, s->ring, crowd_row(blocks->crowd, at), keys);
	for (size_t i = 0; i < n; i++) {
		bool is_here =
			s->slice_bits == 0 || keys[i] >> (SIXTY_FOUR - s->slice_bits) == s->slice;
		if (is_here && s->n < s->capacity && matters(s, keys[i]))
			s->entries[s->n++] = (struct entry){keys[i], at};
	}
}

static size_t bucket_of(const struct sorting *s, uint64_t key)
{
	return (size_t)(key << s->slice_bits >> (SIXTY_FOUR - s->bucket_bits));
}

static int by_key(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return (x->row > y->row) - (x->row < y->row);
}

static void sort_few(struct entry *entries, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		struct entry entry = entries[i];
		size_t k = i;
		for (; k > 0 && by_key(&entries[k - 1], &entry) > 0; k--)
			entries[k] = entries[k - 1];
		entries[k] = entry;
	}
}

static void sort_slice(struct sorting *s)
{
	size_t n_buckets = (size_t)1 << s->bucket_bits;
	memset(s->starts, 0, (n_buckets + 1) * sizeof *s->starts);
	for (size_t i = 0; i < s->n; i++)
		s->starts[bucket_of(s, s->entries[i].key) + 1]++;
	for (size_t i = 0; i < n_buckets; i++)
		s->starts[i + 1] += s->starts[i];
	for (size_t i = 0; i < s->n; i++)
		s->sorted[s->starts[bucket_of(s, s->entries[i].key)]++] = s->entries[i];
	for (size_t i = 0, from = 0; i < n_buckets; from = s->starts[i++]) {
		size_t n = s->starts[i] - from;
		if (n > FEW)
			qsort(&s->sorted[from], n, sizeof *s->sorted, by_key);
		else
			sort_few(&s->sorted[from], n);
	}
}

/* A row that has one key twice stands in its set once. */
static void give_set(struct sorting *s, size_t from, size_t to)
{
	size_t n = 0;
	if (to - from > s->rows_capacity) {
		free(s->rows);
		s->rows_capacity = 2 * (to - from);
		s->rows = memory_array(s->rows_capacity, sizeof *s->rows);
	}
	for (size_t i = from; i < to; i++)
		if (n == 0 || s->rows[n - 1] != s->sorted[i].row)
			s->rows[n++] = s->sorted[i].row;
	if (n > 1)
		s->blocks->take(s->blocks->arg, s->rows, n);
}

static bool give_sets(struct sorting *s, int done)
{
	size_t asked = 0;
	for (size_t from = 0, to; from < s->n; from = to) {
		to = from + 1;
		while (to < s->n && s->sorted[to].key == s->sorted[from].key)
			to++;
		if (to - from > 1)
			give_set(s, from, to);
		if (from - asked < GIVE_STEP)
			continue;
		asked = from;
		if (!s->blocks->goes_on(s->blocks->arg, done))
			return false;
	}
	return true;
}

static bool run_slice(struct sorting *s, uint64_t n_slices)
{
	const struct blocks *blocks = s->blocks;
	size_t n = crowd_size(blocks->crowd);
	int done = (int)(s->slice * 1000 / n_slices);
	s->n = 0;
	for (uint32_t at = 0; at < n; at++) {
		if (at % WALK_STEP == 0 && !blocks->goes_on(blocks->arg, done))
			return false;
		collect_row(s, at);
	}
	sort_slice(s);
	return give_sets(s, done);
}

/* ---- all ---- */

static size_t most_keys(enum key_ring ring)
{
	switch (ring) {
	case KEYS_PARTS:
		return NAME_PARTS;
	case KEYS_BIRTH:
		return 4;
	case KEYS_GUARDIAN:
		return PERSON_GUARDIANS;
	default:
		return 1;
	}
}

static void plan(struct sorting *s)
{
	size_t memory = s->blocks->memory != 0 ? s->blocks->memory : BLOCKS_MEMORY;
	size_t all = crowd_size(s->blocks->crowd) * most_keys(s->ring);
	s->capacity = memory / (2 * sizeof *s->entries + sizeof *s->starts);
	while (all / 10 * 13 > s->capacity << s->slice_bits)
		s->slice_bits++;
	if (s->slice_bits == 0 && all + 1024 < s->capacity)
		s->capacity = all + 1024;
	s->bucket_bits = 4;
	while ((size_t)4 << s->bucket_bits < s->capacity)
		s->bucket_bits++;
	s->entries = memory_array(s->capacity, sizeof *s->entries);
	s->sorted = memory_array(s->capacity, sizeof *s->sorted);
	s->starts = memory_array(((size_t)1 << s->bucket_bits) + 1, sizeof *s->starts);
	if (s->ring == KEYS_NUMBER_PARTS)
		fill_bloom(s);
}

bool blocks_each(const struct blocks *blocks, enum key_ring ring)
{
	struct sorting s = {.blocks = blocks, .ring = ring};
	bool goes_on = true;
	plan(&s);
	uint64_t n_slices = UINT64_C(1) << s.slice_bits;
	for (s.slice = 0; s.slice < n_slices && goes_on; s.slice++)
		goes_on = run_slice(&s, n_slices);
	free(s.entries);
	free(s.sorted);
	free(s.starts);
	free(s.bloom);
	free(s.rows);
	return goes_on;
}
