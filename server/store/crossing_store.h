/* Cases whose other half is in another province, and what came from there with the children. Both
 * sides speak of a case by the id that it has on the side that asked. */
#pragma once

#include <stdbool.h>

#include "server/ctx.h"
#include "xueji/v1/parcels.pb-c.h"

struct crossing {
	int64_t case_id;
	const char *province; /* the other one's code */
	int64_t far_id;       /* that of the side that asked; case_id itself on that side */
};

enum err crossing_insert(struct ctx *ctx, const struct crossing *crossing) MUST_CHECK;
/* The half of it that is here; *case_out 0 when there is none. */
enum err crossing_find(
	struct ctx *ctx, const char *province, int64_t far_id, int64_t *case_out) MUST_CHECK;
/* false: the case does not cross. */
enum err crossing_of_case(
	struct ctx *ctx, int64_t case_id, struct crossing *out, bool *found_out) MUST_CHECK;
/* The code of the province to which a child's record went last; "" if it never went. */
enum err crossing_gone_to(struct ctx *ctx, int64_t student, const char **province_out) MUST_CHECK;

/* What other provinces know of a child's life; replaces what they knew before. */
enum err student_past_put(
	struct ctx *ctx, int64_t student, const Xueji__V1__StudentPast *past) MUST_CHECK;
/* An empty one when the child came from nowhere else. */
enum err student_past_get(
	struct ctx *ctx, int64_t student, Xueji__V1__StudentPast **past_out) MUST_CHECK;
