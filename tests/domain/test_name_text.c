#include "domain/name_text.h"

#include <string.h>

#include "common/text.h"
#include "tests/support/findings.h"

#define TEN "一二三四五六七八九十"

/* As typed, tidied, found. */
static const struct {
	const char *typed, *tidy, *found;
} rows[] = {
	{"刘佳琪", "刘佳琪", ""},
	{"丁", "丁", ""},
	{" 张　三 ", "张三", ""},
	{"张 三", "张三", ""},
	{"李〇", "李〇", ""},
	{"黄𠮷", "黄𠮷", ""}, /* extension B */
	{"王㛃䶮", "王㛃䶮", ""},
	{"陈\xf0\xb0\x80\x80", "陈\xf0\xb0\x80\x80", ""}, /* extension G */
	{"隆\xef\xa7\x9c", "隆隆", ""},                   /* a compatibility twin */
	/* minority names, with each shape of the dot */
	{"阿依古丽·买买提", "阿依古丽·买买提", ""},
	{"阿依古丽•买买提", "阿依古丽·买买提", ""},
	{"阿依古丽・买买提", "阿依古丽·买买提", ""},
	{"阿依古丽‧买买提", "阿依古丽·买买提", ""},
	{"阿依古丽･买买提", "阿依古丽·买买提", ""},
	{"阿依古丽⋅买买提", "阿依古丽·买买提", ""},
	{"阿依古丽∙买买提", "阿依古丽·买买提", ""},
	{"阿依古丽․买买提", "阿依古丽·买买提", ""},
	{"阿依古丽ㆍ买买提", "阿依古丽·买买提", ""},
	{"阿依古丽.买买提", "阿依古丽·买买提", ""},
	{"阿依古丽．买买提", "阿依古丽·买买提", ""},
	{"阿依古丽 · 买买提", "阿依古丽·买买提", ""},
	{"·买买提", "·买买提", "NAME_DOT"},
	{"买买提·", "买买提·", "NAME_DOT"},
	{"阿依··古丽", "阿依··古丽", "NAME_DOT"},
	{"·", "·", "NAME_DOT"},
	/* names in Latin letters */
	{"John  Smith", "John Smith", ""},
	{"Ｊｏｈｎ　Ｓｍｉｔｈ", "John Smith", ""},
	{"Jean-Luc O'Neill Jr.", "Jean-Luc O'Neill Jr.", ""},
	{"Nguye\xcc\x82\xcc\x83n Văn An", "Nguyễn Văn An", ""},
	{"-", "-", "NAME_NO_LETTER"},
	{"赵C", "赵C", "?NAME_MIXED"},
	/* what looks right and is not */
	{"刘佳琪1", "刘佳琪1", "NAME_DIGIT(1)"},
	{"刘佳琪１", "刘佳琪１", "NAME_DIGIT(１ (U+FF11))"},
	{"刘①", "刘①", "NAME_DIGIT(① (U+2460))"},
	{"J0hn", "J0hn", "NAME_DIGIT(0)"},
	{"Jоhn", "Jоhn", "LOOKALIKE(о (U+043E), o)"},
	{"李○", "李○", "LOOKALIKE(○ (U+25CB), 〇)"},
	{"王ー", "王ー", "LOOKALIKE(ー (U+30FC), 一)"},
	{"⼀⼆", "⼀⼆", "NAME_RADICAL(⼀ (U+2F00))"},
	{"龙\xee\xa1\xa3", "龙\xee\xa1\xa3", "NAME_PRIVATE(\xee\xa1\xa3 (U+E863))"},
	/* what has no place */
	{"刘\xe2\x80\x8b佳琪", "刘\xe2\x80\x8b佳琪", "FORBIDDEN_CHARACTER(U+200B)"},
	{"\xe2\x80\xae刘佳琪", "\xe2\x80\xae刘佳琪", "FORBIDDEN_CHARACTER(U+202E)"},
	{"刘\x1b[2J", "刘\x1b[2J", "FORBIDDEN_CHARACTER(U+001B); NAME_CHARACTER([); NAME_DIGIT(2)"},
	{"葛\xef\xb8\x80", "葛\xef\xb8\x80", "FORBIDDEN_CHARACTER(\xef\xb8\x80 (U+FE00))"},
	{"刘佳琪（男）", "刘佳琪(男)", "NAME_CHARACTER(()"},
	{"さくら", "さくら", "NAME_CHARACTER(さ (U+3055))"},
	{"Иван", "Иван", "NAME_CHARACTER(И (U+0418)); LOOKALIKE(а (U+0430), a)"},
	{"刘-佳琪", "刘-佳琪", "NAME_CHARACTER(-)"},
	/* length: characters, not bytes */
	{TEN TEN TEN TEN TEN, TEN TEN TEN TEN TEN, ""},
	{TEN TEN TEN TEN TEN "丁", TEN TEN TEN TEN TEN "丁", "TOO_LONG(50)"},
	{"𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷" TEN TEN TEN TEN, "𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷" TEN TEN TEN TEN, ""},
};

START_TEST(names_are_tidied_and_judged)
{
	struct arena *arena = arena_new(0);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct found found = {0};
		const char *tidy = name_tidy(arena, rows[i].typed);
		ck_assert_msg(strcmp(tidy, rows[i].tidy) == 0, "%s: %s", rows[i].typed, tidy);
		ck_assert_str_eq(name_tidy(arena, tidy), tidy);
		bool good = name_check(tidy, found_start(&found));
		ck_assert_msg(strcmp(found.text, rows[i].found) == 0, "%s: %s", rows[i].typed,
			found.text);
		ck_assert(good == (found.findings.faults == 0));
	}
	arena_free(arena);
}
END_TEST

START_TEST(white_space_alone_is_no_name)
{
	struct arena *arena = arena_new(0);
	ck_assert_str_eq(name_tidy(arena, " \t　\xc2\xa0"), "");
	ck_assert_str_eq(name_tidy(arena, ""), "");
	arena_free(arena);
}
END_TEST

START_TEST(every_character_of_the_standard_survives)
{
	static const struct {
		uint32_t first, last;
	} blocks[] = {{0x4e00, 0x9fff}, {0x3400, 0x4dbf}, {0x20000, 0x2a6df}, {0x2a700, 0x2ebe0},
		{0x30000, 0x323af}};
	struct arena *arena = arena_new(0);
	for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
		for (uint32_t c = blocks[i].first; c <= blocks[i].last; c++) {
			char name[5] = "";
			struct found found = {0};
			text_put(name, c);
			arena_reset(arena);
			ck_assert_str_eq(name_tidy(arena, name), name);
			ck_assert(name_check(name, found_start(&found)));
		}
	arena_free(arena);
}
END_TEST

START_TEST(pinyin_is_latin)
{
	static const struct {
		const char *pinyin, *found;
	} names[] = {{"Shan Yuru", ""}, {"LV Xi'an", ""}, {"Lü Mei-Hua", ""},
		{"刘", "NAME_PINYIN(刘 (U+5218))"}, {"Liu3", "NAME_PINYIN(3)"}};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		struct found found = {0};
		name_check_pinyin(names[i].pinyin, found_start(&found));
		ck_assert_str_eq(found.text, names[i].found);
	}
}
END_TEST

SUITE("name_text", names_are_tidied_and_judged, white_space_alone_is_no_name,
	every_character_of_the_standard_survives, pinyin_is_latin)
