#include "tui/commands/labels.h"

#include <string.h>

#include "domain/codes.h"
#include "domain/roll.h"

static const char *status_label(const char *word, enum lang lang)
{
	const struct roll_status_row *row;
	for (int status = ROLL_PENDING; (row = roll_status_row(status)) != NULL; status++)
		if (strcmp(row->word, word) == 0)
			return sentence_in(&row->title, lang);
	return word;
}

static const char *sex_label(const char *code, enum lang lang)
{
	return *code != '\0' ? code_label(CODES_SEX, code, lang) : code;
}

static const char *id_type_label(const char *code, enum lang lang)
{
	return *code != '\0' ? code_label(CODES_ID_TYPE, code, lang) : code;
}

const char *label_of(const char *path, const char *cell, enum lang lang)
{
	static const struct {
		const char *field;
		const char *(*label)(const char *cell, enum lang lang);
	} labels[] = {{"sex", sex_label}, {"status", status_label}, {"id_type", id_type_label}};
	const char *dot = strrchr(path, '.'), *field = dot != NULL ? dot + 1 : path;
	for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
		if (strcmp(labels[i].field, field) == 0)
			return labels[i].label(cell, lang);
	return cell;
}
