#include "tui/commands/password.h"

#include <fcntl.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "common/file.h"
#include "tui/commands/session.h"

enum { LINE_MAX_SIZE = 1024 };

static char *first_line(char *text)
{
	text[strcspn(text, "\r\n")] = '\0';
	return text;
}

static char *from_file(struct invocation *invocation, const char *path)
{
	char why[WHY_SIZE], *text = NULL;
	if (strcmp(path, "-") == 0) {
		text = arena_alloc(invocation->arena, LINE_MAX_SIZE);
		if (fgets(text, LINE_MAX_SIZE, stdin) == NULL)
			text = NULL;
		why_set(why, "There is no password on the standard input.");
	} else if (session_is_private(path, why)) {
		text = file_read(invocation->arena, path, LINE_MAX_SIZE, NULL, why);
	}
	if (text == NULL)
		fail(invocation, EXIT_FILES, "%s", why);
	return text != NULL ? first_line(text) : NULL;
}

static bool has_terminal(void)
{
	return isatty(STDIN_FILENO) && isatty(STDERR_FILENO);
}

/* `echo` of what is typed. "" at its end. */
static char *from_terminal(struct invocation *invocation, const char *prompt, bool echo)
{
	char *text = arena_alloc(invocation->arena, LINE_MAX_SIZE);
	struct termios before, quiet;
	bool is_changed = !echo && tcgetattr(STDIN_FILENO, &before) == 0;
	if (is_changed) {
		quiet = before;
		quiet.c_lflag &= ~(tcflag_t)ECHO;
		tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
	}
	fputs(prompt, stderr); /* by now nothing that is typed can show */
	if (fgets(text, LINE_MAX_SIZE, stdin) == NULL)
		text[0] = '\0';
	if (is_changed) {
		tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
		fputs("\n", stderr);
	}
	return first_line(text);
}

enum exit_code password_get(struct invocation *invocation, const char *prompt, char **out)
{
	if (invocation->start.password_file != NULL) {
		*out = from_file(invocation, invocation->start.password_file);
		return *out != NULL ? EXIT_DONE : EXIT_FILES;
	}
	if (!has_terminal())
		return fail(invocation, EXIT_USAGE,
			"there is no terminal to ask for the password; give --password-file.");
	*out = from_terminal(invocation, prompt, false);
	return EXIT_DONE;
}

char *password_ask_code(struct invocation *invocation, const char *prompt)
{
	if (invocation->start.password_file != NULL || !has_terminal())
		return arena_strdup(invocation->arena, "");
	return from_terminal(invocation, prompt, true);
}
