#include "server/demo/registrations.h"

#include <stdlib.h>
#include <string.h>

#include "common/date.h"
#include "domain/roles.h"
#include "server/service/case_apply.h"
#include "server/service/services.h"
#include "server/store/ids.h"
#include "server/store/journal_store.h"
#include "server/store/operator_store.h"
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

/* One child's case as it unfolds. */
struct unfolding {
	const struct story *story;
	const struct demo_school *school;
	int grade;
	char *case_id;
	int64_t rev;
	bool has_ended;
};

/* Something to be done; step -1 is entering the child. */
struct deed {
	int64_t at_us;
	struct unfolding *of;
	int step;
};

struct registering {
	struct ctx *ctx;
	const struct school_plan *plan;
	struct population *population;
	struct dice dice;
	struct deed *deeds;
	size_t n_deeds;
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

static void plan_unfolding(struct registering *r, const struct story *story)
{
	struct unfolding *of = arena_one(r->ctx->arena, struct unfolding);
	int64_t minutes[STEPS + 1], total = 0;
	int n = 0;
	of->story = story;
	of->grade = story->in_later_grade ? dice_between(&r->dice, 2, 5) : 1;
	of->school = throw_school(r, of->grade);
	while (n < STEPS && story->steps[n].event != CASE_SAVE)
		n++;
	for (int i = 0; i <= n; i++)
		total += minutes[i] = dice_between(&r->dice, 20, 4000);
	int64_t slack = REGISTRATION_DAYS * 24 * 60 - total - 60;
	int64_t at =
		r->ctx->now_us - (total + dice_below(&r->dice, (uint32_t)slack)) * US_PER_MINUTE;
	for (int i = 0; i <= n; i++) {
		r->deeds = arena_grow(r->ctx->arena, r->deeds, r->n_deeds, sizeof *r->deeds);
		r->deeds[r->n_deeds++] = (struct deed){at, of, i - 1};
		at += minutes[i] * US_PER_MINUTE;
	}
}

static int earlier(const void *a, const void *b)
{
	const struct deed *one = a, *other = b;
	if (one->at_us != other->at_us)
		return one->at_us < other->at_us ? -1 : 1;
	return one->step - other->step;
}

/* ---- who does it ---- */

struct post {
	const struct unit_node *unit;
	const char *word; /* of the operator's name */
	uint32_t role;
};

static struct post post_of(
	const struct ctx *ctx, const struct demo_school *school, enum case_party party)
{
	static const struct {
		const char *word;
		uint32_t role;
		enum tier above;
	} posts[CASE_PARTY_COUNT] = {
		[CASE_REGISTRAR] = {"registrar", ROLE_REGISTRAR, TIER_SCHOOL},
		[CASE_APPROVER] = {"approver", ROLE_APPROVER, TIER_SCHOOL},
		[CASE_BUREAU] = {"officer", ROLE_OFFICER, TIER_COUNTY},
		[CASE_CITY] = {"officer", ROLE_OFFICER, TIER_CITY},
		[CASE_PROVINCE] = {"officer", ROLE_OFFICER, TIER_PROVINCE},
		[CASE_NATION] = {"officer", ROLE_OFFICER, TIER_PROVINCE},
	};
	const struct unit_node *unit =
		party == CASE_BUREAU
			? unit_tree_get(ctx->units, school->bureau)
			: unit_tree_ancestor(ctx->units, school->id, posts[party].above);
	return (struct post){unit, posts[party].word, posts[party].role};
}

static enum err become(struct ctx *ctx, const struct post *post)
{
	struct right *right = arena_one(ctx->arena, struct right);
	const char *name = arena_printf(ctx->arena, "%s-%s", post->word, post->unit->code);
	*right = (struct right){.unit = post->unit->id,
		.roles = post->role,
		.from_day = DAY_NONE,
		.to_day = DAY_OPEN};
	ctx->actor = (struct actor){.rights = right, .n_rights = 1};
	enum err err = operator_find(ctx, name, &ctx->actor.operator_id);
	if (err == OK && ctx->actor.operator_id == 0)
		err = ctx_broken(ctx, ERR_INTERNAL, "nobody is called %s", name);
	return err;
}

/* ---- doing it ---- */

static enum err call(struct ctx *ctx, const char *name, const void *request, void *reply)
{
	for (size_t i = 0; i < cases_service.n_methods; i++)
		if (strcmp(cases_service.methods[i].name, name) == 0)
			return cases_service.methods[i].run(ctx, request, reply);
	return ctx_broken(ctx, ERR_INTERNAL, "service Cases has no %s", name);
}

static void follow(struct unfolding *of, const Xueji__V1__Case *summary)
{
	of->case_id = summary->id;
	of->rev = summary->rev;
}

static enum err enter(struct registering *r, struct unfolding *of)
{
	struct ctx *ctx = r->ctx;
	struct demo_child child;
	int class_no = dice_between(&r->dice, 1, of->school->classes[of->grade]);
	Xueji__V1__SaveRegistrationRequest request = XUEJI__V1__SAVE_REGISTRATION_REQUEST__INIT;
	Xueji__V1__GetCaseResponse reply = XUEJI__V1__GET_CASE_RESPONSE__INIT;
	population_applicant(r->population, ctx->arena, of->school, of->grade, class_no,
		of->story->applicant, &child);
	request.school_id = ids_format(ctx->arena, of->school->id);
	request.grade = of->grade;
	request.class_number = class_no;
	request.items = &child.items;
	enum err err = call(ctx, "SaveRegistration", &request, &reply);
	if (err == OK)
		follow(of, reply.summary);
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

static enum err decide(
	struct registering *r, struct unfolding *of, enum case_event event, const char *reason)
{
	struct ctx *ctx = r->ctx;
	Xueji__V1__CaseRef ref = XUEJI__V1__CASE_REF__INIT, *refs[] = {&ref};
	Xueji__V1__DecideCasesRequest request = XUEJI__V1__DECIDE_CASES_REQUEST__INIT;
	Xueji__V1__DecideCasesResponse reply = XUEJI__V1__DECIDE_CASES_RESPONSE__INIT;
	ref.case_id = of->case_id;
	ref.rev = of->rev;
	request.event = (Xueji__V1__CaseEvent)(event + 1);
	request.cases = refs;
	request.n_cases = 1;
	request.reason = (char *)reason;
	enum err err = call(ctx, "DecideCases", &request, &reply);
	if (err != OK)
		return err;
	if (!reply.results[0]->is_done)
		return ctx_broken(
			ctx, ERR_INTERNAL, "case %s: %s", of->case_id, reply.results[0]->refusal);
	follow(of, reply.results[0]->summary);
	return OK;
}

/* The nation's verdict comes by list, not by hand. */
static enum err give_verdict(
	struct registering *r, struct unfolding *of, enum case_event event, const char *reason)
{
	struct case_file file;
	int64_t id;
	if (!ids_parse(of->case_id, &id))
		return ctx_broken(r->ctx, ERR_INTERNAL, "no id: %s", of->case_id);
	enum err err = case_open(r->ctx, id, &file);
	return err == OK ? case_decide_as(r->ctx, &file, event, CASE_NATION, reason) : err;
}

/* Is it this party's turn? Not all counties have a city above them. */
static enum err is_turn(
	struct registering *r, const struct unfolding *of, enum case_party party, bool *out)
{
	struct case_row row;
	int64_t id;
	*out = ids_parse(of->case_id, &id);
	enum err err = case_get(r->ctx, id, &row);
	*out = err == OK && row.turn == party;
	return err;
}

static enum err take_step(struct registering *r, struct unfolding *of, int number)
{
	const struct story_step *step = &of->story->steps[number];
	bool needs_reason = step->event == CASE_RETURN || step->event == CASE_FAIL;
	bool goes_on;
	enum err err = is_turn(r, of, step->by, &goes_on);
	if (err != OK || !goes_on)
		return err;
	struct post post = post_of(r->ctx, of->school, step->by);
	const char *reason = needs_reason ? throw_reason(r) : "";
	err = become(r->ctx, &post);
	if (err != OK)
		return err;
	return step->by == CASE_NATION ? give_verdict(r, of, step->event, reason)
				       : decide(r, of, step->event, reason);
}

static enum err do_deed(struct registering *r, const struct deed *deed)
{
	struct ctx *ctx = r->ctx;
	struct post registrar = post_of(ctx, deed->of->school, CASE_REGISTRAR);
	enum err err;
	ctx->now_us = deed->at_us;
	if (deed->step >= 0) {
		err = take_step(r, deed->of, deed->step);
	} else {
		err = become(ctx, &registrar);
		if (err == OK)
			err = enter(r, deed->of);
	}
	if (err == OK)
		err = journal_write_notes(ctx);
	if (err == OK)
		ctx_restart(ctx); /* its notes are written; totals are read anew afterwards */
	return err;
}

static enum err do_all(struct registering *r)
{
	enum err err = OK;
	for (size_t i = 0; err == OK && i < r->n_deeds; i++)
		err = do_deed(r, &r->deeds[i]);
	return err;
}

/* Randomness of numbers that are issued on the way. */
static void throw_bytes(void *arg, void *bytes, size_t size)
{
	for (size_t i = 0; i < size; i++)
		((uint8_t *)bytes)[i] = (uint8_t)dice_below(arg, 256);
}

enum err registrations_make(struct ctx *ctx, const struct school_plan *plan,
	struct population *population, uint64_t seed)
{
	const struct ctx before = *ctx;
	struct dice for_numbers = dice_new(seed, "issued", 0);
	struct app app = *ctx->app;
	struct registering r = {.ctx = ctx,
		.plan = plan,
		.population = population,
		.dice = dice_new(seed, "registrations", 0)};
	app.world.random = throw_bytes;
	app.world.arg = &for_numbers;
	ctx->app = &app;
	for (size_t i = 0; i < sizeof stories / sizeof *stories; i++)
		for (int k = 0; k < stories[i].count; k++)
			plan_unfolding(&r, &stories[i]);
	qsort(r.deeds, r.n_deeds, sizeof *r.deeds, earlier);
	enum err err = do_all(&r);
	ctx->app = before.app;
	ctx->actor = before.actor;
	ctx->now_us = before.now_us;
	return err;
}
