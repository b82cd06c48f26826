#include <string.h>

#include "common/date.h"
#include "server/service/child_merge.h"
#include "server/service/record_keep.h"
#include "server/store/attachment_store.h"
#include "server/store/identity_store.h"
#include "server/store/ids.h"
#include "server/store/number_store.h"
#include "server/store/tombstone_store.h"

/* ---- what relies on it ---- */

struct undoing {
	struct ctx *ctx;
	struct tombstone tombstone;
	struct student_record survivor, gone;
	Xueji__V1__RecordKept *now; /* the survivor as it is */
};

static enum err relied_on(struct ctx *ctx, const struct sentence *sentence, int64_t id)
{
	const char *const args[] = {ids_format(ctx->arena, id), NULL};
	return ctx_fail(ctx, REASON_MERGE_RELIED_ON, ctx_sentence(ctx, sentence, args));
}

/* The first that is among `now` and not among `then`; 0: none. */
static int64_t newcomer(const int64_t *now, size_t n_now, const int64_t *then, size_t n_then)
{
	for (size_t i = 0; i < n_now; i++)
		if (!record_lists(then, n_then, now[i]))
			return now[i];
	return 0;
}

static enum err judge_merges(const struct undoing *undoing)
{
	static const struct sentence merged_on = {
		"record {0} has taken over what the survivor had; undo that merge first",
		"合并后的学籍又已并入学籍 {0}；请先撤销该次合并"};
	static const struct sentence merged_in = {
		"record {0} was merged into the same one; undo that merge first",
		"其后学籍 {0} 也已并入；请先撤销该次合并"};
	struct ctx *ctx = undoing->ctx;
	const Xueji__V1__RecordKept *joined = undoing->tombstone.undo->joined;
	if (undoing->tombstone.survivor != joined->student_id)
		return relied_on(ctx, &merged_on, undoing->tombstone.survivor);
	int64_t later = undoing->tombstone.student;
	for (size_t i = 0; i < undoing->now->n_merged; i++)
		if (undoing->now->merged[i] != undoing->tombstone.student &&
			!record_lists(joined->merged, joined->n_merged, undoing->now->merged[i]))
			later = undoing->now->merged[i];
	return later == undoing->tombstone.student ? OK : relied_on(ctx, &merged_in, later);
}

static enum err judge_cases(const struct undoing *undoing)
{
	static const struct sentence opened = {"case {0} was opened", "其后新建了业务 {0}"};
	const Xueji__V1__RecordKept *now = undoing->now, *joined = undoing->tombstone.undo->joined;
	int64_t id = newcomer(now->cases, now->n_cases, joined->cases, joined->n_cases);
	return id == 0 ? OK : relied_on(undoing->ctx, &opened, id);
}

static enum err judge_numbers(const struct undoing *undoing)
{
	static const struct sentence given = {
		"the child was given another number", "其后核发或变更了号码"};
	static const struct sentence changed = {
		"the child's identity document has changed", "其后身份证件已变更"};
	const Xueji__V1__RecordKept *now = undoing->now, *joined = undoing->tombstone.undo->joined;
	struct identity_key key = record_identity(undoing->ctx, &undoing->survivor);
	if (!record_has_identity(joined, &key))
		return relied_on(undoing->ctx, &changed, 0);
	bool is_same =
		now->current_number == joined->current_number &&
		newcomer(now->numbers, now->n_numbers, joined->numbers, joined->n_numbers) == 0;
	return is_same ? OK : relied_on(undoing->ctx, &given, 0);
}

static enum err judge_place(const struct undoing *undoing)
{
	static const struct sentence moved = {"school, grade, class or status has changed",
		"其后学校、年级、班级或学籍状态已变动"};
	const Xueji__V1__RecordKept *now = undoing->now, *joined = undoing->tombstone.undo->joined;
	bool is_same = now->status == joined->status && now->school_id == joined->school_id &&
		       now->stage == joined->stage && now->grade == joined->grade &&
		       now->class_number == joined->class_number &&
		       strcmp(now->suspended_until, joined->suspended_until) == 0 &&
		       undoing->gone.row.school == undoing->tombstone.undo->gone->school_id &&
		       record_same_stays(now, joined);
	return is_same ? OK : relied_on(undoing->ctx, &moved, 0);
}

/* A scan that came over was dropped, or is the photo of the record now. */
static enum err judge_attachment(const struct undoing *undoing, int64_t id)
{
	static const struct sentence dropped = {
		"attachment {0}, which came over, was dropped", "其后删除了转入的附件 {0}"};
	static const struct sentence used = {
		"attachment {0}, which came over, is now used", "其后使用了转入的附件 {0}"};
	const Xueji__V1__RecordKept *now = undoing->now;
	struct attachment_use *uses;
	size_t n = 0;
	if (!record_lists(now->attachments, now->n_attachments, id))
		return relied_on(undoing->ctx, &dropped, id);
	enum err err = attachment_users(undoing->ctx, id, &uses, &n);
	for (size_t i = 0; err == OK && i < n; i++)
		if (uses[i].user == ATTACHMENT_OF_RECORD && uses[i].user_id == now->student_id)
			err = relied_on(undoing->ctx, &used, id);
	return err;
}

/* The slot that the record had is to be had again. */
static enum err judge_slot(const struct undoing *undoing)
{
	static const struct sentence taken = {
		"record {0} has taken its identity number", "其证件号码的唯一位已由学籍 {0} 占用"};
	const Xueji__V1__RecordKept *gone = undoing->tombstone.undo->gone;
	struct identity_claims claims;
	struct identity_key key = record_identity(undoing->ctx, &undoing->gone);
	enum err err = identity_find(undoing->ctx, &key, &claims);
	if (err != OK || !gone->holds_identity || claims.n == 0 || !claims.of[0].holds ||
		claims.of[0].student == undoing->now->student_id)
		return err;
	return relied_on(undoing->ctx, &taken, claims.of[0].student);
}

static enum err judge_undoing(const struct undoing *undoing)
{
	const Xueji__V1__RecordKept *gone = undoing->tombstone.undo->gone;
	enum err err = judge_merges(undoing);
	if (err == OK)
		err = judge_cases(undoing);
	if (err == OK)
		err = judge_place(undoing);
	if (err == OK)
		err = judge_numbers(undoing);
	for (size_t i = 0; err == OK && i < gone->n_attachments; i++)
		err = judge_attachment(undoing, gone->attachments[i]);
	return err == OK ? judge_slot(undoing) : err;
}

/* ---- undoing ---- */

static enum err load_undoing(struct ctx *ctx, int64_t gone, struct undoing *out)
{
	bool is_found;
	*out = (struct undoing){.ctx = ctx};
	enum err err = tombstone_get(ctx, gone, &out->tombstone, &is_found);
	if (err == OK && (!is_found || out->tombstone.survivor == 0))
		return ctx_fail(ctx, REASON_NOT_MERGED);
	if (err == OK)
		err = student_read(ctx, gone, &out->gone);
	if (err == OK)
		err = student_read(ctx, out->tombstone.survivor, &out->survivor);
	return err == OK ? record_keep(ctx, &out->survivor, &out->now) : err;
}

static enum err part_numbers(const struct undoing *undoing)
{
	struct ctx *ctx = undoing->ctx;
	const Xueji__V1__RecordUndo *undo = undoing->tombstone.undo;
	const Xueji__V1__RecordKept *own = undo->survivor, *other = undo->gone,
				    *joined = undo->joined;
	char today[DATE_TEXT_SIZE];
	date_format(ctx_today(ctx), today);
	enum err err = number_end_current(ctx, own->student_id, today);
	for (size_t i = 0; err == OK && i < joined->n_numbers; i++) {
		int64_t id = joined->numbers[i];
		if (record_lists(other->numbers, other->n_numbers, id))
			err = number_hand_over(ctx, id, other->student_id);
		else if (!record_lists(own->numbers, own->n_numbers, id))
			err = number_forget(ctx, id);
	}
	const int64_t current[] = {own->current_number, other->current_number};
	for (size_t i = 0; err == OK && i < 2; i++)
		if (current[i] != 0)
			err = number_set_current(ctx, current[i]);
	return err;
}

static enum err part_stays(const struct undoing *undoing)
{
	const Xueji__V1__RecordUndo *undo = undoing->tombstone.undo;
	const Xueji__V1__RecordKept *sides[] = {undo->survivor, undo->gone};
	enum err err = OK;
	for (size_t i = 0; err == OK && i < 2; i++)
		err = enrolment_replace_all(undoing->ctx, sides[i]->student_id,
			record_stays(undoing->ctx, sides[i]), sides[i]->n_stays);
	return err;
}

/* Each has the slot again, or not, as before. */
static enum err part_rows(struct undoing *undoing)
{
	struct ctx *ctx = undoing->ctx;
	const Xueji__V1__RecordUndo *undo = undoing->tombstone.undo;
	struct identity_key own = record_identity(ctx, &undoing->survivor);
	struct identity_key other = record_identity(ctx, &undoing->gone);
	enum err err = record_put_back(ctx, &undoing->survivor, undo->survivor, undo->joined);
	if (err == OK && !undo->survivor->holds_identity)
		err = identity_yield(ctx, undoing->survivor.row.id, &own);
	if (err == OK)
		err = record_put_back(ctx, &undoing->gone, undo->gone, undo->gone);
	if (err == OK && !undo->gone->holds_identity)
		err = identity_yield(ctx, undoing->gone.row.id, &other);
	return err;
}

static void note(const struct undoing *undoing, const char *reason)
{
	const struct student_row *survivor = &undoing->survivor.row, *gone = &undoing->gone.row;
	record_note(undoing->ctx, ACTION_STUDENT_UNMERGED, survivor, gone->id, reason);
	record_note(undoing->ctx, ACTION_STUDENT_UNMERGED, gone, survivor->id, reason);
}

enum err child_unmerge(struct ctx *ctx, int64_t gone, const char *reason)
{
	struct undoing undoing;
	enum err err = load_undoing(ctx, gone, &undoing);
	if (err == OK)
		err = judge_undoing(&undoing);
	if (err == OK)
		err = part_numbers(&undoing);
	if (err == OK)
		err = part_stays(&undoing);
	if (err == OK)
		err = record_hand_over(ctx, undoing.tombstone.undo->gone, gone);
	if (err == OK)
		err = part_rows(&undoing);
	if (err == OK)
		err = tombstone_delete(ctx, gone);
	if (err == OK)
		note(&undoing, reason);
	return err;
}
