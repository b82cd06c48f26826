/* What every change of an operator begins and ends with. */
#pragma once

#include "server/ctx.h"
#include "server/service/operator_request.h"
#include "server/store/operator_store.h"
#include "xueji/v1/operators.pb-c.h"

/* Reads the request and the operator, refuses a change of one's own account (OWN_ACCOUNT), and
 * takes the revision that the caller saw (STALE). */
enum err operator_change_begin(struct ctx *ctx, const void *request, struct operator_request *in,
	struct operator_row *row) MUST_CHECK;
/* The operator as he stands now, and his sessions made to follow after the commit. */
enum err operator_change_end(
	struct ctx *ctx, int64_t operator_id, Xueji__V1__Operator *out) MUST_CHECK;
