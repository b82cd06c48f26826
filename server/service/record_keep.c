#include "server/service/record_keep.h"

#include <string.h>

#include "server/store/attachment_store.h"
#include "server/store/case_store.h"
#include "server/store/identity_store.h"
#include "server/store/number_store.h"
#include "server/store/profile_store.h"
#include "server/store/suspension_store.h"
#include "server/store/tombstone_store.h"

bool record_lists(const int64_t *ids, size_t n, int64_t id)
{
	for (size_t i = 0; i < n; i++)
		if (ids[i] == id)
			return true;
	return false;
}

/* ---- keeping ---- */

static void keep_row(const struct student_record *record, Xueji__V1__RecordKept *out)
{
	const struct student_row *row = &record->row;
	out->student_id = row->id;
	out->status = row->status;
	out->number_kind = row->number_kind;
	out->school_id = row->school;
	out->stage = row->stage;
	out->grade = row->grade;
	out->class_number = row->class_no;
	out->number_in_class = record->items->number_in_class;
}

static Xueji__V1__StayKept *keep_stay(struct ctx *ctx, const struct enrolment *stay)
{
	Xueji__V1__StayKept *out = arena_one(ctx->arena, Xueji__V1__StayKept);
	xueji__v1__stay_kept__init(out);
	out->seq = stay->seq;
	out->school_id = stay->school;
	out->stage = stay->stage;
	out->years = stay->years;
	out->year_in_stage = stay->year_in_stage;
	out->grade = stay->grade;
	out->class_number = stay->class_no;
	out->from_day = (char *)stay->from_day;
	out->to_day = (char *)stay->to_day;
	out->ended = stay->ended;
	return out;
}

static enum err keep_stays(struct ctx *ctx, Xueji__V1__RecordKept *out)
{
	struct enrolment *stays; /* the newest first */
	size_t n;
	enum err err = enrolment_list(ctx, out->student_id, &stays, &n);
	out->stays = arena_array(ctx->arena, Xueji__V1__StayKept *, n);
	for (size_t i = n; err == OK && i > 0; i--)
		out->stays[out->n_stays++] = keep_stay(ctx, &stays[i - 1]);
	return err;
}

static enum err keep_numbers(struct ctx *ctx, Xueji__V1__RecordKept *out)
{
	struct number_row *rows;
	size_t n;
	enum err err = number_list(ctx, out->student_id, &rows, &n);
	out->numbers = arena_array(ctx->arena, int64_t, n);
	for (size_t i = 0; err == OK && i < n; i++) {
		out->numbers[out->n_numbers++] = rows[i].id;
		if (rows[i].is_current)
			out->current_number = rows[i].id;
	}
	return err;
}

static enum err keep_identity(
	struct ctx *ctx, const struct student_record *record, Xueji__V1__RecordKept *out)
{
	struct identity_claims claims;
	struct identity_key key = record_identity(ctx, record);
	enum err err = identity_find(ctx, &key, &claims);
	if (err != OK || key.is_empty)
		return err;
	out->identity.data = arena_dup(ctx->arena, key.bytes, sizeof key.bytes);
	out->identity.len = sizeof key.bytes;
	out->holds_identity =
		claims.n > 0 && claims.of[0].holds && claims.of[0].student == record->row.id;
	return OK;
}

static enum err keep_attachments(struct ctx *ctx, Xueji__V1__RecordKept *out)
{
	struct attachment_row *rows;
	int64_t n_rows;
	size_t n = 0;
	enum err err = attachment_count(ctx, out->student_id, &n_rows);
	if (err == OK)
		err = attachment_list(ctx, out->student_id, 0, (size_t)n_rows, &rows, &n);
	out->attachments = arena_array(ctx->arena, int64_t, n);
	for (size_t i = 0; err == OK && i < n; i++)
		if (rows[i].state == ATTACHMENT_COMPLETE)
			out->attachments[out->n_attachments++] = rows[i].id;
	return err;
}

enum err record_keep(
	struct ctx *ctx, const struct student_record *record, Xueji__V1__RecordKept **out)
{
	const char *until;
	Xueji__V1__RecordKept *kept = *out = arena_one(ctx->arena, Xueji__V1__RecordKept);
	xueji__v1__record_kept__init(kept);
	keep_row(record, kept);
	enum err err = keep_stays(ctx, kept);
	if (err == OK)
		err = keep_numbers(ctx, kept);
	if (err == OK)
		err = keep_identity(ctx, record, kept);
	if (err == OK)
		err = keep_attachments(ctx, kept);
	if (err == OK)
		err = suspension_get(ctx, kept->student_id, &until);
	if (err == OK)
		kept->suspended_until = (char *)until;
	if (err == OK)
		err = case_ids_of_student(ctx, kept->student_id, &kept->cases, &kept->n_cases);
	return err == OK ? tombstones_of(ctx, kept->student_id, &kept->merged, &kept->n_merged)
			 : err;
}

/* ---- comparing ---- */

struct identity_key record_identity(struct ctx *ctx, const struct student_record *record)
{
	return identity_key(ctx->app->keys, record->items->id_type, record->items->id_number);
}

bool record_has_identity(const Xueji__V1__RecordKept *kept, const struct identity_key *key)
{
	if (kept->identity.len != sizeof key->bytes || key->is_empty)
		return kept->identity.len == 0 && key->is_empty;
	return memcmp(kept->identity.data, key->bytes, sizeof key->bytes) == 0;
}

static bool is_same_stay(const Xueji__V1__StayKept *a, const Xueji__V1__StayKept *b)
{
	return a->seq == b->seq && a->school_id == b->school_id && a->stage == b->stage &&
	       a->years == b->years && a->year_in_stage == b->year_in_stage &&
	       a->grade == b->grade && a->class_number == b->class_number && a->ended == b->ended &&
	       strcmp(a->from_day, b->from_day) == 0 && strcmp(a->to_day, b->to_day) == 0;
}

bool record_same_stays(const Xueji__V1__RecordKept *a, const Xueji__V1__RecordKept *b)
{
	if (a->n_stays != b->n_stays)
		return false;
	for (size_t i = 0; i < a->n_stays; i++)
		if (!is_same_stay(a->stays[i], b->stays[i]))
			return false;
	return true;
}

/* ---- putting back ---- */

enum err record_suspend(struct ctx *ctx, const Xueji__V1__RecordKept *as, int64_t student)
{
	return as->suspended_until[0] != '\0' ? suspension_put(ctx, student, as->suspended_until)
					      : suspension_end(ctx, student);
}

struct enrolment *record_stays(struct ctx *ctx, const Xueji__V1__RecordKept *kept)
{
	struct enrolment *stays = arena_array(ctx->arena, struct enrolment, kept->n_stays);
	for (size_t i = 0; i < kept->n_stays; i++) {
		const Xueji__V1__StayKept *stay = kept->stays[i];
		stays[i] = (struct enrolment){.seq = stay->seq,
			.school = stay->school_id,
			.stage = stay->stage,
			.years = stay->years,
			.year_in_stage = stay->year_in_stage,
			.grade = stay->grade,
			.class_no = stay->class_number,
			.from_day = stay->from_day,
			.to_day = stay->to_day,
			.ended = stay->ended};
	}
	return stays;
}

enum err record_put_back(struct ctx *ctx, struct student_record *record,
	const Xueji__V1__RecordKept *kept, const Xueji__V1__RecordKept *then)
{
	const struct student_record before = *record;
	struct student_row *row = &record->row;
	bool is_as_then = strcmp(before.items->number_in_class, then->number_in_class) == 0;
	if (is_as_then && strcmp(then->number_in_class, kept->number_in_class) != 0) {
		record->items = profile_copy(ctx->arena, before.items);
		record->items->number_in_class = kept->number_in_class;
	}
	row->status = kept->status;
	row->number_kind = kept->number_kind;
	row->school = kept->school_id;
	row->stage = kept->stage;
	row->grade = kept->grade;
	row->class_no = kept->class_number;
	enum err err = student_county(ctx, row->school, &row->county);
	if (err == OK)
		err = student_rewrite(ctx, &before, record);
	return err == OK ? record_suspend(ctx, kept, row->id) : err;
}

enum err record_hand_over(struct ctx *ctx, const Xueji__V1__RecordKept *what, int64_t to)
{
	enum err err = OK;
	for (size_t i = 0; err == OK && i < what->n_cases; i++)
		err = case_hand_over(ctx, what->cases[i], to);
	for (size_t i = 0; err == OK && i < what->n_attachments; i++)
		err = attachment_hand_over(ctx, what->attachments[i], to);
	for (size_t i = 0; err == OK && i < what->n_merged; i++)
		err = tombstone_point(ctx, what->merged[i], to);
	return err;
}

void record_note(struct ctx *ctx, enum action action, const struct student_row *row, int64_t other,
	const char *reason)
{
	struct note note = {.action = action,
		.unit = row->school,
		.entity = "student",
		.entity_id = row->id,
		.sealed = reason,
		.sealed_size = reason != NULL ? strlen(reason) : 0};
	if (other != 0)
		note.summary = arena_printf(ctx->arena, "record %lld", (long long)other);
	ctx_journal(ctx, &note);
}
