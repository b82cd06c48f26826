/* Operators of a demonstration: people for every tier of one province, with names and passwords
 * that follow from the units' codes, so that each run makes the same. */
#pragma once

#include "server/ctx.h"
#include "server/store/unit_tree.h"

struct demo_operator {
	const char *name, *password;
	const struct unit_node *unit;
	uint32_t roles;
};
typedef void demo_operator_report(void *arg, const struct demo_operator *made);

/* The nation, the province, its cities and counties each get theirs, and each school a registrar
 * and an approver, whose certificates, postings and deputies are as they shall be `today`. In a
 * write transaction, with ctx->units as they shall be; reports each one made, in tree order, and
 * notes it for the journal. */
enum err operators_demo(struct ctx *ctx, const struct unit_node *province, int32_t today,
	demo_operator_report *report, void *arg) MUST_CHECK;
