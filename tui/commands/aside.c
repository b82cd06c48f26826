#include "tui/commands/aside.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sheet/words.h"
#include "tui/text.h"

static enum exit_code copy_out(const struct invocation *invocation, const char *path)
{
	char buffer[1 << 16];
	size_t n;
	FILE *file = fopen(path, "re");
	if (file == NULL)
		return fail(invocation, EXIT_FILES, _("what was fetched cannot be read."));
	while ((n = fread(buffer, 1, sizeof buffer, file)) > 0)
		fwrite(buffer, 1, n, stdout);
	bool is_good = !ferror(file) && fflush(stdout) == 0;
	fclose(file);
	return is_good ? EXIT_DONE
		       : fail(invocation, EXIT_FAILED, _("The output could not be written."));
}

enum exit_code aside_to_stdout(
	struct invocation *invocation, const char *name, aside_make *make, void *arg)
{
	const char *base = getenv("TMPDIR");
	char *folder =
		arena_printf(invocation->arena, "%s/xueji-XXXXXX", base != NULL ? base : "/tmp");
	if (mkdtemp(folder) == NULL)
		return fail(invocation, EXIT_FILES, _("%s cannot be made."), folder);
	const char *path = arena_printf(invocation->arena, "%s/%s", folder, name);
	enum exit_code code = make(arg, path);
	if (code == EXIT_DONE)
		code = copy_out(invocation, path);
	unlink(path);
	rmdir(folder);
	return code;
}

/* stdin as a file that can be read twice; it has no name. */
static const char *spool_stdin(struct invocation *invocation)
{
	char buffer[1 << 16];
	FILE *file = tmpfile();
	size_t n;
	while (file != NULL && (n = fread(buffer, 1, sizeof buffer, stdin)) > 0)
		if (fwrite(buffer, 1, n, file) != n)
			break;
	if (file == NULL || ferror(stdin) || ferror(file) || fflush(file) != 0) {
		fail(invocation, EXIT_FILES, _("stdin cannot be set aside: %s."),
			words_of_error(errno));
		return NULL;
	}
	return arena_printf(invocation->arena, "/dev/fd/%d", fileno(file));
}

const char *aside_sheet(struct invocation *invocation, const char *path)
{
	if (strcmp(path, "-") == 0)
		return spool_stdin(invocation);
	if (!invocation->is_confined)
		return path;
	fail(invocation, EXIT_FILES,
		_("from afar no file can be named; give - and send it on stdin."));
	return NULL;
}

enum exit_code aside_check(const struct invocation *invocation)
{
	return isatty(STDOUT_FILENO)
		       ? fail(invocation, EXIT_USAGE, _("it is no text; redirect it into a file."))
		       : EXIT_DONE;
}
