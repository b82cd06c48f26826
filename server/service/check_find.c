#include "server/service/check_find.h"

#include <stdio.h>
#include <string.h>

#include "common/date.h"
#include "common/log.h"
#include "domain/roll.h"
#include "server/finder/id_set.h"
#include "server/service/problem_rules.h"
#include "server/store/db.h"
#include "server/store/guardian_store.h"
#include "server/store/policy_cache.h"
#include "server/store/profile_store.h"
#include "server/store/student_record.h"
#include "server/store/unit_tree.h"

enum { BATCH = 500, CLAIMS = 20000 };

/* A transaction with the units as they are now: schools move while a check runs. */
static enum err begin(const struct check_reading *reading)
{
	struct ctx *ctx = reading->ctx;
	arena_reset(ctx->arena);
	unit_tree_unpin(ctx->units);
	ctx->units = unit_tree_pin(ctx->app->units);
	return db_begin_read(ctx);
}

static bool is_of_run(const struct check_reading *reading, int64_t school)
{
	return unit_tree_is_under(reading->ctx->units, school, reading->run->unit);
}

/* A child with whom something is certain. */
static void give(const struct check_reading *reading, int64_t student)
{
	reading->take(reading->arg,
		&(struct check_found){.student = student, .cause = CAUSE_NONE, .permille = 1000});
}

/* ---- what agrees outright ---- */

/* Of children who agree, how many are there, and one of this check: what agrees with a child of
 * another unit concerns both. */
struct agreeing {
	size_t n;
	int64_t own;
};

static void add_agreeing(const struct check_reading *reading, const struct student_row *row,
	struct agreeing *agreeing)
{
	agreeing->n++;
	if (agreeing->own == 0 && is_of_run(reading, row->school))
		agreeing->own = row->id;
}

static void give_agreeing(const struct check_reading *reading, const struct agreeing *agreeing)
{
	if (agreeing->n > 1 && agreeing->own != 0)
		reading->take(reading->arg,
			&(struct check_found){
				.student = agreeing->own, .cause = CAUSE_NONE, .permille = 1000});
}

static enum err judge_claims(
	const struct check_reading *reading, const struct check_claim *claims, size_t n)
{
	struct agreeing agreeing = {0};
	struct student_row row;
	for (size_t i = 0; i < n; i++) {
		enum err err = student_get(reading->ctx, claims[i].student, &row);
		if (err != OK && err != ERR_NOT_FOUND)
			return err;
		if (err == OK && roll_is_record(row.status))
			add_agreeing(reading, &row, &agreeing);
	}
	give_agreeing(reading, &agreeing);
	return OK;
}

/* Gives sets that share an identity; `numbered` becomes all who claim one. */
static enum err find_claims(
	const struct check_reading *reading, struct check_at *at, struct id_set *numbered)
{
	struct ctx *ctx = reading->ctx;
	struct check_claim *claims;
	size_t n = 0;
	enum err err = begin(reading);
	if (err == OK)
		err = check_claims(ctx, at, CLAIMS, &claims, &n);
	for (size_t from = 0, to; err == OK && from < n; from = to) {
		id_set_add(numbered, claims[from].student);
		for (to = from + 1; to < n && claims[to].is_of_same; to++)
			id_set_add(numbered, claims[to].student);
		if (to - from > 1)
			err = judge_claims(reading, &claims[from], to - from);
	}
	db_rollback(ctx);
	return err;
}

/* A record that does not open is for `xuejid check` to name; here it is left out. */
static enum err judge_namesake(
	const struct check_reading *reading, int64_t id, struct agreeing agreeing[3])
{
	struct ctx *ctx = reading->ctx;
	struct student_row row;
	Xueji__V1__StudentItems *items;
	enum err err = student_get(ctx, id, &row);
	if (err != OK || !roll_is_record(row.status))
		return err == ERR_NOT_FOUND ? OK : err;
	err = profile_get(ctx, id, &items);
	if (err == ERR_INTERNAL) {
		reading->run->left_out += is_of_run(reading, row.school);
		return OK;
	}
	if (err == OK && items->id_number[0] == '\0')
		add_agreeing(reading, &row, &agreeing[row.sex]);
	return err;
}

/* Of those with one name and birthday, two of one sex without a number. */
static enum err judge_namesakes(const struct check_reading *reading, const struct id_set *numbered,
	const struct check_name *names, size_t n)
{
	struct agreeing agreeing[3] = {{0}};
	size_t n_without = 0;
	enum err err = OK;
	for (size_t i = 0; i < n; i++)
		n_without += !id_set_has(numbered, names[i].id);
	for (size_t i = 0; err == OK && n_without > 1 && i < n; i++)
		if (!id_set_has(numbered, names[i].id))
			err = judge_namesake(reading, names[i].id, agreeing);
	for (int sex = 1; err == OK && sex < 3; sex++)
		give_agreeing(reading, &agreeing[sex]);
	return err;
}

static enum err find_day(const struct check_reading *reading, const struct id_set *numbered,
	char birth[DATE_TEXT_SIZE])
{
	struct ctx *ctx = reading->ctx;
	struct check_name *names;
	const char *next = "";
	size_t n = 0;
	enum err err = begin(reading);
	if (err == OK)
		err = check_next_birth(ctx, birth, &next);
	snprintf(birth, DATE_TEXT_SIZE, "%s", next);
	if (err == OK && *birth != '\0')
		err = check_born(ctx, birth, "", CHECK_LAST, INT64_MAX, &names, &n);
	reading->run->records += (int64_t)n;
	for (size_t from = 0, to; err == OK && from < n; from = to) {
		for (to = from + 1; to < n && strcmp(names[to].text, names[from].text) == 0;)
			to++;
		if (to - from > 1)
			err = judge_namesakes(reading, numbered, &names[from], to - from);
	}
	db_rollback(ctx);
	return err;
}

static enum err find_exact(
	const struct check_reading *reading, struct id_set *numbered, bool *whole_out)
{
	enum { DAYS = 6000 };
	struct check_at at = {.has_begun = false};
	char birth[DATE_TEXT_SIZE] = "";
	int days = 0;
	enum err err = OK;
	while (err == OK && !at.is_over) {
		err = find_claims(reading, &at, numbered);
		int done = at.has_begun ? at.key[0] * 500 / 256 : 0;
		if (err == OK && !reading->goes_on(reading->arg, done))
			return OK;
	}
	do {
		if (err == OK)
			err = find_day(reading, numbered, birth);
		int done = 500 + (days < DAYS ? days++ : DAYS) * 500 / DAYS;
		if (err == OK && !reading->goes_on(reading->arg, done))
			return OK;
	} while (err == OK && *birth != '\0');
	*whole_out = err == OK;
	return err;
}

/* Indexes are read once, in order. Many namesakes share a birthday in a large province, and nearly
 * all of them have numbers: who has none is known before a sealed record is opened. */
enum err check_find_exact(const struct check_reading *reading, bool *whole_out)
{
	struct id_set *numbered = id_set_new();
	*whole_out = false;
	reading->run->records = reading->run->left_out = 0;
	enum err err = find_exact(reading, numbered, whole_out);
	id_set_free(numbered);
	return err;
}

/* ---- what slips part ---- */

struct person check_person(const struct keys *keys, int64_t id, const char *name, int sex,
	int32_t born, int64_t school, const Xueji__V1__StudentItems *items)
{
	struct person person = {.id = id,
		.name = name,
		.sex = sex,
		.born = born,
		.id_type = items->id_type,
		.id_number = items->id_number,
		.school = school};
	const char *names[GUARDIANS];
	uint8_t key[GUARDIAN_KEY_SIZE];
	for (int i = 0, n = guardian_names(items, names); i < n && i < PERSON_GUARDIANS; i++) {
		guardian_key(keys, names[i], key);
		memcpy(&person.guardians[i], key, sizeof person.guardians[i]);
		person.guardians[i] |= 1; /* 0 is nobody */
	}
	return person;
}

/* Is something wrong with the record by itself? Whoever has left is past mending. */
static bool is_faulty(struct ctx *ctx, const struct student_record *record)
{
	return roll_status_row(record->row.status)->is_on_roll && problem_is_in_record(ctx, record);
}

static void add_child(
	const struct check_reading *reading, const struct check_child *child, struct crowd *crowd)
{
	struct ctx *ctx = reading->ctx;
	const struct student_row *row = &child->row;
	struct student_record record = {.row = *row};
	int32_t born;
	record.items = profile_open(
		ctx->arena, ctx->app->keys, row->id, child->sealed, child->sealed_size);
	if (record.items == NULL || !date_parse(row->birth, &born)) {
		reading->run->left_out++;
		return;
	}
	reading->run->records++;
	student_fill_items(ctx, &record);
	if (reading->run->rules & CHECK_RECORD && is_faulty(ctx, &record))
		give(reading, row->id);
	if (!(reading->run->rules & CHECK_NEAR))
		return;
	struct person person = check_person(
		ctx->app->keys, row->id, row->name, row->sex, born, row->school, record.items);
	crowd_add(crowd, &person);
}

enum err check_gather(const struct check_reading *reading, struct crowd *crowd, bool *whole_out)
{
	struct ctx *ctx = reading->ctx;
	struct check_child *children;
	int64_t after = 0;
	size_t n = 0;
	*whole_out = true;
	reading->run->records = reading->run->left_out = 0; /* all are looked at here */
	do {
		enum err err = begin(reading);
		if (err == OK)
			err = check_children(ctx, after, BATCH, &children, &n);
		db_rollback(ctx);
		if (err != OK)
			return err;
		for (size_t i = 0; i < n; i++)
			if (is_of_run(reading, children[i].row.school))
				add_child(reading, &children[i], crowd);
		if (n > 0)
			after = children[n - 1].row.id;
		*whole_out = reading->goes_on(reading->arg, 0);
	} while (n == BATCH && *whole_out);
	return OK;
}

static void take_pair(void *arg, const struct found *found)
{
	const struct check_reading *reading = arg;
	reading->take(reading->arg, &(struct check_found){.student = found->ids[0],
					    .other = found->ids[1],
					    .cause = found->cause,
					    .permille = found->permille});
}

static bool pass_on(void *arg, int done)
{
	const struct check_reading *reading = arg;
	return reading->goes_on(reading->arg, done);
}

bool check_find_near(const struct check_reading *reading, struct crowd *crowd)
{
	struct ctx *ctx = reading->ctx;
	struct finder_report report;
	int64_t unit = reading->run->unit;
	const struct finder_plan plan = {
		.likely = (int)policy_number(ctx, POLICY_CHECK_LIKELY, unit) * 10,
		.possible = (int)policy_number(ctx, POLICY_CHECK_POSSIBLE, unit) * 10,
		.take = take_pair,
		.goes_on = pass_on,
		.arg = (void *)reading};
	bool is_whole = finder_run(crowd, &plan, &report);
	log_info("check.compared", "check=%lld pairs=%lld cut=%lld", (long long)reading->run->id,
		(long long)report.compared, (long long)report.cut);
	return is_whole;
}
