/* Writes docs/items.md from the table of items and the code sets. */
#include <stdio.h>

#include "domain/codes.h"
#include "domain/items.h"

static const char head[] =
	"# Items of a child's record\n"
	"\n"
	"Made from domain/items.def and etc/codes.csv; after a change there, `ninja "
	"items_doc_write` in\n"
	"the build folder brings this page up to date, and a test fails until then.\n"
	"\n"
	"The national form for schools has 72 items in seven groups, the form for kindergartens 28 "
	"of its\n"
	"own and shared ones. *Field* is the name on the wire and in JSON. *Change* by case: only "
	"an\n"
	"approved case changes the item (R40); else the school does. *Storage* plain: a column "
	"that lists\n"
	"need; sealed: kept encrypted. *Live* is the field's name in the live national system, "
	"where it\n"
	"is known. *Limit* is the greatest number of characters, or the greatest value.\n";

static void write_limit(const struct item_row *row)
{
	if (row->kind == KIND_CODE)
		printf("[%s](#%s)", code_set_row(row->codes)->word, code_set_row(row->codes)->word);
	else if (row->max > 0)
		printf("%d", row->max);
}

static void write_item(enum item item)
{
	const struct item_row *row = item_row(item);
	if (row->number > 0)
		printf("| %d ", row->number);
	else
		printf("| – ");
	printf("| %s | %s | `%s` | %s | ", row->name.zh, row->name.en, row->word,
		item_kind_word(row->kind));
	write_limit(row);
	printf(" | %s | %s | %s | %s | %s |\n", item_need_title(row->need)->en,
		row->is_controlled ? "by case" : "", row->is_plain ? "plain" : "sealed",
		row->heading, row->live);
}

static void write_group(enum item_group group)
{
	const struct sentence *title = item_group_title(group);
	printf("\n## %s %s\n\n", title->zh, title->en);
	printf("| No. | 项目 | Item | Field | Kind | Limit or codes | School form | Change | "
	       "Storage | "
	       "Heading of the sheet | Live |\n");
	printf("|---|---|---|---|---|---|---|---|---|---|---|\n");
	for (int i = 0; i < ITEM_COUNT; i++)
		if (item_row((enum item)i)->group == group)
			write_item((enum item)i);
}

static void write_preschool(void)
{
	printf("\n## 幼儿园 the 28 items of kindergartens\n\n");
	printf("| No. | 项目 | Item | Field | Required |\n|---|---|---|---|---|\n");
	for (int number = 1; number <= FORM_PRESCHOOL_ITEMS; number++) {
		enum item item = item_at(FORM_PRESCHOOL, number);
		const struct sentence *name = item_name(FORM_PRESCHOOL, item);
		printf("| %d | %s | %s | `%s` | %s |\n", number, name->zh, name->en,
			item_row(item)->word, item_need_title(item_need(FORM_PRESCHOOL, item))->en);
	}
}

static void write_set(enum code_set set)
{
	const struct code_set_row *row = code_set_row(set);
	size_t count;
	const struct code *codes = code_rows(set, &count);
	printf("\n### %s\n\n%s, %s", row->word, row->title.zh, row->title.en);
	if (row->standard[0] != '\0')
		printf(" (%s)", row->standard);
	printf(".\n\n");
	printf("| Code | 名称 | Label | On the form |\n|---|---|---|---|\n");
	for (size_t i = 0; i < count; i++)
		printf("| %s | %s | %s | %s |\n", codes[i].code, codes[i].label.zh,
			codes[i].label.en, codes[i].on_form ? "yes" : "no");
}

int main(void)
{
	fputs(head, stdout);
	for (int group = 0; group < GROUP_COUNT; group++)
		write_group((enum item_group)group);
	write_preschool();
	printf("\n## Code sets\n\n"
	       "The notes in etc/codes.csv say which numbers are not confirmed by a source.\n");
	for (int set = 0; set < CODE_SET_COUNT; set++)
		write_set((enum code_set)set);
	return ferror(stdout) != 0;
}
