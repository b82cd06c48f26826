#include "tests/bench/served.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PEOPLE = 100000 };

void must(bool is_so, const char *what)
{
	if (is_so)
		return;
	fprintf(stderr, "%s: %s\n", program_invocation_short_name, what);
	exit(1);
}

/* ---- servers ---- */

static FILE *start(struct server *server, const char *const words[])
{
	int input[2], output[2];
	must(pipe(input) == 0 && pipe(output) == 0, "no pipe");
	server->pid = fork();
	must(server->pid >= 0, "no process");
	if (server->pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGTERM); /* also when a client fails */
		dup2(input[0], STDIN_FILENO);
		dup2(output[1], STDOUT_FILENO);
		close(input[1]);
		execv(words[0], (char *const *)words);
		_exit(127);
	}
	close(input[0]);
	close(output[1]);
	server->input = input[1];
	return fdopen(output[0], "r");
}

static void read_ca(struct server *server, const char *path)
{
	FILE *file = fopen(path, "r");
	must(file != NULL, "an authority cannot be read");
	server->ca[fread(server->ca, 1, sizeof server->ca - 1, file)] = '\0';
	fclose(file);
}

void server_start_registry(struct server *server, const char *directory)
{
	const char *const words[] = {XUEJID, "serve", directory, "--listen", "127.0.0.1:0", NULL};
	FILE *said = start(server, words);
	must(fscanf(said, "ready %159s", server->address) == 1, "the registry does not start");
	char path[4096];
	snprintf(path, sizeof path, "%s/ca.crt", directory);
	read_ca(server, path);
}

void server_start_echo(struct server *server)
{
	const char *const words[] = {TRIAL_SERVER, NULL};
	FILE *said = start(server, words);
	char path[512];
	must(fscanf(said, "%159s %*s %*s %511s %63s", server->address, path, server->token) == 3,
		"the echo does not start");
	read_ca(server, path);
}

double server_cpu_us(const struct server *server)
{
	char path[64];
	unsigned long user = 0, system = 0;
	snprintf(path, sizeof path, "/proc/%d/stat", server->pid);
	FILE *file = fopen(path, "r");
	must(file != NULL &&
			fscanf(file, "%*d %*s %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu",
				&user, &system) == 2,
		"a server has ended");
	fclose(file);
	return (double)(user + system) * 1e6 / (double)sysconf(_SC_CLK_TCK);
}

void server_end(struct server *server)
{
	close(server->input);
	kill(server->pid, SIGTERM);
	waitpid(server->pid, NULL, 0);
}

/* ---- people ---- */

static struct person people[PEOPLE];
static size_t n_people;

void people_read(const char *directory)
{
	char path[4096], line[256];
	snprintf(path, sizeof path, "%s/operators.csv", directory);
	FILE *file = fopen(path, "r");
	must(file != NULL, "the directory has no operators.csv");
	while (n_people < PEOPLE && fgets(line, sizeof line, file) != NULL) {
		struct person *p = &people[n_people];
		n_people += sscanf(line, "%47[^,],%31[^,],%15[^,],%15[^,]", p->name, p->password,
				    p->unit, p->tier) == 4;
	}
	fclose(file);
}

const struct person *people_called(const char *word, const char *unit)
{
	char name[64];
	snprintf(name, sizeof name, "%s-%s", word, unit);
	for (size_t i = 0; i < n_people; i++)
		if (strcmp(people[i].name, name) == 0)
			return &people[i];
	must(false, "somebody is missing from operators.csv");
	return NULL;
}

const struct person *people_registrar(int n)
{
	for (size_t i = 0; i < n_people; i++)
		if (strncmp(people[i].name, "registrar-21", 12) == 0 && n-- == 0)
			return &people[i];
	must(false, "there are too few schools");
	return NULL;
}

/* A county's lines stand before those of its schools. */
const struct person *people_officer_over(const struct person *registrar)
{
	const struct person *county = registrar;
	while (county > people && strcmp(county->tier, "county") != 0)
		county--;
	return people_called("officer", county->unit);
}
