#include "server/store/student_search.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "common/text.h"
#include "domain/roll.h"
#include "domain/student_no.h"
#include "server/store/db.h"
#include "server/store/guardian_store.h"
#include "server/store/identity_store.h"
#include "server/store/number_store.h"
#include "server/store/student_scan.h"
#include "server/store/tombstone_store.h"
#include "sql/student_search.sql.h"

/* ---- the counties of a scope ---- */

static int by_id(const void *a, const void *b)
{
	int64_t first = *(const int64_t *)a, second = *(const int64_t *)b;
	return (first > second) - (first < second);
}

static bool is_new(const int64_t *ids, size_t n, int64_t id)
{
	for (size_t i = 0; i < n; i++)
		if (ids[i] == id)
			return false;
	return true;
}

/* Walks the tree, skipping what lies under a county. */
int64_t *student_counties(struct ctx *ctx, const struct unit_node *top, size_t *n_out)
{
	int64_t *counties = NULL;
	size_t n = 0;
	if (top->tier == TIER_SCHOOL)
		top = unit_tree_get(ctx->units, top->parent);
	for (uint32_t at = top->first; at <= top->last;) {
		const struct unit_node *node = unit_tree_at(ctx->units, at);
		bool is_leaf = node->tier >= TIER_COUNTY;
		int64_t id = node->tier == TIER_SCHOOL ? node->parent : node->id;
		at = is_leaf ? node->last + 1 : at + 1;
		if (!is_leaf || (node->tier == TIER_SCHOOL && !is_new(counties, n, id)))
			continue;
		counties = arena_grow(ctx->arena, counties, n, sizeof *counties);
		counties[n++] = id;
	}
	if (n > 1)
		qsort(counties, n, sizeof *counties, by_id);
	*n_out = n;
	return counties;
}

/* Neighbouring counties: what lies between the first and the last is one range of an index. */
struct stretch {
	int64_t first, last;
};

/* No division outside of `top` has an id between those of `top` and its counties. */
static bool is_unbroken(struct ctx *ctx, const struct unit_node *top, const struct stretch *stretch)
{
	const struct unit_node *root = unit_tree_at(ctx->units, 0);
	for (uint32_t at = root->first; at <= root->last;) {
		const struct unit_node *node = unit_tree_at(ctx->units, at);
		bool is_apart = node->highest < stretch->first || node->lowest > stretch->last ||
				node->tier == TIER_SCHOOL;
		if (node == top || is_apart)
			at = node->last + 1;
		else if (node->id >= stretch->first && node->id <= stretch->last)
			return false;
		else
			at++;
	}
	return true;
}

static struct stretch *stretches(
	struct ctx *ctx, const struct unit_node *top, bool is_by_county, size_t *n_out)
{
	size_t n;
	if (top->tier == TIER_SCHOOL)
		top = unit_tree_get(ctx->units, top->parent);
	struct stretch *all = arena_one(ctx->arena, struct stretch);
	*all = (struct stretch){top->lowest, top->highest};
	*n_out = 1;
	if (!is_by_county && is_unbroken(ctx, top, all))
		return all;
	const int64_t *counties = student_counties(ctx, top, &n);
	struct stretch *each = arena_array(ctx->arena, struct stretch, n);
	for (size_t i = 0; i < n; i++)
		each[i] = (struct stretch){counties[i], counties[i]};
	*n_out = n;
	return each;
}

/* ---- one stretch ---- */

/* A search made ready: what does not change from stretch to stretch. */
struct query {
	const struct student_search *search;
	bool is_born;       /* a birth date is asked for, and an index begins with it */
	int64_t school;     /* 0: any */
	int highest_status; /* enum roll_status */
	const char *upper;  /* behind all texts that begin with the one searched for */
	const char *pattern;
	char gram[9];
	uint8_t guardian[GUARDIAN_KEY_SIZE];
};

/* Behind whom to go on in the stretch in which the page before ended; elsewhere from the
 * beginning. */
static struct student_row start_of(const struct query *q, const struct stretch *stretch)
{
	const struct student_row *after = &q->search->after;
	if (after->id != 0 && after->county >= stretch->first && after->county <= stretch->last)
		return *after;
	return (struct student_row){
		.county = stretch->first, .school = q->school, .name = "", .initials = ""};
}

static int64_t last_school(const struct query *q)
{
	return q->school != 0 ? q->school : INT64_MAX;
}

static struct cursor *open_ordered(struct ctx *ctx, const struct query *q, const struct sql *sql,
	const char *after, const struct student_row *start, int64_t limit)
{
	const char *text = q->search->text;
	const char *lower = strcmp(after, text) > 0 ? after : text;
	return db_open(ctx, sql,
		ARGS(arg_int(start->county), arg_text(after), arg_int(start->school),
			arg_int(start->id), arg_text(lower), arg_text(q->upper), arg_int(q->school),
			arg_int(q->highest_status), arg_int(limit)));
}

/* Each way of searching bounds names or initials, and leaves the other open. */
static struct cursor *open_birth(struct ctx *ctx, const struct query *q,
	const struct stretch *stretch, const struct student_row *start, int64_t limit)
{
	static const char any[] = "\xf4\x8f\xbf\xbf";
	const struct student_search *s = q->search;
	bool is_name = s->by == SEARCH_NAME || s->by == SEARCH_PREFIX;
	bool is_initials = s->by == SEARCH_INITIALS;
	return db_open(ctx, &sql_search_birth,
		ARGS(arg_int(start->county), arg_int(start->school), arg_int(start->id),
			arg_int(stretch->last), arg_int(last_school(q)), arg_int(q->highest_status),
			arg_int(limit), arg_text(s->birth), arg_text(is_name ? s->text : ""),
			arg_text(s->by == SEARCH_NAME ? s->text
				 : is_name            ? q->upper
						      : any),
			arg_text(s->by == SEARCH_WITHIN ? q->pattern : "%"),
			arg_text(is_initials ? s->text : ""),
			arg_text(is_initials ? q->upper : any)));
}

static struct cursor *open_stretch(
	struct ctx *ctx, const struct query *q, const struct stretch *stretch, int64_t limit)
{
	const struct student_search *s = q->search;
	struct student_row start = start_of(q, stretch);
	struct arg county = arg_int(start.county), school = arg_int(start.school);
	struct arg id = arg_int(start.id), last = arg_int(last_school(q));
	struct arg status = arg_int(q->highest_status);
	if (q->is_born)
		return open_birth(ctx, q, stretch, &start, limit);
	switch (s->by) {
	case SEARCH_NAME:
		return db_open(ctx, &sql_search_name,
			ARGS(county, school, id, arg_int(stretch->last), last, status,
				arg_int(limit), arg_text(s->text)));
	case SEARCH_PREFIX:
		return open_ordered(ctx, q, &sql_search_prefix, start.name, &start, limit);
	case SEARCH_INITIALS:
		return open_ordered(ctx, q, &sql_search_initials, start.initials, &start, limit);
	case SEARCH_WITHIN:
		return db_open(ctx, &sql_search_within,
			ARGS(county, school, id, last, status, arg_int(limit), arg_text(q->gram),
				arg_text(q->pattern)));
	case SEARCH_GUARDIAN:
		return db_open(ctx, &sql_search_guardian,
			ARGS(county, school, id, last, status, arg_int(limit),
				arg_blob(q->guardian, sizeof q->guardian), arg_text(s->birth)));
	}
	assert(!"a way of searching");
	return NULL;
}

/* ---- all of them ---- */

/* "%text%" with what means something in a pattern escaped by !. */
static const char *make_pattern(struct arena *arena, const char *text)
{
	char *pattern = arena_alloc(arena, 2 * strlen(text) + 3), *to = pattern;
	*to++ = '%';
	for (; *text != '\0'; text++) {
		if (strchr("%_!", *text) != NULL)
			*to++ = '!';
		*to++ = *text;
	}
	*to++ = '%';
	*to = '\0';
	return pattern;
}

static struct query prepare(struct ctx *ctx, const struct student_search *search)
{
	struct query q = {.search = search,
		.is_born = *search->birth != '\0' && search->by != SEARCH_GUARDIAN,
		.school = search->top->tier == TIER_SCHOOL ? search->top->id : 0,
		.highest_status = search->with_off_roll ? ROLL_MOVED_OUT : ROLL_DROPPED_OUT};
	q.upper = arena_printf(ctx->arena, "%s\xf4\x8f\xbf\xbf", search->text);
	if (search->by == SEARCH_WITHIN) {
		bool is_long_enough = student_gram(search->text, q.gram);
		assert(is_long_enough);
		(void)is_long_enough;
		q.pattern = make_pattern(ctx->arena, search->text);
	}
	if (search->by == SEARCH_GUARDIAN)
		guardian_key(ctx->app->keys, search->text, q.guardian);
	return q;
}

enum err student_search(struct ctx *ctx, const struct student_search *search,
	struct student_row **rows_out, size_t *n_out)
{
	struct query query = prepare(ctx, search);
	bool is_by_county = !query.is_born && search->by != SEARCH_NAME;
	size_t n_stretches, n = 0;
	const struct stretch *each = stretches(ctx, search->top, is_by_county, &n_stretches);
	struct student_row *rows = arena_array(ctx->arena, struct student_row, search->limit);
	enum err err = OK;
	for (size_t i = 0; i < n_stretches && n < search->limit && err == OK; i++) {
		if (search->after.id != 0 && each[i].last < search->after.county)
			continue;
		int64_t wanted = (int64_t)(search->limit - n);
		struct cursor *c = open_stretch(ctx, &query, &each[i], wanted);
		while (n < search->limit && cursor_next(c))
			rows[n++] = student_scan(c);
		err = cursor_close(c);
	}
	*rows_out = rows;
	*n_out = n;
	return err;
}

/* ---- numbers ---- */

enum { FOUND_MOST = 100 };

static void add_id(int64_t ids[FOUND_MOST], size_t *n, int64_t id)
{
	if (*n < FOUND_MOST && is_new(ids, *n, id))
		ids[(*n)++] = id;
}

static enum err find_claimants(
	struct ctx *ctx, const char *typed, int64_t ids[FOUND_MOST], size_t *n)
{
	enum { KEYS = 32 };
	struct identity_key keys[KEYS];
	size_t n_keys = identity_keys_of(ctx->app->keys, typed, keys, KEYS);
	for (size_t i = 0; i < n_keys; i++) {
		struct identity_claims claims;
		enum err err = identity_find(ctx, &keys[i], &claims);
		if (err != OK)
			return err;
		for (size_t k = 0; k < claims.n; k++)
			add_id(ids, n, claims.of[k].student);
	}
	return OK;
}

/* A record that was merged into another one that can be seen from here is that one (Q13). */
static enum err follow_merge(struct ctx *ctx, const struct unit_node *top, struct student_row *row)
{
	struct student_row survivor;
	int64_t id = 0;
	enum err err = OK;
	if (row->status == ROLL_DELETED)
		err = tombstone_survivor(ctx, row->id, &id);
	if (err != OK || id == 0)
		return err;
	err = student_get(ctx, id, &survivor);
	if (err == OK && unit_tree_is_under(ctx->units, survivor.school, top->id))
		*row = survivor;
	return err;
}

static bool is_there(const struct student_row *rows, size_t n, int64_t id)
{
	for (size_t i = 0; i < n; i++)
		if (rows[i].id == id)
			return true;
	return false;
}

enum err student_search_number(struct ctx *ctx, const char *typed, const struct unit_node *top,
	struct student_row **rows_out, size_t *n_out)
{
	int64_t ids[FOUND_MOST], by_number[FOUND_MOST];
	size_t n_ids = 0, n_numbers = 0, n = 0;
	bool is_student_no = number_kind(typed) == NUMBER_STUDENT;
	enum err err = number_find(ctx, typed, by_number, FOUND_MOST, &n_numbers);
	for (size_t i = 0; i < n_numbers; i++)
		add_id(ids, &n_ids, by_number[i]);
	if (err == OK && !(is_student_no && n_numbers > 0)) /* no document's number is like it */
		err = find_claimants(ctx, typed, ids, &n_ids);
	struct student_row *rows = arena_array(ctx->arena, struct student_row, n_ids);
	for (size_t i = 0; i < n_ids && err == OK; i++) {
		err = student_get(ctx, ids[i], &rows[n]);
		if (err == OK)
			err = follow_merge(ctx, top, &rows[n]);
		if (err == OK && unit_tree_is_under(ctx->units, rows[n].school, top->id) &&
			!is_there(rows, n, rows[n].id))
			n++;
	}
	*rows_out = rows;
	*n_out = n;
	return err;
}

enum err student_namesakes(struct ctx *ctx, const char *name, const char *birth, int sex,
	size_t most, struct student_row **rows_out, size_t *n_out)
{
	struct cursor *c = db_open(ctx, &sql_search_namesakes,
		ARGS(arg_text(name), arg_text(birth), arg_int(sex), arg_int((int64_t)most)));
	return student_collect(c, ctx, (int64_t)most, rows_out, n_out);
}
