/* xuejid demo DIR: a data directory with a believable province in it, the same for the same seed.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "common/file.h"
#include "domain/unit_code.h"
#include "server/commands/command.h"
#include "server/commands/demo_fill.h"
#include "server/commands/directory.h"

enum { STUDENTS_USUAL = 100000, STUDENTS_MOST = 20000000 };
#define PROVINCE_USUAL "330000"

static enum exit_code fill(struct invocation *invocation, struct directory_plan *plan)
{
	return demo_fill(invocation, plan->arg);
}

static enum exit_code open_list(struct invocation *invocation, const char *directory,
	struct demo_filling *filling, const char **path_out)
{
	/* Beside the directory while that is made, since it must be empty then. */
	*path_out = arena_printf(invocation->arena, "%s.operators.csv", directory);
	int file = open(*path_out, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	filling->operators = file < 0 ? NULL : fdopen(file, "w");
	if (filling->operators == NULL)
		return fail(invocation, EXIT_FAILED, "%s cannot be made: %s.", *path_out,
			strerror(errno));
	fputs("name,password,unit,tier,roles\n", filling->operators);
	return EXIT_DONE;
}

static enum exit_code close_list(struct invocation *invocation, const char *directory,
	struct demo_filling *filling, const char *path)
{
	const char *place = arena_printf(invocation->arena, "%s/operators.csv", directory);
	bool is_written = fflush(filling->operators) == 0 && fsync(fileno(filling->operators)) == 0;
	if (fclose(filling->operators) != 0 || !is_written || rename(path, place) != 0)
		return fail(invocation, EXIT_FAILED, "%s cannot be written: %s.", place,
			strerror(errno));
	return EXIT_DONE;
}

/* Where there is most to see: DIR/home has the county's code. */
static enum exit_code name_home(
	struct invocation *invocation, const char *directory, const struct demo_filling *filling)
{
	char why[WHY_SIZE];
	const char *text = arena_printf(invocation->arena, "%s\n", filling->home);
	const char *path = arena_printf(invocation->arena, "%s/home", directory);
	if (!file_create(path, 0644, text, strlen(text), why))
		return fail(invocation, EXIT_FAILED, "%s", why);
	return EXIT_DONE;
}

static enum exit_code make(
	struct invocation *invocation, struct directory_plan *plan, struct demo_filling *filling)
{
	const char *path;
	enum exit_code code = open_list(invocation, plan->directory, filling, &path);
	if (code != EXIT_DONE)
		return code;
	code = directory_make(invocation, plan);
	if (code == EXIT_DONE)
		code = close_list(invocation, plan->directory, filling, path);
	if (code == EXIT_DONE)
		return name_home(invocation, plan->directory, filling);
	fclose(filling->operators);
	unlink(path);
	return code;
}

static enum exit_code run(struct invocation *invocation)
{
	const char *province = option_value(invocation, "--province");
	struct demo_filling filling = {.province = province ? province : PROVINCE_USUAL};
	int64_t seed;
	struct directory_plan plan = {.directory = invocation->operands[0],
		.unit = filling.province,
		.hosts = option_values(invocation, "--host"),
		.reflection = true,
		.fill = fill,
		.arg = &filling};
	if (!option_number(invocation, "--node", 0, 1023, 1, &plan.node) ||
		!option_number(invocation, "--students", 0, STUDENTS_MOST, STUDENTS_USUAL,
			&filling.students) ||
		!option_number(invocation, "--seed", 0, INT64_MAX, 1, &seed))
		return EXIT_USAGE;
	filling.seed = (uint64_t)seed;
	if (unit_code_tier(filling.province) != TIER_PROVINCE)
		return fail(invocation, EXIT_USAGE, "--province %s is not the code of a province.",
			filling.province);
	enum exit_code code = make(invocation, &plan, &filling);
	if (code != EXIT_DONE)
		return code;
	printf("%s is made: %lld children in %lld schools, %lld operators, whose names and "
	       "passwords are in %s/operators.csv.\n",
		plan.directory, (long long)filling.n_children, (long long)filling.n_schools,
		(long long)filling.n_operators, plan.directory);
	return EXIT_DONE;
}

static const struct option options[] = {
	{"--province", "CODE", "whose province it is; " PROVINCE_USUAL " if not given",
		.repeats = false},
	{"--students", "N", "how many children there are; 100000 if not given", .repeats = false},
	{"--seed", "N", "another number makes another province; 1 if not given", .repeats = false},
	{"--node", "N", "its number among the nodes of the country; 1 if not given",
		.repeats = false},
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
