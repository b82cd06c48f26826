#include "server/demo/transfers.h"

#include <string.h>

#include "common/date.h"
#include "domain/roles.h"
#include "server/demo/picking.h"
#include "server/demo/graduates.h"
#include "server/service/services.h"
#include "server/store/ids.h"
#include "server/store/number_store.h"

#define US_PER_MINUTE INT64_C(60000000)

enum { MINUTES_A_DAY = 24 * 60 };

/* ---- what is to happen ---- */

/* How the home county takes part. */
enum way { WITHIN, COMING, LEAVING };

/* A graduate finishes late, and is then applied for. */
enum kind { TRANSFER, ENROLMENT, GRADUATION };
enum { FINISHING = 2 }; /* steps: it is entered, and signed */

/* A school applies; so many moves follow, by whoever's turn it is; then perhaps an end. */
static const struct story {
	int count;
	enum way way;
	int moves;
	enum case_event end; /* CASE_SAVE: none; the case stands as it is */
	bool is_late;        /* whoever's turn it is lets his days pass */
	enum kind kind;
} stories[] = {
	{3, WITHIN, 0, CASE_SAVE, false, TRANSFER},
	{2, WITHIN, 1, CASE_SAVE, false, TRANSFER},
	{2, WITHIN, 2, CASE_SAVE, false, TRANSFER},
	{6, WITHIN, 3, CASE_SAVE, false, TRANSFER},
	{2, WITHIN, 3, CASE_SAVE, true, TRANSFER},
	{3, WITHIN, 4, CASE_SAVE, false, TRANSFER},
	{4, WITHIN, 6, CASE_SAVE, false, TRANSFER},
	{3, COMING, 0, CASE_SAVE, false, TRANSFER},
	{9, COMING, 1, CASE_SAVE, false, TRANSFER},
	{4, COMING, 1, CASE_SAVE, true, TRANSFER},
	{3, COMING, 2, CASE_SAVE, false, TRANSFER},
	{2, COMING, 2, CASE_SAVE, true, TRANSFER},
	{3, COMING, 4, CASE_SAVE, true, TRANSFER},
	{2, COMING, 5, CASE_SAVE, false, TRANSFER},
	{1, COMING, 5, CASE_SAVE, true, TRANSFER},
	{2, COMING, 6, CASE_SAVE, false, TRANSFER},
	{5, COMING, 7, CASE_SAVE, false, TRANSFER},
	{2, LEAVING, 1, CASE_SAVE, true, TRANSFER},
	{3, LEAVING, 2, CASE_SAVE, false, TRANSFER},
	{2, LEAVING, 3, CASE_SAVE, false, TRANSFER},
	{8, LEAVING, 4, CASE_SAVE, false, TRANSFER},
	{3, LEAVING, 4, CASE_SAVE, true, TRANSFER},
	{3, LEAVING, 7, CASE_SAVE, false, TRANSFER},
	{2, COMING, 0, CASE_RETURN, false, TRANSFER},
	{2, COMING, 1, CASE_RETURN, false, TRANSFER},
	{2, COMING, 1, CASE_REFUSE, false, TRANSFER},
	{2, LEAVING, 3, CASE_REFUSE, false, TRANSFER},
	{1, LEAVING, 4, CASE_REFUSE, false, TRANSFER},
	{2, COMING, 2, CASE_WITHDRAW, false, TRANSFER},
	{2, WITHIN, 0, CASE_SAVE, false, GRADUATION},
	{2, WITHIN, 0, CASE_SAVE, false, ENROLMENT},
	{2, WITHIN, 1, CASE_SAVE, false, ENROLMENT},
	{1, WITHIN, 2, CASE_SAVE, false, ENROLMENT},
	{1, COMING, 0, CASE_SAVE, false, ENROLMENT},
	{2, COMING, 1, CASE_SAVE, true, ENROLMENT},
	{1, COMING, 2, CASE_SAVE, false, ENROLMENT},
	{2, LEAVING, 2, CASE_SAVE, false, ENROLMENT},
	{1, LEAVING, 2, CASE_SAVE, true, ENROLMENT},
	{1, LEAVING, 3, CASE_SAVE, false, ENROLMENT},
	{1, COMING, 0, CASE_REFUSE, false, ENROLMENT},
};

struct unfolding {
	const struct story *story;
	const struct school_plan *plan;
	struct dice dice;
	int64_t case_id; /* 0: it came to nothing */
	/* of a graduate: where from, who, and the case in which it finishes */
	const struct demo_school *from;
	struct student_row child;
	int64_t graduation;
};

static enum err take_step(struct ctx *ctx, void *of, int step);

/* The last thing happened some days ago: a few, or more than anyone has. */
static void plan_one(struct ctx *ctx, const struct story *story, const struct school_plan *plan,
	struct dice dice, struct deeds *deeds)
{
	struct unfolding *of = arena_one(ctx->arena, struct unfolding);
	int n = 1 + story->moves + (story->end != CASE_SAVE) +
		(story->kind == ENROLMENT ? FINISHING : 0);
	int64_t days_ago = story->is_late ? dice_between(&dice, 18, 32) : dice_between(&dice, 0, 6);
	int64_t at = ctx->now_us -
		     (days_ago * MINUTES_A_DAY + dice_between(&dice, 60, 600)) * US_PER_MINUTE;
	for (int step = n - 1; step >= 0; step--) {
		deeds_add(ctx, deeds, &(struct deed){at, take_step, of, step});
		at -= dice_between(&dice, 200, 5 * MINUTES_A_DAY) * US_PER_MINUTE;
	}
	*of = (struct unfolding){.story = story, .plan = plan, .dice = dice};
}

void transfers_plan(
	struct ctx *ctx, const struct school_plan *plan, uint64_t seed, struct deeds *deeds)
{
	int64_t number = 0;
	for (size_t i = 0; i < sizeof stories / sizeof *stories; i++)
		for (int k = 0; k < stories[i].count; k++)
			plan_one(ctx, &stories[i], plan, dice_new(seed, "transfer", number++),
				deeds);
}

/* ---- a child and its new school ---- */

/* The grade that it comes into there; 0: there is none for it. */
static int entry_grade(
	const struct unfolding *of, const struct demo_school *to, const struct student_row *child)
{
	int next = child->stage + 1, years = next < STAGE_END ? to->programme.years[next] : 0;
	if (of->story->kind != ENROLMENT)
		return child->grade;
	return years != 0 ? stage_first_grade((enum stage)next, years) : 0;
}

static const struct demo_school *throw_new_school(
	struct unfolding *of, const struct demo_school *from, const struct student_row *child)
{
	bool to_home = of->story->way != LEAVING, is_on = of->story->kind == ENROLMENT;
	for (int i = 0; i < PICK_TRIES; i++) {
		int stage = 0;
		const struct demo_school *to = pick_school(of->plan, &of->dice, to_home);
		int grade = to != NULL ? entry_grade(of, to, child) : 0;
		if (grade == 0 || to == from || to->classes[grade] == 0)
			continue;
		/* How many moves there are depends on it, and a city's schools may share a bureau
		 * across its counties. */
		if ((to->bureau == from->bureau) != (of->story->way == WITHIN))
			continue;
		school_year_of(to, grade, &stage);
		if (stage == child->stage + is_on)
			return to;
	}
	return NULL;
}

/* ---- applying and deciding ---- */

static const char *const causes[] = {
	"父母工作调动，随迁就读。",
	"家庭购房迁居，就近入学。",
	"监护人务工返乡，随监护人转回户籍地就读。",
	"户籍迁移，转入户籍所在地学校。",
	"由祖父母转为父母照料，随父母居住地入学。",
};
static const char *const ways_on[] = {
	"补考合格后毕业，申请就近升学。",
	"毕业后随父母迁居，申请在居住地升学。",
};
static const char *const returns[] = {
	"拟入班级填写有误，请核对后重新提交。",
	"转学原因过于简单，请补充居住证明情况。",
};
static const char *const refusals[] = {
	"该年级学位已满，请申请就近学校。",
	"居住证明不符合本县转入条件。",
};
#define THROW(of, texts) ((texts)[dice_below(&(of)->dice, sizeof(texts) / sizeof *(texts))])

/* Where the freeze, a full class or another case stands in the way, it came to nothing. */
static enum err try_apply(
	struct ctx *ctx, const Xueji__V1__ApplyTransferRequest *in, int64_t *case_out)
{
	Xueji__V1__GetCaseResponse reply = XUEJI__V1__GET_CASE_RESPONSE__INIT;
	bool is_done;
	enum err err = deed_try(ctx, &transfers_service, "ApplyTransfer", in, &reply, &is_done);
	if (err == OK && is_done)
		ids_parse(reply.summary->id, case_out);
	return err;
}

static enum err finish_late(struct ctx *ctx, struct unfolding *of)
{
	of->from = pick_school(of->plan, &of->dice, of->story->way != COMING);
	return of->from == NULL
		       ? OK
		       : graduate_enter(ctx, &of->dice, of->from, &of->child, &of->graduation);
}

/* With many children somebody comes into the class meanwhile, or another case of its begins: then
 * nobody finishes. */
static enum err finish(struct ctx *ctx, struct unfolding *of)
{
	bool is_done = false;
	enum err err = of->graduation != 0 ? graduate_sign(ctx, of->graduation, &is_done) : OK;
	if (!is_done)
		of->graduation = 0;
	return err;
}

/* Who was to graduate has, or nobody is applied for. */
static enum err find_child(struct ctx *ctx, struct unfolding *of)
{
	if (of->story->kind == TRANSFER) {
		of->from = pick_school(of->plan, &of->dice, of->story->way != COMING);
		return of->from != NULL
			       ? pick_child(ctx, &of->dice, of->from, ROLL_ENROLLED, &of->child)
			       : OK;
	}
	if (of->graduation == 0)
		of->child.id = 0;
	return OK;
}

static enum err begin(struct ctx *ctx, struct unfolding *of)
{
	const struct demo_school *to;
	Xueji__V1__ApplyTransferRequest in = XUEJI__V1__APPLY_TRANSFER_REQUEST__INIT;
	bool is_on = of->story->kind == ENROLMENT;
	struct student_row *child = &of->child;
	const char *number;
	enum err err = find_child(ctx, of);
	if (err != OK || child->id == 0 || (to = throw_new_school(of, of->from, child)) == NULL)
		return err;
	err = number_current(ctx, child->id, &number);
	if (err == OK)
		err = acting_as(ctx, to->id, ROLE_REGISTRAR);
	if (err != OK)
		return err;
	in.type = is_on ? XUEJI__V1__CASE_TYPE__CASE_TYPE_ENROLMENT
			: XUEJI__V1__CASE_TYPE__CASE_TYPE_TRANSFER;
	in.school_id = ids_format(ctx->arena, to->id);
	in.student_no = (char *)number;
	in.name = (char *)child->name;
	in.grade = entry_grade(of, to, child);
	in.class_number = dice_between(&of->dice, 1, to->classes[in.grade]);
	in.cause = (char *)(is_on ? THROW(of, ways_on) : THROW(of, causes));
	return try_apply(ctx, &in, &of->case_id);
}

/* What brings a case on, by its state. */
static enum case_event next_event(const struct case_row *row)
{
	switch (row->state) {
	case CASE_OUT_SCHOOL:
		return CASE_SUBMIT;
	case CASE_PAPER_OUT:
		return CASE_HAND_OVER;
	case CASE_PAPER_IN:
		return CASE_RECEIVE;
	default:
		return CASE_APPROVE;
	}
}

static enum err end(struct ctx *ctx, struct unfolding *of, const struct case_row *row)
{
	enum case_event event = of->story->end;
	enum case_party party = event == CASE_WITHDRAW ? CASE_REGISTRAR : row->turn;
	bool is_sending = row->turn >= CASE_SENDING_REGISTRAR;
	enum case_ground ground = GROUND_NONE;
	const char *reason = "";
	if (event == CASE_RETURN)
		reason = THROW(of, returns);
	if (event == CASE_REFUSE && is_sending)
		ground = (enum case_ground)dice_between(
			&of->dice, GROUND_NOT_OUR_PUPIL, GROUND_GUARDIAN_DENIES);
	if (event == CASE_REFUSE && !is_sending)
		reason = THROW(of, refusals);
	enum err err = acting_for(ctx, row, party);
	return err == OK ? deed_decide(ctx, row, event, ground, reason) : err;
}

static enum err take_step(struct ctx *ctx, void *arg, int step)
{
	struct unfolding *of = arg;
	struct case_row row;
	if (of->story->kind == GRADUATION || (of->story->kind == ENROLMENT && step == 0))
		return finish_late(ctx, of);
	if (of->story->kind == ENROLMENT && step == 1)
		return finish(ctx, of);
	step -= of->story->kind == ENROLMENT ? FINISHING : 0;
	if (step == 0)
		return begin(ctx, of);
	if (of->case_id == 0)
		return OK;
	enum err err = case_get(ctx, of->case_id, &row);
	if (err != OK || row.turn == CASE_NOBODY)
		return err;
	if (step > of->story->moves)
		return end(ctx, of, &row);
	err = acting_for(ctx, &row, row.turn);
	return err == OK ? deed_decide(ctx, &row, next_event(&row), GROUND_NONE, "") : err;
}
