/* ID numbers as the finder compares them, right or wrong: a number whose check character does not
 * fit is what many slips leave behind. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/finder/cause.h"

enum document_kind {
	DOCUMENT_NONE,
	DOCUMENT_RIGHT, /* of GB 11643, and its check character fits */
	DOCUMENT_WRONG, /* of that shape, and it does not fit */
	DOCUMENT_OTHER, /* of another document */
};

enum { NATIONAL_DIGITS = 18 };

struct number_form {
	enum document_kind kind;
	/* A national one: its 17 digits, and in base 11 behind them its check character (X: 10).
	 * Another: a hash of type and number. */
	uint64_t value;
};
/* 15 digits are taken as the 18 that they became. */
struct number_form number_form_read(const char *type, const char *number);
static inline bool number_form_is_national(enum document_kind kind)
{
	return kind == DOCUMENT_RIGHT || kind == DOCUMENT_WRONG;
}
/* The characters of a national one, 0 to 9 and 10 for X, the first on the left. */
void number_form_digits(uint64_t value, uint8_t out[NATIONAL_DIGITS]);

enum cause number_form_compare(const struct number_form *a, const struct number_form *b);

/* Compares two dates by their digits. */
enum cause birth_compare(int32_t a, int32_t b);
/* The dates that a slip makes of this one, the century left as it is; returns how many. A date may
 * stand there twice. */
enum { BIRTH_SLIPS = 64 };
size_t birth_slips(int32_t born, int32_t out[BIRTH_SLIPS]);
