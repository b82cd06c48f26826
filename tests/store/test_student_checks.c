/* What `xuejid check`, a new sealing key and a dump make of children's records. */
#include "server/store/checks.h"

#include <sqlite3.h>

#include "server/store/rekey.h"
#include "server/store/seal.h"
#include "server/store/stat_store.h"
#include "tests/support/children.h"
#include "tests/support/suite.h"

static struct fixture *f;
static struct student_record child;
static const char *found; /* the words of the checks that found something */

static void before(void)
{
	f = children_open();
	child = child_new("陈小明", "2019-03-04", SCHOOL_A);
	child.items->attendance = "2";
	child.items->aux_no = "0123456789";
	child_enrol(&child);
	struct student_record pending = child_new("王小花", "2019-05-04", SCHOOL_B);
	child_create(&pending);
	fixture_commit(f);
}

static void after(void)
{
	children_close();
}

static const char *path_of(const char *file)
{
	return arena_printf(f->ctx.arena, "%s/%s", f->directory, file);
}

static void note(void *arg, const char *check, const char *sentence)
{
	(void)arg, (void)sentence;
	found = arena_printf(f->ctx.arena, "%s%s ", found, check);
}

static const char *run(void)
{
	struct ctx ctx;
	int64_t n;
	found = "";
	ctx_init(&ctx, &f->app, f->ctx.arena);
	ctx.db = store_reader(f->store);
	ck_assert_int_eq(checks_run(&ctx, note, NULL, &n), OK);
	db_close(ctx.db);
	return found;
}

/* Past the rules that our own connections keep. */
static void force(const char *sql)
{
	sqlite3 *handle;
	ck_assert_int_eq(sqlite3_open(path_of("store.db"), &handle), SQLITE_OK);
	ck_assert_msg(sqlite3_exec(handle, sql, NULL, NULL, NULL) == SQLITE_OK, "%s: %s", sql,
		sqlite3_errmsg(handle));
	sqlite3_close(handle);
}

START_TEST(what_was_written_together_is_found_sound)
{
	ck_assert_str_eq(run(), "");
}
END_TEST

START_TEST(each_contradiction_is_found)
{
	static const struct {
		const char *sql, *found;
	} rows[] = {
		{"UPDATE student SET county_id = 331003 WHERE status = 2",
			"student_county student_name gram_owner gram_owner guardian_owner "},
		{"DELETE FROM profile WHERE student_id IN (SELECT id FROM student WHERE status = "
		 "1)",
			"student_profile "},
		{"DELETE FROM name_gram", "student_name student_name "},
		{"UPDATE number SET is_current = 0", "student_number "},
		{"UPDATE student SET number_kind = 2 WHERE status = 2", "student_number "},
		{"DELETE FROM enrolment", "student_enrolment "},
		{"UPDATE enrolment SET class_no = 3", "student_enrolment "},
		{"UPDATE identity SET claimant = 0", "identity_holder "},
		{"INSERT INTO guardian VALUES (331002, zeroblob(8), 20190304, 77)",
			"guardian_owner "},
		{"UPDATE school_stat SET boarders = 0", "school_stat "},
		{"UPDATE school_stat SET girls = girls + 1 WHERE school_id = 2133000004",
			""}, /* that school has no row */
		{"UPDATE profile SET sealed = zeroblob(80)", "sealed "},
		{"INSERT INTO tombstone SELECT id, NULL, 1, 0, zeroblob(60) FROM student "
		 "WHERE status = 2",
			"tombstone sealed "},
		{"INSERT INTO tombstone SELECT s.id, o.id, 0, 0, zeroblob(60) FROM student s "
		 "JOIN student o ON o.status = 1 WHERE s.status = 2",
			"tombstone tombstone_left sealed "},
		{"INSERT INTO tombstone SELECT s.id, o.id, 0, 0, zeroblob(60) FROM student s "
		 "JOIN student o ON o.id <> s.id",
			"tombstone tombstone tombstone_chain tombstone_chain tombstone_left "
			"sealed "},
		{"INSERT INTO case_party VALUES (331002, 1, 77)", "party_case "},
		{"INSERT INTO case_step VALUES (1, 77, 1, 0, 1, 0, 1, 1, 331002, 1, 0, 0, NULL)",
			"step_case "},
		{"INSERT INTO suspension SELECT id, 20000 FROM student WHERE status = 2",
			"suspension "},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		after();
		before();
		force(rows[i].sql);
		ck_assert_str_eq(run(), rows[i].found);
	}
}
END_TEST

START_TEST(a_new_key_seals_every_profile_and_number)
{
	char why[WHY_SIZE];
	struct rekey rekey = {0};
	ck_assert(keys_add(path_of("keys"), why));
	keys_free(f->app.keys);
	f->app.keys = keys_load(path_of("keys"), why);
	while (!rekey.is_finished) {
		ck_assert_int_eq(rekey_step(children_ctx(), &rekey, 1), OK);
		fixture_commit(f);
	}
	ck_assert_int_eq(rekey.n_unreadable, 0);
	ck_assert_int_eq(rekey.n_sealed, 4); /* two profiles, a number, an alias */
	ck_assert_str_eq(child_read(child.row.id).items->id_number, child.items->id_number);
	fixture_rollback(f);
	ck_assert_str_eq(run(), "");
}
END_TEST

SUITE_WITH("student_checks", before, after, what_was_written_together_is_found_sound,
	each_contradiction_is_found, a_new_key_seals_every_profile_and_number)
