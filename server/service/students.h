/* What the files of service Students share: its messages, its handlers, and where a right must
 * reach. */
#pragma once

#include "server/ctx.h"
#include "server/store/enrolment_store.h"
#include "server/store/number_store.h"
#include "server/store/student_record.h"
#include "server/store/unit_tree.h"
#include "xueji/v1/parcels.pb-c.h"
#include "xueji/v1/students.pb-c.h"

/* ---- messages (students_message.c) ---- */

/* `out` is initialised. `items` are the child's, or NULL: then they are read. */
enum err student_message(struct ctx *ctx, const struct student_row *row,
	const Xueji__V1__StudentItems *items, Xueji__V1__Student *out) MUST_CHECK;
/* The same for a list, from the arena. */
enum err student_messages(struct ctx *ctx, const struct student_row *rows, size_t n,
	Xueji__V1__Student ***out, size_t *n_out) MUST_CHECK;
Xueji__V1__Enrolment *enrolment_message(struct ctx *ctx, const struct enrolment *enrolment);
Xueji__V1__StudentNumber *number_message(struct ctx *ctx, const struct number_row *number);
/* From the province down to the unit above the school. */
Xueji__V1__UnitName **student_path(struct ctx *ctx, int64_t school, size_t *n_out);
/* The same as text: "河北省 石家庄市 长安区". */
char *student_place_text(struct ctx *ctx, int64_t school);

/* A child's life, newest first, `most` events of it at most, with former values and reasons
 * (students_history.c). `past` is what another province told of it; NULL: it happened here. */
struct whole_event {
	Xueji__V1__HistoryEvent *event;
	const Xueji__V1__PastEvent *past;
};
enum err student_history_whole(struct ctx *ctx, int64_t student, size_t most,
	struct whole_event **events_out, size_t *n_out) MUST_CHECK;

/* ---- places ---- */

/* The school of the child that the request's field student_id names. */
enum err students_place(struct ctx *ctx, const void *request, int64_t *place_out) MUST_CHECK;
/* The id of that field, which students_place has found sound. */
int64_t students_asked(const void *request);
/* The unit of the request's field unit_id. */
enum err students_place_unit(struct ctx *ctx, const void *request, int64_t *place_out) MUST_CHECK;

/* ---- records that are gone (students_gone.c) ---- */

/* The record that opens for this one: itself, or what it was merged into where the caller sees that
 * (Q13). Both rows are filled in the same. */
enum err students_follow(struct ctx *ctx, int64_t student, struct student_row *out) MUST_CHECK;
/* Where the right must reach: the school of that one; the province, to undo. */
enum err students_place_opened(struct ctx *ctx, const void *request, int64_t *place_out) MUST_CHECK;
enum err students_place_province(
	struct ctx *ctx, const void *request, int64_t *place_out) MUST_CHECK;
/* What became of the record, and what was merged into it. */
enum err students_fill_gone(struct ctx *ctx, const struct student_row *row,
	Xueji__V1__GetStudentResponse *out) MUST_CHECK;

/* ---- handlers ---- */

typedef enum err student_handler(struct ctx *ctx, const void *request, void *reply);
student_handler students_get, students_list;               /* students_read.c */
student_handler students_search;                           /* students_search.c */
student_handler students_update;                           /* students_update.c */
student_handler students_reveal;                           /* students_reveal.c */
student_handler students_check_identity;                   /* students_check.c */
student_handler students_change_class;                     /* students_class.c */
student_handler students_history;                          /* students_history.c */
student_handler students_undo_merge, students_undo_delete; /* students_gone.c */

/* Count what is limited in an hour. */
typedef enum err student_countersign(struct ctx *ctx, const void *request);
student_countersign students_countersign_reveal, students_countersign_check;

/* The unit within which is searched: the request's, or that of the caller's first posting. */
enum err students_place_search(struct ctx *ctx, const void *request, int64_t *place_out) MUST_CHECK;
