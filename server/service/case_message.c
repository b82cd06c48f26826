#include "server/service/case_message.h"

#include <string.h>

#include "common/date.h"
#include "domain/id_number.h"
#include "domain/roles.h"
#include "domain/stages.h"
#include "domain/working_days.h"
#include "server/auth/access.h"
#include "server/service/case_facts.h"
#include "server/service/case_papers.h"
#include "server/service/case_purge.h"
#include "server/service/case_route.h"
#include "server/registry/student_items.h"
#include "server/service/graduation.h"
#include "server/service/items.h"
#include "server/service/message.h"
#include "server/service/transfer_facts.h"
#include "server/service/units.h"
#include "server/store/enrolment_store.h"

static int days_left(const struct ctx *ctx, int32_t due)
{
	return working_days_between(ctx_calendar(ctx), ctx_today(ctx), due);
}

Xueji__V1__Case *case_message(
	struct ctx *ctx, const struct case_row *row, const struct student_row *child)
{
	Xueji__V1__Case *out = arena_one(ctx->arena, Xueji__V1__Case);
	xueji__v1__case__init(out);
	out->id = arena_printf(ctx->arena, "%lld", (long long)row->id);
	out->rev = row->rev;
	out->type = (Xueji__V1__CaseType)row->type;
	out->state = (Xueji__V1__CaseState)row->state;
	out->state_title = (char *)sentence_in(&case_state_row(row->state)->title, ctx->lang);
	if (row->student != 0)
		out->student_id = arena_printf(ctx->arena, "%lld", (long long)row->student);
	out->student_name = arena_strdup(ctx->arena, child->name ? child->name : "");
	out->school = unit_name_message(ctx, row->school);
	out->grade = child->grade;
	out->class_number = child->class_no;
	out->turn = (Xueji__V1__CaseParty)row->turn;
	out->turn_unit = unit_name_message(ctx, row->turn_unit);
	out->opened_time = message_time(ctx->arena, row->opened_us);
	out->moved_time = message_time(ctx->arena, row->moved_us);
	out->from_school = unit_name_message(ctx, row->from_school);
	out->to_grade = row->to_grade;
	out->to_class = row->to_class;
	out->status_change = (Xueji__V1__StatusChangeKind)row->change;
	out->title = (char *)sentence_in(case_title(row->type, row->change), ctx->lang);
	out->purge_date = message_day(ctx->arena, case_purge_announced(ctx, row));
	if (row->due != DUE_NEVER) {
		out->due_date = message_day(ctx->arena, row->due);
		out->working_days_left = days_left(ctx, row->due);
		out->is_overdue = ctx_today(ctx) > row->due;
	}
	return out;
}

enum err case_marks(struct ctx *ctx, const struct case_row *row, Xueji__V1__Case *out)
{
	struct enrolment stay;
	struct case_facts room = {0};
	bool is_open = false, is_move = case_table(row->type)->is_move;
	bool is_to_sign = row->state >= CASE_DRAFT && row->state <= CASE_PROVINCE_REVIEW;
	enum err err = OK;
	if (!(is_move || row->type == CASE_REGISTRATION) || row->turn == CASE_NOBODY)
		return OK;
	if (is_move)
		err = enrolment_get_open(ctx, row->student, &stay, &is_open);
	if (err == OK && is_to_sign)
		err = case_room_facts(ctx, row->school, is_move ? row->to_grade : out->grade,
			is_move ? row->to_class : out->class_number, &room);
	out->is_graduating = err == OK && is_open && enrolment_is_graduating(&stay);
	out->is_class_full = (room.bits & FACT_NO_ROOM) != 0;
	return err;
}

Xueji__V1__CaseLoad *case_load_message(struct ctx *ctx, const struct case_load *load)
{
	const struct calendar *calendar = ctx_calendar(ctx);
	Xueji__V1__CaseLoad *out = arena_one(ctx->arena, Xueji__V1__CaseLoad);
	xueji__v1__case_load__init(out);
	out->waiting = load->waiting;
	out->late = load->late;
	out->days = arena_array(ctx->arena, Xueji__V1__CaseDueDay *, load->n_days);
	for (size_t i = 0; i < load->n_days; i++) {
		Xueji__V1__CaseDueDay *day = arena_one(ctx->arena, Xueji__V1__CaseDueDay);
		xueji__v1__case_due_day__init(day);
		day->date = message_day(ctx->arena, load->days[i].day);
		day->working_days_left = days_left(ctx, load->days[i].day);
		day->count = load->days[i].n;
		out->days[out->n_days++] = day;
	}
	out->calendar_known_until = message_day(ctx->arena, calendar_end(calendar));
	out->is_calendar_short = !calendar_knows(calendar, ctx_today(ctx) + CALENDAR_AHEAD);
	return out;
}

static Xueji__V1__CaseStep *step_message(struct ctx *ctx, const struct case_step_row *step)
{
	Xueji__V1__CaseStep *out = arena_one(ctx->arena, Xueji__V1__CaseStep);
	xueji__v1__case_step__init(out);
	out->number = step->number;
	out->time = message_time(ctx->arena, step->at_us);
	out->event = (Xueji__V1__CaseEvent)(step->event + 1);
	out->party = (Xueji__V1__CaseParty)step->party;
	out->unit = unit_name_message(ctx, step->unit);
	out->operator_name = (char *)step->operator_name;
	out->for_name = (char *)step->for_name;
	out->reason = (char *)step->reason;
	out->from_state = (Xueji__V1__CaseState)step->from;
	out->to_state = (Xueji__V1__CaseState)step->to;
	out->ground = (Xueji__V1__RefusalGround)step->ground;
	return out;
}

/* The way that the table takes from the first station on, as far as the facts of today tell. */
static const enum case_state track[] = {CASE_DRAFT, CASE_SCHOOL_TODO, CASE_SCHOOL_REVIEW,
	CASE_BUREAU_REVIEW, CASE_CITY_REVIEW, CASE_PROVINCE_REVIEW, CASE_ARBITRATION,
	CASE_WAIT_NATIONAL, CASE_RECHECK, CASE_ROUTING, CASE_CHECK_FAILED, CASE_OUT_SCHOOL,
	CASE_OUT_SIGN, CASE_OUT_BUREAU, CASE_AWAIT_PULL, CASE_PULLING, CASE_FILE_SENT,
	CASE_PAPER_OUT, CASE_PAPER_IN};
enum { TRACK = sizeof track / sizeof *track };

/* A problem record that is settled waits for nobody any more; an answer that deletes goes past its
 * school's approver to whoever must agree (Q11, R42). */
static bool is_on_way(const struct case_file *file, enum case_state state)
{
	enum case_state now = file->row.state;
	bool is_deletion = file->problem.answer == ANSWER_DELETE && now != CASE_FOUND &&
			   now != CASE_SCHOOL_TODO;
	if (!file->row.is_open)
		return false;
	if (is_deletion)
		return state == CASE_WAIT_NATIONAL && now == CASE_PROVINCE_REVIEW;
	return state == CASE_SCHOOL_TODO || state == CASE_SCHOOL_REVIEW ||
	       state == CASE_BUREAU_REVIEW;
}

/* Does every case of this kind come by here? Others show only where it did. */
static bool is_common(const struct case_file *file, enum case_way way, enum case_state state)
{
	const struct case_row *row = &file->row;
	bool is_move = case_table(row->type)->is_move, is_transfer = row->type == CASE_TRANSFER;
	bool is_shared = row->bureau == row->from_bureau;
	bool stays = row->state == CASE_DONE; /* no file crosses where the record stays (R32) */
	if (row->type == CASE_PROBLEM)
		return is_on_way(file, state);
	switch (state) {
	case CASE_DRAFT:
		return way != WAY_TO_ABROAD;
	case CASE_SCHOOL_REVIEW:
		return way != WAY_TO_ABROAD;
	case CASE_BUREAU_REVIEW:
		return row->type == CASE_GRADUATION
			       ? row->to_grade >= stage_first_grade(STAGE_SENIOR, 3)
			       : way != WAY_TO_ABROAD && (!is_transfer || !is_shared);
	case CASE_ROUTING:
		return way == WAY_FROM_ABROAD;
	case CASE_PULLING:
		return way == WAY_FROM_ABROAD && !stays;
	case CASE_OUT_SCHOOL:
	case CASE_OUT_SIGN:
		return is_transfer;
	case CASE_OUT_BUREAU:
		return is_transfer || (is_move && !is_shared);
	case CASE_AWAIT_PULL:
		return way != WAY_WITHIN && !stays;
	case CASE_FILE_SENT:
		return way == WAY_TO_ABROAD && !stays;
	default:
		return false;
	}
}

/* The step by which a station was passed; NULL while it was not. */
static const struct case_step_row *passed(
	const struct case_step_row *steps, size_t n, enum case_state state)
{
	const struct case_step_row *by = NULL;
	for (size_t i = 0; i < n; i++) {
		if (steps[i].from == state && steps[i].to != state)
			by = &steps[i];
		if (steps[i].to == CASE_DRAFT || steps[i].to == CASE_SCHOOL_TODO)
			by = NULL; /* back at the start: all sign again */
	}
	return by;
}

/* The title of a station is that of its party; across provinces, where one party has several, what
 * it does there. */
static const struct sentence *station_title(
	const struct case_row *row, enum case_party party, enum case_state state)
{
	static const struct sentence checks = {"other province checks", "转出省份核查"};
	static const struct sentence fetches = {"new school fetches the file", "转入学校调档"};
	static const struct sentence sends = {"other province sends the file", "转出省份发送档案"};
	static const struct sentence confirms = {"other province confirms", "转入省份回执"};
	if (!case_table(row->type)->is_move)
		return case_party_title(party);
	switch (state) {
	case CASE_ROUTING:
		return &checks;
	case CASE_AWAIT_PULL:
		return &fetches;
	case CASE_PULLING:
		return &sends;
	case CASE_FILE_SENT:
		return &confirms;
	default:
		return case_party_title(party);
	}
}

static void add_station(struct ctx *ctx, const struct case_row *row, enum case_state state,
	const struct case_step_row *by, Xueji__V1__GetCaseResponse *reply)
{
	Xueji__V1__CaseStation *out = arena_one(ctx->arena, Xueji__V1__CaseStation);
	enum case_party party = case_state_row(state)->turn;
	xueji__v1__case_station__init(out);
	out->party = (Xueji__V1__CaseParty)party;
	out->title = (char *)sentence_in(station_title(row, party, state), ctx->lang);
	out->unit = unit_name_message(ctx, case_unit_of(ctx, row, party));
	out->is_done = by != NULL;
	out->is_current = row->state == state;
	if (by != NULL) {
		out->operator_name = (char *)by->operator_name;
		out->time = message_time(ctx->arena, by->at_us);
	}
	reply->stations[reply->n_stations++] = out;
}

static void add_stations(struct ctx *ctx, const struct case_file *file,
	const struct case_step_row *steps, size_t n, Xueji__V1__GetCaseResponse *reply)
{
	const struct case_row *row = &file->row;
	enum case_way way = case_way(ctx, row);
	reply->stations = arena_array(ctx->arena, Xueji__V1__CaseStation *, TRACK);
	for (size_t i = 0; i < TRACK; i++) {
		const struct case_step_row *by = passed(steps, n, track[i]);
		if (by != NULL || row->state == track[i] || is_common(file, way, track[i]))
			add_station(ctx, row, track[i], by, reply);
	}
}

static void add_moves(
	struct ctx *ctx, const struct case_row *row, Xueji__V1__GetCaseResponse *reply)
{
	uint32_t moves = case_caller_moves(ctx, row);
	reply->moves = arena_array(ctx->arena, Xueji__V1__CaseEvent, CASE_EVENT_COUNT);
	for (int event = 0; event < CASE_EVENT_COUNT; event++)
		if (moves & UINT32_C(1) << event)
			reply->moves[reply->n_moves++] = (Xueji__V1__CaseEvent)(event + 1);
}

static Xueji__V1__StudentItems *masked(struct ctx *ctx, const Xueji__V1__StudentItems *items)
{
	Xueji__V1__StudentItems *out = arena_dup(ctx->arena, items, sizeof *items);
	student_items_mask(ctx->arena, out);
	return out;
}

static char *masked_number(struct ctx *ctx, const char *number)
{
	char *out = arena_alloc(ctx->arena, strlen(number) + 1);
	id_number_mask(number, out, strlen(number) + 1);
	return out;
}

static void add_abroad(
	struct ctx *ctx, const struct case_file *file, Xueji__V1__TransferApplication *out)
{
	const Xueji__V1__TransferAbroad *abroad = file->transfer->abroad;
	if (abroad == NULL)
		return;
	out->other_province = unit_name_message(ctx, case_unit_of(ctx, &file->row, CASE_ABROAD));
	out->other_school = abroad->school_name;
	out->other_place = abroad->place;
}

/* The province stands for its school in the case; here its name is known. */
static void name_far_school(
	struct ctx *ctx, const struct case_file *file, Xueji__V1__GetCaseResponse *reply)
{
	const Xueji__V1__TransferAbroad *abroad = file->transfer->abroad;
	enum case_way way = case_way(ctx, &file->row);
	Xueji__V1__UnitName *unit =
		way == WAY_TO_ABROAD ? reply->summary->school : reply->summary->from_school;
	if (abroad != NULL && abroad->school_name[0] != '\0' && unit != NULL)
		unit->name = arena_printf(ctx->arena, "%s %s", unit->name, abroad->school_name);
}

/* The side that a child has left sees the file as it was then (R12), and nothing later. */
static void add_transfer(
	struct ctx *ctx, const struct case_file *file, Xueji__V1__GetCaseResponse *reply)
{
	const Xueji__V1__TransferFile *stored = file->transfer;
	Xueji__V1__TransferApplication *out =
		arena_dup(ctx->arena, stored->application, sizeof *stored->application);
	const struct right *sending =
		access_right(ctx, ROLES_BUSINESS, SCOPE_SUBTREE, file->row.from_school);
	out->student_no = masked_number(ctx, out->student_no);
	out->id_number = masked_number(ctx, out->id_number);
	if (stored->left_with != NULL && sending != NULL)
		out->file_kept = masked(ctx, stored->left_with);
	add_abroad(ctx, file, out);
	reply->transfer = out;
}

static enum err add_differences(
	struct ctx *ctx, const struct case_file *file, Xueji__V1__GetCaseResponse *reply)
{
	static const char *const fields[] = {"name", "student_no", "id_number"};
	uint32_t differs = 0;
	if (file->row.turn == CASE_NOBODY || case_way(ctx, &file->row) == WAY_FROM_ABROAD)
		return OK;
	enum err err = transfer_differs(ctx, file, &differs);
	reply->differs = arena_array(ctx->arena, char *, DIFFERS_COUNT);
	for (int i = 0; i < DIFFERS_COUNT; i++)
		if (differs & UINT32_C(1) << i)
			reply->differs[reply->n_differs++] = (char *)fields[i];
	return err;
}

static enum err add_graduation(
	struct ctx *ctx, const struct case_file *file, Xueji__V1__GetCaseResponse *reply)
{
	struct graduation graduation;
	enum err err = graduation_read(ctx, file, &graduation);
	if (err == OK)
		reply->graduation = graduation_message(ctx, &graduation);
	return err;
}

static enum err papers(
	struct ctx *ctx, const struct case_file *file, Xueji__V1__GetCaseResponse *reply)
{
	return case_papers_list(
		ctx, file->row.id, &reply->attachment_ids, &reply->n_attachment_ids);
}

enum err case_reply(
	struct ctx *ctx, const struct case_file *file, Xueji__V1__GetCaseResponse *reply)
{
	struct case_step_row *steps;
	size_t n;
	enum err err = case_steps(ctx, file->row.id, &steps, &n);
	if (err != OK)
		return err;
	reply->summary = case_message(ctx, &file->row, &file->student.row);
	reply->steps = arena_array(ctx->arena, Xueji__V1__CaseStep *, n);
	while (reply->n_steps < n) {
		reply->steps[reply->n_steps] = step_message(ctx, &steps[reply->n_steps]);
		reply->n_steps++;
	}
	add_stations(ctx, file, steps, n, reply);
	add_moves(ctx, &file->row, reply);
	if (file->transfer != NULL) {
		add_transfer(ctx, file, reply);
		name_far_school(ctx, file, reply);
		err = add_differences(ctx, file, reply);
		if (err == OK)
			err = case_marks(ctx, &file->row, reply->summary);
		return err == OK ? papers(ctx, file, reply) : err;
	}
	if (file->graduation != NULL)
		return add_graduation(ctx, file, reply);
	reply->status_change = file->status;
	if (file->status != NULL)
		return papers(ctx, file, reply);
	reply->is_provisional = file->student.row.is_provisional;
	const Xueji__V1__StudentItems *items =
		file->change ? file->change->items : file->student.items;
	if (items != NULL)
		reply->items = masked(ctx, items);
	return papers(ctx, file, reply);
}
