/* Whoever guesses must learn nothing but "wrong": unknown names, wrong passwords and wrong codes
 * get the same answer, after the same work, counted the same way. What stands against the account
 * itself (sealed, no posting) is said only to who knows the password and the code. */
#include "server/service/sign_in.h"

#include <string.h>

#include "common/date.h"
#include "common/text.h"
#include "server/auth/access.h"
#include "server/auth/guard.h"
#include "server/auth/password.h"
#include "server/auth/token.h"
#include "server/auth/totp.h"
#include "server/service/fields.h"
#include "server/service/message.h"
#include "server/service/operator_message.h"
#include "server/store/ids.h"
#include "server/store/policy_cache.h"
#include "server/store/session_store.h"
#include "server/store/sign_in_store.h"

#define US_PER_HOUR   (3600 * US_PER_SECOND)
#define US_PER_MINUTE (60 * US_PER_SECOND)

/* What .prepare leaves: a try that has been looked at but not yet judged. */
struct attempt {
	struct guard guard;
	int64_t operator_id, unit; /* 0: nobody has the name */
	const char *hash, *new_hash;
	bool is_password_right;
	bool is_known_device;
};

/* ---- on the slow lane ---- */

static enum err check_fields(struct ctx *ctx, const Xueji__V1__SignInRequest *in)
{
	field_line(ctx, "name", in->name, OPERATOR_NAME_MAX);
	if (in->password[0] == '\0')
		ctx_fault(ctx, "password", REASON_REQUIRED);
	else if (text_length(in->password) > PASSWORD_MAX)
		ctx_fault(ctx, "password", REASON_TOO_LONG,
			arena_printf(ctx->arena, "%d", PASSWORD_MAX));
	if (in->code[0] != '\0' && !totp_is_code(in->code))
		ctx_fault(ctx, "code", REASON_NOT_A_CODE);
	if (in->device[0] != '\0' && !token_is_well_formed(in->device, strlen(in->device)))
		ctx_fault(ctx, "device", REASON_NOT_AN_ID);
	return ctx_faults(ctx);
}

static enum err find_device(
	struct ctx *ctx, const Xueji__V1__SignInRequest *in, struct attempt *attempt)
{
	uint8_t hash[TOKEN_HASH_SIZE];
	if (in->device[0] == '\0' || attempt->operator_id == 0)
		return OK;
	token_hash(in->device, TOKEN_SIZE, hash);
	return device_is_known(ctx, attempt->operator_id, hash, &attempt->is_known_device);
}

static enum err find(struct ctx *ctx, const Xueji__V1__SignInRequest *in, struct attempt *attempt)
{
	char name[OPERATOR_NAME_MAX + 1] = "";
	struct sign_in_row row;
	bool is_short = operator_name_fold(in->name, name);
	enum err err = is_short ? sign_in_find(ctx, name, &row) : ERR_NOT_FOUND;
	if (err != OK && err != ERR_NOT_FOUND)
		return err;
	if (err == OK) {
		attempt->operator_id = row.id;
		attempt->unit = row.unit;
		attempt->hash = row.password_hash;
	}
	err = find_device(ctx, in, attempt);
	attempt->guard = guard_of(ctx, attempt->is_known_device ? "device" : "sign_in",
		is_short ? name : in->name, attempt->is_known_device ? in->device : ctx->peer_name);
	return err;
}

static enum err try_password(
	struct ctx *ctx, const Xueji__V1__SignInRequest *in, struct attempt *attempt)
{
	if (attempt->operator_id == 0) {
		password_burn(in->password);
		return OK;
	}
	attempt->is_password_right = password_verify(attempt->hash, in->password);
	if (!password_is_dated(attempt->hash))
		return OK;
	/* A cheap hash is quick to try: make up for the time that a dear one would have taken. */
	if (attempt->is_password_right)
		return password_hash(ctx, in->password, PASSWORD_STANDARD, &attempt->new_hash);
	password_burn(in->password);
	return OK;
}

enum err sign_in_prepare(struct ctx *ctx, const void *request)
{
	const Xueji__V1__SignInRequest *in = request;
	struct attempt *attempt = arena_one(ctx->arena, struct attempt);
	enum err err = check_fields(ctx, in);
	if (err == OK)
		err = find(ctx, in, attempt);
	if (err == OK)
		err = guard_check(ctx, &attempt->guard);
	if (err == OK)
		err = try_password(ctx, in, attempt);
	ctx->prepared = attempt;
	return err;
}

/* ---- on the writer ---- */

/* Tries that were hashed side by side are judged one after the other, each against the count that
 * the one before left; so a crowd of them learns no more than one by one. */
static enum err judge(struct ctx *ctx, const Xueji__V1__SignInRequest *in,
	const struct attempt *attempt, struct sign_in_row *row, int64_t *step_out)
{
	enum err err = guard_check(ctx, &attempt->guard);
	if (err != OK)
		return err;
	if (!attempt->is_password_right)
		return ctx_fail(ctx, REASON_WRONG_SIGN_IN);
	if ((err = sign_in_get(ctx, attempt->operator_id, row)) != OK)
		return err;
	if (strcmp(row->password_hash, attempt->hash) != 0) /* changed since it was tried */
		return ctx_fail(ctx, REASON_WRONG_SIGN_IN);
	if (row->totp_secret == NULL)
		return OK;
	*step_out = totp_check(
		row->totp_secret, row->totp_secret_size, ctx->now_us, row->totp_step, in->code);
	return *step_out ? OK : ctx_fail(ctx, REASON_WRONG_SIGN_IN);
}

static enum err may_enter(struct ctx *ctx, const struct sign_in_row *row, uint32_t roles)
{
	int64_t hours = policy_number(ctx, POLICY_ONE_TIME_HOURS, row->unit);
	if (row->state != OPERATOR_ACTIVE)
		return ctx_fail(ctx, REASON_ACCOUNT_SEALED);
	if (row->is_one_time && ctx->now_us - row->password_set_us >= hours * US_PER_HOUR)
		return ctx_fail(ctx, REASON_ONE_TIME_EXPIRED);
	if (roles == 0)
		return ctx_fail(ctx, REASON_NOT_POSTED);
	return OK;
}

static enum err end_oldest(struct ctx *ctx, const struct sign_in_row *who)
{
	struct session_row *rows;
	size_t n, most = (size_t)policy_number(ctx, POLICY_SESSIONS_PER_OPERATOR, who->unit);
	enum err err = session_list(ctx, who->id, &rows, &n);
	for (size_t i = most - 1; err == OK && i < n; i++) {
		err = session_delete(ctx, rows[i].id);
		note_operator(ctx, ACTION_SESSION_ENDED, who->id, who->unit,
			"signed in elsewhere too often");
	}
	return err;
}

static enum err open_session(struct ctx *ctx, const struct sign_in_row *who,
	const struct attempt *attempt, Xueji__V1__SignInResponse *out)
{
	int64_t unit = who->unit;
	struct session_row row = {.operator_id = who->id,
		.started_us = ctx->now_us,
		.expires_us =
			ctx->now_us + policy_number(ctx, POLICY_SESSION_HOURS, unit) * US_PER_HOUR,
		.idle_us = policy_number(ctx, POLICY_SESSION_IDLE_MINUTES, unit) * US_PER_MINUTE,
		.is_known_device = attempt->is_known_device,
		.wants_second_factor = policy_number(ctx, POLICY_SECOND_FACTOR, unit) != 0};
	out->session_token = arena_alloc(ctx->arena, TOKEN_SIZE + 1);
	token_make(ctx, out->session_token);
	token_hash(out->session_token, TOKEN_SIZE, row.token_hash);
	out->expires = message_time(ctx->arena, row.expires_us);
	out->idle_seconds = row.idle_us / US_PER_SECOND;
	out->must_enrol_second_factor = row.wants_second_factor && who->totp_secret == NULL;
	enum err err = ids_next(ctx, &row.id);
	if (err == OK)
		err = session_insert(ctx, &row);
	ctx->actor = (struct actor){.operator_id = who->id, .session_id = row.id};
	return err;
}

static enum err keep_device(struct ctx *ctx, const Xueji__V1__SignInRequest *in,
	const struct sign_in_row *who, bool is_known, Xueji__V1__SignInResponse *out)
{
	uint8_t hash[TOKEN_HASH_SIZE];
	out->device = arena_alloc(ctx->arena, TOKEN_SIZE + 1);
	if (is_known)
		memcpy(out->device, in->device, TOKEN_SIZE);
	else
		token_make(ctx, out->device);
	token_hash(out->device, TOKEN_SIZE, hash);
	out->last_sign_in = message_time(ctx->arena, who->signed_in_us);
	out->last_sign_in_here = who->signed_in_device != NULL &&
				 memcmp(who->signed_in_device, hash, sizeof hash) == 0;
	out->failed_tries = who->failed_tries;
	enum err err = device_keep(ctx, who->id, hash);
	return err == OK ? sign_in_done(ctx, who->id, hash) : err;
}

static enum err settle_credentials(
	struct ctx *ctx, const struct sign_in_row *who, const struct attempt *attempt, int64_t step)
{
	enum err err = guard_clear(ctx, &attempt->guard);
	if (err == OK && step != 0)
		err = totp_used(ctx, who->id, step);
	if (err == OK && attempt->new_hash != NULL)
		err = password_rehash(ctx, who->id, attempt->new_hash);
	return err;
}

enum err sign_in_run(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__SignInRequest *in = request;
	Xueji__V1__SignInResponse *out = reply;
	const struct attempt *attempt = ctx->prepared;
	struct sign_in_row row;
	struct operator_account account;
	int64_t step = 0;
	enum err err = judge(ctx, in, attempt, &row, &step);
	if (err == OK)
		err = operator_account(ctx, row.id, &account);
	if (err != OK)
		return err;
	uint32_t roles = rights_on(account.rights, account.n_rights, ctx_today(ctx));
	if ((err = may_enter(ctx, &row, roles)) == OK)
		err = settle_credentials(ctx, &row, attempt, step);
	if (err == OK)
		err = end_oldest(ctx, &row);
	if (err == OK)
		err = open_session(ctx, &row, attempt, out);
	if (err == OK)
		err = keep_device(ctx, in, &row, attempt->is_known_device, out);
	if (err != OK)
		return err;
	out->must_change_password = row.is_one_time;
	out->certificate_state = certificate_state(ctx, row.unit, account.certificate_until, roles);
	out->certificate_until = message_day(ctx->arena, account.certificate_until);
	note_operator(ctx, ACTION_SIGN_IN, row.id, row.unit,
		attempt->is_known_device ? "at a known console" : "at a new console");
	session_follow(ctx, row.id);
	return OK;
}

/* ---- after a refusal ---- */

static enum err count_failure(struct ctx *ctx, const struct attempt *attempt)
{
	enum err err = guard_count(ctx, &attempt->guard);
	/* Of nobody, too: it takes the same time. */
	return err == OK ? sign_in_failed(ctx, attempt->operator_id) : err;
}

enum err sign_in_refused(struct ctx *ctx, const void *request)
{
	(void)request;
	const struct attempt *attempt = ctx->prepared;
	enum reason reason = ctx->failure.reason;
	enum err err = OK;
	if (reason == REASON_WRONG_SIGN_IN)
		err = count_failure(ctx, attempt);
	else if (ctx->failure.err != ERR_DENIED)
		return OK; /* too early, or ill-formed: nothing was tried */
	note_operator(ctx, ACTION_SIGN_IN_REFUSED, attempt->operator_id, attempt->unit,
		reason_row(reason)->name);
	return err;
}
