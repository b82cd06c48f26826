#include "common/han_reading.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

#include "common/memory.h"

/* Names are made of extension A and the basic block, which are remembered; others are rare. */
enum { FIRST = 0x3400, LAST = 0x9fff, REMEMBERED = LAST - FIRST + 1, READERS = 2 };
enum { FIRST_OF_ALL = 0x3007 }; /* 〇; Chinese writing has nothing below that is read */

/* A reading as it is remembered: the text's bytes, so that it is read and written in one piece.
 * Zero is not read yet. */
union packed {
	char text[HAN_READING_SIZE];
	uint64_t bits;
};
static const union packed no_reading = {.text = "?"};

struct han_readings {
	UTransliterator *readers[READERS]; /* in general, as a surname */
	pthread_mutex_t lock;              /* around them */
	_Atomic uint64_t *known[READERS];
};

static UTransliterator *open_reader(const UChar *rules)
{
	UErrorCode error = U_ZERO_ERROR;
	UTransliterator *reader = utrans_openU(rules, -1, UTRANS_FORWARD, NULL, 0, NULL, &error);
	return U_SUCCESS(error) ? reader : NULL;
}

struct han_readings *han_readings_open(void)
{
	/* The four tones are taken off, the dots of ü are not. */
	static const UChar general[] =
		u"Han-Latin; NFD; [\\u0300\\u0301\\u0304\\u030C] Remove; NFC; Lower";
	static const UChar surname[] =
		u"Han-Latin/Names; NFD; [\\u0300\\u0301\\u0304\\u030C] Remove; NFC; Lower";
	struct han_readings *readings = memory_new(sizeof *readings);
	readings->readers[false] = open_reader(general);
	readings->readers[true] = open_reader(surname);
	pthread_mutex_init(&readings->lock, NULL);
	for (int i = 0; i < READERS; i++)
		readings->known[i] = memory_array(REMEMBERED, sizeof *readings->known[i]);
	if (readings->readers[false] != NULL && readings->readers[true] != NULL)
		return readings;
	han_readings_close(readings);
	return NULL;
}

void han_readings_close(struct han_readings *readings)
{
	if (readings == NULL)
		return;
	for (int i = 0; i < READERS; i++) {
		if (readings->readers[i] != NULL)
			utrans_close(readings->readers[i]);
		free((void *)readings->known[i]);
	}
	pthread_mutex_destroy(&readings->lock);
	free(readings);
}

static bool is_syllable(const char *text)
{
	for (; *text != '\0'; text++)
		if ((*text < 'a' || *text > 'z') && strncmp(text, "ü", 2) != 0 &&
			((unsigned char)*text & 0xc0) != 0x80)
			return false;
	return true;
}

static union packed read_character(
	struct han_readings *readings, uint32_t code_point, bool as_surname)
{
	enum { ROOM = 64 };
	UChar text[ROOM];
	char syllable[ROOM * 3 + 1] = "";
	int32_t length = 0;
	UErrorCode error = U_ZERO_ERROR;
	u_strFromUTF32(text, ROOM, &length, (const UChar32 *)&code_point, 1, &error);
	int32_t limit = length;
	pthread_mutex_lock(&readings->lock);
	utrans_transUChars(readings->readers[as_surname], text, &length, ROOM, 0, &limit, &error);
	pthread_mutex_unlock(&readings->lock);
	u_strToUTF8(syllable, sizeof syllable, NULL, text, length, &error);
	union packed packed = {.bits = 0};
	if (U_FAILURE(error) || syllable[0] == '\0' || strlen(syllable) >= HAN_READING_SIZE ||
		!is_syllable(syllable))
		return no_reading;
	memcpy(packed.text, syllable, strlen(syllable));
	return packed;
}

bool han_reading(struct han_readings *readings, uint32_t code_point, bool as_surname,
	char out[HAN_READING_SIZE])
{
	union packed packed = {.bits = 0};
	bool is_remembered = code_point >= FIRST && code_point <= LAST;
	_Atomic uint64_t *known =
		is_remembered ? &readings->known[as_surname][code_point - FIRST] : NULL;
	if (code_point < FIRST_OF_ALL)
		return false;
	if (is_remembered)
		packed.bits = atomic_load_explicit(known, memory_order_relaxed);
	if (packed.bits == 0)
		packed = read_character(readings, code_point, as_surname);
	if (is_remembered)
		atomic_store_explicit(known, packed.bits, memory_order_relaxed);
	if (packed.bits == no_reading.bits)
		return false;
	memcpy(out, packed.text, HAN_READING_SIZE);
	return true;
}
