/* Attachments: their rows, and what relies on them. Their files: attachment_file.h, upload_file.h.
 *
 * A row is being sent, complete, or dropped; what was never completed is dropped after a day. A day
 * after it was dropped its file goes, if no other row names it, and the row is swept; once that is
 * certain to outlive a power cut the row goes too (server/jobs/attachment_jobs.h). To all but those
 * who sweep, a dropped or swept one does not exist. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "server/ctx.h"
#include "server/store/seal.h"
#include "xueji/v1/attachments.pb-c.h"

enum attachment_state {
	ATTACHMENT_BEING_SENT = 1,
	ATTACHMENT_COMPLETE,
	ATTACHMENT_DROPPED,
	ATTACHMENT_SWEPT
};

/* Who may rely on one: a case on its proofs, a child's record on the photo. */
enum attachment_user { ATTACHMENT_OF_CASE = 1, ATTACHMENT_OF_RECORD };

struct attachment_row {
	int64_t id, student;
	int kind; /* enum attachment_kind */
	enum attachment_state state;
	int file_type; /* enum file_type; 0 until complete */
	int64_t size;
	uint8_t content[BLIND_SIZE];       /* the name of its file */
	Xueji__V1__AttachmentFacts *facts; /* of the arena */
	int64_t made_by, made_us, moved_us;
};

/* ---- for whoever relies on attachments ---- */

/* Are these all complete attachments of this child, and of which kinds are they? *kinds_out has
 * ATTACHMENT_BIT(kind) of each (domain/attachment_kind.h). NO_SUCH_ATTACHMENT or
 * ATTACHMENT_NOT_COMPLETE with the id of the first that is not. */
enum err attachment_kinds(struct ctx *ctx, int64_t student, const int64_t *ids, size_t n,
	uint32_t *kinds_out) MUST_CHECK;

/* The kind of one of them, 0 when this child has none such, and whether all of it has arrived. */
enum err attachment_kind_of(struct ctx *ctx, int64_t student, int64_t id, int *kind_out,
	bool *is_complete_out) MUST_CHECK;

/* From now on this user relies on these and no others. They have been looked at with
 * attachment_kinds in the same transaction. */
enum err attachment_rely(struct ctx *ctx, enum attachment_user user, int64_t user_id,
	const int64_t *ids, size_t n) MUST_CHECK;
/* Those on which it relies, by id. */
enum err attachment_relied_on(struct ctx *ctx, enum attachment_user user, int64_t user_id,
	int64_t **ids_out, size_t *n_out) MUST_CHECK;

/* Drops all of a child whose record goes (a registration that was taken back), whoever relies on
 * them. */
enum err attachment_drop_all(struct ctx *ctx, int64_t student) MUST_CHECK;

/* It becomes another child's, or its own one's again: for merging records. */
enum err attachment_hand_over(struct ctx *ctx, int64_t id, int64_t to) MUST_CHECK;

/* ---- for the service ---- */

/* Makes the row of one that is going to be sent; id (unless another node has given it one), state,
 * content and times are filled in. */
enum err attachment_insert(struct ctx *ctx, struct attachment_row *row) MUST_CHECK;
/* ERR_NOT_FOUND with NO_SUCH_ATTACHMENT. */
enum err attachment_get(struct ctx *ctx, int64_t id, struct attachment_row *out) MUST_CHECK;
/* Of one child, by id, behind `after`. */
enum err attachment_list(struct ctx *ctx, int64_t student, int64_t after, size_t limit,
	struct attachment_row **rows_out, size_t *n_out) MUST_CHECK;
enum err attachment_count(struct ctx *ctx, int64_t student, int64_t *n_out) MUST_CHECK;
/* Its file is in its place. NO_SUCH_ATTACHMENT when it is not being sent any more. */
enum err attachment_complete(struct ctx *ctx, int64_t id, int file_type) MUST_CHECK;
enum err attachment_drop(struct ctx *ctx, int64_t id) MUST_CHECK;
enum err attachment_is_relied_on(struct ctx *ctx, int64_t id, bool *out) MUST_CHECK;
/* Who relies on it, cases first. */
struct attachment_use {
	enum attachment_user user;
	int64_t user_id;
};
enum err attachment_users(
	struct ctx *ctx, int64_t id, struct attachment_use **uses_out, size_t *n_out) MUST_CHECK;

/* ---- for sweeping, checking, sealing anew ---- */

/* At most `limit` rows that reached this state, which is not COMPLETE, before `before_us`. */
enum err attachment_loose(struct ctx *ctx, enum attachment_state state, int64_t before_us,
	size_t limit, struct attachment_row **rows_out, size_t *n_out) MUST_CHECK;
/* Is its content named by another row, whose file it may be as well? */
enum err attachment_is_shared(
	struct ctx *ctx, const struct attachment_row *row, bool *out) MUST_CHECK;
enum err attachment_swept(struct ctx *ctx, int64_t id) MUST_CHECK;
/* Deletes at most `limit` rows that were swept before `before_us`. */
enum err attachment_forget(
	struct ctx *ctx, int64_t before_us, size_t limit, int64_t *n_out) MUST_CHECK;
/* The state of any row; 0 when there is none. */
enum err attachment_state_of(struct ctx *ctx, int64_t id, int64_t *out) MUST_CHECK;
/* Is there a row, of any state, that names this content? */
enum err attachment_is_named(
	struct ctx *ctx, const uint8_t content[BLIND_SIZE], bool *out) MUST_CHECK;
/* Those that are being sent or complete, by id, behind `after`. */
enum err attachment_with_file(struct ctx *ctx, int64_t after, size_t limit,
	struct attachment_row **rows_out, size_t *n_out) MUST_CHECK;
