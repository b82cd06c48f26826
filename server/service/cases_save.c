#include <string.h>

#include "domain/person_name.h"
#include "domain/roles.h"
#include "domain/roll.h"
#include "server/auth/access.h"
#include "server/auth/quota.h"
#include "server/service/case_facts.h"
#include "server/service/case_message.h"
#include "server/service/case_papers.h"
#include "server/service/case_route.h"
#include "server/service/cases.h"
#include "server/service/fields.h"
#include "server/registry/student_items.h"
#include "server/service/items.h"
#include "server/store/campaign_store.h"
#include "server/store/ids.h"
#include "server/store/number_store.h"
#include "server/store/unit_store.h"
#include "server/unpack.h"

/* ---- where the right must reach ---- */

enum err cases_place_registration(struct ctx *ctx, const void *request, int64_t *place_out)
{
	const Xueji__V1__SaveRegistrationRequest *in = request;
	if (in->case_id[0] != '\0')
		return cases_place_case(ctx, in->case_id, place_out);
	*place_out = field_id(ctx, "school_id", in->school_id);
	return ctx_faults(ctx);
}

enum err cases_place_key_data(struct ctx *ctx, const void *request, int64_t *place_out)
{
	const Xueji__V1__SaveKeyDataChangeRequest *in = request;
	return cases_place_child(ctx, in->case_id, in->student_id, place_out);
}

/* ---- records elsewhere ---- */

/* A form is a question too: whoever tries numbers with forms meets the same bounds as who asks. */
enum err cases_note_duplicate(struct ctx *ctx, const void *request)
{
	const ProtobufCMessage *in = request;
	size_t size;
	if (ctx->failure.reason != REASON_IDENTITY_HELD)
		return OK;
	const struct right *right = access_right(ctx, ROLE_REGISTRAR, SCOPE_REGISTRY, 0);
	const void *sealed = pack_message(ctx->arena, in, &size);
	ctx_journal(ctx, &(struct note){.action = ACTION_STUDENT_CHECKED,
				 .unit = right != NULL ? right->unit : 0,
				 .entity = "student",
				 .summary = "exists, by a form",
				 .sealed = sealed,
				 .sealed_size = size});
	return quota_take(ctx, POLICY_DUPLICATES_PER_HOUR);
}

/* ---- registrations ---- */

static enum err check_class(
	struct ctx *ctx, int64_t school_id, const Xueji__V1__SaveRegistrationRequest *in)
{
	struct school_class *found;
	size_t n;
	if (in->class_number == 0 || !field_number(ctx, "class_number", in->class_number, 0, 99))
		return OK;
	struct school_class behind = {in->grade, in->class_number - 1};
	enum err err = unit_classes(ctx, school_id, in->grade, behind, 1, &found, &n);
	if (err == OK && (n == 0 || found[0].number != in->class_number))
		ctx_fault(ctx, "class_number", REASON_NO_SUCH_CLASS,
			arena_printf(ctx->arena, "%d", in->class_number));
	return err;
}

/* Where the child goes: school, stage, grade, class. Faults are noted. */
static enum err read_placement(struct ctx *ctx, int64_t school_id,
	const Xueji__V1__SaveRegistrationRequest *in, struct student_row *child)
{
	struct unit *school;
	enum err err = unit_get(ctx, school_id, &school);
	if (err != OK)
		return err;
	if (school == NULL || school->tier != TIER_SCHOOL || school->closed != 0) {
		ctx_fault(ctx, "school_id", REASON_NO_OPEN_SCHOOL);
		return OK;
	}
	int stage = programme_stage_of(&school->programme, in->grade);
	if (stage == 0)
		ctx_fault(ctx, "grade", REASON_NO_SUCH_GRADE,
			arena_printf(ctx->arena, "%d", in->grade));
	if ((err = check_class(ctx, school_id, in)) != OK)
		return err;
	child->school = school_id;
	child->stage = stage;
	child->grade = in->grade;
	child->class_no = in->class_number;
	child->is_provisional = in->is_provisional;
	return OK;
}

/* What is still a mask names nobody; the check would only say that it is no number. */
static void fault_masks(struct ctx *ctx, const char *values[ITEM_COUNT])
{
	for (int i = 0; i < ITEM_COUNT; i++)
		if (item_row((enum item)i)->kind == KIND_ID_NUMBER &&
			strchr(values[i], '*') != NULL) {
			ctx_fault(ctx,
				arena_printf(ctx->arena, "items.%s", item_row((enum item)i)->word),
				REASON_MASKED_NUMBER);
			values[i] = "";
		}
}

/* `stored` is what the draft holds; NULL for a new one. */
static void read_items(struct ctx *ctx, const Xueji__V1__SaveRegistrationRequest *in,
	const Xueji__V1__StudentItems *stored, struct student_record *record)
{
	const char *values[ITEM_COUNT];
	/* A draft may be incomplete; what it holds must be right. */
	const struct items_form form = {
		.form = FORM_SCHOOL,
		/* With no such grade in the school, which is a fault already, any stage will do. */
		.stage = record->row.stage ? (enum stage)record->row.stage : STAGE_PRIMARY,
		.today = ctx_today(ctx),
		.is_provisional = in->is_provisional || !in->submit,
	};
	if (in->items == NULL) {
		ctx_fault(ctx, "items", REASON_REQUIRED);
		return;
	}
	student_items_to_values(in->items, values);
	values[ITEM_GRADE] = arena_printf(ctx->arena, "%d", in->grade);
	values[ITEM_CLASS_NAME] = arena_printf(ctx->arena, "%d", in->class_number);
	if (stored != NULL)
		student_items_unmask(ctx->arena, stored, values);
	fault_masks(ctx, values);
	items_check_message(ctx, &form, "items", values);
	record->items = arena_one(ctx->arena, Xueji__V1__StudentItems);
	student_items_from_values(values, record->items);
}

/* A new form is a second record that is made knowingly, which nothing allows (R7). A draft may have
 * come with a collection, and then stays what it is while that runs (Q4). */
static enum err check_identity(struct ctx *ctx, const struct student_record *record, bool is_new)
{
	const char *held_by;
	bool is_collected = false;
	enum err err = case_identity_holder(ctx, record->row.id, record->items, &held_by);
	if (err != OK || held_by == NULL)
		return err;
	if (!is_new)
		err = campaign_runs(ctx, CAMPAIGN_COLLECTION, record->row.school, record->row.stage,
			&is_collected);
	return err != OK || is_collected ? err : ctx_fail(ctx, REASON_IDENTITY_HELD, held_by);
}

static enum err replace_pending(
	struct ctx *ctx, struct case_file *file, struct student_record *entered)
{
	struct student_record before = file->student;
	entered->row.name = entered->items->name;
	entered->row.sex = entered->items->sex[0] - '0';
	entered->row.birth = entered->items->birth_date;
	enum err err = student_rewrite(ctx, &before, entered);
	if (err != OK)
		return err;
	file->student = *entered;
	file->row.entered_by = ctx->actor.operator_id;
	err = case_move(ctx, &file->row);
	ctx_journal(ctx, &(struct note){.action = ACTION_CASE_SAVED,
				 .unit = file->row.school,
				 .entity = "case",
				 .entity_id = file->row.id});
	return err;
}

enum err cases_read_registration(struct ctx *ctx, const Xueji__V1__SaveRegistrationRequest *in,
	int64_t school, const Xueji__V1__StudentItems *stored, struct student_record *out)
{
	struct person_name name;
	enum err err = read_placement(ctx, school, in, &out->row);
	if (err == OK)
		read_items(ctx, in, stored, out);
	if (err == OK)
		err = ctx_faults(ctx);
	if (err != OK)
		return err;
	person_name_read(ctx->app->readings, out->items->name, &name);
	out->row.initials = arena_strdup(ctx->arena, name.initials);
	return OK;
}

enum err cases_keep_registration(
	struct ctx *ctx, struct student_record *entered, struct case_file *file)
{
	enum err err = check_identity(ctx, entered, file->row.id == 0);
	if (err != OK)
		return err;
	if (file->row.id != 0)
		return replace_pending(ctx, file, entered);
	err = student_create_pending(ctx, entered);
	file->student = *entered;
	return err == OK ? cases_insert_draft(ctx, CASE_REGISTRATION, file) : err;
}

enum err cases_judge_registration(struct ctx *ctx, const struct student_record *entered,
	bool is_unclaimed, struct case_file *file, const struct case_transition **step_out)
{
	*file = (struct case_file){
		.student = *entered, .is_checked = true, .is_unclaimed = is_unclaimed};
	cases_begin_draft(ctx, CASE_REGISTRATION, file);
	file->row.state = CASE_DRAFT;
	return case_judge(ctx, file, CASE_SUBMIT, CASE_REGISTRAR, NULL, step_out);
}

enum err cases_enter_registration(
	struct ctx *ctx, struct case_file *file, const struct case_transition *step)
{
	enum err err = student_create_pending(ctx, &file->student);
	file->row.student = file->student.row.id;
	return err == OK ? case_enter(ctx, file, step) : err;
}

enum err cases_save_registration(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__SaveRegistrationRequest *in = request;
	struct case_file file = {0};
	struct student_record entered = {0};
	struct case_papers papers;
	bool is_new = in->case_id[0] == '\0';
	enum err err = quota_check(ctx, POLICY_DUPLICATES_PER_HOUR);
	if (err == OK && !is_new)
		err = cases_open_draft(ctx, in->case_id, in->rev, CASE_REGISTRATION, &file);
	if (err == OK && !is_new && file.row.state != CASE_DRAFT)
		err = ctx_fail(ctx, REASON_CASE_PAST_DRAFT);
	if (err != OK)
		return err;
	entered.row = file.student.row; /* all zero for a new one */
	int64_t school = is_new ? field_id(ctx, "school_id", in->school_id) : file.row.school;
	err = case_papers_read(ctx, CASE_REGISTRATION, entered.row.id, in->attachment_ids,
		in->n_attachment_ids, &papers);
	if (err == OK)
		err = cases_read_registration(
			ctx, in, school, is_new ? NULL : file.student.items, &entered);
	if (err == OK)
		err = cases_keep_registration(ctx, &entered, &file);
	if (err == OK)
		err = case_papers_keep(ctx, file.row.id, &papers);
	return err == OK ? cases_finish(ctx, &file, in->submit, reply) : err;
}

/* ---- key data ---- */

/* Only controlled items may be given, and of a G holder only name and document (R41, Q5). */
static void check_change(
	struct ctx *ctx, const struct student_row *child, const Xueji__V1__StudentItems *items)
{
	const char *values[ITEM_COUNT];
	bool is_empty = true;
	student_items_to_values(items, values);
	for (int item = 0; item < ITEM_COUNT; item++) {
		const struct item_row *row = item_row(item);
		bool is_fixed = child->number_kind == NUMBER_G && item != ITEM_NAME &&
				item != ITEM_ID_NUMBER;
		if (values[item][0] == '\0')
			continue;
		is_empty = false;
		const char *field = arena_printf(ctx->arena, "items.%s", row->word);
		if (!row->is_controlled)
			ctx_fault(ctx, field, REASON_NOT_CONTROLLED);
		else if (is_fixed)
			ctx_fault(ctx, field, REASON_FIXED_BY_G);
	}
	if (is_empty)
		ctx_fault(ctx, "items", REASON_REQUIRED);
}

static enum err check_after(struct ctx *ctx, const struct case_file *file)
{
	const char *values[ITEM_COUNT];
	const struct items_form form = {
		.form = FORM_SCHOOL,
		.stage = (enum stage)file->student.row.stage,
		.today = ctx_today(ctx),
		.is_provisional = true, /* what else is missing is not this case's business */
	};
	student_items_to_values(case_items_after(ctx, file), values);
	items_check_message(ctx, &form, "items", values);
	return ctx_faults(ctx);
}

enum err cases_check_change(struct ctx *ctx, const struct case_file *file)
{
	check_change(ctx, &file->student.row, file->change->items);
	return check_after(ctx, file);
}

static void set_payload(struct ctx *ctx, struct case_file *file)
{
	file->row.payload = pack_message(ctx->arena, &file->change->base, &file->row.payload_size);
}

static void journal_saved(struct ctx *ctx, const struct case_file *file)
{
	ctx_journal(ctx, &(struct note){.action = ACTION_CASE_SAVED,
				 .unit = file->row.school,
				 .entity = "case",
				 .entity_id = file->row.id});
}

static enum err read_change(struct ctx *ctx, const Xueji__V1__SaveKeyDataChangeRequest *in,
	struct case_file *file, struct case_papers *papers)
{
	const char *held_by;
	enum err err = case_papers_read(ctx, CASE_KEY_DATA, file->student.row.id,
		in->attachment_ids, in->n_attachment_ids, papers);
	if (err != OK)
		return err;
	if (in->items == NULL) {
		ctx_fault(ctx, "items", REASON_REQUIRED);
		return ctx_faults(ctx);
	}
	file->change = arena_one(ctx->arena, Xueji__V1__KeyDataChange);
	xueji__v1__key_data_change__init(file->change);
	file->change->items = in->items;
	err = cases_check_change(ctx, file);
	if (err != OK)
		return err;
	const Xueji__V1__StudentItems *after = case_items_after(ctx, file);
	err = case_identity_holder(ctx, file->student.row.id, after, &held_by);
	if (err == OK && held_by != NULL)
		err = ctx_fail(ctx, REASON_IDENTITY_HELD, held_by);
	return err;
}

/* A record that was deleted or merged changes no more; one that is being registered has a draft. */
static enum err check_live(struct ctx *ctx, const struct student_row *child)
{
	const struct roll_status_row *status = roll_status_row(child->status);
	if (status->holds_identity || child->status == ROLL_PENDING)
		return OK;
	return ctx_fail(ctx, REASON_RECORD_NOT_LIVE, sentence_in(&status->title, ctx->lang));
}

enum err cases_save_key_data(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__SaveKeyDataChangeRequest *in = request;
	struct case_file file = {0};
	struct case_papers papers;
	bool is_new = in->case_id[0] == '\0';
	int64_t student = is_new ? field_id(ctx, "student_id", in->student_id) : 0;
	enum err err = ctx_faults(ctx);
	if (err == OK)
		err = quota_check(ctx, POLICY_DUPLICATES_PER_HOUR);
	if (err == OK)
		err = is_new ? student_read(ctx, student, &file.student)
			     : cases_open_draft(ctx, in->case_id, in->rev, CASE_KEY_DATA, &file);
	if (err == OK && !is_new && file.row.state != CASE_DRAFT)
		err = ctx_fail(ctx, REASON_CASE_PAST_DRAFT);
	if (err == OK && is_new)
		err = check_live(ctx, &file.student.row);
	if (err == OK)
		err = read_change(ctx, in, &file, &papers);
	if (err == OK && is_new)
		err = cases_insert_draft(ctx, CASE_KEY_DATA, &file);
	if (err == OK)
		err = case_papers_keep(ctx, file.row.id, &papers);
	if (err != OK)
		return err;
	set_payload(ctx, &file);
	file.row.entered_by = ctx->actor.operator_id;
	if ((err = case_move(ctx, &file.row)) != OK)
		return err;
	journal_saved(ctx, &file);
	return cases_finish(ctx, &file, in->submit, reply);
}
