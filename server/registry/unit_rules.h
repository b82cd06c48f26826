/* The rules about units: what may hang where, what a school may teach, who becomes its bureau when
 * the tree changes (R3, R12, R76). Facts in, a reason or a decision out. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/actions.h"
#include "domain/reasons.h"
#include "domain/school_code.h"
#include "domain/stages.h"
#include "domain/tiers.h"

/* A unit with all that is stored of it but its classes. Strings are borrowed. */
struct unit {
	int64_t id;
	int64_t parent; /* 0: the nation */
	int64_t bureau;
	const char *code, *name, *initials;
	enum tier tier;
	bool is_private;
	int32_t opened, closed;     /* days; 0: before the registry began; 0: open */
	int64_t keeper;             /* of a closed school's files; 0: none */
	struct programme programme; /* of a school */
	int64_t rev;                /* 0: not stored */
};

/* "Nothing is wrong", where a reason is asked for. */
#define NO_REASON REASON_COUNT

/* May a unit with such a code hang under `parent`? `holds_divisions`: the parent has open divisions
 * under it, so that schools belong to those. WRONG_PROVINCE, WRONG_PLACE or HAS_DIVISIONS. */
enum reason unit_place_fault(const char *code, const struct unit *parent, bool holds_divisions);

/* May a school of this category teach this? NO_STAGES, STAGE_MISSING, STAGE_NOT_TAUGHT (then
 * *stage_out is the one), BAD_YEARS (of *stage_out) or STAGES_APART. */
enum reason unit_programme_fault(
	const struct school_category *category, const struct programme *programme, int *stage_out);

/* The bureau of a school that has come to lie under `above` (nearest first, up to the province),
 * when it was `before`: the same if it is still above, else the one of its tier, else the nearest.
 */
int64_t unit_bureau_after(
	const struct unit *before, const struct unit *const above[], size_t n_above);

/* The kinds of change, and what each asks for. */
enum unit_change_kind {
	UNIT_RENAME = 1,
	UNIT_MOVE,
	UNIT_MERGE,
	UNIT_SPLIT,
	UNIT_CLOSE,
	UNIT_CREATE,
	UNIT_UPDATE,
};

struct unit_change_rule {
	enum unit_change_kind kind;
	enum action action; /* in the journal */
	size_t from_most;   /* at least one */
	size_t to_least, to_most;
	bool takes_name, takes_parent, takes_keeper;
};
/* The row of a kind that ChangeUnits knows; NULL for any other number. */
const struct unit_change_rule *unit_change_rule(int kind);
