#include "server/service/transfer_child.h"

#include <string.h>

#include "domain/name_text.h"
#include "domain/roll.h"
#include "server/auth/guard.h"
#include "server/service/fields.h"
#include "server/service/transfer_facts.h"
#include "server/store/crossing_store.h"
#include "server/store/enrolment_store.h"
#include "server/store/identity_store.h"
#include "server/store/ids.h"
#include "server/store/number_store.h"
#include "server/store/unit_tree.h"

enum { NUMBER_MOST = 40, FOUND_MOST = 8, KEYS_MOST = 16 };

void child_papers_read(struct ctx *ctx, const char *student_no, const char *id_number,
	const char *name, struct child_papers *out)
{
	if (field_line(ctx, "name", name, NAME_LENGTH))
		name = name_tidy(ctx->arena, name);
	field_line_or_none(ctx, "student_no", student_no, NUMBER_MOST);
	field_line_or_none(ctx, "id_number", id_number, NUMBER_MOST);
	if (student_no[0] == '\0' && id_number[0] == '\0')
		ctx_fault(ctx, "student_no", REASON_REQUIRED_WITHOUT, "id_number");
	*out = (struct child_papers){student_no, id_number, name};
}

/* ---- guessing ---- */

static struct guard guesses(const struct ctx *ctx)
{
	return guard_of(
		ctx, "transfer.child", ids_format(ctx->arena, ctx->actor.operator_id), NULL);
}

enum err transfer_guess_missed(struct ctx *ctx, const void *request)
{
	(void)request;
	enum reason why = ctx->failure.reason;
	const struct guard guard = guesses(ctx);
	if (why != REASON_CHILD_NOT_FOUND && why != REASON_DATA_DIFFER_2001)
		return OK;
	ctx_journal(ctx, &(struct note){.action = ACTION_TRANSFER_LOOKED_UP,
				 .entity = "operator",
				 .entity_id = ctx->actor.operator_id,
				 .summary = "no child fits"});
	return guard_count(ctx, &guard);
}

/* ---- finding ---- */

static enum err by_id(struct ctx *ctx, const char *typed, int64_t found[FOUND_MOST], size_t *n_out)
{
	struct identity_key keys[KEYS_MOST];
	struct identity_claims claims;
	size_t n = 0, n_keys = identity_keys_of(ctx->app->keys, typed, keys, KEYS_MOST);
	enum err err = OK;
	for (size_t i = 0; err == OK && i < n_keys; i++) {
		err = identity_find(ctx, &keys[i], &claims);
		for (size_t k = 0; err == OK && k < claims.n && n < FOUND_MOST; k++)
			found[n++] = claims.of[k].student;
	}
	*n_out = n;
	return err;
}

/* Of those whom the number leads to: who may be applied for, and of these who has the name. */
struct match {
	struct student_row one;
	size_t fitting, named;
	struct student_row moved; /* of that name, and gone to another province */
	struct student_row other; /* of that name, and no child of this kind of application */
};

static bool fits(enum case_type type, const struct student_row *row)
{
	return type == CASE_ENROLMENT ? roll_may_go_on(row->status, row->stage)
				      : roll_status_row(row->status)->is_on_roll;
}

static enum err match(struct ctx *ctx, enum case_type type, const int64_t *found, size_t n,
	const char *name, struct match *out)
{
	enum err err = OK;
	*out = (struct match){0};
	for (size_t i = 0; err == OK && i < n; i++) {
		struct student_row row;
		err = student_get(ctx, found[i], &row);
		bool is_named = err == OK && strcmp(row.name, name) == 0;
		if (is_named && row.status == ROLL_MOVED_OUT)
			out->moved = row;
		else if (is_named)
			out->other = row;
		if (err != OK || !fits(type, &row))
			continue;
		out->fitting++;
		out->named += is_named;
		if (is_named)
			out->one = row;
	}
	return err;
}

static const char *word(const struct ctx *ctx, const char *en, const char *zh)
{
	return ctx->lang == LANG_ZH ? zh : en;
}

enum err transfer_find_child(struct ctx *ctx, enum case_type type,
	const struct child_papers *papers, struct student_row *out)
{
	const struct guard guard = guesses(ctx);
	enum err err = guard_check(ctx, &guard);
	return err == OK ? transfer_match_child(ctx, type, papers, out) : err;
}

/* No graduate, but known: on a roll already, perhaps since another school was quicker (FSM6). */
static enum err refuse_other(struct ctx *ctx, const struct student_row *other)
{
	const struct unit_node *school = unit_tree_get(ctx->units, other->school);
	const struct roll_status_row *status = roll_status_row(other->status);
	struct enrolment *stays;
	size_t n = 0;
	enum err err = enrolment_list(ctx, other->id, &stays, &n);
	bool was_graduate = false;
	for (size_t i = 0; err == OK && i < n; i++)
		was_graduate |= stays[i].ended == ROLL_END_GRADUATED ||
				stays[i].ended == ROLL_END_COMPLETED;
	if (err != OK)
		return err;
	if (status->is_on_roll && was_graduate && school != NULL)
		return ctx_fail(ctx, REASON_ENROLLED_ELSEWHERE, school->name);
	return ctx_fail(ctx, REASON_NOT_GRADUATE, sentence_in(&status->title, ctx->lang));
}

/* Nobody of that name is to be had here; perhaps one was. */
static enum err refuse_absent(struct ctx *ctx, enum case_type type, const struct match *match_of)
{
	const char *province = "";
	const struct student_row *other = &match_of->other;
	if (type == CASE_ENROLMENT && other->id != 0)
		return refuse_other(ctx, other);
	if (other->id != 0 && fits(CASE_ENROLMENT, other))
		return ctx_fail(ctx, REASON_OTHER_STAGE);
	enum err err =
		match_of->moved.id != 0 ? crossing_gone_to(ctx, match_of->moved.id, &province) : OK;
	if (err != OK)
		return err;
	const struct unit_node *there = unit_tree_by_code(ctx->units, province);
	if (there == NULL)
		return ctx_fail(ctx, REASON_CHILD_NOT_FOUND);
	return ctx_fail(ctx, REASON_CHILD_ELSEWHERE, there->name);
}

enum err transfer_match_child(struct ctx *ctx, enum case_type type,
	const struct child_papers *papers, struct student_row *out)
{
	int64_t found[FOUND_MOST];
	bool has_no = papers->student_no[0] != '\0', is_same = true;
	struct match match_of;
	size_t n = 0;
	enum err err = has_no ? number_find(ctx, papers->student_no, found, FOUND_MOST, &n)
			      : by_id(ctx, papers->id_number, found, &n);
	if (err == OK)
		err = match(ctx, type, found, n, papers->name, &match_of);
	if (err != OK)
		return err;
	if (match_of.fitting == 0)
		return refuse_absent(ctx, type, &match_of);
	if (match_of.named == 0)
		return ctx_fail(ctx, REASON_DATA_DIFFER_2001, word(ctx, "name", "姓名"));
	if (match_of.named > 1)
		return ctx_fail(ctx, REASON_NUMBER_SHARED);
	*out = match_of.one;
	if (has_no && papers->id_number[0] != '\0')
		err = transfer_id_is(ctx, out->id, papers->id_number, &is_same);
	if (err == OK && !is_same)
		err = ctx_fail(ctx, REASON_DATA_DIFFER_2001, word(ctx, "ID number", "身份证件号"));
	return err;
}
