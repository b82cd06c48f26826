/* What every sentence shown to people must keep to, wherever its table stands. */
#pragma once

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "common/text.h"
#include "domain/lang.h"
#include "tests/support/suite.h"

/* The placeholders {0}, {1} … of a text, as bits; a brace that is none of them fails the test. */
static inline unsigned sentence_holes(const char *name, const char *text)
{
	unsigned holes = 0;
	for (const char *at = text; (at = strpbrk(at, "{}")) != NULL; at += 3) {
		ck_assert_msg(at[0] == '{' && at[1] >= '0' && at[1] <= '2' && at[2] == '}',
			"%s: only {0}, {1}, {2} may stand in \"%s\"", name, text);
		holes |= 1u << (at[1] - '0');
	}
	return holes;
}

static inline bool sentence_has_han(const char *text)
{
	for (uint32_t c; (c = text_next(&text)) != 0;)
		if (c >= 0x4e00 && c <= 0x9fff)
			return true;
	return false;
}

static inline bool sentence_ends_with(const char *text, const char *end)
{
	size_t n = strlen(text), m = strlen(end);
	return n >= m && strcmp(text + n - m, end) == 0;
}

/* Both languages are there, well formed, and ask for the same arguments, from {0} without a gap. */
static inline void sentence_check(const char *name, const struct sentence *s)
{
	ck_assert_msg(s->en != NULL && !text_is_blank(s->en), "%s: no English", name);
	ck_assert_msg(s->zh != NULL && !text_is_blank(s->zh), "%s: no Chinese", name);
	ck_assert_msg(text_is_utf8(s->zh, strlen(s->zh)), "%s: not UTF-8", name);
	ck_assert_msg(text_find_forbidden(s->en) == 0, "%s: invisible character", name);
	ck_assert_msg(text_find_forbidden(s->zh) == 0, "%s: invisible character", name);
	ck_assert_msg(!sentence_has_han(s->en), "%s: Chinese in the English text", name);
	ck_assert_msg(sentence_has_han(s->zh), "%s: no Chinese in the Chinese text", name);
	unsigned holes = sentence_holes(name, s->en);
	ck_assert_msg(holes == sentence_holes(name, s->zh), "%s: {n} differ", name);
	ck_assert_msg((holes & (holes + 1)) == 0, "%s: {n} are not counted from {0}", name);
	ck_assert_msg(sentence_ends_with(s->en, ".") == sentence_ends_with(s->zh, "。"),
		"%s: a full stop in one language only", name);
	ck_assert_msg(s->en[strspn(s->en, " ")] == s->en[0] && !sentence_ends_with(s->en, " "),
		"%s: white space around the text", name);
}
