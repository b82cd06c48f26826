/* Sheets of children as they are brought in: how far an import has got, which children and rows it
 * has had, what was refused, and which registrations came with it. What a row means is
 * server/service/imports.h. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/ctx.h"
#include "server/store/identity_store.h"
#include "xueji/v1/refused_rows.pb-c.h"

enum import_state { IMPORT_RUNNING = 1, IMPORT_FINISHED };

struct import {
	int64_t id, unit, operator_id;
	const char *operator_name, *title;
	uint8_t digest[DIGEST_SIZE]; /* of the file; not read back */
	int form;                    /* enum which_form + 1 */
	bool is_dry, is_provisional;
	enum import_state state;
	int64_t last_row;
	int64_t created, updated, unchanged, refused; /* rows */
	int64_t begun_us, moved_us;
};

/* ---- imports ---- */

/* The running import of ctx's operator with the same unit, digest, form and kind, read into
 * *import; else a new one: id and instants are filled in. *is_new_out says which. */
enum err import_begin(struct ctx *ctx, struct import *import, bool *is_new_out) MUST_CHECK;
/* ERR_NOT_FOUND with NO_SUCH_IMPORT. */
enum err import_get(struct ctx *ctx, int64_t id, struct import *out) MUST_CHECK;
/* Writes state, last_row and counts; moved_us is now. */
enum err import_move(struct ctx *ctx, struct import *import) MUST_CHECK;
/* Of a unit, newest first, below `before_id` (0: from the newest). */
enum err import_page(struct ctx *ctx, int64_t unit, int64_t before_id, size_t limit,
	struct import **imports_out, size_t *n_out) MUST_CHECK;

/* ---- rows ---- */

/* Which child of a school a row is about. An empty key is nobody's. */
struct import_meeting {
	int64_t row, school;
	struct identity_key key;
	int64_t earlier; /* the row before it about the same child; 0: there is none */
};
/* Notes them, in their order, and fills in `earlier`; that another school claims a child too is no
 * fault of the sheet (Q4). */
enum err import_meet(struct ctx *ctx, const struct import *import, struct import_meeting *rows,
	size_t n) MUST_CHECK;
/* A row is about that child no longer; what others noted of the child stays. */
enum err import_part(
	struct ctx *ctx, const struct import *import, const struct import_meeting *row) MUST_CHECK;

/* Sealed, with what was typed; an earlier refusal of the same row goes. */
enum err import_refuse(struct ctx *ctx, const struct import *import,
	const Xueji__V1__RefusedRowKept *refused) MUST_CHECK;
/* The row was mended. */
enum err import_unrefuse(struct ctx *ctx, const struct import *import, int64_t row) MUST_CHECK;
/* A refused row, with what was typed; ERR_NOT_FOUND with ROW_NOT_REFUSED. */
enum err import_refusal(struct ctx *ctx, const struct import *import, int64_t row,
	Xueji__V1__RefusedRowKept **refused_out) MUST_CHECK;
/* Refused rows behind a row, in their order. */
enum err import_refusals(struct ctx *ctx, int64_t import, int64_t after_row, size_t limit,
	Xueji__V1__RefusedRowKept ***refused_out, size_t *n_out) MUST_CHECK;

/* ---- batches ---- */

/* A case that is there already belongs to this import from now on; a new one is put in so. */
enum err import_keep_case(struct ctx *ctx, const struct import *import, int64_t case_id) MUST_CHECK;

struct import_batch {
	int64_t import, school;
	int64_t waiting, cases; /* of them all */
};
/* Of which something waits for a party (enum case_party) of a unit, behind (after_import,
 * after_school). The cost is that of the cases in those that are found. */
enum err import_batches(struct ctx *ctx, int64_t unit, int party, int64_t after_import,
	int64_t after_school, size_t limit, struct import_batch **out, size_t *n_out) MUST_CHECK;

/* A case of an import, school 0: of any school. */
struct import_case {
	int64_t school, id;
};
/* Those that wait for a party of a unit, behind `after`, by school and id. */
enum err import_waiting(struct ctx *ctx, int64_t import, int64_t school, int64_t unit, int party,
	struct import_case after, size_t limit, struct import_case **out, size_t *n_out) MUST_CHECK;

enum err import_waiting_count(struct ctx *ctx, int64_t import, int64_t school, int64_t unit,
	int party, int64_t *count_out) MUST_CHECK;

/* ---- keeping it small ---- */

/* Forgets which children ended imports had, and those that nothing has come for since
 * `abandoned_us`; and the refusals of imports that have not moved since `old_us`. At most `most` of
 * each; *more_out says that there may be others. */
enum err import_forget(struct ctx *ctx, int64_t abandoned_us, int64_t old_us, size_t most,
	bool *more_out) MUST_CHECK;
