/* Fields of a form that take one of several values: a table in the field, or a code set. */
#pragma once

#include "tui/widgets/form.h"

/* The next or previous value; false: the field takes any text. */
bool form_choice_turn(const struct form_field *field, struct line *line, int by);
/* Where a table's value stands, or what begins none, a key that goes on to no other begins another
 * in its place. */
bool form_choice_pick(const struct form_field *field, struct line *line, uint32_t key);
/* Turns a label that was typed, or the beginning of one value alone, into the value. */
void form_choice_settle(const struct form_field *field, struct line *line);
/* Whether the field may be sent: not a text that stands in its table nowhere, nor a code that its
 * set does not offer. */
bool form_choice_is_known(const struct form_field *field, const char *text);
/* What the request carries for what stands in the field, and the other way round: these are the
 * same but where choices are numbered. */
const char *form_choice_carried(const struct form_field *field, const char *text);
const char *form_choice_shown(const struct form_field *field, const char *value);
/* The label of a value; NULL: it has none. */
const char *form_choice_label(const struct form_field *field, const char *value, enum lang lang);
/* "1 boy  2 girl", as many as there is room for; false: the field takes any text. */
bool form_choice_list(const struct form_field *field, enum lang lang, char *out, size_t size);
