#include "server/finder/weigh.h"

#include <math.h>

#include "server/finder/names.h"

/* All in bits. How often records of one child agree or differ so is what registers show; how often
 * those of two children do, where no table is at hand, what names and calendars allow. */
#define SECOND_RECORDS   5.6 /* one child in fifty has a second record */
#define MIDDLE_FIRST     5.0 /* a surname that one in thirty bears */
#define MIDDLE_OTHER     6.5
#define MIDDLE_SOUND     5.0
#define MOST_OF_A_NAME   24.0
#define BIRTH_SAME       11.8 /* one day of some 4,400, less what is mistyped */
#define BIRTH_EXCHANGED  5.5
#define BIRTH_SLIP       2.0
#define BIRTH_OTHER      (-7.0)
#define SEX_SAME         0.9
#define SEX_OTHER        (-5.0)
#define GUARDIAN_ABSENT  (-4.0) /* both records name some, and none in common */
#define SURNAME_OF_BOTH  (-4.0) /* a father's surname is his child's: not counted twice */
#define MOST_OF_GUARDIAN 18.0

static const double of_letters[] = {[CAUSE_VARIANT] = -3,
	[CAUSE_STAND_IN] = 2,
	[CAUSE_HOMOPHONE] = -4,
	[CAUSE_LOOK_ALIKE] = 1.5,
	[CAUSE_DOT] = -1.5,
	[CAUSE_EXTRA_LETTER] = -5,
	[CAUSE_OTHER_LETTER] = -6};
static const double of_order = -3, of_other_name = -4, of_same_name = -0.3;

/* ---- the name ---- */

static double letter_bits(const struct scales *scales, const struct letter *letter, bool is_first)
{
	const float *bits = scales->letter_bits[!is_first];
	if (letter->c == LETTER_DOT)
		return 0;
	if (bits == NULL || letter->root >= SCALE_LETTERS)
		return is_first ? MIDDLE_FIRST : MIDDLE_OTHER;
	return bits[letter->root];
}

static double sound_bits(const struct scales *scales, const struct letter *letter, bool is_first)
{
	const float *bits = scales->sound_bits[!is_first];
	return bits == NULL ? MIDDLE_SOUND : bits[letter->sound];
}

static double pair_bits(
	const struct scales *scales, const struct letters *a, const struct letter_pair *pair)
{
	bool is_first = pair->a == 0;
	if (pair->a < 0)
		return of_letters[pair->cause];
	const struct letter *letter = &a->of[pair->a];
	if (pair->cause == CAUSE_VARIANT)
		return letter_bits(scales, letter, is_first) + of_letters[CAUSE_VARIANT];
	if (pair->cause == CAUSE_HOMOPHONE)
		return sound_bits(scales, letter, is_first) + of_letters[CAUSE_HOMOPHONE];
	return of_letters[pair->cause];
}

/* Long names are made of parts of several characters, which say no more than the part does. */
static double share_of(const struct letters *name)
{
	enum { LONG = 4 };
	return name->n >= LONG ? 0.6 : 1;
}

static double sum_letters(const struct scales *scales, const struct letters *letters)
{
	double sum = 0;
	for (size_t i = 0; i < letters->n; i++)
		sum += letter_bits(scales, &letters->of[i], i == 0);
	return sum * share_of(letters);
}

static double sum_pairs(const struct scales *scales, const struct letters *a,
	const struct letter_pair *pairs, size_t n)
{
	double agree = 0, differ = 0;
	for (size_t i = 0; i < n; i++)
		if (pairs[i].cause == CAUSE_NONE)
			agree += letter_bits(scales, &a->of[pairs[i].a], pairs[i].a == 0);
		else
			differ += pair_bits(scales, a, &pairs[i]);
	return agree * share_of(a) + differ;
}

/* A name is no rarer than the more frequent of the two: who slips on a usual one meets many. */
static double name_bits(const struct scales *scales, const struct form *a, const struct form *b,
	enum cause *cause_out)
{
	struct letter_pair pairs[LETTER_PAIRS];
	size_t n = names_align(&a->name, &b->name, pairs);
	double most = fmin(MOST_OF_A_NAME, fmin(a->name_bits, b->name_bits));
	*cause_out = names_compare(&a->name, &b->name, pairs, n);
	switch (*cause_out) {
	case CAUSE_NONE:
		return of_same_name + fmin(most, sum_letters(scales, &a->name));
	case CAUSE_OTHER_NAME:
		return of_other_name;
	case CAUSE_ORDER:
		return of_order + fmin(most, sum_letters(scales, &a->name));
	default:
		return fmin(most - 1, sum_pairs(scales, &a->name, pairs, n));
	}
}

/* ---- the other fields ---- */

static double birth_bits(enum cause cause)
{
	switch (cause) {
	case CAUSE_NONE:
		return BIRTH_SAME;
	case CAUSE_DAY_AND_MONTH:
		return BIRTH_EXCHANGED;
	case CAUSE_BIRTH_DIGIT:
	case CAUSE_BIRTH_SWAPPED:
		return BIRTH_SLIP;
	default:
		return BIRTH_OTHER;
	}
}

/* Two numbers that both are right belong to two people, nearly always; one that is wrong belongs to
 * nobody. Children born on one day in one place have neighbouring numbers, which are right. */
static double number_bits(enum cause cause, bool both_right)
{
	switch (cause) {
	case CAUSE_NONE:
		return 0; /* neither has one; the same number is no question for weights */
	case CAUSE_NUMBER_MISSING:
		return 4.5; /* a second record cannot have the number, and nearly all have one */
	case CAUSE_FIFTEEN_DIGITS:
		return 15;
	case CAUSE_NUMBER_DIGIT:
	case CAUSE_NUMBER_SWAPPED:
	case CAUSE_DAY_AND_MONTH:
		return both_right ? 5 : 12;
	case CAUSE_CHECK_CHARACTER:
		return 14;
	default:
		return both_right ? -7 : -2;
	}
}

struct guardians {
	int named, common; /* `named` by the record that names fewer */
	double bits;
};

static struct guardians compare_guardians(const struct form *a, const struct form *b)
{
	struct guardians found = {0, 0, 0};
	int of_a = 0, of_b = 0;
	for (int i = 0; i < PERSON_GUARDIANS; i++) {
		of_a += a->guardians[i] != 0;
		of_b += b->guardians[i] != 0;
		for (int k = 0; k < PERSON_GUARDIANS; k++) {
			if (a->guardians[i] == 0 || a->guardians[i] != b->guardians[k])
				continue;
			found.common++;
			found.bits += fmin(MOST_OF_GUARDIAN, a->guardian_bits[i]);
		}
	}
	found.named = of_a < of_b ? of_a : of_b;
	if (found.named > 0 && found.common == 0)
		found.bits = GUARDIAN_ABSENT;
	else if (found.common > 0 && found.common < found.named)
		found.bits -= 3; /* another one came with the child */
	return found;
}

/* ---- twins, sisters and brothers ---- */

/* What is compared, once more. */
struct seen {
	enum cause name, birth, number;
	bool both_right, same_area, same_school, same_sex;
	struct guardians guardians;
};

/* Ten times as many children have a twin in school as have a second record under another name, and
 * twins have numbers of one place, both right; nearly all children have a number. */
static double against_twins(const struct seen *seen)
{
	double bits = -3.5;
	if (!seen->same_sex)
		bits -= 6;
	if (seen->number == CAUSE_NUMBER_MISSING)
		bits += 8;
	else if (seen->number != CAUSE_NONE && !seen->both_right)
		bits += 10;
	else if (seen->number != CAUSE_NONE)
		bits += seen->same_area ? -12 : 5;
	bits += seen->same_school ? -5 : 4;
	if (seen->name == CAUSE_OTHER_NAME)
		return bits + 1;
	if (seen->name == CAUSE_OTHER_LETTER || seen->name == CAUSE_EXTRA_LETTER)
		return bits - 3; /* twins' names have characters in common */
	return bits + (seen->name == CAUSE_HOMOPHONE || seen->name == CAUSE_LOOK_ALIKE ? 6 : 9);
}

/* Sisters and brothers have other names and other birthdays. One child's records differ in both by
 * two slips only, and then the number tells. */
static double against_siblings(const struct seen *seen)
{
	bool is_same_number =
		seen->number == CAUSE_NUMBER_DIGIT || seen->number == CAUSE_NUMBER_SWAPPED ||
		seen->number == CAUSE_FIFTEEN_DIGITS || seen->number == CAUSE_CHECK_CHARACTER ||
		seen->number == CAUSE_DAY_AND_MONTH;
	return is_same_number && !seen->both_right ? 8 : -10;
}

static double family_bits(const struct seen *seen)
{
	if (seen->guardians.common == 0 || seen->name == CAUSE_NONE)
		return INFINITY;
	return seen->birth == CAUSE_NONE ? against_twins(seen) : against_siblings(seen);
}

/* ---- together ---- */

static bool is_same_area(const struct number_form *a, const struct number_form *b)
{
	const uint64_t behind_area = UINT64_C(100000000000) * 11;
	return number_form_is_national(a->kind) && number_form_is_national(b->kind) &&
	       a->value / behind_area == b->value / behind_area;
}

static enum cause telling(const struct seen *seen, bool same_sex)
{
	if (seen->name != CAUSE_NONE)
		return seen->name;
	if (seen->birth != CAUSE_NONE)
		return seen->birth;
	if (!same_sex)
		return CAUSE_OTHER_SEX;
	return seen->number;
}

/* What the fields beside name and birth come to. */
static double quick_bits(
	const struct scales *scales, const struct form *a, const struct form *b, struct seen *seen)
{
	seen->number = number_form_compare(&a->number, &b->number);
	seen->both_right = a->number.kind != DOCUMENT_WRONG && b->number.kind != DOCUMENT_WRONG;
	seen->same_area = is_same_area(&a->number, &b->number);
	seen->same_school = a->school == b->school;
	seen->same_sex = a->sex == b->sex;
	seen->guardians = compare_guardians(a, b);
	return (seen->same_sex ? SEX_SAME : SEX_OTHER) +
	       number_bits(seen->number, seen->both_right) + seen->guardians.bits -
	       log2(scales->people) - SECOND_RECORDS;
}

/* Most pairs are told apart without a look at their names: nothing of these can make up for it. */
struct weight weigh(const struct scales *scales, const struct form *a, const struct form *b)
{
	const double hopeless = -5;
	struct seen seen = {.name = CAUSE_NONE};
	double bits = quick_bits(scales, a, b, &seen);
	double most = fmin(MOST_OF_A_NAME, fmin(a->name_bits, b->name_bits));
	if (bits + BIRTH_SAME + most < hopeless)
		return (struct weight){hopeless, CAUSE_OTHER_NAME};
	seen.birth = birth_compare(a->born, b->born);
	bits += birth_bits(seen.birth) + name_bits(scales, a, b, &seen.name);
	if (seen.name != CAUSE_OTHER_NAME && seen.guardians.common > 0)
		bits += SURNAME_OF_BOTH;
	return (struct weight){fmin(bits, family_bits(&seen)), telling(&seen, seen.same_sex)};
}

int weight_permille(double bits)
{
	return (int)lround(1000 / (1 + exp2(-bits)));
}
