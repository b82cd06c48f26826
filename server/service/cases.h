/* What the files of service Cases share. */
#pragma once

#include "server/service/case_apply.h"

typedef enum err cases_handler(struct ctx *ctx, const void *request, void *reply);
cases_handler cases_save_registration, cases_save_key_data; /* cases_save.c */

cases_handler cases_apply_status;                            /* cases_status.c */
cases_handler cases_apply_graduation, cases_undo_graduation; /* cases_graduate.c */

/* A registration in two steps, for whoever enters many. What the form says: where the child goes
 * and its items, checked, in the form in which they are stored; faults are those of the request's
 * fields, all at once. `stored` is what the draft holds, NULL for a new one; of out->row only what
 * the form decides is written. */
enum err cases_read_registration(struct ctx *ctx, const Xueji__V1__SaveRegistrationRequest *in,
	int64_t school, const Xueji__V1__StudentItems *stored,
	struct student_record *out) MUST_CHECK;
/* Stores it as a new draft, which `file` then is; or in the draft of `file` where file->row.id is
 * not 0, `entered->row` having been read from it. Refuses an identity that has a record. */
enum err cases_keep_registration(
	struct ctx *ctx, struct student_record *entered, struct case_file *file) MUST_CHECK;
/* A new one that is submitted as it is entered, for whoever enters many (server/store/db_gather.h):
 * first it is judged, which fills in `file` and writes nothing. `is_unclaimed`: no record claims
 * its identity. */
enum err cases_judge_registration(struct ctx *ctx, const struct student_record *entered,
	bool is_unclaimed, struct case_file *file,
	const struct case_transition **step_out) MUST_CHECK;
enum err cases_enter_registration(
	struct ctx *ctx, struct case_file *file, const struct case_transition *step) MUST_CHECK;

/* ---- drafts (cases_draft.c) ---- */

/* Opens the draft of that type that is to change, or refuses: no such one, another revision. */
enum err cases_open_draft(struct ctx *ctx, const char *case_id, int64_t rev, enum case_type type,
	struct case_file *file) MUST_CHECK;
/* A new case about the child of file->student, as nobody has stored it yet. */
void cases_begin_draft(struct ctx *ctx, enum case_type type, struct case_file *file);
/* Puts in a draft for the child of file->student at its school; of file->row, change, to_grade and
 * to_class are read, and the rest is filled in. CASE_OPEN when there is another case. */
enum err cases_insert_draft(
	struct ctx *ctx, enum case_type type, struct case_file *file) MUST_CHECK;
/* Submits it if that is asked for, and replies. */
enum err cases_finish(struct ctx *ctx, struct case_file *file, bool submit,
	Xueji__V1__GetCaseResponse *reply) MUST_CHECK;

/* The case of an id that a request gives. To whom it is none of his business it does not exist. */
enum err cases_find(struct ctx *ctx, const char *text, struct case_file *out) MUST_CHECK;

/* Where the right must reach: the school of the draft, or of what is new. */
typedef enum err cases_place(struct ctx *ctx, const void *request, int64_t *place_out);
cases_place cases_place_registration, cases_place_key_data, cases_place_status,
	cases_place_graduation;

/* The same of the case that is named, or else of the child. */
enum err cases_place_case(struct ctx *ctx, const char *case_id, int64_t *place_out) MUST_CHECK;
enum err cases_place_child(struct ctx *ctx, const char *case_id, const char *student_id,
	int64_t *place_out) MUST_CHECK;

/* Counts and notes a refusal that told of a record elsewhere; see students_check.c. */
enum err cases_note_duplicate(struct ctx *ctx, const void *request) MUST_CHECK;

/* What a change of controlled items asks for, and the form as it will be: faults on "items.x". */
enum err cases_check_change(struct ctx *ctx, const struct case_file *file) MUST_CHECK;
