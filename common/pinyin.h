/* The initials by which a name of a place or a school is found: "长沙市第一中学" is "cssdyzx".
 *
 * Readings come from ICU; where the usual reading of a character is not the one of Chinese place
 * names (长, 厦, 单县, 番禺 …), from a table of ours. Names of people have their own rules. */
#pragma once

#include <stddef.h>

struct pinyin;

/* Opening costs a tenth of a second the first time in a process, since ICU reads its rules then:
 * not on a thread that others wait for. One thread at a time. NULL when ICU lacks its data. */
struct pinyin *pinyin_open(void);
void pinyin_close(struct pinyin *pinyin); /* NULL is fine */

/* The initials in lower case; Latin letters and digits are kept, everything without a reading is
 * left out. Cut off at `size` - 1 characters. Returns out. */
const char *pinyin_initials(struct pinyin *pinyin, const char *text, char *out, size_t size);
