#include "domain/term.h"

#include <stdio.h>
#include <string.h>

/* No text that is stored has it. Behind it the kind, and words that stay what they are whatever is
 * added to the tables. */
#define MARK "\x1f"

enum kind {
	CODE = 'c',
	CHOICES = 'l',
	CODE_SET = 's',
	SCHOOL_ITEM = 'i',
	PRESCHOOL_ITEM = 'p',
	STAGE = 'g'
};

static struct term term(enum kind kind, const char *word, const char *more)
{
	struct term out;
	snprintf(out.text, sizeof out.text, MARK "%c%s%s%s", (char)kind, word,
		more != NULL ? ":" : "", more != NULL ? more : "");
	return out;
}

/* Whole characters of it. */
static struct term plain(const char *text)
{
	struct term out = {""};
	size_t size = strlen(text), most = sizeof out.text - 1;
	if (size > most)
		for (size = most; size > 0 && ((unsigned char)text[size] & 0xc0) == 0x80;)
			size--;
	memcpy(out.text, text, size);
	return out;
}

struct term term_code(enum code_set set, const char *code)
{
	return code_find(set, code) != NULL ? term(CODE, code_set_row(set)->word, code)
					    : plain(code);
}

struct term term_choices(enum code_set set)
{
	return term(CHOICES, code_set_row(set)->word, NULL);
}

struct term term_code_set(enum code_set set)
{
	return term(CODE_SET, code_set_row(set)->word, NULL);
}

struct term term_item(enum which_form form, enum item item)
{
	return term(form == FORM_SCHOOL ? SCHOOL_ITEM : PRESCHOOL_ITEM, item_row(item)->word, NULL);
}

struct term term_stage(enum stage stage)
{
	return term(STAGE, stage_row((int)stage)->word, NULL);
}

/* ---- telling ---- */

/* `more` is "" where there is none. */
static const char *told_of_codes(
	enum kind kind, enum code_set set, const char *more, enum lang lang, char buffer[TERM_TOLD])
{
	if (kind == CODE)
		return code_label(set, more, lang);
	if (kind == CHOICES && code_choices(set, lang, buffer, TERM_TOLD))
		return buffer;
	return sentence_in(&code_set_row(set)->title, lang);
}

static const char *told_of_item(enum which_form form, const char *word, enum lang lang)
{
	int item = item_find(word);
	return item >= 0 ? sentence_in(item_name(form, (enum item)item), lang) : word;
}

static const char *told_of_stage(const char *word, enum lang lang)
{
	for (int stage = 1; stage < STAGE_END; stage++)
		if (strcmp(stage_row(stage)->word, word) == 0)
			return sentence_in(&stage_row(stage)->title, lang);
	return word;
}

/* A word that no table has any more is better than nothing. */
const char *term_told(const char *arg, enum lang lang, char buffer[TERM_TOLD])
{
	if (arg[0] != MARK[0] || arg[1] == '\0')
		return arg;
	const char *word = arg + 2, *colon = strchr(word, ':');
	size_t size = colon != NULL ? (size_t)(colon - word) : strlen(word);
	enum kind kind = (enum kind)arg[1];
	if (kind == SCHOOL_ITEM || kind == PRESCHOOL_ITEM)
		return told_of_item(kind == SCHOOL_ITEM ? FORM_SCHOOL : FORM_PRESCHOOL, word, lang);
	if (kind == STAGE)
		return told_of_stage(word, lang);
	for (int set = 0; set < CODE_SET_COUNT; set++) {
		const char *name = code_set_row((enum code_set)set)->word;
		if (strlen(name) == size && memcmp(name, word, size) == 0)
			return told_of_codes(kind, (enum code_set)set,
				colon != NULL ? colon + 1 : "", lang, buffer);
	}
	return word;
}
