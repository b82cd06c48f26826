/* What desks count costs a range of an index, whatever else there is in the tables. */
#include "server/store/desk_store.h"

#include <string.h>

#include "common/file.h"
#include "server/store/case_store.h"
#include "tests/support/fixture.h"
#include "tests/store/plan.h"
#include "tests/support/suite.h"

#define BLOCKS SOURCE_DIR "/server/store/sql/desk.sql"

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

static const struct {
	const char *block, *range;
} ranges[] = {
	{"desk_turn", "COVERING INDEX kase_desk (turn_unit=? AND turn_party=? AND type=?)"},
	{"desk_opened_before",
		"COVERING INDEX kase_of_school (school_id=? AND type=? AND opened_us<?)"},
	{"desk_beyond_school", "COVERING INDEX kase_of_school (school_id=? AND type=?)"},
	{"desk_beyond_bureau",
		"COVERING INDEX kase_beyond_bureau (bureau_id=? AND type=? AND turn_party>?)"},
	{"desk_late", "COVERING INDEX kase_turn (turn_unit=? AND turn_party=? AND due_day<?)"},
	{"desk_provisional", "COVERING INDEX student_provisional (school_id=?)"},
	{"desk_suspended", "INDEX student_suspended (school_id=?)"},
	{"desk_dropped_out",
		"COVERING INDEX student_dropped_out (county_id=? AND school_id>? AND school_id<?)"},
	{"desk_proposals", "INDEX policy_value_proposed (unit_id=?)"},
	{"desk_certificates",
		"COVERING INDEX operator_desk (unit_id=? AND state=? AND certificate_until>? AND "
		"certificate_until<?)"},
	{"desk_certificates_expired",
		"COVERING INDEX operator_desk (unit_id=? AND state=? AND certificate_until>? AND "
		"certificate_until<?)"},
	{"desk_idle", "COVERING INDEX operator_desk (unit_id=? AND state=?)"},
	{"desk_one_time", "COVERING INDEX operator_desk (unit_id=? AND state=?)"},
	{"desk_batches", "COVERING INDEX kase_desk (turn_unit=? AND turn_party=? AND type=?)"},
	{"desk_imports", "INDEX import_running (operator_id=?)"},
	{"desk_exports", "INDEX export_request_waiting (bureau_id=?)"},
	{"desk_exports_ready", "INDEX export_request_ready (asked_by=? AND decided_us>?)"},
	{"desk_campaigns", "INDEX campaign_running (until_day>?)"},
	{"desk_own_certificate", "INTEGER PRIMARY KEY (rowid=?)"},
};

START_TEST(every_count_is_a_range_of_an_index)
{
	for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
		const char *plan = plan_of(f, handle, BLOCKS, ranges[i].block);
		ck_assert_msg(
			strstr(plan, ranges[i].range) != NULL, "%s: %s", ranges[i].block, plan);
		for (const char *scan = strstr(plan, "SCAN "); scan != NULL;
			scan = strstr(scan + 1, "SCAN "))
			ck_assert_msg(strncmp(scan, "SCAN head", 9) == 0 ||
					      strncmp(scan, "SCAN waiting", 12) == 0,
				"%s: %s", ranges[i].block, plan);
	}
}
END_TEST

START_TEST(every_block_is_looked_at_here)
{
	char why[WHY_SIZE];
	size_t n = 0;
	const char *text = file_read(f->ctx.arena, BLOCKS, 1 << 20, NULL, why);
	while ((text = strstr(text, "-- name: ")) != NULL) {
		text++;
		n++;
	}
	ck_assert_uint_eq(n, sizeof ranges / sizeof *ranges);
}
END_TEST

START_TEST(an_empty_store_has_nothing_on_any_desk)
{
	struct desk_sum sum = {7, 7};
	struct desk_moves moves;
	struct desk_proposal *proposals;
	size_t n = 7;
	int32_t first = 7;
	struct ctx *ctx = fixture_ctx(f);
	ck_assert_int_eq(desk_turn(ctx, 1, CASE_BUREAU, CASE_REGISTRATION, &moves), OK);
	ck_assert(moves.sum.count == 0 && moves.sum.first_us == 0 && moves.late == 0);
	ck_assert_int_eq(moves.first_due, DUE_NEVER);
	ck_assert_int_eq(desk_certificates(ctx, 1, 20000, &sum, &first), OK);
	ck_assert(sum.count == 0 && first == 0);
	ck_assert_int_eq(desk_late(ctx, 1, &sum), OK);
	ck_assert_int_eq(sum.count, 0);
	ck_assert_int_eq(desk_proposals(ctx, 1, &proposals, &n), OK);
	ck_assert_uint_eq(n, 0);
}
END_TEST

SUITE_WITH("desk_store", before, after, every_count_is_a_range_of_an_index,
	every_block_is_looked_at_here, an_empty_store_has_nothing_on_any_desk)
