/* The texts that an XLSX file's cells share. Those met first, which are the commonest, are kept in
 * memory; the others wait in a file that has no name, so it goes with the program. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/err.h"
#include "common/why.h"

struct strings;
struct strings *strings_new(void);
void strings_free(struct strings *strings); /* NULL is fine */

/* False and a sentence when the disk is full, or there is more than may be. */
bool strings_add(
	struct strings *strings, const char *text, size_t size, char why[WHY_SIZE]) MUST_CHECK;
/* There are no more: what was added can be had. False and a sentence when the disk is full. */
bool strings_close(struct strings *strings, char why[WHY_SIZE]) MUST_CHECK;
/* The text of a number from 0, until the next call; NULL when there is none, or the disk fails. */
const char *strings_get(struct strings *strings, uint64_t number, size_t *size_out);
