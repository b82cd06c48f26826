#include "server/store/bulk_load.h"

#include <stdio.h>
#include <string.h>

#include "domain/roll.h"
#include "server/store/bulk_store.h"
#include "server/store/checks.h"
#include "server/store/number_store.h"
#include "tests/support/children.h"
#include "tests/support/suite.h"

enum { MOST = 16 };

static struct fixture *f;
static struct student_record children[MOST];
static size_t n_children;

static void before(void)
{
	f = children_open();
	n_children = 0;
}

static void after(void)
{
	children_close();
}

/* ---- the store as text ---- */

static void put_rows(FILE *out, const char *text)
{
	struct ctx *ctx = children_ctx();
	struct sql *sql = arena_one(ctx->arena, struct sql);
	*sql = (struct sql){"test_rows", text};
	struct cursor *c = db_open(ctx, sql, NO_ARGS);
	while (cursor_next(c)) {
		for (int i = 0; i < cursor_columns(c); i++)
			fprintf(out, "%s|", cursor_is_null(c, i) ? "NULL" : cursor_text(c, i));
		fputc('\n', out);
	}
	ck_assert_int_eq(cursor_close(c), OK);
}

/* What is sealed, opened, and with the ids that differ replaced by whom they stand for. */
static void put_profiles(FILE *out)
{
	for (size_t i = 0; i < n_children; i++) {
		struct student_record read = child_read(children[i].row.id);
		size_t size = protobuf_c_message_get_packed_size(&read.items->base);
		uint8_t packed[4096];
		ck_assert_uint_lt(size, sizeof packed);
		protobuf_c_message_pack(&read.items->base, packed);
		for (size_t k = 0; k < size; k++)
			fprintf(out, "%02x", packed[k]);
		fputc('\n', out);
	}
}

static void put_numbers(FILE *out)
{
	struct number_row *rows;
	size_t n;
	for (size_t i = 0; i < n_children; i++) {
		ck_assert_int_eq(number_list(children_ctx(), children[i].row.id, &rows, &n), OK);
		for (size_t k = 0; k < n; k++)
			fprintf(out, "%zu %s %d %d %s %s\n", i, rows[k].text, rows[k].sort,
				rows[k].is_current, rows[k].from_day, rows[k].to_day);
	}
}

/* All that is stored of children but ids, revisions and times. */
static char *everything(void)
{
	char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	put_rows(out,
		"SELECT name, shard, status, initials, sex, birth, school_id, county_id, stage,"
		" grade, class_no, number_kind, is_provisional FROM student ORDER BY name");
	put_rows(out, "SELECT s.name, hex(i.idkey), i.claimant = 0 FROM identity i"
		      " JOIN student s ON s.id = i.student_id ORDER BY 1, 2");
	put_rows(out, "SELECT s.name, hex(n.numkey), n.kind, n.is_current, n.from_day, n.to_day"
		      " FROM number n JOIN student s ON s.id = n.student_id ORDER BY 1, 2");
	put_rows(out,
		"SELECT s.name, e.seq, e.school_id, e.stage, e.years, e.year_in_stage, e.grade,"
		" e.class_no, e.from_day, e.to_day, e.ended FROM enrolment e"
		" JOIN student s ON s.id = e.student_id ORDER BY 1, 2");
	put_rows(out, "SELECT s.name, g.county_id, g.gram FROM name_gram g"
		      " JOIN student s ON s.id = g.student_id ORDER BY 1, 2, 3");
	put_rows(out, "SELECT s.name, g.county_id, hex(g.gkey) FROM guardian g"
		      " JOIN student s ON s.id = g.student_id ORDER BY 1, 2, 3");
	put_rows(out, "SELECT * FROM school_stat WHERE boys + girls + away + pending > 0"
		      " ORDER BY 1, 2, 3");
	put_profiles(out);
	put_numbers(out);
	put_rows(out, "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY 1, 2");
	fclose(out);
	return text;
}

static void run(const char *text)
{
	struct ctx *ctx = children_ctx();
	struct sql *sql = arena_one(ctx->arena, struct sql);
	*sql = (struct sql){"test_run", text};
	ck_assert_int_eq(db_run(ctx, sql, NO_ARGS, NULL), OK);
}

static void forget_all(void)
{
	static const char *const tables[] = {"profile", "identity", "number", "enrolment",
		"name_gram", "guardian", "school_stat", "student"};
	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
		run(arena_printf(children_ctx()->arena, "DELETE FROM %s", tables[i]));
	fixture_commit(f);
}

/* ---- storing them the one way and the other ---- */

static struct student_record *add(const char *name, const char *birth, int64_t school)
{
	children[n_children] = child_new(name, birth, school);
	return &children[n_children++];
}

/* One of every sort, school by school. */
static void store_ordinarily(void)
{
	struct student_record *child = add("李李李", "2019-03-04", SCHOOL_A);
	child->items->family_2_name = child->items->family_1_name; /* one key, not two */
	child->items->family_2_is_guardian = "1";
	child_enrol(child);
	char *taken = child->items->id_number;
	child = add("欧阳𠮷花", "2019-02-28", SCHOOL_A);
	child->items->aux_no = "331002-000017";
	child->items->attendance = "2";
	child->row.is_provisional = true;
	child_enrol(child);
	child = add("王", "2018-05-06", SCHOOL_B);
	child->items->id_number = taken; /* claims what another one has */
	child->row.initials = "w";
	child_enrol(child);
	child = add("陈无证", "2018-05-07", SCHOOL_B);
	child->items->id_number = child->items->id_type = "";
	child->items->family_1_is_guardian = "0";
	child_enrol(child);
	child = add("周待定", "2020-01-01", SCHOOL_C);
	child->items->aux_no = "1";
	child_create(child);
	child = add("阿依古丽·买买提", "2019-07-08", SCHOOL_D);
	child_enrol(child);
	ck_assert_int_eq(student_change_class(children_ctx(), child, 2), OK);
	fixture_commit(f);
}

static struct bulk_child as_known(struct ctx *ctx, size_t i)
{
	struct student_record read = child_read(children[i].row.id);
	struct bulk_child known = {.row = read.row, .items = read.items};
	struct number_row *numbers;
	struct enrolment *newest_first, *stays;
	ck_assert_int_eq(number_list(ctx, read.row.id, &numbers, &known.n_numbers), OK);
	ck_assert_int_eq(enrolment_list(ctx, read.row.id, &newest_first, &known.n_stays), OK);
	stays = arena_array(ctx->arena, struct enrolment, known.n_stays);
	for (size_t k = 0; k < known.n_stays; k++)
		stays[k] = newest_first[known.n_stays - 1 - k];
	known.numbers = numbers;
	known.stays = stays;
	known.claims_only = strcmp(read.row.name, "王") == 0;
	return known;
}

static void know_all(struct bulk_child known[MOST])
{
	for (size_t i = 0; i < n_children; i++) {
		known[i] = as_known(children_ctx(), i);
		if (*known[i].items->aux_no != '\0' && known[i].n_numbers == 2)
			known[i].n_numbers = 1; /* the loader finds that one itself */
	}
	fixture_rollback(f);
}

static struct bulk_store *open_bulk(void)
{
	char why[WHY_SIZE];
	enum store_problem problem;
	struct bulk_store *bulk = bulk_store_open(f->store, &problem, why);
	if (bulk == NULL)
		ck_abort_msg("%s", why);
	return bulk;
}

static size_t of_one_school(const struct bulk_child *known, size_t n)
{
	size_t same = 1;
	while (same < n && known[same].row.school == known[0].row.school)
		same++;
	return same;
}

static enum err try_load(const struct bulk_child *known, size_t n)
{
	struct ctx *ctx = children_ctx();
	struct bulk_load *load;
	ck_assert_int_eq(bulk_load_new(ctx, &load), OK);
	for (size_t i = 0, same; i < n; i += same) {
		same = of_one_school(&known[i], n - i);
		struct bulk_batch *batch = bulk_load_prepare(load, ctx->arena, &known[i], same);
		ck_assert_int_eq(bulk_load_write(load, ctx, batch), OK);
	}
	enum err err = bulk_load_finish(load, ctx);
	bulk_load_free(load);
	return err;
}

static void load(const struct bulk_child *known, size_t n)
{
	ck_assert_int_eq(try_load(known, n), OK);
	fixture_commit(f);
}

static void find_ids(void)
{
	for (size_t i = 0; i < n_children; i++) {
		struct ctx *ctx = children_ctx();
		struct sql *sql = arena_one(ctx->arena, struct sql);
		*sql = (struct sql){"test_id", "SELECT id FROM student WHERE name = $1"};
		ck_assert_int_eq(db_number(ctx, sql, ARGS(arg_text(children[i].row.name)), 0,
					 &children[i].row.id),
			OK);
	}
}

static void expect_nothing(void *arg, const char *check, const char *sentence)
{
	(void)arg;
	ck_abort_msg("%s: %s", check, sentence);
}

static void expect_no_faults(void)
{
	int64_t n_faults;
	struct ctx ctx;
	ctx_init(&ctx, &f->app, f->ctx.arena);
	ctx.db = store_reader(f->store);
	ck_assert_int_eq(checks_run(&ctx, expect_nothing, NULL, &n_faults), OK);
	db_close(ctx.db);
}

START_TEST(both_ways_of_storing_children_leave_the_same)
{
	struct bulk_child known[MOST];
	char why[WHY_SIZE];
	store_ordinarily();
	char *one_by_one = everything();
	fixture_rollback(f);
	know_all(known);
	forget_all();
	struct bulk_store *bulk = open_bulk();
	load(known, n_children);
	ck_assert_int_eq(bulk_store_close(bulk, why), STORE_OK);
	find_ids();
	char *in_bulk = everything();
	fixture_rollback(f);
	ck_assert_str_eq(in_bulk, one_by_one);
	expect_no_faults();
	free(one_by_one);
	free(in_bulk);
}
END_TEST

/* What was loaded is there after a restart, and what comes later gets ids of its own. */
START_TEST(the_store_goes_on_as_usual)
{
	struct bulk_child known[MOST];
	char why[WHY_SIZE];
	store_ordinarily();
	know_all(known);
	forget_all();
	struct bulk_store *bulk = open_bulk();
	load(known, n_children);
	ck_assert_int_eq(bulk_store_close(bulk, why), STORE_OK);
	fixture_reopen(f);
	find_ids();
	for (size_t i = 0; i < n_children; i++)
		child_read(children[i].row.id);
	struct student_record later = child_new("后来人", "2019-03-04", SCHOOL_A);
	child_enrol(&later);
	fixture_commit(f);
	for (size_t i = 0; i < n_children; i++)
		ck_assert_int_ne(children[i].row.id, later.row.id);
	char mode[16];
	struct ctx *ctx = children_ctx();
	static const struct sql ask = {"test_mode", "PRAGMA journal_mode"};
	struct cursor *c = db_open(ctx, &ask, NO_ARGS);
	ck_assert(cursor_next(c));
	snprintf(mode, sizeof mode, "%s", cursor_text(c, 0));
	ck_assert_int_eq(cursor_close(c), OK);
	ck_assert_str_eq(mode, "wal");
	fixture_rollback(f);
	expect_no_faults();
}
END_TEST

START_TEST(two_holders_of_one_identity_are_refused)
{
	struct bulk_child known[MOST];
	store_ordinarily();
	know_all(known);
	forget_all();
	for (size_t i = 0; i < n_children; i++)
		known[i].claims_only = false;
	struct bulk_store *bulk = open_bulk();
	ck_assert_int_eq(try_load(known, n_children), ERR_EXISTS);
	bulk_store_free(bulk);
}
END_TEST

START_TEST(a_school_of_another_county_is_refused)
{
	struct bulk_child known[MOST];
	struct bulk_load *load;
	store_ordinarily();
	know_all(known);
	forget_all();
	known[0].row.county = OTHER_COUNTY;
	struct bulk_store *bulk = open_bulk();
	struct ctx *ctx = children_ctx();
	ck_assert_int_eq(bulk_load_new(ctx, &load), OK);
	struct bulk_batch *batch = bulk_load_prepare(load, ctx->arena, known, 1);
	ck_assert_int_eq(bulk_load_write(load, ctx, batch), ERR_INTERNAL);
	bulk_load_free(load);
	bulk_store_free(bulk);
	fixture_rollback(f);
}
END_TEST

START_TEST(a_store_that_has_children_takes_no_load)
{
	struct bulk_load *load;
	store_ordinarily();
	struct bulk_store *bulk = open_bulk();
	ck_assert_int_eq(bulk_load_new(children_ctx(), &load), ERR_INTERNAL);
	ck_assert_ptr_null(load);
	bulk_store_free(bulk);
	fixture_rollback(f);
}
END_TEST

SUITE_WITH("bulk_load", before, after, both_ways_of_storing_children_leave_the_same,
	the_store_goes_on_as_usual, two_holders_of_one_identity_are_refused,
	a_school_of_another_county_is_refused, a_store_that_has_children_takes_no_load)
