/* By whose name a child can be found: guardians, as keyed hashes of their whole names, each with
 * the child's birth date, so that a name that many share still leads to few. */
#pragma once

#include "server/ctx.h"
#include "server/store/seal.h"
#include "xueji/v1/students.pb-c.h"

/* Adds or removes what the items say: each family member who has a name and is not said to be no
 * guardian. */
enum err guardian_insert(struct ctx *ctx, int64_t county, int64_t student,
	const Xueji__V1__StudentItems *items) MUST_CHECK;
enum err guardian_delete(struct ctx *ctx, int64_t county, int64_t student,
	const Xueji__V1__StudentItems *items) MUST_CHECK;
/* Do both leave the same rows? */
bool guardian_is_same(const Xueji__V1__StudentItems *a, const Xueji__V1__StudentItems *b);

enum { GUARDIANS = 2, GUARDIAN_KEY_SIZE = BLIND_SIZE / 2 };
/* Their names, for whoever writes the table in bulk; returns how many. */
int guardian_names(const Xueji__V1__StudentItems *items, const char *names[GUARDIANS]);
void guardian_key(const struct keys *keys, const char *name, uint8_t out[GUARDIAN_KEY_SIZE]);
int64_t guardian_birth(const char *birth); /* an ISO date, as the table has it: 20160311 */
