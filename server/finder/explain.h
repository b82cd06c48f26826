/* Why two records differ, field by field: which characters, and what each difference looks like. It
 * is drawn side by side, so that who decides sees the slip and need not look for it. */
#pragma once

#include <stddef.h>

#include "server/finder/number_form.h"
#include "server/finder/person.h"

/* What is compared of a record, as it is written. */
struct explain_side {
	const char *name;
	int sex;
	int32_t born;
	const char *id_type, *id_number;
	const char *guardians[PERSON_GUARDIANS]; /* "": not named */
};

enum explain_field {
	EXPLAIN_NAME,
	EXPLAIN_SEX,
	EXPLAIN_BIRTH,
	EXPLAIN_NUMBER,
	EXPLAIN_GUARDIANS,
	EXPLAIN_FIELDS
};

/* Characters from … to (behind the last), of the name, of the birth date as 2018-09-01, of the
 * number; none where they are equal: the other side has more. */
struct explain_span {
	enum explain_field field;
	enum cause cause;
	int a_from, a_to, b_from, b_to;
};

enum { EXPLAIN_SPANS = 128 };
struct explanation {
	struct explain_span spans[EXPLAIN_SPANS]; /* field by field, from left to right */
	size_t n;
	enum cause causes[EXPLAIN_FIELDS];     /* what it comes to; NONE: the same */
	enum document_kind number_a, number_b; /* their check characters right or wrong */
	int guardians_in_common;
};

struct letter_table;
void explain(struct letter_table *table, const struct explain_side *a, const struct explain_side *b,
	struct explanation *out);
