#include "domain/name_text.h"

#include <string.h>

#include "common/nfc.h"
#include "common/text.h"
#include "domain/lookalike.h"

#define MIDDLE_DOT 0xb7

bool name_is_han(uint32_t c)
{
	/* Of the compatibility block only twelve stand for themselves; form C leaves no other. */
	return (c >= 0x3400 && c < 0x4dc0) || (c >= 0x4e00 && c < 0xa000) || c == 0x3007 ||
	       (c >= 0xfa0e && c <= 0xfa29) || (c >= 0x20000 && c < 0x2f800) ||
	       (c >= 0x30000 && c < 0x3fffe);
}

static bool is_space(uint32_t c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == 0xa0 || c == 0x3000 ||
	       (c >= 0x2000 && c <= 0x200a);
}

static bool is_dot(uint32_t c)
{
	static const uint16_t dots[] = {MIDDLE_DOT, 0x0387, 0x1427, 0x2022, 0x2024, 0x2027, 0x2219,
		0x22c5, 0x2e31, 0x30fb, 0x318d, 0xff65};
	for (size_t i = 0; i < sizeof dots / sizeof *dots; i++)
		if (c == dots[i])
			return true;
	return false;
}

/* A full-width letter or mark in plain width; digits stay, so that they are named as they were
 * typed. */
static uint32_t narrow(uint32_t c)
{
	char ascii = lookalike_is_full_width(c) ? lookalike_ascii(c) : 0;
	return ascii != 0 && (ascii < '0' || ascii > '9') ? (unsigned char)ascii : c;
}

/* Between Chinese characters a point is a middle dot, and white space is layout. */
static uint32_t join(uint32_t before, uint32_t c, uint32_t after)
{
	bool in_han = name_is_han(before) && name_is_han(after);
	if (is_dot(c) || (c == '.' && in_han))
		return MIDDLE_DOT;
	if (!is_space(c))
		return narrow(c);
	bool is_layout = before == 0 || after == 0 || name_is_han(before) || name_is_han(after) ||
			 is_dot(before) || is_dot(after);
	return is_layout ? 0 : ' ';
}

const char *name_tidy(struct arena *arena, const char *typed)
{
	/* A point of one byte can become a middle dot of two. */
	char *out = arena_alloc(arena, strlen(typed) * 2 + 1), *end = out;
	uint32_t before = 0;
	for (uint32_t c; (c = text_next(&typed)) != 0;) {
		const char *rest = typed;
		uint32_t after = narrow(text_next(&rest));
		while (is_space(after))
			after = narrow(text_next(&rest));
		uint32_t kept =
			is_space(c) && is_space(before) ? 0 : join(before, narrow(c), after);
		if (kept != 0) {
			end += text_put(end, kept);
			before = kept;
		}
	}
	return text_nfc(arena, out);
}

/* ASCII, Latin-1, Latin extended, Vietnamese; marks that have no letter of their own with them. */
static bool is_latin(uint32_t c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
	       (c >= 0xc0 && c < 0x250 && c != 0xd7 && c != 0xf7) || (c >= 0x300 && c < 0x370) ||
	       (c >= 0x1e00 && c < 0x1f00);
}

static bool is_latin_mark(uint32_t c)
{
	return c == ' ' || c == '-' || c == '\'' || c == '.' || c == ',' || c == 0x2019;
}

/* Characters of Chinese text that are taken for another. */
static const struct {
	uint32_t code;
	const char *han;
} han_alike[] = {{0x25cb, "〇"}, {0x25ef, "〇"}, {0x30fc, "一"}, {0x2014, "一"}, {0x2015, "一"}};

static const char *taken_for(uint32_t c, char ascii_text[2])
{
	for (size_t i = 0; i < sizeof han_alike / sizeof *han_alike; i++)
		if (han_alike[i].code == c)
			return han_alike[i].han;
	ascii_text[0] = lookalike_ascii(c);
	return ascii_text[0] != '\0' ? ascii_text : NULL;
}

static bool is_digit(uint32_t c)
{
	char ascii = lookalike_ascii(c);
	return (c >= '0' && c <= '9') || (ascii >= '0' && ascii <= '9' && c != 0x0417) ||
	       (c >= 0x2460 && c <= 0x249b) || (c >= 0x2070 && c <= 0x2089);
}

static bool is_private(uint32_t c)
{
	return (c >= 0xe000 && c < 0xf900) || c >= 0xf0000;
}

static bool is_radical(uint32_t c)
{
	return (c >= 0x2e80 && c < 0x2fe0) || (c >= 0x31c0 && c < 0x31f0);
}

static bool is_invisible(uint32_t c)
{
	return text_is_forbidden(c) || (c >= 0xfe00 && c <= 0xfe0f);
}

/* Why a character may not stand in a name; REASON_COUNT when it may. */
static enum reason character_fault(uint32_t c, bool has_han)
{
	char ascii[2] = "";
	if (name_is_han(c) || is_latin(c) || c == MIDDLE_DOT || (is_latin_mark(c) && !has_han))
		return REASON_COUNT;
	if (is_invisible(c))
		return REASON_FORBIDDEN_CHARACTER;
	if (is_digit(c))
		return REASON_NAME_DIGIT;
	if (is_private(c))
		return REASON_NAME_PRIVATE;
	if (is_radical(c))
		return REASON_NAME_RADICAL;
	return taken_for(c, ascii) != NULL ? REASON_LOOKALIKE : REASON_NAME_CHARACTER;
}

struct makeup {
	size_t length, han, latin;
	bool has_wrong_dot; /* first, last, or two together */
};

static struct makeup count(const char *name)
{
	struct makeup makeup = {0};
	uint32_t last = MIDDLE_DOT;
	for (uint32_t c; (c = text_next(&name)) != 0; last = c) {
		makeup.length++;
		makeup.han += name_is_han(c);
		makeup.latin += is_latin(c);
		makeup.has_wrong_dot |= c == MIDDLE_DOT && last == MIDDLE_DOT;
	}
	makeup.has_wrong_dot |= makeup.length > 0 && last == MIDDLE_DOT;
	return makeup;
}

static void report_characters(const char *name, bool has_han, struct findings *findings)
{
	bool seen[REASON_COUNT] = {false};
	for (uint32_t c; (c = text_next(&name)) != 0;) {
		char ascii[2] = "";
		enum reason fault = character_fault(c, has_han);
		if (fault == REASON_COUNT || seen[fault])
			continue;
		seen[fault] = true;
		finding_fault_character(findings, fault, c,
			fault == REASON_LOOKALIKE ? taken_for(c, ascii) : NULL, NULL);
	}
}

bool name_check(const char *name, struct findings *findings)
{
	size_t faults = findings->faults;
	struct makeup makeup = count(name);
	report_characters(name, makeup.han > 0, findings);
	if (makeup.length > NAME_LENGTH)
		finding_fault(findings, REASON_TOO_LONG, "50");
	if (makeup.has_wrong_dot)
		finding_fault(findings, REASON_NAME_DOT, NULL);
	if (findings->faults == faults && makeup.han + makeup.latin == 0)
		finding_fault(findings, REASON_NAME_NO_LETTER, NULL);
	if (findings->faults == faults && makeup.han > 0 && makeup.latin > 0)
		finding_warn(findings, REASON_NAME_MIXED, NULL);
	return findings->faults == faults;
}

bool name_check_pinyin(const char *pinyin, struct findings *findings)
{
	for (uint32_t c; (c = text_next(&pinyin)) != 0;)
		if (!is_latin(c) && !is_latin_mark(c)) {
			finding_fault_character(findings, REASON_NAME_PINYIN, c, NULL, NULL);
			return false;
		}
	return true;
}
