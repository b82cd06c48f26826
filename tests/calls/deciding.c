#include "tests/calls/deciding.h"

#include <string.h>

#include "common/date.h"
#include "server/service/services.h"
#include "server/store/unit_store.h"

struct answer case_ask(struct house *house, const struct person *person, const char *method,
	const ProtobufCMessage *request)
{
	return call(house, person->token, &cases_service, method, request);
}

struct answer case_decide_answer(struct house *house, const struct person *person,
	Xueji__V1__CaseEvent event, const char *id, int64_t rev, const char *reason)
{
	Xueji__V1__DecideCasesRequest in = XUEJI__V1__DECIDE_CASES_REQUEST__INIT;
	Xueji__V1__CaseRef ref = XUEJI__V1__CASE_REF__INIT, *refs[] = {&ref};
	ref.case_id = (char *)id;
	ref.rev = rev;
	in.event = event;
	in.n_cases = 1;
	in.cases = refs;
	in.reason = (char *)reason;
	return case_ask(house, person, "DecideCases", &in.base);
}

const Xueji__V1__CaseResult *case_try(struct house *house, const struct person *person,
	Xueji__V1__CaseEvent event, const Xueji__V1__Case *one, const char *reason)
{
	struct answer a = case_decide_answer(house, person, event, one->id, one->rev, reason);
	ck_assert_int_eq(a.err, OK);
	return ((const Xueji__V1__DecideCasesResponse *)a.reply)->results[0];
}

const Xueji__V1__Case *case_done(struct house *house, const struct person *person,
	Xueji__V1__CaseEvent event, const Xueji__V1__Case *one, const char *reason)
{
	const Xueji__V1__CaseResult *result = case_try(house, person, event, one, reason);
	ck_assert_msg(result->is_done, "%s: %s", result->refusal, result->refusal_text);
	return result->summary;
}

void case_refused(struct house *house, const struct person *person, Xueji__V1__CaseEvent event,
	const Xueji__V1__Case *one, const char *why)
{
	const Xueji__V1__CaseResult *result = case_try(house, person, event, one, "");
	ck_assert(!result->is_done);
	ck_assert_str_eq(result->refusal, why);
}

const Xueji__V1__GetCaseResponse *case_get_whole(
	struct house *house, const struct person *person, const Xueji__V1__Case *one)
{
	Xueji__V1__GetCaseRequest in = XUEJI__V1__GET_CASE_REQUEST__INIT;
	in.case_id = one->id;
	struct answer a = case_ask(house, person, "GetCase", &in.base);
	ck_assert_int_eq(a.err, OK);
	return a.reply;
}

const Xueji__V1__ListCasesResponse *case_waiting(
	struct house *house, const struct person *person, Xueji__V1__CaseParty party)
{
	Xueji__V1__ListCasesRequest in = XUEJI__V1__LIST_CASES_REQUEST__INIT;
	in.waiting_for = party;
	struct answer a = case_ask(house, person, "ListCases", &in.base);
	ck_assert_int_eq(a.err, OK);
	return a.reply;
}

void days_pass(struct house *house, int n, struct person *const people[])
{
	house_wait(house, n * US_PER_DAY);
	for (size_t i = 0; people[i] != NULL; i++)
		memcpy(people[i]->token, person_session(house, people[i]->id), TOKEN_SIZE);
}

void case_classes(struct house *house, int64_t school)
{
	struct ctx *ctx = house_write(house);
	static const struct school_class classes[] = {{1, 1}, {1, 2}, {4, 1}};
	const struct programme primary = {.years = {[STAGE_PRIMARY] = 6}};
	ck_assert_int_eq(unit_set_programme(ctx, school, &primary), OK);
	ck_assert_int_eq(unit_set_classes(ctx, school, classes, 3), OK);
	house_commit(house);
}

static const Xueji__V1__GetDeskResponse *desk_of(struct house *house, const struct person *person)
{
	Xueji__V1__GetDeskRequest in = XUEJI__V1__GET_DESK_REQUEST__INIT;
	struct answer a = call(house, person->token, &desk_service, "GetDesk", &in.base);
	ck_assert_int_eq(a.err, OK);
	return a.reply;
}

int32_t desk_counts(struct house *house, const struct person *person, const char *keys)
{
	const Xueji__V1__GetDeskResponse *out = desk_of(house, person);
	int32_t n = 0;
	for (size_t i = 0; i < out->n_rows; i++)
		if (out->rows[i]->kind == XUEJI__V1__DESK_KIND__DESK_KIND_MINE &&
			strncmp(out->rows[i]->key, keys, strlen(keys)) == 0)
			n += out->rows[i]->count->count;
	return n;
}

const Xueji__V1__DeskRow *desk_row(
	struct house *house, const struct person *person, const char *key)
{
	const Xueji__V1__GetDeskResponse *out = desk_of(house, person);
	for (size_t i = 0; i < out->n_rows; i++)
		if (strcmp(out->rows[i]->key, key) == 0)
			return out->rows[i];
	return NULL;
}
