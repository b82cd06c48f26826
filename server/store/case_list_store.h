/* Lists of cases, and how many they are. */
#pragma once

#include "server/store/case_store.h"

/* Lists without payload, at most `limit` rows. */
struct case_list {
	struct case_row *rows;
	size_t n;
	int64_t resume_id; /* of a page with fewer rows than its limit: go on behind it; 0: the end
			    */
};

enum case_order { CASE_ORDER_USUAL, CASE_ORDER_DUE, CASE_ORDER_OLDEST, CASE_ORDER_NEWEST };

/* A page of the cases that wait for parties of a unit, or that a unit sees. */
struct case_page {
	int64_t unit;
	bool is_waiting;  /* else all that the unit sees */
	uint32_t parties; /* whose move it is, as bits of 1 << party; of what waits alone */
	bool is_open;     /* of those; else the closed ones, which come newest first alone */
	int type;         /* 0: all */
	/* USUAL: what waits by its due day, so overdue first (Q9), all else newest first. */
	enum case_order order;
	const char *filter; /* part of a child's name, or the beginning of its initials; "": any */
	bool is_first;
	int32_t after_due; /* of the last row of the page before */
	int64_t after_id;
	size_t limit;
};
enum err case_page(struct ctx *ctx, const struct case_page *page, struct case_list *out) MUST_CHECK;
/* How many open ones such a page is taken from. */
enum err case_count(struct ctx *ctx, const struct case_page *page, int64_t *n_out) MUST_CHECK;

/* How many wait for parties of a unit; how many of them are late today; and on which days those
 * that are timed are due from today on, soonest first, at most DUE_DAYS of them. */
enum { DUE_DAYS = 20 };
struct case_load {
	int64_t waiting, late;
	size_t n_days;
	struct {
		int32_t day;
		int64_t n;
	} days[DUE_DAYS];
};
enum err case_load_of(struct ctx *ctx, int64_t unit, uint32_t parties, int type,
	struct case_load *out) MUST_CHECK;

/* Open cases of a type by age, opened before an instant, behind `after` (NULL: from the oldest). */
enum err case_list_opened_before(struct ctx *ctx, enum case_type type, int64_t before_us,
	const struct case_row *after, size_t limit, struct case_list *out) MUST_CHECK;
/* Open cases in which a unit has a part, by id, behind `after_id`. */
enum err case_list_open_at(struct ctx *ctx, int64_t unit, int64_t after_id, size_t limit,
	struct case_list *out) MUST_CHECK;
