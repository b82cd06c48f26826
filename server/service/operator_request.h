/* What the requests of Operators ask for. Their fields have the same names and the same rules
 * everywhere, so one table reads them all; a row of operators_service.c says which of them belongs
 * to which message only in the .proto. */
#pragma once

#include "server/ctx.h"

struct operator_request {
	int64_t operator_id; /* "id" or "operator_id" */
	int64_t rev;
	int64_t unit, posting, deputy;
	const char *name, *full_name, *phone, *certificate_no, *reason;
	uint32_t roles;
	int32_t certificate_until;
	int32_t first_day, last_day; /* DAY_NONE where left empty */
};

/* Checks all fields that need no store, and says all faults at once. */
enum err operator_request_read(
	struct ctx *ctx, const void *request, struct operator_request *out) MUST_CHECK;

/* For the rows' .place: the request is read, then the operator's home unit, or the request's unit.
 */
enum err operator_request_home(struct ctx *ctx, const void *request, int64_t *place_out) MUST_CHECK;
enum err operator_request_unit(struct ctx *ctx, const void *request, int64_t *place_out) MUST_CHECK;
