#include "server/finder/finder.h"

#include <stdlib.h>
#include <string.h>

#include "common/memory.h"
#include "server/finder/blocks.h"
#include "server/finder/pile.h"

/* Of a larger set each is compared with so many that stand next to it. */
enum { WINDOW = 64 };

struct pair {
	uint32_t a, b; /* rows, the first the lower */
	float bits;
	enum cause cause;
};

struct run {
	struct crowd *crowd;
	const struct finder_plan *plan;
	struct finder_report *report;
	struct pile pairs;
	int done, part; /* of 1,000; what this ring takes */
	struct form forms[WINDOW];
};

/* ---- comparing ---- */

/* They agree outright. */
static bool is_exact(const struct crowd_row *a, const struct crowd_row *b)
{
	if (a->number_kind != b->number_kind || a->number != b->number)
		return false;
	return a->number_kind != DOCUMENT_NONE ||
	       (a->name == b->name && a->sex == b->sex && a->born == b->born);
}

static void compare(
	struct run *run, uint32_t a, uint32_t b, const struct form *of_a, const struct form *of_b)
{
	const struct crowd_row *row_a = crowd_row(run->crowd, a), *row_b = crowd_row(run->crowd, b);
	run->report->compared++;
	if (is_exact(row_a, row_b))
		return;
	struct weight weight = weigh(crowd_scales(run->crowd), of_a, of_b);
	if (weight_permille(weight.bits) < run->plan->possible)
		return;
	struct pair *pair = pile_add(&run->pairs, 1);
	*pair = (struct pair){a < b ? a : b, a < b ? b : a, (float)weight.bits, weight.cause};
}

/* A window slides over the set: in forms, row i stands at i % WINDOW. */
static void take_set(void *arg, const uint32_t *rows, size_t n)
{
	struct run *run = arg;
	if (n > WINDOW)
		run->report->cut += (int64_t)n;
	for (size_t i = 0; i < n; i++) {
		struct form *form = &run->forms[i % WINDOW];
		crowd_form(run->crowd, rows[i], form);
		for (size_t k = i < WINDOW ? 0 : i - WINDOW + 1; k < i; k++)
			compare(run, rows[k], rows[i], &run->forms[k % WINDOW], form);
	}
}

/* ---- what comes out ---- */

static int by_rows(const void *a, const void *b)
{
	const struct pair *x = a, *y = b;
	if (x->a != y->a)
		return x->a < y->a ? -1 : 1;
	return (x->b > y->b) - (x->b < y->b);
}

static int by_bits(const void *a, const void *b)
{
	const struct pair *x = a, *y = b;
	if (x->bits != y->bits)
		return x->bits > y->bits ? -1 : 1;
	return by_rows(a, b);
}

static size_t drop_repeated(struct pair *pairs, size_t n)
{
	size_t kept = 0;
	qsort(pairs, n, sizeof *pairs, by_rows);
	for (size_t i = 0; i < n; i++)
		if (i == 0 || by_rows(&pairs[i - 1], &pairs[i]) != 0)
			pairs[kept++] = pairs[i];
	return kept;
}

/* ---- one record is of one child ---- */

/* The likeliest partner of a row. */
struct partner {
	uint32_t row, with;
	float bits;
};

/* A row's partners follow one another, the likeliest first. */
static int by_partner(const void *a, const void *b)
{
	const struct partner *x = a, *y = b;
	if (x->row != y->row)
		return x->row < y->row ? -1 : 1;
	return (x->bits < y->bits) - (x->bits > y->bits);
}

static const struct partner *best_of(const struct partner *partners, size_t n, uint32_t row)
{
	size_t low = 0, high = n;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (partners[middle].row < row)
			low = middle + 1;
		else
			high = middle;
	}
	return &partners[low];
}

static bool is_told(const struct pair *pairs, size_t n, uint32_t a, uint32_t b)
{
	const struct pair wanted = {.a = a < b ? a : b, .b = a < b ? b : a};
	return bsearch(&wanted, pairs, n, sizeof *pairs, by_rows) != NULL;
}

/* A record that is rather another child's, who is not this one: a twin's second record. */
static bool is_anothers(struct run *run, const struct pair *pairs, size_t n,
	const struct partner *best, const struct pair *pair, uint32_t other)
{
	const float clearly = 3;
	return best->with != other && best->bits > pair->bits + clearly &&
	       !is_told(pairs, n, best->with, other) &&
	       !is_exact(crowd_row(run->crowd, best->with), crowd_row(run->crowd, other));
}

static size_t drop_anothers(struct run *run, struct pair *pairs, size_t n)
{
	struct partner *partners = memory_array(2 * n, sizeof *partners);
	struct pair *kept = memory_array(n, sizeof *kept);
	size_t n_kept = 0;
	for (size_t i = 0; i < n; i++) {
		partners[2 * i] = (struct partner){pairs[i].a, pairs[i].b, pairs[i].bits};
		partners[2 * i + 1] = (struct partner){pairs[i].b, pairs[i].a, pairs[i].bits};
	}
	qsort(partners, 2 * n, sizeof *partners, by_partner);
	for (size_t i = 0; i < n; i++) {
		const struct partner *of_a = best_of(partners, 2 * n, pairs[i].a);
		const struct partner *of_b = best_of(partners, 2 * n, pairs[i].b);
		if (!is_anothers(run, pairs, n, of_a, &pairs[i], pairs[i].b) &&
			!is_anothers(run, pairs, n, of_b, &pairs[i], pairs[i].a))
			kept[n_kept++] = pairs[i];
	}
	memcpy(pairs, kept, n_kept * sizeof *pairs);
	free(partners);
	free(kept);
	return n_kept;
}

static void give_pair(struct run *run, const struct pair *pair)
{
	int64_t a = crowd_row(run->crowd, pair->a)->id, b = crowd_row(run->crowd, pair->b)->id;
	int permille = weight_permille(pair->bits);
	run->plan->take(run->plan->arg, &(struct found){.cause = pair->cause,
						.permille = permille,
						.is_likely = permille >= run->plan->likely,
						.ids = {a < b ? a : b, a < b ? b : a}});
}

static void give_pairs(struct run *run)
{
	size_t n = run->pairs.n;
	struct pair *pairs = memory_array(n, sizeof *pairs);
	for (size_t i = 0; i < n; i++)
		pairs[i] = *(const struct pair *)pile_at(&run->pairs, i);
	n = drop_anothers(run, pairs, drop_repeated(pairs, n));
	qsort(pairs, n, sizeof *pairs, by_bits);
	for (size_t i = 0; i < n; i++)
		give_pair(run, &pairs[i]);
	free(pairs);
}

/* ---- the run ---- */

static bool goes_on(void *arg, int done)
{
	struct run *run = arg;
	return run->plan->goes_on(run->plan->arg, run->done + done * run->part / 1000);
}

/* A ring's share of the time, of 1,000. */
static const int parts[KEY_RINGS] = {
	[KEYS_SOUND] = 100,
	[KEYS_SORTED] = 100,
	[KEYS_PARTS] = 330,
	[KEYS_BIRTH] = 250,
	[KEYS_GUARDIAN] = 150,
	[KEYS_NUMBER_PARTS] = 70,
};

bool finder_run(struct crowd *crowd, const struct finder_plan *plan, struct finder_report *out)
{
	struct run *run = memory_new(sizeof *run);
	const struct day_parts *days = day_parts_new();
	bool is_whole = true;
	*run = (struct run){
		.crowd = crowd, .plan = plan, .report = out, .pairs = pile_of(sizeof(struct pair))};
	*out = (struct finder_report){0};
	const struct blocks blocks = {
		.crowd = crowd, .days = days, .take = take_set, .goes_on = goes_on, .arg = run};
	crowd_measure(crowd);
	for (int ring = 0; ring < KEY_RINGS && is_whole; ring++) {
		run->part = parts[ring];
		is_whole = blocks_each(&blocks, (enum key_ring)ring);
		run->done += run->part;
	}
	if (is_whole)
		give_pairs(run);
	pile_wipe(&run->pairs);
	free((void *)days);
	free(run);
	return is_whole;
}
