/* Runs the real program, as a person or systemd would. XUEJID is its path. */
#pragma once

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <sys/wait.h>

#include "tests/support/scratch.h"

enum { PROGRAM_ARGS = 32 };

/* What a run left behind; the texts are to be freed with outcome_free. */
struct outcome {
	int code; /* -SIGNAL when a signal ended it */
	char *out, *err;
};

static inline void outcome_free(struct outcome *outcome)
{
	free(outcome->out);
	free(outcome->err);
}

static inline int program_code(int status)
{
	return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

static inline pid_t program_spawn(const char *const argv[], int out, int err)
{
	posix_spawn_file_actions_t actions;
	pid_t pid;
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
	posix_spawn_file_actions_adddup2(&actions, err, STDERR_FILENO);
	ck_assert_int_eq(
		posix_spawn(&pid, argv[0], &actions, NULL, (char *const *)argv, environ), 0);
	posix_spawn_file_actions_destroy(&actions);
	return pid;
}

static inline int program_file(const char *name)
{
	int fd = open(scratch_path(name), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	ck_assert_int_ge(fd, 0);
	return fd;
}

static inline void program_args(const char *argv[PROGRAM_ARGS], const char *first, va_list more)
{
	int n = 0;
	argv[n++] = XUEJID;
	for (const char *arg = first; arg != NULL; arg = va_arg(more, const char *)) {
		ck_assert_int_lt(n, PROGRAM_ARGS - 1);
		argv[n++] = arg;
	}
	argv[n] = NULL;
}

/* Runs it to its end: program_run("init", directory, NULL). */
static inline struct outcome program_run(const char *first, ...)
{
	const char *argv[PROGRAM_ARGS];
	va_list more;
	va_start(more, first);
	program_args(argv, first, more);
	va_end(more);
	int out = program_file(".out"), err = program_file(".err"), status;
	pid_t pid = program_spawn(argv, out, err);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	close(out);
	close(err);
	return (struct outcome){program_code(status), scratch_read(".out"), scratch_read(".err")};
}

/* It ended with this code and said all of this sentence on stderr; the outcome is freed. */
static inline void outcome_expect(struct outcome outcome, int code, const char *sentence)
{
	ck_assert_msg(
		outcome.code == code, "ended with %d, not %d: %s", outcome.code, code, outcome.err);
	ck_assert_msg(strstr(outcome.err, sentence) != NULL, "\"%s\" is not in: %s", sentence,
		outcome.err);
	outcome_free(&outcome);
}
