/* Profiles: what is personal of a child beyond the plain columns, as one sealed text
 * (server/store/profile_text.h). */
#pragma once

#include "server/ctx.h"
#include "server/store/seal.h"
#include "xueji/v1/students.pb-c.h"

/* Seals and stores the items, without those that are columns of student; replaces what was there.
 */
enum err profile_put(
	struct ctx *ctx, int64_t student, const Xueji__V1__StudentItems *items) MUST_CHECK;
/* In two parts, of which the first needs no store and costs most. */
const void *profile_pack(
	struct arena *arena, const Xueji__V1__StudentItems *items, size_t *size_out);
enum err profile_put_packed(
	struct ctx *ctx, int64_t student, const void *packed, size_t size) MUST_CHECK;
/* From the arena, without the items that are columns of student. */
enum err profile_get(
	struct ctx *ctx, int64_t student, Xueji__V1__StudentItems **items_out) MUST_CHECK;
enum err profile_delete(struct ctx *ctx, int64_t student) MUST_CHECK;

/* The same of a blob that was read with other things; NULL when it does not open. */
Xueji__V1__StudentItems *profile_open(struct arena *arena, const struct keys *keys, int64_t student,
	const void *sealed, size_t sealed_size);

/* What profile_put stores, for whoever writes the table in bulk. */
void *profile_seal(struct arena *arena, const struct keys *keys, int64_t student,
	const Xueji__V1__StudentItems *items, size_t *size_out);

/* A copy in the arena, whose fields may be replaced one by one; the texts are shared. */
Xueji__V1__StudentItems *profile_copy(struct arena *arena, const Xueji__V1__StudentItems *items);
