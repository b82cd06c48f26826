/* The comparison of one child, after it was written (check_find.h). */
#include "server/service/check_find.h"

#include <string.h>

#include "common/date.h"
#include "common/text.h"
#include "domain/roll.h"
#include "domain/unit_code.h"
#include "server/finder/names.h"
#include "server/store/db.h"
#include "server/store/policy_cache.h"
#include "server/store/stat_cache.h"
#include "server/store/student_record.h"
#include "server/store/student_search.h"
#include "server/store/unit_tree.h"

/* Candidates, and rows that are looked at in one range of an index: more than there are, but in a
 * province that was filled by a machine. */
enum { CANDIDATES = 200, AT_ONCE = 500 };

struct looking {
	struct ctx *ctx;
	struct letter_table *letters;
	struct student_record child;
	int32_t born;
	struct form form;
	struct scales scales;
	int possible; /* of 1,000 */
	int64_t candidates[CANDIDATES];
	size_t n;
};

static void add_candidate(struct looking *l, int64_t id)
{
	size_t i = 0;
	while (i < l->n && l->candidates[i] != id)
		i++;
	if (i == l->n && l->n < CANDIDATES && id != l->child.row.id)
		l->candidates[l->n++] = id;
}

/* ---- who comes into question ---- */

static const struct unit_node *province_of(const struct ctx *ctx, int64_t school)
{
	const struct unit_node *unit = unit_tree_get(ctx->units, school);
	while (unit != NULL && unit->tier > TIER_PROVINCE)
		unit = unit_tree_get(ctx->units, unit->parent);
	return unit;
}

static enum err add_wards(
	struct looking *l, const uint8_t key[GUARDIAN_KEY_SIZE], const int64_t *counties, size_t n)
{
	enum err err = OK;
	for (size_t i = 0; err == OK && i < n; i++) {
		int64_t *wards;
		size_t n_wards;
		err = check_guarded(
			l->ctx, counties[i], key, l->child.row.birth, AT_ONCE, &wards, &n_wards);
		for (size_t k = 0; err == OK && k < n_wards; k++)
			add_candidate(l, wards[k]);
	}
	return err;
}

/* With a guardian of the same name, in any county of the province, and born on the same day. */
static enum err add_guarded(struct looking *l)
{
	struct ctx *ctx = l->ctx;
	const char *names[GUARDIANS];
	uint8_t key[GUARDIAN_KEY_SIZE];
	const struct unit_node *province = province_of(ctx, l->child.row.school);
	size_t n_counties = 0;
	int64_t *counties = province != NULL ? student_counties(ctx, province, &n_counties) : NULL;
	enum err err = OK;
	for (int i = 0, n = guardian_names(l->child.items, names); err == OK && i < n; i++) {
		guardian_key(ctx->app->keys, names[i], key);
		err = add_wards(l, key, counties, n_counties);
	}
	return err;
}

/* With the same name, and a birth date that a slip makes of this one. */
static enum err add_named(struct looking *l)
{
	const char *name = l->child.row.name;
	int32_t days[BIRTH_SLIPS];
	size_t n_days = birth_slips(l->born, days);
	enum err err = OK;
	for (size_t i = 0; err == OK && i < n_days; i++) {
		char birth[DATE_TEXT_SIZE];
		struct check_name *names;
		size_t n;
		date_format(days[i], birth);
		err = check_born(l->ctx, birth, name, name, AT_ONCE, &names, &n);
		for (size_t k = 0; err == OK && k < n; k++)
			add_candidate(l, names[k].id);
	}
	return err;
}

/* Those of that day with a name in this range that a slip makes of the child's. */
static enum err add_alike(struct looking *l, const char *from, const char *to)
{
	struct check_name *names;
	struct letters letters;
	struct letter_pair pairs[LETTER_PAIRS];
	size_t n;
	enum err err = check_born(l->ctx, l->child.row.birth, from, to, AT_ONCE, &names, &n);
	for (size_t i = 0; err == OK && i < n; i++) {
		letters_read(l->letters, names[i].text, &letters);
		size_t n_pairs = names_align(&l->form.name, &letters, pairs);
		if (names_compare(&l->form.name, &letters, pairs, n_pairs) != CAUSE_OTHER_NAME)
			add_candidate(l, names[i].id);
	}
	return err;
}

/* Can a slip put this character at the beginning of the child's name? Or is it one of its own: the
 * parts of the name in another order, or without the first. */
static bool may_begin(const struct looking *l, const struct letter *first)
{
	const struct letters *own = &l->form.name;
	if (own->n == 0 || letter_compare(&own->of[0], first, true) != CAUSE_OTHER_LETTER)
		return true;
	for (size_t i = 1; i < own->n; i++)
		if (own->of[i].root == first->root)
			return true;
	return false;
}

/* Those whose name begins with this character: all of them, or only with the child's given name
 * behind it. */
static enum err add_of_first(struct looking *l, const char *first)
{
	struct letters letters;
	const char *given = l->child.row.name;
	letters_read(l->letters, first, &letters);
	if (may_begin(l, &letters.of[0]))
		return add_alike(l, first, arena_printf(l->ctx->arena, "%s" CHECK_LAST, first));
	text_next(&given);
	const char *other = arena_printf(l->ctx->arena, "%s%s", first, given);
	return add_alike(l, other, other);
}

/* Born on the same day, with a name that a slip makes of this one. However many they are, their
 * names begin with some hundred characters, and only a few of those come into question. */
static enum err add_born(struct looking *l)
{
	const char *from = "";
	enum err err = OK;
	while (err == OK) {
		struct check_name *next;
		size_t n;
		err = check_born(l->ctx, l->child.row.birth, from, CHECK_LAST, 1, &next, &n);
		if (err != OK || n == 0)
			break;
		const char *behind = next->text;
		text_next(&behind);
		const char *first =
			arena_strndup(l->ctx->arena, next->text, (size_t)(behind - next->text));
		err = add_of_first(l, first);
		from = arena_printf(l->ctx->arena, "%s" CHECK_LAST, first);
	}
	return err;
}

/* ---- judging ---- */

static struct person person_of(
	const struct ctx *ctx, const struct student_record *record, int32_t born)
{
	const struct student_row *row = &record->row;
	return check_person(
		ctx->app->keys, row->id, row->name, row->sex, born, row->school, record->items);
}

/* What agrees outright is told by the indexes (problem_found.h). */
static bool is_exact(const struct form *a, const struct form *b, enum cause cause)
{
	if (a->number.kind != b->number.kind || a->number.value != b->number.value)
		return false;
	return a->number.kind != DOCUMENT_NONE || cause == CAUSE_NONE;
}

static enum err judge(struct looking *l, int64_t id, check_take *take, void *arg)
{
	struct student_record other;
	struct form form;
	int32_t born;
	enum err err = student_read(l->ctx, id, &other);
	if (err == ERR_INTERNAL || err == ERR_NOT_FOUND)
		return OK; /* it does not open, or is gone */
	if (err != OK || !roll_is_record(other.row.status) || !date_parse(other.row.birth, &born))
		return err;
	struct person person = person_of(l->ctx, &other, born);
	form_read(l->letters, &person, &form);
	struct weight weight = weigh(&l->scales, &l->form, &form);
	int permille = weight_permille(weight.bits);
	if (permille >= l->possible && !is_exact(&l->form, &form, weight.cause))
		take(arg, &(struct check_found){.student = l->child.row.id,
				  .other = id,
				  .cause = weight.cause,
				  .permille = permille});
	return OK;
}

static enum err look(struct looking *l, check_take *take, void *arg)
{
	enum err err = add_guarded(l); /* who shares most comes first */
	if (err == OK)
		err = add_named(l);
	if (err == OK)
		err = add_born(l);
	for (size_t i = 0; err == OK && i < l->n; i++)
		err = judge(l, l->candidates[i], take, arg);
	return err;
}

/* The totals in memory know it at once. */
static enum err count_people(struct ctx *ctx, int64_t *out)
{
	struct stat_totals totals;
	const struct unit_node *nation = unit_tree_by_code(ctx->units, NATION_CODE);
	if (ctx->app->stats == NULL || nation == NULL ||
		!stat_cache_totals(ctx->app->stats, nation->id, &totals))
		return check_people(ctx, out);
	*out = stat_on_roll(&totals.counts);
	return OK;
}

static enum err open_child(struct looking *l, int64_t student, bool *is_there_out)
{
	struct ctx *ctx = l->ctx;
	enum err err = student_read(ctx, student, &l->child);
	*is_there_out = err == OK && roll_is_record(l->child.row.status) &&
			date_parse(l->child.row.birth, &l->born);
	if (!*is_there_out)
		return err == ERR_NOT_FOUND ? OK : err;
	struct person person = person_of(ctx, &l->child, l->born);
	form_read(l->letters, &person, &l->form);
	int64_t school = l->child.row.school, pupils = 0;
	l->possible = (int)policy_number(ctx, POLICY_CHECK_POSSIBLE, school) * 10;
	err = count_people(ctx, &pupils);
	l->scales.people = pupils < SCALE_LEAST_PEOPLE ? SCALE_LEAST_PEOPLE : (double)pupils;
	return err;
}

enum err finder_check_child(
	struct ctx *ctx, struct letter_table *letters, int64_t student, check_take *take, void *arg)
{
	struct looking *looking = arena_one(ctx->arena, struct looking);
	bool is_there;
	looking->ctx = ctx;
	looking->letters = letters;
	enum err err = db_begin_read(ctx);
	if (err == OK)
		err = open_child(looking, student, &is_there);
	if (err == OK && is_there)
		err = look(looking, take, arg);
	db_rollback(ctx);
	return err;
}
