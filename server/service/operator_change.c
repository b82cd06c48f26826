#include "server/service/operator_change.h"

#include "server/auth/session_cache.h"
#include "server/service/operator_message.h"

enum err operator_change_begin(
	struct ctx *ctx, const void *request, struct operator_request *in, struct operator_row *row)
{
	enum err err = operator_request_read(ctx, request, in);
	if (err != OK || (err = operator_read(ctx, in->operator_id, row)) != OK)
		return err;
	if (row->id == ctx->actor.operator_id)
		return ctx_fail(ctx, REASON_OWN_ACCOUNT);
	return operator_claim(ctx, row->id, in->rev);
}

enum err operator_change_end(struct ctx *ctx, int64_t operator_id, Xueji__V1__Operator *out)
{
	session_follow(ctx, operator_id);
	return operator_message_of(ctx, operator_id, out);
}
