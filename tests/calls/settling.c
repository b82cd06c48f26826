#include "tests/calls/settling.h"

#include <stdlib.h>
#include <string.h>

#include "domain/id_number.h"
#include "domain/attachment_kind.h"
#include "server/service/problem_found.h"
#include "server/service/services.h"
#include "server/store/student_number.h"
#include "server/store/unit_tree.h"
#include "tests/calls/attaching.h"
#include "tests/support/child.h"

struct ctx *settling_begin(struct moving *m)
{
	struct ctx *ctx = house_write(m->house);
	ctx->units = unit_tree_pin(m->house->fixture->app.units);
	return ctx;
}

void settling_commit(struct moving *m, struct ctx *ctx)
{
	unit_tree_unpin(ctx->units);
	ctx->units = NULL;
	house_commit(m->house);
}

/* ---- children ---- */

char *number_new(struct moving *m)
{
	char *text =
		arena_printf(m->house->arena, "44030620190304%03dX", 101 + 2 * m->n_children++);
	text[17] = id_number_check_character(text);
	return text;
}

char *number_wrong(struct moving *m)
{
	char *text = number_new(m);
	text[17] = text[17] == '1' ? '2' : '1';
	return text;
}

int64_t faulty_new(struct moving *m, const char *name, int64_t school, const char *number)
{
	struct student_record child = child_make(m->house->arena, name, "2019-03-04", school);
	struct ctx *ctx = settling_begin(m);
	child.items->id_number = (char *)number;
	child.items->id_type = number[0] == '\0' ? "Z" : "1";
	child_enrol_in(ctx, &child);
	ck_assert_int_eq(problem_check_child(ctx, child.row.id), OK);
	settling_commit(m, ctx);
	return child.row.id;
}

void give_g(struct moving *m, int64_t student, const char *number)
{
	struct ctx *ctx = settling_begin(m);
	struct student_record child;
	char student_no[STUDENT_NO_SIZE];
	struct id_number id;
	ck_assert(id_number_parse(number, &id));
	student_no_make_g(&id, student_no);
	ck_assert_int_eq(student_read(ctx, student, &child), OK);
	ck_assert_int_eq(student_give_g(ctx, &child, student_no), OK);
	settling_commit(m, ctx);
}

/* ---- problems ---- */

static struct answer ask(struct moving *m, const struct person *person, const char *method,
	const ProtobufCMessage *request)
{
	return call(m->house, person->token, &problems_service, method, request);
}

const Xueji__V1__Problem *problem_of(struct moving *m, int64_t student, Xueji__V1__ProblemKind kind)
{
	Xueji__V1__ListProblemsRequest in = XUEJI__V1__LIST_PROBLEMS_REQUEST__INIT;
	in.kind = kind;
	in.page_size = 200;
	struct answer a = ask(m, m->province, "ListProblems", &in.base);
	ck_assert_int_eq(a.err, OK);
	const Xueji__V1__ListProblemsResponse *list = a.reply;
	const char *id = id_text(m->house, student);
	for (size_t i = 0; i < list->n_problems; i++)
		if (strcmp(list->problems[i]->student_id, id) == 0)
			return list->problems[i];
	return NULL;
}

const Xueji__V1__GetProblemResponse *problem_whole(
	struct moving *m, const struct person *person, const char *id)
{
	Xueji__V1__GetProblemRequest in = XUEJI__V1__GET_PROBLEM_REQUEST__INIT;
	in.problem_id = (char *)id;
	struct answer a = ask(m, person, "GetProblem", &in.base);
	ck_assert_int_eq(a.err, OK);
	return a.reply;
}

/* ---- answers ---- */

char *paper_new(struct moving *m, const struct person *registrar, int64_t student, int kind)
{
	struct scan scan = scan_new(m->house, FILE_TYPE_JPEG, 200);
	return attach(m->house, registrar, student, kind, &scan);
}

Xueji__V1__AnswerProblemRequest answer_new(struct moving *m, const Xueji__V1__Problem *problem,
	const struct person *registrar, Xueji__V1__ProblemAnswer answer, bool with_papers)
{
	Xueji__V1__AnswerProblemRequest in = XUEJI__V1__ANSWER_PROBLEM_REQUEST__INIT;
	int64_t student = strtoll(problem->student_id, NULL, 10);
	in.problem_id = problem->id;
	in.rev = problem->rev;
	in.answer = answer;
	if (!with_papers)
		return in;
	in.attachment_ids = arena_array(m->house->arena, char *, SUBSTANTIATE_WITH);
	in.attachment_ids[in.n_attachment_ids++] =
		paper_new(m, registrar, student, ATTACHMENT_ATTENDANCE_CERTIFICATE);
	in.attachment_ids[in.n_attachment_ids++] =
		paper_new(m, registrar, student, ATTACHMENT_HOUSEHOLD_PAGE);
	return in;
}

struct answer answer_give(
	struct moving *m, const struct person *registrar, const Xueji__V1__AnswerProblemRequest *in)
{
	return ask(m, registrar, "AnswerProblem", &in->base);
}

const Xueji__V1__Problem *problem_answered(struct moving *m, const Xueji__V1__Problem *problem,
	const struct person *registrar, Xueji__V1__ProblemAnswer answer)
{
	Xueji__V1__AnswerProblemRequest in = answer_new(m, problem, registrar, answer,
		answer == ANSWER(SUBSTANTIATE) || answer == ANSWER(AMEND));
	struct answer a = answer_give(m, registrar, &in);
	ck_assert_msg(a.err == OK, "%s", reason_row(a.reason)->name);
	return ((const Xueji__V1__GetProblemResponse *)a.reply)->summary;
}

/* ---- moves ---- */

const Xueji__V1__ProblemResult *problem_try(struct moving *m, const struct person *person,
	Xueji__V1__CaseEvent event, const Xueji__V1__Problem *problem, const char *reason)
{
	Xueji__V1__DecideProblemsRequest in = XUEJI__V1__DECIDE_PROBLEMS_REQUEST__INIT;
	Xueji__V1__CaseRef ref = XUEJI__V1__CASE_REF__INIT, *refs[] = {&ref};
	ref.case_id = problem->id;
	ref.rev = problem->rev;
	in.event = event;
	in.n_problems = 1;
	in.problems = refs;
	in.reason = (char *)reason;
	struct answer a = ask(m, person, "DecideProblems", &in.base);
	ck_assert_msg(a.err == OK, "%s", reason_row(a.reason)->name);
	return ((const Xueji__V1__DecideProblemsResponse *)a.reply)->results[0];
}

const Xueji__V1__Problem *problem_done(struct moving *m, const struct person *person,
	Xueji__V1__CaseEvent event, const Xueji__V1__Problem *problem)
{
	const Xueji__V1__ProblemResult *result = problem_try(m, person, event, problem, "经核实");
	ck_assert_msg(result->is_done, "%s: %s", result->refusal, result->refusal_text);
	return result->summary;
}

void problem_refused(struct moving *m, const struct person *person, Xueji__V1__CaseEvent event,
	const Xueji__V1__Problem *problem, const char *why)
{
	const Xueji__V1__ProblemResult *result = problem_try(m, person, event, problem, "经核实");
	ck_assert(!result->is_done);
	ck_assert_str_eq(result->refusal, why);
}
