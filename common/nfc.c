#include "common/nfc.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "common/text.h"

/* ASCII, Latin-1, general punctuation and CJK as people type it: in form C without a question,
 * which saves ICU's work on nearly all text. U+0300 and above can combine; U+2126 and U+212A are
 * twins; so are the compatibility ideographs U+F900 to U+FAFF and U+2F800 to U+2FA1F. */
static bool is_plain(uint32_t c)
{
	return c < 0x300 || (c >= 0x2010 && c < 0x2030) || (c >= 0x3001 && c < 0x302a) ||
	       (c >= 0x3400 && c < 0xa000) || (c >= 0xff01 && c < 0xff5f) ||
	       (c >= 0x20000 && c < 0x2f800) || (c >= 0x30000 && c < 0x40000);
}

const char *text_nfc(struct arena *arena, const char *text)
{
	const char *at = text;
	uint32_t c;
	while ((c = text_next(&at)) != 0 && is_plain(c))
		;
	if (c == 0)
		return text;

	UErrorCode error = U_ZERO_ERROR;
	const UNormalizer2 *form_c = unorm2_getNFCInstance(&error);
	/* Form C has at most three times the code units of what it was made from (Unicode, annex
	 * 15); a code unit has at most three bytes. */
	int32_t size = (int32_t)strlen(text), length = 0, bytes = 0;
	UChar *wide = arena_array(arena, UChar, (size_t)size + 1);
	UChar *normal = arena_array(arena, UChar, (size_t)size * 3 + 1);
	char *out = arena_alloc(arena, (size_t)size * 9 + 1);
	u_strFromUTF8(wide, size + 1, &length, text, size, &error);
	if (unorm2_isNormalized(form_c, wide, length, &error))
		return text;
	length = unorm2_normalize(form_c, wide, length, normal, size * 3 + 1, &error);
	u_strToUTF8(out, size * 9 + 1, &bytes, normal, length, &error);
	assert(U_SUCCESS(error));
	return out;
}

uint32_t text_base_letter(uint32_t code_point)
{
	UErrorCode error = U_ZERO_ERROR;
	UChar parts[8];
	const UNormalizer2 *form_c = unorm2_getNFCInstance(&error);
	int32_t length = unorm2_getDecomposition(form_c, (UChar32)code_point, parts, 8, &error);
	return length > 0 && U_SUCCESS(error) ? parts[0] : code_point;
}
