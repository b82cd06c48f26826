/* Names of people in pinyin (GB/T 28039): surname and given name apart, each joined and with a
 * capital, no tones: 单玉如 is "Shan Yuru", 欧阳西安 "Ouyang Xi'an". The initials, by which a child
 * is found, are "syr" and "oyxa".
 *
 * The surname is read as surnames are, by etc/surnames.csv or ICU; two characters are one surname
 * when that file has them. Names with a middle dot or of five and more characters have no surname;
 * each part is read by itself. Latin names stay as they are. A character without a reading stands
 * in the pinyin as itself and has no initial. */
#pragma once

#include <stddef.h>

#include "common/han_reading.h"

enum { PERSON_PINYIN_SIZE = 512, PERSON_INITIALS_SIZE = 64 };

struct person_name {
	size_t surname_size; /* bytes of the name that are its surname; 0: none known */
	char pinyin[PERSON_PINYIN_SIZE];
	char initials[PERSON_INITIALS_SIZE]; /* lower case ASCII letters */
};

/* Reads a tidy name (domain/name_text.h). NAME_LENGTH characters fit; what is longer is cut off. */
void person_name_read(struct han_readings *readings, const char *name, struct person_name *out);
