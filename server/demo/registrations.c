#include "server/demo/registrations.h"

#include "domain/roles.h"
#include "server/service/services.h"
#include "server/store/ids.h"
#include "xueji/v1/cases.pb-c.h"

#define US_PER_MINUTE INT64_C(60000000)

enum { STEPS = 7 };

/* ---- what is to happen ---- */

struct story_step {
	enum case_event event; /* CASE_SAVE, which is 0, ends the story */
	enum case_party by;
};

/* A registrar enters a child; what then? A party that the county does not have is left out. */
static const struct story {
	int count;
	enum applicant applicant;
	bool in_later_grade;
	struct story_step steps[STEPS];
} stories[] = {
#define SUBMITTED                           \
	{                                   \
		CASE_SUBMIT, CASE_REGISTRAR \
	}
#define SIGNED                              \
	SUBMITTED,                          \
	{                                   \
		CASE_APPROVE, CASE_APPROVER \
	}
#define CONFIRMED                         \
	SIGNED,                           \
	{                                 \
		CASE_APPROVE, CASE_BUREAU \
	}
	{6, APPLICANT_USUAL, false, {{CASE_SAVE, CASE_NOBODY}}},
	{2, APPLICANT_USUAL, false, {{CASE_WITHDRAW, CASE_REGISTRAR}}},
	{8, APPLICANT_USUAL, false, {SUBMITTED}},
	{8, APPLICANT_USUAL, false, {SIGNED}},
	{3, APPLICANT_USUAL, false, {SUBMITTED, {CASE_RETURN, CASE_APPROVER}}},
	{3, APPLICANT_USUAL, false, {SIGNED, {CASE_RETURN, CASE_BUREAU}}},
	{2, APPLICANT_USUAL, false, {SUBMITTED, {CASE_RETURN, CASE_APPROVER}, SIGNED}},
	{6, APPLICANT_USUAL, false, {CONFIRMED}},
	{3, APPLICANT_NO_DOCUMENT, false, {CONFIRMED}},
	{2, APPLICANT_NO_DOCUMENT, false, {CONFIRMED, {CASE_APPROVE, CASE_CITY}}},
	{1, APPLICANT_NO_DOCUMENT, false,
		{CONFIRMED, {CASE_APPROVE, CASE_CITY}, {CASE_APPROVE, CASE_PROVINCE}}},
	{4, APPLICANT_USUAL, true, {CONFIRMED}},
	{2, APPLICANT_USUAL, true, {CONFIRMED, {CASE_PASS, CASE_NATION}}},
	{1, APPLICANT_USUAL, true, {CONFIRMED, {CASE_FAIL, CASE_NATION}}},
};

struct registering {
	const struct school_plan *plan;
	struct population *population;
	struct dice dice;
};

/* One child's case as it unfolds. */
struct unfolding {
	struct registering *registering;
	const struct story *story;
	const struct demo_school *school;
	int grade;
	int64_t case_id;
};

static const struct demo_school *throw_school(struct registering *r, int grade)
{
	enum { TRIES = 200 };
	const struct demo_county *home = r->plan->home;
	const struct demo_school *school = NULL;
	for (int i = 0; i < TRIES; i++) {
		school = &r->plan->schools[home->first_school +
					   dice_below(&r->dice, (uint32_t)home->n_schools)];
		if (school->classes[grade] > 0 && !school->is_special)
			break;
	}
	return school;
}

static enum err take_step(struct ctx *ctx, void *arg, int step);

static void plan_unfolding(
	struct ctx *ctx, struct registering *r, const struct story *story, struct deeds *deeds)
{
	struct unfolding *of = arena_one(ctx->arena, struct unfolding);
	int64_t minutes[STEPS + 1], total = 0;
	int n = 0;
	of->registering = r;
	of->story = story;
	of->grade = story->in_later_grade ? dice_between(&r->dice, 2, 5) : 1;
	of->school = throw_school(r, of->grade);
	while (n < STEPS && story->steps[n].event != CASE_SAVE)
		n++;
	for (int i = 0; i <= n; i++)
		total += minutes[i] = dice_between(&r->dice, 20, 4000);
	int64_t slack = REGISTRATION_DAYS * 24 * 60 - total - 60;
	int64_t at = ctx->now_us - (total + dice_below(&r->dice, (uint32_t)slack)) * US_PER_MINUTE;
	for (int i = 0; i <= n; i++) {
		deeds_add(ctx, deeds, &(struct deed){at, take_step, of, i - 1});
		at += minutes[i] * US_PER_MINUTE;
	}
}

/* ---- doing it ---- */

static enum err enter(struct ctx *ctx, struct unfolding *of)
{
	struct registering *r = of->registering;
	struct demo_child child;
	int class_no = dice_between(&r->dice, 1, of->school->classes[of->grade]);
	Xueji__V1__SaveRegistrationRequest request = XUEJI__V1__SAVE_REGISTRATION_REQUEST__INIT;
	Xueji__V1__GetCaseResponse reply = XUEJI__V1__GET_CASE_RESPONSE__INIT;
	enum err err = acting_as(ctx, of->school->id, ROLE_REGISTRAR);
	if (err != OK)
		return err;
	population_applicant(r->population, ctx->arena, of->school, of->grade, class_no,
		of->story->applicant, &child);
	request.school_id = ids_format(ctx->arena, of->school->id);
	request.grade = of->grade;
	request.class_number = class_no;
	request.items = &child.items;
	/* A proof of attendance is still to come (R18). */
	request.is_provisional = of->story->applicant == APPLICANT_NO_DOCUMENT;
	err = deed_call(ctx, &cases_service, "SaveRegistration", &request, &reply);
	if (err == OK && !ids_parse(reply.summary->id, &of->case_id))
		err = ctx_broken(ctx, ERR_INTERNAL, "no id: %s", reply.summary->id);
	return err;
}

static const char *throw_reason(struct registering *r)
{
	static const char *const reasons[] = {
		"出生日期与户口簿不一致，请核对后重新提交。",
		"户口所在地填写有误，请按户口簿更正。",
		"监护人联系电话无法接通，请核实。",
		"姓名用字与身份证不符，请核对。",
		"现住址不完整，请补充门牌号。",
	};
	return reasons[dice_below(&r->dice, sizeof reasons / sizeof *reasons)];
}

/* The nation's verdict comes by list, not by hand. */
static enum err give_verdict(
	struct ctx *ctx, int64_t case_id, enum case_event event, const char *reason)
{
	struct case_file file;
	enum err err = case_open(ctx, case_id, &file);
	return err == OK ? case_decide_as(ctx, &file, event, CASE_NATION, reason) : err;
}

/* A move is left out when it is another's turn: not all counties have a city above them. */
static enum err take_step(struct ctx *ctx, void *arg, int number)
{
	struct unfolding *of = arg;
	struct case_row row;
	if (number < 0)
		return enter(ctx, of);
	const struct story_step *step = &of->story->steps[number];
	bool needs_reason = step->event == CASE_RETURN || step->event == CASE_FAIL;
	enum err err = case_get(ctx, of->case_id, &row);
	if (err != OK || row.turn != step->by)
		return err;
	const char *reason = needs_reason ? throw_reason(of->registering) : "";
	if ((err = acting_for(ctx, &row, step->by)) != OK)
		return err;
	return step->by == CASE_NATION ? give_verdict(ctx, row.id, step->event, reason)
				       : deed_decide(ctx, &row, step->event, GROUND_NONE, reason);
}

void registrations_plan(struct ctx *ctx, const struct school_plan *plan,
	struct population *population, uint64_t seed, struct deeds *deeds)
{
	struct registering *r = arena_one(ctx->arena, struct registering);
	*r = (struct registering){
		.plan = plan, .population = population, .dice = dice_new(seed, "registrations", 0)};
	for (size_t i = 0; i < sizeof stories / sizeof *stories; i++)
		for (int k = 0; k < stories[i].count; k++)
			plan_unfolding(ctx, r, &stories[i], deeds);
}
