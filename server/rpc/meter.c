#include "server/rpc/meter.h"

#define MINUTE_US INT64_C(60000000)

/* 0 to 7 stand for themselves; then each doubling has four buckets. */
static int bucket_of(int64_t us)
{
	if (us < 8)
		return us < 0 ? 0 : (int)us;
	int doubling = 63 - __builtin_clzll((unsigned long long)us); /* 3 … */
	int bucket = 8 + (doubling - 3) * 4 + (int)(us >> (doubling - 2) & 3);
	return bucket < METER_BUCKETS ? bucket : METER_BUCKETS - 1;
}

/* The greatest time that falls into a bucket. */
static int64_t most_of(int bucket)
{
	if (bucket < 8)
		return bucket;
	int doubling = (bucket - 8) / 4 + 3, quarter = (bucket - 8) % 4;
	return (INT64_C(1) << doubling) + ((int64_t)(quarter + 1) << (doubling - 2)) - 1;
}

static void clear(struct meter_minute *slot, int64_t minute)
{
	atomic_store_explicit(&slot->minute, -1, memory_order_relaxed);
	for (int class = 0; class < METER_CLASSES; class ++)
		for (int i = 0; i < METER_BUCKETS; i++)
			atomic_store_explicit(&slot->calls[class][i], 0, memory_order_relaxed);
	atomic_store_explicit(&slot->minute, minute, memory_order_release);
}

/* Minutes are counted from 1, so that a slot of zeros is none. */
static int64_t minute_of(int64_t now_us)
{
	return now_us / MINUTE_US + 1;
}

void meter_note(struct meter *meter, enum meter_class class, int64_t now_us, int64_t took_us)
{
	int64_t minute = minute_of(now_us);
	struct meter_minute *slot = &meter->slots[minute % METER_SLOTS];
	if (atomic_load_explicit(&slot->minute, memory_order_relaxed) != minute)
		clear(slot, minute);
	_Atomic uint32_t *calls = &slot->calls[class][bucket_of(took_us)];
	uint32_t n = atomic_load_explicit(calls, memory_order_relaxed);
	atomic_store_explicit(calls, n + 1, memory_order_relaxed); /* nobody else writes it */
}

void meter_add(const struct meter *meter, int64_t now_us, struct meter_sums *sums)
{
	int64_t now = minute_of(now_us);
	for (int slot = 0; slot < METER_SLOTS; slot++) {
		const struct meter_minute *from = &meter->slots[slot];
		int64_t minute = atomic_load_explicit(&from->minute, memory_order_acquire);
		if (minute <= 0 || minute > now || minute < now - METER_MINUTES)
			continue;
		for (int class = 0; class < METER_CLASSES; class ++)
			for (int i = 0; i < METER_BUCKETS; i++)
				sums->calls[class][i] += atomic_load_explicit(
					&from->calls[class][i], memory_order_relaxed);
	}
}

int64_t meter_calls(const struct meter_sums *sums, enum meter_class class)
{
	int64_t n = 0;
	for (int i = 0; i < METER_BUCKETS; i++)
		n += sums->calls[class][i];
	return n;
}

int64_t meter_percentile(const struct meter_sums *sums, enum meter_class class, int percent)
{
	int64_t wanted = (meter_calls(sums, class) * percent + 99) / 100, n = 0;
	for (int i = 0; i < METER_BUCKETS && wanted > 0; i++)
		if ((n += sums->calls[class][i]) >= wanted)
			return most_of(i);
	return 0;
}
