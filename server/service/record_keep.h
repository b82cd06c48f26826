/* A record as it stands, kept for undoing what is about to change it (server/service/child_merge.h,
 * child_delete.h), and compared later to find out whether something else relies on it. */
#pragma once

#include "server/store/enrolment_store.h"
#include "server/store/student_record.h"
#include "xueji/v1/tombstones.pb-c.h"

/* From the arena. */
enum err record_keep(struct ctx *ctx, const struct student_record *record,
	Xueji__V1__RecordKept **out) MUST_CHECK;

/* The key of its identity document, as it is now. */
struct identity_key record_identity(struct ctx *ctx, const struct student_record *record);
bool record_has_identity(const Xueji__V1__RecordKept *kept, const struct identity_key *key);

/* Its stays, the oldest first, from the arena. */
struct enrolment *record_stays(struct ctx *ctx, const Xueji__V1__RecordKept *kept);
bool record_same_stays(const Xueji__V1__RecordKept *a, const Xueji__V1__RecordKept *b);

/* The row that the record had takes the place of the present one, with what follows from it; stays
 * and numbers are put back before. Ordinary items stay as they are now, but for the number in
 * class where that is still what it was made to be then. ERR_STALE when the record has changed
 * since it was read. */
enum err record_put_back(struct ctx *ctx, struct student_record *record,
	const Xueji__V1__RecordKept *kept, const Xueji__V1__RecordKept *then) MUST_CHECK;

/* Until which day a child is suspended is as this record had it. */
enum err record_suspend(
	struct ctx *ctx, const Xueji__V1__RecordKept *as, int64_t student) MUST_CHECK;

/* Is `id` among them? */
bool record_lists(const int64_t *ids, size_t n, int64_t id);

/* Cases that are over, attachments, and the records merged into it become another record's, as they
 * are. */
enum err record_hand_over(
	struct ctx *ctx, const Xueji__V1__RecordKept *what, int64_t to) MUST_CHECK;

/* Notes in the journal what was done to a record, for whoever audits its school. `other` is the
 * record that had a part in it; 0: none. `reason` may be NULL. */
void record_note(struct ctx *ctx, enum action action, const struct student_row *row, int64_t other,
	const char *reason);
