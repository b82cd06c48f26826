/* One row: whom it is about decides what becomes of it. A child that nobody knows is registered;
 * one whose registration lies here as a draft is completed; one on this school's roll gets new
 * values where the school may give them (R40). */
#include <string.h>

#include "domain/roll.h"
#include "server/registry/student_items.h"
#include "server/service/cases.h"
#include "server/service/imports.h"
#include "server/service/students.h"
#include "server/store/db_gather.h"
#include "server/store/identity_store.h"
#include "server/store/ids.h"

/* What is done for a row, to be undone when it is refused. */
struct mark {
	struct note **notes;
	struct commit_hook **hooks;
	int64_t changes; /* rows, but for undone ones */
};

/* A new child: judged, and to be written with the others. */
struct entry {
	struct case_file file;
	const struct case_transition *step;
	Xueji__V1__RowVerdict *verdict;
};

struct import_taking {
	const struct import *import;
	const struct import_readings *readings;
	bool is_by_hand;
	struct import_meeting *met;
	Xueji__V1__RefusedRowKept **refused; /* by row; NULL: it was taken */
	struct entry *entries;
	size_t n_entries;
};

struct row {
	struct import_taking *taking;
	const struct import *import;
	const struct import_reading *read;
	int64_t earlier; /* a row about the same child */
	struct student_record entered;
	Xueji__V1__RowVerdict *verdict; /* names the row */
};

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
		err = import_keep_case(ctx, row->import, file->row.id);
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
static enum err find_known(
	struct ctx *ctx, const struct row *row, struct student_row *out, bool *is_claimed_out)
{
	struct identity_claims claims;
	*out = (struct student_row){0};
	enum err err = identity_find(ctx, &row->read->key, &claims);
	*is_claimed_out = claims.n > 0;
	for (size_t i = 0; err == OK && i < claims.n; i++) {
		struct student_row child;
		err = student_get(ctx, claims.of[i].student, &child);
		bool is_here =
			err == OK && child.school == row->read->school &&
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

static enum err judge_new(struct ctx *ctx, struct row *row, bool is_claimed)
{
	struct import_taking *taking = row->taking;
	struct entry *entry = &taking->entries[taking->n_entries];
	enum err err = taking->is_by_hand ? OK : check_zeroed(ctx, row);
	if (err == OK)
		err = cases_judge_registration(
			ctx, &row->entered, !is_claimed, &entry->file, &entry->step);
	row->verdict->outcome = XUEJI__V1__ROW_OUTCOME__ROW_OUTCOME_CREATED;
	entry->verdict = row->verdict;
	taking->n_entries += err == OK && !row->import->is_dry;
	return err;
}

/* A faulty row's child is remembered all the same, so that its double is named. */
static enum err judge(struct ctx *ctx, struct row *row)
{
	struct student_row known;
	bool is_claimed;
	if (row->read->refused.err != OK) {
		ctx->failure = row->read->refused;
		return ctx->failure.err;
	}
	if (row->earlier != 0) {
		ctx_fault(ctx, "items.id_number", REASON_ROW_TWICE,
			arena_printf(ctx->arena, "%lld", (long long)row->earlier));
		return ctx_faults(ctx);
	}
	enum err err = find_known(ctx, row, &known, &is_claimed);
	if (err != OK)
		return err;
	return known.id != 0 ? change_or_undo(ctx, row, &known) : judge_new(ctx, row, is_claimed);
}

enum err imports_take_row(
	struct ctx *ctx, struct import_taking *taking, size_t i, Xueji__V1__RowVerdict *verdict)
{
	const struct import_reading *read = imports_reading(taking->readings, i);
	struct row row = {.taking = taking,
		.import = taking->import,
		.read = read,
		.earlier = taking->met[i].earlier,
		.entered = read->entered,
		.verdict = verdict};
	enum err err = judge(ctx, &row);
	if (err == OK || !imports_is_refusal(err))
		return err;
	taking->refused[i] = imports_take_refusal(ctx, verdict->row);
	imports_tell(ctx, taking->import, taking->refused[i], verdict);
	return OK;
}

enum err imports_keep_refusal(
	struct ctx *ctx, struct import_taking *taking, size_t i, const Xueji__V1__ImportRow *typed)
{
	taking->refused[i]->typed = (Xueji__V1__ImportRow *)(uintptr_t)typed;
	return import_refuse(ctx, taking->import, taking->refused[i]);
}

/* ---- the rows of a call ---- */

enum err imports_begin(struct ctx *ctx, const struct import *import,
	Xueji__V1__ImportRow *const *rows, size_t n, const struct import_readings *readings,
	bool is_by_hand, struct import_taking **out)
{
	struct import_taking *taking = *out = arena_one(ctx->arena, struct import_taking);
	*taking = (struct import_taking){.import = import,
		.readings = readings,
		.is_by_hand = is_by_hand,
		.met = arena_array(ctx->arena, struct import_meeting, n),
		.refused = arena_array(ctx->arena, Xueji__V1__RefusedRowKept *, n),
		.entries = arena_array(ctx->arena, struct entry, n)};
	for (size_t i = 0; i < n; i++) {
		const struct import_reading *read = imports_reading(readings, i);
		taking->met[i] = (struct import_meeting){
			.row = rows[i]->row, .school = read->school, .key = read->key};
	}
	return import_meet(ctx, import, taking->met, n);
}

static enum err enter(struct ctx *ctx, const struct import *import, struct entry *entry)
{
	entry->file.row.import = import->id;
	enum err err = cases_enter_registration(ctx, &entry->file, entry->step);
	entry->verdict->case_id = ids_format(ctx->arena, entry->file.row.id);
	return err;
}

enum err imports_enter(struct ctx *ctx, struct import_taking *taking)
{
	enum err err = OK;
	if (taking->n_entries == 0)
		return OK;
	db_gather(ctx);
	for (size_t i = 0; err == OK && i < taking->n_entries; i++)
		err = enter(ctx, taking->import, &taking->entries[i]);
	return db_gathered(ctx, err);
}
