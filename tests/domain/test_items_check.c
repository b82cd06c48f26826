#include "domain/items_check.h"

#include "common/text.h"
#include "tests/support/form.h"

static const struct items_form senior = {.form = FORM_SCHOOL, .stage = STAGE_SENIOR};
static const struct items_form preschool = {.form = FORM_PRESCHOOL};

START_TEST(a_good_form_has_nothing_wrong_and_is_stored_as_it_is)
{
	const char *values[ITEM_COUNT];
	struct found found = {0};
	ck_assert_str_eq(form_check(&found, form_primary, NULL, 0, values), "");
	for (int i = 0; i < ITEM_COUNT; i++)
		ck_assert_str_eq(values[i], form_good[i] == NULL ? "" : form_good[i]);
	ck_assert_str_eq(form_check(&found, preschool, NULL, 0, values), "");
	for (int i = 0; i < ITEM_COUNT; i++)
		ck_assert_str_eq(
			values[i], form_good_preschool[i] == NULL ? "" : form_good_preschool[i]);
}
END_TEST

/* Rules between items. */
static const struct {
	const struct items_form *form;
	const char *found;
	struct change changes[7];
} together[] = {
	/* documents */
	{&form_primary, "",
		{{ITEM_ID_TYPE, "Z"}, {ITEM_ID_NUMBER, ""}, {ITEM_FAMILY_1_ID_TYPE, "1"},
			{ITEM_FAMILY_1_ID_NUMBER, "11010119850307003X"}}},
	{&form_primary, "family_1_id_number:GUARDIAN_ID_REQUIRED",
		{{ITEM_ID_TYPE, "Z"}, {ITEM_ID_NUMBER, ""}}},
	{&form_primary,
		"family_2_present_address:REQUIRED; family_2_registered_residence:REQUIRED; "
		"family_2_phone:REQUIRED; family_1_id_number:GUARDIAN_ID_REQUIRED", /* hers, but she
										       is no
										       guardian */
		{{ITEM_ID_TYPE, "Z"}, {ITEM_ID_NUMBER, ""}, {ITEM_FAMILY_2_NAME, "王芳"},
			{ITEM_FAMILY_2_RELATION, "52"}, {ITEM_FAMILY_2_ID_TYPE, "A"},
			{ITEM_FAMILY_2_ID_NUMBER, "E12345678"}, {ITEM_FAMILY_2_IS_GUARDIAN, "0"}}},
	{&form_primary, "family_1_id_number:SAME_ID(ID number)",
		{{ITEM_FAMILY_1_ID_TYPE, "1"}, {ITEM_FAMILY_1_ID_NUMBER, "410581201609022027"}}},
	{&form_primary, "family_1_id_number:ID_FUTURE(2099-12-31)",
		{{ITEM_FAMILY_1_ID_TYPE, "1"}, {ITEM_FAMILY_1_ID_NUMBER, "110105209912310029"}}},
	{&form_primary, "id_number:ID_CHECK", /* of a Hong Kong card */
		{{ITEM_ID_TYPE, "6"}, {ITEM_ID_NUMBER, "A123456(4)"}, {ITEM_NATIONALITY, "HKG"},
			{ITEM_OVERSEAS_STATUS, "01"}}},
	/* another nationality */
	{&form_primary, "",
		{{ITEM_NATIONALITY, "USA"}, {ITEM_OVERSEAS_STATUS, "51"}, {ITEM_ID_TYPE, "A"},
			{ITEM_ID_NUMBER, "123456789"}, {ITEM_REGISTERED_RESIDENCE, ""},
			{ITEM_ETHNIC_GROUP, ""}, {ITEM_FAMILY_1_REGISTERED_RESIDENCE, ""}}},
	{&form_primary,
		"overseas_status:?DISAGREES(nationality or region, United States); "
		"id_type:?DISAGREES(nationality or region, United States)",
		{{ITEM_NATIONALITY, "USA"}}},
	{&form_primary, "overseas_status:?DISAGREES(nationality or region, Macao, China)",
		{{ITEM_NATIONALITY, "MAC"}, {ITEM_OVERSEAS_STATUS, "01"}, {ITEM_ID_TYPE, "7"},
			{ITEM_ID_NUMBER, "M12345678"}}},
	/* disability */
	{&form_primary, "", {{ITEM_IN_REGULAR_CLASS, "3"}, {ITEM_DISABILITY, "5"}}},
	{&form_primary, "", {{ITEM_IN_REGULAR_CLASS, "9"}, {ITEM_DISABILITY, "7"}}},
	{&form_primary, "in_regular_class:?DISAGREES(disability, speech)",
		{{ITEM_IN_REGULAR_CLASS, "1"}, {ITEM_DISABILITY, "3"}}},
	{&form_primary, "in_regular_class:?DISAGREES(disability, multiple)",
		{{ITEM_IN_REGULAR_CLASS, "0"}, {ITEM_DISABILITY, "7"}}},
	/* ages */
	{&form_primary,
		"birth_date:FUTURE_DATE; id_number:ID_NOT_BIRTH_DATE(2016-09-02, 2026-11-23); "
		"admission_month:BEFORE_BIRTH(2026-11-23)",
		{{ITEM_BIRTH_DATE, "2026-11-23"}}},
	{&form_primary, "birth_date:?AGE_UNLIKELY(22)",
		{{ITEM_BIRTH_DATE, "2004-05-05"}, {ITEM_ID_NUMBER, "410581200405052027"}}},
	{&senior,
		"birth_date:?AGE_UNLIKELY(10); grade:OUT_OF_RANGE(10, 12); "
		"admission_way:NOT_IN_STAGE(nearby school, senior secondary)",
		{{ITEM_GRADE, "9"}}},
	/* the senior stage */
	{&senior, "birth_date:?AGE_UNLIKELY(10)",
		{{ITEM_GRADE, "10"}, {ITEM_ADMISSION_WAY, "22"}, {ITEM_SOURCE, "2"}}},
	/* everything wrong at once */
	{&form_primary,
		"sex:NOT_A_CHOICE(1 male, 2 female); birth_date:NO_SUCH_DAY; "
		"phone:NOT_ONE_PHONE; name:REQUIRED; id_number:ID_CHECK",
		{{ITEM_NAME, ""}, {ITEM_SEX, "女"}, {ITEM_BIRTH_DATE, "2016-13-13"},
			{ITEM_ID_NUMBER, "410581201609022028"}, {ITEM_PHONE, "?"}}},
	/* kindergartens */
	{&preschool, "id_number:REQUIRED; family_1_id_number:GUARDIAN_ID_REQUIRED",
		{{ITEM_ID_NUMBER, ""}}},
	{&preschool, "",
		{{ITEM_ID_TYPE, "Z"}, {ITEM_ID_NUMBER, ""}, {ITEM_FAMILY_1_ID_TYPE, "1"},
			{ITEM_FAMILY_1_ID_NUMBER, "11010119850307003X"}}},
	{&preschool, "is_disabled:?DISAGREES(kind of disability, visual)",
		{{ITEM_DISABILITY, "1"}}},
	{&preschool, "is_disabled:?DISAGREES(kind of disability, none)",
		{{ITEM_IS_DISABLED, "1"}, {ITEM_DISABILITY, "0"}}},
	{&preschool, "", {{ITEM_NONAGRICULTURAL_KIND, "1"}}},
	{&preschool, "nonagricultural_kind:?DISAGREES(kind of registered residence, agricultural)",
		{{ITEM_NONAGRICULTURAL_KIND, "1"}, {ITEM_RESIDENCE_KIND, "1"}}},
	{&preschool,
		"birth_date:?AGE_UNLIKELY(0); id_number:ID_NOT_BIRTH_DATE(2022-02-28, 2026-02-28); "
		"entry_date:BEFORE_BIRTH(2026-02-28)",
		{{ITEM_BIRTH_DATE, "2026-02-28"}}},
	{&preschool, "entry_date:TOO_FAR_AHEAD", {{ITEM_ENTRY_DATE, "2028-01-01"}}},
	{&preschool,
		"id_number:?ID_UNUSUAL(passport); ethnic_group:?FOREIGNER_LEAVES_EMPTY; "
		"birthplace:?FOREIGNER_LEAVES_EMPTY; "
		"left_behind:?FOREIGNER_LEAVES_EMPTY",
		{{ITEM_NATIONALITY, "USA"}, {ITEM_OVERSEAS_STATUS, "51"}, {ITEM_ID_TYPE, "A"},
			{ITEM_RESIDENCE_KIND, ""}, {ITEM_REGISTERED_RESIDENCE, ""},
			{ITEM_IS_ONLY_CHILD, ""}, {ITEM_IS_MIGRANT_WORKERS_CHILD, ""}}},
};

START_TEST(items_are_judged_together)
{
	for (size_t i = 0; i < sizeof together / sizeof *together; i++) {
		const char *values[ITEM_COUNT];
		struct found found = {0};
		form_check(&found, *together[i].form, together[i].changes, 7, values);
		ck_assert_msg(
			strcmp(found.text, together[i].found) == 0, "row %zu: %s", i, found.text);
	}
}
END_TEST

START_TEST(an_empty_form_is_told_all_that_it_lacks)
{
	struct items_form form = form_primary;
	form.today = FORM_TODAY;
	const char *values[ITEM_COUNT] = {NULL};
	struct found found = {0};
	found.item_word = form_word;
	ck_assert(!items_check(&form, form_arena, values, found_start(&found)));
	for (int i = 0; i < ITEM_COUNT; i++) {
		const struct item_row *row = item_row((enum item)i);
		bool is_asked = row->member != 2 && row->need != NEED_NO;
		char wanted[80];
		snprintf(wanted, sizeof wanted, "%s:REQUIRED", row->word);
		const char *at = strstr(found.text, wanted);
		ck_assert_msg((at != NULL) == is_asked, "%s", row->word);
	}
}
END_TEST

START_TEST(what_papers_lack_may_come_later_but_who_the_child_is_may_not)
{
	struct items_form form = form_primary;
	form.is_provisional = true;
	const char *values[ITEM_COUNT];
	struct found found = {0};
	ck_assert_str_eq(form_check(&found, form, (struct change[]){{ITEM_PHONE, ""}}, 1, values),
		"phone:?REQUIRED");
	ck_assert_str_eq(
		form_check(&found, form, (struct change[]){{ITEM_ID_NUMBER, ""}}, 1, values),
		"id_number:?REQUIRED; family_1_id_number:?GUARDIAN_ID_REQUIRED");
	ck_assert_str_eq(form_check(&found, form, (struct change[]){{ITEM_NAME, ""}}, 1, values),
		"name:REQUIRED");
	/* what is given must be right all the same */
	ck_assert_str_eq(
		form_check(&found, form, (struct change[]){{ITEM_POSTCODE, "1"}}, 1, values),
		"postcode:NOT_A_POSTCODE");
}
END_TEST

START_TEST(arguments_speak_the_readers_language)
{
	struct items_form form = form_primary;
	form.today = FORM_TODAY;
	const char *values[ITEM_COUNT];
	memcpy(values, form_good, sizeof form_good);
	values[ITEM_SEX] = "3";
	values[ITEM_DISABILITY] = "1";
	values[ITEM_IN_REGULAR_CLASS] = "0";
	struct found found = {0};
	struct findings *findings = found_start(&found);
	found.item_word = form_word;
	found.lang = LANG_ZH;
	ck_assert(!items_check(&form, form_arena, values, findings));
	ck_assert_str_eq(found.text,
		"sex:NOT_A_CHOICE(1 男、2 女); in_regular_class:?DISAGREES(残疾人类型, 视力残疾)");
}
END_TEST

/* Whatever is typed: nothing is lost without a word, nothing breaks, and a second pass agrees. */
START_TEST(any_text_in_any_item_is_survived)
{
	static const char *const texts[] = {"\xf0\xa0\xae\xb7", "·", "００００００００００００",
		"--", "9",
		"99999999999999999999999999999999999999999999999999999999999999999999999999999999",
		"\xe2\x80\xae", "长期", "-长期", "2010.06.01-长期", "年月日", ".", "@", "@.", "a@.",
		"http://", "+", "()", "（）", "0x10", "1e9", "NULL", "'; DROP TABLE student; --",
		"%s%n", "Ⅻ", "\xef\xbb\xbf", "𝟘𝟙", "é"};
	for (int item = 0; item < ITEM_COUNT; item++)
		for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
			const char *values[ITEM_COUNT], *again[ITEM_COUNT];
			struct found found = {0}, second = {0};
			struct change change = {(enum item)item, texts[i]};
			form_check(&found, form_primary, &change, 1, values);
			ck_assert(text_is_utf8(values[item], strlen(values[item])));
			ck_assert_str_ne(values[item], "");
			change.value = values[item];
			ck_assert_str_eq(
				form_check(&second, form_primary, &change, 1, again), found.text);
			ck_assert_str_eq(again[item], values[item]);
		}
}
END_TEST

SUITE_WITH("items_check", form_set_up, form_tear_down,
	a_good_form_has_nothing_wrong_and_is_stored_as_it_is, items_are_judged_together,
	an_empty_form_is_told_all_that_it_lacks,
	what_papers_lack_may_come_later_but_who_the_child_is_may_not,
	arguments_speak_the_readers_language, any_text_in_any_item_is_survived)
