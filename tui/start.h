/* Where and who, as the command line says it: for the console and every subcommand alike. */
#pragma once

#include "domain/lang.h"

struct start {
	const char *server;            /* never NULL */
	const char *ca;                /* never NULL */
	const char *certificate, *key; /* of the client; NULL: none */
	const char *user;              /* NULL: not said */
	const char *password_file;     /* NULL: not said */
	enum lang lang;
};

/* The console, until its end; what the program exits with. */
typedef int start_console(const struct start *start);
