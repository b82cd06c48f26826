/* Lists of children, and totals, that leave the registry, as they are asked for and decided (R55,
 * R57). What is in one is not stored: it is read when it is fetched. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/ctx.h"

enum export_kind { EXPORT_CHILDREN = 1, EXPORT_TOTALS };
enum export_state { EXPORT_WAITING = 1, EXPORT_APPROVED, EXPORT_REFUSED };

struct export
{
	int64_t id, unit;
	enum export_kind kind;
	int grade;           /* 0: all */
	const char *columns; /* words with spaces between */
	int down_to;         /* of totals: an enum tier; 0: the unit alone */
	const char *purpose;
	bool in_clear;
	enum export_state state;
	int64_t asked_by, asked_for, asked_us;
	int64_t bureau;     /* who decides */
	int64_t decided_by; /* 0: nobody yet */
	int64_t decided_us;
	const char *reason;                    /* "" unless it was refused */
	const char *asked_name, *decided_name; /* "": nobody */
};

/* Makes one that waits, asked for by ctx's operator: unit to in_clear, asked_for and bureau
 * are read, the rest is filled in. */
enum err export_ask(struct ctx *ctx, struct export *export) MUST_CHECK;
/* ERR_NOT_FOUND with NO_SUCH_EXPORT. */
enum err export_get(struct ctx *ctx, int64_t id, struct export *out) MUST_CHECK;
/* As ctx's operator; EXPORT_DECIDED when it no longer waits. */
enum err export_decide(struct ctx *ctx, struct export *export, enum export_state state,
	const char *reason) MUST_CHECK;

/* The school has another bureau: what waits for a decision waits for that one from here on. */
enum err export_pass_on(struct ctx *ctx, int64_t unit, int64_t from, int64_t to) MUST_CHECK;

/* What a unit asked for, or what waits for it, newest first, below `before_id` (0: the newest). */
enum err export_page(struct ctx *ctx, int64_t unit, bool is_waiting, int64_t before_id,
	size_t limit, struct export **exports_out, size_t *n_out) MUST_CHECK;
