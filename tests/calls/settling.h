/* What the tests of problem records share, beside schools and people (moving.h): children with a
 * fault, and what schools and bureaus do about it in a few words. */
#pragma once

#include "tests/calls/moving.h"
#include "xueji/v1/problems.pb-c.h"

#define KIND(word)        XUEJI__V1__PROBLEM_KIND__PROBLEM_KIND_##word
#define ANSWER(word)      XUEJI__V1__PROBLEM_ANSWER__PROBLEM_ANSWER_##word
#define EVENT(word)       XUEJI__V1__CASE_EVENT__CASE_EVENT_##word
#define STATE(word)       XUEJI__V1__CASE_STATE__CASE_STATE_##word
#define SUBSTANTIATE_WITH 2 /* papers that an answer needs */

/* A write as checks make it: with the tree of units. */
struct ctx *settling_begin(struct moving *m);
void settling_commit(struct moving *m, struct ctx *ctx);

/* A right ID number of its own; and a wrong one. */
char *number_new(struct moving *m);
char *number_wrong(struct moving *m);
/* A child at a school with this number, "" for none; then its record is looked at. */
int64_t faulty_new(struct moving *m, const char *name, int64_t school, const char *number);
/* The child has a formal number of its ID number. */
void give_g(struct moving *m, int64_t student, const char *number);

/* The open problem of a kind that a child has; NULL: none. As the province sees it. */
const Xueji__V1__Problem *problem_of(
	struct moving *m, int64_t student, Xueji__V1__ProblemKind kind);
const Xueji__V1__GetProblemResponse *problem_whole(
	struct moving *m, const struct person *person, const char *id);

/* An answer about to be given: at this revision, with both papers if `with_papers`. */
Xueji__V1__AnswerProblemRequest answer_new(struct moving *m, const Xueji__V1__Problem *problem,
	const struct person *registrar, Xueji__V1__ProblemAnswer answer, bool with_papers);
struct answer answer_give(struct moving *m, const struct person *registrar,
	const Xueji__V1__AnswerProblemRequest *in);
/* The same, which must succeed; the problem as it then stands. */
const Xueji__V1__Problem *problem_answered(struct moving *m, const Xueji__V1__Problem *problem,
	const struct person *registrar, Xueji__V1__ProblemAnswer answer);
char *paper_new(struct moving *m, const struct person *registrar, int64_t student, int kind);

/* One move on one problem, and what became of it. */
const Xueji__V1__ProblemResult *problem_try(struct moving *m, const struct person *person,
	Xueji__V1__CaseEvent event, const Xueji__V1__Problem *problem, const char *reason);
const Xueji__V1__Problem *problem_done(struct moving *m, const struct person *person,
	Xueji__V1__CaseEvent event, const Xueji__V1__Problem *problem);
void problem_refused(struct moving *m, const struct person *person, Xueji__V1__CaseEvent event,
	const Xueji__V1__Problem *problem, const char *why);
