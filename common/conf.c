#include "common/conf.h"

#include <assert.h>
#include <inttypes.h>
#include <libconfig.h>
#include <string.h>

#include "common/file.h"

enum { FILE_LIMIT = 1 << 20 };

/* One reading: what it fills, and whom to blame. */
struct reading {
	const struct conf_table *table;
	const char *file, *directory;
	struct arena *arena;
	unsigned char *out;
	char *why;
};

static const char *const type_words[] = {
	[CONF_BOOL] = "true or false",
	[CONF_INT] = "a whole number",
	[CONF_TEXT] = "text in double quotes",
	[CONF_PATH] = "a file's path in double quotes",
	[CONF_LIST] = "a list of texts, as [\"one\", \"two\"]",
};

static bool refuse(const struct reading *reading, const config_setting_t *setting, const char *what)
{
	const char *file = config_setting_source_file(setting);
	return why_set(reading->why, "%s:%u: %s %s.", file ? file : reading->file,
		config_setting_source_line(setting), config_setting_name(setting), what);
}

static bool refuse_type(
	const struct reading *reading, const config_setting_t *setting, const struct conf_row *row)
{
	return refuse(reading, setting,
		arena_printf(reading->arena, "must be %s", type_words[row->type]));
}

static bool take_bool(
	struct reading *reading, const config_setting_t *setting, const struct conf_row *row)
{
	if (config_setting_type(setting) != CONFIG_TYPE_BOOL)
		return refuse_type(reading, setting, row);
	*(bool *)(reading->out + row->at) = config_setting_get_bool(setting);
	return true;
}

static bool take_int(
	struct reading *reading, const config_setting_t *setting, const struct conf_row *row)
{
	int type = config_setting_type(setting);
	if (type != CONFIG_TYPE_INT && type != CONFIG_TYPE_INT64)
		return refuse_type(reading, setting, row);
	int64_t value = config_setting_get_int64(setting);
	if (value < row->min || value > row->max)
		return refuse(reading, setting,
			arena_printf(reading->arena, "must lie between %" PRId64 " and %" PRId64,
				row->min, row->max));
	*(int64_t *)(reading->out + row->at) = value;
	return true;
}

static bool take_value(struct reading *reading, const config_setting_t *setting,
	const struct conf_row *row, const char *value)
{
	if (row->is_good == NULL || row->is_good(value))
		return true;
	return refuse(reading, setting, arena_printf(reading->arena, "must %s", row->must));
}

static bool take_text(
	struct reading *reading, const config_setting_t *setting, const struct conf_row *row)
{
	if (config_setting_type(setting) != CONFIG_TYPE_STRING)
		return refuse_type(reading, setting, row);
	const char *value = config_setting_get_string(setting);
	if (!take_value(reading, setting, row, value))
		return false;
	*(const char **)(reading->out + row->at) =
		row->type == CONF_PATH ? file_path(reading->arena, reading->directory, value)
				       : arena_strdup(reading->arena, value);
	return true;
}

static bool take_list(
	struct reading *reading, const config_setting_t *setting, const struct conf_row *row)
{
	int type = config_setting_type(setting);
	if (type != CONFIG_TYPE_ARRAY && type != CONFIG_TYPE_LIST)
		return refuse_type(reading, setting, row);
	size_t n = (size_t)config_setting_length(setting);
	const char **items = arena_array(reading->arena, const char *, n);
	for (size_t i = 0; i < n; i++) {
		const char *item = config_setting_get_string_elem(setting, (int)i);
		if (item == NULL)
			return refuse_type(reading, setting, row);
		if (!take_value(reading, setting, row, item))
			return false;
		items[i] = arena_strdup(reading->arena, item);
	}
	*(struct conf_list *)(reading->out + row->at) = (struct conf_list){items, n};
	return true;
}

static bool (*const takers[])(
	struct reading *, const config_setting_t *, const struct conf_row *) = {
	[CONF_BOOL] = take_bool,
	[CONF_INT] = take_int,
	[CONF_TEXT] = take_text,
	[CONF_PATH] = take_text,
	[CONF_LIST] = take_list,
};

static const struct conf_row *row_named(const struct conf_table *table, const char *name)
{
	for (size_t i = 0; i < table->n_rows; i++)
		if (strcmp(table->rows[i].name, name) == 0)
			return &table->rows[i];
	return NULL;
}

static bool take_all(struct reading *reading, const config_t *config)
{
	const config_setting_t *root = config_root_setting(config);
	int n = config_setting_length(root);
	for (int i = 0; i < n; i++) {
		const config_setting_t *setting = config_setting_get_elem(root, (unsigned)i);
		const struct conf_row *row =
			row_named(reading->table, config_setting_name(setting));
		if (row == NULL)
			return refuse(reading, setting, "is not a setting of this program");
		if (!takers[row->type](reading, setting, row))
			return false;
	}
	return true;
}

static bool take_string(struct reading *reading, const char *text)
{
	config_t config;
	config_init(&config);
	config_set_include_dir(&config, reading->directory);
	bool ok = config_read_string(&config, text) == CONFIG_TRUE;
	if (ok)
		ok = take_all(reading, &config);
	else
		why_set(reading->why, "%s:%d: %s.",
			config_error_file(&config) ? config_error_file(&config) : reading->file,
			config_error_line(&config), config_error_text(&config));
	config_destroy(&config);
	return ok;
}

static bool take_fallbacks(struct reading *reading)
{
	char *text = "";
	for (size_t i = 0; i < reading->table->n_rows; i++)
		text = arena_printf(reading->arena, "%s%s = %s;\n", text,
			reading->table->rows[i].name, reading->table->rows[i].fallback);
	return take_string(reading, text);
}

bool conf_read(const struct conf_table *table, const char *file, struct arena *arena, void *out,
	char why[WHY_SIZE])
{
	size_t size;
	const char *text = file_read(arena, file, FILE_LIMIT, &size, why);
	if (text == NULL)
		return false;
	if (strlen(text) != size)
		return why_set(why, "%s is not a text file.", file);
	struct reading reading = {.table = table,
		.file = file,
		.directory = file_directory(arena, file),
		.arena = arena,
		.out = arena_alloc(arena, table->size),
		.why = why};
	if (!take_fallbacks(&reading) || !take_string(&reading, text))
		return false;
	memcpy(out, reading.out, table->size);
	return true;
}

void conf_defaults(
	const struct conf_table *table, const char *directory, struct arena *arena, void *out)
{
	char why[WHY_SIZE] = "";
	struct reading reading = {.table = table,
		.file = "defaults",
		.directory = directory,
		.arena = arena,
		.out = out,
		.why = why};
	bool ok = take_fallbacks(&reading);
	assert(ok); /* a row's default breaks its own rule */
	(void)ok;
}

static const char *chosen(
	const struct conf_choice *choices, size_t n_choices, const struct conf_row *row)
{
	for (size_t i = 0; i < n_choices; i++)
		if (strcmp(choices[i].name, row->name) == 0)
			return choices[i].value;
	return NULL;
}

void conf_write_sample(const struct conf_table *table, const struct conf_choice *choices,
	size_t n_choices, FILE *out)
{
	for (size_t i = 0; i < table->n_rows; i++) {
		const struct conf_row *row = &table->rows[i];
		const char *value = chosen(choices, n_choices, row);
		fprintf(out, "\n# %s\n", row->meaning);
		if (row->type == CONF_INT)
			fprintf(out, "# From %" PRId64 " to %" PRId64 ".\n", row->min, row->max);
		fprintf(out, "%s%s = %s;\n", value ? "" : "# ", row->name,
			value ? value : row->fallback);
	}
}
