#include "server/service/check_find.h"

#include <stdio.h>
#include <string.h>

#include "common/date.h"
#include "common/log.h"
#include "domain/roll.h"
#include "server/service/problem_rules.h"
#include "server/store/db.h"
#include "server/store/guardian_store.h"
#include "server/store/policy_cache.h"
#include "server/store/profile_store.h"
#include "server/store/student_record.h"
#include "server/store/unit_tree.h"

enum { BATCH = 500, CLAIMS = 20000 };

static bool is_of_run(const struct check_reading *reading, int64_t school)
{
	return unit_tree_is_under(reading->ctx->units, school, reading->run->unit);
}

/* ---- what agrees outright ---- */

static void give_exact(const struct check_reading *reading, int64_t student)
{
	reading->take(reading->arg,
		&(struct check_found){.student = student, .cause = CAUSE_NONE, .permille = 1000});
}

static enum err give_if_of_run(const struct check_reading *reading, int64_t student)
{
	struct student_row row;
	enum err err = student_get(reading->ctx, student, &row);
	if (err == OK && is_of_run(reading, row.school))
		give_exact(reading, student);
	return err;
}

static enum err find_claims(const struct check_reading *reading, struct check_at *at)
{
	struct ctx *ctx = reading->ctx;
	int64_t *students;
	size_t n = 0;
	arena_reset(ctx->arena);
	enum err err = db_begin_read(ctx);
	if (err == OK)
		err = check_shared_identities(ctx, at, CLAIMS, &students, &n);
	for (size_t i = 0; err == OK && i < n; i++)
		err = give_if_of_run(reading, students[i]);
	db_rollback(ctx);
	return err;
}

/* Of those with one name and birthday, the first of two of one sex without a number. */
static enum err judge_namesakes(
	const struct check_reading *reading, const struct check_name *names, size_t n)
{
	struct ctx *ctx = reading->ctx;
	struct student_record record;
	int n_without[3] = {0};
	enum err err = OK;
	for (size_t i = 0; err == OK && i < n; i++) {
		err = student_read(ctx, names[i].id, &record);
		if (err != OK || record.items->id_number[0] != '\0' ||
			!is_of_run(reading, record.row.school))
			continue;
		if (++n_without[record.row.sex] == 2)
			give_exact(reading, record.row.id);
	}
	return err;
}

static enum err find_day(const struct check_reading *reading, const char **birth)
{
	struct ctx *ctx = reading->ctx;
	struct check_name *names;
	char before[DATE_TEXT_SIZE];
	size_t n = 0;
	snprintf(before, sizeof before, "%s", *birth);
	arena_reset(ctx->arena);
	enum err err = db_begin_read(ctx);
	if (err == OK)
		err = check_next_birth(ctx, before, birth);
	if (err == OK && **birth != '\0')
		err = check_born(ctx, *birth, "", CHECK_LAST, SIZE_MAX >> 1, &names, &n);
	for (size_t from = 0, to; err == OK && from < n; from = to) {
		for (to = from + 1; to < n && strcmp(names[to].text, names[from].text) == 0;)
			to++;
		if (to - from > 1)
			err = judge_namesakes(reading, &names[from], to - from);
	}
	db_rollback(ctx);
	return err;
}

enum err check_find_exact(const struct check_reading *reading, bool *whole_out)
{
	enum { DAYS = 6000 };
	struct check_at at = {.has_begun = false};
	const char *birth = "";
	int days = 0;
	enum err err = OK;
	*whole_out = false;
	while (err == OK && !at.is_over) {
		err = find_claims(reading, &at);
		int done = at.has_begun ? at.key[0] * 500 / 256 : 0;
		if (err == OK && !reading->goes_on(reading->arg, done))
			return OK;
	}
	do {
		if (err == OK)
			err = find_day(reading, &birth);
		int done = 500 + (days < DAYS ? days++ : DAYS) * 500 / DAYS;
		if (err == OK && !reading->goes_on(reading->arg, done))
			return OK;
	} while (err == OK && *birth != '\0');
	*whole_out = err == OK;
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

/* A profile that does not unseal is for `xuejid check` to tell; its child is left out here. */
static void add_child(
	const struct check_reading *reading, const struct check_child *child, struct crowd *crowd)
{
	struct ctx *ctx = reading->ctx;
	const struct student_row *row = &child->row;
	struct student_record record = {.row = *row};
	int32_t born;
	record.items = profile_open(
		ctx->arena, ctx->app->keys, row->id, child->sealed, child->sealed_size);
	if (record.items == NULL)
		return;
	if (reading->run->rules & CHECK_RECORD && is_faulty(ctx, &record))
		give_exact(reading, row->id);
	if (!(reading->run->rules & CHECK_NEAR) || !date_parse(row->birth, &born))
		return;
	struct person person = check_person(
		ctx->app->keys, row->id, row->name, row->sex, born, row->school, record.items);
	crowd_add(crowd, &person);
}

enum err check_gather(const struct check_reading *reading, struct crowd *crowd,
	int64_t *records_out, bool *whole_out)
{
	struct ctx *ctx = reading->ctx;
	struct check_child *children;
	int64_t after = 0;
	size_t n = 0;
	*records_out = 0;
	*whole_out = true;
	do {
		arena_reset(ctx->arena);
		enum err err = db_begin_read(ctx);
		if (err == OK)
			err = check_children(ctx, after, BATCH, &children, &n);
		db_rollback(ctx);
		if (err != OK)
			return err;
		for (size_t i = 0; i < n; i++)
			if (is_of_run(reading, children[i].row.school)) {
				add_child(reading, &children[i], crowd);
				++*records_out;
			}
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
