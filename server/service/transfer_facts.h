/* What a step of a transfer has to know (R8, R23, R32–R34). */
#pragma once

#include "server/service/case_facts.h"

/* Adds to *out what the table of transfers asks for. */
enum err transfer_facts_load(
	struct ctx *ctx, const struct case_file *file, struct case_facts *out) MUST_CHECK;

/* Whether an application's number is a child's: the student number, now or once, or the ID number.
 * Typed anyhow; "" is nobody's. */
enum err transfer_number_is(
	struct ctx *ctx, int64_t student, const char *typed, bool *out) MUST_CHECK;
enum err transfer_id_is(struct ctx *ctx, int64_t student, const char *typed, bool *out) MUST_CHECK;
