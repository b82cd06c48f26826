/* People posted to a unit that is closed: with one successor they are posted there from today on,
 * else their postings end with yesterday. Their home unit goes over to the successor too. */
#include "server/service/unit_moved.h"

#include "common/date.h"
#include "domain/roles.h"
#include "server/auth/session_cache.h"
#include "server/registry/operator_rules.h"
#include "server/service/operator_message.h"
#include "server/store/operator_store.h"
#include "server/store/unit_tree.h"

enum { PEOPLE_MOST = 10000 };

static void note(struct ctx *ctx, enum action action, const struct posting_row *posting)
{
	char roles[128], from[DATE_TEXT_SIZE], to[DATE_TEXT_SIZE];
	date_format(posting->from_day, from);
	date_format(posting->to_day, to);
	note_operator(ctx, action, posting->operator_id, posting->unit,
		arena_printf(ctx->arena, "unit %lld, roles %s, %s to %s", (long long)posting->unit,
			roles_words(posting->roles, roles, sizeof roles), from, to));
}

static void follow(struct ctx *ctx, const struct posting_row *posting)
{
	session_follow(ctx, posting->operator_id);
	if (posting->deputy_id != 0)
		session_follow(ctx, posting->deputy_id);
}

static enum err end(struct ctx *ctx, struct posting_row posting)
{
	posting.to_day = ctx_today(ctx) - 1;
	enum err err = posting_update(ctx, &posting);
	if (err != OK)
		return err;
	note(ctx, ACTION_POSTING_ENDED, &posting);
	follow(ctx, &posting);
	return OK;
}

/* The successor may be a unit where he is posted already, or where one person may not be both
 * (R58: registrar here, approver there); then the security administrator has to decide. */
static enum err may_move(struct ctx *ctx, const struct posting_row *moved, bool *out)
{
	struct operator_account account;
	const struct duty duty = {moved->unit, moved->roles, moved->from_day, moved->to_day};
	enum err err = operator_account(ctx, moved->operator_id, &account);
	*out = true;
	for (size_t i = 0; err == OK && i < account.n_rights; i++) {
		const struct right *right = &account.rights[i];
		const struct duty other = {
			right->unit, right->roles, right->from_day, right->to_day};
		bool overlaps = right->for_operator == 0 && right->unit == moved->unit &&
				right->from_day <= moved->to_day &&
				moved->from_day <= right->to_day;
		if (overlaps || duties_conflict(&other, &duty) != REASON_COUNT)
			*out = false;
	}
	return err;
}

static enum err post(struct ctx *ctx, struct posting_row posting, int64_t to)
{
	const struct posting_row deputy = posting;
	bool may;
	posting.unit = to;
	if (posting.from_day < ctx_today(ctx))
		posting.from_day = ctx_today(ctx);
	enum err err = may_move(ctx, &posting, &may);
	if (err != OK || !may)
		return err;
	if ((err = posting_insert(ctx, &posting)) != OK)
		return err;
	note(ctx, ACTION_POSTED, &posting);
	posting.deputy_id = deputy.deputy_id;
	return posting.deputy_id != 0 ? posting_update(ctx, &posting) : OK;
}

static enum err move_people_home(struct ctx *ctx, const struct unit_move *move)
{
	const struct operator_filter filter = {.unit = move->from, .prefix = "", .after = ""};
	struct operator_row *people;
	size_t n;
	enum err err = operator_list(ctx, &filter, PEOPLE_MOST, &people, &n);
	if (err == OK)
		err = operator_move_home(ctx, move->from, move->to);
	for (size_t i = 0; err == OK && i < n; i++) {
		note_operator(ctx, ACTION_OPERATOR_UPDATED, people[i].id, move->from,
			arena_printf(ctx->arena, "home unit %lld", (long long)move->to));
		session_follow(ctx, people[i].id);
	}
	return err;
}

enum err postings_unit_moved(struct ctx *ctx, const struct unit_move *move)
{
	struct posting_row *postings;
	size_t n;
	enum err err = posting_list_at(ctx, move->from, ctx_today(ctx), &postings, &n);
	for (size_t i = 0; err == OK && i < n; i++) {
		if ((err = end(ctx, postings[i])) == OK && move->to != 0)
			err = post(ctx, postings[i], move->to);
	}
	return err == OK && move->to != 0 ? move_people_home(ctx, move) : err;
}
