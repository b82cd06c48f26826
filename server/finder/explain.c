#include "server/finder/explain.h"

#include <string.h>

#include "common/date.h"
#include "common/text.h"
#include "server/finder/names.h"

static struct explain_span *add(struct explanation *out, enum explain_field field, enum cause cause)
{
	struct explain_span *span = &out->spans[out->n < EXPLAIN_SPANS ? out->n++ : out->n - 1];
	*span = (struct explain_span){.field = field, .cause = cause};
	return span;
}

static void add_whole(
	struct explanation *out, enum explain_field field, enum cause cause, int a, int b)
{
	struct explain_span *span = add(out, field, cause);
	span->a_to = a;
	span->b_to = b;
}

/* ---- the name ---- */

static void add_pair(struct explanation *out, const struct letter_pair *pair, int a, int b)
{
	struct explain_span *last = out->n > 0 ? &out->spans[out->n - 1] : NULL;
	bool goes_on =
		last != NULL && last->cause == pair->cause && last->a_to == a && last->b_to == b;
	if (!goes_on) {
		last = add(out, EXPLAIN_NAME, pair->cause);
		last->a_from = last->a_to = a;
		last->b_from = last->b_to = b;
	}
	last->a_to += pair->a >= 0;
	last->b_to += pair->b >= 0;
}

static void explain_name(struct letter_table *table, const struct explain_side *a,
	const struct explain_side *b, struct explanation *out)
{
	struct letters of_a, of_b;
	struct letter_pair pairs[LETTER_PAIRS];
	letters_read(table, a->name, &of_a);
	letters_read(table, b->name, &of_b);
	size_t n = names_align(&of_a, &of_b, pairs);
	enum cause cause = out->causes[EXPLAIN_NAME] = names_compare(&of_a, &of_b, pairs, n);
	if (cause == CAUSE_ORDER)
		add_whole(out, EXPLAIN_NAME, cause, (int)of_a.n, (int)of_b.n);
	for (size_t i = 0, at_a = 0, at_b = 0; i < n && cause != CAUSE_ORDER; i++) {
		if (pairs[i].cause != CAUSE_NONE)
			add_pair(out, &pairs[i], (int)at_a, (int)at_b);
		at_a += pairs[i].a >= 0;
		at_b += pairs[i].b >= 0;
	}
}

/* ---- dates and numbers ---- */

/* Of two texts of one length: each run of characters that differ. */
static void add_differing(struct explanation *out, enum explain_field field, enum cause cause,
	const char *a, const char *b)
{
	for (int i = 0; a[i] != '\0' && b[i] != '\0'; i++) {
		int from = i;
		while (a[i] != b[i])
			i++;
		if (i == from)
			continue;
		struct explain_span *span = add(out, field, cause);
		span->a_from = span->b_from = from;
		span->a_to = span->b_to = i;
		if (a[i] == '\0')
			return;
	}
}

static void explain_birth(
	const struct explain_side *a, const struct explain_side *b, struct explanation *out)
{
	char of_a[DATE_TEXT_SIZE], of_b[DATE_TEXT_SIZE];
	enum cause cause = out->causes[EXPLAIN_BIRTH] = birth_compare(a->born, b->born);
	date_format(a->born, of_a);
	date_format(b->born, of_b);
	add_differing(out, EXPLAIN_BIRTH, cause, of_a, of_b);
}

static void explain_number(
	const struct explain_side *a, const struct explain_side *b, struct explanation *out)
{
	struct number_form of_a = number_form_read(a->id_type, a->id_number);
	struct number_form of_b = number_form_read(b->id_type, b->id_number);
	enum cause cause = out->causes[EXPLAIN_NUMBER] = number_form_compare(&of_a, &of_b);
	bool is_slip = cause == CAUSE_NUMBER_DIGIT || cause == CAUSE_NUMBER_SWAPPED ||
		       cause == CAUSE_CHECK_CHARACTER || cause == CAUSE_DAY_AND_MONTH;
	out->number_a = of_a.kind;
	out->number_b = of_b.kind;
	if (cause == CAUSE_NONE)
		return;
	if (is_slip && strlen(a->id_number) == strlen(b->id_number))
		add_differing(out, EXPLAIN_NUMBER, cause, a->id_number, b->id_number);
	else
		add_whole(out, EXPLAIN_NUMBER, cause, (int)text_length(a->id_number),
			(int)text_length(b->id_number));
}

/* ---- the others ---- */

static void explain_guardians(
	const struct explain_side *a, const struct explain_side *b, struct explanation *out)
{
	bool are_all_same = true;
	for (int i = 0; i < PERSON_GUARDIANS; i++) {
		bool is_common = false;
		for (int k = 0; k < PERSON_GUARDIANS; k++)
			is_common |= *a->guardians[i] != '\0' &&
				     strcmp(a->guardians[i], b->guardians[k]) == 0;
		out->guardians_in_common += is_common;
		are_all_same &= is_common || *a->guardians[i] == '\0';
	}
	if (!are_all_same)
		out->causes[EXPLAIN_GUARDIANS] = CAUSE_OTHER_NAME;
}

void explain(struct letter_table *table, const struct explain_side *a, const struct explain_side *b,
	struct explanation *out)
{
	*out = (struct explanation){.n = 0};
	explain_name(table, a, b, out);
	if (a->sex != b->sex) {
		out->causes[EXPLAIN_SEX] = CAUSE_OTHER_SEX;
		add_whole(out, EXPLAIN_SEX, CAUSE_OTHER_SEX, 1, 1);
	}
	explain_birth(a, b, out);
	explain_number(a, b, out);
	explain_guardians(a, b, out);
}
