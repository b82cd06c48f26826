/* Numbers as people type them: stray spaces, lower case, full-width digits, an O for a 0. What can
 * mean only one thing is tidied; what would change a number is named, so that a person mends it. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "domain/finding.h"

/* `typed` without the white space around it, ASCII letters in upper case. False when that does not
 * fit into `size` bytes (`out` then holds the beginning, cut between characters). */
bool number_tidy(const char *typed, char *out, size_t size);

/* Compares text with a pattern, character by character: 9 a digit, # a digit or X, A a capital
 * letter, * a capital letter or digit, any other itself. */
bool number_fits(const char *text, const char *pattern);

/* Reports what in `text` does not fit its pattern, the first of each kind: a full-width character
 * (FULL_WIDTH), one that passes for another (LOOKALIKE), any other (NUMBER_CHARACTER with its
 * place). Characters beyond the pattern are taken as *. True when there was nothing to report. */
bool number_check_characters(const char *text, const char *pattern, struct findings *findings);
