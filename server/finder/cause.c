#include "server/finder/cause.h"

#include <assert.h>
#include <string.h>

static const struct cause_row rows[CAUSES] = {
	[CAUSE_NONE] = {"same", {"the same", "相同"}},
	[CAUSE_VARIANT] = {"variant",
		{"a traditional or variant form of the same character", "同一字的繁体或异体"}},
	[CAUSE_STAND_IN] = {"rare_glyph",
		{"a sign that stands for a rare character", "生僻字的替代符号"}},
	[CAUSE_HOMOPHONE] = {"homophone", {"another character of the same sound", "同音字"}},
	[CAUSE_LOOK_ALIKE] = {"look_alike",
		{"another character of nearly the same shape", "形近字"}},
	[CAUSE_DOT] = {"dot", {"the dot between the parts of the name", "姓名间隔号"}},
	[CAUSE_ORDER] = {"order", {"the parts of the name in another order", "姓名各部分顺序颠倒"}},
	[CAUSE_EXTRA_LETTER] = {"extra_letter",
		{"a character that the other name lacks", "多一字或少一字"}},
	[CAUSE_OTHER_LETTER] = {"other_letter", {"another character", "另一字"}},
	[CAUSE_OTHER_NAME] = {"renamed", {"another name", "姓名不同"}},
	[CAUSE_DAY_AND_MONTH] = {"day_and_month", {"day and month exchanged", "日与月对调"}},
	[CAUSE_BIRTH_DIGIT] = {"birth_digit",
		{"one digit of the birth date differs", "出生日期一位数字不同"}},
	[CAUSE_BIRTH_SWAPPED] = {"birth_swapped",
		{"two digits of the birth date exchanged", "出生日期两位数字对调"}},
	[CAUSE_OTHER_BIRTH] = {"other_birth", {"another birth date", "出生日期不同"}},
	[CAUSE_NUMBER_DIGIT] = {"number_digit",
		{"one digit of the ID number differs", "证件号码一位数字不同"}},
	[CAUSE_NUMBER_SWAPPED] = {"number_swapped",
		{"two digits of the ID number exchanged", "证件号码两位数字对调"}},
	[CAUSE_FIFTEEN_DIGITS] = {"fifteen_digits",
		{"the number in its old form of 15 digits", "证件号码为旧 15 位"}},
	[CAUSE_CHECK_CHARACTER] = {"check_character",
		{"only the check character differs", "仅校验码不同"}},
	[CAUSE_NUMBER_MISSING] = {"number_missing",
		{"one of the two has no ID number", "其中一方无证件号码"}},
	[CAUSE_OTHER_NUMBER] = {"other_number", {"another ID number", "证件号码不同"}},
	[CAUSE_OTHER_SEX] = {"other_sex", {"the other sex", "性别不同"}},
};

const struct cause_row *cause_row(enum cause cause)
{
	assert(cause < CAUSES);
	return &rows[cause];
}

enum cause cause_find(const char *word)
{
	enum cause cause = CAUSE_NONE;
	while (cause < CAUSES && strcmp(rows[cause].word, word) != 0)
		cause++;
	return cause;
}

bool cause_tells_number(enum cause cause)
{
	return cause == CAUSE_NUMBER_DIGIT || cause == CAUSE_NUMBER_SWAPPED ||
	       cause == CAUSE_FIFTEEN_DIGITS || cause == CAUSE_CHECK_CHARACTER;
}

bool cause_is_of_letter(enum cause cause)
{
	return cause >= CAUSE_VARIANT && cause <= CAUSE_LOOK_ALIKE;
}
