/* What the tests of cases share: moves in a few words. */
#pragma once

#include "xueji/v1/desk.pb-c.h"

#include "tests/calls/calls.h"
#include "xueji/v1/cases.pb-c.h"

#define APPROVE  XUEJI__V1__CASE_EVENT__CASE_EVENT_APPROVE
#define RETURN   XUEJI__V1__CASE_EVENT__CASE_EVENT_RETURN
#define REFUSE   XUEJI__V1__CASE_EVENT__CASE_EVENT_REFUSE
#define SUBMIT   XUEJI__V1__CASE_EVENT__CASE_EVENT_SUBMIT
#define WITHDRAW XUEJI__V1__CASE_EVENT__CASE_EVENT_WITHDRAW

/* A method of service Cases. */
struct answer case_ask(struct house *house, const struct person *person, const char *method,
	const ProtobufCMessage *request);

/* One move on one case at this revision; the whole answer, or what became of the case. */
struct answer case_decide_answer(struct house *house, const struct person *person,
	Xueji__V1__CaseEvent event, const char *id, int64_t rev, const char *reason);
const Xueji__V1__CaseResult *case_try(struct house *house, const struct person *person,
	Xueji__V1__CaseEvent event, const Xueji__V1__Case *one, const char *reason);
/* The move is made; the case as it then stands. */
const Xueji__V1__Case *case_done(struct house *house, const struct person *person,
	Xueji__V1__CaseEvent event, const Xueji__V1__Case *one, const char *reason);
/* It is refused, with this stable word. */
void case_refused(struct house *house, const struct person *person, Xueji__V1__CaseEvent event,
	const Xueji__V1__Case *one, const char *why);

const Xueji__V1__GetCaseResponse *case_get_whole(
	struct house *house, const struct person *person, const Xueji__V1__Case *one);
/* What waits for a party of the caller's unit. */
const Xueji__V1__ListCasesResponse *case_waiting(
	struct house *house, const struct person *person, Xueji__V1__CaseParty party);

/* Days pass, and these people, up to NULL, sign in again. */
void days_pass(struct house *house, int n, struct person *const people[]);

/* The school's classes: 1-1, 1-2 and 4-1, of a primary of six years. */
void case_classes(struct house *house, int64_t school);

/* How much his desk counts as his own moves, in the rows whose stable words begin so. */
int32_t desk_counts(struct house *house, const struct person *person, const char *keys);
/* A row of somebody's desk, by its stable word; NULL: it is not there. */
const Xueji__V1__DeskRow *desk_row(
	struct house *house, const struct person *person, const char *key);
