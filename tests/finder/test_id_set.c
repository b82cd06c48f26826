#include "server/finder/id_set.h"

#include "tests/support/suite.h"

START_TEST(what_was_put_in_is_there_and_nothing_else)
{
	/* Ids as counties give them: many neighbours, far apart. */
	enum { COUNTIES = 2000, CHILDREN = 60 };
	struct id_set *set = id_set_new();
	for (int64_t county = 1; county <= COUNTIES; county++)
		for (int64_t child = 1; child <= CHILDREN; child += 3)
			id_set_add(set, county << 32 | child * 1000);
	for (int64_t county = 1; county <= COUNTIES; county++)
		for (int64_t child = 0; child <= CHILDREN; child++) {
			ck_assert_int_eq(
				id_set_has(set, county << 32 | child * 1000), child % 3 == 1);
			ck_assert(!id_set_has(set, county << 32 | (child * 1000 + 1)));
		}
	ck_assert(!id_set_has(set, (int64_t)(COUNTIES + 1) << 32 | 1000));
	id_set_add(set, INT64_MAX);
	ck_assert(id_set_has(set, INT64_MAX));
	id_set_free(set);
}
END_TEST

START_TEST(an_empty_set_has_nobody)
{
	struct id_set *set = id_set_new();
	ck_assert(!id_set_has(set, 1));
	id_set_free(set);
	id_set_free(NULL);
}
END_TEST

SUITE("id_set", what_was_put_in_is_there_and_nothing_else, an_empty_set_has_nobody)
