/* What the files of service Imports share: rows of sheets, and the batches that come of them. */
#pragma once

#include "server/store/import_store.h"
#include "server/store/student_record.h"
#include "xueji/v1/imports.pb-c.h"

enum { IMPORT_ROWS_MOST = 200 };

/* What a row says by itself: where the child goes and its items, checked. */
struct import_reading {
	int64_t school; /* 0: none that the sheet may name */
	struct student_record entered;
	struct identity_key key;
	struct failure refused; /* .err OK: it may be carried out */
};
/* Rows of an import as read at one moment, and what they relied on then (imports_read.c). */
struct import_readings;

/* Writes nothing and may run on any connection. An error ends the call, a refused row is none. */
enum err imports_read(struct ctx *ctx, const struct import *import,
	Xueji__V1__ImportRow *const *rows, size_t n, struct import_readings **out) MUST_CHECK;
/* Would they be read alike now? */
enum err imports_compare(struct ctx *ctx, const struct import *import,
	const struct import_readings *readings, bool *is_same_out) MUST_CHECK;
const struct import_reading *imports_reading(const struct import_readings *readings, size_t i);

/* The rows of one call on their way to their verdicts (imports_row.c). */
struct import_taking;
/* Notes whom they are about: `n` rows in the order of the sheet, and what was read of them.
 * `is_by_hand`: typed by somebody who had their faults before him. */
enum err imports_begin(struct ctx *ctx, const struct import *import,
	Xueji__V1__ImportRow *const *rows, size_t n, const struct import_readings *readings,
	bool is_by_hand, struct import_taking **out) MUST_CHECK;
/* Judges the row at `i` and carries out what it changes of a record; a new child waits for
 * imports_enter. In a dry run all but what is noted of the import is undone. The verdict, which
 * names the row, is filled in, and told to nobody yet. An error ends the call, a refused row is
 * none. */
enum err imports_take_row(struct ctx *ctx, struct import_taking *taking, size_t i,
	Xueji__V1__RowVerdict *verdict) MUST_CHECK;
/* Keeps the refusal of the row at `i`, which was refused, with what was typed. */
enum err imports_keep_refusal(struct ctx *ctx, struct import_taking *taking, size_t i,
	const Xueji__V1__ImportRow *typed) MUST_CHECK;
/* Registers the new children of the rows that were taken, all of them together. */
enum err imports_enter(struct ctx *ctx, struct import_taking *taking) MUST_CHECK;

/* As imports_take_row, and where it tells of a child elsewhere it counts as a question (R55):
 * beyond the bound ERR_LIMITED. */
enum err imports_ask_row(struct ctx *ctx, const struct import *import,
	const Xueji__V1__ImportRow *row, struct import_taking *taking, size_t i,
	Xueji__V1__RowVerdict *verdict) MUST_CHECK;
void imports_count(struct import *import, Xueji__V1__RowOutcome outcome);

/* The refusal that lies in the ctx, as the row's, without what was typed; the ctx is as if nothing
 * had been refused. It has no language yet. */
Xueji__V1__RefusedRowKept *imports_take_refusal(struct ctx *ctx, int64_t row);
/* In the language of ctx, into a verdict; and as a new one. */
void imports_tell(struct ctx *ctx, const struct import *import,
	const Xueji__V1__RefusedRowKept *refused, Xueji__V1__RowVerdict *verdict);
Xueji__V1__RowVerdict *imports_told(
	struct ctx *ctx, const struct import *import, const Xueji__V1__RefusedRowKept *refused);
/* Is it an error of this row alone, with the others going on? */
bool imports_is_refusal(enum err err);

/* The unit that a request names, or that of the caller's posting. Faults are noted. */
int64_t imports_unit(struct ctx *ctx, const char *text);
Xueji__V1__Import *import_message(struct ctx *ctx, const struct import *import);

typedef enum err imports_handler(struct ctx *ctx, const void *request, void *reply);
imports_handler imports_rows; /* imports_rows.c */
enum err imports_prepare_rows(struct ctx *ctx, const void *request) MUST_CHECK;
imports_handler imports_refused_row, imports_mend_row;                      /* imports_mend.c */
imports_handler imports_batches, imports_batch_cases, imports_decide_batch; /* imports_batch.c */
