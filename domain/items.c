#include "domain/items.h"

#include <assert.h>
#include <string.h>

static const struct item_row rows[ITEM_COUNT] = {
#define FREE       false
#define CONTROLLED true
#define PLAIN      true
#define SEALED     false
#define ITEM(item, word_, number_, group_, member_, en_, zh_, heading_, kind_, set, max_, need_, \
	control, storage, live_)                                                                 \
	[ITEM_##item] = {.word = word_,                                                          \
		.name = {.en = en_, .zh = zh_},                                                  \
		.heading = heading_,                                                             \
		.live = live_,                                                                   \
		.group = GROUP_##group_,                                                         \
		.kind = KIND_##kind_,                                                            \
		.codes = CODES_##set,                                                            \
		.number = number_,                                                               \
		.member = member_,                                                               \
		.max = max_,                                                                     \
		.need = NEED_##need_,                                                            \
		.is_controlled = control,                                                        \
		.is_plain = storage},
#define PRESCHOOL(...)
#include "domain/items.def"
#undef ITEM
#undef PRESCHOOL
};

static const struct preschool_row {
	enum item item;
	enum item_need need;
	struct sentence name;
} preschool[FORM_PRESCHOOL_ITEMS + 1] = {
#define ITEM(...)
#define PRESCHOOL(number, item, need, en_, zh_) \
	[number] = {ITEM_##item, NEED_##need, {.en = en_, .zh = zh_}},
#include "domain/items.def"
#undef ITEM
#undef PRESCHOOL
};

const struct sentence *item_group_title(enum item_group group)
{
	static const struct sentence titles[GROUP_COUNT] = {
		[GROUP_BASIC] = {.en = "basic data", .zh = "个人基础信息"},
		[GROUP_AUXILIARY] = {.en = "auxiliary data", .zh = "个人辅助信息"},
		[GROUP_ROLL] = {.en = "school roll", .zh = "学籍基本信息"},
		[GROUP_CONTACT] = {.en = "contact", .zh = "联系信息"},
		[GROUP_EXTENDED] = {.en = "extended data", .zh = "扩展信息"},
		[GROUP_TRANSPORT] = {.en = "way to school", .zh = "上下学交通方式"},
		[GROUP_FAMILY] = {.en = "family members or guardians", .zh = "家庭成员或监护人"},
	};
	assert(group < GROUP_COUNT);
	return &titles[group];
}

const char *item_kind_word(enum item_kind kind)
{
	static const char *const words[KIND_COUNT] = {
		[KIND_TEXT] = "text",
		[KIND_NAME] = "name",
		[KIND_PINYIN] = "pinyin",
		[KIND_CODE] = "code",
		[KIND_DATE] = "date",
		[KIND_MONTH] = "month",
		[KIND_PERIOD] = "period",
		[KIND_INTEGER] = "integer",
		[KIND_GRADE] = "grade",
		[KIND_AREA] = "area",
		[KIND_PHONE] = "phone",
		[KIND_POSTCODE] = "postcode",
		[KIND_EMAIL] = "email",
		[KIND_URL] = "url",
		[KIND_TOKEN] = "token",
		[KIND_ID_NUMBER] = "id_number",
		[KIND_ATTACHMENT] = "attachment",
	};
	assert(kind < KIND_COUNT);
	return words[kind];
}

const struct sentence *item_need_title(enum item_need need)
{
	static const struct sentence titles[NEED_COUNT] = {
		[NEED_NO] = {.en = "optional", .zh = "选填"},
		[NEED_YES] = {.en = "required", .zh = "必填"},
		[NEED_DOCUMENT] = {.en = "required unless the ID type is \"other\"",
			.zh = "必填，证件类型为“其他”时除外"},
		[NEED_CITIZEN] = {.en = "required of Chinese citizens", .zh = "中国籍学生必填"},
		[NEED_MEMBER] = {.en = "required of each member", .zh = "每位成员必填"},
		[NEED_MEMBER_CITIZEN] = {.en = "required of each member, of Chinese citizens",
			.zh = "中国籍学生的每位成员必填"},
	};
	assert(need < NEED_COUNT);
	return &titles[need];
}

const struct item_row *item_row(enum item item)
{
	assert(item < ITEM_COUNT);
	return &rows[item];
}

int item_find(const char *word)
{
	for (int i = 0; i < ITEM_COUNT; i++)
		if (strcmp(rows[i].word, word) == 0)
			return i;
	return -1;
}

static const struct preschool_row *preschool_row(enum item item)
{
	for (int n = 1; n <= FORM_PRESCHOOL_ITEMS; n++)
		if (preschool[n].item == item)
			return &preschool[n];
	return NULL;
}

enum item item_at(enum which_form form, int number)
{
	assert(number >= 1);
	if (form == FORM_PRESCHOOL) {
		assert(number <= FORM_PRESCHOOL_ITEMS);
		return preschool[number].item;
	}
	/* The 72 stand in the table first and in their order. */
	assert(number <= FORM_SCHOOL_ITEMS && rows[number - 1].number == number);
	return (enum item)(number - 1);
}

int item_number(enum which_form form, enum item item)
{
	if (form == FORM_SCHOOL)
		return item_row(item)->number;
	const struct preschool_row *row = preschool_row(item);
	return row != NULL ? (int)(row - preschool) : 0;
}

enum item_need item_need(enum which_form form, enum item item)
{
	if (form == FORM_SCHOOL)
		return item_row(item)->need;
	const struct preschool_row *row = preschool_row(item);
	return row != NULL ? row->need : NEED_NO;
}

const struct sentence *item_name(enum which_form form, enum item item)
{
	const struct preschool_row *row = form == FORM_PRESCHOOL ? preschool_row(item) : NULL;
	return row != NULL ? &row->name : &item_row(item)->name;
}

const char *item_heading(enum which_form form, enum item item, enum lang lang)
{
	const struct sentence *name = item_name(form, item);
	bool is_own = lang == LANG_ZH && name == &item_row(item)->name;
	return is_own ? item_row(item)->heading : sentence_in(name, lang);
}

const struct sentence *school_code_heading(void)
{
	static const struct sentence heading = {.en = "school code", .zh = "学校标识码"};
	return &heading;
}

enum item item_of_member(enum item of_member_1, int member)
{
	assert(item_row(of_member_1)->member == 1 && member >= 1 && member <= FAMILY_MEMBERS);
	return (enum item)(of_member_1 + (member - 1) * FAMILY_ITEMS);
}
