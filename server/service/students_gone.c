/* Service Students: records that were merged into another one or deleted, and their return. */
#include "server/service/students.h"

#include "domain/roles.h"
#include "domain/roll.h"
#include "server/auth/access.h"
#include "server/registry/delete_rules.h"
#include "server/service/child_delete.h"
#include "server/service/child_merge.h"
#include "server/service/fields.h"
#include "server/service/message.h"
#include "server/service/problem_found.h"
#include "server/service/units.h"
#include "server/store/check_store.h"
#include "server/store/ids.h"
#include "server/store/problem_store.h"
#include "server/store/tombstone_store.h"

enum { REASON_MOST = 500 };

/* ---- where a record leads ---- */

static bool is_seen(const struct ctx *ctx, const struct student_row *row)
{
	return access_right(ctx, ROLES_BUSINESS, SCOPE_SUBTREE, row->school) != NULL;
}

enum err students_follow(struct ctx *ctx, int64_t student, struct student_row *out)
{
	struct student_row survivor;
	int64_t id = 0;
	enum err err = student_get(ctx, student, out);
	if (err == OK && out->status == ROLL_DELETED)
		err = tombstone_survivor(ctx, student, &id);
	if (err != OK || id == 0)
		return err;
	err = student_get(ctx, id, &survivor);
	if (err == OK && is_seen(ctx, &survivor))
		*out = survivor;
	return err;
}

static enum err asked_row(struct ctx *ctx, const char *text, struct student_row *out)
{
	int64_t id = field_id(ctx, "student_id", text);
	enum err err = ctx_faults(ctx);
	return err == OK ? student_get(ctx, id, out) : err;
}

enum err students_place_opened(struct ctx *ctx, const void *request, int64_t *place_out)
{
	const Xueji__V1__GetStudentRequest *in = request;
	struct student_row row;
	enum err err = asked_row(ctx, in->student_id, &row);
	if (err == OK)
		err = students_follow(ctx, row.id, &row);
	if (err == OK)
		*place_out = row.school;
	return err;
}

enum err students_place_province(struct ctx *ctx, const void *request, int64_t *place_out)
{
	enum err err = students_place(ctx, request, place_out);
	const struct unit_node *province =
		err == OK ? unit_tree_ancestor(ctx->units, *place_out, TIER_PROVINCE) : NULL;
	*place_out = province != NULL ? province->id : 0;
	return err;
}

/* ---- what a file says of it ---- */

static enum err merged_message(
	struct ctx *ctx, int64_t student, int64_t made_us, Xueji__V1__MergedRecord **out)
{
	struct student_row row;
	enum err err = student_get(ctx, student, &row);
	if (err != OK)
		return err;
	*out = arena_one(ctx->arena, Xueji__V1__MergedRecord);
	xueji__v1__merged_record__init(*out);
	(*out)->student_id = ids_format(ctx->arena, student);
	(*out)->name = (char *)row.name;
	(*out)->school = unit_name_message(ctx, row.school);
	(*out)->time = message_time(ctx->arena, made_us);
	return OK;
}

static enum err fill_merged(struct ctx *ctx, int64_t survivor, Xueji__V1__GetStudentResponse *out)
{
	int64_t *ids;
	size_t n;
	bool is_found;
	enum err err = tombstones_of(ctx, survivor, &ids, &n);
	out->merged = arena_array(ctx->arena, Xueji__V1__MergedRecord *, n);
	for (size_t i = 0; err == OK && i < n; i++) {
		struct tombstone tombstone = {0};
		err = tombstone_get(ctx, ids[i], &tombstone, &is_found);
		if (err == OK)
			err = merged_message(
				ctx, ids[i], tombstone.made_us, &out->merged[out->n_merged]);
		out->n_merged += err == OK;
	}
	return err;
}

enum err students_fill_gone(
	struct ctx *ctx, const struct student_row *row, Xueji__V1__GetStudentResponse *out)
{
	struct tombstone tombstone;
	bool is_gone;
	if (row->status != ROLL_DELETED)
		return fill_merged(ctx, row->id, out);
	enum err err = tombstone_get(ctx, row->id, &tombstone, &is_gone);
	if (err != OK || !is_gone)
		return err;
	if (tombstone.survivor != 0)
		return merged_message(
			ctx, tombstone.survivor, tombstone.made_us, &out->merged_into);
	out->deleted_because =
		(char *)sentence_in(absence_title((enum absence)tombstone.absence), ctx->lang);
	return fill_merged(ctx, row->id, out);
}

/* ---- bringing it back ---- */

static enum err fill_student(struct ctx *ctx, int64_t id, Xueji__V1__Student **out)
{
	struct student_row row;
	enum err err = student_get(ctx, id, &row);
	*out = arena_one(ctx->arena, Xueji__V1__Student);
	xueji__v1__student__init(*out);
	return err == OK ? student_message(ctx, &row, NULL, *out) : err;
}

enum err students_undo_merge(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__UndoMergeRequest *in = request;
	Xueji__V1__UndoMergeResponse *out = reply;
	int64_t survivor, gone = students_asked(request);
	field_line(ctx, "reason", in->reason, REASON_MOST);
	enum err err = ctx_faults(ctx);
	if (err == OK)
		err = tombstone_survivor(ctx, gone, &survivor);
	if (err == OK)
		err = child_unmerge(ctx, gone, in->reason);
	/* Two again, they may be found to be one again. */
	if (err == OK)
		err = problem_judge_anew(ctx, gone, survivor);
	if (err == OK)
		err = check_waiting_add(ctx, gone);
	if (err == OK)
		err = problem_child_changed(ctx, gone);
	if (err == OK)
		err = problem_child_changed(ctx, survivor);
	if (err == OK)
		err = fill_student(ctx, gone, &out->student);
	return err == OK ? fill_student(ctx, survivor, &out->survivor) : err;
}

enum err students_undo_delete(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__UndoDeleteRequest *in = request;
	Xueji__V1__UndoDeleteResponse *out = reply;
	int64_t student = students_asked(request);
	field_line(ctx, "reason", in->reason, REASON_MOST);
	enum err err = ctx_faults(ctx);
	if (err == OK)
		err = child_undelete(ctx, student, in->reason);
	if (err == OK)
		err = problem_check_child(ctx, student);
	return err == OK ? fill_student(ctx, student, &out->student) : err;
}
