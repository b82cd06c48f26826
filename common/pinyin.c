#include "common/pinyin.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

#include "common/memory.h"
#include "common/text.h"

/* Where place names differ from ICU's reading; the longest that fits is taken. */
static const struct {
	const char *text, *initials;
} readings[] = {
	{"东阿", "de"},
	{"会稽", "kj"},
	{"十里堡", "slp"},
	{"单县", "sx"},
	{"召陵", "sl"},
	{"厦", "x"},
	{"大埔", "db"},
	{"埔", "p"},
	{"大厦", "ds"},
	{"宕昌", "tc"},
	{"尉犁", "yl"},
	{"峒", "t"},
	{"成长", "cz"},
	{"曾", "z"},
	{"枞", "z"},
	{"校长", "xz"},
	{"栎阳", "yy"},
	{"泊头", "bt"},
	{"泌阳", "by"},
	{"洪洞", "ht"},
	{"浚县", "xx"},
	{"涡阳", "gy"},
	{"犍为", "qw"},
	{"番禺", "py"},
	{"筠连", "jl"},
	{"繁峙", "fs"},
	{"茄子", "qz"},
	{"荥经", "yj"},
	{"莘庄", "xz"},
	{"蔚县", "yx"},
	{"藏", "z"},
	{"解州", "hz"},
	{"重庆", "cq"},
	{"重阳", "cy"},
	{"重华", "ch"},
	{"铅山", "ys"},
	{"银行", "yh"},
	{"长", "c"},
	{"长子", "zz"},
	{"闵行", "mh"},
	{"音乐", "yy"},
	{"乐清", "yq"},
	{"黄陂", "hp"},
	{"龙圩", "lx"},
};
enum { N_READINGS = sizeof readings / sizeof *readings };

struct pinyin {
	UTransliterator *reader;
};

struct pinyin *pinyin_open(void)
{
	static const UChar rules[] = u"NFKC; Han-Latin; Latin-ASCII; Lower";
	UErrorCode error = U_ZERO_ERROR;
	UTransliterator *reader = utrans_openU(rules, -1, UTRANS_FORWARD, NULL, 0, NULL, &error);
	if (U_FAILURE(error))
		return NULL;
	struct pinyin *pinyin = memory_new(sizeof *pinyin);
	pinyin->reader = reader;
	return pinyin;
}

void pinyin_close(struct pinyin *pinyin)
{
	if (pinyin == NULL)
		return;
	utrans_close(pinyin->reader);
	free(pinyin);
}

/* The row that fits at `text`, longest first; NULL if none. */
static const char *table_reading(const char *text, size_t *size_out)
{
	const char *found = NULL;
	*size_out = 0;
	for (size_t i = 0; i < N_READINGS; i++) {
		size_t size = strlen(readings[i].text);
		if (size > *size_out && strncmp(text, readings[i].text, size) == 0) {
			found = readings[i].initials;
			*size_out = size;
		}
	}
	return found;
}

/* One character's first letter or digit; 0 if it has none. */
static char letter(const struct pinyin *pinyin, const char *character, size_t size)
{
	UChar text[64];
	int32_t length = 0;
	UErrorCode error = U_ZERO_ERROR;
	u_strFromUTF8(text, 64, &length, character, (int32_t)size, &error);
	int32_t limit = length;
	utrans_transUChars(pinyin->reader, text, &length, 64, 0, &limit, &error);
	bool is_plain = U_SUCCESS(error) && length > 0 &&
			((text[0] >= 'a' && text[0] <= 'z') || (text[0] >= '0' && text[0] <= '9'));
	return is_plain ? (char)text[0] : 0;
}

const char *pinyin_initials(struct pinyin *pinyin, const char *text, char *out, size_t size)
{
	size_t n = 0;
	while (*text != '\0' && n + 1 < size) {
		size_t used = 0;
		const char *known = table_reading(text, &used);
		if (known != NULL) {
			for (; *known != '\0' && n + 1 < size; known++)
				out[n++] = *known;
			text += used;
			continue;
		}
		const char *next = text;
		text_next(&next);
		char c = letter(pinyin, text, (size_t)(next - text));
		if (c != 0)
			out[n++] = c;
		text = next;
	}
	out[n] = '\0';
	return out;
}
