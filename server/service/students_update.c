/* Service Students: changing ordinary items (R40). */
#include "server/service/students.h"

#include <string.h>

#include "domain/attachment_kind.h"
#include "domain/id_number.h"
#include "domain/roll.h"
#include "server/registry/student_items.h"
#include "server/service/fields.h"
#include "server/service/items.h"
#include "server/service/problem_found.h"
#include "server/service/student_note.h"
#include "server/store/attachment_store.h"
#include "server/store/ids.h"
#include "server/store/profile_store.h"

/* ---- what the caller means ---- */

/* The values as they are to be, and which of them the caller touches. */
struct wish {
	const char *values[ITEM_COUNT];
	bool is_touched[ITEM_COUNT];
};

static const char *field_of(struct ctx *ctx, enum item item)
{
	return arena_printf(ctx->arena, "items.%s", item_row(item)->word);
}

static bool is_mask_of(struct ctx *ctx, const char *given, const char *stored)
{
	size_t size = strlen(stored) + 1;
	char *masked = arena_alloc(ctx->arena, size);
	id_number_mask(stored, masked, size);
	return strcmp(given, masked) == 0;
}

/* Some items are not changed here; the fault names the way. */
static bool is_open_to_change(struct ctx *ctx, const char *field, enum item item)
{
	if (item_row(item)->is_controlled)
		ctx_fault(ctx, field, REASON_CONTROLLED_ITEM);
	else if (item == ITEM_GRADE || item == ITEM_CLASS_NAME)
		ctx_fault(ctx, field, REASON_CHANGED_WITH_CLASS);
	else
		return true;
	return false;
}

static void take_value(struct ctx *ctx, struct wish *wish, enum item item, const char *given)
{
	const char *stored = wish->values[item], *value = item_tidy(item, ctx->arena, given);
	bool is_number = item_row(item)->kind == KIND_ID_NUMBER;
	const char *field = field_of(ctx, item);
	/* Of the child's own number not even "the same" is told: each try would be a free guess. */
	bool may_compare = !is_number || !item_row(item)->is_controlled;
	if (value[0] == '\0' || (may_compare && strcmp(value, stored) == 0))
		return;
	if (is_number && stored[0] != '\0' && is_mask_of(ctx, value, stored))
		return;
	if (is_number && strchr(value, '*') != NULL) {
		ctx_fault(ctx, field, REASON_MASKED_NUMBER);
		return;
	}
	if (!is_open_to_change(ctx, field, item))
		return;
	wish->values[item] = given;
	wish->is_touched[item] = true;
}

static void clear_value(
	struct ctx *ctx, struct wish *wish, const Xueji__V1__UpdateStudentRequest *in, size_t i)
{
	const char *field = field_in(ctx, "clear_items", i, "");
	int item = item_find(in->clear_items[i]);
	if (item < 0) {
		ctx_fault(ctx, field, REASON_NOT_AN_ITEM);
		return;
	}
	if (in->items != NULL && student_item(in->items, (enum item)item)[0] != '\0') {
		ctx_fault(ctx, field, REASON_GIVEN_AND_CLEARED);
		return;
	}
	if (wish->values[item][0] == '\0' || !is_open_to_change(ctx, field, (enum item)item))
		return;
	wish->values[item] = "";
	wish->is_touched[item] = true;
}

static void read_wish(struct ctx *ctx, const struct student_record *record,
	const Xueji__V1__UpdateStudentRequest *in, struct wish *wish)
{
	memset(wish->is_touched, 0, sizeof wish->is_touched);
	student_items_to_values(record->items, wish->values);
	for (int item = 0; in->items != NULL && item < ITEM_COUNT; item++)
		take_value(ctx, wish, (enum item)item, student_item(in->items, (enum item)item));
	if (in->n_clear_items > ITEM_COUNT)
		ctx_fault(ctx, "clear_items", REASON_TOO_MANY,
			arena_printf(ctx->arena, "%d", ITEM_COUNT));
	for (size_t i = 0; i < in->n_clear_items && i < ITEM_COUNT; i++)
		clear_value(ctx, wish, in, i);
}

/* ---- judging ---- */

static enum err judge_state(struct ctx *ctx, const struct student_record *record, int64_t rev)
{
	const char *changed;
	const struct student_row *row = &record->row;
	if (row->status == ROLL_PENDING)
		return ctx_fail(ctx, REASON_REGISTRATION_RUNS);
	if (!roll_status_row(row->status)->is_on_roll)
		return ctx_fail(ctx, REASON_NOT_ENROLLED);
	if (row->rev == rev)
		return OK;
	enum err err = student_changed_since(ctx, row->id, rev, &changed);
	if (err != OK)
		return err;
	return changed[0] != '\0' ? ctx_fail(ctx, REASON_STALE_ITEMS, changed)
				  : ctx_fail(ctx, REASON_STALE);
}

/* The photo is one of the child's own attachments, whole, and of that kind. */
static enum err judge_photo(struct ctx *ctx, int64_t student, const struct wish *wish)
{
	int64_t id;
	uint32_t kinds;
	const char *photo = wish->values[ITEM_PHOTO];
	if (!wish->is_touched[ITEM_PHOTO] || photo[0] == '\0')
		return OK;
	if (!ids_parse(photo, &id)) {
		ctx_fault(ctx, "items.photo", REASON_NOT_AN_ID);
		return OK;
	}
	enum err err = attachment_kinds(ctx, student, &id, 1, &kinds);
	if (err == OK && kinds != ATTACHMENT_BIT(ATTACHMENT_PHOTO))
		ctx_fault(ctx, "items.photo", REASON_NOT_A_PHOTO);
	return err;
}

static struct items_form form_of(const struct ctx *ctx, const struct student_row *row)
{
	return (struct items_form){.form = FORM_SCHOOL,
		.stage = (enum stage)row->stage,
		.today = ctx_today(ctx),
		.is_provisional = row->is_provisional};
}

/* What the caller did not touch stays letter for letter as it is stored. */
static Xueji__V1__StudentItems *items_wished(
	struct ctx *ctx, const Xueji__V1__StudentItems *stored, const struct wish *wish)
{
	Xueji__V1__StudentItems *items = profile_copy(ctx->arena, stored);
	for (int item = 0; item < ITEM_COUNT; item++)
		if (wish->is_touched[item])
			*student_item_at(items, (enum item)item) = (char *)wish->values[item];
	return items;
}

static enum err read_change(struct ctx *ctx, const Xueji__V1__UpdateStudentRequest *in,
	const struct student_record *before, struct student_record *after)
{
	struct wish wish;
	struct items_form form = form_of(ctx, &before->row);
	read_wish(ctx, before, in, &wish);
	items_check_change(ctx, &form, "items", before->items, wish.is_touched, wish.values);
	enum err err = judge_photo(ctx, before->row.id, &wish);
	if (err == OK)
		err = ctx_faults(ctx);
	if (err != OK)
		return err;
	*after = *before;
	after->items = items_wished(ctx, before->items, &wish);
	if (before->row.is_provisional)
		after->row.is_provisional = !items_are_complete(ctx, &form, after->items);
	return OK;
}

/* ---- the change ---- */

static enum err keep_photo(struct ctx *ctx, const struct student_record *record)
{
	int64_t id;
	bool has_photo = ids_parse(record->items->photo, &id);
	return attachment_rely(ctx, ATTACHMENT_OF_RECORD, record->row.id, &id, has_photo ? 1 : 0);
}

static enum err store(
	struct ctx *ctx, const struct student_record *before, struct student_record *after)
{
	enum err err = student_rewrite(ctx, before, after);
	if (err == OK && strcmp(before->items->photo, after->items->photo) != 0)
		err = keep_photo(ctx, after);
	if (err == OK)
		student_note(ctx, ACTION_STUDENT_UPDATED, before, after);
	return err == OK ? problem_check_child(ctx, after->row.id) : err;
}

static enum err fill(
	struct ctx *ctx, const struct student_record *record, Xueji__V1__UpdateStudentResponse *out)
{
	out->student = arena_one(ctx->arena, Xueji__V1__Student);
	xueji__v1__student__init(out->student);
	out->items = profile_copy(ctx->arena, record->items);
	student_items_mask(ctx->arena, out->items);
	return student_message(ctx, &record->row, record->items, out->student);
}

static void name_changed(struct ctx *ctx, const enum item items[ITEM_COUNT], size_t n,
	Xueji__V1__UpdateStudentResponse *out)
{
	out->changed_items = arena_array(ctx->arena, char *, n);
	while (out->n_changed_items < n) {
		const struct item_row *row = item_row(items[out->n_changed_items]);
		out->changed_items[out->n_changed_items++] = (char *)row->word;
	}
}

enum err students_update(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__UpdateStudentRequest *in = request;
	struct student_record before, after;
	enum item changed[ITEM_COUNT];
	size_t n = 0;
	enum err err = student_read(ctx, students_asked(request), &before);
	if (err == OK)
		err = judge_state(ctx, &before, in->rev);
	if (err == OK)
		err = read_change(ctx, in, &before, &after);
	if (err == OK)
		n = student_items_differ(before.items, after.items, changed);
	if (err == OK && n > 0)
		err = store(ctx, &before, &after);
	if (err != OK)
		return err;
	name_changed(ctx, changed, n, reply);
	return fill(ctx, &after, reply);
}
