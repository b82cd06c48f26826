/* What a list asks about a child, and what a verdict has to know of him: read in the transaction in
 * which the list is made, and again when the verdict comes. */
#pragma once

#include "server/service/case_apply.h"
#include "server/store/list_store.h"
#include "xueji/v1/parcels.pb-c.h"

struct asked {
	Xueji__V1__ListRow row; /* without its number */
	uint8_t facts[BLIND_SIZE];
	struct student_record child;
	struct case_file file; /* of the lists of cases; else empty */
};

/* NO_SUCH_STUDENT or NO_SUCH_CASE when what it is about is gone. */
enum err asked_read(struct ctx *ctx, enum parcel_kind kind, int64_t student, int64_t kase,
	struct asked *out) MUST_CHECK;

/* Does the child belong on this list? Not who is in another province, who has no checked resident
 * ID number of his own (R71), or of whom the police have said all there is to say. */
enum err asked_belongs(
	struct ctx *ctx, const struct list *list, const struct asked *asked, bool *out) MUST_CHECK;
