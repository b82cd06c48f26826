/* Finds records that may be of one child (R7, R16): exactly, by the same ID number, or the same
 * name, sex and birth date of records without a number; and probably, where a slip parts them. It
 * knows no store: records go into a crowd, what is found comes out.
 *
 * Time grows as the number of records does, since keys join few; memory is the crowd's, and some
 * 200 MB. Of probable pairs each is given once, the likeliest first. */
#pragma once

#include "server/finder/crowd.h"

enum finder_rule {
	FINDER_SAME_NUMBER = 1 << 0,
	FINDER_SAME_PERSON = 1 << 1,
	FINDER_NEAR = 1 << 2,
	FINDER_ALL = (1 << 3) - 1
};

struct found {
	enum finder_rule rule;
	enum cause cause;   /* of a probable pair: the difference that tells most */
	int permille;       /* so many of 1,000 such are one child; 1,000 for exact ones */
	bool is_likely;     /* of the upper band */
	const int64_t *ids; /* ascending */
	size_t n;           /* two for a probable pair, at most FOUND_MOST */
};
enum { FOUND_MOST = 64 };

struct finder_plan {
	uint32_t rules; /* of enum finder_rule */
	/* Bands, of 1,000: from `likely` on a pair is likely one child, from `possible` on it may
	 * be; what is below is not told. */
	int likely, possible;
	void (*take)(void *arg, const struct found *found);
	/* Called several times a second; false ends the run. `done` of 1,000 are done. */
	bool (*goes_on)(void *arg, int done);
	void *arg;
};

struct finder_report {
	int64_t compared; /* pairs, those included that met by several keys */
	int64_t cut;      /* records whose key too many others share: compared with some only */
};

/* False when it was told to end. */
bool finder_run(struct crowd *crowd, const struct finder_plan *plan, struct finder_report *out);
