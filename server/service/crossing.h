/* Transfers across provinces, as they are told to the other one. Each side has a case of its own,
 * on its own node, and both speak of it by the id that it has on the side that asks. What is said
 * goes as parcels (server/store/parcel_store.h), in the transaction of what it tells: signed,
 * sealed for the other province, numbered, kept until it is acknowledged; so nothing that is said
 * is lost, nothing counts twice, and all is heard in the order in which it was said. What is heard
 * is taken in by server/node/crossings.h.
 *
 * There is one home at any time. The side that is left lets go of the child and sends the file in
 * one transaction, once, and only when the new school fetches it; the new side begins with that
 * file in its hands, and only if it has asked for it. */
#pragma once

#include "server/service/case_apply.h"
#include "server/store/peer_store.h"

/* Says that a move was made here, if it is one of a case that crosses and of which the other side
 * knows, or is to know now. What the other side itself did is not told back. */
enum err crossing_tell(struct ctx *ctx, const struct case_file *file,
	const struct case_transition *step, const char *reason) MUST_CHECK;
/* Says one thing of a case. */
enum err crossing_say(struct ctx *ctx, const struct case_file *file,
	const Xueji__V1__CrossingStep *step) MUST_CHECK;
/* The same of a case that is not here, or not any more. */
enum err crossing_say_to(struct ctx *ctx, struct peer *peer, int64_t far_id,
	const Xueji__V1__CrossingStep *step) MUST_CHECK;

/* Who is at the other end; PEER_MISSING when that province is not trusted (any more). */
enum err crossing_peer(struct ctx *ctx, const struct case_file *file, struct peer *out) MUST_CHECK;
/* A school of this province, for the other one. */
Xueji__V1__CrossingSchool *crossing_school(struct ctx *ctx, int64_t school);

/* ---- what the last moves do (crossing_file.c) ---- */

/* The child leaves the roll, and its file is sent: items, numbers, history, attachments. */
enum err crossing_let_go(struct ctx *ctx, struct case_file *file) MUST_CHECK;
/* The file once more, as it was when the child was let go. */
enum err crossing_send_file(struct ctx *ctx, const struct case_file *file) MUST_CHECK;
/* file->arrived is the child's record from here on. DATA_DIFFER_2001 when it is not the child that
 * was asked for, CROSSING_FILE_BAD when it cannot be a record. */
enum err crossing_arrive(struct ctx *ctx, struct case_file *file) MUST_CHECK;
