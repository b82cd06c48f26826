/* xuejid demo DIR: a data directory with a believable province in it, the same for the same seed.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "domain/roles.h"
#include "domain/unit_code.h"
#include "server/commands/caches.h"
#include "server/commands/command.h"
#include "server/commands/directory.h"
#include "server/commands/write.h"
#include "server/demo/schools.h"
#include "server/service/operators_demo.h"
#include "server/service/unit_seed.h"
#include "server/store/policy_store.h"
#include "server/store/unit_tree.h"

enum { STUDENTS_USUAL = 100000, STUDENTS_MOST = 20000000 };
#define PROVINCE_USUAL "330000"

/* What is wanted, and where the operators' names and passwords go. */
struct demo {
	const char *province;
	int64_t students, seed;
	FILE *operators;
	int64_t n_operators, n_schools;
};

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
	struct demo *demo = arg;
	const struct unit_node *province = unit_tree_by_code(ctx->units, demo->province);
	const struct demo_wish wish = {
		.province = province, .students = demo->students, .seed = (uint64_t)demo->seed};
	const struct school_plan *plan = schools_plan(ctx, facts_read(ctx->arena), &wish);
	demo->n_schools = (int64_t)plan->n_schools;
	return schools_insert(ctx, plan, province);
}

static void write_operator(void *arg, const struct demo_operator *made)
{
	struct demo *demo = arg;
	char roles[128];
	const struct tier_row *tier = tier_row((int)made->unit->tier);
	roles_words(made->roles, roles, sizeof roles);
	fprintf(demo->operators, "%s,%s,%s,%s,%s\n", made->name, made->password, made->unit->code,
		tier->word, roles);
	demo->n_operators++;
}

static enum err insert_operators(struct ctx *ctx, void *arg)
{
	struct demo *demo = arg;
	const struct unit_node *province = unit_tree_by_code(ctx->units, demo->province);
	return operators_demo(ctx, province, write_operator, demo);
}

/* Each step sees the units as the one before has left them. */
static enum exit_code fill(struct invocation *invocation, struct directory_plan *plan)
{
	static enum err (*const steps[])(struct ctx * ctx, void *arg) = {
		load_divisions, install_policies, insert_schools, insert_operators};
	enum exit_code code = EXIT_DONE;
	for (size_t i = 0; i < sizeof steps / sizeof *steps && code == EXIT_DONE; i++) {
		code = write_apply(invocation, steps[i], plan->arg);
		if (code == EXIT_DONE)
			code = caches_refresh(invocation);
	}
	return code;
}

static enum exit_code open_list(struct invocation *invocation, const char *directory,
	struct demo *demo, const char **path_out)
{
	/* Beside the directory while that is made, since it must be empty then. */
	*path_out = arena_printf(invocation->arena, "%s.operators.csv", directory);
	int file = open(*path_out, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	demo->operators = file < 0 ? NULL : fdopen(file, "w");
	if (demo->operators == NULL)
		return fail(invocation, EXIT_FAILED, "%s cannot be made: %s.", *path_out,
			strerror(errno));
	fputs("name,password,unit,tier,roles\n", demo->operators);
	return EXIT_DONE;
}

static enum exit_code close_list(
	struct invocation *invocation, const char *directory, struct demo *demo, const char *path)
{
	const char *place = arena_printf(invocation->arena, "%s/operators.csv", directory);
	bool is_written = fflush(demo->operators) == 0 && fsync(fileno(demo->operators)) == 0;
	if (fclose(demo->operators) != 0 || !is_written || rename(path, place) != 0)
		return fail(invocation, EXIT_FAILED, "%s cannot be written: %s.", place,
			strerror(errno));
	return EXIT_DONE;
}

static enum exit_code make(
	struct invocation *invocation, struct directory_plan *plan, struct demo *demo)
{
	const char *path;
	enum exit_code code = open_list(invocation, plan->directory, demo, &path);
	if (code != EXIT_DONE)
		return code;
	code = directory_make(invocation, plan);
	if (code == EXIT_DONE)
		return close_list(invocation, plan->directory, demo, path);
	fclose(demo->operators);
	unlink(path);
	return code;
}

static enum exit_code run(struct invocation *invocation)
{
	const char *province = option_value(invocation, "--province");
	struct demo demo = {.province = province ? province : PROVINCE_USUAL};
	struct directory_plan plan = {.directory = invocation->operands[0],
		.unit = demo.province,
		.node = 1,
		.hosts = option_values(invocation, "--host"),
		.reflection = true,
		.fill = fill,
		.arg = &demo};
	if (!option_number(
		    invocation, "--students", 0, STUDENTS_MOST, STUDENTS_USUAL, &demo.students) ||
		!option_number(invocation, "--seed", 0, INT64_MAX, 1, &demo.seed))
		return EXIT_USAGE;
	if (unit_code_tier(demo.province) != TIER_PROVINCE)
		return fail(invocation, EXIT_USAGE, "--province %s is not the code of a province.",
			demo.province);
	enum exit_code code = make(invocation, &plan, &demo);
	if (code != EXIT_DONE)
		return code;
	printf("%s is made: %lld schools, %lld operators. Their names and passwords are in "
	       "%s/operators.csv.\n",
		plan.directory, (long long)demo.n_schools, (long long)demo.n_operators,
		plan.directory);
	return EXIT_DONE;
}

static const struct option options[] = {
	{"--province", "CODE", "whose province it is; " PROVINCE_USUAL " if not given",
		.repeats = false},
	{"--students", "N", "for how many children there are schools; 100000 if not given",
		.repeats = false},
	{"--seed", "N", "another number makes another province; 1 if not given", .repeats = false},
	{"--host", "NAME", "a name or address by which clients reach the server", .repeats = true},
};
const struct command demo_command = {
	.name = "demo",
	.operands = "DIR",
	.purpose = "make a data directory with a believable province to try things out",
	.options = options,
	.n_options = sizeof options / sizeof *options,
	.run = run,
};
