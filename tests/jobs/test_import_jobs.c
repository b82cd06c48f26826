#include "server/jobs/import_jobs.h"

#include <string.h>

#include "common/date.h"
#include "domain/roles.h"
#include "server/store/import_store.h"
#include "tests/calls/calls.h"

static struct house *house;
static struct person *registrar;

static void before(void)
{
	house = house_open();
	registrar = person_make(house, "reg", SCHOOL, ROLE_REGISTRAR);
}

static void after(void)
{
	house_close(house);
}

/* An import of two rows, one of them refused. */
static struct import import_make(void)
{
	struct import import = {.unit = SCHOOL, .title = "t", .form = 1};
	struct import_meeting rows[] = {{.row = 2, .school = SCHOOL, .key = {.bytes = {1}}},
		{.row = 3, .school = SCHOOL, .key = {.bytes = {2}}}};
	Xueji__V1__RefusedRowKept refused = XUEJI__V1__REFUSED_ROW_KEPT__INIT;
	Xueji__V1__ImportRow typed = XUEJI__V1__IMPORT_ROW__INIT;
	bool is_new;
	struct ctx *ctx = house_write(house);
	refused.row = 3, refused.typed = &typed;
	ctx->actor.operator_id = registrar->id;
	ck_assert_int_eq(import_begin(ctx, &import, &is_new), OK);
	ck_assert_int_eq(import_meet(ctx, &import, rows, 2), OK);
	ck_assert_int_eq(import_refuse(ctx, &import, &refused), OK);
	house_commit(house);
	return import;
}

static void forget(void)
{
	bool again;
	ck_assert_int_eq(forget_sheets(house_write(house), &again), OK);
	ck_assert(!again);
	house_commit(house);
}

static int64_t children(void)
{
	return house_count(house, "SELECT count(*) FROM import_identity");
}

static int64_t refusals(void)
{
	return house_count(house, "SELECT count(*) FROM import_refusal");
}

START_TEST(which_children_a_sheet_had_is_forgotten_at_its_end)
{
	struct import import = import_make();
	forget();
	ck_assert_int_eq(children(), 2);
	import.state = IMPORT_FINISHED;
	ck_assert_int_eq(import_move(house_write(house), &import), OK);
	house_commit(house);
	forget();
	ck_assert_int_eq(children(), 0);
	ck_assert_int_eq(refusals(), 1);
}
END_TEST

START_TEST(what_was_refused_is_forgotten_after_a_month)
{
	import_make();
	house_wait(house, 29 * US_PER_DAY);
	forget();
	ck_assert_int_eq(refusals(), 1);
	house_wait(house, 2 * US_PER_DAY);
	forget();
	ck_assert_int_eq(refusals(), 0);
	ck_assert_int_eq(children(), 0);
}
END_TEST

SUITE_WITH("import jobs", before, after, which_children_a_sheet_had_is_forgotten_at_its_end,
	what_was_refused_is_forgotten_after_a_month)
