/* A subcommand of xuejid: one file and one row each (docs/adding.md). The row says what the command
 * line may hold and what must be open before `run`; main opens, runs and closes. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/arena.h"
#include "common/why.h"
#include "server/app.h"
#include "server/commands/exit.h"
#include "server/settings.h"

struct keys;
struct store;

/* What is opened before `run`; the data directory is the first operand. Each includes the ones
 * above it. */
enum command_need {
	NEEDS_NOTHING,
	NEEDS_SETTINGS, /* the data directory's settings */
	NEEDS_KEYS,     /* and its keys */
	NEEDS_READER,   /* and its store, for reading, beside a running server */
	NEEDS_STORE,    /* and its store, for writing: no server may run */
};

struct option {
	const char *name;  /* "--host" */
	const char *value; /* what follows it, for the usage: "NAME"; NULL: nothing does */
	const char *meaning;
	bool repeats;
};

struct invocation;

struct command {
	const char *name;     /* "init", "cert issue" */
	const char *operands; /* "DIR NAME"; one in brackets may be left out: "DIR [NAME]" */
	const char *purpose;  /* one line: "make a data directory" */
	const struct option *options;
	size_t n_options;
	enum command_need needs;
	enum exit_code (*run)(struct invocation *invocation);
};

/* One run of a command. All memory is the arena's. */
struct invocation {
	const struct command *command;
	const char *const *operands; /* as many as the row asks for; one left out is NULL */
	struct arena *arena;
	struct settings settings; /* from NEEDS_SETTINGS on */
	struct keys *keys;        /* from NEEDS_KEYS on */
	struct store *store;      /* from NEEDS_READER on */
	struct app app;           /* settings, keys, clock and randomness; no caches */
	bool wants_help;          /* --help: explain instead of running */
	struct given *given;      /* the options that were given */
	size_t n_given;
};

/* Says one sentence on stderr and returns the code. */
enum exit_code fail(const struct invocation *invocation, enum exit_code code, const char *format,
	...) __attribute__((format(printf, 3, 4)));

/* The value of an option, the last one given; NULL if it was not. A flag's value is "". */
const char *option_value(const struct invocation *invocation, const char *name);
/* All values of one that repeats. */
struct conf_list option_values(const struct invocation *invocation, const char *name);
/* Its value as a number; `missing` if it was not given. False and a complaint, for EXIT_USAGE, when
 * it is none from min to max. */
bool option_number(const struct invocation *invocation, const char *name, int64_t min, int64_t max,
	int64_t missing, int64_t *out) MUST_CHECK;

extern const struct command *const commands[];
extern const size_t commands_count;

/* Parses the command line, opens what the command needs, runs it. */
int commands_main(int argc, char *const argv[]);
