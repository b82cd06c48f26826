/* Units as requests describe them: new ones, and what a school teaches. Each function notes all
 * faults of form; what only the store knows is judged by the handlers. */
#pragma once

#include "server/service/unit_plan.h"
#include "server/service/units.h"

/* "unit" and "code" make "unit.code". */
const char *field_under(struct ctx *ctx, const char *parent, const char *name);

struct school_form {
	struct programme programme;
	struct school_class *classes;
	size_t n_classes;
};
/* Stages and classes of a school with a code of this category. Fields are named under `parent`. */
void form_school(struct ctx *ctx, const char *parent, const char *code,
	Xueji__V1__SchoolStage *const *stages, size_t n_stages,
	Xueji__V1__SchoolClass *const *classes, size_t n_classes, struct school_form *out);

struct unit_form {
	struct unit unit; /* its initials are missing; its bureau is 0 where none was given */
	struct school_form school;
};
/* `in` NULL: REQUIRED. */
void form_unit(
	struct ctx *ctx, const char *parent, const Xueji__V1__NewUnit *in, struct unit_form *out);

/* A day that is today or before, and why. */
int32_t form_effective(struct ctx *ctx, const char *effective_day);
void form_reason(struct ctx *ctx, const char *reason);

/* What the tree and the store say of a new unit, noted as faults: code taken, parent closed or no
 * place for it, bureau not above it. Then it is added to the plan. */
enum err form_settle(struct ctx *ctx, const char *parent, struct plan *plan,
	const struct unit_form *form, const char *initials, struct planned **out) MUST_CHECK;

/* Where the right must reach for these units: their province, or the nation when they are of
 * several. NO_SUCH_UNIT. reach_change is for a unit that itself changes, which only the nation does
 * to a province; reach_parent for one under which something changes. */
struct reach {
	int64_t place; /* 0: nothing yet */
};
enum err reach_change(struct ctx *ctx, struct reach *reach, int64_t unit) MUST_CHECK;
enum err reach_parent(struct ctx *ctx, struct reach *reach, int64_t unit) MUST_CHECK;

/* The pinyin initials of names, by position, for ctx->prepared: made off the writer, since ICU may
 * take its time. */
enum err initials_prepare(struct ctx *ctx, const char *const names[], size_t n) MUST_CHECK;
const char *initials_prepared(const struct ctx *ctx, size_t i);
