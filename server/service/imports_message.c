/* Imports and verdicts as messages. */
#include <string.h>

#include "domain/items.h"
#include "server/service/imports.h"
#include "server/service/message.h"
#include "server/service/units.h"
#include "server/store/ids.h"

enum { FAULTS_MOST = 100, ARGUMENTS = 3 };

Xueji__V1__Import *import_message(struct ctx *ctx, const struct import *import)
{
	Xueji__V1__Import *out = arena_one(ctx->arena, Xueji__V1__Import);
	xueji__v1__import__init(out);
	out->id = ids_format(ctx->arena, import->id);
	out->unit = unit_name_message(ctx, import->unit);
	out->operator_name = (char *)import->operator_name;
	out->title = (char *)import->title;
	out->is_dry_run = import->is_dry;
	out->is_provisional = import->is_provisional;
	out->state = (Xueji__V1__ImportState)import->state;
	out->last_row = import->last_row;
	out->created = import->created;
	out->updated = import->updated;
	out->unchanged = import->unchanged;
	out->refused = import->refused;
	out->begun_time = message_time(ctx->arena, import->begun_us);
	out->moved_time = message_time(ctx->arena, import->moved_us);
	return out;
}

bool imports_is_refusal(enum err err)
{
	return err == ERR_INVALID || err == ERR_PRECONDITION || err == ERR_STALE ||
	       err == ERR_NOT_FOUND;
}

/* ---- faults ---- */

/* The item of a field of the form, or of a refusal as a whole; "" for none. */
static const char *word_of_field(const char *field)
{
	static const struct {
		const char *field, *word;
	} others[] = {
		{"class_number", "class_name"}, {"grade", "grade"}, {"school_id", "school_code"}};
	if (strncmp(field, "items.", 6) == 0)
		return field + 6;
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (strcmp(field, others[i].field) == 0)
			return others[i].word;
	return "";
}

static const char *word_of_reason(enum reason reason)
{
	switch (reason) {
	case REASON_IDENTITY_HELD:
	case REASON_CASE_OPEN:
		return "id_number";
	case REASON_CLASS_FULL:
		return "class_name";
	case REASON_WRONG_AGE:
		return "birth_date";
	default:
		return "";
	}
}

static const char *column_of(struct ctx *ctx, const struct import *import, const char *word)
{
	int item = item_find(word);
	if (item >= 0)
		return item_heading(
			(enum which_form)(import->form - 1), (enum item)item, ctx->lang);
	return word[0] == '\0' ? "" : sentence_in(school_code_heading(), ctx->lang);
}

/* A cell that cannot be read has one fault, whatever else follows from its being empty. */
static bool is_noted(const Xueji__V1__RefusedRowKept *refused, const char *word, const char *reason)
{
	bool is_place = strcmp(word, "grade") == 0 || strcmp(word, "class_name") == 0 ||
			strcmp(word, "school_code") == 0 || strcmp(word, "id_number") == 0;
	for (size_t i = 0; i < refused->n_faults; i++)
		if (strcmp(refused->faults[i]->item, word) == 0 &&
			(is_place || strcmp(refused->faults[i]->reason, reason) == 0))
			return true;
	return false;
}

static void note_fault(struct ctx *ctx, const char *word, enum reason reason,
	const char *const args[ARGUMENTS], Xueji__V1__RefusedRowKept *refused)
{
	const char *name = reason_row(reason)->name;
	if (refused->n_faults == FAULTS_MOST || is_noted(refused, word, name))
		return;
	Xueji__V1__FaultKept *fault = arena_one(ctx->arena, Xueji__V1__FaultKept);
	xueji__v1__fault_kept__init(fault);
	fault->item = (char *)word;
	fault->reason = (char *)name;
	fault->arguments = arena_array(ctx->arena, char *, ARGUMENTS);
	while (fault->n_arguments < ARGUMENTS && args[fault->n_arguments] != NULL) {
		fault->arguments[fault->n_arguments] = (char *)args[fault->n_arguments];
		fault->n_arguments++;
	}
	refused->faults[refused->n_faults++] = fault;
}

Xueji__V1__RefusedRowKept *imports_take_refusal(struct ctx *ctx, int64_t row)
{
	const struct failure *failure = &ctx->failure;
	Xueji__V1__RefusedRowKept *refused = arena_one(ctx->arena, Xueji__V1__RefusedRowKept);
	xueji__v1__refused_row_kept__init(refused);
	refused->row = row;
	refused->faults = arena_array(ctx->arena, Xueji__V1__FaultKept *, FAULTS_MOST);
	for (const struct fault *fault = failure->faults; fault != NULL; fault = fault->next)
		note_fault(ctx, word_of_field(fault->field), fault->reason, fault->args, refused);
	if (failure->faults == NULL)
		note_fault(ctx, word_of_reason(failure->reason), failure->reason, failure->args,
			refused);
	ctx_forgive(ctx);
	return refused;
}

/* ---- telling ---- */

static Xueji__V1__RowFault *tell_fault(
	struct ctx *ctx, const struct import *import, const Xueji__V1__FaultKept *kept)
{
	const struct reason_row *why = reason_find(kept->reason);
	Xueji__V1__RowFault *fault = arena_one(ctx->arena, Xueji__V1__RowFault);
	xueji__v1__row_fault__init(fault);
	fault->item = kept->item;
	fault->column = kept->column;
	fault->reason = why != NULL ? (char *)why->name : kept->reason;
	fault->text = kept->text;
	if (kept->text[0] != '\0' || why == NULL)
		return fault;
	const char *args[ARGUMENTS + 1] = {NULL};
	for (size_t i = 0; i < kept->n_arguments && i < ARGUMENTS; i++)
		args[i] = kept->arguments[i];
	fault->column = (char *)column_of(ctx, import, kept->item);
	fault->text = (char *)ctx_sentence(ctx, &why->sentence, args);
	return fault;
}

void imports_tell(struct ctx *ctx, const struct import *import,
	const Xueji__V1__RefusedRowKept *refused, Xueji__V1__RowVerdict *verdict)
{
	verdict->row = refused->row;
	verdict->outcome = XUEJI__V1__ROW_OUTCOME__ROW_OUTCOME_REFUSED;
	verdict->faults = arena_array(ctx->arena, Xueji__V1__RowFault *, refused->n_faults);
	for (size_t i = 0; i < refused->n_faults; i++)
		verdict->faults[i] = tell_fault(ctx, import, refused->faults[i]);
	verdict->n_faults = refused->n_faults;
}

Xueji__V1__RowVerdict *imports_told(
	struct ctx *ctx, const struct import *import, const Xueji__V1__RefusedRowKept *refused)
{
	Xueji__V1__RowVerdict *verdict = arena_one(ctx->arena, Xueji__V1__RowVerdict);
	xueji__v1__row_verdict__init(verdict);
	imports_tell(ctx, import, refused, verdict);
	return verdict;
}
