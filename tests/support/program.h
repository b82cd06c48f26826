/* Runs the real program, as a person or systemd would. Whatever a test leaves running ends with
 * it. */
#pragma once

#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/types.h>

/* What a run left behind; the texts are to be freed with outcome_free. */
struct outcome {
	int code; /* -SIGNAL when a signal ended it */
	char *out, *err;
};
void outcome_free(struct outcome *outcome);

/* Runs it to its end: program_run("init", directory, NULL). */
struct outcome program_run(const char *first, ...) __attribute__((sentinel));
/* The same with stdout going to that file. */
struct outcome program_run_to(const char *file, const char *first, ...) __attribute__((sentinel));

/* It ended with this code and said all of this sentence on stderr; the outcome is freed. */
void outcome_expect(struct outcome outcome, int code, const char *sentence);
/* program_run, of which nothing but success is expected. */
#define program_do(...) outcome_expect(program_run(__VA_ARGS__, NULL), 0, "")

/* A server that runs beside the test. */
struct running {
	pid_t pid;
	FILE *out, *log; /* its stdout and stderr */
	size_t n;
	char addresses[8][160]; /* of its "ready" lines */
};
/* Starts it ("serve", …) and waits until it is ready at `n` addresses. */
struct running program_start(size_t n, const char *first, ...) __attribute__((sentinel));
/* Sends a signal and waits for the end; its code. */
int running_stop(struct running *running, int signal);
/* What it has said on stderr so far; to be freed. */
char *running_log(const struct running *running);
/* Waits, some seconds at most, until it has said this. */
void running_expect_log(const struct running *running, const char *text);
