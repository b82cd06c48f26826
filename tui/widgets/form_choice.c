#include "tui/widgets/form_choice.h"

#include <stdio.h>
#include <string.h>

static size_t count(const struct form_field *field)
{
	size_t n = 0;
	if (field->has_codes)
		code_rows(field->codes, &n);
	else
		while (field->choices != NULL && field->choices[n].value != NULL)
			n++;
	return n;
}

/* As it stands in the field. */
static const char *value_at(const struct form_field *field, size_t i)
{
	static const char *const numbers[] = {"1", "2", "3", "4", "5", "6", "7", "8", "9", "10"};
	size_t n;
	if (field->is_numbered)
		return numbers[i];
	return field->has_codes ? code_rows(field->codes, &n)[i].code : field->choices[i].value;
}

static const char *label_at(const struct form_field *field, size_t i, enum lang lang)
{
	size_t n;
	return field->has_codes ? sentence_in(&code_rows(field->codes, &n)[i].label, lang)
				: _(field->choices[i].label);
}

static bool is_offered(const struct form_field *field, size_t i)
{
	size_t n;
	return !field->has_codes || code_rows(field->codes, &n)[i].on_form;
}

static size_t find(const struct form_field *field, const char *value)
{
	size_t n = count(field), i = 0;
	while (i < n && strcmp(value_at(field, i), value) != 0)
		i++;
	return i;
}

bool form_choice_turn(const struct form_field *field, struct line *line, int by)
{
	size_t n = count(field), at = find(field, line->text);
	if (n == 0)
		return false;
	size_t next = at == n ? (by > 0 ? 0 : n - 1) : (at + (by > 0 ? 1 : n - 1)) % n;
	for (size_t tries = 0; !is_offered(field, next) && tries < n; tries++)
		next = (next + (by > 0 ? 1 : n - 1)) % n;
	line_set(line, value_at(field, next));
	return true;
}

static bool is_table(const struct form_field *field)
{
	return field->choices != NULL && !field->has_codes && !field->takes_others;
}

/* How many values begin so; the last of them. */
static size_t count_begun(const struct form_field *field, const char *text, size_t *at_out)
{
	size_t n = count(field), found = 0;
	for (size_t i = 0; i < n; i++)
		if (strncmp(value_at(field, i), text, strlen(text)) == 0)
			found++, *at_out = i;
	return found;
}

static bool begins_label(const struct form_field *field, const char *text)
{
	for (size_t i = 0; i < count(field); i++)
		if (strncmp(_(field->choices[i].label), text, strlen(text)) == 0)
			return true;
	return false;
}

bool form_choice_pick(const struct form_field *field, struct line *line, uint32_t key)
{
	const char typed[] = {(char)key, '\0'};
	char longer[LINE_SIZE + 1];
	size_t at;
	if (!(is_table(field) || field->is_numbered) || key <= ' ' || key > '~')
		return false;
	bool stands = find(field, line->text) < count(field);
	snprintf(longer, sizeof longer, "%s%s", line->text, typed);
	if (count_begun(field, longer, &at) > 0)
		return false;
	if (!stands && (!is_table(field) || begins_label(field, longer) ||
			       count_begun(field, typed, &at) == 0))
		return false;
	line_set(line, typed);
	return true;
}

void form_choice_settle(const struct form_field *field, struct line *line)
{
	size_t at;
	if (line->text[0] == '\0' || find(field, line->text) < count(field))
		return;
	const struct code *code = field->has_codes ? code_match(field->codes, line->text) : NULL;
	if (code != NULL)
		line_set(line, code->code);
	for (size_t i = 0; !field->has_codes && i < count(field); i++)
		if (strcmp(_(field->choices[i].label), line->text) == 0 ||
			(field->takes_others && strcmp(field->choices[i].value, line->text) == 0))
			line_set(line, value_at(field, i));
	if (is_table(field) && count_begun(field, line->text, &at) == 1)
		line_set(line, value_at(field, at));
}

bool form_choice_is_known(const struct form_field *field, const char *text)
{
	const struct code *code = field->has_codes ? code_find(field->codes, text) : NULL;
	if (text[0] == '\0')
		return true;
	return field->has_codes ? code != NULL && code->on_form
				: !is_table(field) || find(field, text) < count(field);
}

const char *form_choice_carried(const struct form_field *field, const char *text)
{
	size_t i = field->is_numbered ? find(field, text) : count(field);
	return i < count(field) ? field->choices[i].value : text;
}

const char *form_choice_shown(const struct form_field *field, const char *value)
{
	for (size_t i = 0; field->is_numbered && i < count(field); i++)
		if (strcmp(field->choices[i].value, value) == 0)
			return value_at(field, i);
	return value;
}

const char *form_choice_label(const struct form_field *field, const char *value, enum lang lang)
{
	size_t i = find(field, value);
	return i < count(field) ? label_at(field, i, lang) : NULL;
}

bool form_choice_list(const struct form_field *field, enum lang lang, char *out, size_t size)
{
	size_t n = count(field), at = 0;
	out[0] = '\0';
	for (size_t i = 0; i < n; i++) {
		const char *label = label_at(field, i, lang);
		if (!is_offered(field, i))
			continue;
		if (at + strlen(value_at(field, i)) + strlen(label) + 8 > size)
			return snprintf(out + at, size - at, "..."), true;
		at += (size_t)snprintf(out + at, size - at, "%s %s  ", value_at(field, i), label);
	}
	return n > 0;
}
