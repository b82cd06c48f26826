/* Service Checks: two records side by side. */
#include "server/service/checks.h"

#include <string.h>

#include "common/date.h"
#include "domain/id_number.h"
#include "domain/roles.h"
#include "server/auth/access.h"
#include "server/finder/explain.h"
#include "server/finder/letters.h"
#include "server/service/fields.h"
#include "server/service/students.h"
#include "server/service/units.h"
#include "server/store/check_store.h"
#include "server/store/guardian_store.h"
#include "server/store/ids.h"

struct side {
	struct student_record record;
	bool is_seen;
	int n_guardians;
	const char *guardians[GUARDIANS];
	struct explain_side shown;
};

static enum err read_side(struct ctx *ctx, int64_t student, struct side *side)
{
	enum err err = student_read(ctx, student, &side->record);
	if (err != OK)
		return err;
	const struct student_row *row = &side->record.row;
	const Xueji__V1__StudentItems *items = side->record.items;
	side->is_seen = access_right(ctx, ROLES_BUSINESS, SCOPE_SUBTREE, row->school) != NULL;
	side->n_guardians = guardian_names(items, side->guardians);
	side->shown = (struct explain_side){.name = row->name,
		.sex = row->sex,
		.id_type = items->id_type,
		.id_number = items->id_number};
	for (int i = 0; i < PERSON_GUARDIANS; i++)
		side->shown.guardians[i] = i < side->n_guardians ? side->guardians[i] : "";
	return date_parse(row->birth, &side->shown.born)
		       ? OK
		       : ctx_broken(ctx, ERR_INTERNAL, "the birth date of student %lld is none",
				 (long long)row->id);
}

/* A child of another's is compared by who has a problem with it in common (Q1). */
static enum err check_right(struct ctx *ctx, const struct side *one, const struct side *other)
{
	bool is_common = false;
	enum err err = OK;
	if (one->is_seen && other->is_seen)
		return OK;
	if (one->is_seen || other->is_seen)
		err = check_has_common_problem(
			ctx, one->record.row.id, other->record.row.id, &is_common);
	return err == OK && !is_common ? ctx_fail(ctx, REASON_OUTSIDE_SCOPE) : err;
}

/* ---- messages ---- */

static Xueji__V1__NumberSoundness soundness(enum document_kind kind)
{
	switch (kind) {
	case DOCUMENT_NONE:
		return XUEJI__V1__NUMBER_SOUNDNESS__NUMBER_SOUNDNESS_NONE;
	case DOCUMENT_RIGHT:
		return XUEJI__V1__NUMBER_SOUNDNESS__NUMBER_SOUNDNESS_RIGHT;
	case DOCUMENT_WRONG:
		return XUEJI__V1__NUMBER_SOUNDNESS__NUMBER_SOUNDNESS_WRONG;
	case DOCUMENT_OTHER:
		break;
	}
	return XUEJI__V1__NUMBER_SOUNDNESS__NUMBER_SOUNDNESS_UNKNOWN;
}

static enum err side_message(struct ctx *ctx, const struct side *side, enum document_kind kind,
	Xueji__V1__ComparedStudent **out)
{
	const struct student_row *row = &side->record.row;
	Xueji__V1__ComparedStudent *message = arena_one(ctx->arena, Xueji__V1__ComparedStudent);
	Xueji__V1__Student student = XUEJI__V1__STUDENT__INIT;
	enum err err = student_message(ctx, row, side->record.items, &student);
	if (err != OK)
		return err;
	xueji__v1__compared_student__init(message);
	message->student_id = student.id;
	message->name = student.name;
	message->sex = student.sex;
	message->birth_date = student.birth_date;
	message->id_type = student.id_type;
	message->id_number_masked = student.id_number_masked;
	message->number_soundness = soundness(kind);
	message->student_no_kind = student.student_no_kind;
	message->school = student.school;
	message->place = student_place_text(ctx, row->school);
	message->stage = student.stage;
	message->grade = student.grade;
	message->is_seen = side->is_seen;
	if (side->is_seen) {
		message->n_guardians = (size_t)side->n_guardians;
		message->guardians = arena_dup(ctx->arena, side->guardians, sizeof side->guardians);
	}
	*out = message;
	return OK;
}

static char *sentence_of(const struct ctx *ctx, enum cause cause)
{
	return (char *)sentence_in(&cause_row(cause)->sentence, ctx->lang);
}

static void fill_results(struct ctx *ctx, const struct explanation *explanation,
	Xueji__V1__CompareStudentsResponse *out)
{
	out->results = arena_array(ctx->arena, Xueji__V1__CompareResult *, EXPLAIN_FIELDS);
	for (int i = 0; i < EXPLAIN_FIELDS; i++) {
		Xueji__V1__CompareResult *result = arena_one(ctx->arena, Xueji__V1__CompareResult);
		xueji__v1__compare_result__init(result);
		result->field = (Xueji__V1__CompareField)(i + 1);
		result->cause = (char *)cause_row(explanation->causes[i])->word;
		result->cause_text = sentence_of(ctx, explanation->causes[i]);
		out->results[out->n_results++] = result;
	}
}

static void fill_spans(struct ctx *ctx, const struct explanation *explanation, bool with_number,
	Xueji__V1__CompareStudentsResponse *out)
{
	out->spans = arena_array(ctx->arena, Xueji__V1__CompareSpan *, explanation->n);
	for (size_t i = 0; i < explanation->n; i++) {
		const struct explain_span *span = &explanation->spans[i];
		if (span->field == EXPLAIN_NUMBER && !with_number)
			continue;
		Xueji__V1__CompareSpan *message = arena_one(ctx->arena, Xueji__V1__CompareSpan);
		xueji__v1__compare_span__init(message);
		message->field = (Xueji__V1__CompareField)(span->field + 1);
		message->cause = (char *)cause_row(span->cause)->word;
		message->cause_text = sentence_of(ctx, span->cause);
		message->from = span->a_from;
		message->to = span->a_to;
		message->other_from = span->b_from;
		message->other_to = span->b_to;
		out->spans[out->n_spans++] = message;
	}
}

/* ---- comparing ---- */

/* Who knows one number, what parts the other from it, and the last two characters of both, knows
 * the other one. A number that is wrong is nobody's. */
static void hide_number(
	const struct side *one, const struct side *other, struct explanation *explanation)
{
	bool hides = (!one->is_seen && explanation->number_a == DOCUMENT_RIGHT) ||
		     (!other->is_seen && explanation->number_b == DOCUMENT_RIGHT);
	enum cause *cause = &explanation->causes[EXPLAIN_NUMBER];
	if (hides && *cause != CAUSE_NONE && *cause != CAUSE_NUMBER_MISSING)
		*cause = CAUSE_OTHER_NUMBER;
}

static void note(struct ctx *ctx, const struct side *of, const struct side *with)
{
	ctx_journal(ctx, &(struct note){.action = ACTION_STUDENT_SET_BESIDE,
				 .unit = of->record.row.school,
				 .entity = "student",
				 .entity_id = of->record.row.id,
				 .summary = ids_format(ctx->arena, with->record.row.id)});
}

enum err checks_compare(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__CompareStudentsRequest *in = request;
	Xueji__V1__CompareStudentsResponse *out = reply;
	struct side one, other;
	struct explanation *explanation = arena_one(ctx->arena, struct explanation);
	int64_t one_id = field_id(ctx, "student_id", in->student_id);
	int64_t other_id = field_id(ctx, "other_id", in->other_id);
	if (one_id != 0 && one_id == other_id)
		ctx_fault(ctx, "other_id", REASON_TWICE);
	enum err err = ctx_faults(ctx);
	if (err == OK)
		err = read_side(ctx, one_id, &one);
	if (err == OK)
		err = read_side(ctx, other_id, &other);
	if (err == OK)
		err = check_right(ctx, &one, &other);
	if (err != OK)
		return err;
	struct letter_table *letters = letter_table_new(ctx->app->readings);
	explain(letters, &one.shown, &other.shown, explanation);
	letter_table_free(letters);
	hide_number(&one, &other, explanation);
	fill_results(ctx, explanation, out);
	fill_spans(ctx, explanation, one.is_seen && other.is_seen, out);
	out->guardians_in_common = explanation->guardians_in_common;
	err = side_message(ctx, &one, explanation->number_a, &out->student);
	if (err == OK)
		err = side_message(ctx, &other, explanation->number_b, &out->other);
	note(ctx, &one, &other);
	note(ctx, &other, &one);
	return err;
}
