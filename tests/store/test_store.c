/* Making and opening the store of a directory, and what can be wrong with it. */
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "server/store/db.h"
#include "tests/support/scratch.h"
#include "tests/support/suite.h"

static const struct sql add_version = {
	"add_version", "INSERT INTO schema_version(version, name, at_us) VALUES ($1, 'x', 0)"};
static const struct sql add_mark = {"add_mark",
	"INSERT INTO idempotency(id, request_hash, reply, at_us) VALUES (1, zeroblob(32), '', 0)"};
static const struct sql count_marks = {"count_marks", "SELECT count(*) FROM idempotency"};
static const struct sql break_schema = {"break_schema", "DROP TABLE schema_version"};

static struct store *store;
static struct arena *arena;
static char why[WHY_SIZE];

static void before(void)
{
	scratch_open();
	arena = arena_new(0);
	store = NULL;
}

static void after(void)
{
	store_close(store);
	arena_free(arena);
	scratch_close();
}

static void create(void)
{
	ck_assert_msg(store_create(scratch, why) == STORE_OK, "%s", why);
}

static enum store_problem open_it(void)
{
	why[0] = '\0';
	return store_open(scratch, &store, why);
}

static enum err run(const struct sql *sql, struct args args)
{
	struct ctx ctx = {.arena = arena, .db = store_writer(store)};
	ctx_restart(&ctx);
	return db_run(&ctx, sql, args, NULL);
}

static int64_t number(struct db *db, const struct sql *sql)
{
	int64_t n = -1;
	struct ctx ctx = {.arena = arena, .db = db};
	ctx_restart(&ctx);
	ck_assert_int_eq(db_number(&ctx, sql, NO_ARGS, -1, &n), OK);
	return n;
}

static void close_it(void)
{
	store_close(store);
	store = NULL;
}

START_TEST(a_store_is_made_and_opened)
{
	struct stat st;
	create();
	ck_assert_int_eq(stat(scratch_path("store.db"), &st), 0);
	ck_assert_int_eq(st.st_mode & 0777, 0600);
	ck_assert_int_ne(access(scratch_path("store.db.part"), F_OK), 0);
	ck_assert_msg(open_it() == STORE_OK, "%s", why);
}
END_TEST

START_TEST(a_store_is_never_made_over_another)
{
	create();
	ck_assert_int_eq(open_it(), STORE_OK);
	ck_assert_int_eq(run(&add_mark, NO_ARGS), OK);
	close_it();
	ck_assert_int_eq(store_create(scratch, why), STORE_BROKEN);
	ck_assert_ptr_nonnull(strstr(why, "holds a store already"));
	ck_assert_int_eq(open_it(), STORE_OK);
	ck_assert_int_eq(number(store_writer(store), &count_marks), 1);
}
END_TEST

START_TEST(a_directory_without_a_store_is_MISSING)
{
	ck_assert_int_eq(open_it(), STORE_MISSING);
	ck_assert_ptr_nonnull(strstr(why, "xuejid init"));
	ck_assert_int_eq(store_open_reader(scratch, &store, why), STORE_MISSING);
	ck_assert_int_eq(store_open(scratch_path("none"), &store, why), STORE_MISSING);
	ck_assert_int_ne(access(scratch_path("lock"), F_OK), 0); /* nothing was left behind */
}
END_TEST

/* In another process, as it happens. */
START_TEST(a_second_server_is_refused)
{
	create();
	ck_assert_int_eq(open_it(), STORE_OK);
	pid_t child = fork();
	if (child == 0) {
		struct store *second;
		char pid[32];
		snprintf(pid, sizeof pid, "process %ld;", (long)getppid());
		bool is_refused = store_open(scratch, &second, why) == STORE_IN_USE &&
				  strstr(why, pid) != NULL;
		_exit(is_refused ? 0 : 1);
	}
	int status;
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert_int_eq(status, 0);
	struct store *second;
	ck_assert_int_eq(store_open(scratch, &second, why), STORE_IN_USE);
	ck_assert_int_eq(store_create(scratch, why), STORE_IN_USE);
	close_it();
	ck_assert_int_eq(open_it(), STORE_OK);
}
END_TEST

START_TEST(a_reader_opens_beside_a_server)
{
	struct store *reading;
	create();
	ck_assert_int_eq(open_it(), STORE_OK);
	ck_assert_int_eq(store_open_reader(scratch, &reading, why), STORE_OK);
	struct db *db = store_reader(reading);
	ck_assert_int_eq(run(&add_mark, NO_ARGS), OK);
	ck_assert_int_eq(number(db, &count_marks), 1);
	db_close(db);
	store_close(reading);
}
END_TEST

START_TEST(a_newer_store_is_refused)
{
	create();
	ck_assert_int_eq(open_it(), STORE_OK);
	ck_assert_int_eq(run(&add_version, ARGS(arg_int(9000))), OK);
	close_it();
	ck_assert_int_eq(open_it(), STORE_NEWER);
	ck_assert_ptr_nonnull(strstr(why, "9000"));
	ck_assert_ptr_nonnull(strstr(why, "newer program"));
	ck_assert_int_eq(store_open_reader(scratch, &store, why), STORE_NEWER);
}
END_TEST

START_TEST(what_is_no_store_is_refused)
{
	scratch_write("store.db", "this is a text, and long enough to be taken for a header, "
				  "which SQLite reads from the first hundred bytes of a file");
	ck_assert_int_eq(open_it(), STORE_BROKEN);
	ck_assert_str_ne(why, "");
	unlink(scratch_path("store.db"));
	create();
	ck_assert_int_eq(open_it(), STORE_OK);
	ck_assert_int_eq(run(&break_schema, NO_ARGS), OK);
	close_it();
	ck_assert_int_eq(open_it(), STORE_BROKEN);
	ck_assert_ptr_nonnull(strstr(why, "not a store"));
}
END_TEST

SUITE_WITH("store", before, after, a_store_is_made_and_opened, a_store_is_never_made_over_another,
	a_directory_without_a_store_is_MISSING, a_second_server_is_refused,
	a_reader_opens_beside_a_server, a_newer_store_is_refused, what_is_no_store_is_refused)
