#include "server/finder/names.h"

#include "tests/support/suite.h"

static struct han_readings *readings;
static struct letter_table *table;

static void open_all(void)
{
	readings = han_readings_open();
	table = letter_table_new(readings);
}

static void close_all(void)
{
	letter_table_free(table);
	han_readings_close(readings);
}

static enum cause difference(const char *a, const char *b)
{
	struct letters of_a, of_b;
	struct letter_pair pairs[LETTER_PAIRS];
	letters_read(table, a, &of_a);
	letters_read(table, b, &of_b);
	return names_compare(&of_a, &of_b, pairs, names_align(&of_a, &of_b, pairs));
}

START_TEST(each_slip_of_a_name_is_named)
{
	static const struct {
		const char *a, *b;
		enum cause cause;
	} cases[] = {
		{"王浩宇", "王浩宇", CAUSE_NONE},
		{"王浩宇", "王浩雨", CAUSE_HOMOPHONE},
		{"李晴", "李睛", CAUSE_LOOK_ALIKE}, /* jing and qing */
		{"陈伟国", "陳偉國", CAUSE_VARIANT},
		{"王堃", "王?", CAUSE_STAND_IN},
		{"艾力·买买提", "艾力买买提", CAUSE_DOT},
		{"艾力·买买提", "买买提·艾力", CAUSE_ORDER},
		{"艾力·买买提", "买买提艾力", CAUSE_ORDER},
		{"张子涵", "张涵", CAUSE_EXTRA_LETTER},
		{"张子涵", "张子轩", CAUSE_OTHER_LETTER},
		{"张子涵", "张浩", CAUSE_OTHER_NAME},
		{"张涵", "张浩", CAUSE_OTHER_NAME},
		{"单玉如", "山玉如", CAUSE_HOMOPHONE}, /* as a surname */
		{"Anna Lee", "Anna Li", CAUSE_OTHER_NAME},
		{"", "张浩", CAUSE_OTHER_NAME},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		ck_assert_msg(difference(cases[i].a, cases[i].b) == cases[i].cause, "%s, %s: %s",
			cases[i].a, cases[i].b,
			cause_row(difference(cases[i].a, cases[i].b))->word);
		ck_assert_int_eq(difference(cases[i].b, cases[i].a), cases[i].cause);
	}
}
END_TEST

START_TEST(every_character_of_both_is_paired_once)
{
	static const char *const names[] = {
		"", "王", "张浩", "艾力·买买提", "艾力买买提", "欧阳娜娜", "张子涵涵", "Anna Lee"};
	size_t n_names = sizeof names / sizeof *names;
	for (size_t i = 0; i < n_names * n_names; i++) {
		struct letters a, b;
		struct letter_pair pairs[LETTER_PAIRS];
		int at_a = 0, at_b = 0;
		letters_read(table, names[i / n_names], &a);
		letters_read(table, names[i % n_names], &b);
		size_t n = names_align(&a, &b, pairs);
		for (size_t k = 0; k < n; k++) {
			ck_assert(pairs[k].a == -1 || pairs[k].a == at_a++);
			ck_assert(pairs[k].b == -1 || pairs[k].b == at_b++);
			ck_assert(pairs[k].a >= 0 || pairs[k].b >= 0);
		}
		ck_assert_int_eq(at_a, (int)a.n);
		ck_assert_int_eq(at_b, (int)b.n);
	}
}
END_TEST

START_TEST(a_word_of_a_cause_leads_back_to_it)
{
	for (int cause = 0; cause < CAUSES; cause++)
		ck_assert_int_eq(cause_find(cause_row((enum cause)cause)->word), cause);
	ck_assert_int_eq(cause_find("nothing of the kind"), CAUSES);
}
END_TEST

SUITE_ONCE("names", open_all, close_all, NULL, NULL, each_slip_of_a_name_is_named,
	every_character_of_both_is_paired_once, a_word_of_a_cause_leads_back_to_it)
