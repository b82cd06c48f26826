/* Pinyin of single Chinese characters, without tones, as ICU reads them: in general, and as
 * surnames, where many are read otherwise (单 is dan, and Shan). */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct han_readings;

enum { HAN_READING_SIZE = 8 }; /* the longest syllable, "zhuang", and the NUL */

/* Opening costs a tenth of a second, since ICU reads its rules then. A handle serves all threads:
 * what it has read it remembers, so a character costs some microseconds once and nanoseconds ever
 * after. NULL when ICU lacks its data. */
struct han_readings *han_readings_open(void);
void han_readings_close(struct han_readings *readings); /* NULL is fine */

/* A syllable in lower case, "lü" with its two dots. False for what has no reading: rare characters
 * that ICU does not know, and all that is not Chinese. */
bool han_reading(struct han_readings *readings, uint32_t code_point, bool as_surname,
	char out[HAN_READING_SIZE]);
