/* A word of the registry among the arguments of a sentence: an item's name, a code's label. The
 * argument says which word is meant; how it is called is said when the sentence is told, in the
 * language of whoever reads it, who may be another than who was told first. */
#pragma once

#include <stddef.h>

#include "domain/codes.h"
#include "domain/items.h"
#include "domain/lang.h"
#include "domain/stages.h"

struct term {
	char text[64]; /* the argument; not for people */
};

/* "male"; of a code that the set lacks, the code itself, as far as there is room. */
struct term term_code(enum code_set set, const char *code);
/* What may be entered: "1 male, 2 female" (code_choices). */
struct term term_choices(enum code_set set);
/* "ethnic groups" */
struct term term_code_set(enum code_set set);
/* "birth date", as that form calls it. */
struct term term_item(enum which_form form, enum item item);
struct term term_stage(enum stage stage);

enum { TERM_TOLD = 1024 };
/* An argument as people read it: what is no term is so already, and is given back. */
const char *term_told(const char *arg, enum lang lang, char buffer[TERM_TOLD]);
