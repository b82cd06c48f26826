#include "server/finder/names.h"

static struct letter_pair pair_of(
	const struct letters *a, const struct letters *b, size_t i, size_t k)
{
	bool is_first = i == 0 && k == 0;
	return (struct letter_pair){(int)i, (int)k, letter_compare(&a->of[i], &b->of[k], is_first)};
}

static bool is_dot(const struct letters *letters, size_t i)
{
	return letters->of[i].c == LETTER_DOT;
}

/* One name has characters that the other lacks: those at the beginning and at the end that agree
 * are paired, and what is between as far as it goes. */
size_t names_align(
	const struct letters *a, const struct letters *b, struct letter_pair out[LETTER_PAIRS])
{
	size_t first = 0, last = 0, n = 0, least = a->n < b->n ? a->n : b->n;
	bool is_even = a->n == b->n;
	while (!is_even && first < least && a->of[first].root == b->of[first].root)
		first++;
	while (!is_even && last < least - first &&
		a->of[a->n - 1 - last].root == b->of[b->n - 1 - last].root)
		last++;
	for (size_t i = 0; i < first; i++)
		out[n++] = pair_of(a, b, i, i);
	size_t i = first, k = first;
	while (i < a->n - last || k < b->n - last) {
		bool has_a = i < a->n - last, has_b = k < b->n - last;
		bool is_extra = !has_a || !has_b || (!is_even && is_dot(a, i) != is_dot(b, k));
		if (!is_extra)
			out[n++] = pair_of(a, b, i++, k++);
		else if (has_a && (!has_b || is_dot(a, i)))
			out[n++] = (struct letter_pair){(int)i++, -1, CAUSE_EXTRA_LETTER};
		else
			out[n++] = (struct letter_pair){-1, (int)k++, CAUSE_EXTRA_LETTER};
		struct letter_pair *pair = &out[n - 1];
		if (is_extra &&
			(pair->a >= 0 ? is_dot(a, (size_t)pair->a) : is_dot(b, (size_t)pair->b)))
			pair->cause = CAUSE_DOT;
	}
	for (; i < a->n; i++, k++)
		out[n++] = pair_of(a, b, i, k);
	return n;
}

/* The same characters begun elsewhere: 买买提·艾力 and 艾力·买买提. */
static bool is_rotated(const struct letters *a, const struct letters *b)
{
	struct letters of_a, of_b;
	letters_without_dots(a, &of_a);
	letters_without_dots(b, &of_b);
	if (of_a.n != of_b.n || of_a.n < 2)
		return false;
	for (size_t by = 1; by < of_a.n; by++) {
		size_t i = 0;
		while (i < of_a.n && of_a.of[i].root == of_b.of[(i + by) % of_a.n].root)
			i++;
		if (i == of_a.n)
			return true;
	}
	return false;
}

enum cause names_compare(const struct letters *a, const struct letters *b,
	const struct letter_pair pairs[], size_t n)
{
	enum cause gravest = CAUSE_NONE;
	size_t others = 0, given_in_common = 0;
	for (size_t i = 0; i < n; i++) {
		bool is_other = pairs[i].cause == CAUSE_OTHER_LETTER ||
				pairs[i].cause == CAUSE_EXTRA_LETTER;
		if (pairs[i].cause > gravest)
			gravest = pairs[i].cause;
		others += is_other;
		given_in_common += !is_other && pairs[i].a > 0 && pairs[i].b > 0 &&
				   pairs[i].cause != CAUSE_DOT && !is_dot(a, (size_t)pairs[i].a);
	}
	if (others == 0)
		return gravest;
	if (is_rotated(a, b))
		return CAUSE_ORDER;
	return given_in_common == 0 || others > 1 ? CAUSE_OTHER_NAME : gravest;
}
