#include "domain/class_text.h"

#include <stdlib.h>
#include <string.h>

#include "domain/stages.h"

/* Longer words first: 十一 begins with 十. */
static const struct {
	const char *word;
	int number;
} numerals[] = {{"十一", 11}, {"十二", 12}, {"十", 10}, {"一", 1}, {"二", 2}, {"三", 3}, {"四", 4},
	{"五", 5}, {"六", 6}, {"七", 7}, {"八", 8}, {"九", 9}};

/* What lies between the words: the grade of 初二 is 8, of 高一 10. */
static const struct {
	const char *word;
	int before;
} stages[] = {{"初", 6}, {"高", 9}};

static bool take(const char **text, const char *word)
{
	size_t size = strlen(word);
	bool is_there = strncmp(*text, word, size) == 0;
	*text += is_there ? size : 0;
	return is_there;
}

static void pass_over(const char **text)
{
	static const char *const between[] = {
		" ", "-", "(", ")", ".", "/", "—", "－", "（", "）", "第", "　"};
	for (size_t i = 0; i < sizeof between / sizeof *between; i++)
		if (take(text, between[i]))
			i = (size_t)-1;
}

/* Digits, or a Chinese numeral; *length_out is how many digits it had. */
static bool take_number(const char **text, int *number_out, size_t *length_out)
{
	*length_out = strspn(*text, "0123456789");
	if (*length_out > 4)
		return false;
	if (*length_out > 0) {
		*number_out = (int)strtol(*text, NULL, 10);
		*text += *length_out;
		return true;
	}
	for (size_t i = 0; i < sizeof numerals / sizeof *numerals; i++)
		if (take(text, numerals[i].word)) {
			*number_out = numerals[i].number;
			return true;
		}
	return false;
}

static int take_stage(const char **text)
{
	for (size_t i = 0; i < sizeof stages / sizeof *stages; i++)
		if (take(text, stages[i].word))
			return stages[i].before;
	return 0;
}

bool grade_read(const char *text, int *grade_out)
{
	size_t length;
	int number = 0;
	pass_over(&text);
	int before = take_stage(&text);
	if (!take_number(&text, &number, &length) || length > 2)
		return false;
	if (!take(&text, "年级"))
		take(&text, "级");
	pass_over(&text);
	*grade_out = before + number;
	return *text == '\0' && number > 0 && *grade_out <= GRADE_LAST;
}

static bool take_end(const char **text)
{
	pass_over(text);
	take(text, "班");
	pass_over(text);
	return **text == '\0';
}

bool class_read(const char *text, int grade, int *class_out)
{
	size_t length;
	int first = 0, second = 0;
	pass_over(&text);
	int before = take_stage(&text);
	if (!take_number(&text, &first, &length))
		return false;
	bool is_grade = before > 0 || take(&text, "年级") || take(&text, "级");
	if (!is_grade && take_end(&text)) {
		bool is_joined = length > 2; /* 0302, 302 */
		*class_out = is_joined ? first % 100 : first;
		return !is_joined || first / 100 == grade;
	}
	pass_over(&text);
	*class_out = 0;
	if (before + first != grade || !take_number(&text, &second, &length) || length > 2)
		return false;
	*class_out = second;
	return take_end(&text);
}
