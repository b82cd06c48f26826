/* Which entries of the journal are looked at, as one line of words: the subject of its pages. */
#pragma once

#include <stddef.h>

enum { JOURNAL_WORD = 40 };

/* Empty words: all. */
struct journal_filter {
	char unit_id[JOURNAL_WORD], unit_code[JOURNAL_WORD];
	char action[JOURNAL_WORD];
	char actor_id[JOURNAL_WORD], actor_name[JOURNAL_WORD];
	char entity[JOURNAL_WORD], entity_id[JOURNAL_WORD];
	char from_day[JOURNAL_WORD], to_day[JOURNAL_WORD];
};

enum { JOURNAL_FILTER_TEXT = 9 * (JOURNAL_WORD + 1) };
void journal_filter_parse(struct journal_filter *filter, const char *subject);
void journal_filter_print(const struct journal_filter *filter, char out[JOURNAL_FILTER_TEXT]);
