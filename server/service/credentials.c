#include "server/service/credentials.h"

#include <string.h>

#include "common/text.h"
#include "server/auth/guard.h"
#include "server/auth/password.h"
#include "server/auth/session_cache.h"
#include "server/auth/totp.h"
#include "server/registry/operator_rules.h"
#include "server/service/operator_message.h"
#include "server/store/policy_cache.h"
#include "server/store/session_store.h"
#include "server/store/sign_in_store.h"

/* ---- password ---- */

/* What .prepare leaves. The old password is guarded like a sign-in: who finds an open console must
 * not be able to try passwords there. */
struct password_change {
	struct guard guard;
	int64_t unit;
	const char *old_hash, *new_hash;
	bool is_old_wrong;
};

static const char *number(struct ctx *ctx, int64_t value)
{
	return arena_printf(ctx->arena, "%lld", (long long)value);
}

static void fault_new(struct ctx *ctx, const char *password, unsigned faults, int64_t min_length)
{
	static const char field[] = "new_password";
	const char *character =
		arena_printf(ctx->arena, "U+%04X", (unsigned)text_find_forbidden(password));
	if (faults & PASSWORD_SHORT)
		ctx_fault(ctx, field, REASON_TOO_SHORT, number(ctx, min_length));
	if (faults & PASSWORD_LONG)
		ctx_fault(ctx, field, REASON_TOO_LONG, number(ctx, PASSWORD_MAX));
	if (faults & PASSWORD_INVISIBLE)
		ctx_fault(ctx, field, REASON_FORBIDDEN_CHARACTER, character);
	if (faults & PASSWORD_HAS_NAME)
		ctx_fault(ctx, field, REASON_PASSWORD_HAS_NAME);
	if (faults & PASSWORD_PLAIN)
		ctx_fault(ctx, field, REASON_PASSWORD_PLAIN, number(ctx, PASSWORD_DIFFERENT),
			number(ctx, PASSPHRASE_LENGTH));
	if (faults & PASSWORD_RUN)
		ctx_fault(ctx, field, REASON_PASSWORD_RUN);
}

static void check_new(
	struct ctx *ctx, const Xueji__V1__ChangePasswordRequest *in, const struct sign_in_row *row)
{
	int64_t min_length = policy_number(ctx, POLICY_PASSWORD_LENGTH, row->unit);
	if (in->new_password[0] == '\0')
		ctx_fault(ctx, "new_password", REASON_REQUIRED);
	else
		fault_new(ctx, in->new_password,
			password_faults(in->new_password, row->name, min_length), min_length);
}

static void check_old(struct ctx *ctx, const Xueji__V1__ChangePasswordRequest *in,
	const struct sign_in_row *row, struct password_change *change)
{
	if (in->old_password[0] == '\0') {
		ctx_fault(ctx, "old_password", REASON_REQUIRED);
	} else if (text_length(in->old_password) > PASSWORD_MAX) {
		ctx_fault(ctx, "old_password", REASON_TOO_LONG, number(ctx, PASSWORD_MAX));
	} else if (!password_verify(row->password_hash, in->old_password)) {
		change->is_old_wrong = true;
		ctx_fault(ctx, "old_password", REASON_WRONG_PASSWORD);
	}
}

/* Only for who has proved that he knows the password: the answer tells about older ones. */
static enum err check_history(
	struct ctx *ctx, const Xueji__V1__ChangePasswordRequest *in, int64_t operator_id)
{
	const char *hashes[PASSWORDS_BEFORE];
	size_t n;
	enum err err = password_list(ctx, operator_id, hashes, &n);
	bool is_used = strcmp(in->old_password, in->new_password) == 0;
	for (size_t i = 0; err == OK && i < n && !is_used; i++)
		is_used = password_verify(hashes[i], in->new_password);
	if (is_used)
		ctx_fault(ctx, "new_password", REASON_PASSWORD_USED_BEFORE,
			number(ctx, PASSWORDS_BEFORE));
	return err;
}

enum err change_password_prepare(struct ctx *ctx, const void *request)
{
	const Xueji__V1__ChangePasswordRequest *in = request;
	struct password_change *change = arena_one(ctx->arena, struct password_change);
	struct sign_in_row row;
	enum err err = sign_in_get(ctx, ctx->actor.operator_id, &row);
	if (err != OK)
		return err;
	ctx->prepared = change;
	change->guard = guard_of(ctx, "password", row.name, NULL);
	change->unit = row.unit;
	change->old_hash = row.password_hash;
	if ((err = guard_check(ctx, &change->guard)) != OK)
		return err;
	check_old(ctx, in, &row, change);
	check_new(ctx, in, &row);
	if ((err = ctx_faults(ctx)) != OK)
		return err;
	if ((err = check_history(ctx, in, row.id)) != OK || (err = ctx_faults(ctx)) != OK)
		return err;
	return password_hash(ctx, in->new_password, PASSWORD_STANDARD, &change->new_hash);
}

/* The password and the sessions as they were when the new one was hashed may be gone by now. */
static enum err still_holds(struct ctx *ctx, const struct password_change *change)
{
	struct sign_in_row row;
	enum err err = guard_check(ctx, &change->guard);
	if (err == OK)
		err = sign_in_get(ctx, ctx->actor.operator_id, &row);
	if (err == OK && strcmp(row.password_hash, change->old_hash) != 0)
		return ctx_fail(ctx, REASON_STALE);
	return err;
}

enum err change_password_run(struct ctx *ctx, const void *request, void *reply)
{
	(void)request;
	const struct password_change *change = ctx->prepared;
	Xueji__V1__ChangePasswordResponse *out = reply;
	int64_t id = ctx->actor.operator_id, ended = 0;
	enum err err = still_holds(ctx, change);
	if (err == OK)
		err = password_set(ctx, id, change->new_hash, false);
	if (err == OK)
		err = guard_clear(ctx, &change->guard);
	if (err == OK)
		err = session_delete_others(ctx, id, ctx->actor.session_id, &ended);
	if (err != OK)
		return err;
	out->ended_sessions = (int32_t)ended;
	note_operator(ctx, ACTION_PASSWORD_CHANGED, id, change->unit, NULL);
	session_follow(ctx, id);
	return OK;
}

enum err change_password_refused(struct ctx *ctx, const void *request)
{
	(void)request;
	const struct password_change *change = ctx->prepared;
	if (change == NULL || !change->is_old_wrong)
		return OK;
	note_operator(ctx, ACTION_SIGN_IN_REFUSED, ctx->actor.operator_id, change->unit,
		reason_row(REASON_WRONG_PASSWORD)->name);
	return guard_count(ctx, &change->guard);
}

/* ---- second factor ---- */

enum err enrol_second_factor(struct ctx *ctx, const void *request, void *reply)
{
	(void)request;
	Xueji__V1__EnrolSecondFactorResponse *out = reply;
	uint8_t secret[TOTP_SECRET_SIZE];
	struct sign_in_row row;
	enum err err = sign_in_get(ctx, ctx->actor.operator_id, &row);
	if (err == OK && row.totp_secret != NULL)
		return ctx_fail(ctx, REASON_SECOND_FACTOR_IN_USE);
	if (err != OK)
		return err;
	ctx_random(ctx, secret, sizeof secret);
	if ((err = totp_begin(ctx, row.id, secret, sizeof secret)) != OK)
		return err;
	out->secret = (char *)totp_base32(ctx->arena, secret, sizeof secret);
	out->uri = (char *)totp_uri(ctx->arena, row.name, out->secret);
	note_operator(ctx, ACTION_SECOND_FACTOR_BEGUN, row.id, row.unit, NULL);
	return OK;
}

static int64_t check_code(struct ctx *ctx, const struct sign_in_row *row, const char *code)
{
	int64_t step = 0;
	if (code[0] == '\0')
		ctx_fault(ctx, "code", REASON_REQUIRED);
	else if (!totp_is_code(code))
		ctx_fault(ctx, "code", REASON_NOT_A_CODE);
	else if ((step = totp_check(
			  row->totp_pending, row->totp_pending_size, ctx->now_us, 0, code)) == 0)
		ctx_fault(ctx, "code", REASON_WRONG_CODE);
	return step;
}

enum err confirm_second_factor(struct ctx *ctx, const void *request, void *reply)
{
	(void)reply;
	const Xueji__V1__ConfirmSecondFactorRequest *in = request;
	struct sign_in_row row;
	enum err err = sign_in_get(ctx, ctx->actor.operator_id, &row);
	if (err == OK && row.totp_pending == NULL)
		return ctx_fail(ctx, REASON_SECOND_FACTOR_NOT_BEGUN);
	if (err != OK)
		return err;
	int64_t step = check_code(ctx, &row, in->code);
	if ((err = ctx_faults(ctx)) != OK || (err = totp_confirm(ctx, row.id, step)) != OK)
		return err;
	note_operator(ctx, ACTION_SECOND_FACTOR_SET, row.id, row.unit, NULL);
	session_follow(ctx, row.id);
	return OK;
}
