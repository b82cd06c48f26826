#include "server/commands/open.h"

#include <sodium.h>
#include <unistd.h>

#include "common/date.h"
#include "common/file.h"
#include "server/store/attachment_file.h"
#include "server/store/seal.h"

static int64_t real_now(void *arg)
{
	(void)arg;
	return clock_now_us();
}

static void real_random(void *arg, void *bytes, size_t size)
{
	(void)arg;
	randombytes_buf(bytes, size);
}

struct world world_real(void)
{
	return (struct world){.now_us = real_now, .random = real_random};
}

static enum exit_code open_settings(struct invocation *invocation)
{
	char why[WHY_SIZE];
	const char *directory = invocation->operands[0];
	if (access(file_path(invocation->arena, directory, SETTINGS_FILE), F_OK) != 0)
		return fail(invocation, EXIT_NO_DATA,
			"%s is not a data directory: it holds no %s. Make one with: xuejid init %s",
			directory, SETTINGS_FILE, directory);
	if (!settings_read(&invocation->settings, invocation->arena, directory, why))
		return fail(invocation, EXIT_SETTING, "%s", why);
	invocation->app.settings = &invocation->settings;
	invocation->app.node = invocation->settings.node;
	invocation->app.attachments =
		file_path(invocation->arena, directory, ATTACHMENTS_DIRECTORY);
	return EXIT_DONE;
}

static enum exit_code open_keys(struct invocation *invocation)
{
	char why[WHY_SIZE];
	invocation->keys = keys_load(invocation->settings.key_file, why);
	invocation->app.keys = invocation->keys;
	return invocation->keys != NULL ? EXIT_DONE : fail(invocation, EXIT_KEY, "%s", why);
}

static enum exit_code open_store(struct invocation *invocation)
{
	char why[WHY_SIZE];
	const char *directory = invocation->settings.directory;
	enum store_problem problem = invocation->command->needs == NEEDS_READER
					     ? store_open_reader(directory, &invocation->store, why)
					     : store_open(directory, &invocation->store, why);
	return problem == STORE_OK ? EXIT_DONE
				   : fail(invocation, exit_of_store(problem), "%s", why);
}

enum exit_code invocation_open(struct invocation *invocation)
{
	enum command_need needs = invocation->command->needs;
	enum exit_code code = EXIT_DONE;
	invocation->app.world = world_real();
	if (code == EXIT_DONE && needs >= NEEDS_SETTINGS)
		code = open_settings(invocation);
	if (code == EXIT_DONE && needs >= NEEDS_KEYS)
		code = open_keys(invocation);
	if (code == EXIT_DONE && needs >= NEEDS_READER)
		code = open_store(invocation);
	return code;
}

void invocation_close(struct invocation *invocation)
{
	store_close(invocation->store);
	keys_free(invocation->keys);
}
