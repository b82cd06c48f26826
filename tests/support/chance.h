/* Chance that repeats itself: the same seed, the same numbers. */
#pragma once

#include <stdint.h>

/* 0 to n-1; the state goes on. */
static inline int chance_below(uint64_t *state, int n)
{
	*state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (int)((*state >> 33) % (uint64_t)n);
}
