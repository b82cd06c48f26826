#include "tui/journal_filter.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* Each word in its place; "-" stands for an empty one. The last may hold blanks. */
static char *word_at(struct journal_filter *filter, size_t i)
{
	char *const words[] = {filter->unit_id, filter->unit_code, filter->action, filter->actor_id,
		filter->entity, filter->entity_id, filter->from_day, filter->to_day,
		filter->actor_name};
	return i < sizeof words / sizeof *words ? words[i] : NULL;
}

void journal_filter_parse(struct journal_filter *filter, const char *subject)
{
	char word[JOURNAL_WORD], *out;
	int n = 0;
	*filter = (struct journal_filter){0};
	for (size_t i = 0; (out = word_at(filter, i)) != NULL; i++, subject += n) {
		bool is_last = out == filter->actor_name;
		if (sscanf(subject, is_last ? " %39[^\n]%n" : "%39s%n", word, &n) < 1)
			return;
		if (strcmp(word, "-") != 0)
			snprintf(out, JOURNAL_WORD, "%s", word);
	}
}

void journal_filter_print(const struct journal_filter *filter, char out[JOURNAL_FILTER_TEXT])
{
	struct journal_filter copy = *filter;
	const char *word;
	size_t at = 0;
	out[0] = '\0';
	for (size_t i = 0; (word = word_at(&copy, i)) != NULL; i++)
		at += (size_t)snprintf(out + at, JOURNAL_FILTER_TEXT - at, "%s%s", i > 0 ? " " : "",
			word[0] != '\0' ? word : "-");
}
