/* Service Students: whole numbers of one child, for a reason (R55). */
#include "server/service/students.h"

#include <string.h>

#include "domain/reveal_reason.h"
#include "server/auth/quota.h"
#include "server/registry/student_items.h"
#include "server/service/fields.h"

enum { REASON_TEXT_MOST = 200, FAMILY_AT_MOST = FAMILY_MEMBERS };

static void check_request(struct ctx *ctx, const Xueji__V1__RevealIdentityRequest *in)
{
	if (in->numbers == XUEJI__V1__REVEALED_NUMBERS__REVEALED_NUMBERS_UNSPECIFIED)
		ctx_fault(ctx, "numbers", REASON_REQUIRED);
	if (in->reason == XUEJI__V1__REVEAL_REASON__REVEAL_REASON_UNSPECIFIED)
		ctx_fault(ctx, "reason", REASON_REQUIRED);
	field_line(ctx, "reason_text", in->reason_text, REASON_TEXT_MOST);
}

/* ---- the numbers ---- */

static Xueji__V1__RevealedNumber *add(
	struct ctx *ctx, Xueji__V1__RevealIdentityResponse *out, const char *number, size_t most)
{
	if (out->numbers == NULL)
		out->numbers = arena_array(ctx->arena, Xueji__V1__RevealedNumber *, most);
	Xueji__V1__RevealedNumber *one = arena_one(ctx->arena, Xueji__V1__RevealedNumber);
	xueji__v1__revealed_number__init(one);
	one->number = (char *)number;
	out->numbers[out->n_numbers++] = one;
	return one;
}

static enum err add_id(struct ctx *ctx, const struct student_record *record,
	Xueji__V1__RevealIdentityResponse *out)
{
	if (record->items->id_number[0] == '\0')
		return OK;
	Xueji__V1__RevealedNumber *one = add(ctx, out, record->items->id_number, 1);
	one->id_type = record->items->id_type;
	one->is_current = true;
	one->holder_name = record->items->name;
	return OK;
}

static enum err add_student_numbers(struct ctx *ctx, const struct student_record *record,
	Xueji__V1__RevealIdentityResponse *out)
{
	struct number_row *rows;
	size_t n;
	enum err err = number_list(ctx, record->row.id, &rows, &n);
	for (size_t i = 0; err == OK && i < n; i++) {
		Xueji__V1__RevealedNumber *one = add(ctx, out, rows[i].text, n);
		one->kind = (Xueji__V1__StudentNumberKind)rows[i].sort;
		one->is_current = rows[i].is_current;
		one->holder_name = record->items->name;
	}
	return err;
}

static enum err add_family(struct ctx *ctx, const struct student_record *record,
	Xueji__V1__RevealIdentityResponse *out)
{
	const Xueji__V1__StudentItems *items = record->items;
	for (int member = 1; member <= FAMILY_MEMBERS; member++) {
		enum item number = item_of_member(ITEM_FAMILY_1_ID_NUMBER, member);
		if (student_item(items, number)[0] == '\0')
			continue;
		enum item type = item_of_member(ITEM_FAMILY_1_ID_TYPE, member);
		enum item name = item_of_member(ITEM_FAMILY_1_NAME, member);
		Xueji__V1__RevealedNumber *one =
			add(ctx, out, student_item(items, number), FAMILY_AT_MOST);
		one->id_type = (char *)student_item(items, type);
		one->is_current = true;
		one->holder_name = (char *)student_item(items, name);
	}
	return OK;
}

static const struct {
	const char *word; /* in the journal */
	enum err (*fill)(struct ctx *ctx, const struct student_record *record,
		Xueji__V1__RevealIdentityResponse *out);
} kinds[] = {
	[XUEJI__V1__REVEALED_NUMBERS__REVEALED_NUMBERS_ID] = {"id_number", add_id},
	[XUEJI__V1__REVEALED_NUMBERS__REVEALED_NUMBERS_STUDENT] = {"student_no",
		add_student_numbers},
	[XUEJI__V1__REVEALED_NUMBERS__REVEALED_NUMBERS_FAMILY] = {"family", add_family},
};

/* ---- the call ---- */

static void note(struct ctx *ctx, const Xueji__V1__RevealIdentityRequest *in,
	const struct student_record *record)
{
	ctx_journal(
		ctx, &(struct note){.action = ACTION_STUDENT_REVEALED,
			     .unit = record->row.school,
			     .entity = "student",
			     .entity_id = record->row.id,
			     .summary = arena_printf(ctx->arena, "%s, %s", kinds[in->numbers].word,
				     reveal_reason_row((int)in->reason)->word),
			     .sealed = in->reason_text, /* it may speak of the child */
			     .sealed_size = strlen(in->reason_text)});
}

enum err students_reveal(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__RevealIdentityRequest *in = request;
	struct student_record record;
	check_request(ctx, in);
	enum err err = ctx_faults(ctx);
	if (err == OK)
		err = quota_check(ctx, POLICY_REVEALS_PER_HOUR);
	if (err == OK)
		err = student_read(ctx, students_asked(request), &record);
	if (err != OK)
		return err;
	note(ctx, in, &record);
	return kinds[in->numbers].fill(ctx, &record, reply);
}

enum err students_countersign_reveal(struct ctx *ctx, const void *request)
{
	(void)request;
	return quota_take(ctx, POLICY_REVEALS_PER_HOUR);
}
