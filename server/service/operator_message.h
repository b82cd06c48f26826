/* What more than one file of Sessions and Operators says about an operator. */
#pragma once

#include "server/ctx.h"
#include "server/store/operator_store.h"
#include "server/store/session_store.h"
#include "xueji/v1/operators.pb-c.h"
#include "xueji/v1/sessions.pb-c.h"

/* The message of `row` with postings that end on `since` or later (DAY_NONE: all of them). */
enum err operator_message(struct ctx *ctx, const struct operator_row *row, int32_t since,
	Xueji__V1__Operator *out) MUST_CHECK;
/* Reads the operator anew, with all postings; NO_SUCH_OPERATOR. */
enum err operator_message_of(struct ctx *ctx, int64_t id, Xueji__V1__Operator *out) MUST_CHECK;
/* operator_get with NO_SUCH_OPERATOR. */
enum err operator_read(struct ctx *ctx, int64_t id, struct operator_row *out) MUST_CHECK;

/* R54: how it stands today with a certificate that lasts until `until`, for these roles. */
Xueji__V1__CertificateState certificate_state(
	const struct ctx *ctx, int64_t unit, int32_t until, uint32_t roles);

/* The open sessions of an operator, newest first. */
enum err sessions_message(
	struct ctx *ctx, int64_t operator_id, Xueji__V1__ListSessionsResponse *out) MUST_CHECK;

/* A note about an operator; `unit` is his home. */
void note_operator(
	struct ctx *ctx, enum action action, int64_t id, int64_t unit, const char *summary);
