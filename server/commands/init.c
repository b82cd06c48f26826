/* xuejid init DIR: makes a data directory. */
#include <stdio.h>

#include "domain/unit_code.h"
#include "server/auth/administrator.h"
#include "server/commands/caches.h"
#include "server/commands/command.h"
#include "server/commands/directory.h"
#include "server/commands/write.h"
#include "server/service/unit_seed.h"
#include "server/store/unit_tree.h"

/* The first administrator: asked for, and what came of it. */
struct first {
	const char *name, *unit;
	char password[ONE_TIME_SIZE];
};

static enum err load_divisions(struct ctx *ctx, void *arg)
{
	(void)arg;
	return units_load_divisions(ctx);
}

static enum err create_administrator(struct ctx *ctx, void *arg)
{
	struct first *first = arg;
	const struct unit_node *unit = unit_tree_by_code(ctx->units, first->unit);
	if (unit == NULL)
		return ctx_fail(ctx, REASON_NO_SUCH_UNIT, first->unit);
	return administrator_create(ctx, first->name, unit->id, first->password);
}

static enum exit_code fill(struct invocation *invocation, struct directory_plan *plan)
{
	enum exit_code code = write_apply(invocation, load_divisions, NULL);
	if (code == EXIT_DONE)
		code = caches_refresh(invocation); /* the journal looks up where a unit lies */
	return code == EXIT_DONE ? write_apply(invocation, create_administrator, plan->arg) : code;
}

static const char *value_or(
	const struct invocation *invocation, const char *option, const char *missing)
{
	const char *value = option_value(invocation, option);
	return value != NULL ? value : missing;
}

static enum exit_code run(struct invocation *invocation)
{
	struct first first = {.name = value_or(invocation, "--admin", "admin"),
		.unit = value_or(invocation, "--unit", NATION_CODE)};
	struct directory_plan plan = {.directory = invocation->operands[0],
		.key_file = option_value(invocation, "--key-file"),
		.unit = first.unit,
		.hosts = option_values(invocation, "--host"),
		.fill = fill,
		.arg = &first};
	if (!option_number(invocation, "--node", 0, 1023, 1, &plan.node))
		return EXIT_USAGE;
	int tier = unit_code_tier(first.unit);
	if (tier == 0 || tier == TIER_SCHOOL)
		return fail(invocation, EXIT_USAGE, "--unit %s is not the code of a division.",
			first.unit);
	enum exit_code code = directory_make(invocation, &plan);
	if (code != EXIT_DONE)
		return code;
	printf("%s is made. Its first security administrator:\n\n  name      %s\n"
	       "  password  %s\n\nThe password serves once and is not shown again. Keep a copy "
	       "of %s in a safe.\n",
		plan.directory, first.name, first.password, invocation->settings.key_file);
	return EXIT_DONE;
}

static const struct option options[] = {
	{"--host", "NAME", "a name or address by which clients reach the server", .repeats = true},
	{"--unit", "CODE",
		"the division that it serves, as 440000; 000000, the nation, if not given",
		.repeats = false},
	{"--node", "N", "its number among the nodes of the country; 1 if not given",
		.repeats = false},
	{"--key-file", "FILE", "where to put the keys, if not into DIR", .repeats = false},
	{"--admin", "NAME", "the first administrator's sign-in name; \"admin\" if not given",
		.repeats = false},
};
const struct command init_command = {
	.name = "init",
	.operands = "DIR",
	.purpose = "make a data directory",
	.options = options,
	.n_options = sizeof options / sizeof *options,
	.run = run,
};
