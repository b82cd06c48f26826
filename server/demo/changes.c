#include "server/demo/changes.h"

#include "common/date.h"
#include "domain/roles.h"
#include "domain/status_change.h"
#include "server/demo/picking.h"
#include "server/demo/scans.h"
#include "server/service/services.h"
#include "server/store/ids.h"
#include "xueji/v1/cases.pb-c.h"

#define US_PER_MINUTE INT64_C(60000000)

enum { MINUTES_A_DAY = 24 * 60, HALF_A_YEAR = 180, SCHOOLS_TRIED = 30 };

/* ---- what is to happen ---- */

/* A registrar applies for it; so many moves follow, by whoever's turn it is, then perhaps an end.
 */
static const struct story {
	int count;
	enum status_change change;
	enum roll_status from;
	int moves;
	bool is_returned;
	const char *cause;
} stories[] = {
	{2, STATUS_SUSPEND, ROLL_ENROLLED, 0, false, "因病住院治疗，需休养半年。"},
	{3, STATUS_SUSPEND, ROLL_ENROLLED, 1, false, "骨折手术后不能到校上课。"},
	{3, STATUS_SUSPEND, ROLL_ENROLLED, 2, false, "因病不能坚持正常学习。"},
	{1, STATUS_SUSPEND, ROLL_ENROLLED, 0, true, "因病申请休学。"},
	{1, STATUS_RESUME, ROLL_SUSPENDED, 1, false, "病愈，申请复学。"},
	{1, STATUS_RESUME, ROLL_SUSPENDED, 2, false, "休学期满，身体康复。"},
	{1, STATUS_GO_ABROAD, ROLL_ENROLLED, 1, false, "随父母出国定居。"},
	{2, STATUS_GO_ABROAD, ROLL_ENROLLED, 2, false, "随父母出境就读。"},
	{1, STATUS_DROP_OUT, ROLL_ENROLLED, 2, false, "无故缺课四周，多次家访未返校。"},
	{1, STATUS_DROP_OUT, ROLL_ENROLLED, 0, false, "外出务工，劝返未果。"},
	{1, STATUS_RETURN, ROLL_ABROAD, 2, false, "随父母回国，申请复学。"},
	{1, STATUS_DIE, ROLL_ENROLLED, 1, false, "因病去世。"},
};

struct unfolding {
	const struct story *story;
	const struct school_plan *plan;
	struct dice dice;
	int64_t case_id; /* 0: it came to nothing */
};

static enum err take_step(struct ctx *ctx, void *of, int step);

static void plan_one(struct ctx *ctx, const struct story *story, const struct school_plan *plan,
	struct dice dice, struct deeds *deeds)
{
	struct unfolding *of = arena_one(ctx->arena, struct unfolding);
	int n = 1 + story->moves + story->is_returned;
	int64_t at = ctx->now_us -
		     (dice_between(&dice, 0, 6) * MINUTES_A_DAY + dice_between(&dice, 60, 600)) *
			     US_PER_MINUTE;
	for (int step = n - 1; step >= 0; step--) {
		deeds_add(ctx, deeds, &(struct deed){at, take_step, of, step});
		at -= dice_between(&dice, 200, 4 * MINUTES_A_DAY) * US_PER_MINUTE;
	}
	*of = (struct unfolding){.story = story, .plan = plan, .dice = dice};
}

void changes_plan(
	struct ctx *ctx, const struct school_plan *plan, uint64_t seed, struct deeds *deeds)
{
	int64_t number = 0;
	for (size_t i = 0; plan->home != NULL && i < sizeof stories / sizeof *stories; i++)
		for (int k = 0; k < stories[i].count; k++)
			plan_one(ctx, &stories[i], plan, dice_new(seed, "change", number++), deeds);
}

/* ---- applying and deciding ---- */

static enum err throw_child(struct ctx *ctx, struct unfolding *of, struct student_row *out)
{
	const struct status_change_row *row = status_change_row((int)of->story->change);
	enum err err = OK;
	out->id = 0;
	for (int i = 0; err == OK && out->id == 0 && i < SCHOOLS_TRIED; i++) {
		const struct demo_school *school = pick_school(of->plan, &of->dice, true);
		if (school == NULL)
			break;
		err = pick_child(ctx, &of->dice, school, of->story->from, out);
		if (err == OK && !status_change_fits(row, (int)of->story->from, out->stage))
			out->id = 0;
	}
	return err;
}

/* The first paper that proves such a change, if one is asked for. */
static enum err add_proof(struct ctx *ctx, const struct status_change_row *row, int64_t student,
	Xueji__V1__ApplyStatusChangeRequest *in)
{
	for (int kind = 1; kind < ATTACHMENT_KIND_END; kind++)
		if (row->proofs & ATTACHMENT_BIT(kind)) {
			in->attachment_ids = arena_array(ctx->arena, char *, 1);
			in->n_attachment_ids = 1;
			return scan_attach(
				ctx, student, (enum attachment_kind)kind, in->attachment_ids);
		}
	return OK;
}

static char *day_text(struct ctx *ctx, int32_t day)
{
	char *text = arena_alloc(ctx->arena, DATE_TEXT_SIZE);
	date_format(day, text);
	return text;
}

static void fill_change(struct ctx *ctx, const struct story *story, const struct student_row *child,
	Xueji__V1__StatusChange *out)
{
	const struct status_change_row *row = status_change_row((int)story->change);
	out->kind = (Xueji__V1__StatusChangeKind)story->change;
	out->cause = (char *)story->cause;
	out->from_day = day_text(ctx, ctx_today(ctx));
	if (row->has_end_day)
		out->until_day = day_text(ctx, ctx_today(ctx) + HALF_A_YEAR);
	if (row->takes_place) {
		out->grade = child->grade;
		out->class_number = child->class_no;
	}
}

/* Another case of the child may stand in the way. */
static enum err begin(struct ctx *ctx, struct unfolding *of)
{
	Xueji__V1__ApplyStatusChangeRequest in = XUEJI__V1__APPLY_STATUS_CHANGE_REQUEST__INIT;
	Xueji__V1__StatusChange change = XUEJI__V1__STATUS_CHANGE__INIT;
	Xueji__V1__GetCaseResponse reply = XUEJI__V1__GET_CASE_RESPONSE__INIT;
	struct student_row child;
	bool is_done = false;
	enum err err = throw_child(ctx, of, &child);
	if (err != OK || child.id == 0)
		return err;
	fill_change(ctx, of->story, &child, &change);
	in.student_id = ids_format(ctx->arena, child.id);
	in.change = &change;
	in.submit = true;
	err = acting_as(ctx, child.school, ROLE_REGISTRAR);
	if (err == OK)
		err = add_proof(ctx, status_change_row((int)of->story->change), child.id, &in);
	if (err == OK)
		err = deed_try(ctx, &cases_service, "ApplyStatusChange", &in, &reply, &is_done);
	if (err == OK && is_done)
		ids_parse(reply.summary->id, &of->case_id);
	return err;
}

static enum err take_step(struct ctx *ctx, void *arg, int step)
{
	struct unfolding *of = arg;
	struct case_row row;
	if (step == 0)
		return begin(ctx, of);
	if (of->case_id == 0)
		return OK;
	enum err err = case_get(ctx, of->case_id, &row);
	if (err != OK || row.turn == CASE_NOBODY)
		return err;
	bool goes_back = step > of->story->moves;
	err = acting_for(ctx, &row, row.turn);
	return err == OK ? deed_decide(ctx, &row, goes_back ? CASE_RETURN : CASE_APPROVE,
				   GROUND_NONE, goes_back ? "请补交县级以上医院诊断证明。" : "")
			 : err;
}
