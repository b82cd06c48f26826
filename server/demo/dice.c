#include "server/demo/dice.h"

/* splitmix64 (Steele, Lea, Flood): every seed is a good one. */
static uint64_t mix(uint64_t z)
{
	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

uint64_t dice_next(struct dice *dice)
{
	dice->state += UINT64_C(0x9e3779b97f4a7c15);
	return mix(dice->state);
}

struct dice dice_new(uint64_t seed, const char *purpose, int64_t number)
{
	uint64_t state = mix(seed + 1);
	for (; *purpose != '\0'; purpose++)
		state = mix(state ^ (uint8_t)*purpose);
	return (struct dice){mix(state ^ (uint64_t)number)};
}

uint32_t dice_below(struct dice *dice, uint32_t n)
{
	return (uint32_t)((dice_next(dice) >> 32) * n >> 32);
}

int dice_between(struct dice *dice, int low, int high)
{
	return low + (int)dice_below(dice, (uint32_t)(high - low + 1));
}

bool dice_chance(struct dice *dice, int of_100000)
{
	return (int)dice_below(dice, 100000) < of_100000;
}

/* The sum of three is near enough to a bell: its spread is half of its reach, a third of it. */
double dice_around(struct dice *dice, double mean, double spread)
{
	double sum = 0;
	for (int i = 0; i < 3; i++)
		sum += (double)dice_below(dice, 65536) / 65535 * 2 - 1;
	return mean + spread * sum;
}
