/* Chance that repeats itself: what a demonstration throws depends on its seed alone, never on the
 * machine, the day or the order of threads. Not for secrets. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct dice {
	uint64_t state;
};

/* Dice of their own for each thing that is made of a seed: what one throws changes no other. */
struct dice dice_new(uint64_t seed, const char *purpose, int64_t number);

uint64_t dice_next(struct dice *dice);
/* 0 … n-1, each as likely; n above 0. */
uint32_t dice_below(struct dice *dice, uint32_t n);
/* Both ends included. */
int dice_between(struct dice *dice, int low, int high);
/* True so many times in 100,000. */
bool dice_chance(struct dice *dice, int of_100000);
/* Around a mean, seldom beyond two spreads, never beyond three. */
double dice_around(struct dice *dice, double mean, double spread);
