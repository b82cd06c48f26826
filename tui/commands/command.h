/* A subcommand of xueji: a row. Most are nothing else: the row names the method, says which words
 * of the command line fill which fields of the request, and which fields of the reply make the
 * columns of a table; messages are read and written by their descriptors alone. What such a row
 * cannot say has a function, `run`. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "common/arena.h"
#include "tui/client/client.h"
#include "tui/client/methods.h"
#include "tui/commands/exit.h"
#include "tui/start.h"

/* What an operand or an option's value is, by its word: UNIT is a unit's code or id; FILE is a file
 * or "-" for stdin; TEXT and …NUMBER stand for themselves, or are "-" for a line of stdin, since
 * every user of a host can see the words of a command; any other stands for itself. */
struct option {
	const char *name;  /* "--tier" */
	const char *value; /* what follows it: "TIER"; NULL: nothing does */
	const char *meaning;
	const char *field; /* of the request, that it fills ("items.name"); NULL: `run` asks */
};

struct column {
	const char *en, *zh;
	const char *path; /* in the row's message: "school.name"; of lists all, with spaces */
};

enum { FIELDS_MAX = 4, OPTIONS_MAX = 10, COLUMNS_MAX = 15 };

struct invocation;

struct command {
	const char *name;               /* "unit list" */
	const char *operands;           /* "UNIT [DAY]"; the last may repeat: "CASE…" */
	const char *purpose;            /* one line: "list the units under one" */
	const char *method;             /* NULL: no call, or `run` makes them */
	const char *fields[FIELDS_MAX]; /* of the request: what the operands fill */
	/* Of an operand: which words of its enum apply, "approver, bureau"; NULL: all, or none. */
	const char *words[FIELDS_MAX];
	struct option options[OPTIONS_MAX];
	const char *list; /* the field of the reply whose elements are rows; NULL: it is one row */
	struct column columns[COLUMNS_MAX];
	/* Sets what stands in no word of the command line. */
	void (*fill)(ProtobufCMessage *request);
	enum exit_code (*run)(struct invocation *invocation); /* NULL: the row says it all */
	bool is_local;                                        /* needs no server */
};

enum output { OUTPUT_TABLE, OUTPUT_JSON, OUTPUT_CSV };

/* An option as it was given. */
struct given {
	const struct option *option;
	const char *value; /* "" of one without a value */
};

/* One run of a command. All memory is the arena's. */
struct invocation {
	const struct command *command; /* NULL: the console is meant */
	const char *const *operands;
	size_t n_operands;
	struct given *given;
	size_t n_given;
	bool wants_help;
	/* The words came through SSH from someone who may use the registry, not this host: nothing
	 * that names a file or another server is taken. */
	bool is_confined;
	struct arena *arena;
	struct start start;
	enum output output;
	struct client *client;
};

/* Says one sentence on stderr, in which nothing can drive a terminal, and returns the code. */
enum exit_code fail(const struct invocation *invocation, enum exit_code code, const char *format,
	...) __attribute__((format(printf, 3, 4)));

/* The value of an option, the last one given; NULL: it was not given. */
const char *option_value(const struct invocation *invocation, const char *name);
/* The i-th operand; NULL: it was left out. */
const char *operand(const struct invocation *invocation, size_t i);

/* The row's own call: fills the request, sends it, page by page where it pages, writes the reply.
 */
enum exit_code command_call(struct invocation *invocation);
