#include <stdio.h>

#include "server/commands/command.h"
#include "server/rpc/methods.h"

static enum exit_code run(struct invocation *invocation)
{
	const struct method_set set = {
		services, services_count, xueji_protoset, xueji_protoset_size};
	char why[WHY_SIZE];
	struct methods *methods = methods_build(&set, true, why);
	if (methods == NULL)
		return fail(invocation, EXIT_FAILED, "%s", why);
	methods_print(methods, stdout);
	methods_free(methods);
	return EXIT_DONE;
}

const struct command methods_command = {
	.name = "methods",
	.operands = "",
	.purpose = "print every method and who may call it",
	.run = run,
};
