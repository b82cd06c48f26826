/* Service Transfers: what the receiving school does before its application is a case like others.
 */
#include <string.h>

#include "domain/roles.h"
#include "domain/stages.h"
#include "domain/student_no.h"
#include "server/service/case_message.h"
#include "server/service/cases.h"
#include "server/service/fields.h"
#include "server/service/services.h"
#include "server/service/students.h"
#include "server/service/transfer_child.h"
#include "server/service/units.h"
#include "server/store/crossing_store.h"
#include "server/store/ids.h"
#include "server/store/peer_store.h"
#include "server/store/unit_store.h"
#include "server/unpack.h"

enum { CAUSE_MOST = 200 };

/* What is applied for: a transfer where nothing is said. */
static enum case_type type_asked(struct ctx *ctx, Xueji__V1__CaseType asked)
{
	if (asked == XUEJI__V1__CASE_TYPE__CASE_TYPE_UNSPECIFIED)
		return CASE_TRANSFER;
	if (!case_table((enum case_type)asked)->is_move) {
		ctx_fault(ctx, "type", REASON_NOT_A_MOVE_TYPE);
		return CASE_TRANSFER;
	}
	return (enum case_type)asked;
}

/* ---- looking a child up ---- */

static enum err place_of_find(struct ctx *ctx, const void *request, int64_t *place_out)
{
	const Xueji__V1__FindChildRequest *in = request;
	*place_out = field_id(ctx, "school_id", in->school_id);
	return ctx_faults(ctx);
}

static enum err fill_found(
	struct ctx *ctx, const struct student_row *child, Xueji__V1__FindChildResponse *out)
{
	const char *number;
	int64_t open;
	enum err err = number_current(ctx, child->id, &number);
	if (err == OK)
		err = case_open_of_student(ctx, child->id, &open);
	if (err != OK)
		return err;
	out->name = (char *)child->name;
	out->sex = arena_printf(ctx->arena, "%d", child->sex);
	out->student_no_masked = arena_alloc(ctx->arena, STUDENT_NO_SIZE);
	if (number[0] != '\0')
		student_no_mask(number, out->student_no_masked);
	out->status = (Xueji__V1__StudentStatus)child->status;
	out->school = unit_name_message(ctx, child->school);
	out->place = student_place_text(ctx, child->school);
	out->stage = (Xueji__V1__Stage)child->stage;
	out->grade = child->grade;
	out->has_open_case = open != 0;
	return OK;
}

static enum err find_child(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__FindChildRequest *in = request;
	struct child_papers papers;
	struct student_row child;
	int64_t school = field_id(ctx, "school_id", in->school_id);
	child_papers_read(ctx, in->student_no, in->id_number, in->name, &papers);
	enum case_type type = type_asked(ctx, in->type);
	enum err err = ctx_faults(ctx);
	if (err == OK)
		err = transfer_find_child(ctx, type, &papers, &child);
	if (err != OK)
		return err;
	ctx_journal(ctx, &(struct note){.action = ACTION_TRANSFER_LOOKED_UP,
				 .unit = school,
				 .entity = "student",
				 .entity_id = child.id});
	return fill_found(ctx, &child, reply);
}

/* ---- applying ---- */

static enum err place_of_apply(struct ctx *ctx, const void *request, int64_t *place_out)
{
	const Xueji__V1__ApplyTransferRequest *in = request;
	struct case_row row;
	if (in->case_id[0] == '\0') {
		*place_out = field_id(ctx, "school_id", in->school_id);
		return ctx_faults(ctx);
	}
	int64_t id = field_id(ctx, "case_id", in->case_id);
	enum err err = ctx_faults(ctx);
	if (err == OK)
		err = case_get(ctx, id, &row);
	if (err == OK)
		*place_out = row.school;
	return err;
}

static char *given_or(char *given, char *before)
{
	return given[0] != '\0' ? given : before;
}

/* What is not given is taken from the refused one (Q16). */
static enum err copy_refused(struct ctx *ctx, Xueji__V1__ApplyTransferRequest *in, int64_t school)
{
	struct case_file old;
	if (in->copy_of_case_id[0] == '\0')
		return OK;
	enum err err = cases_find(ctx, in->copy_of_case_id, &old);
	if (err != OK)
		return err;
	if (old.transfer == NULL || old.row.school != school) {
		ctx_fault(ctx, "copy_of_case_id", REASON_NOT_A_TRANSFER);
		return OK;
	}
	if (in->type == XUEJI__V1__CASE_TYPE__CASE_TYPE_UNSPECIFIED)
		in->type = (Xueji__V1__CaseType)old.row.type;
	if (old.row.type != (enum case_type)in->type)
		ctx_fault(ctx, "type", REASON_NOT_A_MOVE_TYPE);
	if (old.row.state != CASE_REFUSED && old.row.state != CASE_CHECK_FAILED)
		ctx_fault(ctx, "copy_of_case_id", REASON_NOT_REFUSED);
	const Xueji__V1__TransferApplication *before = old.transfer->application;
	in->student_no = given_or(in->student_no, before->student_no);
	in->id_number = given_or(in->id_number, before->id_number);
	in->name = given_or(in->name, before->name);
	in->cause = given_or(in->cause, before->cause);
	in->keeps_record |= before->keeps_record;
	if (old.transfer->abroad != NULL)
		in->province_code =
			given_or(in->province_code, old.transfer->abroad->province_code);
	if (in->grade == 0) {
		in->grade = old.row.to_grade;
		in->class_number = old.row.to_class;
	}
	return OK;
}

static enum err open_returned(
	struct ctx *ctx, const Xueji__V1__ApplyTransferRequest *in, struct case_file *file)
{
	enum err err = cases_find(ctx, in->case_id, file);
	if (err != OK)
		return err;
	if (file->transfer == NULL)
		return ctx_fail(ctx, REASON_NO_SUCH_CASE, in->case_id);
	if (file->row.rev != in->rev)
		return ctx_fail(ctx, REASON_STALE);
	return file->row.state == CASE_DRAFT ? OK : ctx_fail(ctx, REASON_CASE_PAST_DRAFT);
}

/* The child, and the school and bureau that it leaves. */
static enum err find_leaving(
	struct ctx *ctx, const struct child_papers *papers, struct case_file *file)
{
	struct student_row child;
	int64_t open = 0;
	enum err err = transfer_find_child(ctx, file->row.type, papers, &child);
	if (err == OK)
		err = student_read(ctx, child.id, &file->student);
	if (err == OK)
		err = case_open_of_student(ctx, child.id, &open);
	if (err == OK && open != 0)
		err = ctx_fail(ctx, REASON_CASE_OPEN, ids_format(ctx->arena, open));
	if (err != OK)
		return err;
	const struct unit_node *from = unit_tree_get(ctx->units, child.school);
	file->row.student = child.id;
	file->row.from_school = child.school;
	file->row.from_bureau = from != NULL ? from->bureau : 0;
	return OK;
}

/* Of another province only the province is known here; it is asked later. */
static enum err name_province(
	struct ctx *ctx, const Xueji__V1__ApplyTransferRequest *in, struct case_file *file)
{
	struct peer peer;
	const struct unit_node *there = unit_tree_by_code(ctx->units, in->province_code);
	const struct unit_node *here =
		unit_tree_ancestor(ctx->units, file->row.school, TIER_PROVINCE);
	if (there == NULL || there->tier != TIER_PROVINCE || there == here)
		ctx_fault(ctx, "province_code", REASON_NOT_ANOTHER_PROVINCE);
	enum err err = ctx_faults(ctx);
	if (err == OK)
		err = peer_in_place(ctx, PEER_PROVINCE, in->province_code, &peer);
	if (err != OK)
		return err;
	file->row.from_school = file->row.from_bureau = there->id;
	file->student.row.name = in->name;
	return OK;
}

static enum err begin_new(struct ctx *ctx, const Xueji__V1__ApplyTransferRequest *in,
	const struct child_papers *papers, int64_t school, struct case_file *file)
{
	const struct unit_node *to = unit_tree_get(ctx->units, school);
	if (to == NULL || to->tier != TIER_SCHOOL || to->is_closed) {
		ctx_fault(ctx, "school_id", REASON_NO_OPEN_SCHOOL);
		return ctx_faults(ctx);
	}
	file->row = (struct case_row){.type = type_asked(ctx, in->type),
		.state = CASE_NEW,
		.is_open = true,
		.school = school,
		.bureau = to->bureau,
		.turn = CASE_REGISTRAR,
		.turn_unit = school,
		.due = DUE_NEVER};
	return in->province_code[0] != '\0' ? name_province(ctx, in, file)
					    : find_leaving(ctx, papers, file);
}

/* The other side stays what it is, also when a returned application is filled in anew. */
static Xueji__V1__TransferAbroad *abroad_of(
	struct ctx *ctx, const Xueji__V1__ApplyTransferRequest *in, const struct case_file *file)
{
	if (file->transfer != NULL || in->province_code[0] == '\0')
		return file->transfer != NULL ? file->transfer->abroad : NULL;
	Xueji__V1__TransferAbroad *abroad = arena_one(ctx->arena, Xueji__V1__TransferAbroad);
	xueji__v1__transfer_abroad__init(abroad);
	abroad->province_code = in->province_code;
	return abroad;
}

/* Into which stage, and how long it is: what the file of a graduate is judged by when it comes. */
static enum err note_programme(
	struct ctx *ctx, const Xueji__V1__ApplyTransferRequest *in, struct case_file *file)
{
	Xueji__V1__TransferAbroad *abroad = file->transfer->abroad;
	struct unit *school;
	enum err err = unit_get(ctx, file->row.school, &school);
	if (err == OK && school != NULL && abroad != NULL) {
		abroad->stage =
			(Xueji__V1__Stage)programme_stage_of(&school->programme, (int)in->grade);
		abroad->years = school->programme.years[abroad->stage];
	}
	return err;
}

static enum err fill(struct ctx *ctx, const Xueji__V1__ApplyTransferRequest *in,
	const struct child_papers *papers, struct case_file *file)
{
	Xueji__V1__TransferApplication *out = arena_one(ctx->arena, Xueji__V1__TransferApplication);
	xueji__v1__transfer_application__init(out);
	out->student_no = (char *)papers->student_no;
	out->id_number = (char *)papers->id_number;
	out->name = (char *)papers->name;
	out->cause = in->cause;
	out->keeps_record = in->keeps_record;
	Xueji__V1__TransferAbroad *abroad = abroad_of(ctx, in, file);
	file->transfer = arena_one(ctx->arena, Xueji__V1__TransferFile);
	xueji__v1__transfer_file__init(file->transfer);
	file->transfer->abroad = abroad;
	file->transfer->application = out;
	enum err err = note_programme(ctx, in, file);
	file->row.payload =
		pack_message(ctx->arena, &file->transfer->base, &file->row.payload_size);
	file->row.to_grade = in->grade;
	file->row.to_class = in->class_number;
	file->row.entered_by = ctx->actor.operator_id;
	return err;
}

static enum err save_again(struct ctx *ctx, struct case_file *file)
{
	const struct case_transition *step;
	enum err err = case_judge(ctx, file, CASE_SAVE, CASE_REGISTRAR, NULL, &step);
	if (err == OK)
		err = case_move(ctx, &file->row);
	if (err != OK)
		return err;
	ctx_journal(ctx, &(struct note){.action = ACTION_CASE_SAVED,
				 .unit = file->row.school,
				 .entity = "case",
				 .entity_id = file->row.id,
				 .summary = case_table(file->row.type)->word});
	return OK;
}

static enum err save(struct ctx *ctx, struct case_file *file)
{
	if (file->row.state != CASE_NEW)
		return save_again(ctx, file);
	enum err err = case_begin(ctx, file, CASE_SAVE, CASE_REGISTRAR);
	if (err == OK && file->transfer->abroad != NULL)
		err = crossing_insert(
			ctx, &(struct crossing){.case_id = file->row.id,
				     .province = file->transfer->abroad->province_code,
				     .far_id = file->row.id});
	return err;
}

static enum err apply_transfer(struct ctx *ctx, const void *request, void *reply)
{
	Xueji__V1__ApplyTransferRequest in = *(const Xueji__V1__ApplyTransferRequest *)request;
	bool is_new = in.case_id[0] == '\0';
	struct case_file file = {0};
	struct child_papers papers;
	int64_t school = 0;
	enum err err = place_of_apply(ctx, &in, &school);
	if (err == OK)
		err = copy_refused(ctx, &in, school);
	if (err != OK)
		return err;
	child_papers_read(ctx, in.student_no, in.id_number, in.name, &papers);
	field_number(ctx, "grade", in.grade, GRADE_FIRST, GRADE_LAST);
	field_number(ctx, "class_number", in.class_number, 0, CLASS_LAST);
	field_line(ctx, "cause", in.cause, CAUSE_MOST);
	if (in.province_code[0] != '\0' && papers.student_no[0] == '\0')
		ctx_fault(ctx, "student_no", REASON_NUMBER_NEEDED_ABROAD);
	if (type_asked(ctx, in.type) == CASE_ENROLMENT && in.keeps_record)
		ctx_fault(ctx, "keeps_record", REASON_KEEPS_ENROLMENT);
	if ((err = ctx_faults(ctx)) != OK)
		return err;
	err = is_new ? begin_new(ctx, &in, &papers, school, &file) : open_returned(ctx, &in, &file);
	if (err == OK)
		err = fill(ctx, &in, &papers, &file);
	if (err == OK)
		err = save(ctx, &file);
	if (err == OK)
		err = case_decide_as(ctx, &file, CASE_SUBMIT, CASE_REGISTRAR, NULL);
	return err == OK ? case_reply(ctx, &file, reply) : err;
}

static const struct method methods[] = {
	{.name = "FindChild",
		.who = ROLE_REGISTRAR,
		.scope = SCOPE_UNIT,
		.mode = METHOD_AUDITED,
		.purpose_en = "look a child up for a transfer or an enrolment",
		.purpose_zh = "查找拟转入学生",
		.place = place_of_find,
		.run = find_child,
		.on_refusal = transfer_guess_missed},
	{.name = "ApplyTransfer",
		.who = ROLE_REGISTRAR,
		.scope = SCOPE_UNIT,
		.mode = METHOD_WRITE,
		.purpose_en = "apply for transfers and enrolments",
		.purpose_zh = "申请转学、升学",
		.place = place_of_apply,
		.run = apply_transfer,
		.on_refusal = transfer_guess_missed},
};
const struct service transfers_service = SERVICE(xueji__v1__transfers__descriptor, methods);
