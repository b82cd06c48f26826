/* What a step of a transfer has to know (R8, R23, R32–R34). */
#pragma once

#include "server/service/case_facts.h"

/* Error 2001: what the guardian showed and the record says otherwise by now; bits. */
enum { DIFFERS_NAME = 1, DIFFERS_STUDENT_NO = 2, DIFFERS_ID_NUMBER = 4, DIFFERS_COUNT = 3 };
enum err transfer_differs(struct ctx *ctx, const struct case_file *file, uint32_t *out) MUST_CHECK;

/* Adds to *out what the table of transfers asks for. */
enum err transfer_facts_load(
	struct ctx *ctx, const struct case_file *file, struct case_facts *out) MUST_CHECK;

/* Whether an application's number is a child's: the student number, now or once, or the ID number.
 * Typed anyhow; "" is nobody's. */
enum err transfer_number_is(
	struct ctx *ctx, int64_t student, const char *typed, bool *out) MUST_CHECK;
enum err transfer_id_is(struct ctx *ctx, int64_t student, const char *typed, bool *out) MUST_CHECK;
