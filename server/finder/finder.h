/* Finds records that are probably of one child though a slip parts them (R7, R16). Records that
 * agree outright, in ID number or in name, sex and birth date, are another's business: the store's
 * indexes tell them. It knows no store: records go into a crowd, what is found comes out.
 *
 * Time grows nearly as the number of records does, since keys join few; memory is the crowd's, and
 * some 200 MB. Each pair is given once, the likeliest first. */
#pragma once

#include "server/finder/crowd.h"

struct found {
	enum cause cause; /* the difference that tells most */
	int permille;     /* so many of 1,000 such pairs are one child */
	bool is_likely;   /* of the upper band */
	int64_t ids[2];   /* the lower first */
};

struct finder_plan {
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
