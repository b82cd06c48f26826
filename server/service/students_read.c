/* Service Students: one child's file, and the roll of a school. */
#include "server/service/students.h"

#include "common/date.h"
#include "domain/roll.h"
#include "server/registry/student_items.h"
#include "server/service/fields.h"
#include "server/service/message.h"
#include "server/service/page.h"
#include "server/service/roll_count.h"
#include "server/service/units.h"
#include "server/store/identity_store.h"
#include "server/store/ids.h"
#include "server/store/problem_store.h"
#include "server/store/profile_store.h"
#include "server/store/suspension_store.h"

enum { FILTER_MOST = 60 };

/* ---- places ---- */

static const char *text_field(const void *request, const char *name)
{
	const ProtobufCMessage *message = request;
	const ProtobufCFieldDescriptor *field =
		protobuf_c_message_descriptor_get_field_by_name(message->descriptor, name);
	return *(char *const *)((const char *)request + field->offset);
}

int64_t students_asked(const void *request)
{
	int64_t id = 0;
	return ids_parse(text_field(request, "student_id"), &id) ? id : 0;
}

enum err students_place(struct ctx *ctx, const void *request, int64_t *place_out)
{
	struct student_row row;
	int64_t id = field_id(ctx, "student_id", text_field(request, "student_id"));
	enum err err = ctx_faults(ctx);
	if (err == OK)
		err = student_get(ctx, id, &row);
	if (err == OK)
		*place_out = row.school;
	return err;
}

enum err students_place_unit(struct ctx *ctx, const void *request, int64_t *place_out)
{
	*place_out = field_id(ctx, "unit_id", text_field(request, "unit_id"));
	return ctx_faults(ctx);
}

/* ---- one child ---- */

static enum err fill_numbers(struct ctx *ctx, int64_t student, Xueji__V1__GetStudentResponse *out)
{
	struct number_row *numbers;
	size_t n;
	enum err err = number_list(ctx, student, &numbers, &n);
	if (err != OK)
		return err;
	out->numbers = arena_array(ctx->arena, Xueji__V1__StudentNumber *, n);
	for (size_t i = 0; i < n; i++)
		out->numbers[out->n_numbers++] = number_message(ctx, &numbers[i]);
	return OK;
}

static enum err fill_slot(
	struct ctx *ctx, const struct student_record *record, Xueji__V1__GetStudentResponse *out)
{
	struct identity_claims claims;
	struct identity_key key =
		identity_key(ctx->app->keys, record->items->id_type, record->items->id_number);
	enum err err = identity_find(ctx, &key, &claims);
	out->is_slot_elsewhere = err == OK && claims.n > 0 && claims.of[0].holds &&
				 claims.of[0].student != record->row.id;
	return err;
}

static enum err fill_enrolment(struct ctx *ctx, int64_t student, Xueji__V1__GetStudentResponse *out)
{
	struct enrolment open;
	bool is_open;
	enum err err = enrolment_get_open(ctx, student, &open, &is_open);
	if (err == OK && is_open)
		out->enrolment = enrolment_message(ctx, &open);
	return err;
}

static enum err fill_suspension(
	struct ctx *ctx, const struct student_row *row, Xueji__V1__GetStudentResponse *out)
{
	const char *until = "";
	enum err err = row->status == ROLL_SUSPENDED ? suspension_get(ctx, row->id, &until) : OK;
	out->suspended_until = (char *)until;
	return err;
}

static enum err fill_problems(struct ctx *ctx, int64_t id, Xueji__V1__GetStudentResponse *out)
{
	struct problem_list list;
	enum err err = problem_list_child(ctx, id, &list);
	if (err != OK)
		return err;
	out->problems = arena_array(ctx->arena, Xueji__V1__OpenProblem *, list.n);
	for (size_t i = 0; i < list.n; i++) {
		const struct problem_entry *entry = &list.rows[i];
		const struct problem_kind_row *kind = problem_kind_row(entry->problem.kind);
		Xueji__V1__OpenProblem *one = arena_one(ctx->arena, Xueji__V1__OpenProblem);
		xueji__v1__open_problem__init(one);
		one->problem_id = ids_format(ctx->arena, entry->problem.id);
		one->kind = (char *)kind->word;
		one->title = (char *)sentence_in(&kind->title, ctx->lang);
		one->state_title =
			(char *)sentence_in(&case_state_row(entry->kase.state)->title, ctx->lang);
		out->problems[out->n_problems++] = one;
	}
	return OK;
}

enum err students_get(struct ctx *ctx, const void *request, void *reply)
{
	Xueji__V1__GetStudentResponse *out = reply;
	struct student_record record;
	struct student_row opened;
	enum err err = students_follow(ctx, students_asked(request), &opened);
	if (err == OK)
		err = student_read(ctx, opened.id, &record);
	if (err != OK)
		return err;
	int64_t id = record.row.id;
	out->is_followed = id != students_asked(request);
	out->student = arena_one(ctx->arena, Xueji__V1__Student);
	xueji__v1__student__init(out->student);
	err = student_message(ctx, &record.row, record.items, out->student);
	if (err == OK)
		err = fill_enrolment(ctx, id, out);
	if (err == OK)
		err = fill_numbers(ctx, id, out);
	if (err == OK)
		err = fill_slot(ctx, &record, out);
	if (err == OK)
		err = fill_problems(ctx, id, out);
	if (err == OK)
		err = students_fill_gone(ctx, &record.row, out);
	if (err == OK)
		err = fill_suspension(ctx, &record.row, out);
	out->items = profile_copy(ctx->arena, record.items);
	student_items_mask(ctx->arena, out->items);
	out->path = student_path(ctx, record.row.school, &out->n_path);
	out->updated_at = message_time(ctx->arena, record.row.updated_us);
	ctx_journal(ctx, &(struct note){.action = ACTION_STUDENT_OPENED,
				 .unit = record.row.school,
				 .entity = "student",
				 .entity_id = id});
	return err;
}

/* ---- the roll of a school ---- */

struct roll_request {
	struct roster_page roster;
	int off_roll;      /* enum roll_status; 0: the roll */
	bool is_of_county; /* dropouts, of the county `roster.school` */
};

static void check_off_roll(struct ctx *ctx, const Xueji__V1__ListStudentsRequest *in)
{
	const struct roll_status_row *row = roll_status_row((int)in->off_roll_status);
	if (row == NULL)
		return;
	if (row->is_on_roll)
		ctx_fault(ctx, "off_roll_status", REASON_ON_ROLL);
	if (in->grade != 0)
		ctx_fault(ctx, "grade", REASON_NOT_FOR_OFF_ROLL);
	if (in->filter[0] != '\0')
		ctx_fault(ctx, "filter", REASON_NOT_FOR_OFF_ROLL);
	if (in->only_provisional)
		ctx_fault(ctx, "only_provisional", REASON_NOT_FOR_OFF_ROLL);
	if (in->order != 0)
		ctx_fault(ctx, "order", REASON_NOT_FOR_OFF_ROLL);
	if (in->roll_status != 0)
		ctx_fault(ctx, "roll_status", REASON_NOT_FOR_OFF_ROLL);
}

/* Of a county, or a city with schools of its own: its dropouts, whatever their school (R30). */
static bool is_of_county(const Xueji__V1__ListStudentsRequest *in, const struct unit_node *unit)
{
	return (unit->tier == TIER_COUNTY || unit->tier == TIER_CITY) &&
	       (int)in->roll_status == ROLL_DROPPED_OUT && in->grade == 0 && in->order == 0 &&
	       !in->only_provisional;
}

static enum err read_roll(struct ctx *ctx, const Xueji__V1__ListStudentsRequest *in,
	const struct page *page, struct roll_request *out)
{
	const struct unit_node *school = NULL;
	int64_t unit = field_id(ctx, "unit_id", in->unit_id);
	field_number(ctx, "grade", in->grade, 0, GRADE_LAST);
	field_number(ctx, "class_number", in->class_number, 0, CLASS_LAST);
	if ((in->class_number != 0 || in->without_class) && in->grade == 0)
		ctx_fault(ctx, "grade", REASON_REQUIRED);
	if (in->class_number != 0 && in->without_class)
		ctx_fault(ctx, "without_class", REASON_CLASS_GIVEN);
	field_line_or_none(ctx, "filter", in->filter, FILTER_MOST);
	check_off_roll(ctx, in);
	const struct roll_status_row *status = roll_status_row((int)in->roll_status);
	if (status != NULL && !status->is_on_roll)
		ctx_fault(ctx, "roll_status", REASON_OFF_ROLL);
	enum err err = ctx_faults(ctx);
	if (err == OK)
		err = unit_find(ctx, unit, in->unit_id, &school);
	out->is_of_county = err == OK && is_of_county(in, school);
	if (err == OK && school->tier != TIER_SCHOOL && !out->is_of_county) {
		ctx_fault(ctx, "unit_id", REASON_NOT_A_SCHOOL);
		err = ctx_faults(ctx);
	}
	bool is_one_class = in->class_number != 0 || in->without_class;
	out->off_roll = (int)in->off_roll_status;
	out->roster = (struct roster_page){.school = unit,
		.grade = in->grade,
		.class_no = is_one_class ? in->class_number : -1,
		.after_grade = (int)(page->number[0] / 100),
		.after_class = (int)(page->number[0] % 100),
		.after_id = page->number[1],
		.order = (enum roster_order)in->order,
		.after_key = page->text,
		.limit = (int64_t)page->size + 1,
		.filter = in->filter,
		.only_provisional = in->only_provisional,
		.status = (int)in->roll_status};
	return err;
}

/* ---- how many there are ---- */

/* Of a school or a grade from its counters, a dozen rows; of a class, which is small, one by one.
 */
static enum err fill_counts(
	struct ctx *ctx, const struct roster_page *roster, Xueji__V1__ListStudentsResponse *out)
{
	int64_t total = 0, matching;
	enum err err = roster->class_no < 0 ? roll_count(ctx, roster->school, roster->grade, &total)
					    : student_class_size(ctx, roster->school, roster->grade,
						      roster->class_no, &total);
	out->total_count = out->matching_count = (int32_t)total;
	if (err != OK ||
		(roster->filter[0] == '\0' && !roster->only_provisional && roster->status == 0))
		return err;
	err = student_roster_count(ctx, roster, &matching);
	out->matching_count = (int32_t)matching;
	return err;
}

static enum err list_of_county(struct ctx *ctx, const struct roll_request *roll, struct page *page,
	Xueji__V1__ListStudentsResponse *out)
{
	const struct roster_page *roster = &roll->roster;
	struct student_row *rows;
	size_t n;
	int64_t count = 0;
	enum err err = student_dropped_out(ctx, roster->school, roster->filter, page->number[0],
		page->number[1], roster->limit, &rows, &n);
	if (err == OK && page->is_first)
		err = student_dropped_out_count(ctx, roster->school, "", &count);
	out->total_count = (int32_t)count;
	if (err == OK && page->is_first && roster->filter[0] != '\0')
		err = student_dropped_out_count(ctx, roster->school, roster->filter, &count);
	out->matching_count = (int32_t)count;
	if (err != OK)
		return err;
	if (n > page->size) {
		n = page->size;
		out->next_page_token = page_next(page, rows[n - 1].school, rows[n - 1].id, NULL);
	}
	return student_messages(ctx, rows, n, &out->students, &out->n_students);
}

enum err students_list(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__ListStudentsRequest *in = request;
	Xueji__V1__ListStudentsResponse *out = reply;
	struct roll_request roll;
	struct student_row *rows = NULL;
	const char **keys = NULL;
	struct page page;
	size_t n = 0;
	page_read(ctx, &in->base, &page);
	enum err err = read_roll(ctx, in, &page, &roll);
	if (err != OK)
		return err;
	if (roll.is_of_county)
		return list_of_county(ctx, &roll, &page, out);
	if (roll.off_roll != 0)
		err = student_off_roll(ctx, roll.roster.school, roll.off_roll, roll.roster.after_id,
			roll.roster.limit, &rows, &n);
	else if (roll.roster.order != ROSTER_USUAL)
		err = student_roster_sorted(ctx, &roll.roster, &rows, &keys, &n);
	else
		err = student_roster(ctx, &roll.roster, &rows, &n);
	if (err == OK && roll.off_roll == 0 && page.is_first)
		err = fill_counts(ctx, &roll.roster, out);
	if (err != OK)
		return err;
	if (n > page.size) {
		const struct student_row *last = &rows[page.size - 1];
		out->next_page_token = page_next(&page, last->grade * 100 + last->class_no,
			last->id, keys != NULL ? keys[page.size - 1] : NULL);
		n = page.size;
	}
	return student_messages(ctx, rows, n, &out->students, &out->n_students);
}
