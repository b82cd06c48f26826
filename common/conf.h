/* Reads a settings file (libconfig's notation: `name = value;`) against a table of the settings
 * that there are.
 *
 * A setting that the table does not know, a wrong type and a value out of range are refused with
 * one sentence that names file and line, and nothing is applied. A setting that the file leaves out
 * has its default, which the row gives in the file's own notation; so the same code judges both,
 * and a sample file can be made from the table. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "common/arena.h"
#include "common/err.h"
#include "common/why.h"

enum conf_type {
	CONF_BOOL, /* bool: true, false */
	CONF_INT,  /* int64_t: 42 */
	CONF_TEXT, /* const char *: "text" */
	CONF_PATH, /* const char *: "file", seen from the settings file's directory; "" is none */
	CONF_LIST, /* struct conf_list: ["one", "two"] */
};

struct conf_list {
	const char *const *items;
	size_t n;
};

struct conf_row {
	const char *name;
	enum conf_type type;
	size_t at;            /* offsetof its member in the struct that is filled */
	int64_t min, max;     /* CONF_INT, inclusive */
	const char *fallback; /* the default as it would stand in the file: "42", "\"text\"" */
	const char *meaning;  /* one line for the sample and the manual */
	/* TEXT, PATH and each item of a LIST: is this a value that it may have? NULL: any. */
	bool (*is_good)(const char *value);
	const char *must; /* completes "x must …" where is_good says no: "be six digits" */
};

struct conf_table {
	const struct conf_row *rows;
	size_t n_rows;
	size_t size; /* of the struct that is filled */
};

/* Fills *out, whose strings are the arena's. On failure *out is as it was. */
bool conf_read(const struct conf_table *table, const char *file, struct arena *arena, void *out,
	char why[WHY_SIZE]) MUST_CHECK;
/* As an empty file in `directory` would: all defaults. */
void conf_defaults(
	const struct conf_table *table, const char *directory, struct arena *arena, void *out);

/* A sample: each row's meaning and its default, commented out; a choice stands in place of its
 * row's default, and counts. */
struct conf_choice {
	const char *name, *value; /* the value in the file's notation */
};
void conf_write_sample(const struct conf_table *table, const struct conf_choice *choices,
	size_t n_choices, FILE *out);
