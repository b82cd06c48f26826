#include "server/auth/administrator.h"

#include "server/auth/session_cache.h"
#include "server/registry/operator_rules.h"
#include "server/store/operator_store.h"
#include "server/store/session_store.h"
#include "server/store/sign_in_store.h"

static void note(struct ctx *ctx, enum action action, int64_t unit, int64_t id)
{
	ctx_journal(ctx, &(struct note){.action = action,
				 .unit = unit,
				 .entity = "operator",
				 .entity_id = id,
				 .summary = "by the command line"});
}

static enum err set_one_time(struct ctx *ctx, int64_t id, char password_out[ONE_TIME_SIZE])
{
	const char *hash;
	password_one_time(ctx, password_out);
	enum err err = password_hash(ctx, password_out, PASSWORD_STANDARD, &hash);
	return err == OK ? password_set(ctx, id, hash, true) : err;
}

static enum err check_name(struct ctx *ctx, const char *name)
{
	int64_t taken;
	if (!operator_name_is_valid(name))
		return ctx_fail(ctx, REASON_NOT_A_SIGN_IN_NAME);
	enum err err = operator_find(ctx, name, &taken);
	if (err == OK && taken != 0)
		return ctx_fail(ctx, REASON_NAME_TAKEN, name);
	return err;
}

enum err administrator_create(
	struct ctx *ctx, const char *name, int64_t unit, char password_out[ONE_TIME_SIZE])
{
	struct operator_row row = {.name = name, .full_name = name, .unit = unit};
	enum err err = check_name(ctx, name);
	if (err == OK)
		err = operator_insert(ctx, &row);
	if (err == OK)
		err = set_one_time(ctx, row.id, password_out);
	if (err != OK)
		return err;
	note(ctx, ACTION_OPERATOR_CREATED, unit, row.id);
	note(ctx, ACTION_POSTED, unit, row.id);
	return posting_insert(ctx, &(struct posting_row){.operator_id = row.id,
					   .unit = unit,
					   .roles = ROLE_SECURITY,
					   .from_day = ctx_today(ctx),
					   .to_day = DAY_OPEN});
}

static enum err find_administrator(struct ctx *ctx, const char *name, struct operator_account *out)
{
	int64_t id;
	int32_t today = ctx_today(ctx);
	enum err err = operator_find(ctx, name, &id);
	if (err == OK && id == 0)
		return ctx_fail(ctx, REASON_NO_SUCH_OPERATOR);
	if (err == OK)
		err = operator_account(ctx, id, out);
	for (size_t i = 0; err == OK && i < out->n_rights; i++)
		if (out->rights[i].roles & ROLE_SECURITY && out->rights[i].for_operator == 0 &&
			out->rights[i].from_day <= today && today <= out->rights[i].to_day)
			return OK;
	return err == OK ? ctx_fail(ctx, REASON_NOT_POSTED) : err;
}

enum err administrator_reset(struct ctx *ctx, const char *name, char password_out[ONE_TIME_SIZE])
{
	struct operator_account account;
	enum err err = find_administrator(ctx, name, &account);
	if (err == OK)
		err = set_one_time(ctx, account.id, password_out);
	if (err == OK)
		err = operator_set_state(ctx, account.id, OPERATOR_ACTIVE);
	if (err == OK)
		err = totp_remove(ctx, account.id);
	if (err == OK)
		err = session_delete_others(ctx, account.id, 0, NULL);
	if (err != OK)
		return err;
	note(ctx, ACTION_PASSWORD_RESET, account.unit, account.id);
	session_follow(ctx, account.id);
	return OK;
}
