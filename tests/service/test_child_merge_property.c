/* Whatever lives two records have had: merged, they are one sound record; parted again, everything
 * is as it was. XUEJI_ROUNDS=500 does it for longer. */
#include <stdlib.h>

#include "domain/roll.h"
#include "domain/stages.h"
#include "server/service/child_delete.h"
#include "server/service/child_merge.h"
#include "server/store/number_store.h"
#include "server/store/student_number.h"
#include "server/store/suspension_store.h"
#include "tests/calls/attaching.h"
#include "tests/calls/moving.h"
#include "tests/calls/whole.h"
#include "tests/support/child.h"

enum { CHILDREN = 14, ROUNDS = 40, LIVES = 60, DEEP = 200 };

static struct moving *m;
static int64_t children[CHILDREN];
static uint64_t state = 20261128;

/* What was done and not undone yet, with how it was before. */
static struct {
	int64_t gone;
	bool is_merge;
	char *before;
} done[DEEP];
static size_t n_done, n_in_all;

static uint32_t below(uint32_t n)
{
	state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t)(state >> 33) % n;
}

static int64_t anyone(void)
{
	return children[below(CHILDREN)];
}

static int64_t any_school(void)
{
	static const int64_t schools[] = {SCHOOL, SECOND_SCHOOL, NEIGHBOUR_SCHOOL, FAR_SCHOOL};
	return schools[below(4)];
}

/* Some of them claim one number. */
static void set_up(void)
{
	static const char *const names[] = {"陈小明", "林小花", "黄伟", "吴芳"};
	m = moving_open();
	house_hold(m->house);
	struct student_record before = {0};
	for (int i = 0; i < CHILDREN; i++) {
		struct student_record child = child_make(m->house->arena, names[i % 4],
			arena_printf(m->house->arena, "2019-03-%02d", 1 + i / 2), any_school());
		if (i % 3 == 2 && child.items->sex[0] == before.items->sex[0])
			child.items->id_number = before.items->id_number;
		child_enrol_in(house_write(m->house), &child);
		children[i] = child.row.id;
		before = child;
	}
	house_release(m->house);
	n_done = n_in_all = 0;
}

static void tear_down(void)
{
	moving_close(m);
}

/* ---- lives ---- */

static enum err leave(struct ctx *ctx, struct student_record *child)
{
	const struct student_record before = *child;
	enum err err = enrolment_end(ctx, child->row.id, "2026-11-22", ROLL_END_LEFT_OTHER);
	child->row.status = ROLL_LEFT_OTHER;
	return err == OK ? student_rewrite(ctx, &before, child) : err;
}

static enum err suspend(struct ctx *ctx, struct student_record *child)
{
	const struct student_record before = *child;
	child->row.status = ROLL_SUSPENDED;
	enum err err = student_rewrite(ctx, &before, child);
	return err == OK ? suspension_put(ctx, child->row.id, "2027-05-20") : err;
}

static enum err number_formally(struct ctx *ctx, struct student_record *child)
{
	struct id_number number;
	char text[STUDENT_NO_SIZE];
	if (below(2) == 0 || !id_number_parse(child->items->id_number, &number))
		return student_give_j(ctx, child, text);
	student_no_make_g(&number, text);
	return student_give_g(ctx, child, text);
}

static enum err change_items(struct ctx *ctx, struct student_record *child)
{
	Xueji__V1__StudentItems items = *child->items;
	items.attendance = below(2) == 0 ? "1" : "2";
	items.aux_no = arena_printf(ctx->arena, "AUX%u", below(1000));
	items.number_in_class = arena_printf(ctx->arena, "%u", 1 + below(40));
	return student_apply_items(ctx, child, &items, NULL);
}

static enum err move(struct ctx *ctx, struct student_record *child)
{
	const struct student_move to = {.school = any_school(),
		.stage = STAGE_PRIMARY,
		.grade = 1,
		.class_no = (int)below(3),
		.years = 6,
		.year_in_stage = 1};
	return student_move(ctx, child, &to);
}

static void live(int64_t id)
{
	struct student_record child;
	struct ctx *ctx = whole_write(m->house);
	ck_assert_int_eq(student_read(ctx, id, &child), OK);
	if (child.row.status != ROLL_ENROLLED) {
		whole_rollback(m->house);
		return;
	}
	uint32_t what = below(10);
	enum err err = what < 2   ? student_change_class(ctx, &child, (int)below(3))
		       : what < 5 ? move(ctx, &child)
		       : what < 7 ? change_items(ctx, &child)
		       : what < 8 ? number_formally(ctx, &child)
		       : what < 9 ? suspend(ctx, &child)
				  : leave(ctx, &child);
	if (err == OK)
		whole_commit(m->house);
	else /* a G that another has */
		whole_rollback(m->house);
}

static void have_case(int64_t id)
{
	const char *number;
	struct student_record child = mover_now(m, id);
	if (child.row.status != ROLL_ENROLLED || child.row.school == SCHOOL)
		return;
	ck_assert_int_eq(number_current(house_write(m->house), id, &number), OK);
	house_commit(m->house);
	struct mover mover = {.id = id, .name = child.items->name, .student_no = number};
	const Xueji__V1__Case *one = applied(m, &mover, SCHOOL, m->old.registrar);
	case_done(m->house, m->old.registrar, WITHDRAW, one, "");
}

/* ---- merging and undoing ---- */

static void note_done(int64_t gone, bool is_merge, char *before)
{
	done[n_done].gone = gone;
	done[n_done].is_merge = is_merge;
	done[n_done++].before = before;
	n_in_all++;
}

static void wrong_record(void)
{
	int64_t gone = anyone(), twin = below(4) != 0 ? anyone() : 0;
	char *before = whole_dump(m->house);
	struct ctx *ctx = whole_write(m->house);
	enum err err = child_delete(ctx, &(struct child_delete){.student = gone,
						 .why = ABSENCE_NEVER_HERE,
						 .approved = DELETE_BY_NATION,
						 .twin = twin,
						 .takes_place = below(2) == 0,
						 .reason = "重复"});
	if (err == OK) {
		whole_commit(m->house);
		note_done(gone, twin != 0, before);
		return;
	}
	ck_assert_int_eq(err, ERR_PRECONDITION);
	whole_rollback(m->house);
	whole_is(m->house, before);
}

static void undo(void)
{
	n_done--;
	struct ctx *ctx = whole_write(m->house);
	enum err err = done[n_done].is_merge ? child_unmerge(ctx, done[n_done].gone, NULL)
					     : child_undelete(ctx, done[n_done].gone, NULL);
	ck_assert_msg(
		err == OK, "%s: %s", reason_row(ctx->failure.reason)->name, ctx->failure.args[0]);
	whole_commit(m->house);
	whole_is(m->house, done[n_done].before);
}

/* Out of turn it is refused, or harmless: then what came later cannot be compared any more. */
static void undo_out_of_turn(void)
{
	size_t i = below((uint32_t)n_done);
	if (!done[i].is_merge)
		return;
	char *before = whole_dump(m->house);
	struct ctx *ctx = whole_write(m->house);
	enum err err = child_unmerge(ctx, done[i].gone, NULL);
	whole_rollback(m->house);
	ck_assert(err == OK || err == ERR_PRECONDITION);
	whole_is(m->house, before);
}

START_TEST(what_is_undone_was_never_done)
{
	const char *wanted = getenv("XUEJI_ROUNDS");
	int rounds = wanted != NULL ? (int)strtol(wanted, NULL, 10) : ROUNDS;
	for (int i = 0; i < LIVES; i++) {
		if (i % 6 == 5)
			have_case(anyone());
		else
			live(anyone());
		if (i % 10 == 9)
			days_pass(m->house, 1 + (int)below(30), m->all);
	}
	whole_check(m->house);
	for (int i = 0; i < rounds && n_done < DEEP; i++) {
		if (n_done > 0 && below(3) == 0)
			undo();
		else
			wrong_record();
		if (n_done > 1 && below(3) == 0)
			undo_out_of_turn();
		if (i % 10 == 9) {
			whole_check(m->house);
			days_pass(m->house, 1, m->all);
		}
	}
	ck_assert_uint_gt(n_in_all, 5);
	while (n_done > 0)
		undo();
	whole_check(m->house);
}
END_TEST

SUITE_WITH("child_merge_property", set_up, tear_down, what_is_undone_was_never_done)
