#include "server/store/bulk_waiting.h"

#include <stdlib.h>
#include <string.h>

#include "common/memory.h"
#include "common/text.h"
#include "server/store/db_feed.h"
#include "server/store/student_scan.h"
#include "sql/bulk_waiting.sql.h"

enum { PROFILE_BYTES = 32 << 20, KEYS = 1 << 20, KEY_SIZE = 8 };

struct key {
	int64_t county;
	uint8_t bytes[KEY_SIZE]; /* of a gram, its characters and zeros */
	int64_t of;              /* of a gram the school; of a guardian the child's birth date */
	int64_t student;
};
struct keys_waiting {
	struct key *of;
	size_t n;
};

struct profile {
	int64_t student;
	size_t size, at;
};

struct bulk_waiting {
	struct keys_waiting grams, guardians;
	int64_t county; /* whose they are */
	uint8_t *bytes; /* of the profiles, one behind the other */
	size_t n_bytes;
	struct profile *profiles;
	size_t n_profiles, room;
};

struct bulk_waiting *bulk_waiting_new(void)
{
	struct bulk_waiting *waiting = memory_new(sizeof *waiting);
	waiting->grams.of = memory_array(KEYS, sizeof *waiting->grams.of);
	waiting->guardians.of = memory_array(KEYS, sizeof *waiting->guardians.of);
	waiting->bytes = memory_array(PROFILE_BYTES, 1);
	waiting->room = PROFILE_BYTES / 64;
	waiting->profiles = memory_array(waiting->room, sizeof *waiting->profiles);
	return waiting;
}

void bulk_waiting_free(struct bulk_waiting *waiting)
{
	if (waiting == NULL)
		return;
	free(waiting->grams.of);
	free(waiting->guardians.of);
	free(waiting->bytes);
	free(waiting->profiles);
	free(waiting);
}

/* ---- in the order of their tables ---- */

static int compare(const void *a, const void *b)
{
	const struct key *one = a, *other = b;
	if (one->county != other->county)
		return one->county < other->county ? -1 : 1;
	int order = memcmp(one->bytes, other->bytes, sizeof one->bytes);
	if (order != 0)
		return order;
	if (one->of != other->of)
		return one->of < other->of ? -1 : 1;
	return one->student < other->student ? -1 : one->student > other->student;
}

/* Where the feed of a table has got to. */
struct walk {
	const struct bulk_waiting *waiting;
	const struct keys_waiting *keys;
	bool is_gram;
	size_t at;
	char gram[KEY_SIZE + 1];
};

/* Whoever has the same two characters twice is found by them once. */
static bool next_key(void *arg, struct arg *row)
{
	struct walk *walk = arg;
	const struct keys_waiting *keys = walk->keys;
	while (walk->at > 0 && walk->at < keys->n &&
		compare(&keys->of[walk->at], &keys->of[walk->at - 1]) == 0)
		walk->at++;
	if (walk->at == keys->n)
		return false;
	const struct key *key = &keys->of[walk->at++];
	memcpy(walk->gram, key->bytes, KEY_SIZE);
	row[0] = arg_int(key->county);
	row[1] = walk->is_gram ? arg_text(walk->gram) : arg_blob(key->bytes, sizeof key->bytes);
	row[2] = arg_int(key->of);
	row[3] = arg_int(key->student);
	return true;
}

static enum err write_keys(struct ctx *ctx, struct keys_waiting *keys, bool is_gram)
{
	struct walk walk = {.keys = keys, .is_gram = is_gram};
	qsort(keys->of, keys->n, sizeof *keys->of, compare);
	enum err err = db_insert_many(
		ctx, is_gram ? &sql_bulk_gram : &sql_bulk_guardian, next_key, &walk, NULL);
	keys->n = 0;
	return err;
}

static enum err write_all_keys(struct ctx *ctx, struct bulk_waiting *waiting)
{
	enum err err = write_keys(ctx, &waiting->grams, true);
	return err == OK ? write_keys(ctx, &waiting->guardians, false) : err;
}

/* ---- in runs ---- */

static bool next_profile(void *arg, struct arg *row)
{
	struct walk *walk = arg;
	const struct bulk_waiting *waiting = walk->waiting;
	if (walk->at == waiting->n_profiles)
		return false;
	const struct profile *profile = &waiting->profiles[walk->at++];
	row[0] = arg_int(profile->student);
	row[1] = arg_blob(waiting->bytes + profile->at, profile->size);
	return true;
}

static enum err write_profiles(struct ctx *ctx, struct bulk_waiting *waiting)
{
	struct walk walk = {.waiting = waiting};
	enum err err = db_insert_many(ctx, &sql_bulk_profile, next_profile, &walk, NULL);
	waiting->n_profiles = waiting->n_bytes = 0;
	return err;
}

static void add_profile(struct bulk_waiting *waiting, const struct bulk_rows *rows)
{
	waiting->profiles[waiting->n_profiles++] =
		(struct profile){rows->student.id, rows->profile_size, waiting->n_bytes};
	memcpy(waiting->bytes + waiting->n_bytes, rows->profile, rows->profile_size);
	waiting->n_bytes += rows->profile_size;
}

/* ---- what comes ---- */

static void add_key(struct keys_waiting *keys, const struct student_row *student, int64_t of,
	const void *bytes, size_t size)
{
	struct key *key = &keys->of[keys->n++];
	*key = (struct key){.county = student->county, .of = of, .student = student->id};
	memcpy(key->bytes, bytes, size);
}

static void add_grams(struct bulk_waiting *waiting, const struct student_row *student)
{
	char gram[KEY_SIZE + 1];
	for (const char *at = student->name; student_gram(at, gram); text_next(&at))
		add_key(&waiting->grams, student, student->school, gram, strlen(gram));
}

enum err bulk_waiting_add(
	struct bulk_waiting *waiting, struct ctx *ctx, const struct bulk_rows *rows)
{
	enum { NAME_MOST = 50 };
	enum err err = OK;
	bool is_full =
		waiting->grams.n + NAME_MOST > KEYS || waiting->guardians.n + GUARDIANS > KEYS;
	/* A county's keys are few enough to be sorted in the processor's cache. */
	bool is_next_county = waiting->county != rows->student.county;
	if (waiting->n_bytes + rows->profile_size > PROFILE_BYTES ||
		waiting->n_profiles == waiting->room)
		err = write_profiles(ctx, waiting);
	if (err == OK && (is_full || is_next_county))
		err = write_all_keys(ctx, waiting);
	if (err != OK)
		return err;
	waiting->county = rows->student.county;
	add_profile(waiting, rows);
	add_grams(waiting, &rows->student);
	for (int i = 0; i < rows->n_guardians; i++)
		add_key(&waiting->guardians, &rows->student, guardian_birth(rows->student.birth),
			rows->guardians[i], KEY_SIZE);
	return OK;
}

enum err bulk_waiting_write_all(struct bulk_waiting *waiting, struct ctx *ctx)
{
	enum err err = write_profiles(ctx, waiting);
	return err == OK ? write_all_keys(ctx, waiting) : err;
}
