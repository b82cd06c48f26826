#include "server/service/postings.h"

#include "common/date.h"
#include "domain/roles.h"
#include "server/auth/access.h"
#include "server/auth/session_cache.h"
#include "server/registry/operator_rules.h"
#include "server/service/operator_change.h"
#include "server/service/operator_message.h"
#include "server/service/operator_request.h"
#include "server/store/unit_tree.h"

static const char *day_text(struct ctx *ctx, int32_t day)
{
	char text[DATE_TEXT_SIZE];
	date_format(day, text);
	return arena_strdup(ctx->arena, text);
}

/* The caller must manage where the posting is, too; else he could give rights that he has not. */
static enum err check_manages(struct ctx *ctx, int64_t unit)
{
	if (access_right(ctx, ROLE_SECURITY, SCOPE_MANAGED, unit) == NULL)
		return ctx_fail(ctx, REASON_OUTSIDE_SCOPE);
	return OK;
}

/* The new duty against all that the operator is or will be, himself or as a deputy. */
static enum err check_duties(
	struct ctx *ctx, int64_t operator_id, const struct duty *added, const char *field)
{
	struct operator_account account;
	enum err err = operator_account(ctx, operator_id, &account);
	for (size_t i = 0; err == OK && i < account.n_rights; i++) {
		const struct right *right = &account.rights[i];
		const struct duty duty = {
			right->unit, right->roles, right->from_day, right->to_day};
		enum reason conflict = duties_conflict(&duty, added);
		if (conflict != REASON_COUNT) {
			ctx_fault(ctx, field, conflict);
			break;
		}
	}
	return err;
}

static void note_posting(
	struct ctx *ctx, enum action action, int64_t operator_id, const struct posting_row *posting)
{
	char roles[128];
	const struct unit_node *unit = unit_tree_get(ctx->units, posting->unit);
	note_operator(ctx, action, operator_id, posting->unit,
		arena_printf(ctx->arena, "unit %s, roles %s, %s to %s", unit ? unit->code : "-",
			roles_words(posting->roles, roles, sizeof roles),
			day_text(ctx, posting->from_day), day_text(ctx, posting->to_day)));
}

/* ---- AddPosting ---- */

static enum err check_overlap(struct ctx *ctx, const struct posting_row *added)
{
	struct posting_row *rows;
	size_t n;
	enum err err = posting_list(ctx, added->operator_id, added->from_day, &rows, &n);
	for (size_t i = 0; err == OK && i < n; i++)
		if (rows[i].unit == added->unit && rows[i].from_day <= added->to_day &&
			rows[i].from_day <= rows[i].to_day) {
			ctx_fault(ctx, "unit_id", REASON_POSTED_ALREADY);
			break;
		}
	return err;
}

enum err add_posting(struct ctx *ctx, const void *request, void *reply)
{
	struct operator_request in;
	struct operator_row row;
	enum err err = operator_change_begin(ctx, request, &in, &row);
	if (err != OK || (err = check_manages(ctx, in.unit)) != OK)
		return err;
	struct posting_row posting = {.operator_id = row.id,
		.unit = in.unit,
		.roles = in.roles,
		.from_day = in.first_day ? in.first_day : ctx_today(ctx),
		.to_day = in.last_day ? in.last_day : DAY_OPEN};
	const struct duty duty = {posting.unit, posting.roles, posting.from_day, posting.to_day};
	if ((err = check_overlap(ctx, &posting)) != OK ||
		(err = check_duties(ctx, row.id, &duty, "roles")) != OK ||
		(err = ctx_faults(ctx)) != OK || (err = posting_insert(ctx, &posting)) != OK)
		return err;
	note_posting(ctx, ACTION_POSTED, row.id, &posting);
	return operator_change_end(ctx, row.id, reply);
}

/* ---- EndPosting ---- */

static enum err read_posting(
	struct ctx *ctx, const struct operator_request *in, struct posting_row *out)
{
	enum err err = posting_get(ctx, in->posting, out);
	if (err == ERR_NOT_FOUND || (err == OK && out->operator_id != in->operator_id))
		return ctx_fail(ctx, REASON_NO_SUCH_POSTING);
	if (err == OK && (out->to_day < ctx_today(ctx) || out->to_day < out->from_day))
		return ctx_fail(ctx, REASON_POSTING_OVER);
	return err;
}

static void check_last_day(
	struct ctx *ctx, const struct operator_request *in, const struct posting_row *posting)
{
	if (in->last_day == DAY_NONE)
		return;
	if (in->last_day > posting->to_day)
		ctx_fault(ctx, "last_day", REASON_AFTER_POSTING, day_text(ctx, posting->to_day));
	if (in->last_day < posting->from_day)
		ctx_fault(ctx, "last_day", REASON_ENDS_BEFORE_START,
			day_text(ctx, posting->from_day));
}

/* At once means that yesterday was the last day: no call of today may use it any more. */
enum err end_posting(struct ctx *ctx, const void *request, void *reply)
{
	struct operator_request in;
	struct operator_row row;
	struct posting_row posting;
	enum err err = operator_change_begin(ctx, request, &in, &row);
	if (err != OK || (err = read_posting(ctx, &in, &posting)) != OK)
		return err;
	check_last_day(ctx, &in, &posting);
	if ((err = ctx_faults(ctx)) != OK)
		return err;
	posting.to_day = in.last_day ? in.last_day : ctx_today(ctx) - 1;
	if ((err = posting_update(ctx, &posting)) != OK)
		return err;
	note_posting(ctx, ACTION_POSTING_ENDED, row.id, &posting);
	if (posting.deputy_id != 0)
		session_follow(ctx, posting.deputy_id);
	return operator_change_end(ctx, row.id, reply);
}

/* ---- SetDeputy ---- */

static void check_dates(
	struct ctx *ctx, const struct operator_request *in, const struct posting_row *posting)
{
	if (in->deputy == 0) {
		if (in->first_day != DAY_NONE)
			ctx_fault(ctx, "first_day", REASON_NOTHING_GIVEN);
		if (in->last_day != DAY_NONE)
			ctx_fault(ctx, "last_day", REASON_NOTHING_GIVEN);
		return;
	}
	if (in->last_day == DAY_NONE)
		ctx_fault(ctx, "last_day", REASON_REQUIRED);
	else
		check_last_day(ctx, in, posting);
}

/* Any operator whom the caller manages; his other duties must go with this one. */
static enum err check_deputy(
	struct ctx *ctx, const struct operator_request *in, const struct posting_row *posting)
{
	struct operator_row deputy;
	if (in->deputy == 0)
		return OK;
	enum err err = operator_get(ctx, in->deputy, &deputy);
	if (err == ERR_NOT_FOUND)
		ctx_fault(ctx, "deputy_id", REASON_NOT_AN_ID);
	if (err != OK)
		return err == ERR_NOT_FOUND ? OK : err;
	if ((err = check_manages(ctx, deputy.unit)) != OK)
		return err;
	if (deputy.state != OPERATOR_ACTIVE)
		ctx_fault(ctx, "deputy_id", REASON_DEPUTY_SEALED);
	const struct duty duty = {posting->unit, posting->roles,
		in->first_day ? in->first_day : ctx_today(ctx), in->last_day};
	return check_duties(ctx, deputy.id, &duty, "deputy_id");
}

static void note_deputy(struct ctx *ctx, const struct posting_row *posting)
{
	note_operator(ctx, ACTION_DEPUTY_SET, posting->operator_id, posting->unit,
		posting->deputy_id == 0 ? "none any more"
					: arena_printf(ctx->arena, "operator %lld, %s to %s",
						  (long long)posting->deputy_id,
						  day_text(ctx, posting->deputy_from),
						  day_text(ctx, posting->deputy_to)));
}

static enum err replace_deputy(
	struct ctx *ctx, const struct operator_request *in, struct posting_row *posting)
{
	int64_t before = posting->deputy_id;
	posting->deputy_id = in->deputy;
	posting->deputy_from = in->first_day;
	posting->deputy_to = in->last_day;
	if (in->deputy != 0 && in->first_day == DAY_NONE)
		posting->deputy_from = ctx_today(ctx);
	enum err err = posting_update(ctx, posting);
	if (err != OK)
		return err;
	note_deputy(ctx, posting);
	if (before != 0)
		session_follow(ctx, before);
	if (in->deputy != 0 && in->deputy != before)
		session_follow(ctx, in->deputy);
	return OK;
}

enum err set_deputy(struct ctx *ctx, const void *request, void *reply)
{
	struct operator_request in;
	struct operator_row row;
	struct posting_row posting;
	enum err err = operator_change_begin(ctx, request, &in, &row);
	if (err != OK || (err = read_posting(ctx, &in, &posting)) != OK ||
		(err = check_manages(ctx, posting.unit)) != OK)
		return err;
	check_dates(ctx, &in, &posting);
	if ((err = check_deputy(ctx, &in, &posting)) != OK || (err = ctx_faults(ctx)) != OK ||
		(err = replace_deputy(ctx, &in, &posting)) != OK)
		return err;
	return operator_change_end(ctx, row.id, reply);
}
