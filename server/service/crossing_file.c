/* A child's file on its way to another province: made on the side that lets go, taken in on the
 * other. The record goes first, in the parcel's first block; its attachments follow in pieces. */
#include <string.h>

#include "common/date.h"
#include "common/log.h"
#include "common/text.h"
#include "domain/items.h"
#include "domain/roll.h"
#include "domain/stages.h"
#include "server/registry/student_items.h"
#include "server/service/case_facts.h"
#include "server/service/crossing.h"
#include "server/service/student_past.h"
#include "server/service/transfer_facts.h"
#include "server/store/attachment_file.h"
#include "server/store/crossing_store.h"
#include "server/store/enrolment_store.h"
#include "server/store/number_key.h"
#include "server/store/parcel_store.h"
#include "server/store/profile_store.h"
#include "server/store/student_crossing.h"
#include "server/store/unit_store.h"
#include "server/unpack.h"

enum { ATTACHMENTS_MOST = 200, TEXT_MOST = 500, NUMBER_MOST = 40, NUMBERS_MOST = 50 };

/* ---- a parcel, or as many as it takes ---- */

struct outgoing {
	struct ctx *ctx;
	struct peer peer;
	struct parcel_row parcel;
	bool is_begun;
	int64_t far_id;
	uint8_t *block;
	size_t size;
	int64_t n;
};

static enum err flush(struct outgoing *out)
{
	enum err err = OK;
	if (out->n == 0)
		return OK;
	if (out->is_begun && !parcel_has_room(&out->parcel)) {
		err = parcel_finish(out->ctx, &out->parcel);
		out->is_begun = false;
	}
	if (err == OK && !out->is_begun) {
		err = parcel_begin(out->ctx, &out->peer,
			&(struct parcel_start){.kind = PARCEL_TRANSFER}, &out->parcel);
		out->is_begun = true;
	}
	if (err == OK)
		err = parcel_add_block(out->ctx, &out->parcel, out->block, out->size, out->n);
	out->size = 0;
	out->n = 0;
	return err;
}

static enum err put(struct outgoing *out, Xueji__V1__Crossing *message)
{
	enum err err = OK;
	message->case_id = out->far_id;
	if (!parcel_put_item(out->block, &out->size, &message->base)) {
		err = flush(out);
		if (err == OK && !parcel_put_item(out->block, &out->size, &message->base))
			err = ctx_fail(out->ctx, REASON_PARCEL_ITEM_TOO_LARGE);
	}
	out->n += err == OK;
	return err;
}

/* ---- sending ---- */

static enum err fill_numbers(struct ctx *ctx, Xueji__V1__CrossingFile *out)
{
	struct number_row *rows;
	size_t n = 0;
	enum err err = number_list(ctx, out->student_id, &rows, &n);
	out->numbers = arena_array(ctx->arena, Xueji__V1__CrossingNumber *, n);
	for (size_t i = 0; err == OK && i < n; i++) {
		Xueji__V1__CrossingNumber *one = arena_one(ctx->arena, Xueji__V1__CrossingNumber);
		xueji__v1__crossing_number__init(one);
		one->kind = (Xueji__V1__StudentNumberKind)rows[i].sort;
		one->number = (char *)rows[i].text;
		one->is_current = rows[i].is_current;
		one->from_day = (char *)rows[i].from_day;
		one->to_day = (char *)rows[i].to_day;
		out->numbers[out->n_numbers++] = one;
	}
	return err;
}

static enum err fill_record(
	struct ctx *ctx, const struct case_file *file, Xueji__V1__CrossingFile *out)
{
	const struct student_row *child = &file->student.row;
	struct enrolment *stays;
	size_t n = 0;
	enum err err = enrolment_list(ctx, child->id, &stays, &n);
	out->student_id = child->id;
	out->shard = child->shard;
	out->items = file->student.items;
	out->initials = (char *)child->initials;
	out->status = file->transfer->abroad->status;
	out->stage = (Xueji__V1__Stage)child->stage;
	out->years = err == OK && n > 0 ? stays[0].years : 0;
	out->is_provisional = child->is_provisional;
	if (err == OK)
		err = fill_numbers(ctx, out);
	return err == OK ? student_past_tell(
				   ctx, child, file->transfer->abroad->province_code, &out->past)
			 : err;
}

static enum err put_attachment(struct outgoing *out, const struct attachment_row *row)
{
	char why[WHY_SIZE], quoted[2 * WHY_SIZE];
	const struct ctx *ctx = out->ctx;
	uint8_t *bytes = (uint8_t *)attachment_file_whole(ctx->app, ctx->arena, row, why);
	enum err err = OK;
	if (bytes == NULL) { /* the child does not wait for a file that is lost */
		log_error("crossing.attachment", "id=%lld why=%s", (long long)row->id,
			log_quote(why, quoted, sizeof quoted));
		return OK;
	}
	for (int64_t at = 0; err == OK && at < row->size; at += ATTACHMENT_PIECE) {
		int64_t left = row->size - at;
		Xueji__V1__Crossing message = XUEJI__V1__CROSSING__INIT;
		Xueji__V1__CrossingPiece piece = XUEJI__V1__CROSSING_PIECE__INIT;
		piece.attachment_id = row->id;
		piece.kind = (Xueji__V1__AttachmentKind)row->kind;
		piece.facts = row->facts;
		piece.offset = at;
		piece.data.data = bytes + at;
		piece.data.len = (size_t)(left < ATTACHMENT_PIECE ? left : ATTACHMENT_PIECE);
		message.piece = &piece;
		err = put(out, &message);
	}
	return err;
}

static enum err put_attachments(struct outgoing *out, int64_t student)
{
	struct attachment_row *rows;
	size_t n = 0;
	enum err err = attachment_list(out->ctx, student, 0, ATTACHMENTS_MOST, &rows, &n);
	for (size_t i = 0; err == OK && i < n; i++)
		if (rows[i].state == ATTACHMENT_COMPLETE)
			err = put_attachment(out, &rows[i]);
	return err;
}

enum err crossing_send_file(struct ctx *ctx, const struct case_file *file)
{
	struct outgoing out = {.ctx = ctx, .block = arena_alloc(ctx->arena, PARCEL_BLOCK_MOST)};
	struct crossing crossing;
	bool is_found;
	Xueji__V1__Crossing message = XUEJI__V1__CROSSING__INIT;
	Xueji__V1__CrossingFile record = XUEJI__V1__CROSSING_FILE__INIT;
	enum err err = crossing_of_case(ctx, file->row.id, &crossing, &is_found);
	out.far_id = crossing.far_id;
	if (err == OK)
		err = crossing_peer(ctx, file, &out.peer);
	if (err == OK)
		err = fill_record(ctx, file, &record);
	message.file = &record;
	if (err == OK)
		err = put(&out, &message);
	if (err == OK)
		err = put_attachments(&out, record.student_id);
	if (err == OK)
		err = flush(&out);
	return err == OK ? parcel_finish(ctx, &out.parcel) : err;
}

static void note_child(struct ctx *ctx, enum action action, const struct case_file *file)
{
	const struct student_row *child = &file->student.row;
	ctx_journal(ctx,
		&(struct note){.action = action,
			.unit = child->school,
			.entity = "student",
			.entity_id = child->id,
			.summary = arena_printf(ctx->arena, "case %lld, %s",
				(long long)file->row.id, file->transfer->abroad->province_code)});
}

enum err crossing_let_go(struct ctx *ctx, struct case_file *file)
{
	struct case_row *row = &file->row;
	file->transfer->left_with = profile_copy(ctx->arena, file->student.items);
	file->transfer->abroad->status = (Xueji__V1__StudentStatus)file->student.row.status;
	row->payload = pack_message(ctx->arena, &file->transfer->base, &row->payload_size);
	enum err err = crossing_send_file(ctx, file);
	if (err == OK)
		err = student_leave(ctx, &file->student);
	if (err == OK)
		note_child(ctx, ACTION_STUDENT_MOVED_OUT, file);
	return err;
}

/* ---- judging what came ---- */

static bool is_line(const char *text, size_t most)
{
	return text_length(text) <= most && text_find_forbidden(text) == 0;
}

static bool is_day(const char *text)
{
	int32_t day;
	return text[0] == '\0' || date_parse(text, &day);
}

static bool are_items_good(const Xueji__V1__StudentItems *items)
{
	int32_t birth;
	bool is_good = items != NULL && items->name[0] != '\0' && is_line(items->name, 50) &&
		       (strcmp(items->sex, "1") == 0 || strcmp(items->sex, "2") == 0) &&
		       date_parse(items->birth_date, &birth);
	for (int item = 0; is_good && item < ITEM_COUNT; item++)
		is_good = is_line(student_item(items, (enum item)item), TEXT_MOST);
	return is_good;
}

static bool are_numbers_good(const Xueji__V1__CrossingFile *file)
{
	size_t current = 0;
	for (size_t i = 0; i < file->n_numbers; i++) {
		const Xueji__V1__CrossingNumber *one = file->numbers[i];
		bool is_real = (int)one->kind >= NUMBER_L && (int)one->kind <= NUMBER_ALIAS;
		if (!is_real || one->number[0] == '\0' || !is_line(one->number, NUMBER_MOST) ||
			!is_day(one->from_day) || !is_day(one->to_day))
			return false;
		if (one->is_current && ((int)one->kind == NUMBER_ALIAS || one->to_day[0] != '\0'))
			return false;
		current += one->is_current;
	}
	return file->n_numbers <= NUMBERS_MOST && current == 1;
}

/* It is signed by a province that is trusted; it must still be a record. */
static bool is_record(const Xueji__V1__CrossingFile *file, enum case_type type)
{
	const struct roll_status_row *status = roll_status_row((int)file->status);
	bool is_fit = type == CASE_ENROLMENT ? roll_may_go_on((int)file->status, (int)file->stage)
					     : status != NULL && status->is_on_roll;
	return file->student_id > 0 && file->shard > 0 && file->shard < INT64_C(1) << 21 &&
	       is_fit && stage_row((int)file->stage) != NULL && file->years >= 1 &&
	       file->years <= 9 && is_line(file->initials, 50) && are_items_good(file->items) &&
	       are_numbers_good(file);
}

static bool is_same_number(const struct ctx *ctx, const char *a, const char *b)
{
	uint8_t keys[2][BLIND_SIZE];
	number_key(ctx->app->keys, a, keys[0]);
	number_key(ctx->app->keys, b, keys[1]);
	return memcmp(keys[0], keys[1], BLIND_SIZE) == 0;
}

/* Is it the child that was asked for? No other case of it was open meanwhile (2002). */
static bool is_asked_for(const struct ctx *ctx, const struct case_file *file)
{
	const Xueji__V1__TransferApplication *asked = file->transfer->application;
	bool is_number = false;
	for (size_t i = 0; i < file->arrived->n_numbers; i++)
		is_number |=
			is_same_number(ctx, file->arrived->numbers[i]->number, asked->student_no);
	return is_number && strcmp(file->arrived->items->name, asked->name) == 0;
}

/* ---- taking in ---- */

static const struct number_row *numbers_of(struct ctx *ctx, const Xueji__V1__CrossingFile *file)
{
	struct number_row *rows = arena_array(ctx->arena, struct number_row, file->n_numbers);
	for (size_t i = 0; i < file->n_numbers; i++) {
		const Xueji__V1__CrossingNumber *one = file->numbers[i];
		rows[i] = (struct number_row){.sort = (int)one->kind,
			.is_current = one->is_current,
			.from_day = one->from_day,
			.to_day = one->to_day,
			.text = one->number};
	}
	return rows;
}

/* The class applied for, if it is there and has room; else it is placed later. A programme that has
 * ended meanwhile is taken as long as the one that the child comes from. */
static enum err place(struct ctx *ctx, struct case_file *file, struct student_arrival *arrival)
{
	struct student_row *child = &file->student.row;
	struct case_facts facts = {0};
	struct unit *school;
	enum err err = transfer_facts_load(ctx, file, &facts);
	if (err == OK)
		err = unit_get(ctx, file->row.school, &school);
	if (err != OK)
		return err;
	bool is_placed = !(facts.bits & (FACT_NO_ROOM | FACT_PLACE_GONE));
	child->school = file->row.school;
	child->grade = file->row.to_grade;
	child->class_no = is_placed ? file->row.to_class : 0;
	arrival->years = school->programme.years[child->stage];
	if (arrival->years == 0)
		arrival->years = file->arrived->years;
	int first = stage_first_grade((enum stage)child->stage, arrival->years);
	arrival->year_in_stage = child->grade - first + 1;
	if (arrival->year_in_stage < 1 || arrival->year_in_stage > arrival->years)
		arrival->year_in_stage = 1;
	return OK;
}

/* A child who comes back: whoever sends it has had the file that was sent from here, so the receipt
 * that may still be on its way is no longer waited for. */
static enum err settle_former(struct ctx *ctx, int64_t student)
{
	struct case_file former;
	int64_t open = 0;
	enum err err = case_open_of_student(ctx, student, &open);
	if (err != OK || open == 0)
		return err;
	err = case_open(ctx, open, &former);
	return err == OK ? case_decide_as(ctx, &former, CASE_FILE, CASE_ABROAD, NULL) : err;
}

enum err crossing_arrive(struct ctx *ctx, struct case_file *file)
{
	const Xueji__V1__CrossingFile *came = file->arrived;
	struct student_arrival arrival = {.n_numbers = came->n_numbers};
	if (!is_record(came, file->row.type))
		return ctx_fail(ctx, REASON_CROSSING_FILE_BAD);
	if (!is_asked_for(ctx, file))
		return ctx_fail(ctx, REASON_CROSSING_FILE_OTHER);
	arrival.numbers = numbers_of(ctx, came);
	file->student = (struct student_record){.row = {.id = came->student_id,
							.shard = came->shard,
							.status = (int)came->status,
							.initials = came->initials,
							.stage = (int)came->stage,
							.is_provisional = came->is_provisional},
		.items = profile_copy(ctx->arena, came->items)};
	file->student.items->number_in_class = (char *)protobuf_c_empty_string;
	if (file->row.type == CASE_ENROLMENT) {
		file->student.row.stage = (int)file->transfer->abroad->stage;
		student_begin_stage(ctx, &file->student);
	}
	enum err err = settle_former(ctx, came->student_id);
	if (err == OK)
		err = place(ctx, file, &arrival);
	if (err == OK)
		err = student_arrive(ctx, &file->student, &arrival);
	if (err == OK && came->past != NULL)
		err = student_past_put(ctx, came->student_id, came->past);
	file->row.student = came->student_id;
	if (err == OK)
		note_child(ctx, ACTION_STUDENT_MOVED_IN, file);
	return err;
}
