#include "server/store/journal_store.h"

#include <assert.h>
#include <string.h>

#include "common/date.h"
#include "server/store/db_gather.h"
#include "server/store/unit_tree.h"
#include "sql/journal.sql.h"

static const char table[] = "journal.sealed";

/* ---- the chain ---- */

/* What is hashed, in an order and a form that no other entry can share: numbers in eight bytes,
 * texts after their length. */
struct canon {
	uint8_t *bytes;
	size_t size;
};

static void put_number(struct canon *canon, int64_t number)
{
	uint64_t value = (uint64_t)number;
	for (int shift = 56; shift >= 0; shift -= 8)
		canon->bytes[canon->size++] = (uint8_t)(value >> shift);
}

static void put_bytes(struct canon *canon, const void *bytes, size_t size)
{
	put_number(canon, (int64_t)size);
	if (size > 0)
		memcpy(canon->bytes + canon->size, bytes, size);
	canon->size += size;
}

static void put_text(struct canon *canon, const char *text)
{
	put_bytes(canon, text, strlen(text));
}

/* Room for n numbers and lengths, and `size` bytes of text. */
static struct canon new_canon(struct ctx *ctx, const char *purpose, size_t n, size_t size)
{
	struct canon canon = {arena_alloc(ctx->arena, 8 * (n + 1) + strlen(purpose) + size), 0};
	put_text(&canon, purpose);
	return canon;
}

static void digest_of(
	struct ctx *ctx, int64_t seq, const void *plain, size_t size, uint8_t out[DIGEST_SIZE])
{
	struct canon canon = new_canon(ctx, "journal.plain", 2, size);
	put_number(&canon, seq); /* equal texts in two entries do not show as equal */
	put_bytes(&canon, plain, size);
	chain_digest(ctx->app->keys, canon.bytes, canon.size, out);
}

static void hash_of(struct ctx *ctx, const struct journal_entry *entry,
	const uint8_t previous[DIGEST_SIZE], uint8_t out[DIGEST_SIZE])
{
	const int64_t numbers[] = {entry->seq, entry->at_us, entry->node, entry->actor,
		entry->for_operator, entry->session, entry->call, entry->unit, entry->county,
		entry->city, entry->province, entry->entity_id};
	size_t n = sizeof numbers / sizeof *numbers;
	struct canon canon = new_canon(ctx, "journal.entry", n + 5,
		strlen(entry->action) + strlen(entry->entity) + strlen(entry->summary) +
			2 * DIGEST_SIZE);
	put_bytes(&canon, previous, DIGEST_SIZE);
	for (size_t i = 0; i < n; i++)
		put_number(&canon, numbers[i]);
	put_text(&canon, entry->action);
	put_text(&canon, entry->entity);
	put_text(&canon, entry->summary);
	put_bytes(&canon, entry->digest, DIGEST_SIZE);
	chain_digest(ctx->app->keys, canon.bytes, canon.size, out);
}

/* ---- writing ---- */

static int64_t ancestor(const struct ctx *ctx, int64_t unit, enum tier tier)
{
	const struct unit_node *node =
		ctx->units != NULL ? unit_tree_ancestor(ctx->units, unit, tier) : NULL;
	return node != NULL ? node->id : 0;
}

static struct journal_entry entry_of(const struct ctx *ctx, const struct note *note)
{
	return (struct journal_entry){
		.at_us = ctx->now_us,
		.node = ctx->app->node,
		.actor = ctx->actor.operator_id,
		.for_operator = note->for_operator,
		.session = ctx->actor.session_id,
		.call = ctx->call_id,
		.action = action_row(note->action)->word,
		.unit = note->unit,
		.county = ancestor(ctx, note->unit, TIER_COUNTY),
		.city = ancestor(ctx, note->unit, TIER_CITY),
		.province = ancestor(ctx, note->unit, TIER_PROVINCE),
		.entity = note->entity != NULL ? note->entity : "",
		.entity_id = note->entity_id,
		.summary = note->summary != NULL ? note->summary : "",
	};
}

static enum err insert(struct ctx *ctx, const struct journal_entry *entry)
{
	return db_insert(ctx, &sql_journal_insert, &sql_journal_rows,
		ARGS(arg_int(entry->seq), arg_int(entry->at_us), arg_int(entry->node),
			arg_int(entry->actor), arg_int(entry->for_operator),
			arg_int(entry->session), arg_int(entry->call), arg_text(entry->action),
			arg_int(entry->unit), arg_int(entry->county), arg_int(entry->city),
			arg_int(entry->province), arg_text(entry->entity),
			arg_int(entry->entity_id), arg_text(entry->summary),
			arg_blob(entry->sealed, entry->sealed_size),
			arg_blob(entry->digest, DIGEST_SIZE), arg_blob(entry->hash, DIGEST_SIZE)));
}

/* Writes one note behind entry `seq` with `hash`; both move on to the new one. */
static enum err append(
	struct ctx *ctx, const struct note *note, int64_t *seq, uint8_t hash[DIGEST_SIZE])
{
	uint8_t digest[DIGEST_SIZE], own[DIGEST_SIZE];
	struct journal_entry entry = entry_of(ctx, note);
	entry.seq = *seq + 1;
	entry.digest = digest;
	entry.hash = own;
	digest_of(ctx, entry.seq, note->sealed, note->sealed_size, digest);
	hash_of(ctx, &entry, hash, own);
	if (note->sealed != NULL)
		entry.sealed =
			seal(ctx->arena, ctx->app->keys, (struct seal_place){table, entry.seq},
				note->sealed, note->sealed_size, &entry.sealed_size);
	*seq = entry.seq;
	memcpy(hash, own, DIGEST_SIZE);
	return insert(ctx, &entry);
}

/* For a few it does not pay to write them together. */
static bool are_many(const struct note *note)
{
	enum { MANY = 8 };
	int n = 0;
	for (; note != NULL && n < MANY; note = note->next)
		n++;
	return n == MANY;
}

enum err journal_write_notes(struct ctx *ctx)
{
	int64_t seq;
	uint8_t hash[DIGEST_SIZE];
	if (ctx->notes == NULL)
		return OK;
	enum err err = journal_head(ctx, &seq, hash);
	bool is_gathered = are_many(ctx->notes);
	if (is_gathered)
		db_gather(ctx);
	for (const struct note *note = ctx->notes; note != NULL && err == OK; note = note->next)
		err = append(ctx, note, &seq, hash);
	return is_gathered ? db_gathered(ctx, err) : err;
}

/* ---- reading ---- */

/* Zeros for what cannot be one of ours, which then differs from what it should be. */
static const void *take_digest(const struct cursor *c, int column)
{
	static const uint8_t none[DIGEST_SIZE];
	size_t size;
	const void *digest = cursor_blob(c, column, &size);
	return size == DIGEST_SIZE ? digest : none;
}

static void scan(const struct cursor *c, struct journal_entry *entry)
{
	*entry = (struct journal_entry){
		.seq = cursor_int(c, 0),
		.at_us = cursor_int(c, 1),
		.node = cursor_int(c, 2),
		.actor = cursor_int(c, 3),
		.for_operator = cursor_int(c, 4),
		.session = cursor_int(c, 5),
		.call = cursor_int(c, 6),
		.action = cursor_text(c, 7),
		.unit = cursor_int(c, 8),
		.county = cursor_int(c, 9),
		.city = cursor_int(c, 10),
		.province = cursor_int(c, 11),
		.entity = cursor_text(c, 12),
		.entity_id = cursor_int(c, 13),
		.summary = cursor_text(c, 14),
	};
	entry->sealed = cursor_blob(c, 15, &entry->sealed_size);
	entry->digest = take_digest(c, 16);
	entry->hash = take_digest(c, 17);
}

enum err journal_head(struct ctx *ctx, int64_t *seq_out, uint8_t hash_out[DIGEST_SIZE])
{
	*seq_out = 0;
	memset(hash_out, 0, DIGEST_SIZE);
	struct cursor *c = db_open(ctx, &sql_journal_last, NO_ARGS);
	if (cursor_next(c)) {
		*seq_out = cursor_int(c, 0);
		memcpy(hash_out, take_digest(c, 1), DIGEST_SIZE);
	}
	return cursor_close(c);
}

void *journal_open(struct ctx *ctx, const struct journal_entry *entry, size_t *size_out)
{
	if (entry->sealed == NULL)
		return NULL;
	struct seal_place place = {table, entry->seq};
	return seal_open(
		ctx->arena, ctx->app->keys, place, entry->sealed, entry->sealed_size, size_out);
}

/* Where to look: seqs from `lowest` to below `below`. Entries lie in the order of their commits,
 * nearly that of their clocks. */
static enum err find_range(
	struct ctx *ctx, const struct journal_filter *filter, int64_t *lowest, int64_t *below)
{
	enum err err = OK;
	*below = filter->before_seq > 0 ? filter->before_seq : INT64_MAX;
	int64_t since = 1;
	if (filter->to_us > 0 && filter->to_us < INT64_MAX - US_PER_DAY) {
		int64_t newest;
		err = db_number(ctx, &sql_journal_seq_before,
			ARGS(arg_int(filter->to_us + US_PER_DAY)), 0, &newest);
		if (newest < *below - 1)
			*below = newest + 1;
	}
	if (err == OK && filter->from_us > 0)
		err = db_number(ctx, &sql_journal_seq_since,
			ARGS(arg_int(filter->from_us - US_PER_DAY)), INT64_MAX, &since);
	*lowest = since > filter->from_seq ? since : filter->from_seq;
	return err;
}

/* The index that leads to the fewest entries. */
static const struct sql *choose_list(const struct ctx *ctx, const struct journal_filter *filter)
{
	const struct unit_node *unit =
		ctx->units != NULL ? unit_tree_get(ctx->units, filter->unit) : NULL;
	if (filter->entity_id != 0 && filter->entity != NULL)
		return &sql_journal_list_by_entity;
	if (filter->unit != 0 && (unit == NULL || unit->tier == TIER_SCHOOL))
		return &sql_journal_list_by_unit;
	if (filter->actor != 0)
		return &sql_journal_list_by_actor;
	if (unit != NULL && unit->tier == TIER_COUNTY)
		return &sql_journal_list_by_county;
	if (unit != NULL && unit->tier == TIER_CITY)
		return &sql_journal_list_by_city;
	return &sql_journal_list_all; /* most of a province's node lies under the province */
}

static int64_t scope_of(const struct ctx *ctx, int64_t unit)
{
	const struct unit_node *node = ctx->units != NULL ? unit_tree_get(ctx->units, unit) : NULL;
	return node != NULL && node->tier == TIER_NATION ? 0 : unit;
}

enum err journal_list(struct ctx *ctx, const struct journal_filter *filter,
	struct journal_entry **entries_out, size_t *n_out)
{
	int64_t lowest, below;
	*n_out = 0;
	*entries_out = NULL;
	assert(filter->limit > 0);
	enum err err = find_range(ctx, filter, &lowest, &below);
	if (err != OK)
		return err;
	*entries_out = arena_array(ctx->arena, struct journal_entry, (size_t)filter->limit);
	struct cursor *c = db_open(ctx, choose_list(ctx, filter),
		ARGS(arg_int(below), arg_int(filter->limit), arg_int(scope_of(ctx, filter->unit)),
			arg_text(filter->entity != NULL ? filter->entity : ""),
			arg_int(filter->entity_id), arg_int(filter->actor),
			arg_text(filter->action_prefix != NULL ? filter->action_prefix : ""),
			arg_int(filter->from_us),
			arg_int(filter->to_us > 0 ? filter->to_us : INT64_MAX), arg_int(lowest)));
	while (cursor_next(c)) {
		struct journal_entry *entry = &(*entries_out)[(*n_out)++];
		scan(c, entry);
		entry->actor_name = cursor_text(c, 18);
		entry->for_name = cursor_text(c, 19);
	}
	return cursor_close(c);
}

static const struct sql *choose_looks(struct ctx *ctx, const struct journal_look_filter *filter)
{
	const struct unit_node *unit = unit_tree_get(ctx->units, filter->unit);
	if (filter->student != 0)
		return &sql_journal_looks_student;
	switch (unit != NULL ? unit->tier : TIER_SCHOOL) {
	case TIER_NATION:
		return &sql_journal_looks_nation;
	case TIER_PROVINCE:
		return &sql_journal_looks_province;
	case TIER_CITY:
		return &sql_journal_looks_city;
	case TIER_COUNTY:
		return &sql_journal_looks_county;
	}
	return &sql_journal_looks_unit;
}

enum err journal_looks(struct ctx *ctx, const struct journal_look_filter *filter,
	struct journal_look **looks_out, size_t *n_out)
{
	const struct journal_filter range = {.before_seq = filter->before_seq,
		.from_seq = filter->from_seq,
		.from_us = filter->from_us,
		.to_us = filter->to_us,
		.limit = filter->limit};
	int64_t lowest, below;
	*looks_out = arena_array(ctx->arena, struct journal_look, (size_t)filter->limit);
	*n_out = 0;
	enum err err = find_range(ctx, &range, &lowest, &below);
	if (err != OK)
		return err;
	const struct arg args[] = {arg_int(below), arg_int(filter->unit), arg_int(lowest),
		arg_int(filter->actor), arg_int(filter->limit), arg_int(filter->from_us),
		arg_int(filter->to_us > 0 ? filter->to_us : INT64_MAX), arg_int(filter->student)};
	struct cursor *c = db_open(
		ctx, choose_looks(ctx, filter), (struct args){args, filter->student != 0 ? 8 : 7});
	while (*n_out < (size_t)filter->limit && cursor_next(c)) {
		struct journal_look *look = &(*looks_out)[(*n_out)++];
		scan(c, &look->entry);
		look->entry.actor_name = cursor_text(c, 18);
		look->entry.for_name = cursor_text(c, 19);
		look->actor_home = cursor_int(c, 20);
		look->student = cursor_int(c, 21);
	}
	return cursor_close(c);
}

enum err journal_of_student(struct ctx *ctx, int64_t student, int64_t before_seq, bool with_looks,
	size_t limit, struct journal_entry **entries_out, size_t *n_out)
{
	size_t n = 0;
	struct journal_entry *entries = arena_array(ctx->arena, struct journal_entry, limit);
	struct cursor *c = db_open(ctx, &sql_journal_of_student,
		ARGS(arg_int(student), arg_int(before_seq > 0 ? before_seq : INT64_MAX),
			arg_int(with_looks), arg_int((int64_t)limit)));
	for (; n < limit && cursor_next(c); n++) {
		scan(c, &entries[n]);
		entries[n].actor_name = cursor_text(c, 18);
		entries[n].for_name = cursor_text(c, 19);
	}
	*entries_out = entries;
	*n_out = n;
	return cursor_close(c);
}

/* ---- verifying ---- */

static const struct sentence fault_sentences[] = {
	[JOURNAL_WHOLE] = {"The journal is whole up to entry {0}.",
		"日志完整，已核对至第 {0} 条。"},
	[JOURNAL_GAP] = {"Entry {0} of the journal is missing.", "日志缺少第 {0} 条。"},
	[JOURNAL_ALTERED] = {"Entry {0} of the journal, or one before it, was altered.",
		"日志第 {0} 条或其之前的记录被改动。"},
	[JOURNAL_SEALED_ALTERED] = {"The sealed part of entry {0} of the journal was altered.",
		"日志第 {0} 条的密封内容被改动。"},
};

const struct sentence *journal_fault_sentence(enum journal_fault fault)
{
	return &fault_sentences[fault];
}

static bool is_sealed_whole(struct ctx *ctx, const struct journal_entry *entry)
{
	uint8_t digest[DIGEST_SIZE];
	size_t size = 0;
	void *plain = journal_open(ctx, entry, &size);
	if (entry->sealed != NULL && plain == NULL)
		return false;
	digest_of(ctx, entry->seq, plain, size, digest);
	return memcmp(digest, entry->digest, DIGEST_SIZE) == 0;
}

/* Judges the entry that should be `seq`; `hash` is that of the one before and moves on. */
static enum journal_fault judge(
	struct ctx *ctx, const struct journal_entry *entry, int64_t seq, uint8_t hash[DIGEST_SIZE])
{
	uint8_t expected[DIGEST_SIZE];
	if (entry->seq != seq)
		return JOURNAL_GAP;
	hash_of(ctx, entry, hash, expected);
	if (memcmp(expected, entry->hash, DIGEST_SIZE) != 0)
		return JOURNAL_ALTERED;
	memcpy(hash, expected, DIGEST_SIZE);
	return is_sealed_whole(ctx, entry) ? JOURNAL_WHOLE : JOURNAL_SEALED_ALTERED;
}

static enum err hash_before(
	struct ctx *ctx, int64_t seq, bool *found_out, uint8_t hash[DIGEST_SIZE])
{
	memset(hash, 0, DIGEST_SIZE);
	*found_out = seq == 1;
	if (seq == 1)
		return OK;
	struct cursor *c = db_open(ctx, &sql_journal_hash_of, ARGS(arg_int(seq - 1)));
	*found_out = cursor_next(c);
	if (*found_out)
		memcpy(hash, take_digest(c, 0), DIGEST_SIZE);
	return cursor_close(c);
}

enum err journal_verify(
	struct ctx *ctx, int64_t from_seq, int64_t limit, struct journal_verdict *verdict)
{
	uint8_t hash[DIGEST_SIZE];
	bool found;
	*verdict = (struct journal_verdict){.fault = JOURNAL_GAP, .seq = from_seq - 1};
	enum err err = hash_before(ctx, from_seq, &found, hash);
	if (err != OK || !found)
		return err;
	verdict->fault = JOURNAL_WHOLE;
	struct cursor *c = db_open(ctx, &sql_journal_from, ARGS(arg_int(from_seq), arg_int(limit)));
	while (verdict->fault == JOURNAL_WHOLE && cursor_next(c)) {
		struct journal_entry entry;
		scan(c, &entry);
		verdict->seq = from_seq + verdict->n_checked;
		verdict->fault = judge(ctx, &entry, verdict->seq, hash);
		verdict->n_checked++;
	}
	if (verdict->fault == JOURNAL_WHOLE && verdict->n_checked == limit)
		verdict->next_seq = from_seq + limit;
	return cursor_close(c);
}
