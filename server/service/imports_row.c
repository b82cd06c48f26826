/* One row: whom it is about decides what becomes of it. A child that nobody knows is registered;
 * one whose registration lies here as a draft is completed; one on this school's roll gets new
 * values where the school may give them (R40). */
#include <string.h>

#include "domain/class_text.h"
#include "domain/items_check.h"
#include "domain/roll.h"
#include "server/registry/student_items.h"
#include "server/service/cases.h"
#include "server/service/imports.h"
#include "server/service/students.h"
#include "server/store/campaign_store.h"
#include "server/store/db.h"
#include "server/store/identity_store.h"
#include "server/store/ids.h"
#include "server/store/profile_store.h"
#include "server/store/unit_tree.h"

/* What is done for a row, to be undone when it is refused. */
struct mark {
	struct note **notes;
	struct commit_hook **hooks;
	int64_t changes; /* rows, but for undone ones */
};

struct row {
	const struct import *import;
	const Xueji__V1__ImportRow *in;
	Xueji__V1__SaveRegistrationRequest form;
	int64_t school;
	struct student_record entered;
	struct identity_key key;
	Xueji__V1__RowVerdict *verdict;
};

/* ---- what it says ---- */

/* In a bureau's sheet each row names its school, which lies below the bureau. */
static int64_t find_school_below(struct ctx *ctx, const struct unit_node *own, const char *code)
{
	const struct unit_node *school = unit_tree_by_code(ctx->units, code);
	if (code[0] == '\0') {
		ctx_fault(ctx, "school_id", REASON_REQUIRED);
		return 0;
	}
	if (school != NULL && school->tier == TIER_SCHOOL && !school->is_closed &&
		unit_tree_is_under(ctx->units, school->id, own->id))
		return school->id;
	ctx_fault(ctx, "school_id", REASON_NOT_A_SCHOOL_OF_YOURS, own->name);
	return 0;
}

static int64_t find_school(struct ctx *ctx, const struct row *row)
{
	const struct unit_node *own = unit_tree_get(ctx->units, row->import->unit);
	const char *code = row->in->school_code;
	if (own != NULL && own->tier != TIER_SCHOOL)
		return find_school_below(ctx, own, code);
	if (own != NULL && code[0] != '\0' && strcmp(own->code, code) != 0)
		ctx_fault(ctx, "school_id", REASON_SHEET_OF_OTHER_SCHOOL,
			arena_printf(ctx->arena, "%s (%s)", own->name, own->code));
	return row->import->unit;
}

/* Where the sheet has no column of that name, kindergartens', the child enters the first grade. */
static void read_place(struct ctx *ctx, struct row *row)
{
	Xueji__V1__StudentItems *items = row->form.items;
	bool is_preschool = row->import->form == FORM_PRESCHOOL + 1;
	const char *grade = item_tidy(ITEM_GRADE, ctx->arena, items->grade);
	const char *class_no = item_tidy(ITEM_CLASS_NAME, ctx->arena, items->class_name);
	row->form.grade = is_preschool;
	if (is_preschool)
		return;
	if (grade[0] == '\0')
		ctx_fault(ctx, "grade", REASON_REQUIRED);
	else if (!grade_read(grade, &row->form.grade))
		ctx_fault(ctx, "grade", REASON_NO_SUCH_GRADE, grade);
	if (class_no[0] == '\0' && !row->form.is_provisional)
		ctx_fault(ctx, "class_number", REASON_REQUIRED);
	else if (class_no[0] != '\0' &&
		 !class_read(class_no, row->form.grade, &row->form.class_number))
		ctx_fault(ctx, "class_number", REASON_NOT_A_CLASS);
}

/* A bureau's sheet is of the stages that are collected. */
static enum err check_collection(struct ctx *ctx, const struct row *row)
{
	const struct unit_node *own = unit_tree_get(ctx->units, row->import->unit);
	bool runs = true;
	enum err err = OK;
	if (own != NULL && own->tier != TIER_SCHOOL)
		err = campaign_runs(
			ctx, CAMPAIGN_COLLECTION, row->school, row->entered.row.stage, &runs);
	if (err == OK && !runs) {
		ctx_fault(ctx, "school_id", REASON_NOT_A_SCHOOL_OF_YOURS, own->name);
		err = ctx_faults(ctx);
	}
	return err;
}

static Xueji__V1__StudentItems *read_cells(struct ctx *ctx, const Xueji__V1__StudentItems *given)
{
	Xueji__V1__StudentItems *items = profile_copy(ctx->arena, given);
	for (int item = 0; item < ITEM_COUNT; item++) {
		char **cell = student_item_at(items, (enum item)item);
		if (item_row((enum item)item)->kind == KIND_CODE && (*cell)[0] != '\0')
			*cell = (char *)item_tidy_cell((enum item)item, ctx->arena, *cell);
	}
	items->photo = (char *)protobuf_c_empty_string; /* a sheet has none */
	return items;
}

static enum err read_row(struct ctx *ctx, struct row *row)
{
	static const Xueji__V1__StudentItems none = XUEJI__V1__STUDENT_ITEMS__INIT;
	const Xueji__V1__StudentItems *given = row->in->items ? row->in->items : &none;
	xueji__v1__save_registration_request__init(&row->form);
	row->form.items = read_cells(ctx, given);
	row->form.submit = true;
	row->form.is_provisional =
		row->import->is_provisional || row->import->form == FORM_PRESCHOOL + 1;
	row->school = find_school(ctx, row);
	read_place(ctx, row);
	if (item_tidy(ITEM_ID_NUMBER, ctx->arena, given->id_number)[0] == '\0')
		ctx_fault(ctx, "items.id_number", REASON_ENTERED_ONE_BY_ONE);
	enum err err = cases_read_registration(ctx, &row->form, row->school, NULL, &row->entered);
	if (err == OK)
		err = check_collection(ctx, row);
	const Xueji__V1__StudentItems *read = row->entered.items;
	if (read != NULL)
		row->key = identity_key(ctx->app->keys, read->id_type, read->id_number);
	return err;
}

/* ---- a child that is known ---- */

static bool is_same_form(const struct student_record *a, const struct student_record *b)
{
	enum item differ[ITEM_COUNT];
	return a->row.grade == b->row.grade && a->row.class_no == b->row.class_no &&
	       a->row.is_provisional == b->row.is_provisional &&
	       student_items_differ(a->items, b->items, differ) == 0;
}

/* Submits what is now a draft. */
static enum err submit(struct ctx *ctx, struct row *row, struct case_file *file)
{
	file->is_checked = true;
	enum err err = case_decide_as(ctx, file, CASE_SUBMIT, CASE_REGISTRAR, NULL);
	if (err == OK)
		err = import_keep_case(ctx, row->import, file->row.school, file->row.id);
	row->verdict->outcome = XUEJI__V1__ROW_OUTCOME__ROW_OUTCOME_UPDATED;
	if (!row->import->is_dry)
		row->verdict->case_id = ids_format(ctx->arena, file->row.id);
	return err;
}

static enum err change_pending(struct ctx *ctx, struct row *row, int64_t case_id)
{
	struct case_file file;
	struct student_record *entered = &row->entered;
	const struct student_row placed = entered->row;
	enum err err = case_open(ctx, case_id, &file);
	if (err != OK)
		return err;
	if (file.row.state != CASE_DRAFT) {
		if (!is_same_form(&file.student, entered))
			return ctx_fail(ctx, REASON_CASE_PAST_DRAFT);
		row->verdict->outcome = XUEJI__V1__ROW_OUTCOME__ROW_OUTCOME_UNCHANGED;
		return OK;
	}
	entered->row = file.student.row;
	entered->row.stage = placed.stage;
	entered->row.grade = placed.grade;
	entered->row.class_no = placed.class_no;
	entered->row.initials = placed.initials;
	entered->row.is_provisional = placed.is_provisional;
	err = cases_keep_registration(ctx, entered, &file);
	return err == OK ? submit(ctx, row, &file) : err;
}

/* As a registrar would by hand: what is controlled, or changes by another way, is said. */
static enum err change_record(struct ctx *ctx, struct row *row, const struct student_row *child)
{
	Xueji__V1__UpdateStudentRequest in = XUEJI__V1__UPDATE_STUDENT_REQUEST__INIT;
	Xueji__V1__UpdateStudentResponse out = XUEJI__V1__UPDATE_STUDENT_RESPONSE__INIT;
	in.student_id = ids_format(ctx->arena, child->id);
	in.rev = child->rev;
	in.items = row->entered.items;
	/* It is by this that the child was found. */
	in.items->id_number = (char *)protobuf_c_empty_string;
	enum err err = students_update(ctx, &in.base, &out);
	row->verdict->outcome = out.n_changed_items > 0
					? XUEJI__V1__ROW_OUTCOME__ROW_OUTCOME_UPDATED
					: XUEJI__V1__ROW_OUTCOME__ROW_OUTCOME_UNCHANGED;
	return err;
}

static enum err change_known(struct ctx *ctx, struct row *row, const struct student_row *child)
{
	int64_t case_id;
	if (child->status != ROLL_PENDING)
		return change_record(ctx, row, child);
	enum err err = case_open_of_student(ctx, child->id, &case_id);
	if (err == OK && case_id == 0)
		err = ctx_broken(ctx, ERR_INTERNAL, "a pending child has no case");
	return err == OK ? change_pending(ctx, row, case_id) : err;
}

/* A record of the same document at this school; id 0: there is none. */
static enum err find_known(struct ctx *ctx, const struct row *row, struct student_row *out)
{
	struct identity_claims claims;
	*out = (struct student_row){0};
	enum err err = identity_find(ctx, &row->key, &claims);
	for (size_t i = 0; err == OK && i < claims.n; i++) {
		struct student_row child;
		err = student_get(ctx, claims.of[i].student, &child);
		bool is_here =
			err == OK && child.school == row->school &&
			(child.status == ROLL_PENDING || roll_status_row(child.status)->is_on_roll);
		if (is_here && out->id == 0)
			*out = child;
	}
	return err;
}

/* As if nothing had been done for the row. */
static enum err undo(struct ctx *ctx, const struct mark *mark)
{
	*mark->notes = NULL;
	ctx->last_note = mark->notes;
	*mark->hooks = NULL;
	ctx->last_hook = mark->hooks;
	ctx->undone = db_changes(ctx->db) - mark->changes;
	return db_undo_savepoint(ctx) ? OK
				      : ctx_broken(ctx, ERR_UNAVAILABLE, "the transaction is lost");
}

/* What changes a record may be refused when some of it is written. */
static enum err change_or_undo(struct ctx *ctx, struct row *row, const struct student_row *child)
{
	const struct mark mark = {
		ctx->last_note, ctx->last_hook, db_changes(ctx->db) - ctx->undone};
	enum err err = db_savepoint(ctx), undone;
	if (err != OK)
		return err;
	err = change_known(ctx, row, child);
	if (err == OK && !row->import->is_dry)
		return db_release(ctx);
	if (err != OK && !imports_is_refusal(err))
		return err;
	undone = undo(ctx, &mark);
	return undone != OK ? undone : err;
}

/* ---- what becomes of it ---- */

/* One of eleven numbers whose last digits a spreadsheet made 000 is right by its check character,
 * and somebody else's; hardly any child's number is so by itself. */
static enum err check_zeroed(struct ctx *ctx, const struct row *row)
{
	const char *number = row->entered.items->id_number;
	size_t size = strlen(number);
	if (size == 18 && strcmp(number + size - 3, "000") == 0)
		ctx_fault(ctx, "items.id_number", REASON_DIGITS_ZEROED);
	return ctx_faults(ctx);
}

static enum err enter_new(struct ctx *ctx, struct row *row)
{
	struct case_file file;
	bool stores = !row->import->is_dry;
	enum err err = check_zeroed(ctx, row);
	if (err == OK)
		err = cases_enter_registration(ctx, &row->entered, stores, &file);
	row->verdict->outcome = XUEJI__V1__ROW_OUTCOME__ROW_OUTCOME_CREATED;
	if (err != OK || !stores)
		return err;
	row->verdict->case_id = ids_format(ctx->arena, file.row.id);
	return import_keep_case(ctx, row->import, file.row.school, file.row.id);
}

/* A faulty row's child is remembered all the same, so that its double is named. */
static enum err judge(struct ctx *ctx, struct row *row)
{
	struct student_row known;
	int64_t earlier = 0;
	enum err err = read_row(ctx, row);
	if (err != OK && !imports_is_refusal(err))
		return err;
	enum err met = import_meet(ctx, row->import, &row->key, row->in->row, &earlier);
	if (met != OK)
		return met;
	if (err == OK && earlier != 0 &&
		earlier != row->in->row) { /* its own: it is being mended */
		ctx_fault(ctx, "items.id_number", REASON_ROW_TWICE,
			arena_printf(ctx->arena, "%lld", (long long)earlier));
		err = ctx_faults(ctx);
	}
	if (err == OK)
		err = find_known(ctx, row, &known);
	if (err != OK)
		return err;
	return known.id != 0 ? change_or_undo(ctx, row, &known) : enter_new(ctx, row);
}

enum err imports_take_row(struct ctx *ctx, const struct import *import,
	const Xueji__V1__ImportRow *in, Xueji__V1__RowVerdict *verdict)
{
	struct row row = {
		.import = import, .in = in, .key = {.is_empty = true}, .verdict = verdict};
	enum err err = judge(ctx, &row);
	if (err == OK || !imports_is_refusal(err))
		return err;
	imports_take_refusal(ctx, import, verdict);
	return OK;
}
