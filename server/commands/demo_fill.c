#include "server/commands/demo_fill.h"

#include <stdlib.h>
#include <unistd.h>

#include "common/date.h"
#include "domain/roles.h"
#include "domain/unit_code.h"
#include "server/commands/caches.h"
#include "server/commands/write.h"
#include "server/demo/changes.h"
#include "server/demo/children.h"
#include "server/demo/problems.h"
#include "server/demo/registrations.h"
#include "server/demo/transfers.h"
#include "server/service/operators_demo.h"
#include "server/service/unit_seed.h"
#include "server/store/bulk_store.h"
#include "server/store/policy_store.h"
#include "server/store/unit_tree.h"

/* A filling under way. */
struct work {
	struct demo_filling *filling;
	struct demo_wish wish;
	int64_t now_us;                    /* what its clock says */
	const struct unit_tree *divisions; /* pinned: plan and population point into it */
	const struct school_plan *plan;
	struct population *population;
	struct demo_faults faults; /* what was made wrong on purpose */
	bool shows_progress;
};

static int64_t work_now(void *arg)
{
	return ((const struct work *)arg)->now_us;
}

/* ---- what goes in, in this order ---- */

static enum err load_divisions(struct ctx *ctx, void *arg)
{
	(void)arg;
	return units_load_divisions(ctx);
}

/* Passwords that stand in a file need no second factor. */
static enum err install_policies(struct ctx *ctx, void *arg)
{
	(void)arg;
	const struct unit_node *nation = unit_tree_by_code(ctx->units, NATION_CODE);
	return policy_install(ctx, nation->id, POLICY_SECOND_FACTOR, 0);
}

static enum err insert_schools(struct ctx *ctx, void *arg)
{
	struct work *work = arg;
	const struct facts *facts = facts_read(ctx->arena);
	work->divisions = unit_tree_pin(ctx->app->units);
	work->wish.province = unit_tree_by_code(work->divisions, work->filling->province);
	work->plan = schools_plan(ctx, facts, &work->wish);
	work->population = population_new(ctx, facts, work->plan, &work->wish);
	work->filling->n_schools = (int64_t)work->plan->n_schools;
	if (work->plan->home != NULL)
		snprintf(work->filling->home, sizeof work->filling->home, "%s",
			work->plan->home->unit->code);
	return schools_insert(ctx, work->plan, work->wish.province);
}

static void write_operator(void *arg, const struct demo_operator *made)
{
	struct demo_filling *filling = arg;
	char roles[128];
	const struct tier_row *tier = tier_row((int)made->unit->tier);
	roles_words(made->roles, roles, sizeof roles);
	fprintf(filling->operators, "%s,%s,%s,%s,%s\n", made->name, made->password,
		made->unit->code, tier->word, roles);
	filling->n_operators++;
}

static enum err insert_operators(struct ctx *ctx, void *arg)
{
	const struct work *work = arg;
	const struct unit_node *province = unit_tree_by_code(ctx->units, work->filling->province);
	return operators_demo(ctx, province, work->wish.today, write_operator, work->filling);
}

/* "\r" rather than lines: only a terminal sees it. */
static void show(void *arg, int64_t n)
{
	const struct work *work = arg;
	if (!work->shows_progress)
		return;
	fprintf(stderr, "\r%lld of %lld children", (long long)n, (long long)work->wish.students);
	if (n == work->wish.students)
		fprintf(stderr, "; indexes …\n");
}

static enum err insert_children(struct ctx *ctx, void *arg)
{
	struct work *work = arg;
	return children_load(ctx, work->population, work->wish.province, show, work, &work->faults,
		&work->filling->n_children);
}

static enum err make_cases(struct ctx *ctx, void *arg)
{
	struct work *work = arg;
	struct deeds deeds = {0};
	registrations_plan(ctx, work->plan, work->population, work->wish.seed, &deeds);
	transfers_plan(ctx, work->plan, work->wish.seed, &deeds);
	changes_plan(ctx, work->plan, work->wish.seed, &deeds);
	problems_plan(ctx, work->plan, work->wish.province, &work->faults, work->wish.seed, &deeds);
	return deeds_run(ctx, &deeds, work->wish.seed);
}

/* ---- putting it in ---- */

/* Each step sees the units as the one before has left them. */
static enum exit_code apply(struct invocation *invocation, struct work *work,
	enum err (*step)(struct ctx *ctx, void *arg))
{
	enum exit_code code = write_apply(invocation, step, work);
	return code == EXIT_DONE ? caches_refresh(invocation) : code;
}

static enum exit_code load_children(struct invocation *invocation, struct work *work)
{
	char why[WHY_SIZE];
	enum store_problem problem;
	struct bulk_store *bulk = bulk_store_open(invocation->store, &problem, why);
	if (bulk == NULL)
		return fail(invocation, exit_of_store(problem), "%s", why);
	enum exit_code code = write_apply(invocation, insert_children, work);
	if (code != EXIT_DONE) {
		bulk_store_free(bulk);
		return code;
	}
	problem = bulk_store_close(bulk, why);
	return problem == STORE_OK ? caches_refresh(invocation)
				   : fail(invocation, exit_of_store(problem), "%s", why);
}

static enum exit_code fill(struct invocation *invocation, struct work *work, int64_t today_us)
{
	static enum err (*const steps[])(struct ctx * ctx, void *arg) = {
		load_divisions, install_policies, insert_schools, insert_operators};
	enum exit_code code = EXIT_DONE;
	work->now_us = today_us - (DEED_DAYS + 1) * US_PER_DAY;
	for (size_t i = 0; i < sizeof steps / sizeof *steps && code == EXIT_DONE; i++)
		code = apply(invocation, work, steps[i]);
	if (code == EXIT_DONE)
		code = load_children(invocation, work);
	work->now_us = today_us;
	return code == EXIT_DONE ? apply(invocation, work, make_cases) : code;
}

enum exit_code demo_fill(struct invocation *invocation, struct demo_filling *filling)
{
	const struct world world = invocation->app.world;
	int32_t today = date_of_instant(world.now_us(world.arg));
	struct work work = {.filling = filling,
		.wish = {.students = filling->students, .seed = filling->seed, .today = today},
		.shows_progress = isatty(STDERR_FILENO) == 1};
	invocation->app.world.now_us = work_now;
	invocation->app.world.arg = &work;
	enum exit_code code = fill(invocation, &work, date_start(today));
	invocation->app.world = world;
	population_free(work.population);
	free(work.faults.rows);
	unit_tree_unpin(work.divisions);
	return code;
}
