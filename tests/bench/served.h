/* What measuring the registry through its API needs: servers in processes of their own, and the
 * people of a directory that `xuejid demo` made. Neither gRPC nor Check is used here, so that
 * clients may be forked afterwards. What goes wrong ends the program with a sentence. */
#pragma once

#include <stdbool.h>
#include <sys/types.h>

void must(bool is_so, const char *what);

struct server {
	pid_t pid;
	int input;
	char address[160], ca[4096], token[64]; /* ca: PEM */
};
void server_start_registry(struct server *server, const char *directory);
/* The trial server, whose EchoSignedIn answers what it was sent. */
void server_start_echo(struct server *server);
/* Its processor time. */
double server_cpu_us(const struct server *server);
void server_end(struct server *server);

struct person {
	char name[48], password[32], unit[16], tier[16];
};
/* Those of operators.csv, for good. */
void people_read(const char *directory);
/* "officer" of a unit. */
const struct person *people_called(const char *word, const char *unit);
/* The registrar of the n-th school, and the county's officer who decides for it. */
const struct person *people_registrar(int n);
const struct person *people_officer_over(const struct person *registrar);
