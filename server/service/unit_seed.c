#include "server/service/unit_seed.h"

#include <string.h>

#include "common/pinyin.h"
#include "domain/unit_code.h"
#include "server/store/unit_store.h"

extern const unsigned char divisions_csv[];
extern const size_t divisions_csv_size;

enum { INITIALS_SIZE = 64 };

/* Cuts the next field off a line, in place. */
static char *next_field(char **line)
{
	char *field = *line, *end = strchr(field, ',');
	*line = end != NULL ? end + 1 : field + strlen(field);
	if (end != NULL)
		*end = '\0';
	return field;
}

/* code,tier,parent,name; an empty parent is the nation. */
static struct unit read_row(char *line)
{
	const char *code = next_field(&line), *tier = next_field(&line);
	const char *parent = next_field(&line), *name = next_field(&line);
	const struct tier_row *row = tier_find(tier);
	struct unit unit = {.id = unit_code_id(code), .code = code, .name = name};
	unit.bureau = unit.id;
	unit.tier = row != NULL ? row->tier : 0;
	if (unit.tier != TIER_NATION)
		unit.parent = parent[0] != '\0' ? unit_code_id(parent) : UNIT_NATION;
	return unit;
}

static enum err insert_row(struct ctx *ctx, struct pinyin *pinyin, char *line)
{
	char initials[INITIALS_SIZE];
	struct unit unit = read_row(line);
	if ((int)unit.tier != unit_code_tier(unit.code))
		return ctx_broken(ctx, ERR_INTERNAL, "divisions: bad row of %s", unit.code);
	unit.initials = pinyin_initials(pinyin, unit.name, initials, sizeof initials);
	return unit_insert(ctx, &unit);
}

static enum err insert_rows(struct ctx *ctx, struct pinyin *pinyin, size_t *n_out)
{
	char *text = arena_strndup(ctx->arena, (const char *)divisions_csv, divisions_csv_size);
	char *rest = text;
	enum err err = OK;
	strsep(&rest, "\n"); /* the heading */
	for (char *line; err == OK && (line = strsep(&rest, "\n")) != NULL;) {
		if (line[0] == '\0')
			continue;
		err = insert_row(ctx, pinyin, line);
		(*n_out)++;
	}
	return err;
}

enum err units_load_divisions(struct ctx *ctx)
{
	size_t n = 0;
	struct pinyin *pinyin = pinyin_open();
	if (pinyin == NULL)
		return ctx_broken(ctx, ERR_INTERNAL, "ICU has no rules for Chinese");
	enum err err = insert_rows(ctx, pinyin, &n);
	pinyin_close(pinyin);
	if (err != OK)
		return err;
	ctx_journal(ctx, &(struct note){.action = ACTION_UNITS_LOAD,
				 .unit = UNIT_NATION,
				 .entity = "unit",
				 .entity_id = UNIT_NATION,
				 .summary = arena_printf(ctx->arena, "%zu divisions", n)});
	return OK;
}
