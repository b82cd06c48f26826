/* What schools say: answers (R45) and reports. */
#include "server/service/problems.h"

#include "server/service/case_papers.h"
#include "server/service/cases.h"
#include "server/service/fields.h"
#include "server/service/problem_found.h"
#include "server/service/problem_rules.h"
#include "server/store/ids.h"
#include "server/unpack.h"

enum { NOTE_MOST = 500 };

/* ---- answers ---- */

enum err problems_place_answer(struct ctx *ctx, const void *request, int64_t *place_out)
{
	const Xueji__V1__AnswerProblemRequest *in = request;
	struct case_file file;
	enum err err = problems_find(ctx, in->problem_id, &file);
	if (err == OK)
		*place_out = file.row.school;
	return err;
}

static enum err read_answer(struct ctx *ctx, const Xueji__V1__AnswerProblemRequest *in,
	struct case_file *file, struct case_papers *papers)
{
	Xueji__V1__ProblemAnswerGiven given = XUEJI__V1__PROBLEM_ANSWER_GIVEN__INIT;
	bool amends = in->answer == XUEJI__V1__PROBLEM_ANSWER__PROBLEM_ANSWER_AMEND;
	if (in->answer == XUEJI__V1__PROBLEM_ANSWER__PROBLEM_ANSWER_UNSPECIFIED)
		ctx_fault(ctx, "answer", REASON_REQUIRED);
	if (amends && in->items == NULL)
		ctx_fault(ctx, "items", REASON_REQUIRED);
	field_line_or_none(ctx, "note", in->note, NOTE_MOST);
	given.answer = in->answer;
	given.delete_ground = in->delete_ground;
	given.guardian_choice = in->guardian_choice;
	given.note = in->note;
	file->change = NULL;
	if (amends && in->items != NULL) {
		given.items = in->items;
		file->change = arena_one(ctx->arena, Xueji__V1__KeyDataChange);
		xueji__v1__key_data_change__init(file->change);
		file->change->items = in->items;
	}
	enum err err = case_papers_read(ctx, CASE_PROBLEM, file->row.student, in->attachment_ids,
		in->n_attachment_ids, papers);
	if (err == OK && file->change != NULL)
		err = cases_check_change(ctx, file);
	if (err == OK)
		err = ctx_faults(ctx);
	if (err != OK)
		return err;
	file->problem.answer = (enum problem_answer)in->answer;
	file->row.payload = pack_message(ctx->arena, &given.base, &file->row.payload_size);
	file->answer = unpack_message(ctx->arena, &xueji__v1__problem_answer_given__descriptor,
		file->row.payload, file->row.payload_size);
	return OK;
}

enum err problems_answer(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__AnswerProblemRequest *in = request;
	struct case_file file;
	struct case_papers papers;
	enum err err = problems_find(ctx, in->problem_id, &file);
	if (err == OK && file.row.rev != in->rev)
		err = ctx_fail(ctx, REASON_STALE);
	if (err == OK)
		err = read_answer(ctx, in, &file, &papers);
	if (err == OK)
		err = case_papers_keep(ctx, file.row.id, &papers);
	if (err == OK)
		err = case_decide(ctx, &file, CASE_SUBMIT, NULL);
	return err == OK ? problems_reply(ctx, file.row.id, reply) : err;
}

/* ---- reports ---- */

enum err problems_place_report(struct ctx *ctx, const void *request, int64_t *place_out)
{
	const Xueji__V1__ReportProblemRequest *in = request;
	struct student_row child;
	int64_t id = field_id(ctx, "student_id", in->student_id);
	enum err err = ctx_faults(ctx);
	if (err == OK)
		err = student_get(ctx, id, &child);
	if (err == OK)
		*place_out = child.school;
	return err;
}

static const char *cause_of(enum problem_kind kind)
{
	return kind == PROBLEM_GHOST       ? "no_pupil"
	       : kind == PROBLEM_SEPARATED ? "elsewhere"
					   : "here_without";
}

/* Whoever stands on a roll has a record; who is being registered has none yet. */
static enum err check_report(struct ctx *ctx, int64_t student, enum problem_kind kind)
{
	struct student_record child;
	enum err err = student_read(ctx, student, &child);
	if (err != OK || problem_report_fits(kind, &child))
		return err;
	return ctx_fail(ctx, REASON_PROBLEM_DOES_NOT_FIT);
}

/* Reported before or just now, it is the one open problem of the kind. */
static enum err reply_reported(
	struct ctx *ctx, int64_t student, enum problem_kind kind, void *reply)
{
	struct problem_list list;
	enum err err = problem_list_child(ctx, student, &list);
	for (size_t i = 0; err == OK && i < list.n; i++)
		if (list.rows[i].problem.kind == kind)
			return problems_reply(ctx, list.rows[i].problem.id, reply);
	return err == OK ? ctx_fail(ctx, REASON_NO_SUCH_PROBLEM) : err;
}

enum err problems_report(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__ReportProblemRequest *in = request;
	const struct problem_kind_row *kind = problem_kind_row((int)in->kind);
	int64_t student;
	if (kind == NULL || !kind->is_reported)
		ctx_fault(ctx, "kind", REASON_NOT_REPORTED);
	enum err err = ctx_faults(ctx);
	bool is_id = ids_parse(in->student_id, &student);
	if (err == OK)
		err = is_id ? check_report(ctx, student, kind->kind)
			    : ctx_fail(ctx, REASON_NO_SUCH_STUDENT);
	const struct problem_finding finding = {.kind = kind != NULL ? kind->kind : 0,
		.cause = kind != NULL ? cause_of(kind->kind) : "",
		.score = 1000,
		.students = &student,
		.n = 1};
	if (err == OK)
		err = problem_found(ctx, &finding, NULL);
	return err == OK ? reply_reported(ctx, student, kind->kind, reply) : err;
}
