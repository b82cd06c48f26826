/* Service Students: children of one school and grade into their classes (FSM2, 29). */
#include "server/service/students.h"

#include "domain/roll.h"
#include "domain/stages.h"
#include "server/service/fields.h"
#include "server/service/student_note.h"
#include "server/store/case_store.h"
#include "server/store/ids.h"
#include "server/store/policy_cache.h"
#include "server/store/profile_store.h"
#include "server/store/unit_store.h"

enum { PLACEMENTS_MOST = 200 };

/* A child and the class that it is to go to. */
struct move {
	const Xueji__V1__ClassPlacement *wish;
	struct student_record child;
	bool is_known; /* a child of this school */
	bool is_going; /* nothing stands against it */
	Xueji__V1__ClassPlacementResult *result;
};

struct change {
	struct ctx *ctx;
	int64_t school;
	int grade;
	struct move *moves;
	size_t n;
	int64_t now[CLASS_LAST + 1]; /* how many are in each class, 0 being those in none */
	int64_t room;                /* how many a class takes */
};

/* ---- the request ---- */

static bool stands_before(const Xueji__V1__ChangeClassRequest *in, size_t i, int64_t id)
{
	int64_t other;
	for (size_t k = 0; k < i; k++)
		if (ids_parse(in->placements[k]->student_id, &other) && other == id)
			return true;
	return false;
}

static bool has_class(const struct school_class *classes, size_t n, int number)
{
	for (size_t i = 0; i < n; i++)
		if (classes[i].number == number)
			return true;
	return false;
}

static void check_placement(struct ctx *ctx, const Xueji__V1__ChangeClassRequest *in, size_t i,
	const struct school_class *classes, size_t n_classes)
{
	const Xueji__V1__ClassPlacement *wish = in->placements[i];
	const char *id_field = field_in(ctx, "placements", i, "student_id");
	const char *class_field = field_in(ctx, "placements", i, "class_number");
	int64_t id = field_id(ctx, id_field, wish->student_id);
	if (id != 0 && stands_before(in, i, id))
		ctx_fault(ctx, id_field, REASON_TWICE);
	if (field_number(ctx, class_field, wish->class_number, 1, CLASS_LAST) &&
		!has_class(classes, n_classes, wish->class_number))
		ctx_fault(ctx, class_field, REASON_NO_SUCH_CLASS,
			arena_printf(ctx->arena, "%d", wish->class_number));
}

static enum err check_request(struct ctx *ctx, const Xueji__V1__ChangeClassRequest *in)
{
	struct school_class *classes = NULL;
	size_t n = 0, n_placements = in->n_placements;
	int64_t school = field_id(ctx, "unit_id", in->unit_id);
	enum err err = OK;
	if (field_number(ctx, "grade", in->grade, 1, GRADE_LAST))
		err = unit_classes(ctx, school, in->grade, (struct school_class){in->grade, 0},
			CLASS_LAST, &classes, &n);
	if (err != OK)
		return err;
	if (n_placements == 0)
		ctx_fault(ctx, "placements", REASON_REQUIRED);
	if (n_placements > PLACEMENTS_MOST)
		ctx_fault(ctx, "placements", REASON_TOO_MANY,
			arena_printf(ctx->arena, "%d", PLACEMENTS_MOST));
	for (size_t i = 0; i < n_placements && i < PLACEMENTS_MOST; i++)
		check_placement(ctx, in, i, classes, n);
	return ctx_faults(ctx);
}

/* ---- one child ---- */

/* Is the error one of this child alone, with nothing written? Then the others go on. */
static bool is_refusal(enum err err)
{
	return err == ERR_PRECONDITION || err == ERR_STALE || err == ERR_NOT_FOUND;
}

static void refuse(struct ctx *ctx, struct move *move)
{
	const struct reason_row *why = reason_row(ctx->failure.reason);
	move->is_going = false;
	move->result->refusal = (char *)why->name;
	move->result->refusal_text = (char *)ctx_sentence(ctx, &why->sentence, ctx->failure.args);
	ctx->failure.err = OK;
}

/* One open case at a time (2002), but for a change of key data that waits for the nation (Q6). */
static enum err judge_cases(struct ctx *ctx, int64_t student)
{
	int64_t open;
	struct case_row row;
	enum err err = case_open_of_student(ctx, student, &open);
	if (err != OK || open == 0)
		return err;
	if ((err = case_get(ctx, open, &row)) != OK)
		return err;
	if (row.type == CASE_KEY_DATA && row.state == CASE_WAIT_NATIONAL)
		return OK;
	return ctx_fail(ctx, REASON_CASE_OPEN, ids_format(ctx->arena, open));
}

static enum err judge(const struct change *change, struct move *move)
{
	struct ctx *ctx = change->ctx;
	int64_t id = 0;
	const struct student_row *row = &move->child.row;
	enum err err = ids_parse(move->wish->student_id, &id)
			       ? student_read(ctx, id, &move->child)
			       : ctx_fail(ctx, REASON_NO_SUCH_STUDENT);
	if (err != OK)
		return err;
	if (row->school != change->school)
		return ctx_fail(ctx, REASON_NO_SUCH_STUDENT);
	move->is_known = true;
	if (row->rev != move->wish->rev)
		return ctx_fail(ctx, REASON_STALE);
	if (row->status != ROLL_ENROLLED)
		return ctx_fail(ctx, REASON_NOT_ATTENDING);
	if (row->grade != change->grade)
		return ctx_fail(
			ctx, REASON_ANOTHER_GRADE, arena_printf(ctx->arena, "%d", row->grade));
	return judge_cases(ctx, id);
}

static enum err judge_all(struct change *change, const Xueji__V1__ChangeClassRequest *in,
	Xueji__V1__ChangeClassResponse *out)
{
	struct ctx *ctx = change->ctx;
	out->results = arena_array(ctx->arena, Xueji__V1__ClassPlacementResult *, change->n);
	for (size_t i = 0; i < change->n; i++) {
		struct move *move = &change->moves[i];
		move->wish = in->placements[i];
		move->is_going = true;
		move->result = arena_one(ctx->arena, Xueji__V1__ClassPlacementResult);
		xueji__v1__class_placement_result__init(move->result);
		move->result->student_id = move->wish->student_id;
		out->results[out->n_results++] = move->result;
		enum err err = judge(change, move);
		if (err != OK && !is_refusal(err))
			return err;
		if (err != OK)
			refuse(ctx, move);
	}
	return OK;
}

/* ---- room ---- */

static enum err count_classes(struct change *change)
{
	struct class_size *sizes;
	size_t n;
	enum err err = student_class_sizes(change->ctx, change->school, &sizes, &n);
	for (size_t i = 0; err == OK && i < n; i++)
		if (sizes[i].grade == change->grade)
			change->now[sizes[i].class_no] = sizes[i].pupils;
	change->room = policy_number(change->ctx, POLICY_CLASS_SIZE, change->school);
	return err;
}

/* How many are in a class once all who are going have gone. */
static int64_t size_after(const struct change *change, int class_no)
{
	int64_t size = change->now[class_no];
	for (size_t i = 0; i < change->n; i++) {
		const struct move *move = &change->moves[i];
		if (!move->is_going)
			continue;
		size += move->wish->class_number == class_no;
		size -= move->child.row.class_no == class_no;
	}
	return size;
}

/* Does a class end up fuller than it may be, and than it was? */
static bool is_too_full(const struct change *change, int class_no)
{
	int64_t after = size_after(change, class_no);
	return after > change->room && after > change->now[class_no];
}

static void refuse_full(const struct change *change, struct move *move)
{
	struct ctx *ctx = change->ctx;
	int class_no = move->wish->class_number;
	enum err err = ctx_fail(ctx, REASON_CLASS_FULL,
		arena_printf(ctx->arena, "%d-%d", change->grade, class_no),
		arena_printf(ctx->arena, "%lld", (long long)size_after(change, class_no) - 1),
		arena_printf(ctx->arena, "%lld", (long long)change->room));
	(void)err;
	refuse(ctx, move);
}

/* Judged by how the classes end up, so that two full ones can change places child for child. Who
 * comes last in the request stays where he is; that may leave another class too full, so all are
 * looked at again until no class is. Each round refuses one, so it ends. */
static void judge_room(struct change *change)
{
	for (size_t i = change->n; i > 0; i--) {
		struct move *move = &change->moves[i - 1];
		bool is_arrival =
			move->is_going && move->child.row.class_no != move->wish->class_number;
		if (!is_arrival || !is_too_full(change, move->wish->class_number))
			continue;
		refuse_full(change, move);
		i = change->n + 1;
	}
}

/* ---- the change ---- */

static enum err move_one(struct ctx *ctx, struct move *move)
{
	struct student_record before = move->child;
	if (before.row.class_no == move->wish->class_number)
		return OK;
	before.items = profile_copy(ctx->arena, before.items);
	enum err err = student_change_class(ctx, &move->child, move->wish->class_number);
	if (err == OK)
		student_note(ctx, ACTION_STUDENT_CLASS_CHANGED, &before, &move->child);
	return err;
}

static enum err fill(struct ctx *ctx, struct move *move)
{
	move->result->is_done = move->is_going;
	if (!move->is_known)
		return OK;
	move->result->student = arena_one(ctx->arena, Xueji__V1__Student);
	xueji__v1__student__init(move->result->student);
	return student_message(ctx, &move->child.row, move->child.items, move->result->student);
}

enum err students_change_class(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__ChangeClassRequest *in = request;
	struct change change = {.ctx = ctx, .grade = in->grade, .n = in->n_placements};
	enum err err = check_request(ctx, in);
	if (err != OK)
		return err;
	change.school = field_id(ctx, "unit_id", in->unit_id);
	change.moves = arena_array(ctx->arena, struct move, change.n);
	err = judge_all(&change, in, reply);
	if (err == OK)
		err = count_classes(&change);
	if (err == OK)
		judge_room(&change);
	for (size_t i = 0; err == OK && i < change.n; i++)
		if (change.moves[i].is_going)
			err = move_one(ctx, &change.moves[i]);
	for (size_t i = 0; err == OK && i < change.n; i++)
		err = fill(ctx, &change.moves[i]);
	return err;
}
