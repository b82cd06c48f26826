/* What the tests of imports share: a school with its people, sheets that are brought in for it,
 * what became of their rows, and the batches that they make. */
#pragma once

#include "tests/calls/deciding.h"
#include "xueji/v1/imports.pb-c.h"

#define CREATED   XUEJI__V1__ROW_OUTCOME__ROW_OUTCOME_CREATED
#define UPDATED   XUEJI__V1__ROW_OUTCOME__ROW_OUTCOME_UPDATED
#define UNCHANGED XUEJI__V1__ROW_OUTCOME__ROW_OUTCOME_UNCHANGED
#define REFUSED   XUEJI__V1__ROW_OUTCOME__ROW_OUTCOME_REFUSED
#define BEFORE    XUEJI__V1__ROW_OUTCOME__ROW_OUTCOME_TAKEN_BEFORE

#define APPROVER XUEJI__V1__CASE_PARTY__CASE_PARTY_APPROVER
#define BUREAU   XUEJI__V1__CASE_PARTY__CASE_PARTY_BUREAU

struct importing {
	struct house *house;
	/* of SCHOOL, its bureau's officer, and the registrar of SECOND_SCHOOL */
	struct person *registrar, *approver, *officer, *neighbour;
};

struct importing *importing_open(void);
void importing_close(struct importing *m);

/* A method of service Imports. */
struct answer import_ask(const struct importing *m, const struct person *person, const char *method,
	const ProtobufCMessage *request);

/* The cells of a six-year-old, with a right document of her own, as row `at` of a sheet. */
Xueji__V1__ImportRow *import_row(const struct importing *m, int64_t at);
/* A sheet is one by its mark: the same one goes on. */
struct answer import_start(
	const struct importing *m, const struct person *person, char mark, bool is_dry);
/* The same, which must succeed. */
const Xueji__V1__Import *import_started(
	const struct importing *m, const struct person *person, char mark, bool is_dry);
struct answer import_send(const struct importing *m, const struct person *person,
	const char *import, int64_t after, Xueji__V1__ImportRow **rows, size_t n);
/* One sheet of these rows, sent at once; the verdicts. */
const Xueji__V1__ImportRowsResponse *imported(const struct importing *m,
	const struct person *person, char mark, bool is_dry, Xueji__V1__ImportRow **rows, size_t n);
/* The registrar's, of one row, for good. */
const Xueji__V1__RowVerdict *imported_one(
	const struct importing *m, char mark, Xueji__V1__ImportRow *row);

bool verdict_has(const Xueji__V1__RowVerdict *verdict, const char *item, const char *reason);
/* All that waits of it is decided, a return because of names; whoever's batch it is. */
const Xueji__V1__DecideBatchResponse *batch_decided(struct house *house,
	const struct person *person, const char *import, Xueji__V1__CaseParty party,
	Xueji__V1__CaseEvent event);
