#include "domain/person_name.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>

#include "common/nfc.h"
#include "common/text.h"
#include "domain/name_text.h"

#define MIDDLE_DOT 0xb7

enum { LONGEST_WITH_SURNAME = 4 };

/* Surnames of two characters, and those of one that ICU reads otherwise than their bearers do. */
static const struct surname {
	const char *text, *reading;
} surnames[] = {
#define SURNAME(text, reading) {text, reading},
#include "domain/surnames.inc"
#undef SURNAME
};

static const struct surname *find_surname(const char *text, size_t size)
{
	for (size_t i = 0; i < sizeof surnames / sizeof *surnames; i++)
		if (strncmp(surnames[i].text, text, size) == 0 && surnames[i].text[size] == '\0')
			return &surnames[i];
	return NULL;
}

/* The bytes of the first n characters. */
static size_t size_of(const char *text, int n)
{
	const char *at = text;
	for (; n > 0; n--)
		text_next(&at);
	return (size_t)(at - text);
}

static size_t surname_size(const char *name)
{
	size_t han = 0;
	const char *at = name;
	for (uint32_t c; (c = text_next(&at)) != 0; han++)
		if (!name_is_han(c))
			return 0;
	if (han < 2 || han > LONGEST_WITH_SURNAME)
		return 0;
	size_t two = size_of(name, 2);
	return han > 2 && find_surname(name, two) != NULL ? two : size_of(name, 1);
}

static void add(char *to, size_t size, const char *bytes, size_t n)
{
	size_t used = strlen(to);
	if (used + n >= size)
		return;
	memcpy(to + used, bytes, n);
	to[used + n] = '\0';
}

static void add_pinyin(struct person_name *out, const char *bytes, size_t n)
{
	add(out->pinyin, sizeof out->pinyin, bytes, n);
}

static void add_initial(struct person_name *out, uint32_t letter)
{
	char c = (char)(letter >= 'A' && letter <= 'Z' ? letter - 'A' + 'a' : letter);
	if (letter < 0x80 && c >= 'a' && c <= 'z')
		add(out->initials, sizeof out->initials, &c, 1);
}

/* A syllable within a word that begins with a vowel is set off: Xi'an. */
static void add_syllable(struct person_name *out, const char *syllable, bool is_first)
{
	char capital = (char)(syllable[0] - 'a' + 'A');
	if (!is_first && strchr("aoe", syllable[0]) != NULL)
		add_pinyin(out, "'", 1);
	add_pinyin(out, is_first ? &capital : syllable, 1);
	add_pinyin(out, syllable + 1, strlen(syllable + 1));
	add_initial(out, (unsigned char)syllable[0]);
}

/* The name but for its surname: words, set apart by spaces and dots. */
static void read_words(struct han_readings *readings, const char *name, struct person_name *out)
{
	bool is_first = true, was_han = false;
	for (const char *at = name; *at != '\0';) {
		char syllable[HAN_READING_SIZE];
		const char *here = at;
		uint32_t c = text_next(&at);
		bool is_gap = c == ' ' || c == MIDDLE_DOT || c == '-';
		bool is_read = han_reading(readings, c, false, syllable);
		if (is_read)
			add_syllable(out, syllable, is_first || !was_han);
		else if (c == MIDDLE_DOT)
			add_pinyin(out, " ", 1);
		else
			add_pinyin(out, here, (size_t)(at - here));
		if (!is_read && is_first)
			add_initial(out, text_base_letter(c));
		was_han = is_read;
		is_first = is_gap;
	}
}

/* The syllables of a reading, with spaces between them. */
static void add_reading(struct person_name *out, const char *reading)
{
	for (bool is_first = true; *reading != '\0'; is_first = false) {
		char syllable[HAN_READING_SIZE] = "";
		size_t n = strcspn(reading, " ");
		assert(n < sizeof syllable);
		memcpy(syllable, reading, n);
		add_syllable(out, syllable, is_first);
		reading += n + (reading[n] == ' ');
	}
}

static void read_surname(struct han_readings *readings, const char *name, struct person_name *out)
{
	char syllable[HAN_READING_SIZE];
	const struct surname *known = find_surname(name, out->surname_size);
	const char *at = name;
	if (known != NULL)
		add_reading(out, known->reading);
	else if (han_reading(readings, text_next(&at), true, syllable))
		add_reading(out, syllable);
	else
		add_pinyin(out, name, out->surname_size);
}

void person_name_read(struct han_readings *readings, const char *name, struct person_name *out)
{
	*out = (struct person_name){.surname_size = surname_size(name)};
	if (out->surname_size > 0) {
		read_surname(readings, name, out);
		add_pinyin(out, " ", 1);
	}
	read_words(readings, name + out->surname_size, out);
}
