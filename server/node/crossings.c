#include "server/node/crossings.h"

#include <string.h>

#include "common/text.h"
#include "domain/stages.h"
#include "server/store/attempt.h"
#include "server/node/crossing_papers.h"
#include "server/service/case_route.h"
#include "server/service/crossing.h"
#include "server/service/transfer_child.h"
#include "server/service/transfer_facts.h"
#include "server/store/crossing_store.h"
#include "server/store/policy_cache.h"
#include "server/store/unit_tree.h"
#include "server/unpack.h"

enum { NUMBER_MOST = 40, NAME_MOST = 50, TEXT_MOST = 500 };

/* One message on its way in. */
struct hearing {
	struct peer *from;
	const Xueji__V1__Crossing *message;
	int64_t case_id; /* the half that is here; 0: none */
};

static enum case_event event_of(const Xueji__V1__CrossingStep *step)
{
	return (enum case_event)(step->event - 1);
}

static Xueji__V1__CrossingStep step_of(enum case_event event)
{
	Xueji__V1__CrossingStep step = XUEJI__V1__CROSSING_STEP__INIT;
	step.event = (Xueji__V1__CaseEvent)(event + 1);
	return step;
}

static char *fit(char *text, size_t most)
{
	return text_length(text) <= most && text_find_forbidden(text) == 0 ? text : "";
}

static enum err say_no(struct ctx *ctx, struct hearing *hearing, const char *why)
{
	Xueji__V1__CrossingStep step = step_of(CASE_FAIL);
	step.reason = (char *)why;
	return crossing_say_to(ctx, hearing->from, hearing->message->case_id, &step);
}

/* ---- a child is asked for ---- */

static Xueji__V1__TransferFile *file_of(struct ctx *ctx, const struct hearing *hearing)
{
	const Xueji__V1__CrossingApply *in = hearing->message->apply;
	Xueji__V1__TransferFile *out = arena_one(ctx->arena, Xueji__V1__TransferFile);
	xueji__v1__transfer_file__init(out);
	out->application = in->application;
	out->application->cause = fit(out->application->cause, TEXT_MOST);
	out->abroad = arena_one(ctx->arena, Xueji__V1__TransferAbroad);
	xueji__v1__transfer_abroad__init(out->abroad);
	out->abroad->province_code = (char *)hearing->from->unit_code;
	out->abroad->stage = in->stage;
	out->abroad->years = in->years;
	if (in->school != NULL) {
		out->abroad->school_code = fit(in->school->code, NUMBER_MOST);
		out->abroad->school_name = fit(in->school->name, TEXT_MOST);
		out->abroad->place = fit(in->school->place, TEXT_MOST);
	}
	return out;
}

static bool is_application(const Xueji__V1__CrossingApply *in)
{
	const Xueji__V1__TransferApplication *of = in->application;
	return of != NULL && of->name[0] != '\0' && of->student_no[0] != '\0' &&
	       text_length(of->name) <= NAME_MOST && text_length(of->student_no) <= NUMBER_MOST &&
	       text_length(of->id_number) <= NUMBER_MOST && stage_row((int)in->stage) != NULL &&
	       (in->type <= XUEJI__V1__CASE_TYPE__CASE_TYPE_UNSPECIFIED ||
		       case_table((enum case_type)in->type)->is_move) &&
	       in->grade >= GRADE_FIRST && in->grade <= GRADE_LAST && in->class_number >= 0 &&
	       in->class_number <= CLASS_LAST;
}

static enum case_type type_of(const Xueji__V1__CrossingApply *in)
{
	return in->type == XUEJI__V1__CASE_TYPE__CASE_TYPE_ENROLMENT ? CASE_ENROLMENT
								     : CASE_TRANSFER;
}

static enum err open_half(struct ctx *ctx, struct hearing *hearing, struct case_file *file)
{
	const Xueji__V1__CrossingApply *in = hearing->message->apply;
	const struct unit_node *there = unit_tree_by_code(ctx->units, hearing->from->unit_code);
	const struct child_papers papers = {
		in->application->student_no, in->application->id_number, in->application->name};
	struct student_row child;
	if (there == NULL || there->tier != TIER_PROVINCE)
		return ctx_fail(ctx, REASON_PARCEL_KIND);
	enum err err = transfer_match_child(ctx, type_of(in), &papers, &child);
	if (err == OK)
		err = student_read(ctx, child.id, &file->student);
	if (err != OK)
		return err;
	const struct unit_node *school = unit_tree_get(ctx->units, child.school);
	file->transfer = file_of(ctx, hearing);
	file->row = (struct case_row){.type = type_of(in),
		.state = CASE_NEW,
		.student = child.id,
		.school = there->id,
		.bureau = there->id,
		.from_school = child.school,
		.from_bureau = school != NULL ? school->bureau : 0,
		.to_grade = in->grade,
		.to_class = in->class_number,
		.due = DUE_NEVER};
	file->row.payload =
		pack_message(ctx->arena, &file->transfer->base, &file->row.payload_size);
	return OK;
}

/* The case's own steps once more, for who has lost them: they fit, or come to nothing. */
static enum err say_passed(struct ctx *ctx, const struct case_file *file)
{
	Xueji__V1__CrossingStep step = step_of(CASE_PASS);
	struct case_step_row *taken;
	size_t n = 0;
	enum err err = case_steps(ctx, file->row.id, &taken, &n);
	if (err != OK)
		return err;
	step.state = (Xueji__V1__CaseState)(n > 0 ? taken[0].to : file->row.state);
	step.school = crossing_school(ctx, file->row.from_school);
	err = crossing_say(ctx, file, &step);
	for (size_t i = 1; err == OK && i < n; i++) {
		if (taken[i].party == CASE_ABROAD)
			continue;
		step = step_of(taken[i].event);
		step.state = (Xueji__V1__CaseState)taken[i].to;
		step.reason = (char *)taken[i].reason;
		step.ground = (Xueji__V1__RefusalGround)taken[i].ground;
		err = crossing_say(ctx, file, &step);
	}
	return err;
}

static enum err take_application(struct ctx *ctx, void *arg)
{
	struct hearing *hearing = arg;
	struct case_file file = {0};
	enum err err = OK;
	if (hearing->case_id != 0)
		err = case_open(ctx, hearing->case_id, &file);
	else
		err = open_half(ctx, hearing, &file);
	if (err == OK && hearing->case_id == 0)
		err = case_begin(ctx, &file, CASE_SUBMIT, CASE_ABROAD);
	if (err == OK && hearing->case_id == 0)
		err = crossing_insert(ctx, &(struct crossing){.case_id = file.row.id,
						   .province = hearing->from->unit_code,
						   .far_id = hearing->message->case_id});
	if (err == OK && case_way(ctx, &file.row) == WAY_TO_ABROAD)
		err = say_passed(ctx, &file);
	return err;
}

/* The refusal in the words of a sentence, before it is undone. */
struct check {
	struct hearing *hearing;
	const char *why;
};

static enum err take_or_say_why(struct ctx *ctx, void *arg)
{
	struct check *check = arg;
	enum lang kept = ctx->lang;
	ctx->lang = LANG_ZH; /* the registry's own language: it is read in another place */
	enum err err = take_application(ctx, check->hearing);
	if (err == ERR_PRECONDITION || err == ERR_NOT_FOUND)
		check->why = ctx_sentence(
			ctx, &reason_row(ctx->failure.reason)->sentence, ctx->failure.args);
	ctx->lang = kept;
	return err;
}

static enum err hear_application(struct ctx *ctx, struct hearing *hearing)
{
	struct check check = {.hearing = hearing, .why = ""};
	struct failure refused;
	if (!is_application(hearing->message->apply))
		return ctx_fail(ctx, REASON_CROSSING_FILE_BAD);
	enum err err = attempt(ctx, take_or_say_why, &check, &refused);
	return err == OK && refused.err != OK ? say_no(ctx, hearing, check.why) : err;
}

/* ---- a move was made there ---- */

static enum err answer_pull(
	struct ctx *ctx, struct hearing *hearing, const struct case_file *file, enum case_state was)
{
	if (file->row.state == CASE_FILE_SENT)
		return was == CASE_FILE_SENT ? crossing_send_file(ctx, file) : OK;
	return say_no(ctx, hearing, "");
}

static void note_school(struct ctx *ctx, struct case_file *file)
{
	const Xueji__V1__CrossingSchool *school = file->told->school;
	Xueji__V1__TransferAbroad *abroad = file->transfer->abroad;
	if (school == NULL || abroad == NULL)
		return;
	abroad->school_code = fit(school->code, NUMBER_MOST);
	abroad->school_name = fit(school->name, TEXT_MOST);
	abroad->place = fit(school->place, TEXT_MOST);
	file->row.payload =
		pack_message(ctx->arena, &file->transfer->base, &file->row.payload_size);
}

static enum err take_step(struct ctx *ctx, void *arg)
{
	struct hearing *hearing = arg;
	const Xueji__V1__CrossingStep *step = hearing->message->step;
	struct case_file file;
	if (hearing->case_id == 0)
		return ctx_fail(ctx, REASON_NO_SUCH_CASE, "");
	enum err err = case_open(ctx, hearing->case_id, &file);
	if (err != OK)
		return err;
	enum case_state was = file.row.state;
	file.told = step;
	file.ground = (enum case_ground)step->ground;
	if (event_of(step) == CASE_PASS)
		note_school(ctx, &file);
	err = case_decide_as(ctx, &file, event_of(step), CASE_ABROAD, fit(step->reason, TEXT_MOST));
	if (err == OK && event_of(step) == CASE_PULL)
		err = answer_pull(ctx, hearing, &file, was);
	return err;
}

/* Does the case's half here still lead somewhere, so that who asks for the file is to wait? */
static enum err is_over(struct ctx *ctx, const struct hearing *hearing, bool *out)
{
	struct case_row row;
	*out = true;
	if (hearing->case_id == 0)
		return OK;
	enum err err = case_get(ctx, hearing->case_id, &row);
	*out = err == OK && (row.state == CASE_REFUSED || row.state == CASE_WITHDRAWN ||
				    row.state == CASE_PURGED);
	return err;
}

static void note_nothing(struct ctx *ctx, const struct hearing *hearing, enum reason reason)
{
	ctx_journal(ctx,
		&(struct note){.action = ACTION_CROSSING_IGNORED,
			.entity = "case",
			.entity_id = hearing->case_id,
			.summary = arena_printf(ctx->arena, "%s %lld: %s", hearing->from->name,
				(long long)hearing->message->case_id, reason_row(reason)->name)});
}

static enum err hear_step(struct ctx *ctx, struct hearing *hearing)
{
	const Xueji__V1__CrossingStep *step = hearing->message->step;
	struct failure refused;
	bool is_ended;
	if (step->event == XUEJI__V1__CASE_EVENT__CASE_EVENT_UNSPECIFIED)
		return ctx_fail(ctx, REASON_PARCEL_KIND);
	enum err err = attempt(ctx, take_step, hearing, &refused);
	if (err != OK || refused.err == OK)
		return err;
	note_nothing(ctx, hearing, refusal_reason(&refused));
	if (event_of(step) != CASE_PULL)
		return OK;
	err = is_over(ctx, hearing, &is_ended);
	return err == OK && is_ended ? say_no(ctx, hearing, "") : err;
}

/* ---- the file ---- */

static enum err say_received(struct ctx *ctx, const struct case_file *file)
{
	Xueji__V1__CrossingStep step = step_of(CASE_FILE);
	bool has_paper = policy_number(ctx, POLICY_TRANSFER_PAPER_DAYS, file->row.school) != 0;
	step.state = (Xueji__V1__CaseState)(has_paper ? CASE_PAPER_OUT : CASE_CLOSED);
	return crossing_say(ctx, file, &step);
}

/* The file comes in any case, since nobody else has the child by now (R12). If its place has gone
 * meanwhile, the last step says so to the bureau, which finds it another; NULL: it is there. */
static enum err place_lost(struct ctx *ctx, const struct case_file *file, const char **why_out)
{
	struct case_facts facts = {0};
	enum lang kept = ctx->lang;
	*why_out = NULL;
	ctx->lang = LANG_ZH; /* the registry's own language: it is kept with the case */
	enum err err = transfer_facts_load(ctx, file, &facts);
	if (err == OK && facts.bits & FACT_PLACE_GONE)
		*why_out = ctx_sentence(ctx, &reason_row(REASON_PLACE_GONE)->sentence,
			(const char *const[]){facts.gone, NULL});
	ctx->lang = kept;
	return err;
}

static enum err hear_file(struct ctx *ctx, struct hearing *hearing)
{
	const Xueji__V1__CrossingFile *came = hearing->message->file;
	struct case_file file;
	const char *why;
	if (hearing->case_id == 0)
		return ctx_fail(ctx, REASON_NO_SUCH_CASE, "");
	enum err err = case_open(ctx, hearing->case_id, &file);
	if (err != OK)
		return err;
	if (file.row.student != 0 && file.row.student == came->student_id &&
		case_way(ctx, &file.row) == WAY_FROM_ABROAD)
		return say_received(ctx, &file); /* it came before; perhaps the receipt did not */
	file.arrived = came;
	err = place_lost(ctx, &file, &why);
	if (err == OK)
		err = case_decide_as(ctx, &file, CASE_FILE, CASE_ABROAD, why);
	return err == OK ? say_received(ctx, &file) : err;
}

static enum err hear_piece(struct ctx *ctx, struct hearing *hearing)
{
	struct case_row row;
	if (hearing->case_id == 0)
		return ctx_fail(ctx, REASON_NO_SUCH_CASE, "");
	enum err err = case_get(ctx, hearing->case_id, &row);
	if (err == OK && (row.student == 0 || case_way(ctx, &row) != WAY_FROM_ABROAD))
		err = ctx_fail(ctx, REASON_NO_SUCH_CASE, "");
	return err == OK ? crossing_paper_take(ctx, row.student, hearing->message->piece) : err;
}

/* ---- all ---- */

/* What would change nothing of the case, but the parcel: it is refused as a whole. */
struct whole {
	enum err (*hear)(struct ctx *ctx, struct hearing *hearing);
	struct hearing *hearing;
};

static enum err hear_whole(struct ctx *ctx, void *arg)
{
	struct whole *whole = arg;
	return whole->hear(ctx, whole->hearing);
}

/* Whatever it ran into, to the parcel it is a refusal. */
static enum err refuse(struct ctx *ctx, enum reason reason)
{
	enum err err = reason_row(reason)->err;
	bool is_plain = err == ERR_PRECONDITION || err == ERR_NOT_FOUND;
	return ctx_fail(ctx, is_plain ? reason : REASON_CROSSING_FILE_BAD, "", "");
}

enum err crossing_take(struct ctx *ctx, struct peer *from, const Xueji__V1__Crossing *message)
{
	struct hearing hearing = {.from = from, .message = message};
	const struct {
		const void *part;
		enum err (*hear)(struct ctx *ctx, struct hearing *hearing);
	} parts[] = {{message->apply, hear_application}, {message->step, hear_step},
		{message->file, hear_file}, {message->piece, hear_piece}};
	struct failure refused;
	enum err err = crossing_find(ctx, from->unit_code, message->case_id, &hearing.case_id);
	for (size_t i = 0; err == OK && i < sizeof parts / sizeof *parts; i++) {
		struct whole whole = {parts[i].hear, &hearing};
		if (parts[i].part == NULL)
			continue;
		err = attempt(ctx, hear_whole, &whole, &refused);
		return err == OK && refused.err != OK ? refuse(ctx, refusal_reason(&refused)) : err;
	}
	return err == OK ? ctx_fail(ctx, REASON_PARCEL_KIND) : err;
}
