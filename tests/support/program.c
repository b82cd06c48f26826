#include "tests/support/program.h"

#include <check.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ARGS_MAX = 32, LINE = 256, LOG_WAIT_MS = 20000, LOG_TICK_MS = 10 };

static int code_of(int status)
{
	return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

static pid_t spawn(const char *const argv[], int out, int err)
{
	pid_t parent = getpid(), pid = fork();
	ck_assert_int_ge(pid, 0);
	if (pid > 0)
		return pid;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	dup2(open("/dev/null", O_RDONLY | O_CLOEXEC), STDIN_FILENO);
	dup2(out, STDOUT_FILENO);
	dup2(err, STDERR_FILENO);
	if (getppid() == parent)
		execv(argv[0], (char *const *)argv);
	_exit(127);
}

static void take_args(const char *argv[ARGS_MAX], const char *first, va_list more)
{
	int n = 0;
	argv[n++] = XUEJID;
	for (const char *arg = first; arg != NULL; arg = va_arg(more, const char *)) {
		ck_assert_int_lt(n, ARGS_MAX - 1);
		argv[n++] = arg;
	}
	argv[n] = NULL;
}

static FILE *open_temporary(void)
{
	FILE *file = tmpfile();
	ck_assert_ptr_nonnull(file);
	return file;
}

static char *read_whole(FILE *file)
{
	struct stat st;
	ck_assert_int_eq(fstat(fileno(file), &st), 0);
	char *text = calloc(1, (size_t)st.st_size + 1);
	ck_assert_ptr_nonnull(text);
	ck_assert_int_ge(pread(fileno(file), text, (size_t)st.st_size, 0), 0);
	return text;
}

static struct outcome run_to(FILE *out, const char *const argv[])
{
	FILE *err = open_temporary();
	int status;
	pid_t pid = spawn(argv, fileno(out), fileno(err));
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	struct outcome outcome = {code_of(status), read_whole(out), read_whole(err)};
	fclose(out);
	fclose(err);
	return outcome;
}

struct outcome program_run(const char *first, ...)
{
	const char *argv[ARGS_MAX];
	va_list more;
	va_start(more, first);
	take_args(argv, first, more);
	va_end(more);
	return run_to(open_temporary(), argv);
}

struct outcome program_run_to(const char *file, const char *first, ...)
{
	const char *argv[ARGS_MAX];
	va_list more;
	va_start(more, first);
	take_args(argv, first, more);
	va_end(more);
	FILE *out = fopen(file, "w+");
	ck_assert_ptr_nonnull(out);
	return run_to(out, argv);
}

void outcome_free(struct outcome *outcome)
{
	free(outcome->out);
	free(outcome->err);
}

void outcome_expect(struct outcome outcome, int code, const char *sentence)
{
	ck_assert_msg(outcome.code == code, "ended with %d, not %d: %s%s", outcome.code, code,
		outcome.out, outcome.err);
	ck_assert_msg(strstr(outcome.err, sentence) != NULL, "\"%s\" is not in: %s", sentence,
		outcome.err);
	outcome_free(&outcome);
}

/* ---- beside the test ---- */

static bool read_ready(struct running *running)
{
	char line[LINE];
	if (fgets(line, sizeof line, running->out) == NULL)
		return false;
	line[strcspn(line, "\n")] = '\0';
	ck_assert_msg(strncmp(line, "ready ", 6) == 0, "it printed: %s", line);
	size_t size = strlen(line + 6) + 1;
	ck_assert_uint_le(size, sizeof *running->addresses);
	memcpy(running->addresses[running->n++], line + 6, size);
	return true;
}

struct running program_start(size_t n, const char *first, ...)
{
	const char *argv[ARGS_MAX];
	va_list more;
	va_start(more, first);
	take_args(argv, first, more);
	va_end(more);
	struct running running = {.log = open_temporary()};
	int ends[2];
	ck_assert_int_eq(pipe2(ends, O_CLOEXEC), 0);
	running.pid = spawn(argv, ends[1], fileno(running.log));
	close(ends[1]);
	running.out = fdopen(ends[0], "r");
	while (running.n < n && read_ready(&running))
		;
	ck_assert_msg(running.n == n, "it did not become ready: %s", running_log(&running));
	return running;
}

int running_stop(struct running *running, int signal)
{
	int status;
	kill(running->pid, signal);
	ck_assert_int_eq(waitpid(running->pid, &status, 0), running->pid);
	fclose(running->out);
	fclose(running->log);
	return code_of(status);
}

char *running_log(const struct running *running)
{
	return read_whole(running->log);
}

void running_expect_log(const struct running *running, const char *text)
{
	for (int ms = 0; ms < LOG_WAIT_MS; ms += LOG_TICK_MS) {
		char *log = running_log(running);
		bool is_there = strstr(log, text) != NULL;
		free(log);
		if (is_there)
			return;
		poll(NULL, 0, LOG_TICK_MS);
	}
	ck_abort_msg("\"%s\" is not in its log: %s", text, running_log(running));
}
