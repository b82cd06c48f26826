/* Cases as they are stored. What a step may do is server/registry/case_table.h; what it does,
 * server/service/case_apply.h. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "server/ctx.h"
#include "server/registry/case_table.h"

enum { DUE_NEVER = 2932896 }; /* 9999-12-31 */

struct case_row {
	int64_t id, rev;
	enum case_type type;
	enum case_state state;
	bool is_open;
	int64_t student; /* 0: the file of a child of another province has not come yet */
	int64_t school, bureau;
	int64_t from_school, from_bureau; /* of a transfer: what the child leaves; 0 */
	int to_grade, to_class;           /* of a transfer: where to; 0 */
	int change;                       /* enum status_change of a change of status; 0 */
	enum case_party turn;
	int64_t turn_unit;     /* 0: nobody's move */
	int64_t was_turn_unit; /* as it was read or last written, like was_open */
	bool was_open;
	int32_t due; /* the move is due at the end of this day; DUE_NEVER: no clock runs */
	int64_t opened_us, moved_us;
	int64_t entered_by;  /* the registrar */
	int64_t import;      /* the sheet that it comes with; 0: none; not read back */
	const void *payload; /* what is applied for; NULL: the child's own record holds it */
	size_t payload_size;
};

struct case_step_row {
	int number;
	int64_t at_us;
	enum case_event event;
	enum case_state from, to;
	enum case_party party;
	int64_t unit, operator_id, for_operator;
	const char *operator_name, *for_name; /* "": nobody */
	const char *reason;                   /* "": none was given */
	enum case_ground ground;
};

/* Puts a case in; id, opened_us and rev are set here. `units` are those that may see it; each is
 * listed once. ERR_EXISTS without a reason when the child has an open case already. */
enum err case_insert(
	struct ctx *ctx, struct case_row *row, const int64_t *units, size_t n_units) MUST_CHECK;

/* ERR_NOT_FOUND (NO_SUCH_CASE) when there is none. */
enum err case_get(struct ctx *ctx, int64_t id, struct case_row *out) MUST_CHECK;
/* The child's open case; 0 when there is none. */
enum err case_open_of_student(struct ctx *ctx, int64_t student, int64_t *case_out) MUST_CHECK;

/* All of a child's but its problems, which are about one record and stay with it; by id. */
enum err case_ids_of_student(
	struct ctx *ctx, int64_t student, int64_t **ids_out, size_t *n_out) MUST_CHECK;
/* A case that is over becomes another child's, or its own one's again: for merging records. */
enum err case_hand_over(struct ctx *ctx, int64_t id, int64_t to) MUST_CHECK;

/* Writes state, turn, due, entered_by, to_grade, to_class, student and payload where the stored rev
 * is still row->rev; STALE else. row->rev and moved_us follow. */
enum err case_move(struct ctx *ctx, struct case_row *row) MUST_CHECK;
/* Notes a step as taken now by ctx's actor: from `step->from` to the row's state. Of the step,
 * from, event, party, unit, reason (may be NULL) and ground are read, and number: the next one
 * where it is 0, which has to be looked up. */
enum err case_note_step(
	struct ctx *ctx, const struct case_row *row, const struct case_step_row *step) MUST_CHECK;
enum err case_steps(
	struct ctx *ctx, int64_t id, struct case_step_row **steps_out, size_t *n_out) MUST_CHECK;

/* A step of any of a child's cases. */
struct student_step {
	struct case_step_row step;
	int64_t id, case_id;
	enum case_type type;
	int change; /* enum status_change; 0 */
};
/* Those before (at_us, id), newest first. The cost is that of the child's own cases. */
enum err case_steps_of_student(struct ctx *ctx, int64_t student, int64_t before_us,
	int64_t before_id, size_t limit, struct student_step **steps_out, size_t *n_out) MUST_CHECK;

/* Wherever `from` stands in the case, `to` takes its place, in the row too. */
enum err case_replace_unit(
	struct ctx *ctx, struct case_row *row, int64_t from, int64_t to) MUST_CHECK;
/* Another bureau decides it from here on; whose move it is follows. */
enum err case_set_bureau(struct ctx *ctx, struct case_row *row, int64_t bureau) MUST_CHECK;
/* These units see it too; who does already is listed once. */
enum err case_add_parties(struct ctx *ctx, const struct case_row *row, const int64_t *units,
	size_t n_units) MUST_CHECK;
