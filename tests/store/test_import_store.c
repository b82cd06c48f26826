/* What is asked of batches costs a range of an index, whatever else waits. */
#include "server/store/import_store.h"

#include "tests/store/plan.h"

#define BLOCKS SOURCE_DIR "/server/store/sql/import.sql"

static struct fixture *f;
static sqlite3 *handle;

static void before(void)
{
	f = fixture_open();
	handle = plan_open(f);
}

static void after(void)
{
	sqlite3_close(handle);
	fixture_close(f);
}

START_TEST(every_question_about_batches_is_a_range_of_an_index)
{
#define WAITING "COVERING INDEX kase_batch (turn_unit=? AND turn_party=? AND "
	static const char *const ranges[][2] = {
		{"import_batch_next", WAITING "(import_id,school_id)>(?,?))"},
		{"import_batch_cases", "COVERING INDEX kase_import (import_id=? AND school_id=?)"},
		{"import_batch_waiting", WAITING "import_id=? AND school_id=? AND id>?)"},
		{"import_batch_count", WAITING "import_id=? AND school_id>? AND school_id<?)"},
	};
	for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
		const char *plan = plan_of(f, handle, BLOCKS, ranges[i][0]);
		ck_assert_msg(strstr(plan, ranges[i][1]) != NULL, "%s: %s", ranges[i][0], plan);
		ck_assert_msg(strstr(plan, "SCAN") == NULL && strstr(plan, "TEMP") == NULL,
			"%s: %s", ranges[i][0], plan);
	}
}
END_TEST

START_TEST(an_empty_store_has_no_batches)
{
	struct ctx *ctx = fixture_ctx(f);
	struct import_batch *batches;
	struct import_case *cases;
	size_t n = 7;
	int64_t waiting = 7;
	ck_assert_int_eq(import_batches(ctx, 1, 2, 0, 0, 10, &batches, &n), OK);
	ck_assert_uint_eq(n, 0);
	n = 7;
	ck_assert_int_eq(
		import_waiting(ctx, 1, 0, 1, 2, (struct import_case){0, 0}, 10, &cases, &n), OK);
	ck_assert_uint_eq(n, 0);
	ck_assert_int_eq(import_waiting_count(ctx, 1, 0, 1, 2, &waiting), OK);
	ck_assert_int_eq(waiting, 0);
}
END_TEST

SUITE_WITH("import_store", before, after, every_question_about_batches_is_a_range_of_an_index,
	an_empty_store_has_no_batches)
