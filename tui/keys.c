#include "tui/keys.h"

#include <stdio.h>
#include <string.h>

#include "common/text.h"

enum { ESC = 27, SEQUENCE_MAX = 32, SHORT = -1 /* the end is still to come */ };

size_t keys_room(struct key_decoder *decoder)
{
	memmove(decoder->bytes, decoder->bytes + decoder->from, decoder->to - decoder->from);
	decoder->to -= decoder->from;
	decoder->from = 0;
	return sizeof decoder->bytes - decoder->to;
}

void keys_feed(struct key_decoder *decoder, const void *bytes, size_t size)
{
	size_t room = keys_room(decoder);
	size = size < room ? size : room;
	memcpy(decoder->bytes + decoder->to, bytes, size);
	decoder->to += size;
}

bool keys_waiting(const struct key_decoder *decoder)
{
	return decoder->from < decoder->to;
}

static uint32_t letter_key(unsigned char final)
{
	switch (final) {
	case 'A':
		return KEY_UP;
	case 'B':
		return KEY_DOWN;
	case 'C':
		return KEY_RIGHT;
	case 'D':
		return KEY_LEFT;
	case 'H':
		return KEY_HOME;
	case 'F':
		return KEY_END;
	case 'Z':
		return KEY_BACKTAB;
	case 'M':
		return KEY_ENTER; /* of the keypad */
	default:
		return final >= 'P' && final <= 'S' ? KEY_F1 + (uint32_t)(final - 'P') : 0;
	}
}

static uint32_t number_key(int number)
{
	static const uint32_t keys[] = {0, KEY_HOME, KEY_INSERT, KEY_DELETE, KEY_END, KEY_PAGE_UP,
		KEY_PAGE_DOWN, KEY_HOME, KEY_END};
	if (number >= 0 && number < (int)(sizeof keys / sizeof *keys))
		return keys[number];
	if (number >= 11 && number <= 15)
		return KEY_F1 + (uint32_t)(number - 11);
	if (number >= 17 && number <= 21)
		return KEY_F1 + 5 + (uint32_t)(number - 17);
	if (number == 23 || number == 24)
		return KEY_F1 + 10 + (uint32_t)(number - 23);
	return 0;
}

/* The numbers of "24;80": the first two. */
static void read_numbers(const unsigned char *p, const unsigned char *end, int out[2])
{
	out[0] = out[1] = 0;
	for (int i = 0; p < end && i < 2; p++)
		if (*p == ';')
			i++;
		else if (*p >= '0' && *p <= '9' && out[i] < 10000)
			out[i] = out[i] * 10 + (*p - '0');
}

/* ESC [ …: gives its size. out->code stays 0 when it means nothing to us. */
static int read_csi(struct key_decoder *decoder, const unsigned char *p, size_t n, struct key *out)
{
	size_t at = 2;
	if (at < n && p[at] == '[') { /* F1 to F5 of the Linux console */
		if (n < 4)
			return SHORT;
		if (p[3] >= 'A' && p[3] <= 'E')
			out->code = KEY_F1 + (uint32_t)(p[3] - 'A');
		return 4;
	}
	while (at < n && at < SEQUENCE_MAX && p[at] >= 0x20 && p[at] < 0x40)
		at++;
	if (at == n)
		return SHORT;
	int numbers[2];
	read_numbers(p + 2, p + at, numbers);
	unsigned char final = p[at];
	if (final == '~' && (numbers[0] == 200 || numbers[0] == 201))
		decoder->is_pasting = numbers[0] == 200;
	else if (final == '~')
		out->code = number_key(numbers[0]);
	else if (final == 'n')
		out->code = KEY_ANSWER;
	else if (final == 'R' && at > 2)
		*out = (struct key){.code = KEY_POSITION, .value = numbers[1]};
	else
		out->code = letter_key(final);
	return (int)at + 1;
}

static int read_escape(
	struct key_decoder *decoder, const unsigned char *p, size_t n, struct key *out)
{
	if (n == 1)
		return SHORT;
	if (p[1] == '[')
		return read_csi(decoder, p, n, out);
	if (p[1] == 'O') {
		if (n < 3)
			return SHORT;
		out->code = letter_key(p[2]);
		return 3;
	}
	out->code = KEY_ESC;
	return 1;
}

static int read_character(const unsigned char *p, size_t n, struct key *out)
{
	if (p[0] < 0x80) {
		out->code = p[0] == '\n' ? KEY_ENTER : p[0] == '\b' ? KEY_BACKSPACE : p[0];
		return 1;
	}
	size_t want = p[0] >= 0xf0 ? 4 : p[0] >= 0xe0 ? 3 : 2;
	if (n < want)
		return SHORT;
	if (!text_is_utf8(p, want))
		return 1; /* no character: dropped */
	char text[5] = {0};
	memcpy(text, p, want);
	const char *at = text;
	out->code = text_next(&at);
	return (int)want;
}

bool keys_next(struct key_decoder *decoder, bool is_late, struct key *out)
{
	while (decoder->from < decoder->to) {
		const unsigned char *p = decoder->bytes + decoder->from;
		size_t n = decoder->to - decoder->from;
		*out = (struct key){0};
		int size =
			p[0] == ESC ? read_escape(decoder, p, n, out) : read_character(p, n, out);
		if (size == SHORT && !is_late)
			return false;
		if (size == SHORT) { /* ESC alone is the key; half a character is dropped */
			out->code = p[0] == ESC ? KEY_ESC : 0;
			size = 1;
		}
		decoder->from += (size_t)size;
		out->is_pasted = decoder->is_pasting;
		if (out->code != 0)
			return true;
	}
	return false;
}

const char *key_name(uint32_t code, char out[16])
{
	static const char *const special[] = {"Up", "Down", "Left", "Right", "Home", "End", "PgUp",
		"PgDn", "Ins", "Del", "Shift-Tab"};
	if (code > KEYS_SPECIAL && code < KEY_F1)
		return special[code - KEY_UP];
	if (code >= KEY_F1 && code <= KEY_F12)
		return snprintf(out, 16, "F%u", code - KEY_F1 + 1), out;
	if (code == KEY_ENTER)
		return "Enter";
	if (code == KEY_TAB)
		return "Tab";
	if (code == KEY_ESC)
		return "Esc";
	if (code == ' ')
		return "Space";
	if (code == KEY_BACKSPACE)
		return "BS";
	if (code < ' ')
		return snprintf(out, 16, "Ctrl-%c", (char)(code + '@')), out;
	out[text_put(out, code)] = '\0';
	return out;
}
