#include "sheet/template.h"

#include <string.h>
#include <xlsxwriter.h>

#include "common/arena.h"
#include "sheet/words.h"

/* A list that one can choose from has room for so many characters. */
enum { LIST_MOST = 250, LIST_CODES_MOST = 40, ROWS_MOST = 10000, WIDTH = 16 };

/* The code that nearly every row has. */
#define OWN_COUNTRY "CHN"

/* The sheet that explains the other one. */
static const struct sentence help_name = {.en = "how to fill in", .zh = "填写说明"};

struct template
{
	struct arena *arena;
	enum which_form form;
	enum lang lang;
	lxw_workbook *workbook;
	lxw_worksheet *sheet, *help;
	lxw_format *text, *needed, *optional;
	lxw_col_t column;
};

static const char *in(const struct template *template, const char *en, const char *zh)
{
	return template->lang == LANG_EN ? en : zh;
}

static void make_formats(struct template *template)
{
	template->text = workbook_add_format(template->workbook);
	format_set_num_format(template->text, "@");
	template->needed = workbook_add_format(template->workbook);
	format_set_bold(template->needed);
	format_set_bg_color(template->needed, 0xFFE699);
	format_set_text_wrap(template->needed);
	template->optional = workbook_add_format(template->workbook);
	format_set_bg_color(template->optional, 0xEDEDED);
	format_set_text_wrap(template->optional);
}

/* The labels of a code set that is short enough. */
static void offer_choices(struct template *template, enum item item)
{
	size_t n, size = 0;
	const char *labels[LIST_CODES_MOST + 1] = {NULL};
	if (item_row(item)->kind != KIND_CODE)
		return;
	const struct code *codes = code_rows(item_row(item)->codes, &n);
	size_t used = 0;
	for (size_t i = 0; i < n && used < LIST_CODES_MOST; i++) {
		if (!codes[i].on_form)
			continue;
		labels[used] = sentence_in(&codes[i].label, template->lang);
		if (strchr(labels[used], ',') != NULL)
			return;
		size += strlen(labels[used++]) + 1;
	}
	if (used == LIST_CODES_MOST || size > LIST_MOST)
		return;
	lxw_data_validation validation = {.validate = LXW_VALIDATION_TYPE_LIST,
		.value_list = (char **)labels,
		.error_type = LXW_VALIDATION_ERROR_TYPE_WARNING};
	worksheet_data_validation_range(
		template->sheet, 1, template->column, ROWS_MOST, template->column, &validation);
}

/* Of a set that is too long to be listed: where its codes come from, and one of them. */
static const char *code_example(struct template *template, enum code_set set)
{
	size_t n, i = 0;
	const struct code *rows = code_rows(set, &n);
	const struct code_set_row *row = code_set_row(set);
	const char *standard = row->standard;
	while (i + 1 < n && !rows[i].on_form)
		i++;
	if (code_find(set, OWN_COUNTRY) != NULL)
		i = (size_t)(code_find(set, OWN_COUNTRY) - rows);
	const char *label = sentence_in(&rows[i].label, template->lang);
	if (template->lang == LANG_EN)
		return arena_printf(template->arena, "a code of %s, or its name: %s or %s",
			standard[0] != '\0' ? standard : row->title.en, rows[i].code, label);
	return arena_printf(template->arena, "%s 的代码或名称，如 %s 或 %s",
		standard[0] != '\0' ? standard : row->title.zh, rows[i].code, label);
}

static const char *how_written(struct template *template, enum item item)
{
	const struct item_row *row = item_row(item);
	char choices[1024];
	if (item == ITEM_CLASS_NAME)
		return in(template, "its number in the grade, as 2; 0: no class yet",
			"年级内的班级序号，如 2；0 表示暂未分班");
	switch (row->kind) {
	case KIND_CODE:
		return code_choices(row->codes, template->lang, choices, sizeof choices)
			       ? arena_strdup(template->arena, choices)
			       : code_example(template, row->codes);
	case KIND_DATE:
		return "2015-09-01";
	case KIND_MONTH:
		return "2015-09";
	case KIND_GRADE:
		return in(template, "1 to 12", "1 至 12");
	case KIND_INTEGER: /* its title has the unit, which the heading may lack */
		return template->lang == LANG_EN
			       ? arena_printf(template->arena, "%s: a whole number, 0 to %d",
					 row->name.en, row->max)
			       : arena_printf(template->arena, "%s：整数，0 至 %d", row->name.zh,
					 row->max);
	case KIND_POSTCODE:
		return in(template, "6 digits", "6 位数字");
	case KIND_AREA:
		return in(template, "12 digits", "12 位行政区划代码");
	case KIND_PERIOD:
		return "2010.06.01-2020.06.01";
	default:
		return "";
	}
}

static void add_help(struct template *template, enum item item)
{
	const struct sentence *need = item_need_title(item_need(template->form, item));
	lxw_row_t row = (lxw_row_t)(template->column + 1);
	worksheet_write_string(template->help, row, 0,
		item_heading(template->form, item, template->lang), template->text);
	worksheet_write_string(template->help, row, 1, sentence_in(need, template->lang), NULL);
	worksheet_write_string(template->help, row, 2, how_written(template, item), template->text);
}

static void add_column(struct template *template, enum item item)
{
	bool is_needed = item_need(template->form, item) != NEED_NO;
	worksheet_write_string(template->sheet, 0, template->column,
		item_heading(template->form, item, template->lang),
		is_needed ? template->needed : template->optional);
	offer_choices(template, item);
	add_help(template, item);
	template->column++;
}

static void fill(struct template *template)
{
	int n = template->form == FORM_PRESCHOOL ? FORM_PRESCHOOL_ITEMS : FORM_SCHOOL_ITEMS;
	make_formats(template);
	template->sheet =
		workbook_add_worksheet(template->workbook, in(template, "children", "学生信息"));
	template->help =
		workbook_add_worksheet(template->workbook, sentence_in(&help_name, template->lang));
	worksheet_set_column(template->sheet, 0, (lxw_col_t)(n - 1), WIDTH, template->text);
	worksheet_set_column(template->help, 0, 2, 2 * WIDTH, NULL);
	worksheet_write_string(template->help, 0, 0, in(template, "column", "栏目"), NULL);
	worksheet_write_string(template->help, 0, 1, in(template, "required", "是否必填"), NULL);
	worksheet_write_string(template->help, 0, 2, in(template, "written as", "填写方式"), NULL);
	for (int number = 1; number <= n; number++) {
		enum item item = item_at(template->form, number);
		if (item_row(item)->kind != KIND_ATTACHMENT) /* a sheet has no pictures */
			add_column(template, item);
	}
	worksheet_freeze_panes(template->sheet, 1, 1);
}

bool template_is_help(const char *name)
{
	return strcmp(name, help_name.en) == 0 || strcmp(name, help_name.zh) == 0;
}

bool template_write(const char *path, enum which_form form, enum lang lang, char why[WHY_SIZE])
{
	struct template template = {.form = form, .lang = lang, .arena = arena_new(0)};
	template.workbook = workbook_new(path);
	if (template.workbook == NULL) {
		arena_free(template.arena);
		return why_set(why, _("%s cannot be made."), path);
	}
	fill(&template);
	bool is_good = workbook_close(template.workbook) == LXW_NO_ERROR;
	arena_free(template.arena);
	return is_good ? true : why_set(why, _("%s cannot be written."), path);
}
