/* The families of one county after the other, so that sisters and brothers meet. */
#pragma once

#include "server/demo/family.h"

struct households;
struct households *households_new(const struct facts *facts, const struct elsewhere *elsewhere);
void households_free(struct households *households); /* NULL is fine */

/* A family for a child of this school: one that has a child in school already, or a new one. It
 * counts the child as its own, and stays as it is until the next is asked for. */
struct demo_family *households_find(struct households *households, struct dice *dice,
	const struct demo_school *school, int32_t born);
