/* Hashes for tables in memory: quick, the same in every run, not for secrets and never stored. */
#pragma once

#include <stdint.h>

static inline uint64_t mix(uint64_t hash, uint64_t value)
{
	hash = (hash ^ value) * UINT64_C(0x9e3779b97f4a7c15);
	hash ^= hash >> 32;
	hash *= UINT64_C(0xd6e8feb86659fd93);
	return hash ^ hash >> 29;
}

static inline uint64_t mix_text(uint64_t hash, const char *text)
{
	hash = mix(hash, 0x7f);
	for (; *text != '\0'; text++)
		hash = mix(hash, (unsigned char)*text);
	return hash;
}
