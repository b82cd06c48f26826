/* Every named block of server/store/sql is one statement that the newest schema takes, with its
 * parameters numbered: a misspelt column needs no test of its own. And what a new table brings to
 * the shared tables is not forgotten. */
#include <dirent.h>
#include <sqlite3.h>
#include <string.h>

#include "common/file.h"
#include "tests/support/fixture.h"
#include "tests/support/suite.h"

#define SQL_DIRECTORY SOURCE_DIR "/server/store/sql"

static struct fixture *f;
static sqlite3 *handle;

static void before(void)
{
	f = fixture_open();
	char *path = arena_printf(f->ctx.arena, "%s/store.db", f->directory);
	ck_assert_int_eq(sqlite3_open(path, &handle), SQLITE_OK);
	sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	/* The store's own connections have it without this (db_insert_many). */
	ck_assert_int_eq(sqlite3_exec(handle,
				 "CREATE TEMP TABLE feed(c1, c2, c3, c4, c5, c6, c7, c8, c9, c10,"
				 " c11, c12, c13, c14, c15, c16, c17, c18, c19)",
				 NULL, NULL, NULL),
		SQLITE_OK);
}

static void after(void)
{
	sqlite3_close(handle);
	fixture_close(f);
}

static void check_parameters(const char *name, sqlite3_stmt *statement)
{
	for (int i = 1; i <= sqlite3_bind_parameter_count(statement); i++) {
		const char *parameter = sqlite3_bind_parameter_name(statement, i);
		ck_assert_msg(parameter != NULL && parameter[0] == '$' &&
				      strspn(parameter + 1, "0123456789") == strlen(parameter + 1),
			"%s: a parameter is not $1, $2 …", name);
	}
}

/* Statements whose cost must not grow with the province: each table by a key or an index. */
static const char *const bounded[] = {"student_get", "profile_get", "number_current", "number_list",
	"number_find", "identity_find", "enrolment_list", "student_roster", "student_roster_grade",
	"student_roster_class", "student_off_roll", "student_class_sizes", "search_name",
	"search_prefix", "search_initials", "search_within", "search_guardian", "search_namesakes",
	"search_birth", "school_moved_on_roll", "school_moved_off_roll", "school_moved_cases",
	"school_moved_problems", "journal_of_student", "case_steps_of_student",
	"case_open_of_student", "guard_get", "check_born", "check_guarded", "problem_sorts",
	"problem_of_sort", "problem_of_unit", "problem_of_name", "problem_entry"};
enum { N_BOUNDED = sizeof bounded / sizeof *bounded };
static bool was_seen[N_BOUNDED];

static bool is_bounded(const char *name)
{
	for (size_t i = 0; i < N_BOUNDED; i++)
		if (strcmp(bounded[i], name) == 0)
			return was_seen[i] = true;
	return false;
}

static void check_plan(const char *name, const char *text)
{
	sqlite3_stmt *plan;
	if (!is_bounded(name))
		return;
	char *explain = arena_printf(f->ctx.arena, "EXPLAIN QUERY PLAN %s", text);
	ck_assert_int_eq(sqlite3_prepare_v2(handle, explain, -1, &plan, NULL), SQLITE_OK);
	while (sqlite3_step(plan) == SQLITE_ROW) {
		const char *step = (const char *)sqlite3_column_text(plan, 3);
		ck_assert_msg(strncmp(step, "SCAN", 4) != 0, "%s: %s", name, step);
		/* Not all who share the beginning of a name. */
		ck_assert_msg(strstr(name, "_birth") == NULL || strstr(step, "birth=?") != NULL ||
				      strstr(step, "ORDER BY") != NULL,
			"%s: %s", name, step);
	}
	sqlite3_finalize(plan);
}

static void check_block(const char *name, const char *text)
{
	sqlite3_stmt *statement;
	const char *rest;
	int code = sqlite3_prepare_v2(handle, text, -1, &statement, &rest);
	ck_assert_msg(code == SQLITE_OK, "%s: %s", name, sqlite3_errmsg(handle));
	check_parameters(name, statement);
	sqlite3_finalize(statement);
	code = sqlite3_prepare_v2(handle, rest, -1, &statement, NULL);
	ck_assert_msg(code == SQLITE_OK && statement == NULL, "%s: a second statement", name);
}

/* The blocks of one file; each begins with a line "-- name: x". */
static int check_file(const char *path, void (*check)(const char *name, const char *text))
{
	static const char mark[] = "-- name: ";
	char why[WHY_SIZE];
	int n = 0;
	char *text = file_read(f->ctx.arena, path, 1 << 20, NULL, why);
	ck_assert_msg(text != NULL, "%s", why);
	for (char *next, *block = strstr(text, mark); block != NULL; block = next, n++) {
		next = strstr(block + 1, mark);
		size_t size = next != NULL ? (size_t)(next - block) : strlen(block);
		char *one = arena_strndup(f->ctx.arena, block + strlen(mark), size - strlen(mark));
		char *name = arena_strndup(f->ctx.arena, one, strcspn(one, "\n"));
		check(name, one + strlen(name));
	}
	return n;
}

static int check_all(void (*check)(const char *name, const char *text))
{
	/* What a backup has, and a bulk load while it lasts, and no store. */
	static const char make[] = "CREATE TABLE backup_file (content BYTEA, bytes BYTEA);"
				   "CREATE TABLE identity_waiting (idkey BYTEA, claimant BIGINT,"
				   " student_id BIGINT)";
	ck_assert_int_eq(sqlite3_exec(handle, make, NULL, NULL, NULL), SQLITE_OK);
	int n = 0;
	DIR *directory = opendir(SQL_DIRECTORY);
	ck_assert_ptr_nonnull(directory);
	for (struct dirent *entry; (entry = readdir(directory)) != NULL;) {
		const char *dot = strrchr(entry->d_name, '.');
		if (dot != NULL && strcmp(dot, ".sql") == 0)
			n += check_file(
				file_path(f->ctx.arena, SQL_DIRECTORY, entry->d_name), check);
	}
	closedir(directory);
	return n;
}

START_TEST(every_block_is_taken_by_the_newest_schema)
{
	ck_assert_int_gt(check_all(check_block), 20);
}
END_TEST

START_TEST(what_one_child_costs_does_not_grow_with_the_province)
{
	check_all(check_plan);
	for (size_t i = 0; i < N_BOUNDED; i++)
		ck_assert_msg(was_seen[i], "no block %s", bounded[i]);
}
END_TEST

/* ---- what is easily forgotten with a new table ---- */

/* True when the text has `word` as a word of its own. */
static bool has_word(const char *text, const char *word)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz_0123456789";
	size_t size = strlen(word);
	for (const char *at = text; (at = strstr(at, word)) != NULL; at++) {
		if ((at == text || strchr(letters, at[-1]) == NULL) &&
			(at[size] == '\0' || strchr(letters, at[size]) == NULL))
			return true;
	}
	return false;
}

static bool mentions(const char *file, const char *word)
{
	char why[WHY_SIZE];
	char *text = file_read(f->ctx.arena, file, 1 << 20, NULL, why);
	ck_assert_msg(text != NULL, "%s", why);
	return has_word(text, word);
}

static bool is_listed(const char *name, const char *const list[])
{
	for (; *list != NULL; list++) {
		if (strcmp(name, *list) == 0)
			return true;
	}
	return false;
}

/* Calls `visit` with table and column of what the query finds. */
static void for_each(const char *query, void (*visit)(const char *table, const char *column))
{
	sqlite3_stmt *statement;
	ck_assert_int_eq(sqlite3_prepare_v2(handle, query, -1, &statement, NULL), SQLITE_OK);
	while (sqlite3_step(statement) == SQLITE_ROW)
		visit((const char *)sqlite3_column_text(statement, 0),
			(const char *)sqlite3_column_text(statement, 1));
	sqlite3_finalize(statement);
}

/* How it came about, who is at work just now, what protects sign-in, and what follows from other
 * tables: by what a child is found, and what is still to follow a school. */
static const char *const not_state[] = {"journal", "idempotency", "schema_version", "id_sequence",
	"session", "sign_in_guard", "operator_password", "operator_device", "name_gram", "guardian",
	"school_moved", "console_place", "console_draft", "parcel_piece", "parcel_upload",
	"parcel_upload_piece", "check_run", "check_waiting", "ticket", NULL};

static void check_dumped(const char *table, const char *column)
{
	(void)column;
	ck_assert_msg(is_listed(table, not_state) || mentions(SQL_DIRECTORY "/dump.sql", table),
		"table %s is neither in dump.sql nor named here as left out on purpose", table);
}

START_TEST(every_table_is_in_the_dump_or_left_out_on_purpose)
{
	for_each("SELECT name, '' FROM sqlite_schema WHERE type = 'table'", check_dumped);
}
END_TEST

/* Hashes and blind indexes. */
static const char *const not_sealed[] = {"journal.digest", "journal.hash",
	"idempotency.request_hash", "operator.signed_in_device", "operator_device.device_hash",
	"session.token_hash", "ticket.ticket_hash", "sign_in_guard.guard_key", "guardian.gkey",
	"identity.idkey", "number.numkey", "attachment.content", "peer.sign_key", "peer.seal_key",
	"peer.key_id", "parcel.digest", "parcel_piece.bytes", "parcel_upload_piece.bytes",
	"list_entry.facts", "police_check.facts", "import.digest", "import_identity.idkey",
	"problem_group.gkey", NULL};

/* Of the table that has the column: a word of that name elsewhere is not enough. */
static void check_sealed(const char *table, const char *column)
{
	char why[WHY_SIZE];
	const char *name = arena_printf(f->ctx.arena, "%s.%s", table, column);
	const char *renewal = arena_printf(f->ctx.arena, "UPDATE %s SET %s = $2", table, column);
	const char *text = file_read(f->ctx.arena, SQL_DIRECTORY "/rekey.sql", 1 << 20, NULL, why);
	ck_assert_msg(text != NULL, "%s", why);
	ck_assert_msg(is_listed(name, not_sealed) || strstr(text, renewal) != NULL,
		"%s is neither sealed anew in rekey.sql nor named here as not sealed", name);
}

static const char every_column_of_bytes[] =
	"SELECT s.name, c.name FROM sqlite_schema s, pragma_table_info(s.name) c "
	"WHERE s.type = 'table' AND c.type = 'BYTEA'";

START_TEST(every_column_of_bytes_is_sealed_anew_or_not_sealed_at_all)
{
	for_each(every_column_of_bytes, check_sealed);
}
END_TEST

/* What protects sign-in, and the key of a parcel while it is being made. */
static const char *const not_digested[] = {
	"operator.totp_pending", "operator.totp_secret", "parcel.sealed", NULL};

/* What is looked for, and whether a block has it. */
static const char *wanted_table, *wanted_column;
static bool is_wanted_there;

static void look_at_block(const char *name, const char *text)
{
	(void)name;
	is_wanted_there |= has_word(text, wanted_table) && has_word(text, wanted_column);
}

static void check_digested(const char *table, const char *column)
{
	const char *name = arena_printf(f->ctx.arena, "%s.%s", table, column);
	if (is_listed(name, not_sealed) || is_listed(table, not_state) ||
		is_listed(name, not_digested))
		return;
	wanted_table = table;
	wanted_column = column;
	is_wanted_there = false;
	check_file(SQL_DIRECTORY "/dump.sql", look_at_block);
	ck_assert_msg(is_wanted_there,
		"%s is sealed, and neither digested in dump.sql nor named here as left out", name);
}

START_TEST(every_sealed_column_is_digested_in_the_dump_or_left_out_on_purpose)
{
	for_each(every_column_of_bytes, check_digested);
}
END_TEST

SUITE_WITH("sql", before, after, every_block_is_taken_by_the_newest_schema,
	what_one_child_costs_does_not_grow_with_the_province,
	every_table_is_in_the_dump_or_left_out_on_purpose,
	every_column_of_bytes_is_sealed_anew_or_not_sealed_at_all,
	every_sealed_column_is_digested_in_the_dump_or_left_out_on_purpose)
