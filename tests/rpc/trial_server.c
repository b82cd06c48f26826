/* trial_server [FILES]: the trial service as a process of its own, to be attacked. Prints where it
 * listens (any client; clients with a certificate; a socket file), its CA and the token of a
 * session, then serves until its standard input ends. FILES is the number of descriptors that it
 * may have.
 *
 * Lines on its standard input are obeyed, each answered with "ok": hold and release (calls that are
 * asked to wait), stop and start, impersonate (from the next start on; see trial.h).
 *
 * It is a Check program of one test, since what sets the trial up asserts. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "tests/rpc/trial.h"
#include "tests/support/suite.h"

static void obey(struct trial *trial, const char *line)
{
	if (strcmp(line, "hold") == 0 || strcmp(line, "release") == 0)
		trial_hold(*line == 'h');
	else if (strcmp(line, "stop") == 0)
		trial_stop(trial);
	else if (strcmp(line, "start") == 0)
		trial_start(trial);
	else if (strcmp(line, "impersonate") == 0)
		trial_impersonate(trial);
	puts("ok");
	fflush(stdout);
}

START_TEST(serve)
{
	struct trial *trial = trial_new();
	trial->listeners[2] = trial->listeners[0];
	trial->listeners[2].address =
		arena_printf(trial->arena, "unix:%s", trial_path(trial, "sock"));
	trial->config.n_listeners = 3;
	trial_start(trial);
	for (size_t i = 0; i < 3; i++)
		printf("%s ", rpc_address(trial->server, i));
	printf("%s %s\n", trial_path(trial, "ca.crt"), trial->token);
	fflush(stdout);
	for (char line[256]; fgets(line, sizeof line, stdin) != NULL;) {
		line[strcspn(line, "\n")] = '\0';
		obey(trial, line);
	}
	trial_free(trial);
}
END_TEST

int main(int argc, char **argv)
{
	if (argc > 1) {
		rlim_t files = strtoul(argv[1], NULL, 10);
		setrlimit(RLIMIT_NOFILE, &(struct rlimit){files, files});
	}
	Suite *suite = suite_create("trial_server");
	TCase *tcase = tcase_create("trial_server");
	tcase_add_test(tcase, serve);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_set_fork_status(runner, CK_NOFORK);
	srunner_run_all(runner, CK_SILENT);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed;
}
