#include "server/store/checks.h"

#include <sqlite3.h>
#include <string.h>

#include "server/store/journal_store.h"
#include "tests/support/fixture.h"
#include "tests/support/suite.h"

#define UNIT(id, parent, bureau, code, tier, closed)                                            \
	"INSERT INTO unit(id, parent, bureau, code, name, initials, tier, is_private, closed, " \
	"rev) "                                                                                 \
	"VALUES (" id ", " parent ", " bureau ", '" code "', 'x', '', " tier ", 0, " closed     \
	", 1);"

static struct fixture *f;
static const char *found; /* "check: sentence" lines */

static void note(void *arg, const char *check, const char *sentence)
{
	(void)arg;
	found = arena_printf(f->ctx.arena, "%s%s: %s\n", found, check, sentence);
}

/* Past the rules that our own connections keep. */
static void force(const char *sql)
{
	sqlite3 *handle;
	char *path = arena_printf(f->ctx.arena, "%s/store.db", f->directory);
	ck_assert_int_eq(sqlite3_open(path, &handle), SQLITE_OK);
	ck_assert_msg(sqlite3_exec(handle, sql, NULL, NULL, NULL) == SQLITE_OK, "%s",
		sqlite3_errmsg(handle));
	sqlite3_close(handle);
}

static int64_t run(void)
{
	int64_t n;
	struct ctx ctx;
	found = "";
	ctx_init(&ctx, &f->app, f->ctx.arena);
	ctx.db = store_reader(f->store);
	ctx.lang = LANG_EN;
	ck_assert_int_eq(checks_run(&ctx, note, NULL, &n), OK);
	db_close(ctx.db);
	return n;
}

static void before(void)
{
	f = fixture_open();
	force(UNIT("1", "NULL", "1", "000000", "1", "NULL") UNIT("10", "1", "10", "330000", "2",
		"NULL") UNIT("20", "10", "20", "331000", "3", "NULL")
			UNIT("40", "20", "20", "2133000001", "5", "NULL"));
	struct ctx *ctx = fixture_ctx(f);
	for (int i = 0; i < 3; i++)
		ctx_journal(ctx,
			&(struct note){
				.action = ACTION_SIGN_IN, .sealed = "secret", .sealed_size = 6});
	ck_assert_int_eq(journal_write_notes(ctx), OK);
	fixture_commit(f);
}

static void after(void)
{
	fixture_close(f);
}

START_TEST(a_sound_store_has_no_findings)
{
	ck_assert_int_eq(run(), 0);
	ck_assert_str_eq(found, "");
}
END_TEST

/* Each crime, and how a line of its finding begins. */
static const struct {
	const char *sql, *finding;
} crimes[] = {
	{UNIT("30", "20", "30", "330200", "3", "NULL"), "unit_tier: Unit 330200 lies under 331000"},
	{"UPDATE unit SET closed = '2026-01-01' WHERE id = 20",
		"unit_closed: Unit 2133000001 is open, but lies under 331000"},
	{UNIT("41", "20", "40", "2133000002", "5", "NULL"),
		"unit_bureau: The competent bureau of school 2133000002 is 2133000001"},
	{"UPDATE unit SET parent = 30 WHERE id = 20;" UNIT("30", "20", "30", "331002", "4", "NULL"),
		"unit_loop: Unit 331002 does not hang"},
	{"UPDATE unit SET parent = 12345 WHERE id = 20", "reference: A row of table unit refers"},
	{"INSERT INTO open_work (school_id, kind, open) VALUES (40, 1, 3)",
		"open_work: The counter of open work of kind 1 at school 2133000001"},
	{"INSERT INTO totals_taken (only_one, day, base) VALUES (1, '2026-10-01', 5);"
	 "INSERT INTO total (unit_id, stage, grade, boys, girls, boarders, left_behind, migrant, "
	 "disabled, aid, meals, bus, minority, away) VALUES (40, 1, 1, 5, 5, 0, 0, 0, 3, 0, 0, 0, "
	 "0, 0)",
		"total_rounded: The totals of unit 2133000001 that may leave"},
	{"UPDATE journal SET actor = 99 WHERE seq = 2",
		"journal_actor: Entry 2 of the journal was made by 99"},
	{"UPDATE journal SET at_us = 0 WHERE seq = 2", "journal: Entry 2 of the journal, or one"},
	{"DELETE FROM journal WHERE seq = 1", "journal: Entry 1 of the journal is missing."},
	{"UPDATE journal SET sealed = zeroblob(60) WHERE seq = 3", "sealed: 1 sealed items"},
	{"PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, 'at_us)', "
	 "'node)') WHERE name = 'journal_at'",
		"file: The database file is damaged"},
};

START_TEST(each_fault_is_named)
{
	ck_assert_msg(strlen(crimes[_i].sql) > 0, "no crime");
	force(crimes[_i].sql);
	ck_assert_int_gt(run(), 0);
	ck_assert_msg(strstr(found, crimes[_i].finding) != NULL, "expected %s, found %s",
		crimes[_i].finding, found);
}
END_TEST

START_TEST(findings_come_in_the_language_asked_for)
{
	int64_t n;
	struct ctx *ctx = fixture_ctx(f);
	fixture_rollback(f);
	force(crimes[0].sql);
	found = "";
	ctx->lang = LANG_ZH;
	ck_assert_int_eq(checks_run(ctx, note, NULL, &n), OK);
	ck_assert_str_eq(found, "unit_tier: 单位 330200 的上级 331000 层级不高于本单位。\n");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("checks");
	TCase *tcase = tcase_create("checks");
	tcase_add_checked_fixture(tcase, before, after);
	tcase_add_test(tcase, a_sound_store_has_no_findings);
	tcase_add_loop_test(tcase, each_fault_is_named, 0, sizeof crimes / sizeof *crimes);
	tcase_add_test(tcase, findings_come_in_the_language_asked_for);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
