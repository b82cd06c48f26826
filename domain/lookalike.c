#include "domain/lookalike.h"

#include <stddef.h>

#include "common/text.h"

/* Where the digits 0 to 9 of another script begin: Arabic, Persian and Uygur, Devanagari, Tibetan,
 * Mongolian, five mathematical styles, segmented. */
static const uint32_t digit_zeros[] = {0x0660, 0x06f0, 0x0966, 0x0f20, 0x1810, 0x1d7ce, 0x1d7d8,
	0x1d7e2, 0x1d7ec, 0x1d7f6, 0x1fbf0};

/* Greek, Cyrillic, signs and Roman numerals, and below each what it is taken for. */
static const char strangers[] = "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧουχ"
				"ЅІЈАВЕЗКМНОРСТУХаеорсухѕіј"
				"×‐‑‒–—−ⅠⅤⅩ";
static const char familiars[] = "ABEZHIKMNOPTYXoux"
				"SIJABE3KMHOPCTYXaeopcyxsij"
				"X------IVX";

bool lookalike_is_full_width(uint32_t code_point)
{
	return (code_point >= 0xff01 && code_point <= 0xff5e) || code_point == 0x3000;
}

char lookalike_ascii(uint32_t code_point)
{
	if (code_point == 0x3000)
		return ' ';
	if (lookalike_is_full_width(code_point))
		return (char)(code_point - 0xff01 + '!');
	for (size_t i = 0; i < sizeof digit_zeros / sizeof *digit_zeros; i++)
		if (code_point >= digit_zeros[i] && code_point < digit_zeros[i] + 10)
			return (char)('0' + (code_point - digit_zeros[i]));
	const char *at = strangers, *familiar = familiars;
	for (uint32_t c; (c = text_next(&at)) != 0; familiar++)
		if (c == code_point)
			return *familiar;
	return 0;
}

char lookalike_digit(uint32_t code_point)
{
	if (code_point == 'O' || code_point == 'o')
		return '0';
	if (code_point == 'I' || code_point == 'i' || code_point == 'L' || code_point == 'l')
		return '1';
	return 0;
}
