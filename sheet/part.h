/* A part of an XLSX file, one XML document of its zip, parsed piece by piece and bounded: a bomb,
 * of the zip or of the XML, ends the reading and nothing else. */
#pragma once

#include <expat.h>
#include <stdbool.h>
#include <stdint.h>
#include <zip.h>

#include "common/err.h"
#include "common/why.h"

struct part;
/* What is told; `name` is without its prefix. Text comes in pieces. */
struct part_handlers {
	void (*start)(void *arg, const char *name, const char *const *attributes);
	void (*end)(void *arg, const char *name);
	void (*text)(void *arg, const char *text, int size); /* NULL: not wanted */
};

/* NULL and a sentence when it is not there, or encrypted. `archive` must outlive it. */
struct part *part_open(zip_t *archive, const char *name, const struct part_handlers *handlers,
	void *arg, char why[WHY_SIZE]) MUST_CHECK;
void part_close(struct part *part); /* NULL is fine */

/* Goes on until part_pause was called by a handler, or the end. */
enum part_step { PART_PAUSED, PART_END, PART_BROKEN };
enum part_step part_run(struct part *part, char why[WHY_SIZE]) MUST_CHECK;
/* For handlers: the run ends behind what is being told. */
void part_pause(struct part *part);
/* For handlers: the run ends with PART_BROKEN and this sentence. */
void part_refuse(struct part *part, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The whole of it, of a part of which much is kept: it is refused beyond 16 MiB. */
bool part_read(zip_t *archive, const char *name, const struct part_handlers *handlers, void *arg,
	char why[WHY_SIZE]) MUST_CHECK;

/* Of a hundred elements a row each is compared with several names, mostly of one letter. */
static inline bool part_is_named(const char *name, const char *as)
{
	for (; *name == *as; name++, as++)
		if (*name == '\0')
			return true;
	return false;
}
/* The value of an attribute, by its name without prefix; NULL when it is not there. */
const char *part_attribute(const char *const *attributes, const char *name);
/* "1" or "true"; NULL is false. */
bool part_is_true(const char *value);

/* A text of a cell with what stands escaped in it, in place; its new size. _x000D_ is a character
 * that XML does not take; what would be none stays as it is. */
size_t part_unescape(char *text, size_t size);
