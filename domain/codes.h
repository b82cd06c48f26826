/* The code sets of the forms: sex, ethnic group, document type …. The values
 * are data, etc/codes.csv, built into the program; the sets are the table domain/code_sets.def. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "domain/lang.h"

enum code_set {
#define CODE_SET(name, word, english, chinese, standard) CODES_##name,
#include "domain/code_sets.def"
#undef CODE_SET
	CODE_SET_COUNT
};

struct code_set_row {
	const char *word;
	struct sentence title;
	const char *standard; /* the national standard of its values, or "" */
};
const struct code_set_row *code_set_row(enum code_set set);

struct code {
	const char *code;      /* as stored and sent: "01", "CHN", "A" */
	struct sentence label; /* what people read */
	bool on_form;          /* false: the standard has it, our forms do not offer it */
};

/* The rows of a set, in the order of the form. */
const struct code *code_rows(enum code_set set, size_t *count_out);

/* The row of a code; NULL when the set has none. */
const struct code *code_find(enum code_set set, const char *code);

/* The row that a sheet's cell means: its code, its label in either language, or both ("1 男",
 * "01汉族"); of ethnic groups also 汉 for 汉族. NULL for none of these. */
const struct code *code_match(enum code_set set, const char *text);

/* "男"; of a code that the set lacks, the code itself, so that nothing shows as empty. */
const char *code_label(enum code_set set, const char *code, enum lang lang);

/* Whether all that may be entered can be listed in a sentence: not more than a dozen. */
bool code_set_is_short(enum code_set set);
/* What may be entered, for a sentence: "1 male, 2 female", at most `size` bytes with the NUL. False
 * when the set is too long to be listed; `out` is then "". */
bool code_choices(enum code_set set, enum lang lang, char *out, size_t size);
