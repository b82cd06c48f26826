#include "server/jobs/console_jobs.h"

#include "common/date.h"
#include "domain/roles.h"
#include "server/store/console_store.h"
#include "tests/calls/calls.h"

static struct house *house;
static struct person *wang;

static void before(void)
{
	house = house_open();
	wang = person_make(house, "wang", SCHOOL, ROLE_REGISTRAR);
}

static void after(void)
{
	house_close(house);
}

static void keep(const char *key)
{
	struct ctx *ctx = house_write(house);
	const struct draft draft = {.key = key, .title = "t", .content = "c", .size = 1};
	ck_assert_int_eq(console_draft_save(ctx, wang->id, &draft), OK);
	house_commit(house);
}

static bool purge(void)
{
	bool again;
	ck_assert_int_eq(purge_drafts(house_write(house), &again), OK);
	house_commit(house);
	return again;
}

static int64_t drafts(void)
{
	return house_count(house, "SELECT count(*) FROM console_draft");
}

START_TEST(a_draft_goes_after_the_days_of_its_policy)
{
	keep("old");
	ck_assert_int_eq(console_place_set(house_write(house), wang->id, "p", 1), OK);
	house_commit(house);
	house_wait(house, 29 * US_PER_DAY);
	keep("new");
	ck_assert(!purge());
	ck_assert_int_eq(drafts(), 2);
	house_wait(house, US_PER_DAY + 1);
	ck_assert(purge());
	ck_assert_int_eq(drafts(), 1);
	ck_assert_int_eq(
		house_count(house, "SELECT count(*) FROM console_place WHERE place IS NOT NULL"),
		0);
	ck_assert(!purge());
	ck_assert_int_eq(drafts(), 1);
}
END_TEST

SUITE_WITH("console_jobs", before, after, a_draft_goes_after_the_days_of_its_policy)
