/* Names of people as they may be stored: 1 to 50 Chinese characters (rare ones of any extension
 * included), with a middle dot between the parts of a minority name, or Latin letters. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "common/arena.h"
#include "domain/finding.h"

enum { NAME_LENGTH = 50 };

/* A name without what layout and input methods add: white space around it and between Chinese
 * characters, full-width Latin letters, the middle dot in its eleven other shapes. In form C. */
const char *name_tidy(struct arena *arena, const char *typed);

/* Reports what is wrong with a tidy, non-empty name, each kind of fault once. */
bool name_check(const char *name, struct findings *findings);

/* The same for a name in pinyin: Latin letters, spaces, apostrophes, hyphens. */
bool name_check_pinyin(const char *pinyin, struct findings *findings);

bool name_is_han(uint32_t code_point); /* a Chinese character that a name may have */
