#include "domain/codes.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { CHOICES_MAX = 12 };

static const struct code_set_row sets[CODE_SET_COUNT] = {
#define CODE_SET(name, word, english, chinese, standard) \
	[CODES_##name] = {word, {.en = english, .zh = chinese}, standard},
#include "domain/code_sets.def"
#undef CODE_SET
};

static const struct code codes[] = {
#define CODE(set, code, zh_label, en_label, form) {code, {.en = en_label, .zh = zh_label}, form},
#define CODE_RANGE(set, first, count)
#include "domain/codes.inc"
#undef CODE
#undef CODE_RANGE
};

static const struct {
	size_t first, count;
} ranges[CODE_SET_COUNT] = {
#define CODE(set, code, zh_label, en_label, form)
#define CODE_RANGE(set, first, count) [CODES_##set] = {first, count},
#include "domain/codes.inc"
#undef CODE
#undef CODE_RANGE
};

const struct code_set_row *code_set_row(enum code_set set)
{
	assert(set < CODE_SET_COUNT);
	return &sets[set];
}

const struct code *code_rows(enum code_set set, size_t *count_out)
{
	assert(set < CODE_SET_COUNT);
	*count_out = ranges[set].count;
	return &codes[ranges[set].first];
}

const struct code *code_find(enum code_set set, const char *code)
{
	size_t count;
	const struct code *rows = code_rows(set, &count);
	for (size_t i = 0; i < count; i++)
		if (rows[i].code[0] == code[0] && strcmp(rows[i].code, code) == 0)
			return &rows[i];
	return NULL;
}

/* "1 男", "01-汉族" */
static bool is_code_and_label(const struct code *row, const char *text)
{
	size_t size = strlen(row->code);
	if (strncmp(text, row->code, size) != 0)
		return false;
	text += size;
	text += strspn(text, " -.:");
	return strcmp(text, row->label.zh) == 0 || strcasecmp(text, row->label.en) == 0;
}

static bool is_short_label(enum code_set set, const struct code *row, const char *text)
{
	static const char people[] = "族";
	size_t size = strlen(text);
	return set == CODES_ETHNIC_GROUP && size > 0 && strncmp(row->label.zh, text, size) == 0 &&
	       strcmp(row->label.zh + size, people) == 0;
}

const struct code *code_match(enum code_set set, const char *text)
{
	size_t count;
	const struct code *rows = code_rows(set, &count), *found = code_find(set, text);
	for (size_t i = 0; i < count && found == NULL; i++)
		if (strcmp(rows[i].label.zh, text) == 0 ||
			strcasecmp(rows[i].label.en, text) == 0 ||
			is_code_and_label(&rows[i], text) || is_short_label(set, &rows[i], text))
			found = &rows[i];
	return found;
}

const char *code_label(enum code_set set, const char *code, enum lang lang)
{
	const struct code *row = code_find(set, code);
	return row != NULL ? sentence_in(&row->label, lang) : code;
}

bool code_set_is_short(enum code_set set)
{
	size_t count, offered = 0;
	const struct code *rows = code_rows(set, &count);
	for (size_t i = 0; i < count; i++)
		offered += rows[i].on_form;
	return offered <= CHOICES_MAX;
}

bool code_choices(enum code_set set, enum lang lang, char *out, size_t size)
{
	size_t count, used = 0;
	const struct code *rows = code_rows(set, &count);
	out[0] = '\0';
	if (!code_set_is_short(set))
		return false;
	for (size_t i = 0; i < count; i++) {
		if (!rows[i].on_form)
			continue;
		const char *comma = lang == LANG_ZH ? "、" : ", ";
		int n = snprintf(out + used, size - used, "%s%s %s", used > 0 ? comma : "",
			rows[i].code, sentence_in(&rows[i].label, lang));
		if (n < 0 || (size_t)n >= size - used)
			return out[0] = '\0', false;
		used += (size_t)n;
	}
	return true;
}
